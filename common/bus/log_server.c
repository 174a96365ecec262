#include "bus/log_server.h"

#include <errno.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "bus/frames.h"
#include "bus/listeners.h"
#include "bus/log_consumer.h"

enum {
    CONSUMERS_MAX = 1024,
    BATCH = 500,                     /* entries of one frame, at most */
    BATCH_BYTES = 256 * 1024,        /* of one frame, unless a single entry is longer */
    ASKED_MAX = 128 * 1024,          /* bytes of a consumer's frame: 1,000 positions are 20 kB */
    ARENA_BUDGET = 64 * 1024 * 1024, /* for what one read of the source gives */
    TURN = 64,                       /* frames taken from one socket before the log is served */
};

#define LOOK         (500 * WL_MILLISECOND) /* at where the streams end, where nobody woke us */
#define TICK         (1 * WL_SECOND)        /* heads to everyone */
#define FORGET_AFTER (30 * WL_SECOND)       /* a consumer that says nothing */
#define SOURCE_PAUSE (500 * WL_MILLISECOND) /* after the source failed */

/* A message as ROUTER gives it. */
enum { FRAME_ROUTE, FRAME_LOG, FRAMES };

/* Where one of our streams ends. */
typedef struct head {
    Bus__StreamPosition message; /* its region is the one below */
    char region[WL_LOG_REGION];
} head_t;

struct wl_log_server {
    /* All but `wake`, `stopping` and the counters is the thread's own. */
    wl_listeners_t listeners;
    wl_log_source_t source;
    wl_arena_t *arena; /* reset every round */
    pthread_t thread;

    head_t heads[WL_LOG_STREAMS_MAX];
    size_t head_count;
    log_consumer_t *consumers[CONSUMERS_MAX];
    size_t consumer_count;
    wl_time_t look_at;  /* when to ask the source for its heads */
    wl_time_t tick_at;  /* when to tell everyone */
    wl_time_t serve_at; /* not before: the source failed */

    wl_wake_t wake;
    atomic_bool stopping;
    atomic_uint_fast64_t entries_sent, refused_malformed, refused_peer;
    atomic_size_t consumers_counted;
};

static void
count (atomic_uint_fast64_t *counter, uint64_t by)
{
    atomic_fetch_add_explicit (counter, by, memory_order_relaxed);
}

/* ---- sending ---- */

typedef enum sent { SENT, BLOCKED, GONE, TOO_LONG } sent_t;

static sent_t
send_frame (wl_log_server_t *self, const log_consumer_t *to, const Bus__LogFrame *frame)
{
    void *handle = self->listeners.list[to->socket].handle;
    zmq_msg_t route, body;

    if (!wl_frame_pack (&body, &frame->base, WL_BUS_MESSAGE_MAX))
        return TOO_LONG;
    if (!wl_frame_copy (&route, to->route, to->route_length)) {
        zmq_msg_close (&body);
        return BLOCKED;
    }
    /* ROUTER decides on the first frame whether the message goes; the rest then follows it. */
    if (wl_frame_send (handle, &route, true) && wl_frame_send (handle, &body, false))
        return SENT;

    sent_t result = errno == EAGAIN ? BLOCKED : GONE;
    zmq_msg_close (&route);
    zmq_msg_close (&body);
    return result;
}

static void
send_refused (wl_log_server_t *self, const log_consumer_t *to, uint64_t generation, const char *why)
{
    char reason[32];
    Bus__Refused refused = BUS__REFUSED__INIT;
    Bus__LogFrame frame = BUS__LOG_FRAME__INIT;

    (void) snprintf (reason, sizeof reason, "%s", why);
    refused.generation = generation;
    refused.reason = reason;
    frame.kind_case = BUS__LOG_FRAME__KIND_REFUSED;
    frame.refused = &refused;
    (void) send_frame (self, to, &frame); /* who does not hear it asks again */
}

/* ---- who may ---- */

static bool
may_all (const wl_peer_t *peer, const Bus__Subscribe *subscribe)
{
    for (size_t i = 0; i < subscribe->n_regions; i++)
        if (!wl_peer_may_read (peer, subscribe->regions[i]))
            return false;
    return true;
}

