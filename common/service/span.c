#include "service/span.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/uuid.h"
#include "service/internal.h"
#include "service/span_send.h"
#include "service/span_write.h"

/* QUEUE spans wait at most (1.5 MB); a request to the collector carries BATCH of them. */
enum { QUEUE = 8192, BATCH = 512, SPAN_BYTES = 8, TRACE_BYTES = 16, SPAN_AT = 36, FLAGS_AT = 53 };

static const wl_time_t EVERY = WL_SECOND, PATIENCE = 5 * WL_SECOND, LAST_PATIENCE = 2 * WL_SECOND;

/* Two arrays: one fills while the other is sent, so whoever ends a span waits for no more than an
 * exchange of pointers. */
typedef struct pile {
    wl_span_record_t *records;
    size_t count;
} pile_t;

struct wl_spans {
    const char *service;
    char instance[WL_UUID_TEXT];
    long percent;
    wl_span_sender_t *sender;
    pthread_mutex_t mutex;
    pile_t filling;  /* under the mutex */
    pile_t leaving;  /* the thread's own */
    bool complained; /* the thread's own: the collector's absence is told once */
    wl_loop_t loop;
    wl_counter_t *sent, *full, *refused;
};

/* ---- beginning ---- */

bool
wl_spans_chooses (const wl_spans_t *self, const uint8_t *trace)
{
    long chance = trace[TRACE_BYTES - 2] << 8 | trace[TRACE_BYTES - 1];

    return self == NULL || chance * 100 < self->percent * (UINT16_MAX + 1L);
}

void
wl_span_take (const wl_spans_t *self, const char *traceparent, const char *parent, wl_time_t began,
              wl_span_t *ret)
{
    wl_time_t now = wl_monotonic ();

    snprintf (ret->context, sizeof ret->context, "%s", traceparent == NULL ? "" : traceparent);
    snprintf (ret->parent, sizeof ret->parent, "%s", parent);
    ret->began_monotonic = began == 0 ? now : began;
    ret->began = wl_clock_now (&wl_clock_system) - (now - ret->began_monotonic);
    /* The last bit of the flags: the trace was chosen. An odd hexadecimal digit has it. */
    ret->recorded = self != NULL && wl_traceparent_valid (ret->context) &&
                    strchr ("13579bdf", ret->context[FLAGS_AT + 1]) != NULL;
}

void
wl_span_begin (const wl_spans_t *self, const char *traceparent, wl_time_t began, wl_span_t *ret)
{
    uint8_t random[SPAN_BYTES];
    char id[WL_SPAN_ID];

    wl_span_take (self, traceparent, "", began, ret);
    if (!ret->recorded)
        return;
    memcpy (ret->parent, ret->context + SPAN_AT, WL_SPAN_ID - 1);
    ret->parent[WL_SPAN_ID - 1] = '\0';
    randombytes_buf (random, sizeof random);
    wl_hex (random, sizeof random, id);
    memcpy (ret->context + SPAN_AT, id, WL_SPAN_ID - 1);
}

void
wl_span_begin_trace (const wl_spans_t *self, wl_span_t *ret)
{
    uint8_t random[TRACE_BYTES + SPAN_BYTES];
    char trace[WL_TRACE_ID], id[WL_SPAN_ID], context[WL_TRACEPARENT] = "";

    if (self != NULL) {
        randombytes_buf (random, sizeof random);
        wl_hex (random, TRACE_BYTES, trace);
        wl_hex (random + TRACE_BYTES, SPAN_BYTES, id);
        snprintf (context, sizeof context, "00-%s-%s-%s", trace, id,
                  wl_spans_chooses (self, random) ? "01" : "00");
    }
    wl_span_take (self, context, "", 0, ret);
}

/* ---- ending ---- */

static void
fill (const wl_span_t *span, const wl_span_facts_t *facts, wl_span_record_t *ret)
{
    memcpy (ret->trace, span->context + 3, WL_TRACE_ID - 1);
    ret->trace[WL_TRACE_ID - 1] = '\0';
    memcpy (ret->id, span->context + SPAN_AT, WL_SPAN_ID - 1);
    ret->id[WL_SPAN_ID - 1] = '\0';
    memcpy (ret->parent, span->parent, WL_SPAN_ID);
    snprintf (ret->region, sizeof ret->region, "%s", facts->region == NULL ? "" : facts->region);
    ret->began = span->began;
    ret->took = wl_monotonic () - span->began_monotonic;
    ret->facts = *facts;
    ret->facts.region = NULL;
}

void
wl_span_end (wl_spans_t *self, const wl_span_t *span, const wl_span_facts_t *facts)
{
    size_t count;

    if (self == NULL || !span->recorded)
        return;
    pthread_mutex_lock (&self->mutex);
    count = self->filling.count;
    if (count < QUEUE)
        fill (span, facts, &self->filling.records[self->filling.count++]);
    pthread_mutex_unlock (&self->mutex);
    if (count == QUEUE)
        wl_counter_add (self->full, 1);
    else if (count == BATCH)
        wl_loop_wake (&self->loop);
}

