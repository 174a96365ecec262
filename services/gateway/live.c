#include "live.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/condition.h"
#include "base/text.h"

enum {
    EVENTS = 256,
    TICK_MS = 1000,
    SOCKET_BUFFER = 16 * 1024, /* what the kernel may hold for one stream (it doubles this) */
    ARENA_BYTES = 24 << 20,
};

static const wl_time_t RECHECK_PAUSE = 2 * WL_SECOND;
static const wl_time_t FAILURE_PAUSE = WL_SECOND;

/* A comment line: nothing to a reader, a sign of life to everything on the way. */
static const char SIGN_OF_LIFE[] = ":\n\n";

struct live {
    live_options_t options;
    int epoll, bell;
    pthread_t watching, telling;
    pthread_mutex_t lock; /* guards all of the following */
    pthread_cond_t wake;
    live_table_t *table;
    bool draining, stopping;
    wl_time_t check_before; /* whoever was checked before this is checked now */
    bool recheck;
    wl_time_t rechecked;
    live_counters_t counters;
};

/* ---- writing ---- */

/* Only the watching thread closes, so that no event of a closed one is ever looked at: whoever else
 * wants a stream ended shuts it down, which wakes that thread. */
static void
drop (live_t *self, live_stream_t *stream)
{
    if (stream->dead)
        return;
    stream->dead = true;
    self->counters.dropped++;
    shutdown (stream->fd, SHUT_RDWR);
}

static void
watch_for (live_t *self, live_stream_t *stream, uint32_t events)
{
    struct epoll_event event = { .events = events | EPOLLIN | EPOLLRDHUP, .data.ptr = stream };

    (void) epoll_ctl (self->epoll, EPOLL_CTL_MOD, stream->fd, &event);
}

static void
keep_pending (live_t *self, live_stream_t *stream, const char *text, size_t length)
{
    char *longer;

    if (stream->pending_length + length > LIVE_PENDING_MAX ||
        !(longer = realloc (stream->pending, stream->pending_length + length))) {
        drop (self, stream);
        return;
    }
    memcpy (longer + stream->pending_length, text, length);
    stream->pending = longer;
    stream->pending_length += length;
    watch_for (self, stream, EPOLLOUT);
}

static void
write_to (live_t *self, live_stream_t *stream, const char *text, size_t length)
{
    ssize_t sent = 0;

    if (stream->dead)
        return;
    if (stream->pending_length == 0) {
        sent = send (stream->fd, text, length, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN && errno != EINTR) {
            drop (self, stream);
            return;
        }
        live_table_wrote (self->table, stream, wl_monotonic ());
    }
    sent = sent < 0 ? 0 : sent;
    if ((size_t) sent < length)
        keep_pending (self, stream, text + sent, length - (size_t) sent);
}

/* The socket takes more. */
static void
flush (live_t *self, live_stream_t *stream)
{
    ssize_t sent =
        send (stream->fd, stream->pending, stream->pending_length, MSG_DONTWAIT | MSG_NOSIGNAL);

    if (sent <= 0)
        return;
    live_table_wrote (self->table, stream, wl_monotonic ());
    stream->pending_length -= (size_t) sent;
    if (stream->pending_length > 0) {
        memmove (stream->pending, stream->pending + sent, stream->pending_length);
        return;
    }
    free (stream->pending);
    stream->pending = NULL;
    watch_for (self, stream, 0);
}

/* ---- watching ---- */

static void
close_stream (live_t *self, live_stream_t *stream)
{
    (void) epoll_ctl (self->epoll, EPOLL_CTL_DEL, stream->fd, NULL);
    close (stream->fd);
    live_table_leave (self->table, stream);
}

/* A reader has nothing to say: whatever comes from one is its end, or no reader's. */
static void
tend (live_t *self, live_stream_t *stream, uint32_t events)
{
    if (stream->dead || (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)))
        close_stream (self, stream);
    else if (stream->pending_length > 0)
        flush (self, stream);
}

