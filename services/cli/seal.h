/* A file that only the holder of a secret key can read, written by whoever has the public one.
 *
 * The layout: "WLSEAL1\n", a fresh key sealed to the public key (crypto_box_seal), then pieces of
 * 64 KiB by crypto_secretstream (XChaCha20-Poly1305), the last marked as such: a file that was
 * changed, reordered or cut is refused. It does not prove who wrote it. One thread at a time.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/status.h"

enum { SEAL_PUBLIC = 32, SEAL_SECRET = 32, SEAL_DIGEST = 32, SEAL_PIECE = 64 * 1024 };

typedef struct seal seal_t;
typedef struct unseal unseal_t;

/* `file` stays the caller's, open for writing at its start. NULL: the beginning cannot be written.
 */
seal_t *seal_new (FILE *file, const uint8_t public_key[SEAL_PUBLIC]);
void seal_destroy (seal_t **self_p);
/* False: the disk is full or gone. */
WL_MUST_CHECK bool seal_write (seal_t *self, const void *bytes, size_t length);
/* Writes the last piece and tells the BLAKE2b of the whole file; nothing is written after. */
WL_MUST_CHECK bool seal_end (seal_t *self, uint8_t ret_digest[SEAL_DIGEST]);

/* `file` stays the caller's, open for reading at its start. NULL: no such file, or sealed for
 * another key. */
unseal_t *unseal_new (FILE *file, const uint8_t secret_key[SEAL_SECRET]);
void unseal_destroy (unseal_t **self_p);
/* The next piece, the reader's until the next call; *ret_length 0: that was all. False: the file
 * was changed or cut. */
WL_MUST_CHECK bool unseal_next (unseal_t *self, const uint8_t **ret, size_t *ret_length);
/* The digest of what was read, as seal_end told it; right once everything was. */
void unseal_digest (unseal_t *self, uint8_t ret[SEAL_DIGEST]);
