/* The asking side: a call goes to the least loaded live replica, over a socket of its own while it
 * runs.
 *
 * Sockets are kept in a pool per replica and lent to one call at a time (libzmq allows that with a
 * full fence, which the pool's mutex is), so a call costs no thread hop and in-flight calls are
 * simply the lent sockets; their number is bounded. A late answer to an abandoned call is dropped
 * by its id. A replica that stays silent or cannot be reached is set aside and probed by one call
 * at a time after a pause. All functions are thread-safe.
 */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "bus/socket.h"
#include "wlacznik/bus.pb-c.h"

typedef struct wl_rpc_client wl_rpc_client_t;

typedef struct wl_rpc_client_options {
    const wl_key_pair_t *keys;  /* needed for tcp */
    size_t sockets_per_replica; /* 0: 64 */
} wl_rpc_client_options_t;

wl_rpc_client_t *wl_rpc_client_new (const wl_rpc_client_options_t *options);
void wl_rpc_client_destroy (wl_rpc_client_t **self_p);

/* Adds a replica of `target` ("evaluation"). For a target that is sharded by region the target's
 * name carries it ("evaluation@32"). `server_key` may be NULL for ipc. */
WL_MUST_CHECK wl_status wl_rpc_client_add (wl_rpc_client_t *self, const char *target,
                                           const char *endpoint, const char *server_key,
                                           wl_error_t *error);

typedef struct wl_rpc_reply {
    const Bus__ReplyHeader *header; /* in the caller's arena, as is the payload */
    const void *payload;
    size_t payload_length;
} wl_rpc_reply_t;

/* Asks and waits until `header->timeout_ms` has passed. `repeatable`: the call may be sent to
 * another replica when the first is silent or unavailable (a query, or a command with an
 * idempotency key). Each sending carries what is left of the time. WL_OK means that an answer came,
 * whatever status it carries. WL_UNAVAILABLE: no replica could be reached, and none has it; a call
 * that nobody has seen waits 2 s for one to come back, no longer. WL_DEADLINE_EXCEEDED: it was sent
 * and no answer came, so it may have been done; at once when the connection broke and the call is
 * not repeatable. WL_NOT_FOUND: no such target. WL_RESOURCE_EXHAUSTED: every socket is lent, or the
 * answer is more than `arena` may hold. WL_INVALID_ARGUMENT: too long for the wire. WL_INTERNAL:
 * the answer cannot be read. */
WL_MUST_CHECK wl_status wl_rpc_client_call (wl_rpc_client_t *self, const char *target,
                                            const Bus__RequestHeader *header, const void *payload,
                                            size_t payload_length, bool repeatable,
                                            wl_arena_t *arena, wl_rpc_reply_t *ret);

typedef struct wl_rpc_client_counters {
    uint64_t calls, retried, timed_out, set_aside, late_replies;
    size_t in_flight;
} wl_rpc_client_counters_t;
wl_rpc_client_counters_t wl_rpc_client_counters (wl_rpc_client_t *self);
