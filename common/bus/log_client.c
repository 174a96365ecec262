#include "bus/log_client.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "bus/frames.h"
#include "bus/log_streams.h"
#include "bus/threads.h"
#include "message/message.h"

enum { CREDIT = 2000, OPTIONS_BUDGET = 1024 * 1024 };

#define QUIET           (5 * WL_SECOND) /* heads come every second: now nobody is there */
#define SIGN_OF_LIFE    (3 * WL_SECOND)
#define CONNECT_LOCAL   (250 * WL_MILLISECOND)
#define CONNECT_NETWORK (5 * WL_SECOND)
#define PAUSE_FIRST     (100 * WL_MILLISECOND)
#define PAUSE_LONGEST   (2 * WL_SECOND)

struct wl_log_client {
    /* As given. */
    wl_arena_t *texts; /* of what follows */
    char *consumer;
    char **endpoints;
    size_t endpoint_count;
    char **regions;
    size_t region_count;
    const char *server_key; /* or NULL */
    wl_key_pair_t keys;
    bool has_keys;
    uint32_t credit;

    log_streams_t streams;
    wl_wake_t wake;

    /* The connection: none, being made, or subscribed. */
    zsock_t *socket;
    void *handle;
    bool subscribed;
    uint64_t generation;
    size_t endpoint;         /* whose turn it is */
    wl_time_t pause;         /* before the next try; 0 since we heard something */
    wl_time_t retry_at;      /* while there is no socket */
    wl_time_t connect_until; /* while it is not connected */
    wl_time_t quiet_since;   /* not counting the time that the caller was away */
    wl_time_t entries_since; /* the last entries, or the subscription */
    wl_time_t left_at;       /* when the caller last went away */
    wl_time_t said_at;       /* our last sign of life */

    /* Credit: what the server may still send, and what it was not told of yet. */
    uint32_t outstanding;
    uint32_t returned;

    pthread_mutex_t mutex;
    wl_log_client_state_t state; /* guarded by it: told to other threads */
};

/* ---- making and unmaking ---- */

static size_t
list_length (const char *const *list)
{
    size_t length = 0;

    while (list != NULL && list[length] != NULL)
        length++;
    return length;
}

static char **
copy_list (wl_arena_t *arena, const char *const *list, size_t length)
{
    char **copy = wl_arena_array (arena, length, sizeof *copy);

    for (size_t i = 0; i < length; i++)
        copy[i] = wl_text_copy (arena, list[i]);
    return copy;
}

static void
copy_options (wl_log_client_t *self, const wl_log_client_options_t *options)
{
    self->endpoint_count = list_length (options->endpoints);
    self->region_count = list_length (options->regions);
    self->endpoints = copy_list (self->texts, options->endpoints, self->endpoint_count);
    self->regions = copy_list (self->texts, options->regions, self->region_count);
    self->consumer = wl_text_copy (self->texts, options->consumer);
    if (options->server_key != NULL)
        self->server_key = wl_text_copy (self->texts, options->server_key);
    self->has_keys = options->keys != NULL;
    if (options->keys != NULL)
        self->keys = *options->keys;
    self->credit = options->credit > 0 ? options->credit : CREDIT;
    if (self->credit > WL_LOG_CREDIT_MAX)
        self->credit = WL_LOG_CREDIT_MAX;
}

wl_log_client_t *
wl_log_client_new (const wl_log_client_options_t *options)
{
    wl_log_client_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        return NULL;
    self->texts = wl_arena_new (OPTIONS_BUDGET);
    copy_options (self, options);
    self->left_at = wl_monotonic ();
    pthread_mutex_init (&self->mutex, NULL);
    if (!wl_wake_open (&self->wake))
        wl_log_client_destroy (&self);
    return self;
}

void
wl_log_client_destroy (wl_log_client_t **self_p)
{
    if (self_p == NULL || *self_p == NULL)
        return;
    zsock_destroy (&(*self_p)->socket);
    wl_wake_close (&(*self_p)->wake);
    pthread_mutex_destroy (&(*self_p)->mutex);
    explicit_bzero (&(*self_p)->keys, sizeof (*self_p)->keys);
    wl_arena_destroy (&(*self_p)->texts);
    free (*self_p);
    *self_p = NULL;
}

/* ---- what others are told ---- */

static void
publish_heard (wl_log_client_t *self, wl_time_t now)
{
    uint64_t behind = wl_log_streams_behind (&self->streams);

    pthread_mutex_lock (&self->mutex);
    self->state.last_heard = now;
    self->state.behind = behind;
    pthread_mutex_unlock (&self->mutex);
}

