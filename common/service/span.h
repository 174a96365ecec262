/* Spans: what happened when, within which trace, for a collector that speaks OTLP over HTTP.
 *
 * A trace begins at the gateway, or with a timer; its context (W3C traceparent) goes with requests,
 * events and letters. Where traces.url is set, each service adds a span to it for what it did;
 * where it is not, it passes on what it got. A span holds names of our own, statuses, regions and
 * sequence numbers: nothing about people.
 *
 * Ending a span copies it into a queue and never waits for the collector. What does not fit, or
 * what the collector does not take, is dropped and counted. Thread-safe.
 */
#pragma once

#include <stdint.h>

#include "base/clock.h"
#include "base/text.h"
#include "service/config.h"
#include "service/metrics.h"

typedef struct wl_spans wl_spans_t;

enum { WL_TRACEPARENT = 56, WL_SPAN_ID = 17 }; /* texts, with the NUL */

/* As OTLP numbers them. */
typedef enum wl_span_kind {
    WL_SPAN_INTERNAL = 1,
    WL_SPAN_SERVER = 2,
    WL_SPAN_CLIENT = 3,
    WL_SPAN_CONSUMER = 5,
} wl_span_kind_t;

typedef struct wl_span {
    char context[WL_TRACEPARENT]; /* what goes on as traceparent: "" in no trace */
    char parent[WL_SPAN_ID];      /* "": the first of its trace */
    bool recorded;                /* somebody collects, and the trace was chosen */
    wl_time_t began;              /* by the wall clock */
    wl_time_t began_monotonic;
} wl_span_t;

/* What is known when it ends. Texts live as long as the process, `region` excepted. */
typedef struct wl_span_facts {
    wl_span_kind_t kind;
    const char *system;  /* "http", "rpc", "event", "timer", "mail" */
    const char *service; /* of the method or the event */
    const char *name;
    const char *region; /* "" or NULL: none */
    uint64_t sequence;  /* of an event; 0: none */
    int http_status;    /* 0: none */
    const char *status; /* NULL: well */
    wl_time_t waited;   /* of `began` until somebody took it up; 0: unknown */
} wl_span_facts_t;

/* NULL in *ret where traces.url is not set: then every function here does nothing. Starts the
 * thread that sends. */
WL_MUST_CHECK wl_status wl_spans_start (const char *service, const wl_config_t *config,
                                        wl_metrics_t *metrics, wl_spans_t **ret, wl_error_t *error);
/* Sends what is left, for two seconds at most. */
void wl_spans_stop (wl_spans_t **self_p);

/* Whether a trace that begins here is recorded (traces.percent); `trace` are the 16 bytes of its
 * id, by chance. True for all where nobody collects: another service may. */
WL_MUST_CHECK bool wl_spans_chooses (const wl_spans_t *self, const uint8_t *trace);

/* A span below `traceparent` that began at `began` (monotonic; 0: now). When it is not recorded its
 * context is the one above it. */
void
wl_span_begin (const wl_spans_t *self, const char *traceparent, wl_time_t began, wl_span_t *ret);
/* The first span of a trace; without a collector there is none, and the context is "". */
void wl_span_begin_trace (const wl_spans_t *self, wl_span_t *ret);
/* A span whose context somebody made: of `traceparent`, below the span `parent`. */
void wl_span_take (const wl_spans_t *self, const char *traceparent, const char *parent,
                   wl_time_t began, wl_span_t *ret);
void wl_span_end (wl_spans_t *self, const wl_span_t *span, const wl_span_facts_t *facts);
