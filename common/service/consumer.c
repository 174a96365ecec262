/* Consumers: one thread per source, reading its log and committing effects with the offset.
 *
 * A batch is one transaction. When something in it fails, the batch is done again one event at a
 * time, so that only the failing event waits. A failure that time may heal (a service or the
 * database is away) is retried for ever; any other is retried a few times, then the event goes to
 * the dead letters and later events of its aggregate follow it there, in order, until an operator
 * retries.
 *
 * Only one replica consumes a source: an advisory session lock elects it, and dies with its
 * connection. The offset row is locked too, so even two that believe themselves elected do nothing
 * twice. Where a service has caches that hang on events (`heard`), the other replicas read along
 * from the committed offsets, without a transaction: every process hears, and hears a little twice
 * when it takes the lead.
 */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "bus/log_client.h"
#include "service/internal.h"

enum { POISON_TRIES = 8, STREAMS_MAX = 64, BATCH_MAX = 500 };

static const wl_time_t FOLLOW_PAUSE = 500 * WL_MILLISECOND;
static const wl_time_t NEXT_TIMEOUT = 500 * WL_MILLISECOND;
static const wl_time_t RETRY_FIRST = 50 * WL_MILLISECOND;
static const wl_time_t RETRY_MOST = 5 * WL_SECOND;
static const wl_time_t CHECK_EVERY =
    2 * WL_SECOND; /* for dead letters, and that the lock is ours */

typedef struct stream {
    char region[9];
    uint64_t sequence; /* the last whose effects are committed */
    uint8_t hash[WL_EVENT_HASH];
} stream_t;

struct wl_consumer {
    wl_loop_t loop;
    const char *source;
    wl_arena_t *batch_arena; /* entries as they came */
    wl_arena_t *arena;       /* one transaction's */
    wl_db_t *db;
    wl_log_client_t *client;
    stream_t streams[STREAMS_MAX];
    size_t stream_count;
    bool leads, reads_along;
    wl_time_t tried; /* to lead */
    wl_time_t checked;
    wl_time_t pause; /* the current back-off */
    int tries;       /* of the event that fails now */
    wl_counter_t *handled, *dead, *tampered;
};

WL_SQL (TRY_LEAD, "SELECT pg_try_advisory_lock (hashtextextended ('consumer:' || $1, 0))");
WL_SQL (DEAD_AGGREGATES,
        "SELECT DISTINCT aggregate FROM runtime.dead_letters WHERE source = $1 LIMIT 10000");
WL_SQL (STILL_THERE, "SELECT 1");

/* ---- where we stand ---- */

static stream_t *
find_stream (wl_consumer_t *self, const char *region)
{
    for (size_t i = 0; i < self->stream_count; i++)
        if (wl_text_equal (self->streams[i].region, region))
            return &self->streams[i];
    if (self->stream_count == STREAMS_MAX || strlen (region) >= sizeof self->streams[0].region)
        return NULL;
    stream_t *stream = &self->streams[self->stream_count++];
    *stream = (stream_t){ 0 };
    memcpy (stream->region, region, strlen (region));
    return stream;
}

static wl_status
load_offsets (wl_consumer_t *self)
{
    wl_stream_head_t *heads;
    size_t count;

    WL_TRY (wl_offset_list (self->db, self->source, &heads, &count));
    for (size_t i = 0; i < count; i++) {
        stream_t *stream = find_stream (self, heads[i].region);
        if (stream == NULL)
            return WL_RESOURCE_EXHAUSTED;
        stream->sequence = heads[i].sequence;
        memcpy (stream->hash, heads[i].hash, sizeof stream->hash);
        wl_log_client_position (self->client, stream->region, stream->sequence);
    }
    return WL_OK;
}

/* What was only read along is not behind us. */
static wl_status
start_over (wl_consumer_t *self)
{
    for (size_t i = 0; i < self->stream_count; i++) {
        self->streams[i].sequence = 0;
        memset (self->streams[i].hash, 0, sizeof self->streams[i].hash);
        wl_log_client_position (self->client, self->streams[i].region, 0);
    }
    return load_offsets (self);
}