/* Who still has not taken what was written before the last sign of life is too slow. */
static void
beat (live_t *self)
{
    wl_time_t before = wl_monotonic () - self->options.heartbeat;
    live_stream_t *stream;

    while ((stream = live_table_longest_silent (self->table)) && stream->written <= before) {
        if (stream->fd >= 0 && stream->pending_length > 0)
            drop (self, stream);
        else if (stream->fd >= 0)
            write_to (self, stream, SIGN_OF_LIFE, sizeof SIGN_OF_LIFE - 1);
        live_table_wrote (self->table, stream, wl_monotonic ());
    }
}

static void *
watch (void *context)
{
    live_t *self = context;
    struct epoll_event events[EVENTS];
    bool stopping = false;

    while (!stopping) {
        int count = epoll_wait (self->epoll, events, EVENTS, TICK_MS);

        pthread_mutex_lock (&self->lock);
        for (int i = 0; i < count; i++)
            if (events[i].data.ptr)
                tend (self, events[i].data.ptr, events[i].events);
        beat (self);
        stopping = self->stopping;
        pthread_mutex_unlock (&self->lock);
    }
    return NULL;
}

/* ---- telling ---- */

typedef struct batch {
    live_question_t questions[LIVE_ASK_MAX];
    live_news_t news[LIVE_ASK_MAX];
    size_t count;
} batch_t;

static batch_t *
take_batch (live_t *self, wl_arena_t *arena)
{
    batch_t *batch = wl_arena_alloc (arena, sizeof *batch);
    live_account_t *account;

    batch->count = 0;
    while (batch->count < LIVE_ASK_MAX && (account = live_table_next (self->table)))
        batch->questions[batch->count++] =
            (live_question_t){ wl_text_copy (arena, account->user_id),
                               wl_text_copy (arena, account->last_event_id) };
    return batch;
}

static void
set_last_event_id (live_account_t *account, const char *id)
{
    if (strlen (id) < sizeof account->last_event_id)
        memcpy (account->last_event_id, id, strlen (id) + 1);
}

static void
tell_account (live_t *self, live_account_t *account, const live_news_t *news)
{
    set_last_event_id (account, news->last_event_id);
    for (live_stream_t *at = account->streams; at && news->length > 0; at = at->next_of_account) {
        if (at->fd < 0)
            at->missed = true;
        else
            write_to (self, at, news->events, news->length);
        self->counters.told++;
    }
}

/* Called with the lock, which is not held while others are asked. */
static wl_status
tell (live_t *self, wl_arena_t *arena)
{
    batch_t *batch = take_batch (self, arena);
    wl_status status;

    pthread_mutex_unlock (&self->lock);
    status = self->options.source.news (self->options.source.context, arena, batch->questions,
                                        batch->count, batch->news);
    pthread_mutex_lock (&self->lock);
    for (size_t i = 0; i < batch->count; i++) {
        live_account_t *account = live_table_find (self->table, batch->questions[i].user_id);

        if (account && status == WL_OK)
            tell_account (self, account, &batch->news[i]);
        else if (account)
            live_table_mark (self->table, account);
    }
    return status;
}

/* ---- whose session ended ---- */

typedef struct checked {
    live_stream_t *streams[LIVE_CHECK_MAX];
    const uint8_t *tokens[LIVE_CHECK_MAX];
    bool ended[LIVE_CHECK_MAX];
    size_t count;
} checked_t;

static bool
check_is_due (live_t *self)
{
    wl_time_t now = wl_monotonic ();
    const live_stream_t *first = live_table_longest_unchecked (self->table);

    if (self->recheck && now >= self->rechecked + RECHECK_PAUSE) {
        self->recheck = false;
        self->rechecked = self->check_before = now;
    }
    if (self->check_before < now - self->options.check)
        self->check_before = now - self->options.check;
    return first && first->checked < self->check_before;
}

