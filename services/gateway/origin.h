/* Cross-site request forgery: whether a request that changes something comes from our own page.
 *
 * Browsers send cookies along whoever made them send the request. SameSite=Strict already stops
 * most of that; this is the second lock, from what browsers say about the request and a page
 * cannot forge (Sec-Fetch-Site, else Origin). Pure.
 */
#pragma once

#include "base/status.h"

typedef struct origin_facts {
    bool changes;           /* any verb but GET and HEAD */
    bool has_bearer;        /* an Authorization header: no browser sends one by itself */
    bool has_cookie;        /* our session cookie came along */
    const char *fetch_site; /* Sec-Fetch-Site, or NULL */
    const char *origin;     /* Origin, or NULL */
    const char *host;       /* Host, or NULL */
    const char *public_url; /* where people find us: "https://wlacznik.example" */
} origin_facts_t;

/* A request without any of the three headers comes from no browser of the last ten years; it
 * passes unless it rides on our cookie. */
WL_MUST_CHECK bool origin_allowed (const origin_facts_t *facts);