static wl_status
lead (wl_consumer_t *self)
{
    wl_rows_t rows;
    bool was_connected = wl_db_connected (self->db);

    WL_TRY (wl_db_connect (self->db));
    if (!was_connected)
        self->leads = self->reads_along = false; /* the lock went with the old connection */
    if (self->leads || (self->reads_along && wl_monotonic () - self->tried < FOLLOW_PAUSE))
        return WL_OK;
    self->tried = wl_monotonic ();
    WL_TRY (wl_run (self->db, &TRY_LEAD, &rows, wl_p_text (self->source)));
    self->leads = wl_row_bool (&rows, 0, 0);
    wl_db_rollback (self->db);
    if (self->leads) {
        self->reads_along = false;
        WL_TRY (start_over (self));
    }
    wl_db_rollback (self->db);
    return WL_OK;
}

/* ---- one event ---- */

static wl_event_t
to_event (wl_consumer_t *self, const Bus__LogEntry *entry)
{
    wl_event_t event = { .source = self->source,
                         .region = entry->region,
                         .sequence = entry->sequence,
                         .type = entry->type,
                         .aggregate = entry->aggregate,
                         .at = entry->at,
                         .trace = entry->trace,
                         .payload = { entry->payload.data, entry->payload.len } };

    if (entry->hash.len == WL_EVENT_HASH)
        memcpy (event.hash, entry->hash.data, WL_EVENT_HASH);
    return event;
}

/* ---- a run of entries of one stream, in one transaction ---- */

typedef struct run {
    stream_t *stream;
    Bus__LogEntry **entries;
    size_t count;
    stream_t after;    /* where the stream stands once this commits */
    size_t failed;     /* index of the entry that failed */
    wl_request_t last; /* of the last handler, for its error and its effects */
    bool emitted, timer_set, jobs_waiting;
    const char **dead; /* aggregates that wait for an operator */
    size_t dead_count;
} run_t;

static wl_status
load_dead (wl_consumer_t *self, run_t *run)
{
    wl_rows_t rows;

    WL_TRY (wl_run (self->db, &DEAD_AGGREGATES, &rows, wl_p_text (self->source)));
    run->dead_count = (size_t) rows.count;
    run->dead = wl_arena_array (self->arena, run->dead_count, sizeof *run->dead);
    for (int i = 0; i < rows.count; i++)
        run->dead[i] = wl_row_text (self->db, &rows, i, 0);
    return WL_OK;
}

static bool
is_blocked (const run_t *run, const char *aggregate)
{
    for (size_t i = 0; i < run->dead_count; i++)
        if (wl_text_equal (run->dead[i], aggregate))
            return true;
    return false;
}

/* The chain proves that nobody changed what was said before. It names the service that spoke. */
static bool
chain_holds (const run_t *run, const wl_event_t *event)
{
    uint8_t expected[WL_EVENT_HASH];
    wl_event_t spoken = *event;

    if (wl_text_equal (event->source, WL_TARGET_CENTRE))
        spoken.source = "evaluation";
    wl_event_hash (run->after.hash, &spoken, expected);
    return memcmp (expected, event->hash, sizeof expected) == 0;
}

static wl_status
apply_entry (wl_consumer_t *self, run_t *run, const Bus__LogEntry *entry)
{
    wl_event_t event = to_event (self, entry);
    const wl_subscription_t *hears =
        wl_event_subscription (self->loop.daemon, self->source, entry->type, entry->aggregate);

    if (!chain_holds (run, &event)) {
        wl_counter_add (self->tampered, 1);
        wl_log (WL_LOG_ERROR, NULL,
                "the chain of the event log is broken; nothing is taken from it",
                WL_LOG_TEXT ("source", self->source), WL_LOG_TEXT ("region", event.region),
                WL_LOG_NUMBER ("sequence", event.sequence));
        return WL_DATA_LOSS;
    }
    if (hears != NULL && is_blocked (run, event.aggregate))
        wl_dead_letter_put (self->db, &event, "follows an earlier dead letter", 0);
    else if (hears != NULL)
        WL_TRY (
            wl_event_handle (self->loop.daemon, self->arena, self->db, hears, &event, &run->last));
    run->emitted |= run->last.emitted;
    run->timer_set |= run->last.timer_set;
    run->jobs_waiting |= run->last.jobs_waiting;
    run->after.sequence = event.sequence;
    memcpy (run->after.hash, event.hash, WL_EVENT_HASH);
    return WL_OK;
}

