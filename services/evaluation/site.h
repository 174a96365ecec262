/* Whether this node is the centre's evaluation or a partner region's site, and what follows from
 * that (README.md, "Regions"). */
#pragma once

#include <stdatomic.h>

#include "certificate.h"
#include "service/service.h"
#include "site_place.h"

/* The stream of what a site tells the centre. It holds results and nothing that is about assessors
 * or single cards; all else stays in the stream of the region, which never leaves the site. */
#define SITE_STREAM "report"

typedef struct site {
    const char *region; /* NULL: this is the centre */
    wl_time_t since;    /* the site evaluates calls that were published from then on */
    wl_metrics_t *metrics;
    const char *peers_file; /* where the centre lists the keys of those who join; or NULL */
    char *url;              /* public.url without a slash at its end */
    certificate_key_t certificate_key;
    _Atomic wl_time_t files_rest_until; /* file_source.c; 0: files can be reached */
} site_t;

wl_status site_start (wl_daemon_t *daemon, void **ret_state, wl_error_t *error);
void site_stop (void **state_p);

/* NULL at the centre. */
const site_t *site_here (wl_request_t *req);
/* The same at the centre too; NULL where no daemon runs (tests). */
const site_t *site_state (wl_request_t *req);

/* Emits a result: in the region's stream at the centre; at a site to the centre instead. */
void site_tell (wl_request_t *req, const char *region, const char *aggregate,
                const ProtobufCMessage *event);