/* ---- what consumers say ---- */

static log_consumer_t *
find_consumer (const wl_log_server_t *self, const log_consumer_t *like)
{
    for (size_t i = 0; i < self->consumer_count; i++) {
        log_consumer_t *consumer = self->consumers[i];
        if (consumer->socket == like->socket && consumer->route_length == like->route_length &&
            memcmp (consumer->route, like->route, like->route_length) == 0)
            return consumer;
    }
    return NULL;
}

/* Gives the consumer that is known for this connection, or takes `like` in as a new one. */
static log_consumer_t *
provide_consumer (wl_log_server_t *self, log_consumer_t **like_p)
{
    log_consumer_t *consumer = find_consumer (self, *like_p);

    if (consumer == NULL && self->consumer_count < CONSUMERS_MAX) {
        consumer = *like_p;
        *like_p = NULL;
        self->consumers[self->consumer_count++] = consumer;
    }
    return consumer;
}

static void
on_subscribe (wl_log_server_t *self, log_consumer_t **from_p, const wl_peer_t *peer,
              const Bus__Subscribe *subscribe)
{
    if (!may_all (peer, subscribe)) {
        count (&self->refused_peer, 1);
        send_refused (self, *from_p, subscribe->generation, "region-not-allowed");
        return;
    }
    log_consumer_t *consumer = provide_consumer (self, from_p);
    if (consumer == NULL) {
        send_refused (self, *from_p, subscribe->generation, "too-many-consumers");
        return;
    }
    consumer->heard = wl_monotonic ();
    if (!wl_log_consumer_subscribe (consumer, subscribe)) {
        count (&self->refused_malformed, 1);
        send_refused (self, consumer, subscribe->generation, "malformed");
        consumer->gone = true;
    }
    self->look_at = 0;
}

static void
on_credit (wl_log_server_t *self, const log_consumer_t *from, const Bus__Credit *credit)
{
    log_consumer_t *consumer = find_consumer (self, from);

    if (consumer == NULL) {
        send_refused (self, from, credit->generation, "not-subscribed");
        return;
    }
    consumer->heard = wl_monotonic ();
    wl_log_consumer_credit (consumer, credit);
}

static void
on_frame (wl_log_server_t *self, log_consumer_t **from_p, const Bus__LogFrame *frame)
{
    wl_peer_t peer;

    if (!wl_listeners_peer (&self->listeners, (*from_p)->socket, (*from_p)->key, &peer)) {
        count (&self->refused_peer, 1);
        return;
    }
    switch (frame->kind_case) {
    case BUS__LOG_FRAME__KIND_SUBSCRIBE:
        on_subscribe (self, from_p, &peer, frame->subscribe);
        break;
    case BUS__LOG_FRAME__KIND_CREDIT:
        on_credit (self, *from_p, frame->credit);
        break;
    default:
        count (&self->refused_malformed, 1);
        break;
    }
}

/* Who sent the frames, as a consumer that is not in the table. NULL without memory. */
static log_consumer_t *
read_sender (size_t socket, wl_frames_t *frames)
{
    char key[WL_KEY_TEXT];

    wl_bus_peer_key (&frames->frame[FRAME_LOG], key);
    return wl_log_consumer_new (socket, zmq_msg_data (&frames->frame[FRAME_ROUTE]),
                                zmq_msg_size (&frames->frame[FRAME_ROUTE]), key);
}

static void
take_in (wl_log_server_t *self, size_t socket, wl_frames_t *frames)
{
    Bus__LogFrame *frame = NULL;

    if (frames->count == FRAMES && zmq_msg_size (&frames->frame[FRAME_LOG]) <= ASKED_MAX)
        frame = (Bus__LogFrame *) wl_frame_message (&frames->frame[FRAME_LOG], self->arena,
                                                    &bus__log_frame__descriptor);
    if (frame == NULL) {
        count (&self->refused_malformed, 1);
        return;
    }
    log_consumer_t *from = read_sender (socket, frames);
    if (from != NULL)
        on_frame (self, &from, frame);
    wl_log_consumer_destroy (&from);
}