static wl_status
apply_run (wl_consumer_t *self, run_t *run)
{
    uint64_t stands;

    wl_arena_reset (self->arena);
    wl_request_init (&run->last, self->loop.daemon, self->arena, self->db);
    run->after = *run->stream;
    run->failed = 0;
    run->emitted = run->timer_set = run->jobs_waiting = false;
    wl_db_begin (self->db);
    WL_TRY (wl_offset_lock (self->db, self->source, run->stream->region, &stands));
    if (stands != run->stream->sequence)
        return WL_ABORTED; /* somebody else consumed: look again where we stand */
    WL_TRY (load_dead (self, run));
    for (size_t i = 0; i < run->count; i++) {
        run->failed = i;
        if (run->entries[i]->sequence <= run->after.sequence)
            continue;
        WL_TRY (apply_entry (self, run, run->entries[i]));
    }
    wl_offset_set (self->db, self->source, run->stream->region, run->after.sequence,
                   run->after.hash);
    return wl_db_commit (self->db);
}

static void
tell_heard (wl_consumer_t *self, Bus__LogEntry *const *entries, size_t count)
{
    const wl_service_t *service = self->loop.daemon->service;

    for (size_t i = 0; service->heard != NULL && i < count; i++) {
        const wl_subscription_t *hears = wl_event_subscription (
            self->loop.daemon, self->source, entries[i]->type, entries[i]->aggregate);
        wl_event_t event = to_event (self, entries[i]);
        if (hears != NULL)
            service->heard (self->loop.daemon->state, &event);
    }
}

static void
committed (wl_consumer_t *self, run_t *run)
{
    uint64_t count = run->after.sequence - run->stream->sequence;

    *run->stream = run->after;
    run->last.emitted = run->emitted;
    run->last.timer_set = run->timer_set;
    run->last.jobs_waiting = run->jobs_waiting;
    wl_request_committed (&run->last);
    wl_counter_add (self->handled, count);
    tell_heard (self, run->entries, run->count);
    self->pause = 0;
    self->tries = 0;
}

/* ---- failures ---- */

static bool
time_may_heal (wl_consumer_t *self, wl_status status)
{
    return status == WL_UNAVAILABLE || status == WL_DEADLINE_EXCEEDED || status == WL_ABORTED ||
           status == WL_DATA_LOSS || !wl_db_connected (self->db);
}

static void
back_off (wl_consumer_t *self)
{
    self->pause = self->pause == 0 ? RETRY_FIRST : self->pause * 2;
    if (self->pause > RETRY_MOST)
        self->pause = RETRY_MOST;
}

static wl_status
put_aside (wl_consumer_t *self, run_t *run, wl_status status)
{
    const Bus__LogEntry *entry = run->entries[0];
    wl_event_t event = to_event (self, entry);
    const char *reason =
        run->last.error.reason != NULL ? run->last.error.reason : wl_status_name (status);

    wl_log (WL_LOG_ERROR, event.trace, "event put aside after its last try",
            WL_LOG_TEXT ("source", self->source), WL_LOG_TEXT ("region", event.region),
            WL_LOG_NUMBER ("sequence", event.sequence), WL_LOG_TEXT ("type", event.type),
            WL_LOG_TEXT ("reason", reason));
    wl_db_begin (self->db);
    wl_dead_letter_put (self->db, &event, reason, self->tries);
    wl_offset_set (self->db, self->source, event.region, event.sequence, event.hash);
    WL_TRY (wl_db_commit (self->db));
    wl_counter_add (self->dead, 1);
    run->after = *run->stream;
    run->after.sequence = event.sequence;
    memcpy (run->after.hash, event.hash, WL_EVENT_HASH);
    run->emitted = run->timer_set = run->jobs_waiting = false;
    committed (self, run);
    return WL_OK;
}

/* The whole run, or what can be done of it; WL_OK when all of it is behind us. */
static wl_status
do_run (wl_consumer_t *self, run_t *run)
{
    wl_status status = apply_run (self, run);

    if (status == WL_OK) {
        committed (self, run);
        return WL_OK;
    }
    status = wl_request_database_failed (&run->last, status);
    wl_db_rollback (self->db);
    if (time_may_heal (self, status))
        return status;
    if (run->count > 1) {
        /* Alone, each event shows whether it is the one. */
        for (size_t i = 0; i < run->count; i++) {
            run_t one = { .stream = run->stream, .entries = &run->entries[i], .count = 1 };
            WL_TRY (do_run (self, &one));
        }
        return WL_OK;
    }
    self->tries++;
    wl_log (WL_LOG_WARN, run->entries[0]->trace, "event failed",
            WL_LOG_TEXT ("type", run->entries[0]->type), WL_LOG_NUMBER ("tries", self->tries),
            WL_LOG_TEXT ("status", wl_status_name (status)),
            WL_LOG_TEXT ("reason", run->last.error.reason));
    return self->tries < POISON_TRIES ? status : put_aside (self, run, status);
}

