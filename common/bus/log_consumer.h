/* One consumer of the log as the server sees it: where it stands, what it wants, what it can take.
 * Internal to common/bus.
 */
#pragma once

#include "base/clock.h"
#include "bus/keys.h"
#include "wlacznik/bus.pb-c.h"

enum {
    WL_LOG_ROUTE_MAX = 255, /* ZMTP's limit of a routing id */
    WL_LOG_REGION = 9,      /* with the terminating NUL */
    WL_LOG_REGIONS_MAX = 100,
    WL_LOG_STREAMS_MAX = 1000,
    WL_LOG_CREDIT_MAX = 10000,
};

/* A stream and a place in it. */
typedef struct log_position {
    char region[WL_LOG_REGION];
    uint64_t sequence;
} log_position_t;

typedef struct log_consumer {
    size_t socket; /* where it is connected: which of the server's sockets, */
    uint8_t route[WL_LOG_ROUTE_MAX];
    size_t route_length;   /* and which connection of it */
    char key[WL_KEY_TEXT]; /* "" on ipc */

    uint64_t generation;
    uint32_t credit; /* events that it still takes */
    char regions[WL_LOG_REGIONS_MAX][WL_LOG_REGION];
    size_t region_count; /* 0: wants all that it may */
    log_position_t *positions;
    size_t position_count;

    size_t turn;     /* the stream that comes first next time */
    wl_time_t heard; /* monotonic */
    bool gone;       /* to be swept out */
} log_consumer_t;

/* NULL without memory. */
log_consumer_t *
wl_log_consumer_new (size_t socket, const void *route, size_t route_length, const char *key);
void wl_log_consumer_destroy (log_consumer_t **self_p);

/* Starts over as `subscribe` says. False, and nothing changes, when a region in it is none or there
 * is no memory. */
WL_MUST_CHECK bool
wl_log_consumer_subscribe (log_consumer_t *self, const Bus__Subscribe *subscribe);
void wl_log_consumer_credit (log_consumer_t *self, const Bus__Credit *credit);

WL_MUST_CHECK bool wl_log_consumer_wants (const log_consumer_t *self, const char *region);
/* The last sequence of the stream that was sent; 0 at its beginning. */
uint64_t wl_log_consumer_position (const log_consumer_t *self, const char *region);
/* `count` entries up to `sequence` were sent. False without memory: then it was not noted. */
WL_MUST_CHECK bool wl_log_consumer_advance (log_consumer_t *self, const char *region,
                                            uint64_t sequence, uint32_t count);