/* True when there was something. */
static bool
receive (wl_log_server_t *self, size_t socket)
{
    void *handle = self->listeners.list[socket].handle;
    wl_frames_t frames;

    if (!(wl_socket_events (handle) & ZMQ_POLLIN))
        return false;
    for (int i = 0; i < TURN && wl_frames_receive (handle, &frames); i++) {
        wl_arena_reset (self->arena);
        take_in (self, socket, &frames);
        wl_frames_close (&frames);
    }
    return true;
}

/* ---- the source ---- */

/* The source may go past the arena's budget; that is a failure like any other. */
static wl_status
ask_heads (wl_log_server_t *self, Bus__StreamPosition **ret, size_t *ret_count)
{
    volatile wl_status status = WL_RESOURCE_EXHAUSTED;
    jmp_buf jump;

    if (setjmp (jump) == 0) {
        wl_arena_guard (self->arena, &jump);
        status = self->source.heads (self->source.context, self->arena, ret, ret_count);
    }
    wl_arena_guard (self->arena, NULL);
    return status;
}

static wl_status
ask_entries (wl_log_server_t *self, const char *region, uint64_t after, size_t limit,
             Bus__LogEntry ***ret, size_t *ret_count)
{
    volatile wl_status status = WL_RESOURCE_EXHAUSTED;
    jmp_buf jump;

    if (setjmp (jump) == 0) {
        wl_arena_guard (self->arena, &jump);
        status = self->source.read (self->source.context, self->arena, region, after, limit, ret,
                                    ret_count);
    }
    wl_arena_guard (self->arena, NULL);
    return status;
}

static void
set_heads (wl_log_server_t *self, const Bus__StreamPosition *positions, size_t given)
{
    self->head_count = 0;
    for (size_t i = 0; i < given && self->head_count < WL_LOG_STREAMS_MAX; i++) {
        head_t *head = &self->heads[self->head_count];
        if (strlen (positions[i].region) >= WL_LOG_REGION)
            continue;
        bus__stream_position__init (&head->message);
        memcpy (head->region, positions[i].region, strlen (positions[i].region) + 1);
        head->message.region = head->region;
        head->message.sequence = positions[i].sequence;
        self->head_count++;
    }
}

/* Asks where the streams end. With the database away the last answer stands. */
static void
look (wl_log_server_t *self, wl_time_t now)
{
    Bus__StreamPosition *positions = NULL;
    size_t given = 0;

    if (ask_heads (self, &positions, &given) == WL_OK) {
        set_heads (self, positions, given);
        self->look_at = now + LOOK;
    } else {
        self->look_at = now + SOURCE_PAUSE;
    }
}

/* ---- entries out ---- */

/* The entries must go on where the consumer stands: it would take anything else for a gap. */
static bool
entries_follow (Bus__LogEntry *const *entries, size_t given, const char *region, uint64_t after)
{
    for (size_t i = 0; i < given; i++)
        if (entries[i]->sequence != after + 1 + i || strcmp (entries[i]->region, region) != 0)
            return false;
    return true;
}

/* How many of the entries go into one frame; one at least. */
static size_t
fit (Bus__LogEntry *const *entries, size_t given)
{
    size_t bytes = protobuf_c_message_get_packed_size (&entries[0]->base);
    size_t fits = 1;

    while (fits < given) {
        bytes += protobuf_c_message_get_packed_size (&entries[fits]->base);
        if (bytes > BATCH_BYTES)
            break;
        fits++;
    }
    return fits;
}

static sent_t
send_entries (wl_log_server_t *self, log_consumer_t *to, Bus__LogEntry **entries, size_t fits)
{
    Bus__Entries message = BUS__ENTRIES__INIT;
    Bus__LogFrame frame = BUS__LOG_FRAME__INIT;

    message.generation = to->generation;
    message.entries = entries;
    message.n_entries = fits;
    frame.kind_case = BUS__LOG_FRAME__KIND_ENTRIES;
    frame.entries = &message;
    return send_frame (self, to, &frame);
}