/* ---- the thread ---- */

static wl_status
take_batch (wl_consumer_t *self, Bus__LogEntry **entries, size_t count)
{
    size_t start = 0;

    while (start < count) {
        size_t end = start + 1;
        while (end < count && wl_text_equal (entries[end]->region, entries[start]->region))
            end++;
        run_t run = { .stream = find_stream (self, entries[start]->region),
                      .entries = &entries[start],
                      .count = end - start };
        if (run.stream == NULL)
            return WL_RESOURCE_EXHAUSTED;
        WL_TRY (do_run (self, &run));
        start = end;
    }
    return WL_OK;
}

static wl_status
check_now_and_then (wl_consumer_t *self)
{
    wl_status status;

    if (wl_monotonic () - self->checked < CHECK_EVERY)
        return WL_OK;
    self->checked = wl_monotonic ();
    WL_TRY (wl_run (self->db, &STILL_THERE, NULL));
    status = wl_dead_letters_retry (self->loop.daemon, self->arena, self->db);
    wl_db_rollback (self->db);
    return status;
}

/* What another replica commits. */
static wl_status
read_along (wl_consumer_t *self)
{
    Bus__LogEntry **entries;
    size_t count;

    if (!self->reads_along) {
        WL_TRY (load_offsets (self));
        wl_db_rollback (self->db);
        self->reads_along = true;
    }
    wl_arena_reset (self->batch_arena);
    WL_TRY (wl_log_client_next (self->client, FOLLOW_PAUSE, self->batch_arena, &entries, &count));
    for (size_t i = 0; i < count; i++)
        (void) find_stream (self, entries[i]->region); /* so that start_over knows it */
    tell_heard (self, entries, count);
    wl_log_client_confirm (self->client, count);
    self->pause = 0;
    return WL_OK;
}

static wl_status
turn (wl_consumer_t *self)
{
    Bus__LogEntry **entries;
    size_t count;
    wl_status status = lead (self);

    if (status == WL_OK && !self->leads && self->loop.daemon->service->heard != NULL)
        return read_along (self);
    if (status != WL_OK || !self->leads) {
        self->pause = FOLLOW_PAUSE;
        wl_db_rollback (self->db);
        return status;
    }
    WL_TRY (check_now_and_then (self));
    wl_arena_reset (self->batch_arena);
    WL_TRY (wl_log_client_next (self->client, NEXT_TIMEOUT, self->batch_arena, &entries, &count));
    if (count == 0)
        return WL_OK;
    status = take_batch (self, entries, count);
    if (status == WL_OK)
        wl_log_client_confirm (self->client, count);
    return status;
}

static void
recover (wl_consumer_t *self)
{
    wl_db_rollback (self->db);
    back_off (self);
    if (wl_db_connected (self->db)) {
        wl_arena_reset (self->arena);
        if (load_offsets (self) == WL_OK) {
            wl_db_rollback (self->db);
            return;
        }
    }
    for (size_t i = 0; i < self->stream_count; i++)
        wl_log_client_position (self->client, self->streams[i].region, self->streams[i].sequence);
}

static void *
consume (void *argument)
{
    wl_consumer_t *self = argument;
    jmp_buf jump;

    while (wl_loop_wait (&self->loop, self->pause)) {
        if (setjmp (jump) != 0) {
            wl_log (WL_LOG_ERROR, NULL, "an event used up its memory",
                    WL_LOG_TEXT ("source", self->source));
            recover (self);
            continue;
        }
        wl_arena_guard (self->arena, &jump);
        wl_arena_guard (self->batch_arena, &jump);
        if (turn (self) != WL_OK)
            recover (self);
    }
    return NULL;
}

/* ---- life ---- */

static double
read_behind (void *context)
{
    wl_consumer_t *self = context;
    return (double) wl_log_client_state (self->client).behind;
}

