/* The threads that run durable timers: inside a transaction, or outside one under a lease. */
#include <setjmp.h>
#include <stdlib.h>

#include "service/internal.h"

enum { KINDS_MAX = 32 };

/* Longer than any act may take: notification gives a mail server a minute. */
static const wl_time_t LEASE = 90 * WL_SECOND;
static const wl_time_t AWAY_PAUSE = 500 * WL_MILLISECOND;
/* How long background work rests after each timer, in times of what that one took. */
static const wl_time_t BACKGROUND_REST = 4;

struct wl_timer_loop {
    wl_loop_t loop;
    wl_arena_t *arena;
    wl_db_t *db;
    /* The ways of running, each with the names of its kinds. */
    const char *inside[KINDS_MAX], *outside[KINDS_MAX], *background[KINDS_MAX];
    size_t inside_count, outside_count, background_count;
    wl_counter_t *done, *failed;
    wl_histogram_t *late;
};

static const wl_timer_kind_t *
find_kind (const wl_service_t *service, const char *name)
{
    for (const wl_timer_kind_t *kind = service->timers; kind != NULL && kind->name != NULL; kind++)
        if (wl_text_equal (kind->name, name))
            return kind;
    return NULL;
}

static wl_status
unpack_payload (wl_request_t *req, const wl_timer_kind_t *kind, const wl_timer_t *timer,
                const void **ret)
{
    ProtobufCMessage *message = NULL;

    if (kind->payload != NULL)
        WL_TRY (wl_message_unpack (req->arena, kind->payload, timer->payload.data,
                                   timer->payload.length, &message));
    *ret = message;
    return WL_OK;
}

static wl_status
run_inside (wl_request_t *req, const wl_timer_kind_t *kind, const wl_timer_t *timer)
{
    const void *payload;

    WL_TRY (unpack_payload (req, kind, timer, &payload));
    WL_TRY (kind->handle (req, timer, payload));
    wl_timer_done (req->db, timer);
    return wl_db_commit (req->db);
}

static wl_status
run_outside (wl_request_t *req, const wl_timer_kind_t *kind, const wl_timer_t *timer)
{
    const void *payload;
    void *prepared = NULL;
    wl_status acted;

    WL_TRY (unpack_payload (req, kind, timer, &payload));
    WL_TRY (kind->prepare (req, timer, payload, &prepared));
    if (prepared == NULL) {
        wl_timer_done (req->db, timer);
        return wl_db_commit (req->db);
    }
    WL_TRY (wl_db_commit (req->db));
    acted = kind->act (req, prepared);
    WL_TRY (wl_request_connect (req));
    wl_db_begin (req->db);
    WL_TRY (kind->record (req, prepared, acted));
    wl_timer_done (req->db, timer);
    return wl_db_commit (req->db);
}

/* A failure is written in a transaction of its own: the timer's was rolled back. */
static void
note_failure (struct wl_timer_loop *self, wl_request_t *req, const wl_timer_t *timer,
              wl_status status)
{
    const char *reason = req->error.reason != NULL ? req->error.reason : wl_status_name (status);
    wl_time_t due = wl_clock_now (&wl_clock_system) + wl_timer_backoff (timer->attempts);

    wl_counter_add (self->failed, 1);
    wl_log (WL_LOG_WARN, req->trace, "timer failed, trying again later",
            WL_LOG_TEXT ("kind", timer->kind), WL_LOG_TEXT ("status", wl_status_name (status)),
            WL_LOG_TEXT ("reason", reason), WL_LOG_NUMBER ("attempts", timer->attempts + 1));
    wl_db_rollback (self->db);
    if (wl_db_connect (self->db) != WL_OK)
        return; /* the lease, or the row as it was, brings it back */
    wl_db_begin (self->db);
    wl_timer_failed (self->db, timer, due, reason);
    if (wl_db_commit (self->db) != WL_OK)
        wl_db_rollback (self->db);
}

static void
end_span (const wl_request_t *req, const wl_timer_kind_t *kind, wl_status status)
{
    wl_span_facts_t facts = { .kind = WL_SPAN_INTERNAL,
                              .system = "timer",
                              .service = req->daemon->service->name,
                              .name = kind->name,
                              .status = status == WL_OK ? NULL : wl_status_name (status) };

    wl_span_end (req->daemon->spans, &req->span, &facts);
}

static wl_status
run_one (struct wl_timer_loop *self, const char *const *kinds, size_t count, bool outside,
         wl_time_t *ret_next)
{
    wl_request_t req;
    wl_timer_t timer;
    wl_status status;

    wl_arena_reset (self->arena);
    wl_request_init (&req, self->loop.daemon, self->arena, self->db);
    WL_TRY (wl_db_connect (self->db));
    wl_db_begin (self->db);
    status =
        wl_timer_claim (self->db, kinds, count, req.now, outside ? LEASE : 0, &timer, ret_next);
    if (status != WL_OK) {
        wl_db_rollback (self->db);
        return status;
    }
    const wl_timer_kind_t *kind = find_kind (self->loop.daemon->service, timer.kind);
    wl_histogram_observe (self->late, req.now - timer.due);
    req.seed = wl_text_printf (self->arena, "timer/%s/%s/%lld", timer.kind, timer.key,
                               (long long) timer.due);
    wl_span_begin_trace (req.daemon->spans, &req.span);
    req.trace = req.span.context;
    status = outside ? run_outside (&req, kind, &timer) : run_inside (&req, kind, &timer);
    end_span (&req, kind, status);
    if (status != WL_OK) {
        note_failure (self, &req, &timer, wl_request_database_failed (&req, status));
        return WL_OK;
    }
    wl_counter_add (self->done, 1);
    wl_request_committed (&req);
    return WL_OK;
}