/* ---- sending ---- */

static void
exchange_piles (wl_spans_t *self)
{
    pile_t filled;

    pthread_mutex_lock (&self->mutex);
    filled = self->filling;
    self->filling = (pile_t){ self->leaving.records, 0 };
    self->leaving = filled;
    pthread_mutex_unlock (&self->mutex);
}

static void
tell (wl_spans_t *self, const char *why)
{
    if (why != NULL && !self->complained)
        wl_log (WL_LOG_WARN, NULL, "traces do not reach their collector", WL_LOG_TEXT ("why", why));
    else if (why == NULL && self->complained)
        wl_log (WL_LOG_INFO, NULL, "traces reach their collector again");
    self->complained = why != NULL;
}

/* A batch that is not taken is gone: traces are worth no queue on disk. Past `until` nothing is
 * tried any more. */
static void
send_pile (wl_spans_t *self, wl_arena_t *arena, wl_time_t until)
{
    exchange_piles (self);
    for (size_t at = 0; at < self->leaving.count; at += BATCH) {
        size_t left = self->leaving.count - at, count = left < BATCH ? left : BATCH;
        wl_time_t patience = until - wl_monotonic ();
        const char *why = "there was no time left";
        wl_buffer_t body;

        wl_arena_reset (arena);
        wl_buffer_init (&body, arena);
        wl_span_write (self->service, self->instance, self->leaving.records + at, count, &body);
        if (patience > 10 * WL_MILLISECOND)
            why = wl_span_send (self->sender, &body, patience);
        wl_counter_add (why == NULL ? self->sent : self->refused, count);
        tell (self, why);
    }
    self->leaving.count = 0;
}

static void *
send_spans (void *argument)
{
    wl_spans_t *self = argument;
    wl_arena_t *arena = wl_arena_new (SIZE_MAX);

    while (wl_loop_wait (&self->loop, EVERY))
        send_pile (self, arena, wl_monotonic () + PATIENCE);
    send_pile (self, arena, wl_monotonic () + LAST_PATIENCE);
    wl_arena_destroy (&arena);
    return NULL;
}

/* ---- life ---- */

static double
read_waiting (void *context)
{
    wl_spans_t *self = context;
    size_t count;

    pthread_mutex_lock (&self->mutex);
    count = self->filling.count;
    pthread_mutex_unlock (&self->mutex);
    return (double) count;
}

static void
add_metrics (wl_spans_t *self, wl_metrics_t *metrics)
{
    static const char dropped[] = "wlacznik_spans_dropped_total";
    static const char help[] = "Spans that the collector never got";

    self->sent = wl_metrics_counter (metrics, "wlacznik_spans_sent_total",
                                     "Spans that the collector took", "");
    self->full = wl_metrics_counter (metrics, dropped, help, "why=\"full\"");
    self->refused = wl_metrics_counter (metrics, dropped, help, "why=\"refused\"");
    wl_metrics_on_read (metrics, "wlacznik_spans_waiting", "gauge", "Spans that wait to be sent",
                        "", read_waiting, self);
}

wl_status
wl_spans_start (const char *service, const wl_config_t *config, wl_metrics_t *metrics,
                wl_spans_t **ret, wl_error_t *error)
{
    const char *url = wl_config_text (config, "traces.url", NULL);
    wl_uuid_t instance = wl_uuid_new (wl_clock_now (&wl_clock_system));
    wl_spans_t *self;

    *ret = NULL;
    if (url == NULL)
        return WL_OK;
    self = calloc (1, sizeof *self);
    if (self == NULL)
        return WL_RESOURCE_EXHAUSTED;
    *ret = self;
    self->service = service;
    wl_uuid_format (&instance, self->instance);
    pthread_mutex_init (&self->mutex, NULL);
    self->filling.records = calloc (QUEUE, sizeof *self->filling.records);
    self->leaving.records = calloc (QUEUE, sizeof *self->leaving.records);
    if (self->filling.records == NULL || self->leaving.records == NULL)
        return WL_RESOURCE_EXHAUSTED;
    WL_TRY (wl_config_int (config, "traces.percent", 100, 0, 100, &self->percent, error));
    WL_TRY (wl_span_sender_new (url, wl_config_text (config, "traces.header", NULL), &self->sender,
                                error));
    add_metrics (self, metrics);
    return wl_loop_start (&self->loop, NULL, "spans", send_spans, self);
}

void
wl_spans_stop (wl_spans_t **self_p)
{
    wl_spans_t *self = *self_p;

    if (self == NULL)
        return;
    wl_loop_end (&self->loop);
    wl_loop_join (&self->loop);
    wl_span_sender_destroy (&self->sender);
    free (self->filling.records);
    free (self->leaving.records);
    pthread_mutex_destroy (&self->mutex);
    free (self);
    *self_p = NULL;
}
