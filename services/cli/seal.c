#include "seal.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define MAGIC "WLSEAL1\n"

enum {
    MAGIC_LENGTH = sizeof MAGIC - 1,
    KEY = crypto_secretstream_xchacha20poly1305_KEYBYTES,
    HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    SEALED_KEY = KEY + crypto_box_SEALBYTES,
    SEALED_PIECE = SEAL_PIECE + crypto_secretstream_xchacha20poly1305_ABYTES
};

struct seal {
    FILE *file;
    crypto_secretstream_xchacha20poly1305_state stream;
    crypto_generichash_state digest;
    size_t filled;
    uint8_t piece[SEAL_PIECE];
    uint8_t sealed[SEALED_PIECE];
};

struct unseal {
    FILE *file;
    crypto_secretstream_xchacha20poly1305_state stream;
    crypto_generichash_state digest;
    bool ended;
    uint8_t sealed[SEALED_PIECE];
    uint8_t piece[SEAL_PIECE];
};

/* libsodium's states want 64 bytes of alignment, more than malloc promises. */
static void *
zeroed (size_t alignment, size_t size)
{
    void *memory = aligned_alloc (alignment, size);

    return memory == NULL ? NULL : memset (memory, 0, size);
}

/* ---- writing ---- */

static bool
put (seal_t *self, const void *bytes, size_t length)
{
    crypto_generichash_update (&self->digest, bytes, length);
    return fwrite (bytes, 1, length, self->file) == length;
}

static bool
put_beginning (seal_t *self, const uint8_t public_key[SEAL_PUBLIC])
{
    uint8_t key[KEY], sealed_key[SEALED_KEY], header[HEADER];
    bool sealed;

    crypto_secretstream_xchacha20poly1305_keygen (key);
    crypto_secretstream_xchacha20poly1305_init_push (&self->stream, header, key);
    sealed = crypto_box_seal (sealed_key, key, sizeof key, public_key) == 0;
    sodium_memzero (key, sizeof key);
    return sealed && put (self, MAGIC, MAGIC_LENGTH) && put (self, sealed_key, sizeof sealed_key) &&
           put (self, header, sizeof header);
}

seal_t *
seal_new (FILE *file, const uint8_t public_key[SEAL_PUBLIC])
{
    seal_t *self = zeroed (_Alignof(seal_t), sizeof *self);

    if (self == NULL)
        return NULL;
    self->file = file;
    crypto_generichash_init (&self->digest, NULL, 0, SEAL_DIGEST);
    if (!put_beginning (self, public_key))
        seal_destroy (&self);
    return self;
}

void
seal_destroy (seal_t **self_p)
{
    if (*self_p == NULL)
        return;
    sodium_memzero (*self_p, sizeof **self_p);
    free (*self_p);
    *self_p = NULL;
}

static bool
put_piece (seal_t *self, uint8_t tag)
{
    unsigned long long length;

    crypto_secretstream_xchacha20poly1305_push (&self->stream, self->sealed, &length, self->piece,
                                                self->filled, NULL, 0, tag);
    self->filled = 0;
    return put (self, self->sealed, (size_t) length);
}

bool
seal_write (seal_t *self, const void *bytes, size_t length)
{
    const uint8_t *from = bytes;

    while (length > 0) {
        size_t room = SEAL_PIECE - self->filled;
        size_t part = length < room ? length : room;
        if (room == 0) {
            if (!put_piece (self, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE))
                return false;
            continue;
        }
        memcpy (self->piece + self->filled, from, part);
        self->filled += part;
        from += part;
        length -= part;
    }
    return true;
}

bool
seal_end (seal_t *self, uint8_t ret_digest[SEAL_DIGEST])
{
    bool done = put_piece (self, crypto_secretstream_xchacha20poly1305_TAG_FINAL);

    crypto_generichash_final (&self->digest, ret_digest, SEAL_DIGEST);
    return done;
}

/* ---- reading ---- */

static size_t
get (unseal_t *self, void *bytes, size_t length)
{
    size_t got = fread (bytes, 1, length, self->file);

    crypto_generichash_update (&self->digest, bytes, got);
    return got;
}

static bool
get_beginning (unseal_t *self, const uint8_t secret_key[SEAL_SECRET])
{
    uint8_t magic[MAGIC_LENGTH], sealed_key[SEALED_KEY], header[HEADER], key[KEY];
    uint8_t public_key[SEAL_PUBLIC];
    bool opened;

    if (get (self, magic, sizeof magic) != sizeof magic ||
        memcmp (magic, MAGIC, sizeof magic) != 0 ||
        get (self, sealed_key, sizeof sealed_key) != sizeof sealed_key ||
        get (self, header, sizeof header) != sizeof header)
        return false;
    opened =
        crypto_scalarmult_base (public_key, secret_key) == 0 &&
        crypto_box_seal_open (key, sealed_key, sizeof sealed_key, public_key, secret_key) == 0 &&
        crypto_secretstream_xchacha20poly1305_init_pull (&self->stream, header, key) == 0;
    sodium_memzero (key, sizeof key);
    return opened;
}

unseal_t *
unseal_new (FILE *file, const uint8_t secret_key[SEAL_SECRET])
{
    unseal_t *self = zeroed (_Alignof(unseal_t), sizeof *self);

    if (self == NULL)
        return NULL;
    self->file = file;
    crypto_generichash_init (&self->digest, NULL, 0, SEAL_DIGEST);
    if (!get_beginning (self, secret_key))
        unseal_destroy (&self);
    return self;
}

void
unseal_destroy (unseal_t **self_p)
{
    if (*self_p == NULL)
        return;
    sodium_memzero (*self_p, sizeof **self_p);
    free (*self_p);
    *self_p = NULL;
}

bool
unseal_next (unseal_t *self, const uint8_t **ret, size_t *ret_length)
{
    unsigned long long length;
    uint8_t tag;
    size_t got;

    *ret = self->piece;
    *ret_length = 0;
    got = get (self, self->sealed, sizeof self->sealed);
    if (self->ended)
        return got == 0;
    if (got < crypto_secretstream_xchacha20poly1305_ABYTES ||
        crypto_secretstream_xchacha20poly1305_pull (&self->stream, self->piece, &length, &tag,
                                                    self->sealed, got, NULL, 0) != 0)
        return false;
    *ret_length = (size_t) length;
    self->ended = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    /* An empty last piece must not be taken for the end before it is known that it is one. */
    return length > 0 || (self->ended && get (self, self->sealed, 1) == 0);
}

void
unseal_digest (unseal_t *self, uint8_t ret[SEAL_DIGEST])
{
    crypto_generichash_state copy = self->digest;

    crypto_generichash_final (&copy, ret, SEAL_DIGEST);
}
