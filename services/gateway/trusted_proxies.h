/* Which peers are proxies, whose word about the client's address is believed.
 *
 * A proxy in a cluster or a compose network has another address after each start, so a network can
 * stand for all that can be in it. Pure.
 */
#pragma once

#include <stdint.h>

#include "base/status.h"

enum { TRUSTED_PROXIES = 32 };

/* The first `bits` of 128; an IPv4 address is IPv6's ::ffff:a.b.c.d. */
typedef struct trusted_network {
    uint8_t address[16];
    unsigned bits;
} trusted_network_t;

typedef struct trusted_proxies {
    trusted_network_t networks[TRUSTED_PROXIES];
    size_t count;
} trusted_proxies_t;

/* Reads addresses and networks ("127.0.0.1, 10.0.0.0/8 fd00::/8"), divided by commas or spaces.
 * WL_INVALID_ARGUMENT with the first that is neither, or is one too many; *ret then holds
 * those before it. */
WL_MUST_CHECK wl_status trusted_proxies_read (const char *text, trusted_proxies_t *ret,
                                              wl_error_t *error);

/* Whether `peer`, an address as text, is one of them. Nothing that is no address is. */
WL_MUST_CHECK bool trusted_proxies_has (const trusted_proxies_t *self, const char *peer);