/* Sends as much as the connection takes. True when something went. */
static bool
send_all (wl_log_server_t *self, log_consumer_t *to, Bus__LogEntry **entries, size_t given)
{
    size_t done = 0;

    while (done < given && !to->gone) {
        size_t fits = fit (entries + done, given - done);
        const Bus__LogEntry *last = entries[done + fits - 1];
        sent_t sent = send_entries (self, to, entries + done, fits);
        if (sent == BLOCKED)
            break;
        if (sent == TOO_LONG)
            send_refused (self, to, to->generation, "entry-too-long");
        /* What was not noted would go twice; the consumer subscribes again instead. */
        to->gone = sent != SENT ||
                   !wl_log_consumer_advance (to, last->region, last->sequence, (uint32_t) fits);
        done += fits;
        count (&self->entries_sent, sent == SENT ? fits : 0);
    }
    return done > 0;
}

/* The next stream, in turn, that has something for the consumer. */
static const head_t *
next_stream (const wl_log_server_t *self, log_consumer_t *consumer, const wl_peer_t *peer)
{
    for (size_t i = 0; i < self->head_count; i++) {
        size_t index = (consumer->turn + i) % self->head_count;
        const head_t *head = &self->heads[index];
        if (wl_log_consumer_wants (consumer, head->region) &&
            wl_peer_may_read (peer, head->region) &&
            wl_log_consumer_position (consumer, head->region) < head->message.sequence) {
            consumer->turn = index + 1;
            return head;
        }
    }
    return NULL;
}

/* One batch of one stream. True when something went. */
static bool
serve (wl_log_server_t *self, log_consumer_t *consumer, wl_time_t now)
{
    Bus__LogEntry **entries = NULL;
    size_t given = 0;
    wl_peer_t peer;

    if (consumer->credit == 0 || consumer->gone)
        return false;
    if (!wl_listeners_peer (&self->listeners, consumer->socket, consumer->key, &peer)) {
        count (&self->refused_peer, 1);
        consumer->gone = true;
        return false;
    }
    const head_t *head = next_stream (self, consumer, &peer);
    if (head == NULL)
        return false;

    uint64_t after = wl_log_consumer_position (consumer, head->region);
    size_t limit = consumer->credit < BATCH ? consumer->credit : BATCH;
    if (ask_entries (self, head->region, after, limit, &entries, &given) != WL_OK ||
        given > limit || !entries_follow (entries, given, head->region, after)) {
        self->serve_at = now + SOURCE_PAUSE;
        return false;
    }
    return send_all (self, consumer, entries, given);
}

/* A batch for everyone, so that nobody's catching up starves another. */
static bool
serve_all (wl_log_server_t *self, wl_time_t now)
{
    bool busy = false;

    for (size_t i = 0; i < self->consumer_count && self->serve_at <= now; i++) {
        wl_arena_reset (self->arena);
        busy |= serve (self, self->consumers[i], now);
    }
    return busy;
}

/* ---- once a second ---- */

static void
send_heads (wl_log_server_t *self, log_consumer_t *to)
{
    Bus__StreamPosition *told[WL_LOG_STREAMS_MAX];
    Bus__Heads heads = BUS__HEADS__INIT;
    Bus__LogFrame frame = BUS__LOG_FRAME__INIT;
    wl_peer_t peer;

    if (!wl_listeners_peer (&self->listeners, to->socket, to->key, &peer)) {
        to->gone = true;
        return;
    }
    for (size_t i = 0; i < self->head_count; i++)
        if (wl_log_consumer_wants (to, self->heads[i].region) &&
            wl_peer_may_read (&peer, self->heads[i].region))
            told[heads.n_heads++] = &self->heads[i].message;
    heads.heads = told;
    heads.generation = to->generation;
    heads.server_time = wl_clock_now (&wl_clock_system);
    frame.kind_case = BUS__LOG_FRAME__KIND_HEADS;
    frame.heads = &heads;
    if (send_frame (self, to, &frame) == GONE)
        to->gone = true;
}

static void
sweep (wl_log_server_t *self)
{
    size_t kept = 0;

    for (size_t i = 0; i < self->consumer_count; i++) {
        if (self->consumers[i]->gone)
            wl_log_consumer_destroy (&self->consumers[i]);
        else
            self->consumers[kept++] = self->consumers[i];
    }
    self->consumer_count = kept;
    atomic_store (&self->consumers_counted, kept);
}

