/* One request on its way through the server: what came, what a worker sees of it, what goes back.
 * Internal to common/bus.
 *
 * A call is in exactly one place at a time: the spare list, the queue to the workers, one worker's
 * hands, or the queue of answers. Only who holds it there touches it, so it has no lock of its own.
 */
#pragma once

#include "bus/frames.h"
#include "bus/rpc_server.h"

enum {
    WL_CALL_ID_SIZE = 8,            /* the client's, sent back as it came */
    WL_CALL_HEADER_MAX = 64 * 1024, /* bytes on the wire */
    WL_CALL_ARENA = 512 * 1024,     /* what an unpacked header may take */
};

/* A request as ROUTER gives it. */
enum { WL_CALL_ROUTE, WL_CALL_ID, WL_CALL_HEADER, WL_CALL_PAYLOAD, WL_CALL_FRAMES };

typedef struct rpc_call {
    wl_rpc_call_t seen; /* first: a worker's pointer is ours too */
    struct rpc_call *next;
    wl_arena_t *arena; /* of the header */
    size_t socket;     /* the way back: which of the server's sockets, */
    zmq_msg_t route;   /* which connection of it, */
    zmq_msg_t id;      /* which call of that */
    zmq_msg_t payload; /* seen.payload points into it */
    zmq_msg_t reply_header, reply_payload;
} rpc_call_t;

/* NULL when there is no memory. */
rpc_call_t *wl_rpc_call_new (void);
void wl_rpc_call_destroy (rpc_call_t **self_p);
/* Lets go of what the call holds but not of the arena's block: ready for the next request. */
void wl_rpc_call_clear (rpc_call_t *self);

/* Whether the frames have the shape of a request: four of them, each of a size that may be. */
WL_MUST_CHECK bool wl_rpc_call_shaped (const wl_frames_t *frames);
/* Moves shaped frames into a clear call; copies nothing of the payload. */
void wl_rpc_call_load (rpc_call_t *self, size_t socket, wl_frames_t *frames);
/* Unpacks and validates the header `bytes`. `peer` is who the key says it is, NULL where there is
 * no key: then the header's word counts. False: malformed, and `seen` is as it was. */
WL_MUST_CHECK bool
wl_rpc_call_understand (rpc_call_t *self, zmq_msg_t *header, const wl_peer_t *peer);

/* Packs the answer. One that is too long for the wire becomes RESOURCE_EXHAUSTED. False only when
 * there is no memory. */
WL_MUST_CHECK bool wl_rpc_call_answer (rpc_call_t *self, const Bus__ReplyHeader *header,
                                       const void *payload, size_t length);
/* False when the connection is gone or takes no more. */
WL_MUST_CHECK bool wl_rpc_call_send (rpc_call_t *self, void *socket);

/* First in, first out. */
typedef struct rpc_queue {
    rpc_call_t *first, *last;
    size_t count;
} rpc_queue_t;

void wl_rpc_queue_push (rpc_queue_t *self, rpc_call_t *call);
/* NULL when empty. */
rpc_call_t *wl_rpc_queue_pop (rpc_queue_t *self);
