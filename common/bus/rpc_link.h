/* A DEALER connected to one replica, for one call at a time. Internal to common/bus. */
#pragma once

#include "base/clock.h"
#include "bus/frames.h"
#include "bus/socket.h"

typedef struct rpc_link {
    zsock_t *socket;
    void *handle;
    int fd;
    struct rpc_link *next; /* in its replica's idle list */
} rpc_link_t;

/* Does not wait for the connection. `error` may be NULL. */
WL_MUST_CHECK wl_status wl_rpc_link_open (const char *endpoint, const wl_key_pair_t *keys,
                                          const char *server_key, rpc_link_t **ret,
                                          wl_error_t *error);
void wl_rpc_link_close (rpc_link_t **self_p);
/* Closes the whole list. */
void wl_rpc_links_close (rpc_link_t *list);

/* Connected just now: with ZMQ_IMMEDIATE a DEALER is writable exactly as long as its one peer is.
 */
WL_MUST_CHECK bool wl_rpc_link_connected (const rpc_link_t *self);
WL_MUST_CHECK bool wl_rpc_link_await_connected (const rpc_link_t *self, wl_time_t until);

typedef enum rpc_heard { RPC_HEARD_FRAMES, RPC_HEARD_BREAK, RPC_HEARD_NOTHING } rpc_heard_t;

/* Waits for the next message, the end of the connection, or `until`. Close `ret` after
 * RPC_HEARD_FRAMES. */
WL_MUST_CHECK rpc_heard_t wl_rpc_link_listen (const rpc_link_t *self, wl_time_t until,
                                              wl_frames_t *ret);
