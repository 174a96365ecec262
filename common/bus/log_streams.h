/* The streams that a consumer follows: where it is in each, and where each ends. Internal to
 * common/bus.
 */
#pragma once

#include "bus/log_consumer.h"

typedef struct log_stream {
    char region[WL_LOG_REGION];
    uint64_t position; /* the last that was handed out */
    uint64_t head;     /* the last that we know of */
} log_stream_t;

typedef struct log_streams {
    log_stream_t list[WL_LOG_STREAMS_MAX];
    size_t count;
} log_streams_t;

/* The stream of that region, a new one at 0 if there was none. NULL when the region is none, or
 * there are too many: a server that invents regions gets no memory for it. */
log_stream_t *wl_log_streams_provide (log_streams_t *self, const char *region);

typedef enum log_follows { LOG_FOLLOWS, LOG_GAP, LOG_NONSENSE } log_follows_t;

/* Goes on over the entries, if each is the next of its stream; else stays where it was. */
WL_MUST_CHECK log_follows_t wl_log_streams_advance (log_streams_t *self,
                                                    const Bus__Entries *entries);
/* Notes the heads; false when a region is none. */
WL_MUST_CHECK bool wl_log_streams_heads (log_streams_t *self, const Bus__Heads *heads);
/* Events between the positions and the heads. */
uint64_t wl_log_streams_behind (const log_streams_t *self);
