/* Spans as OTLP writes them in JSON (opentelemetry-proto 1.x, "OTLP/HTTP with JSON"). Pure. */
#pragma once

#include "service/span.h"

enum { WL_TRACE_ID = 33, WL_SPAN_REGION = 8 };

/* A span that ended, as it waits in the queue. */
typedef struct wl_span_record {
    char trace[WL_TRACE_ID], id[WL_SPAN_ID], parent[WL_SPAN_ID];
    char region[WL_SPAN_REGION];
    wl_time_t began, took;
    wl_span_facts_t facts; /* but for its region */
} wl_span_record_t;

/* False for what is no traceparent of version 00, in lower case, with ids that are not zero. */
WL_MUST_CHECK bool wl_traceparent_valid (const char *traceparent);

/* The body of a request to the collector; `instance` tells replicas of a service apart. */
void wl_span_write (const char *service, const char *instance, const wl_span_record_t *records,
                    size_t count, wl_buffer_t *ret);