/* Nothing more is due: until when? */
static wl_time_t
pause_until (wl_status status, wl_time_t next)
{
    wl_time_t pause;

    if (status != WL_NOT_FOUND)
        return AWAY_PAUSE;
    pause = next == 0 ? WL_TIMER_LOOK : next - wl_clock_now (&wl_clock_system);
    return pause < WL_MILLISECOND ? WL_MILLISECOND : pause > WL_TIMER_LOOK ? WL_TIMER_LOOK : pause;
}

/* Runs everything due of one way; gives when to look again. */
static wl_time_t
run_due (struct wl_timer_loop *self, const char *const *kinds, size_t count, bool outside)
{
    wl_time_t next = 0;
    wl_status status = WL_OK;

    if (count == 0)
        return WL_TIMER_LOOK;
    while (status == WL_OK && !wl_loop_ends (&self->loop))
        status = run_one (self, kinds, count, outside, &next);
    return pause_until (status, next);
}

/* One timer of the background, and a rest; gives when to look again. */
static wl_time_t
run_background (struct wl_timer_loop *self)
{
    wl_time_t began = wl_monotonic (), next = 0;
    wl_status status;

    if (self->background_count == 0)
        return WL_TIMER_LOOK;
    status = run_one (self, self->background, self->background_count, false, &next);
    return status == WL_OK ? BACKGROUND_REST * (wl_monotonic () - began)
                           : pause_until (status, next);
}

static void *
run_timers (void *argument)
{
    struct wl_timer_loop *self = argument;
    volatile wl_time_t pause = 0;
    jmp_buf jump;

    while (wl_loop_wait (&self->loop, pause)) {
        if (setjmp (jump) != 0) {
            /* A timer that wants more memory than there is: it stays, and is tried again. */
            wl_db_rollback (self->db);
            wl_log (WL_LOG_ERROR, NULL, "a timer used up its memory");
            pause = WL_TIMER_LOOK;
            continue;
        }
        wl_arena_guard (self->arena, &jump);
        wl_time_t inside = run_due (self, self->inside, self->inside_count, false);
        wl_time_t outside = run_due (self, self->outside, self->outside_count, true);
        wl_time_t behind = run_background (self);
        pause = inside < outside ? inside : outside;
        pause = behind < pause ? behind : pause;
    }
    return NULL;
}

static void
sort_kinds (struct wl_timer_loop *self)
{
    const wl_timer_kind_t *kind = self->loop.daemon->service->timers;

    for (; kind->name != NULL; kind++) {
        if (kind->background && self->background_count < KINDS_MAX)
            self->background[self->background_count++] = kind->name;
        else if (kind->handle != NULL && self->inside_count < KINDS_MAX)
            self->inside[self->inside_count++] = kind->name;
        else if (self->outside_count < KINDS_MAX)
            self->outside[self->outside_count++] = kind->name;
    }
}

wl_status
wl_timer_loop_start (wl_daemon_t *daemon, wl_timer_loop_t **ret)
{
    struct wl_timer_loop *self = calloc (1, sizeof *self);

    if (self == NULL)
        return WL_RESOURCE_EXHAUSTED;
    self->loop.daemon = daemon;
    self->arena = wl_arena_new (daemon->arena_budget);
    self->db = wl_db_new (daemon->database, "timers", self->arena);
    self->done =
        wl_metrics_counter (daemon->metrics, "wlacznik_timers_done_total", "Timers done", "");
    self->failed = wl_metrics_counter (daemon->metrics, "wlacznik_timers_failed_total",
                                       "Runs of timers that failed", "");
    self->late = wl_metrics_histogram (daemon->metrics, "wlacznik_timers_late_seconds",
                                       "From when a timer was due until it was taken up", "");
    sort_kinds (self);
    *ret = self;
    return wl_loop_start (&self->loop, daemon, "timers", run_timers, self);
}

wl_loop_t *
wl_timer_loop_loop (wl_timer_loop_t *self)
{
    return &self->loop;
}

void
wl_timer_loop_end (wl_timer_loop_t *self)
{
    wl_loop_end (&self->loop);
}

void
wl_timer_loop_join (wl_timer_loop_t **self_p)
{
    wl_timer_loop_t *self = *self_p;

    if (self == NULL)
        return;
    wl_loop_join (&self->loop);
    wl_db_destroy (&self->db);
    wl_arena_destroy (&self->arena);
    free (self);
    *self_p = NULL;
}
