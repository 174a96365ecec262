#include "second_factor.h"

#include <ctype.h>
#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { STEP_SECONDS = 30, STEPS_AROUND = 1, CODE_DIGITS = 6, RECOVERY_SIGNS = 16 };

static const char base32[] = "abcdefghijklmnopqrstuvwxyz234567";

_Static_assert(SECOND_FACTOR_SEALED ==
                   crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + SECOND_FACTOR_SECRET,
               "what secretbox makes of a secret");
_Static_assert(SECOND_FACTOR_KEY == crypto_secretbox_KEYBYTES, "secretbox' key");

void
second_factor_make_secret (uint8_t ret[SECOND_FACTOR_SECRET])
{
    randombytes_buf (ret, SECOND_FACTOR_SECRET);
}

char *
second_factor_secret_text (wl_arena_t *arena, const uint8_t secret[SECOND_FACTOR_SECRET])
{
    char *encoded = NULL, *text;

    if (oath_base32_encode ((const char *) secret, SECOND_FACTOR_SECRET, &encoded, NULL) != OATH_OK)
        abort ();
    text = wl_text_copy (arena, encoded);
    sodium_memzero (encoded, strlen (encoded));
    free (encoded);
    return text;
}

/* RFC 3986: everything but unreserved characters, so that an address cannot end the label. */
static void
add_escaped (wl_buffer_t *buffer, const char *text)
{
    for (const char *at = text; *at; at++) {
        if (isalnum ((unsigned char) *at) || strchr ("-._~", *at))
            wl_buffer_char (buffer, *at);
        else
            wl_buffer_printf (buffer, "%%%02X", (unsigned) (unsigned char) *at);
    }
}

/* The Key URI format of the apps; what it leaves out has their defaults. */
char *
second_factor_uri (wl_arena_t *arena, const uint8_t secret[SECOND_FACTOR_SECRET], const char *email)
{
    wl_buffer_t uri;

    wl_buffer_init (&uri, arena);
    wl_buffer_text (&uri, "otpauth://totp/W%C5%82%C4%85cznik:");
    add_escaped (&uri, email);
    wl_buffer_printf (&uri, "?secret=%s&issuer=W%%C5%%82%%C4%%85cznik",
                      second_factor_secret_text (arena, secret));
    return uri.data;
}

bool
second_factor_verify (const uint8_t secret[SECOND_FACTOR_SECRET], const char *code, wl_time_t now,
                      int64_t *ret_step)
{
    uint64_t step = 0;

    /* liboath takes an OTP of any length as one of that many digits. */
    if (strlen (code) != CODE_DIGITS || strspn (code, "0123456789") != CODE_DIGITS)
        return false;
    if (oath_totp_validate4 ((const char *) secret, SECOND_FACTOR_SECRET,
                             (time_t) (now / WL_SECOND), STEP_SECONDS, 0, STEPS_AROUND, NULL, &step,
                             0, code) < 0)
        return false;
    *ret_step = (int64_t) step;
    return true;
}

void
second_factor_make_recovery_code (char ret[SECOND_FACTOR_CODE_TEXT])
{
    size_t at = 0;

    for (size_t i = 0; i < RECOVERY_SIGNS; i++) {
        if (i > 0 && i % 4 == 0)
            ret[at++] = '-';
        ret[at++] = base32[randombytes_uniform (32)];
    }
    ret[at] = '\0';
}

bool
second_factor_recovery_hash (const char *code, uint8_t ret[32])
{
    char plain[RECOVERY_SIGNS];
    size_t length = 0;

    for (const char *at = code; *at; at++) {
        char sign = (char) tolower ((unsigned char) *at);

        if (sign == '-' || sign == ' ')
            continue;
        if (length == RECOVERY_SIGNS || !strchr (base32, sign))
            return false;
        plain[length++] = sign;
    }
    if (length != RECOVERY_SIGNS)
        return false;
    crypto_generichash (ret, 32, (const uint8_t *) plain, sizeof plain, NULL, 0);
    return true;
}

void
second_factor_seal (const uint8_t key[SECOND_FACTOR_KEY],
                    const uint8_t secret[SECOND_FACTOR_SECRET], uint8_t ret[SECOND_FACTOR_SEALED])
{
    randombytes_buf (ret, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy (ret + crypto_secretbox_NONCEBYTES, secret, SECOND_FACTOR_SECRET, ret,
                           key);
}

bool
second_factor_open (const uint8_t key[SECOND_FACTOR_KEY], const uint8_t *sealed, size_t length,
                    uint8_t ret[SECOND_FACTOR_SECRET])
{
    return length == SECOND_FACTOR_SEALED &&
           crypto_secretbox_open_easy (ret, sealed + crypto_secretbox_NONCEBYTES,
                                       SECOND_FACTOR_SEALED - crypto_secretbox_NONCEBYTES, sealed,
                                       key) == 0;
}
