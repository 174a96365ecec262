#include "passkey.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <jansson.h>
#include <sodium.h>
#include <string.h>

#include "base/text.h"

/* Authenticator data (WebAuthn 6.1): the hash of the relying party, then these. */
enum { FLAGS_AT = 32, USER_PRESENT = 0x01, USER_VERIFIED = 0x04, BACKED_UP = 0x10 };
enum { HAS_CREDENTIAL = 0x40, HAS_EXTENSIONS = 0x80, HEAD = 37, CREDENTIAL_HEAD = 18 };
/* CBOR's major types (RFC 8949, 3.1). */
enum { CBOR_NEGATIVE = 1, CBOR_BYTES = 2, CBOR_TEXT = 3, CBOR_MAP = 5, CBOR_SIMPLE = 7 };

const int32_t passkey_algorithms[PASSKEY_ALGORITHMS] = { COSE_EDDSA, COSE_ES256, COSE_RS256 };

passkey_site_t
passkey_site (wl_arena_t *arena, const char *public_url)
{
    const char *host = strstr (public_url, "://");
    size_t origin;

    host = host ? host + 3 : public_url;
    origin = (size_t) (host - public_url) + strcspn (host, "/?#");
    return (passkey_site_t){
        .relying_party = wl_text_copy_length (arena, host, strcspn (host, ":/?#")),
        .origin = wl_text_copy_length (arena, public_url, origin),
    };
}

/* ---- the bounds of what libfido2 reads ---- */

/* The first byte of an item and its number; false where it ends too soon or has no definite length.
 */
static bool
read_head (passkey_bytes_t data, size_t *at, unsigned *ret_type, uint64_t *ret_number)
{
    unsigned more, detail;

    if (*at >= data.length)
        return false;
    *ret_type = data.data[*at] >> 5;
    detail = data.data[(*at)++] & 0x1f;
    *ret_number = detail;
    if (detail < 24)
        return true;
    more = detail > 27 ? 0 : 1U << (detail - 24);
    if (more == 0 || more > data.length - *at)
        return false;
    *ret_number = 0;
    for (unsigned i = 0; i < more; i++)
        *ret_number = *ret_number << 8 | data.data[(*at)++];
    return true;
}

/* A map of numbers, strings and truths, which is all that keys and extensions are made of. libcbor
 * takes memory for as many items as a map says it has, before it has seen one. */
static bool
skip_flat_map (passkey_bytes_t data, size_t *at)
{
    uint64_t pairs, number;
    unsigned type;

    if (!read_head (data, at, &type, &pairs) || type != CBOR_MAP || pairs > 23)
        return false;
    for (uint64_t i = 0; i < 2 * pairs; i++) {
        if (!read_head (data, at, &type, &number))
            return false;
        if (type == CBOR_BYTES || type == CBOR_TEXT) {
            if (number > data.length - *at)
                return false;
            *at += (size_t) number;
        } else if (type > CBOR_NEGATIVE && type != CBOR_SIMPLE)
            return false;
    }
    return true;
}

static bool
is_bounded (passkey_bytes_t data)
{
    size_t at = HEAD;

    if (data.length < HEAD)
        return false;
    if (data.data[FLAGS_AT] & HAS_CREDENTIAL) {
        if (data.length < HEAD + CREDENTIAL_HEAD)
            return false;
        at += CREDENTIAL_HEAD + (size_t) (data.data[HEAD + 16] << 8 | data.data[HEAD + 17]);
        if (!skip_flat_map (data, &at))
            return false;
    }
    return !(data.data[FLAGS_AT] & HAS_EXTENSIONS) || skip_flat_map (data, &at);
}

static bool
says (const json_t *object, const char *name, const char *wanted)
{
    const char *text = json_string_value (json_object_get (object, name));

    return text && strcmp (text, wanted) == 0;
}

bool
passkey_read_client (const passkey_site_t *site, passkey_act_t act, passkey_bytes_t client_data,
                     char ret_challenge[TOKEN_TEXT])
{
    json_t *client = json_loadb ((const char *) client_data.data, client_data.length,
                                 JSON_REJECT_DUPLICATES, NULL);
    const char *challenge = json_string_value (json_object_get (client, "challenge"));
    bool good = challenge && token_is_formed (challenge) && !token_is_program (challenge) &&
                says (client, "type", act == PASSKEY_MAKE ? "webauthn.create" : "webauthn.get") &&
                says (client, "origin", site->origin) &&
                !json_is_true (json_object_get (client, "crossOrigin"));

    if (good)
        memcpy (ret_challenge, challenge, TOKEN_TEXT);
    json_decref (client);
    return good;
}

/* libfido2 asks this of assertions by itself; of a new key without attestation nobody does. */
static bool
is_made_here (const passkey_site_t *site, passkey_bytes_t data)
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    const uint8_t needed = USER_PRESENT | USER_VERIFIED;

    crypto_hash_sha256 (hash, (const uint8_t *) site->relying_party, strlen (site->relying_party));
    return data.length > FLAGS_AT && memcmp (data.data, hash, sizeof hash) == 0 &&
           (data.data[FLAGS_AT] & needed) == needed;
}

