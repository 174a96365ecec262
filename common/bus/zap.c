#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "bus/frames.h"
#include "bus/socket.h"
#include "bus/threads.h"

/* RFC 27: what REP gives us, and what it takes back. */
enum {
    ASKED_VERSION,
    ASKED_ID,
    ASKED_DOMAIN,
    ASKED_ADDRESS,
    ASKED_IDENTITY,
    ASKED_MECHANISM,
    ASKED_KEY,
    ASKED_FRAMES,
};
enum { KEY_BYTES = 32 };

struct wl_zap {
    wl_peers_t *peers;
    zsock_t *socket;
    void *handle;
    wl_wake_t wake;
    atomic_bool stopping;
    atomic_uint_fast64_t refused;
    pthread_t thread;
};

static bool
frame_is (zmq_msg_t *frame, const char *text)
{
    size_t length = strlen (text);

    return zmq_msg_size (frame) == length && memcmp (zmq_msg_data (frame), text, length) == 0;
}

/* The key that asks to come in, "" when it may not. */
static void
admit (wl_zap_t *self, wl_frames_t *asked, char ret[WL_KEY_TEXT])
{
    wl_peer_t peer;

    if (asked->count != ASKED_FRAMES || !frame_is (&asked->frame[ASKED_MECHANISM], "CURVE") ||
        zmq_msg_size (&asked->frame[ASKED_KEY]) != KEY_BYTES ||
        zmq_z85_encode (ret, zmq_msg_data (&asked->frame[ASKED_KEY]), KEY_BYTES) == NULL ||
        !wl_peers_find (self->peers, ret, &peer))
        ret[0] = '\0';
}

static void
send_part (wl_zap_t *self, const char *text, bool more)
{
    zmq_msg_t frame;

    if (!wl_frame_copy (&frame, text, strlen (text)))
        zmq_msg_init (&frame);
    if (!wl_frame_send (self->handle, &frame, more))
        zmq_msg_close (&frame);
}

static void
answer (wl_zap_t *self, wl_frames_t *asked)
{
    char key[WL_KEY_TEXT];

    admit (self, asked, key);
    bool good = key[0] != '\0';
    if (!good)
        atomic_fetch_add (&self->refused, 1);

    send_part (self, "1.0", true);
    /* The id goes back as it came. libzmq asks, so it is there; if not, an empty one refuses. */
    if (asked->count <= ASKED_ID || !wl_frame_send (self->handle, &asked->frame[ASKED_ID], true))
        send_part (self, "", true);
    send_part (self, good ? "200" : "400", true);
    send_part (self, good ? "OK" : "unknown key", true);
    send_part (self, key, true); /* becomes the User-Id of every message */
    send_part (self, "", false);
}

static void *
zap_run (void *argument)
{
    wl_zap_t *self = argument;
    struct pollfd watched[] = {
        { .fd = self->wake.fd, .events = POLLIN },
        { .fd = wl_socket_fd (self->handle), .events = POLLIN },
    };
    wl_frames_t asked;

    while (!atomic_load (&self->stopping)) {
        if ((wl_socket_events (self->handle) & ZMQ_POLLIN) &&
            wl_frames_receive (self->handle, &asked)) {
            answer (self, &asked);
            wl_frames_close (&asked);
        } else {
            (void) poll (watched, 2, -1);
        }
    }
    return NULL;
}

static void
zap_free (wl_zap_t *self)
{
    zsock_destroy (&self->socket);
    wl_wake_close (&self->wake);
    free (self);
}

wl_zap_t *
wl_zap_start (wl_peers_t *peers)
{
    wl_zap_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        return NULL;
    self->peers = peers;
    self->socket = zsock_new (ZMQ_REP);
    self->handle = self->socket != NULL ? zsock_resolve (self->socket) : NULL;
    if (!wl_wake_open (&self->wake) || self->socket == NULL ||
        zsock_bind (self->socket, "inproc://zeromq.zap.01") < 0 ||
        !wl_thread_start (&self->thread, "wl-zap", zap_run, self)) {
        zap_free (self);
        return NULL;
    }
    return self;
}

void
wl_zap_stop (wl_zap_t **self_p)
{
    if (self_p == NULL || *self_p == NULL)
        return;
    atomic_store (&(*self_p)->stopping, true);
    wl_wake_ring (&(*self_p)->wake);
    pthread_join ((*self_p)->thread, NULL);
    zap_free (*self_p);
    *self_p = NULL;
}

uint64_t
wl_zap_refused (const wl_zap_t *self)
{
    return atomic_load (&self->refused);
}
