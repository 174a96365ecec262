/* The answering side of an rpc: one thread owns the sockets, any number of workers take requests.
 *
 * The queue between them is bounded: when it is full a request is answered UNAVAILABLE at once with
 * a Retry-After, never kept waiting without an end. A request whose time has run out is dropped. A
 * malformed frame refuses and counts the peer; it never ends the process. Who calls is decided by
 * the CURVE key where there is one (`peer`), by the header's word on ipc.
 */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "bus/socket.h"
#include "wlacznik/bus.pb-c.h"

typedef struct wl_rpc_server wl_rpc_server_t;

typedef struct wl_rpc_server_options {
    const char *const *endpoints; /* NULL-terminated */
    const wl_key_pair_t *keys;    /* needed for tcp */
    wl_peers_t *peers;            /* needed for tcp */
    size_t queue_length;          /* requests that may wait; 0: 256 */
} wl_rpc_server_options_t;

/* One request in a worker's hands. The header is unpacked and validated; the payload is raw. Owned
 * by the server; valid until wl_rpc_server_reply. */
typedef struct wl_rpc_call {
    const Bus__RequestHeader *header;
    const void *payload;
    size_t payload_length;
    const char *caller; /* service: by key or, on ipc, by its own word */
    wl_peer_t peer;     /* by key; on ipc service = caller, regions "*" */
    wl_time_t deadline; /* wl_monotonic () of this process */
    wl_time_t arrived;  /* wl_monotonic () */
} wl_rpc_call_t;

WL_MUST_CHECK wl_status wl_rpc_server_start (const wl_rpc_server_options_t *options,
                                             wl_rpc_server_t **ret, wl_error_t *error);
/* What was bound, with real ports; as many as options->endpoints. */
const char *wl_rpc_server_endpoint (const wl_rpc_server_t *self, size_t index);

/* Waits up to `timeout` for a request and takes it. NULL on timeout, or at once after
 * wl_rpc_server_drain when nothing is left. Thread-safe. */
wl_rpc_call_t *wl_rpc_server_take (wl_rpc_server_t *self, wl_time_t timeout);
/* Answers and lets go of the call. Copies `payload`. Thread-safe. */
void wl_rpc_server_reply (wl_rpc_server_t *self, wl_rpc_call_t **call_p,
                          const Bus__ReplyHeader *header, const void *payload, size_t length);

/* Stop taking new requests (answered UNAVAILABLE); those taken may still reply. */
void wl_rpc_server_drain (wl_rpc_server_t *self);
/* Ends the thread after sending what is still to be sent (a second at most). Every call that was
 * taken must have been answered: join the workers first. */
void wl_rpc_server_stop (wl_rpc_server_t **self_p);

typedef struct wl_rpc_server_counters {
    uint64_t accepted, refused_full, refused_malformed, refused_long, refused_peer, expired,
        replies_lost;
    size_t waiting;
} wl_rpc_server_counters_t;
wl_rpc_server_counters_t wl_rpc_server_counters (wl_rpc_server_t *self);
