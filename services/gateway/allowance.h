/* Applies the rate limits to a request: by address, by account, by a program's token, and more
 * narrowly what anybody may ask for without an account (registration, sign-in, links). */
#pragma once

#include "exchange.h"
#include "service/config.h"
#include "trusted_proxies.h"

typedef struct allowance {
    rate_limits_t *table;
    rate_policy_t address, entrance, account, token;
    trusted_proxies_t proxies; /* whose X-Forwarded-For is believed */
} allowance_t;

/* Reads the settings "rate.*" and "http.trusted_proxies". */
WL_MUST_CHECK wl_status allowance_new (const wl_config_t *config, allowance_t **ret,
                                       wl_error_t *error);
void allowance_destroy (allowance_t **self_p);

/* Before and after it is known who asks. WL_RESOURCE_EXHAUSTED with its reason. */
WL_MUST_CHECK wl_status allowance_take_address (exchange_t *exchange);
WL_MUST_CHECK wl_status allowance_take_caller (exchange_t *exchange);

/* Whom the request counts as: an address as rate_limit_address makes it; "" for a program on the
 * machine of the trusted proxy. In the arena. */
const char *allowance_address (const exchange_t *exchange);

/* RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers), when anything limits. */
void allowance_add_headers (const exchange_t *exchange);
