/* The gateway's state: made by front.c at start, shared by the HTTP threads, the rpc workers and
 * the consumer. Everything in it is constant after the start or guards itself.
 */
#pragma once

#include "accounts.h"
#include "http.h"
#include "measures.h"
#include "page_cache.h"
#include "route.h"
#include "service/span.h"
#include "session_cache.h"
#include "web.h"

typedef struct gateway {
    struct wl_rpc_client *client; /* the daemon's */
    wl_spans_t *spans;            /* the daemon's; NULL: nobody collects them */
    const char *centre_url; /* of a partner's site: where the rest of the house is; else NULL */
    const char *public_url; /* the configuration's: "https://wlacznik.example" */
    bool secure;            /* public_url is https: cookies are for TLS only */
    uint32_t rpc_timeout_ms;
    route_table_t *routes;
    session_cache_t *sessions;
    session_cache_t *own_accounts; /* own_account.h */
    page_cache_t *pages;
    web_t *web;
    measures_t *measures;
    accounts_t *accounts;
    struct audit *audit;         /* audit.h */
    struct allowance *allowance; /* allowance.h */
    struct live *live;           /* live.h */
    http_t *http;
} gateway_t;
