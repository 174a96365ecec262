/* Who follows what: streams by account, how many from where, and what waits to be told.
 *
 * Only bookkeeping: no sockets, no threads, no lock; live.c has all three. Everything is bounded by
 * the limits, so a place that was given costs what it costs (README.md, "Live") and no more.
 */
#pragma once

#include "base/clock.h"
#include "base/uuid.h"
#include "token.h"

enum { LIVE_EVENT_ID = 21 }; /* with the terminating NUL */

typedef struct live_limits {
    long streams, per_account, per_address;
} live_limits_t;

typedef enum live_entry {
    LIVE_ENTERED,
    LIVE_FULL,            /* so many streams are all that there may be */
    LIVE_ACCOUNT_CROWDED, /* the account has as many as it may */
    LIVE_ADDRESS_CROWDED,
} live_entry_t;

typedef struct live_account live_account_t;

typedef struct live_stream {
    struct live_stream *next_of_account, *previous_of_account;
    struct live_stream *next_written, *previous_written; /* the longest silent first */
    struct live_stream *next_checked, *previous_checked; /* the longest unchecked first */
    live_account_t *account;
    uint64_t address;          /* a keyed hash; 0: one that is not counted */
    uint8_t token[TOKEN_HASH]; /* of what its reader is known by */
    int fd;                    /* -1 while it is being opened */
    bool missed;               /* something was told while it was being opened */
    bool dead;                 /* shut down; the watching thread closes it */
    bool held, gone;           /* held while its token is checked; gone: freed after that */
    char *pending;             /* what the socket did not take yet, or NULL */
    size_t pending_length;
    wl_time_t written, checked; /* wl_monotonic () */
} live_stream_t;

struct live_account {
    live_account_t *next, *next_waiting;
    live_stream_t *streams;
    long stream_count;
    bool waiting; /* in the queue of those to be told something */
    char user_id[WL_UUID_TEXT];
    char last_event_id[LIVE_EVENT_ID]; /* how far they were told */
};

typedef struct live_table live_table_t;

live_table_t *live_table_new (const live_limits_t *limits);
/* Frees every stream; their sockets are the caller's. */
void live_table_destroy (live_table_t **self_p);

/* Takes a place. `address` is "" for one that is not counted. `*ret` is the table's until
 * live_table_leave. */
WL_MUST_CHECK live_entry_t live_table_enter (live_table_t *self, const char *user_id,
                                             const char *address, const uint8_t token[TOKEN_HASH],
                                             wl_time_t now, live_stream_t **ret);
/* Gives the place back; frees the stream, or leaves that to live_table_release while it is held. */
void live_table_leave (live_table_t *self, live_stream_t *stream);
/* The token's check is over; frees the stream when it left meanwhile, which is told. */
WL_MUST_CHECK bool live_table_release (live_stream_t *stream);

/* NULL when nobody of that account follows. */
live_account_t *live_table_find (live_table_t *self, const char *user_id);
/* The account's streams are to be told something; once, however often it is said. */
void live_table_mark (live_table_t *self, live_account_t *account);
/* Takes the first of those that wait; NULL: nobody does. */
live_account_t *live_table_next (live_table_t *self);
WL_MUST_CHECK bool live_table_waits (const live_table_t *self);

/* It was written to, or checked: it goes to the end of that order. */
void live_table_wrote (live_table_t *self, live_stream_t *stream, wl_time_t now);
void live_table_checked (live_table_t *self, live_stream_t *stream, wl_time_t now);
/* The first of each order; NULL when there is no stream. */
live_stream_t *live_table_longest_silent (live_table_t *self);
live_stream_t *live_table_longest_unchecked (live_table_t *self);

long live_table_count (const live_table_t *self);
