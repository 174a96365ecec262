/* Passkeys: what a browser says of a key that was made or used (WebAuthn Level 2), checked with
 * libfido2. Pure; nothing here knows an account.
 *
 * No attestation is asked for: which maker's device somebody has is not our business, so a new key
 * is trusted for what it is, something that signed in person's session can sign with.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "token.h"

enum { PASSKEY_CREDENTIAL_MAX = 1023, PASSKEY_KEY_MAX = 320 };

/* Whose signatures are understood, as COSE numbers them, the best first: Ed25519, P-256, and RSA,
 * which Windows Hello makes. */
enum { PASSKEY_ALGORITHMS = 3 };
extern const int32_t passkey_algorithms[PASSKEY_ALGORITHMS];

typedef struct passkey_bytes {
    const uint8_t *data;
    size_t length;
} passkey_bytes_t;

/* Where keys are for: "wlacznik.example" and "https://wlacznik.example:8443". */
typedef struct passkey_site {
    const char *relying_party, *origin;
} passkey_site_t;

/* Both of a public address; in the arena. */
passkey_site_t passkey_site (wl_arena_t *arena, const char *public_url);

typedef enum passkey_act { PASSKEY_MAKE, PASSKEY_USE } passkey_act_t;

/* Whether `client_data` is of this site and act; gives the challenge that it answers, for the
 * caller to know whether it is one of theirs. */
WL_MUST_CHECK bool
passkey_read_client (const passkey_site_t *site, passkey_act_t act, passkey_bytes_t client_data,
                     char ret_challenge[TOKEN_TEXT]);

typedef struct passkey_key {
    uint8_t credential_id[PASSKEY_CREDENTIAL_MAX];
    size_t credential_length;
    int32_t algorithm;
    uint8_t key[PASSKEY_KEY_MAX]; /* as libfido2 has it */
    size_t key_length;
    uint32_t sign_count;
    bool backed_up;
} passkey_key_t;

/* A key that was made just now for this site, by a device that knew its owner. */
WL_MUST_CHECK bool passkey_read_new (const passkey_site_t *site, passkey_bytes_t authenticator_data,
                                     passkey_key_t *ret);

/* Whether the key signed this for this site, on a device that knew its owner. `*ret_sign_count` is
 * what the device counts, 0 where it does not. */
WL_MUST_CHECK bool passkey_verify (const passkey_site_t *site, const passkey_key_t *key,
                                   passkey_bytes_t client_data, passkey_bytes_t authenticator_data,
                                   passkey_bytes_t signature, uint32_t *ret_sign_count);
