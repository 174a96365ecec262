#include "bus/rpc_call.h"

#include <stdlib.h>
#include <string.h>

rpc_call_t *
wl_rpc_call_new (void)
{
    rpc_call_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        return NULL;
    self->arena = wl_arena_new (WL_CALL_ARENA);
    zmq_msg_init (&self->route);
    zmq_msg_init (&self->id);
    zmq_msg_init (&self->payload);
    zmq_msg_init (&self->reply_header);
    zmq_msg_init (&self->reply_payload);
    return self;
}

static void
frame_clear (zmq_msg_t *frame)
{
    zmq_msg_close (frame);
    zmq_msg_init (frame);
}

void
wl_rpc_call_clear (rpc_call_t *self)
{
    frame_clear (&self->route);
    frame_clear (&self->id);
    frame_clear (&self->payload);
    frame_clear (&self->reply_header);
    frame_clear (&self->reply_payload);
    wl_arena_reset (self->arena);
}

void
wl_rpc_call_destroy (rpc_call_t **self_p)
{
    if (self_p == NULL || *self_p == NULL)
        return;
    wl_rpc_call_clear (*self_p);
    wl_arena_destroy (&(*self_p)->arena);
    free (*self_p);
    *self_p = NULL;
}

bool
wl_rpc_call_shaped (const wl_frames_t *frames)
{
    return frames->count == WL_CALL_FRAMES &&
           zmq_msg_size (&frames->frame[WL_CALL_ID]) == WL_CALL_ID_SIZE &&
           zmq_msg_size (&frames->frame[WL_CALL_HEADER]) <= WL_CALL_HEADER_MAX;
}

void
wl_rpc_call_load (rpc_call_t *self, size_t socket, wl_frames_t *frames)
{
    self->socket = socket;
    zmq_msg_move (&self->route, &frames->frame[WL_CALL_ROUTE]);
    zmq_msg_move (&self->id, &frames->frame[WL_CALL_ID]);
    zmq_msg_move (&self->payload, &frames->frame[WL_CALL_PAYLOAD]);
}

/* On ipc the header's word counts, for all regions: whoever may open the socket file is ours. */
static bool
peer_by_word (const char *service, wl_peer_t *ret)
{
    size_t length = strlen (service);

    if (length >= sizeof ret->service)
        return false;
    *ret = (wl_peer_t){ .regions = { "*" }, .region_count = 1 };
    memcpy (ret->service, service, length);
    return true;
}

bool
wl_rpc_call_understand (rpc_call_t *self, zmq_msg_t *header, const wl_peer_t *peer)
{
    wl_rpc_call_t *seen = &self->seen;
    const Bus__RequestHeader *said = (const Bus__RequestHeader *) wl_frame_message (
        header, self->arena, &bus__request_header__descriptor);

    if (said == NULL)
        return false;
    if (peer != NULL)
        seen->peer = *peer;
    else if (!peer_by_word (said->caller, &seen->peer))
        return false;

    seen->header = said;
    seen->payload = zmq_msg_data (&self->payload);
    seen->payload_length = zmq_msg_size (&self->payload);
    seen->caller = seen->peer.service;
    seen->arrived = wl_monotonic ();
    seen->deadline = seen->arrived + said->timeout_ms * WL_MILLISECOND;
    return true;
}

bool
wl_rpc_call_answer (rpc_call_t *self, const Bus__ReplyHeader *header, const void *payload,
                    size_t length)
{
    char reason[] = "reply-too-long";
    Bus__ReplyHeader too_long = BUS__REPLY_HEADER__INIT;

    too_long.status = WL_RESOURCE_EXHAUSTED;
    too_long.reason = reason;
    if (length > WL_BUS_MESSAGE_MAX ||
        protobuf_c_message_get_packed_size (&header->base) > WL_BUS_MESSAGE_MAX) {
        header = &too_long;
        length = 0;
    }
    return wl_frame_pack (&self->reply_header, &header->base, WL_BUS_MESSAGE_MAX) &&
           wl_frame_copy (&self->reply_payload, payload, length);
}

bool
wl_rpc_call_send (rpc_call_t *self, void *socket)
{
    /* ROUTER decides on the first frame whether the message goes; the rest then follows it. */
    return wl_frame_send (socket, &self->route, true) && wl_frame_send (socket, &self->id, true) &&
           wl_frame_send (socket, &self->reply_header, true) &&
           wl_frame_send (socket, &self->reply_payload, false);
}

void
wl_rpc_queue_push (rpc_queue_t *self, rpc_call_t *call)
{
    call->next = NULL;
    if (self->last != NULL)
        self->last->next = call;
    else
        self->first = call;
    self->last = call;
    self->count++;
}

rpc_call_t *
wl_rpc_queue_pop (rpc_queue_t *self)
{
    rpc_call_t *call = self->first;

    if (call == NULL)
        return NULL;
    self->first = call->next;
    if (self->first == NULL)
        self->last = NULL;
    self->count--;
    return call;
}