/* True when something went, by which a socket may have taken notice of more that came. */
static bool
tick (wl_log_server_t *self, wl_time_t now)
{
    if (now < self->tick_at)
        return false;

    for (size_t i = 0; i < self->consumer_count; i++) {
        log_consumer_t *consumer = self->consumers[i];
        if (consumer->heard + FORGET_AFTER < now)
            consumer->gone = true;
        else if (!consumer->gone)
            send_heads (self, consumer);
    }
    self->tick_at = now + TICK;
    return self->consumer_count > 0;
}

/* ---- the thread ---- */

/* True when there may be more to do at once. */
static bool
work_once (wl_log_server_t *self)
{
    wl_time_t now = wl_monotonic ();
    bool busy = false;

    for (size_t i = 0; i < self->listeners.count; i++)
        busy |= receive (self, i);
    if (self->consumer_count > 0 && self->look_at <= now) {
        wl_arena_reset (self->arena);
        look (self, now);
    }
    busy |= serve_all (self, now);
    busy |= tick (self, now);
    sweep (self);
    return busy;
}

static wl_time_t
next_time (const wl_log_server_t *self)
{
    bool looks = self->consumer_count > 0 && self->look_at < self->tick_at;

    return looks ? self->look_at : self->tick_at;
}

static void *
server_run (void *argument)
{
    wl_log_server_t *self = argument;

    while (!atomic_load (&self->stopping)) {
        bool busy = work_once (self);
        int timeout = busy ? 0 : wl_poll_timeout (next_time (self));
        if (wl_listeners_wait (&self->listeners, &self->wake, timeout))
            self->look_at = 0;
    }
    return NULL;
}

/* ---- start and stop ---- */

static void
server_free (wl_log_server_t *self)
{
    wl_listeners_close (&self->listeners);
    for (size_t i = 0; i < self->consumer_count; i++)
        wl_log_consumer_destroy (&self->consumers[i]);
    wl_arena_destroy (&self->arena);
    wl_wake_close (&self->wake);
    free (self);
}

/* NULL when there is no memory or no descriptor. */
static wl_log_server_t *
server_new (const wl_log_server_options_t *options)
{
    wl_log_server_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        return NULL;
    self->source = options->source;
    self->arena = wl_arena_new (ARENA_BUDGET);
    if (!wl_wake_open (&self->wake)) {
        server_free (self);
        return NULL;
    }
    return self;
}

wl_status
wl_log_server_start (const wl_log_server_options_t *options, wl_log_server_t **ret,
                     wl_error_t *error)
{
    wl_log_server_t *self = server_new (options);

    if (self == NULL)
        return wl_error_set (error, WL_RESOURCE_EXHAUSTED, "log-server", "Out of memory or files.");
    wl_status status = wl_listeners_open (&self->listeners, options->endpoints, options->keys,
                                          options->peers, error);
    if (status == WL_OK && !wl_thread_start (&self->thread, "wl-log", server_run, self))
        status = wl_error_set (error, WL_RESOURCE_EXHAUSTED, "log-server", "Out of threads.");
    if (status != WL_OK) {
        server_free (self);
        return status;
    }
    *ret = self;
    return WL_OK;
}

const char *
wl_log_server_endpoint (const wl_log_server_t *self, size_t index)
{
    return zsock_endpoint (self->listeners.list[index].socket);
}

void
wl_log_server_wake (wl_log_server_t *self)
{
    wl_wake_ring (&self->wake);
}

void
wl_log_server_stop (wl_log_server_t **self_p)
{
    if (self_p == NULL || *self_p == NULL)
        return;
    atomic_store (&(*self_p)->stopping, true);
    wl_wake_ring (&(*self_p)->wake);
    pthread_join ((*self_p)->thread, NULL);
    server_free (*self_p);
    *self_p = NULL;
}

wl_log_server_counters_t
wl_log_server_counters (wl_log_server_t *self)
{
    return (wl_log_server_counters_t){
        .entries_sent = atomic_load (&self->entries_sent),
        .refused_malformed = atomic_load (&self->refused_malformed),
        .refused_peer = atomic_load (&self->refused_peer),
        .consumers = atomic_load (&self->consumers_counted),
    };
}
