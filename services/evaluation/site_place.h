/* Which node evaluates the applications of a region in a call. It hangs on when the call was
 * published and on nothing else, so it is the same for good and on both sides. Pure. */
#pragma once

#include "base/clock.h"

typedef enum site_place {
    SITE_HERE,      /* this node evaluates it */
    SITE_AT_REGION, /* we are the centre, and the region's site does */
    SITE_ELSEWHERE, /* we are a site, and it is none of ours */
} site_place_t;

/* `published` 0: not known, so at the centre. `joined` and `revoked` are of the region's site; 0:
 * it has none, it is not cut off. */
site_place_t site_place_at_centre (wl_time_t published, wl_time_t joined, wl_time_t revoked);
/* At the site that evaluates `own` in the calls published `since` then. */
site_place_t
site_place_at_site (const char *own, wl_time_t since, const char *region, wl_time_t published);
