/* Serves the event log: one ROUTER, consumers that say where they stand and how much they can take.
 *
 * The server's thread reads through `read` (it owns whatever that needs) and sends entries up to
 * each consumer's credit; a wake-up makes it look at once, else it looks twice a second. Credit is
 * the only back-pressure: nothing is dropped and nothing queues without bound. A consumer that sent
 * nothing for 30 s is forgotten (it subscribes again). What a key may read is decided per send.
 */
#pragma once

#include "bus/socket.h"
#include "wlacznik/bus.pb-c.h"

typedef struct wl_log_server wl_log_server_t;

/* Called in the server's thread only; results live in `arena`, which the server resets after each
 * round. `heads`: where each stream ends. `read`: entries of one stream after `after`, bounded. */
typedef struct wl_log_source {
    wl_status (*heads) (void *context, wl_arena_t *arena, Bus__StreamPosition **ret,
                        size_t *ret_count);
    wl_status (*read) (void *context, wl_arena_t *arena, const char *region, uint64_t after,
                       size_t limit, Bus__LogEntry ***ret, size_t *ret_count);
    void *context;
} wl_log_source_t;

typedef struct wl_log_server_options {
    const char *const *endpoints;
    const wl_key_pair_t *keys;
    wl_peers_t *peers;
    wl_log_source_t source;
} wl_log_server_options_t;

WL_MUST_CHECK wl_status wl_log_server_start (const wl_log_server_options_t *options,
                                             wl_log_server_t **ret, wl_error_t *error);
const char *wl_log_server_endpoint (const wl_log_server_t *self, size_t index);
/* There is something new. Cheap; from any thread. */
void wl_log_server_wake (wl_log_server_t *self);
void wl_log_server_stop (wl_log_server_t **self_p);

typedef struct wl_log_server_counters {
    uint64_t entries_sent, refused_malformed, refused_peer;
    size_t consumers;
} wl_log_server_counters_t;
wl_log_server_counters_t wl_log_server_counters (wl_log_server_t *self);