static void
publish_clock (wl_log_client_t *self, wl_time_t server_time)
{
    pthread_mutex_lock (&self->mutex);
    self->state.clock_difference = server_time - wl_clock_now (&wl_clock_system);
    pthread_mutex_unlock (&self->mutex);
}

static void
publish_count (wl_log_client_t *self, uint64_t *counter)
{
    pthread_mutex_lock (&self->mutex);
    (*counter)++;
    pthread_mutex_unlock (&self->mutex);
}

wl_log_client_state_t
wl_log_client_state (wl_log_client_t *self)
{
    pthread_mutex_lock (&self->mutex);
    wl_log_client_state_t state = self->state;
    pthread_mutex_unlock (&self->mutex);
    state.connected = state.last_heard != 0 && wl_monotonic () - state.last_heard < QUIET;
    return state;
}

/* ---- the connection ---- */

static void
connect_next (wl_log_client_t *self, wl_time_t now)
{
    const char *endpoint = self->endpoints[self->endpoint];
    bool guarded = wl_bus_guarded (endpoint);

    self->endpoint = (self->endpoint + 1) % self->endpoint_count;
    self->pause = self->pause == 0 ? PAUSE_FIRST : 2 * self->pause;
    if (self->pause > PAUSE_LONGEST)
        self->pause = PAUSE_LONGEST;
    self->retry_at = now + self->pause;
    self->connect_until = now + (guarded ? CONNECT_NETWORK : CONNECT_LOCAL);
    if (wl_bus_connect (endpoint, self->has_keys ? &self->keys : NULL,
                        guarded ? self->server_key : NULL, &self->socket, NULL) == WL_OK)
        self->handle = zsock_resolve (self->socket);
}

/* A fresh socket next time: what the old one still holds is of an old subscription. */
static void
disconnect (wl_log_client_t *self, wl_time_t now)
{
    zsock_destroy (&self->socket);
    self->handle = NULL;
    self->subscribed = false;
    self->retry_at = now + self->pause;
    publish_count (self, &self->state.reconnects);
}

/* Heard from the server, and it made sense. */
static void
hear (wl_log_client_t *self, wl_time_t now)
{
    self->quiet_since = now;
    self->pause = 0;
    publish_heard (self, now);
}

static bool
send_frame (wl_log_client_t *self, const Bus__LogFrame *frame)
{
    zmq_msg_t body;

    if (!wl_frame_pack (&body, &frame->base, WL_BUS_MESSAGE_MAX))
        return false;
    if (wl_frame_send (self->handle, &body, false))
        return true;
    zmq_msg_close (&body);
    return false;
}

static void
fill_positions (wl_log_client_t *self, Bus__StreamPosition *messages, Bus__StreamPosition **list)
{
    for (size_t i = 0; i < self->streams.count; i++) {
        bus__stream_position__init (&messages[i]);
        messages[i].region = self->streams.list[i].region;
        messages[i].sequence = self->streams.list[i].position;
        list[i] = &messages[i];
    }
}

/* Asks for everything after what was handed out last. */
static bool
send_subscribe (wl_log_client_t *self)
{
    Bus__StreamPosition messages[WL_LOG_STREAMS_MAX];
    Bus__StreamPosition *positions[WL_LOG_STREAMS_MAX];
    Bus__Subscribe subscribe = BUS__SUBSCRIBE__INIT;
    Bus__LogFrame frame = BUS__LOG_FRAME__INIT;

    fill_positions (self, messages, positions);
    subscribe.consumer = self->consumer;
    subscribe.positions = positions;
    subscribe.n_positions = self->streams.count;
    subscribe.regions = self->regions;
    subscribe.n_regions = self->region_count;
    subscribe.credit = self->credit;
    subscribe.generation = ++self->generation;
    frame.kind_case = BUS__LOG_FRAME__KIND_SUBSCRIBE;
    frame.subscribe = &subscribe;
    return send_frame (self, &frame);
}

static bool
send_credit (wl_log_client_t *self)
{
    Bus__Credit credit = BUS__CREDIT__INIT;
    Bus__LogFrame frame = BUS__LOG_FRAME__INIT;

    credit.generation = self->generation;
    credit.credit = self->returned;
    frame.kind_case = BUS__LOG_FRAME__KIND_CREDIT;
    frame.credit = &credit;
    return send_frame (self, &frame);
}

