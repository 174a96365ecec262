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

/* A fresh token for each key, because libcjose keeps what it found out about one. */
static json_t *
open_with (const char *token, const json_t *key)
{
    char *text = json_dumps (key, JSON_COMPACT);
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
        *ret_claims = open_with (token, key);
        if (*ret_claims)
            return PROVIDER_TOKEN_SIGNED;
    }
    return any && wanted->id ? PROVIDER_TOKEN_BAD : PROVIDER_TOKEN_UNKNOWN_KEY;
}

provider_token_result_t
provider_token_open (const char *token, const char *keys, json_t **ret_claims)
{
    cjose_jws_t *jws = cjose_jws_import (token, strlen (token), NULL);
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
