#include "bus/rpc_server.h"

#include <stdlib.h>

#include "base/condition.h"
#include "bus/listeners.h"
#include "bus/rpc_call.h"

enum {
    QUEUE_LENGTH = 256,
    SPARE_CALLS = 64, /* kept for reuse; a burst's others are given back */
    TURN = 64,        /* requests taken from one socket before replies get their turn */
    RETRY_AFTER_S = 1,
};

/* A client that has our answer but has not looked at it yet loses it when the connection ends:
 * with ZMQ_IMMEDIATE libzmq drops what it holds unread. So the sockets stay open for so long after
 * the last answer, but not for ever, since those who still ask are still answered. */
#define LAST_ANSWER_READ (100 * WL_MILLISECOND)
#define STOP_LONGEST     (1 * WL_SECOND)

struct wl_rpc_server {
    wl_listeners_t listeners; /* the thread's own, as is the next */
    wl_time_t answered_at;    /* the last answer that was sent */
    pthread_t thread;

    size_t queue_length;
    wl_wake_t wake; /* there is something in `answered`, or `stopping` */
    atomic_bool stopping;

    pthread_mutex_t mutex; /* guards what follows; held for a few instructions only */
    pthread_cond_t waiting_grew;
    rpc_queue_t waiting;  /* for a worker */
    rpc_queue_t answered; /* for the thread to send */
    rpc_queue_t spare;
    bool draining;

    atomic_uint_fast64_t accepted, refused_full, refused_malformed, refused_long, refused_peer,
        expired, replies_lost;
};

static void
count (atomic_uint_fast64_t *counter)
{
    atomic_fetch_add_explicit (counter, 1, memory_order_relaxed);
}

/* ---- calls come and go ---- */

static rpc_call_t *
call_borrow (wl_rpc_server_t *self)
{
    pthread_mutex_lock (&self->mutex);
    rpc_call_t *call = wl_rpc_queue_pop (&self->spare);
    pthread_mutex_unlock (&self->mutex);
    return call != NULL ? call : wl_rpc_call_new ();
}

static void
call_return (wl_rpc_server_t *self, rpc_call_t *call)
{
    wl_rpc_call_clear (call);
    pthread_mutex_lock (&self->mutex);
    bool keep = self->spare.count < SPARE_CALLS;
    if (keep)
        wl_rpc_queue_push (&self->spare, call);
    pthread_mutex_unlock (&self->mutex);
    if (!keep)
        wl_rpc_call_destroy (&call);
}

static void
calls_destroy (rpc_queue_t *calls)
{
    for (rpc_call_t *call; (call = wl_rpc_queue_pop (calls)) != NULL;)
        wl_rpc_call_destroy (&call);
}

/* ---- the thread: requests in ---- */

static void
send_and_return (wl_rpc_server_t *self, rpc_call_t *call)
{
    if (wl_rpc_call_send (call, self->listeners.list[call->socket].handle))
        self->answered_at = wl_monotonic ();
    else
        count (&self->replies_lost);
    call_return (self, call);
}

/* Answers from the thread itself, for a request that no worker will see. */
static void
refuse (wl_rpc_server_t *self, rpc_call_t *call, wl_status status, const char *why)
{
    char reason[32];
    Bus__ReplyHeader header = BUS__REPLY_HEADER__INIT;

    (void) snprintf (reason, sizeof reason, "%s", why);
    header.status = status;
    header.reason = reason;
    header.retry_after_s = status == WL_UNAVAILABLE ? RETRY_AFTER_S : 0;
    if (wl_rpc_call_answer (call, &header, NULL, 0))
        send_and_return (self, call);
    else
        call_return (self, call);
}

typedef enum admission { ADMITTED, FULL, DRAINING } admission_t;

static admission_t
admit (wl_rpc_server_t *self, rpc_call_t *call)
{
    admission_t result = ADMITTED;

    pthread_mutex_lock (&self->mutex);
    if (self->draining)
        result = DRAINING;
    else if (self->waiting.count >= self->queue_length)
        result = FULL;
    else
        wl_rpc_queue_push (&self->waiting, call);
    pthread_mutex_unlock (&self->mutex);
    return result;
}

static void
enqueue (wl_rpc_server_t *self, rpc_call_t *call)
{
    switch (admit (self, call)) {
    case ADMITTED:
        count (&self->accepted);
        pthread_cond_signal (&self->waiting_grew);
        break;
    case FULL:
        count (&self->refused_full);
        refuse (self, call, WL_UNAVAILABLE, "queue-full");
        break;
    case DRAINING:
        count (&self->refused_full);
        refuse (self, call, WL_UNAVAILABLE, "draining");
        break;
    }
}

