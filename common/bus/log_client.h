/* Reads another service's event log: a subscription that survives everything.
 *
 * One thread owns a client and calls wl_log_client_next in a loop. The client reconnects with a
 * fresh socket and back-off when the server is silent, goes on to the next endpoint (replica), and
 * subscribes again after the last entry that it handed out: a caller that could not deal with an
 * entry goes back by wl_log_client_position. It checks that sequences are dense; a gap makes it
 * subscribe again. The chain of hashes is the caller's to check: it knows the hash where it stood.
 */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "bus/socket.h"
#include "wlacznik/bus.pb-c.h"

typedef struct wl_log_client wl_log_client_t;

typedef struct wl_log_client_options {
    const char *consumer;         /* our service */
    const char *const *endpoints; /* replicas of the source's log */
    const char *server_key;       /* NULL for ipc */
    const wl_key_pair_t *keys;
    const char *const *regions; /* NULL-terminated; NULL: all that we may */
    uint32_t credit;            /* events in flight; 0: 2000 */
} wl_log_client_options_t;

/* Copies what it needs of `options`. */
wl_log_client_t *wl_log_client_new (const wl_log_client_options_t *options);
void wl_log_client_destroy (wl_log_client_t **self_p);

/* Where to go on after; call once per stream before the first wl_log_client_next, and again (any
 * stream) to go back after a failure: the next call then subscribes anew. */
void wl_log_client_position (wl_log_client_t *self, const char *region, uint64_t sequence);

/* Waits up to `timeout` for entries. They are of one or more streams, each in order without gaps,
 * and live in `arena`. WL_OK with *ret_count 0 on timeout. Never fails for want of a server;
 * WL_RESOURCE_EXHAUSTED when `arena` cannot hold one frame, which then comes again: a frame is 256
 * kB or one entry, and takes about twice that. */
WL_MUST_CHECK wl_status wl_log_client_next (wl_log_client_t *self, wl_time_t timeout,
                                            wl_arena_t *arena, Bus__LogEntry ***ret,
                                            size_t *ret_count);
/* `count` events are done with: gives the server credit for as many. */
void wl_log_client_confirm (wl_log_client_t *self, size_t count);

/* Wakes wl_log_client_next from another thread (shutdown). */
void wl_log_client_wake (wl_log_client_t *self);

typedef struct wl_log_client_state {
    bool connected;             /* heard from the server within 5 s */
    wl_time_t last_heard;       /* monotonic */
    wl_time_t clock_difference; /* server's clock minus ours, from the last Heads */
    uint64_t behind;            /* events between our positions and the heads last told */
    uint64_t gaps, reconnects;
} wl_log_client_state_t;
/* From any thread. */
wl_log_client_state_t wl_log_client_state (wl_log_client_t *self);
