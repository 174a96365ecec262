/* Messages as frames on a socket, without waiting and without trust. Internal to common/bus.
 */
#pragma once

#include <protobuf-c/protobuf-c.h>
#include <zmq.h>

#include "base/arena.h"

/* No message that we know has more: a request has four, ZAP's seven. */
enum { WL_FRAMES_MAX = 7 };

typedef struct wl_frames {
    zmq_msg_t frame[WL_FRAMES_MAX];
    size_t count; /* as many as came, also past WL_FRAMES_MAX: those were dropped */
} wl_frames_t;

/* Takes one whole message if there is one. Close it whenever the answer is true. */
WL_MUST_CHECK bool wl_frames_receive (void *socket, wl_frames_t *ret);
void wl_frames_close (wl_frames_t *self);

/* A fresh frame with a copy of the bytes. False, with nothing to close, when there is no memory. */
WL_MUST_CHECK bool wl_frame_copy (zmq_msg_t *ret, const void *bytes, size_t length);

/* The message in a frame, unpacked and validated, in `arena`; NULL when it is malformed or larger
 * than the arena's budget. Takes the arena's guard for itself: for arenas of our own threads only.
 */
WL_MUST_CHECK ProtobufCMessage *
wl_frame_message (zmq_msg_t *frame, wl_arena_t *arena, const ProtobufCMessageDescriptor *type);
/* Packs into a fresh frame. False, with nothing to close, when it would be longer than `limit` or
 * there is no memory. */
WL_MUST_CHECK bool wl_frame_pack (zmq_msg_t *ret, const ProtobufCMessage *message, size_t limit);

/* Sends one frame without waiting; `more` follow. The frame stays the caller's on failure. */
WL_MUST_CHECK bool wl_frame_send (void *socket, zmq_msg_t *frame, bool more);

/* ZMQ_POLLIN and ZMQ_POLLOUT as they are now. Also makes libzmq look at what its own threads told
 * the socket; ZMQ_FD is edge-triggered, so ask this first and poll(2) only when it says nothing. */
int wl_socket_events (void *socket);
int wl_socket_fd (void *socket);
