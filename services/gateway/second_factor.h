/* One-time codes of an app (TOTP, RFC 6238: SHA-1, six digits, 30 s, as every app reads it) and the
 * recovery codes that stand in for a lost phone. Pure but for random numbers; thread-safe.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"

enum {
    SECOND_FACTOR_SECRET = 20,   /* bytes, RFC 4226 section 4 */
    SECOND_FACTOR_SEALED = 60,   /* nonce, tag and secret */
    SECOND_FACTOR_KEY = 32,      /* of sealing */
    SECOND_FACTOR_CODES = 10,    /* recovery codes that an account gets at once */
    SECOND_FACTOR_CODE_TEXT = 20 /* "abcd-efgh-ijkl-mnop" */
};

void second_factor_make_secret (uint8_t ret[SECOND_FACTOR_SECRET]);

/* Base32, as it is typed into an app. */
char *second_factor_secret_text (wl_arena_t *arena, const uint8_t secret[SECOND_FACTOR_SECRET]);
/* otpauth://totp/..., as it is shown to an app as a QR code. */
char *second_factor_uri (wl_arena_t *arena, const uint8_t secret[SECOND_FACTOR_SECRET],
                         const char *email);

/* Whether `code` is of this moment or of the 30 seconds on either side of it, for clocks that are a
 * little off. `ret_step` is the code's own time step: whoever keeps it takes no code twice. */
WL_MUST_CHECK bool second_factor_verify (const uint8_t secret[SECOND_FACTOR_SECRET],
                                         const char *code, wl_time_t now, int64_t *ret_step);

/* 80 bits, in lower-case base32 with hyphens. */
void second_factor_make_recovery_code (char ret[SECOND_FACTOR_CODE_TEXT]);
/* The hash that is kept of a recovery code, whatever its case, spaces and hyphens; false when it
 * cannot be one (a code of the app has six digits). */
WL_MUST_CHECK bool second_factor_recovery_hash (const char *code, uint8_t ret[32]);

/* Seals a secret for the database. */
void
second_factor_seal (const uint8_t key[SECOND_FACTOR_KEY],
                    const uint8_t secret[SECOND_FACTOR_SECRET], uint8_t ret[SECOND_FACTOR_SEALED]);
/* False when it was sealed with another key or changed. */
WL_MUST_CHECK bool second_factor_open (const uint8_t key[SECOND_FACTOR_KEY], const uint8_t *sealed,
                                       size_t length, uint8_t ret[SECOND_FACTOR_SECRET]);