static double
read_connected (void *context)
{
    wl_consumer_t *self = context;
    return wl_log_client_state (self->client).connected ? 1 : 0;
}

static double
read_silence (void *context)
{
    wl_consumer_t *self = context;
    wl_time_t heard = wl_log_client_state (self->client).last_heard;

    return heard == 0 ? -1 : (double) (wl_monotonic () - heard) / WL_SECOND;
}

static double
read_clock_difference (void *context)
{
    wl_consumer_t *self = context;
    return (double) wl_log_client_state (self->client).clock_difference / WL_SECOND;
}

static void
add_metrics (wl_consumer_t *self)
{
    wl_metrics_t *metrics = self->loop.daemon->metrics;
    const char *label = wl_text_printf (self->loop.daemon->arena, "source=\"%s\"", self->source);

    self->handled = wl_metrics_counter (metrics, "wlacznik_events_taken_total",
                                        "Events whose effects are committed", label);
    self->dead = wl_metrics_counter (metrics, "wlacznik_events_dead_total",
                                     "Events put aside as dead letters", label);
    self->tampered = wl_metrics_counter (metrics, "wlacznik_events_tampered_total",
                                         "Events whose hash does not follow the one before", label);
    wl_metrics_on_read (metrics, "wlacznik_events_behind", "gauge",
                        "Events between us and the end of the source's log", label, read_behind,
                        self);
    wl_metrics_on_read (metrics, "wlacznik_events_connected", "gauge",
                        "1 when the source's log was heard within 5 s", label, read_connected,
                        self);
    wl_metrics_on_read (metrics, "wlacznik_events_silence_seconds", "gauge",
                        "Since the source's log was heard last; -1: never", label, read_silence,
                        self);
    wl_metrics_on_read (metrics, "wlacznik_events_clock_difference_seconds", "gauge",
                        "The source's clock minus ours, the way there included", label,
                        read_clock_difference, self);
}

wl_status
wl_consumer_start (wl_daemon_t *daemon, const char *source, wl_consumer_t **ret, wl_error_t *error)
{
    wl_consumer_t *self = calloc (1, sizeof *self);
    const char *log_key = wl_text_printf (daemon->arena, "services.%s.log", source);
    const char *server_key = wl_text_printf (daemon->arena, "services.%s.key", source);
    wl_log_client_options_t options = {
        .consumer = daemon->service->name,
        .endpoints = wl_config_list (daemon->config, log_key, daemon->arena),
        .server_key = wl_config_text (daemon->config, server_key, NULL),
        .keys = daemon->has_keys ? &daemon->keys : NULL,
        .regions = wl_config_list (daemon->config, "regions", daemon->arena),
    };

    if (self == NULL)
        return WL_RESOURCE_EXHAUSTED;
    *ret = self;
    if (options.endpoints == NULL || options.endpoints[0] == NULL)
        return wl_error_set (error, WL_FAILED_PRECONDITION, "setting-missing",
                             "%s is not set: where is the event log of %s?", log_key, source);
    if (options.regions != NULL && options.regions[0] == NULL)
        options.regions = NULL;
    self->loop.daemon = daemon;
    self->source = source;
    self->batch_arena = wl_arena_new (2 * daemon->arena_budget);
    self->arena = wl_arena_new (2 * daemon->arena_budget);
    self->db = wl_db_new (daemon->database, "consumer", self->arena);
    self->client = wl_log_client_new (&options);
    add_metrics (self);
    return wl_loop_start (&self->loop, daemon, "consumer", consume, self);
}

wl_loop_t *
wl_consumer_loop (wl_consumer_t *self)
{
    return &self->loop;
}

const char *
wl_consumer_source (const wl_consumer_t *self)
{
    return self->source;
}

void
wl_consumer_end (wl_consumer_t *self)
{
    wl_loop_end (&self->loop);
    if (self->client != NULL) /* else its start has failed */
        wl_log_client_wake (self->client);
}

void
wl_consumer_join (wl_consumer_t **self_p)
{
    wl_consumer_t *self = *self_p;

    if (self == NULL)
        return;
    wl_loop_join (&self->loop);
    wl_log_client_destroy (&self->client);
    wl_db_destroy (&self->db);
    wl_arena_destroy (&self->arena);
    wl_arena_destroy (&self->batch_arena);
    free (self);
    *self_p = NULL;
}
