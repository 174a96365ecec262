#include "bus/frames.h"

#include <errno.h>
#include <setjmp.h>
#include <string.h>

#include "message/message.h"

static bool
frame_receive (void *socket, zmq_msg_t *frame)
{
    int rc;

    do
        rc = zmq_msg_recv (frame, socket, ZMQ_DONTWAIT);
    while (rc < 0 && errno == EINTR);
    return rc >= 0;
}

bool
wl_frames_receive (void *socket, wl_frames_t *ret)
{
    zmq_msg_t rest;
    bool more = true;

    ret->count = 0;
    while (more) {
        zmq_msg_t *frame = ret->count < WL_FRAMES_MAX ? &ret->frame[ret->count] : &rest;
        zmq_msg_init (frame);
        /* libzmq hands over whole messages, so only the first frame can be missing. */
        if (!frame_receive (socket, frame))
            break;
        ret->count++;
        more = zmq_msg_more (frame) != 0;
        if (frame == &rest)
            zmq_msg_close (frame);
    }
    return ret->count > 0;
}

void
wl_frames_close (wl_frames_t *self)
{
    for (size_t i = 0; i < self->count && i < WL_FRAMES_MAX; i++)
        zmq_msg_close (&self->frame[i]);
    self->count = 0;
}

bool
wl_frame_copy (zmq_msg_t *ret, const void *bytes, size_t length)
{
    if (zmq_msg_init_size (ret, length) != 0)
        return false;
    if (length > 0)
        memcpy (zmq_msg_data (ret), bytes, length);
    return true;
}

static bool
read_message (zmq_msg_t *frame, wl_arena_t *arena, const ProtobufCMessageDescriptor *type,
              ProtobufCMessage **ret)
{
    wl_error_t error;

    wl_error_init (&error, arena);
    return wl_message_unpack (arena, type, zmq_msg_data (frame), zmq_msg_size (frame), ret) ==
               WL_OK &&
           wl_message_validate (*ret, "en", &error) == WL_OK;
}

ProtobufCMessage *
wl_frame_message (zmq_msg_t *frame, wl_arena_t *arena, const ProtobufCMessageDescriptor *type)
{
    jmp_buf jump;
    ProtobufCMessage *volatile good = NULL;
    ProtobufCMessage *message;

    /* What there is to say about a hostile message may take more than the budget, too. */
    if (setjmp (jump) == 0) {
        wl_arena_guard (arena, &jump);
        if (read_message (frame, arena, type, &message))
            good = message;
    }
    wl_arena_guard (arena, NULL);
    return good;
}

bool
wl_frame_pack (zmq_msg_t *ret, const ProtobufCMessage *message, size_t limit)
{
    size_t size = protobuf_c_message_get_packed_size (message);

    if (size > limit || zmq_msg_init_size (ret, size) != 0)
        return false;
    protobuf_c_message_pack (message, zmq_msg_data (ret));
    return true;
}

bool
wl_frame_send (void *socket, zmq_msg_t *frame, bool more)
{
    int rc;

    do
        rc = zmq_msg_send (frame, socket, ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0));
    while (rc < 0 && errno == EINTR);
    return rc >= 0;
}

int
wl_socket_events (void *socket)
{
    int events = 0;
    size_t size = sizeof events;

    while (zmq_getsockopt (socket, ZMQ_EVENTS, &events, &size) < 0 && errno == EINTR)
        ;
    return events;
}

int
wl_socket_fd (void *socket)
{
    int fd = -1;
    size_t size = sizeof fd;

    (void) zmq_getsockopt (socket, ZMQ_FD, &fd, &size);
    return fd;
}
