#include "provider_token.h"

#include <cjose/cjose.h>
#include <stdlib.h>
#include <string.h>

enum { KEYS_MAX = 64 };

typedef struct wanted {
    const char *algorithm, *kind; /* of the token's header */
    const char *id;               /* NULL: any */
} wanted_t;

static bool
read_header (cjose_header_t *header, wanted_t *ret)
{
    static const struct {
        const char *algorithm, *kind;
    } known[] = { { "RS256", "RSA" }, { "PS256", "RSA" }, { "ES256", "EC" } };
    const char *algorithm = json_string_value (json_object_get (header, "alg"));

    /* Extensions that must be understood are not. */
    if (!algorithm || json_object_get (header, "crit"))
        return false;
    ret->id = json_string_value (json_object_get (header, "kid"));
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp (known[i].algorithm, algorithm) == 0) {
            ret->algorithm = known[i].algorithm;
            ret->kind = known[i].kind;
            return true;
        }
    }
    return false;
}

static bool
says_other (const json_t *key, const char *name, const char *wanted)
{
    const char *text = json_string_value (json_object_get (key, name));

    return text && wanted && strcmp (text, wanted) != 0;
}

static bool
is_fit (const json_t *key, const wanted_t *wanted)
{
    return json_object_get (key, "kty") && !says_other (key, "kty", wanted->kind) &&
           !says_other (key, "kid", wanted->id) && !says_other (key, "use", "sig") &&
           !says_other (key, "alg", wanted->algorithm);
}

/* libcjose ends the process over base64url that cannot be (base64.c asserts), so it gets none. */
static bool
is_base64url (const char *text, size_t length)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    return length > 0 && length % 4 != 1 && strspn (text, letters) >= length;
}

/* Three parts between dots, none of them empty. */
static bool
is_compact (const char *token)
{
    for (int part = 0; part < 3; part++) {
        size_t length = strcspn (token, ".");

        if (!is_base64url (token, length) || (token[length] == '.') != (part < 2))
            return false;
        token += length + 1;
    }
    return true;
}

/* Of a key only what verifies, for the same reason; NULL where a part of it cannot be. */
static json_t *
public_part (const json_t *key, const char *kind)
{
    static const char *const of_ec[] = { "x", "y", NULL }, *const of_rsa[] = { "n", "e", NULL };
    json_t *ret = json_pack ("{sO}", "kty", json_object_get (key, "kty"));
    json_t *curve = json_object_get (key, "crv");

    if (json_is_string (curve))
        json_object_set (ret, "crv", curve);
    for (const char *const *name = strcmp (kind, "EC") == 0 ? of_ec : of_rsa; *name; name++) {
        json_t *value = json_object_get (key, *name);

        if (!json_is_string (value) ||
            !is_base64url (json_string_value (value), json_string_length (value))) {
            json_decref (ret);
            return NULL;
        }
        json_object_set (ret, *name, value);
    }
    return ret;
}

/* A fresh token for each key, because libcjose keeps what it found out about one. */
static json_t *
open_with (const char *token, const json_t *key, const char *kind)
{
    json_t *public = public_part (key, kind);
    char *text = public ? json_dumps (public, JSON_COMPACT) : NULL;
    cjose_jwk_t *jwk = text ? cjose_jwk_import (text, strlen (text), NULL) : NULL;
    cjose_jws_t *jws = jwk ? cjose_jws_import (token, strlen (token), NULL) : NULL;
    json_t *claims = NULL;
    uint8_t *plain;
    size_t length;

    if (jws && cjose_jws_verify (jws, jwk, NULL) &&
        cjose_jws_get_plaintext (jws, &plain, &length, NULL))
        claims = json_loadb ((const char *) plain, length, JSON_REJECT_DUPLICATES, NULL);
    if (jws)
        cjose_jws_release (jws);
    if (jwk)
        cjose_jwk_release (jwk);
    free (text);
    json_decref (public);
    return claims;
}

static provider_token_result_t
try_keys (const char *token, const wanted_t *wanted, const json_t *keys, json_t **ret_claims)
{
    bool any = false;

    for (size_t i = 0; i < json_array_size (keys) && i < KEYS_MAX; i++) {
        const json_t *key = json_array_get (keys, i);

        if (!is_fit (key, wanted))
            continue;
        any = true;
        *ret_claims = open_with (token, key, wanted->kind);
        if (*ret_claims)
            return PROVIDER_TOKEN_SIGNED;
    }
    return any && wanted->id ? PROVIDER_TOKEN_BAD : PROVIDER_TOKEN_UNKNOWN_KEY;
}

provider_token_result_t
provider_token_open (const char *token, const char *keys, json_t **ret_claims)
{
    cjose_jws_t *jws = is_compact (token) ? cjose_jws_import (token, strlen (token), NULL) : NULL;
    provider_token_result_t result = PROVIDER_TOKEN_BAD;
    wanted_t wanted;
    json_t *set;

    *ret_claims = NULL;
    if (!jws)
        return result;
    set = json_loads (keys, JSON_REJECT_DUPLICATES, NULL);
    if (read_header (cjose_jws_get_protected (jws), &wanted))
        result = try_keys (token, &wanted, json_object_get (set, "keys"), ret_claims);
    json_decref (set);
    cjose_jws_release (jws);
    return result;
}
