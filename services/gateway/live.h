/* Streams of events to browsers (server-sent events): a connection each, but no thread each.
 *
 * The transport hands a connection over once the beginning of its answer is written. From then on
 * one thread watches all of them (epoll) for those that end, and one asks what is new for the
 * accounts that an event named, up to 250 of them at once, and writes it. What a socket does not
 * take waits in at most LIVE_PENDING_MAX bytes; a reader that falls further behind, or takes
 * nothing between two signs of life, is dropped: it comes back with Last-Event-ID and misses
 * nothing. Whoever's session ended is dropped within seconds. Thread-safe.
 */
#pragma once

#include "base/arena.h"
#include "live_table.h"

typedef struct live live_t;

enum { LIVE_ASK_MAX = 250, LIVE_CHECK_MAX = 500, LIVE_PENDING_MAX = 16 * 1024 };

/* What is new for an account: events as they go onto its streams. */
typedef struct live_question {
    const char *user_id, *last_event_id;
} live_question_t;
typedef struct live_news {
    const char *events;
    size_t length;
    const char *last_event_id;
} live_news_t;

/* Whom the streams' threads ask; both may take a while. Results live in the arena. */
typedef struct live_source {
    wl_status (*news) (void *context, wl_arena_t *arena, const live_question_t *questions,
                       size_t count, live_news_t *ret);
    /* Which tokens stand for nobody any more: ret[i]. */
    wl_status (*ended) (void *context, wl_arena_t *arena, const uint8_t *const *tokens,
                        size_t count, bool *ret);
    void *context;
} live_source_t;

typedef struct live_options {
    live_limits_t limits;
    live_source_t source;
    wl_time_t heartbeat; /* a sign of life after so long a silence */
    wl_time_t check;     /* how often a token is looked at again */
} live_options_t;

live_t *live_new (const live_options_t *options);
/* Ends every stream and takes no further one. */
void live_drain (live_t *self);
void live_destroy (live_t **self_p);

/* A place for a stream that is being opened. It is given back by live_leave, or filled by
 * live_take. */
WL_MUST_CHECK live_entry_t live_enter (live_t *self, const char *user_id, const char *address,
                                       const uint8_t token[TOKEN_HASH], live_stream_t **ret);
void live_leave (live_t *self, live_stream_t *stream);
/* The stream's connection, whose answer has begun and told everything up to `last_event_id`. Takes
 * the descriptor; -1: it was lost. */
void live_take (live_t *self, live_stream_t *stream, int fd, const char *last_event_id);

/* Something became new for this account. */
void live_heard (live_t *self, const char *user_id);
/* Sessions may have ended: they are looked at again soon, at most every two seconds. */
void live_recheck (live_t *self);

typedef struct live_counters {
    long streams;
    long dropped; /* since the start: too slow, or their session ended */
    long told;    /* pieces of news written */
} live_counters_t;
live_counters_t live_counters (live_t *self);