static bool
take_key (const fido_cred_t *made, int32_t algorithm, passkey_key_t *ret)
{
    ret->algorithm = algorithm;
    ret->credential_length = fido_cred_id_len (made);
    ret->key_length = fido_cred_pubkey_len (made);
    if (ret->credential_length == 0 || ret->credential_length > PASSKEY_CREDENTIAL_MAX ||
        ret->key_length == 0 || ret->key_length > PASSKEY_KEY_MAX)
        return false;
    memcpy (ret->credential_id, fido_cred_id_ptr (made), ret->credential_length);
    memcpy (ret->key, fido_cred_pubkey_ptr (made), ret->key_length);
    ret->sign_count = fido_cred_sigcount (made);
    ret->backed_up = (fido_cred_flags (made) & BACKED_UP) != 0;
    return true;
}

/* libfido2 wants to know the algorithm before it reads the key that says so. */
bool
passkey_read_new (const passkey_site_t *site, passkey_bytes_t authenticator_data,
                  passkey_key_t *ret)
{
    bool found = false;

    if (!is_bounded (authenticator_data) || !is_made_here (site, authenticator_data))
        return false;
    for (int i = 0; i < PASSKEY_ALGORITHMS && !found; i++) {
        fido_cred_t *made = fido_cred_new ();

        found = made && fido_cred_set_type (made, passkey_algorithms[i]) == FIDO_OK &&
                fido_cred_set_authdata_raw (made, authenticator_data.data,
                                            authenticator_data.length) == FIDO_OK &&
                take_key (made, passkey_algorithms[i], ret);
        fido_cred_free (&made);
    }
    return found;
}

/* ---- using ---- */

static bool
is_signed_rsa (const fido_assert_t *used, const passkey_key_t *key)
{
    rs256_pk_t *public_key = rs256_pk_new ();
    bool good = public_key &&
                rs256_pk_from_ptr (public_key, key->key, key->key_length) == FIDO_OK &&
                fido_assert_verify (used, 0, COSE_RS256, public_key) == FIDO_OK;

    rs256_pk_free (&public_key);
    return good;
}

static bool
is_signed_p256 (const fido_assert_t *used, const passkey_key_t *key)
{
    es256_pk_t *public_key = es256_pk_new ();
    bool good = public_key &&
                es256_pk_from_ptr (public_key, key->key, key->key_length) == FIDO_OK &&
                fido_assert_verify (used, 0, COSE_ES256, public_key) == FIDO_OK;

    es256_pk_free (&public_key);
    return good;
}

static bool
is_signed_ed25519 (const fido_assert_t *used, const passkey_key_t *key)
{
    eddsa_pk_t *public_key = eddsa_pk_new ();
    bool good = public_key &&
                eddsa_pk_from_ptr (public_key, key->key, key->key_length) == FIDO_OK &&
                fido_assert_verify (used, 0, COSE_EDDSA, public_key) == FIDO_OK;

    eddsa_pk_free (&public_key);
    return good;
}

static bool
is_signed (const fido_assert_t *used, const passkey_key_t *key)
{
    switch (key->algorithm) {
    case COSE_ES256:
        return is_signed_p256 (used, key);
    case COSE_RS256:
        return is_signed_rsa (used, key);
    case COSE_EDDSA:
        return is_signed_ed25519 (used, key);
    default:
        return false;
    }
}

static bool
set (fido_assert_t *used, const passkey_site_t *site, passkey_bytes_t client_data,
     passkey_bytes_t authenticator_data, passkey_bytes_t signature)
{
    return fido_assert_set_clientdata (used, client_data.data, client_data.length) == FIDO_OK &&
           fido_assert_set_rp (used, site->relying_party) == FIDO_OK &&
           fido_assert_set_count (used, 1) == FIDO_OK &&
           fido_assert_set_authdata_raw (used, 0, authenticator_data.data,
                                         authenticator_data.length) == FIDO_OK &&
           fido_assert_set_sig (used, 0, signature.data, signature.length) == FIDO_OK &&
           fido_assert_set_up (used, FIDO_OPT_TRUE) == FIDO_OK &&
           fido_assert_set_uv (used, FIDO_OPT_TRUE) == FIDO_OK;
}

bool
passkey_verify (const passkey_site_t *site, const passkey_key_t *key, passkey_bytes_t client_data,
                passkey_bytes_t authenticator_data, passkey_bytes_t signature,
                uint32_t *ret_sign_count)
{
    fido_assert_t *used = is_bounded (authenticator_data) ? fido_assert_new () : NULL;
    bool good = used && set (used, site, client_data, authenticator_data, signature) &&
                is_signed (used, key);

    if (good)
        *ret_sign_count = fido_assert_sigcount (used, 0);
    fido_assert_free (&used);
    return good;
}