static checked_t *
take_unchecked (live_t *self, wl_arena_t *arena)
{
    checked_t *batch = wl_arena_alloc (arena, sizeof *batch);
    wl_time_t now = wl_monotonic ();
    live_stream_t *stream;

    batch->count = 0;
    while (batch->count < LIVE_CHECK_MAX && (stream = live_table_longest_unchecked (self->table)) &&
           stream->checked < self->check_before) {
        stream->held = true;
        batch->ended[batch->count] = false;
        batch->tokens[batch->count] = stream->token;
        batch->streams[batch->count++] = stream;
        live_table_checked (self->table, stream, now);
    }
    return batch;
}

/* As tell. What cannot be found out now is asked again in its turn. */
static wl_status
check (live_t *self, wl_arena_t *arena)
{
    checked_t *batch = take_unchecked (self, arena);
    wl_status status;

    pthread_mutex_unlock (&self->lock);
    status = self->options.source.ended (self->options.source.context, arena, batch->tokens,
                                         batch->count, batch->ended);
    pthread_mutex_lock (&self->lock);
    for (size_t i = 0; i < batch->count; i++) {
        live_stream_t *stream = batch->streams[i];

        if (!live_table_release (stream) && status == WL_OK && batch->ended[i] && stream->fd >= 0)
            drop (self, stream);
    }
    return status;
}

/* ---- the thread that asks ---- */

static void
wait_a_while (live_t *self, wl_time_t pause)
{
    (void) wl_condition_wait (&self->wake, &self->lock, wl_monotonic () + pause);
}

/* With the lock. WL_OK when there may be more to do at once. */
static wl_status
turn (live_t *self, wl_arena_t *arena)
{
    if (live_table_waits (self->table))
        return tell (self, arena);
    if (check_is_due (self))
        return check (self, arena);
    wait_a_while (self, WL_SECOND);
    return WL_OK;
}

static void *
ask (void *context)
{
    live_t *self = context;
    wl_arena_t *arena = wl_arena_new (ARENA_BYTES);

    pthread_mutex_lock (&self->lock);
    while (!self->stopping) {
        wl_arena_reset (arena);
        if (turn (self, arena) != WL_OK && !self->stopping)
            wait_a_while (self, FAILURE_PAUSE);
    }
    pthread_mutex_unlock (&self->lock);
    wl_arena_destroy (&arena);
    return NULL;
}

/* ---- life ---- */

static void
start_threads (live_t *self)
{
    struct epoll_event event = { .events = EPOLLIN };

    self->epoll = epoll_create1 (EPOLL_CLOEXEC);
    self->bell = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (self->epoll < 0 || self->bell < 0 ||
        epoll_ctl (self->epoll, EPOLL_CTL_ADD, self->bell, &event) != 0 ||
        pthread_create (&self->watching, NULL, watch, self) != 0 ||
        pthread_create (&self->telling, NULL, ask, self) != 0)
        abort ();
}

live_t *
live_new (const live_options_t *options)
{
    live_t *self = calloc (1, sizeof *self);

    if (!self)
        abort ();
    self->options = *options;
    self->table = live_table_new (&options->limits);
    pthread_mutex_init (&self->lock, NULL);
    wl_condition_init (&self->wake);
    start_threads (self);
    return self;
}

void
live_drain (live_t *self)
{
    pthread_mutex_lock (&self->lock);
    self->draining = true;
    /* Each that is looked at goes to the end of the ring. */
    for (long left = live_table_count (self->table); left > 0; left--) {
        live_stream_t *stream = live_table_longest_silent (self->table);

        if (stream->fd >= 0)
            drop (self, stream);
        live_table_wrote (self->table, stream, wl_monotonic ());
    }
    pthread_mutex_unlock (&self->lock);
}

