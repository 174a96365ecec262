/* A certificate of an assessor's work: its code, the text that is signed, and the signature. Pure
 * but for the random numbers of a new code.
 *
 * The text is what is signed, byte for byte, so anybody can check a certificate without us, with
 * Ed25519 (RFC 8032) and our public key. It names the person, the call, how many cards and when;
 * never an application. */
#pragma once

#include <stdint.h>

#include "base/text.h"
#include "wlacznik/evaluation.pb-c.h"

enum {
    CERTIFICATE_CODE = 21, /* 20 characters of 5 bits, and NUL */
    CERTIFICATE_SEED = 32,
    CERTIFICATE_PUBLIC = 32,
    CERTIFICATE_SECRET = 64,
    CERTIFICATE_SIGNATURE = 64,
};

/* The key that signs. Empty (`ready` false) where none is configured. */
typedef struct certificate_key {
    bool ready;
    uint8_t public_key[CERTIFICATE_PUBLIC];
    uint8_t secret_key[CERTIFICATE_SECRET];
} certificate_key_t;

void certificate_key_from_seed (const uint8_t seed[CERTIFICATE_SEED], certificate_key_t *ret);

/* A hundred random bits in the digits and letters that cannot be mistaken for each other (no I, L,
 * O, U). */
void certificate_code_new (char ret[CERTIFICATE_CODE]);
/* The code as it is kept, out of what somebody typed: either case, hyphens and spaces, O for 0 and
 * I or L for 1. False for what is none. */
WL_MUST_CHECK bool certificate_code_read (const char *typed, char ret[CERTIFICATE_CODE]);
/* "7F3KQ-9XW2M-4HTRC-D0J5V" */
char *certificate_code_show (wl_arena_t *arena, const char code[CERTIFICATE_CODE]);

/* The text that is signed, out of code, name, call, cards, days, moment and `issuer` (public.url).
 * A name or title never makes a line of its own: control characters in it become spaces. */
char *certificate_statement (wl_arena_t *arena, const Evaluation__Certificate *certificate,
                             const char *issuer);
void certificate_sign (const certificate_key_t *key, const char *statement,
                       uint8_t ret[CERTIFICATE_SIGNATURE]);
/* Whether the signature is of the certificate's text, and the text says what its other fields do.
 */
WL_MUST_CHECK bool
certificate_verify (wl_arena_t *arena, const Evaluation__Certificate *certificate,
                    const uint8_t public_key[CERTIFICATE_PUBLIC],
                    const uint8_t signature[CERTIFICATE_SIGNATURE]);

/* One HTML page to print, with all that is needed to check it. `check_url`: where on the web. */
void certificate_page_write (const Evaluation__Certificate *certificate, const char *check_url,
                             bool english, wl_buffer_t *out);