/* Who calls. Not asked of the first frame, whose metadata libzmq 4.3.4 may lose (engineering.md
 * 2.7). */
static bool
find_caller (const wl_rpc_server_t *self, size_t index, wl_frames_t *frames, wl_peer_t *ret)
{
    char key[WL_KEY_TEXT];

    wl_bus_peer_key (&frames->frame[WL_CALL_ID], key);
    return wl_listeners_peer (&self->listeners, index, key, ret);
}

static void
take_in (wl_rpc_server_t *self, size_t index, wl_frames_t *frames)
{
    bool guarded = self->listeners.list[index].guarded;
    wl_peer_t peer;

    if (!wl_rpc_call_shaped (frames)) {
        count (&self->refused_malformed);
        return;
    }
    if (!find_caller (self, index, frames, &peer)) {
        count (&self->refused_peer);
        return;
    }
    rpc_call_t *call = call_borrow (self);
    if (call == NULL) {
        count (&self->refused_full);
        return;
    }
    wl_rpc_call_load (call, index, frames);
    if (zmq_msg_size (&call->payload) > WL_BUS_MESSAGE_MAX) {
        count (&self->refused_long);
        refuse (self, call, WL_RESOURCE_EXHAUSTED, "request-too-long");
    } else if (wl_rpc_call_understand (call, &frames->frame[WL_CALL_HEADER],
                                       guarded ? &peer : NULL)) {
        enqueue (self, call);
    } else {
        count (&self->refused_malformed);
        refuse (self, call, WL_INVALID_ARGUMENT, "malformed-header");
    }
}

/* True when there was something. */
static bool
receive (wl_rpc_server_t *self, size_t index)
{
    void *handle = self->listeners.list[index].handle;
    wl_frames_t frames;

    if (!(wl_socket_events (handle) & ZMQ_POLLIN))
        return false;
    for (int i = 0; i < TURN && wl_frames_receive (handle, &frames); i++) {
        take_in (self, index, &frames);
        wl_frames_close (&frames);
    }
    return true;
}

/* ---- the thread: replies out ---- */

/* True when there was something. */
static bool
send_answered (wl_rpc_server_t *self)
{
    pthread_mutex_lock (&self->mutex);
    rpc_queue_t answered = self->answered;
    self->answered = (rpc_queue_t){ 0 };
    pthread_mutex_unlock (&self->mutex);

    bool any = answered.count > 0;
    for (rpc_call_t *call; (call = wl_rpc_queue_pop (&answered)) != NULL;)
        send_and_return (self, call);
    return any;
}

static bool
work_once (wl_rpc_server_t *self)
{
    bool busy = send_answered (self);

    for (size_t i = 0; i < self->listeners.count; i++)
        busy |= receive (self, i);
    return busy;
}

/* When the sockets may be closed, if no more is answered. */
static wl_time_t
end_at (const wl_rpc_server_t *self, wl_time_t longest)
{
    wl_time_t read = self->answered_at + LAST_ANSWER_READ;

    return read < longest ? read : longest;
}

static void *
server_run (void *argument)
{
    wl_rpc_server_t *self = argument;

    while (!atomic_load (&self->stopping))
        if (!work_once (self))
            (void) wl_listeners_wait (&self->listeners, &self->wake, -1);

    wl_time_t longest = wl_monotonic () + STOP_LONGEST;
    (void) send_answered (self);
    while (wl_monotonic () < end_at (self, longest))
        if (!work_once (self))
            (void) wl_listeners_wait (&self->listeners, &self->wake,
                                      wl_poll_timeout (end_at (self, longest)));
    return NULL;
}

/* ---- start and stop ---- */

static void
server_free (wl_rpc_server_t *self)
{
    wl_listeners_close (&self->listeners);
    calls_destroy (&self->waiting);
    calls_destroy (&self->answered);
    calls_destroy (&self->spare);
    pthread_cond_destroy (&self->waiting_grew);
    pthread_mutex_destroy (&self->mutex);
    wl_wake_close (&self->wake);
    free (self);
}

/* NULL when there is no memory or no descriptor. */
static wl_rpc_server_t *
server_new (const wl_rpc_server_options_t *options)
{
    wl_rpc_server_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        return NULL;
    self->queue_length = options->queue_length > 0 ? options->queue_length : QUEUE_LENGTH;
    pthread_mutex_init (&self->mutex, NULL);
    wl_condition_init (&self->waiting_grew);
    if (!wl_wake_open (&self->wake)) {
        server_free (self);
        return NULL;
    }
    return self;
}