static void
subscribe (wl_log_client_t *self, wl_time_t now)
{
    if (!send_subscribe (self)) {
        disconnect (self, now);
        return;
    }
    self->subscribed = true;
    self->outstanding = self->credit;
    self->returned = 0;
    self->quiet_since = self->entries_since = self->said_at = now;
}

static void
give_credit (wl_log_client_t *self, wl_time_t now)
{
    if (!send_credit (self)) {
        disconnect (self, now);
        return;
    }
    self->outstanding += self->returned;
    self->returned = 0;
    self->said_at = now;
}

/* Takes the connection one step on; `events` are of its socket. True when something was done, so
 * that there may be more. */
static bool
tend_connection (wl_log_client_t *self, int events, wl_time_t now)
{
    /* With ZMQ_IMMEDIATE a DEALER is writable exactly as long as its one peer is there. */
    bool connected = events & ZMQ_POLLOUT;
    bool lost = self->subscribed ? !connected || now >= self->quiet_since + QUIET
                                 : !connected && now >= self->connect_until;

    if (self->socket == NULL && now >= self->retry_at)
        connect_next (self, now);
    else if (self->socket != NULL && lost)
        disconnect (self, now);
    else if (connected && !self->subscribed)
        subscribe (self, now);
    else if (connected &&
             (self->returned > self->credit / 4 || now >= self->said_at + SIGN_OF_LIFE))
        give_credit (self, now);
    else
        return false;
    return true;
}

/* When tend_connection has to be called again, if nothing else happens. */
static wl_time_t
next_time (const wl_log_client_t *self)
{
    if (self->socket == NULL)
        return self->retry_at;
    if (!self->subscribed)
        return self->connect_until;
    wl_time_t quiet = self->quiet_since + QUIET, sign = self->said_at + SIGN_OF_LIFE;
    return quiet < sign ? quiet : sign;
}

/* ---- what the server says ---- */

static void
start_over (wl_log_client_t *self)
{
    publish_count (self, &self->state.gaps);
    self->subscribed = false;
}

/* True when the entries are the caller's. */
static bool
on_entries (wl_log_client_t *self, const Bus__Entries *entries, wl_time_t now)
{
    if (entries->n_entries > self->outstanding) { /* more than we asked for */
        disconnect (self, now);
        return false;
    }
    switch (wl_log_streams_advance (&self->streams, entries)) {
    case LOG_FOLLOWS:
        self->outstanding -= (uint32_t) entries->n_entries;
        self->entries_since = now;
        hear (self, now);
        return true;
    case LOG_GAP:
        start_over (self);
        return false;
    case LOG_NONSENSE:
        disconnect (self, now);
        return false;
    }
    return false;
}

static void
on_heads (wl_log_client_t *self, const Bus__Heads *heads, wl_time_t now)
{
    if (!wl_log_streams_heads (&self->streams, heads)) {
        disconnect (self, now);
        return;
    }
    publish_clock (self, heads->server_time);
    hear (self, now);
    /* There is more, we can take it, and it does not come: the last of it was lost. */
    if (wl_log_streams_behind (&self->streams) > 0 && self->outstanding > 0 &&
        now >= self->entries_since + QUIET)
        start_over (self);
}

static uint64_t
frame_generation (const Bus__LogFrame *frame)
{
    switch (frame->kind_case) {
    case BUS__LOG_FRAME__KIND_ENTRIES:
        return frame->entries->generation;
    case BUS__LOG_FRAME__KIND_HEADS:
        return frame->heads->generation;
    case BUS__LOG_FRAME__KIND_REFUSED:
        return frame->refused->generation;
    default:
        return 0; /* nothing that a server says; our generations start at 1 */
    }
}

/* True when the frame holds entries for the caller. */
static bool
on_frame (wl_log_client_t *self, const Bus__LogFrame *frame, wl_time_t now)
{
    if (!self->subscribed || frame_generation (frame) != self->generation)
        return false; /* sent for an earlier subscription */
    switch (frame->kind_case) {
    case BUS__LOG_FRAME__KIND_ENTRIES:
        return on_entries (self, frame->entries, now);
    case BUS__LOG_FRAME__KIND_HEADS:
        on_heads (self, frame->heads, now);
        return false;
    default: /* refused: perhaps another replica, perhaps later */
        disconnect (self, now);
        return false;
    }
}

/* ---- the caller's side ---- */

typedef enum received { NOTHING, FRAME, NONSENSE, TOO_LARGE } received_t;

