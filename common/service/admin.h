/* The admin port: what supervisors and monitors ask a daemon, over plain HTTP.
 *
 *     GET /healthz   200 while the daemon lives and its threads move, else 503: start it anew
 *     GET /readyz    200 while it takes work, else 503 with the reasons, one a line: leave it alone
 *     GET /metrics   Prometheus text
 *
 * Two threads, a request line and headers of 4 KiB, 2 s for a request, no keep-alive, no files. It
 * knows no passwords: bind it where only monitors reach it. Two silent connections are enough to
 * hold it up (engineering.md 0.9), which is a second reason for 127.0.0.1.
 */
#pragma once

#include "base/text.h"
#include "service/metrics.h"

typedef struct wl_admin wl_admin_t;

/* Adds to `why` a line for each reason against it, ended by a line feed. Called in the port's
 * threads, two at a time; must own nothing while it writes (arena.h). */
typedef bool wl_admin_check_t (void *context, wl_buffer_t *why);

typedef struct wl_admin_options {
    const char *address; /* IPv4 */
    int port;            /* 0 takes a free one */
    wl_admin_check_t *healthy;
    wl_admin_check_t *ready;
    void *context;
    wl_metrics_t *metrics; /* must outlive the port, and so must what its values are read from */
} wl_admin_options_t;

/* Copies what it needs of `options`. WL_INVALID_ARGUMENT: the address; WL_UNAVAILABLE: the port is
 * taken or may not be opened. The caller stops it with wl_admin_stop. */
WL_MUST_CHECK wl_status wl_admin_start (const wl_admin_options_t *options, wl_admin_t **ret,
                                        wl_error_t *error);
int wl_admin_port (const wl_admin_t *self);
/* Waits for the requests that run. */
void wl_admin_stop (wl_admin_t **self_p);