wl_status
wl_rpc_server_start (const wl_rpc_server_options_t *options, wl_rpc_server_t **ret,
                     wl_error_t *error)
{
    wl_rpc_server_t *self = server_new (options);

    if (self == NULL)
        return wl_error_set (error, WL_RESOURCE_EXHAUSTED, "rpc-server", "Out of memory or files.");
    wl_status status = wl_listeners_open (&self->listeners, options->endpoints, options->keys,
                                          options->peers, error);
    if (status == WL_OK && !wl_thread_start (&self->thread, "wl-rpc", server_run, self))
        status = wl_error_set (error, WL_RESOURCE_EXHAUSTED, "rpc-server", "Out of threads.");
    if (status != WL_OK) {
        server_free (self);
        return status;
    }
    *ret = self;
    return WL_OK;
}

const char *
wl_rpc_server_endpoint (const wl_rpc_server_t *self, size_t index)
{
    return zsock_endpoint (self->listeners.list[index].socket);
}

void
wl_rpc_server_drain (wl_rpc_server_t *self)
{
    pthread_mutex_lock (&self->mutex);
    self->draining = true;
    pthread_mutex_unlock (&self->mutex);
    pthread_cond_broadcast (&self->waiting_grew);
}

void
wl_rpc_server_stop (wl_rpc_server_t **self_p)
{
    if (self_p == NULL || *self_p == NULL)
        return;
    wl_rpc_server_drain (*self_p);
    atomic_store (&(*self_p)->stopping, true);
    wl_wake_ring (&(*self_p)->wake);
    pthread_join ((*self_p)->thread, NULL);
    server_free (*self_p);
    *self_p = NULL;
}

/* ---- the workers' side ---- */

/* Takes the first request whose time has not run out. The expired ones go to `expired`. */
static rpc_call_t *
pop_live (wl_rpc_server_t *self, wl_time_t now, rpc_queue_t *expired)
{
    for (rpc_call_t *call; (call = wl_rpc_queue_pop (&self->waiting)) != NULL;) {
        if (call->seen.deadline > now)
            return call;
        wl_rpc_queue_push (expired, call);
    }
    return NULL;
}

static void
drop_expired (wl_rpc_server_t *self, rpc_queue_t *expired)
{
    for (rpc_call_t *call; (call = wl_rpc_queue_pop (expired)) != NULL;) {
        count (&self->expired);
        call_return (self, call);
    }
}

wl_rpc_call_t *
wl_rpc_server_take (wl_rpc_server_t *self, wl_time_t timeout)
{
    wl_time_t until = wl_monotonic () + timeout;
    rpc_queue_t expired = { 0 };
    rpc_call_t *call;
    bool waits = true;

    pthread_mutex_lock (&self->mutex);
    while ((call = pop_live (self, wl_monotonic (), &expired)) == NULL && waits && !self->draining)
        waits = wl_condition_wait (&self->waiting_grew, &self->mutex, until);
    pthread_mutex_unlock (&self->mutex);

    drop_expired (self, &expired);
    return call != NULL ? &call->seen : NULL;
}

void
wl_rpc_server_reply (wl_rpc_server_t *self, wl_rpc_call_t **call_p, const Bus__ReplyHeader *header,
                     const void *payload, size_t length)
{
    rpc_call_t *call = (rpc_call_t *) *call_p;

    *call_p = NULL;
    if (!wl_rpc_call_answer (call, header, payload, length)) {
        count (&self->replies_lost);
        call_return (self, call);
        return;
    }
    pthread_mutex_lock (&self->mutex);
    wl_rpc_queue_push (&self->answered, call);
    pthread_mutex_unlock (&self->mutex);
    wl_wake_ring (&self->wake);
}

wl_rpc_server_counters_t
wl_rpc_server_counters (wl_rpc_server_t *self)
{
    pthread_mutex_lock (&self->mutex);
    size_t waiting = self->waiting.count;
    pthread_mutex_unlock (&self->mutex);
    return (wl_rpc_server_counters_t){
        .accepted = atomic_load (&self->accepted),
        .refused_full = atomic_load (&self->refused_full),
        .refused_malformed = atomic_load (&self->refused_malformed),
        .refused_long = atomic_load (&self->refused_long),
        .refused_peer = atomic_load (&self->refused_peer),
        .expired = atomic_load (&self->expired),
        .replies_lost = atomic_load (&self->replies_lost),
        .waiting = waiting,
    };
}
