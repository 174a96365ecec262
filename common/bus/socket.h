/* The one place where sockets are made, with every option that engineering.md 2.5 asks for.
 * Call wl_bus_init once per process before any other thread exists: czmq must not take our signals.
 */
#pragma once

#include <czmq.h>

#include "bus/keys.h"

enum {
    WL_BUS_MESSAGE_MAX = 4 * 1024 * 1024, /* of a frame; our own never have more */
    /* What a listener reads of somebody else's, to be able to say no and count it. libzmq drops
     * who sends more (ZMQ_MAXMSGSIZE), does not read it, and does not tell. */
    WL_BUS_FRAME_MAX = 2 * WL_BUS_MESSAGE_MAX,
};

void wl_bus_init (void);
void wl_bus_end (void);

/* Whether an endpoint goes with CURVE: the network does, the machine's own sockets do not. */
WL_MUST_CHECK bool wl_bus_guarded (const char *endpoint);
/* A ROUTER that listens. "ipc://..." goes without CURVE (the directory's mode guards it);
 * "tcp://..." needs `keys`, else WL_FAILED_PRECONDITION. tcp port 0 or "*" takes a free one;
 * zsock_endpoint tells. */
WL_MUST_CHECK wl_status wl_bus_listen (const char *endpoint, const wl_key_pair_t *keys,
                                       zsock_t **ret, wl_error_t *error);
/* A DEALER that connects; `server_key` is needed for tcp. Connecting never blocks and never fails
 * for want of a listener. `error` may be NULL, for sockets that are made again and again. */
WL_MUST_CHECK wl_status wl_bus_connect (const char *endpoint, const wl_key_pair_t *keys,
                                        const char *server_key, zsock_t **ret, wl_error_t *error);
/* The public key that a message came with ("" on ipc). Reads the metadata of a frame that is not
 * the first, which libzmq 4.3.4 may lose (engineering.md 2.7). `ret` needs WL_KEY_TEXT bytes. */
void wl_bus_peer_key (void *zmq_msg, char *ret);
