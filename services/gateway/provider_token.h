/* An ID token (a signed JWT) of the identity provider: whose signature it is. By libcjose. Pure. */
#pragma once

#include <jansson.h>

#include "base/status.h"

typedef enum provider_token_result {
    PROVIDER_TOKEN_SIGNED,
    PROVIDER_TOKEN_UNKNOWN_KEY, /* the provider may have new keys */
    PROVIDER_TOKEN_BAD,
} provider_token_result_t;

/* `keys` is the provider's JWK set as it came. Only RS256, PS256 and ES256: what takes a shared
 * secret or none could be forged by who knows the public key. The claims are the caller's to
 * json_decref; NULL unless the signature is good. */
WL_MUST_CHECK provider_token_result_t provider_token_open (const char *token, const char *keys,
                                                           json_t **ret_claims);