void
live_destroy (live_t **self_p)
{
    live_t *self = *self_p;
    live_stream_t *stream;

    if (!self)
        return;
    pthread_mutex_lock (&self->lock);
    self->stopping = true;
    pthread_cond_broadcast (&self->wake);
    pthread_mutex_unlock (&self->lock);
    eventfd_write (self->bell, 1);
    pthread_join (self->watching, NULL);
    pthread_join (self->telling, NULL);
    while ((stream = live_table_longest_silent (self->table))) {
        if (stream->fd >= 0)
            close (stream->fd);
        live_table_leave (self->table, stream);
    }
    live_table_destroy (&self->table);
    close (self->epoll);
    close (self->bell);
    pthread_cond_destroy (&self->wake);
    pthread_mutex_destroy (&self->lock);
    free (self);
    *self_p = NULL;
}

/* ---- opening ---- */

live_entry_t
live_enter (live_t *self, const char *user_id, const char *address, const uint8_t token[TOKEN_HASH],
            live_stream_t **ret)
{
    live_entry_t entry = LIVE_FULL;

    pthread_mutex_lock (&self->lock);
    if (!self->draining)
        entry = live_table_enter (self->table, user_id, address, token, wl_monotonic (), ret);
    pthread_mutex_unlock (&self->lock);
    return entry;
}

void
live_leave (live_t *self, live_stream_t *stream)
{
    pthread_mutex_lock (&self->lock);
    live_table_leave (self->table, stream);
    pthread_mutex_unlock (&self->lock);
}

/* A peer that is gone without a word is found out by the kernel, which knows that nothing is
 * acknowledged. */
static void
prepare_socket (const live_t *self, int fd)
{
    int buffer = SOCKET_BUFFER, on = 1;
    unsigned silence_ms = (unsigned) (2 * self->options.heartbeat / WL_MILLISECOND);

    (void) setsockopt (fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    (void) setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    (void) setsockopt (fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &silence_ms, sizeof silence_ms);
}

static bool
begin (live_t *self, live_stream_t *stream, int fd)
{
    struct epoll_event event = { .events = EPOLLIN | EPOLLRDHUP, .data.ptr = stream };

    if (fd < 0 || self->draining || epoll_ctl (self->epoll, EPOLL_CTL_ADD, fd, &event) != 0)
        return false;
    stream->fd = fd;
    live_table_wrote (self->table, stream, wl_monotonic ());
    return true;
}

void
live_take (live_t *self, live_stream_t *stream, int fd, const char *last_event_id)
{
    if (fd >= 0)
        prepare_socket (self, fd);
    pthread_mutex_lock (&self->lock);
    if (!begin (self, stream, fd)) {
        live_table_leave (self->table, stream);
        if (fd >= 0)
            close (fd);
    } else if (stream->missed || !*stream->account->last_event_id) {
        /* What others of the account were told while this one was on its way is told again. */
        set_last_event_id (stream->account, last_event_id);
        if (stream->missed) {
            live_table_mark (self->table, stream->account);
            pthread_cond_signal (&self->wake);
        }
    }
    pthread_mutex_unlock (&self->lock);
}

/* ---- what is heard ---- */

void
live_heard (live_t *self, const char *user_id)
{
    live_account_t *account;

    pthread_mutex_lock (&self->lock);
    account = live_table_find (self->table, user_id);
    if (account) {
        live_table_mark (self->table, account);
        pthread_cond_signal (&self->wake);
    }
    pthread_mutex_unlock (&self->lock);
}

void
live_recheck (live_t *self)
{
    pthread_mutex_lock (&self->lock);
    self->recheck = true;
    pthread_mutex_unlock (&self->lock);
}

live_counters_t
live_counters (live_t *self)
{
    live_counters_t counters;

    pthread_mutex_lock (&self->lock);
    counters = self->counters;
    counters.streams = live_table_count (self->table);
    pthread_mutex_unlock (&self->lock);
    return counters;
}