static received_t
read_frame (zmq_msg_t *from, wl_arena_t *arena, Bus__LogFrame **ret)
{
    ProtobufCMessage *message = NULL;

    switch (wl_message_unpack (arena, &bus__log_frame__descriptor, zmq_msg_data (from),
                               zmq_msg_size (from), &message)) {
    case WL_OK:
        *ret = (Bus__LogFrame *) message;
        return FRAME;
    case WL_RESOURCE_EXHAUSTED:
        return TOO_LARGE;
    default:
        return NONSENSE;
    }
}

/* Takes one frame off the socket into the arena. Validating may raise (base/arena.h), so that comes
 * when nothing is held any more. */
static received_t
receive (wl_log_client_t *self, wl_arena_t *arena, Bus__LogFrame **ret)
{
    received_t received = NONSENSE;
    wl_frames_t frames;
    wl_error_t error;

    if (!wl_frames_receive (self->handle, &frames))
        return NOTHING;
    if (frames.count == 1)
        received = read_frame (&frames.frame[0], arena, ret);
    wl_frames_close (&frames);
    if (received != FRAME)
        return received;
    wl_error_init (&error, arena);
    return wl_message_validate (&(*ret)->base, "en", &error) == WL_OK ? FRAME : NONSENSE;
}

/* Does one thing, if there is one to do. True: again, at once. */
static bool
work_once (wl_log_client_t *self, wl_arena_t *arena, Bus__Entries **ret, wl_status *ret_status)
{
    int events = self->socket != NULL ? wl_socket_events (self->handle) : 0;
    wl_arena_mark_t mark = wl_arena_mark (arena);
    wl_time_t now = wl_monotonic ();
    Bus__LogFrame *frame;

    if (!(events & ZMQ_POLLIN))
        return tend_connection (self, events, now);
    switch (receive (self, arena, &frame)) {
    case NOTHING:
        break;
    case FRAME:
        if (on_frame (self, frame, now)) {
            *ret = frame->entries;
            return false;
        }
        break;
    case NONSENSE:
        disconnect (self, now);
        break;
    case TOO_LARGE: /* for the caller's arena; it will have to come again */
        self->subscribed = false;
        *ret_status = WL_RESOURCE_EXHAUSTED;
        break;
    }
    wl_arena_rewind (arena, mark);
    return *ret_status == WL_OK;
}

/* Waits for the socket, the bell, or the next thing to do. False when the caller is to be woken. */
static bool
wait_for_news (wl_log_client_t *self, wl_time_t until)
{
    struct pollfd watched[] = {
        { .fd = self->wake.fd, .events = POLLIN },
        { .fd = self->socket != NULL ? wl_socket_fd (self->handle) : -1, .events = POLLIN },
    };
    wl_time_t next = next_time (self);

    (void) poll (watched, 2, wl_poll_timeout (next < until ? next : until));
    if (watched[0].revents == 0)
        return wl_monotonic () < until;
    wl_wake_clear (&self->wake);
    return false;
}

/* The time that the caller was away is not the server's silence. */
static void
come_back (wl_log_client_t *self)
{
    wl_time_t away = wl_monotonic () - self->left_at;

    self->quiet_since += away;
    self->entries_since += away;
}

wl_status
wl_log_client_next (wl_log_client_t *self, wl_time_t timeout, wl_arena_t *arena,
                    Bus__LogEntry ***ret, size_t *ret_count)
{
    wl_time_t until = wl_monotonic () + timeout;
    Bus__Entries *entries = NULL;
    wl_status status = WL_OK;

    come_back (self);
    while (work_once (self, arena, &entries, &status) ||
           (entries == NULL && status == WL_OK && wait_for_news (self, until)))
        ;
    self->left_at = wl_monotonic ();
    *ret = entries != NULL ? entries->entries : NULL;
    *ret_count = entries != NULL ? entries->n_entries : 0;
    return status;
}

void
wl_log_client_confirm (wl_log_client_t *self, size_t count)
{
    /* What was handed out for an earlier subscription was given back by the new one. */
    uint32_t owed = self->credit - self->outstanding - self->returned;

    self->returned += count < owed ? (uint32_t) count : owed;
}

void
wl_log_client_position (wl_log_client_t *self, const char *region, uint64_t sequence)
{
    log_stream_t *stream = wl_log_streams_provide (&self->streams, region);

    if (stream == NULL)
        return;
    stream->position = sequence;
    self->subscribed = false;
}

void
wl_log_client_wake (wl_log_client_t *self)
{
    wl_wake_ring (&self->wake);
}
