/* The sequencer's thread: gives committed events their place, at once after our own commits and
 * when another replica rings. */
#include <stdlib.h>
#include <time.h>

#include "service/internal.h"

enum { BATCH = 500 };

/* Each step is a durable commit that our own requests' commits wait beside. Under load the first
 * event is given its place at once and those of the next moments share a step: at 450 submissions a
 * second that is a third of the commits. */
static const wl_time_t STEP_EVERY = 8 * WL_MILLISECOND;
/* For what nobody rang: who committed it died, or wrote it by other means. */
static const wl_time_t IDLE_PAUSE = 500 * WL_MILLISECOND;
static const wl_time_t FOLLOW_PAUSE = 500 * WL_MILLISECOND;

struct wl_sequencer_loop {
    wl_loop_t loop;
    wl_arena_t *arena;
    wl_db_t *db;
    wl_gauge_t *leads;
    wl_counter_t *sequenced;
    wl_time_t stepped;     /* when the last step that moved something, or the last ring, began */
    bool backlog;          /* the last step moved all that it may */
    wl_time_t tried;       /* to lead, in vain; 0: we lead, or did not try yet */
    atomic_bool committed; /* events of ours, since the last turn */
    _Atomic wl_time_t
        watermark; /* monotonic: what was committed before has its place; 0: follows */
};

/* Our events are the leader's to place, and what it placed is our log server's to tell. */
static wl_status
follow (struct wl_sequencer_loop *self, bool committed)
{
    wl_status status = WL_OK;

    if (committed) {
        self->stepped = wl_monotonic ();
        status = wl_sequencer_ring (self->db);
    }
    atomic_store (&self->watermark, 0);
    if (wl_sequencer_heard (self->db))
        wl_log_server_wake (self->loop.daemon->log_server);
    return status;
}

static wl_status
lead (struct wl_sequencer_loop *self)
{
    wl_time_t began = wl_monotonic ();
    int count = 0;

    WL_TRY (wl_sequencer_step (self->db, self->loop.daemon->service->name, BATCH, &count));
    self->backlog = count == BATCH;
    if (!self->backlog)
        atomic_store (&self->watermark, began);
    if (count == 0)
        return WL_OK;
    self->stepped = began;
    wl_counter_add (self->sequenced, (uint64_t) count);
    wl_log_server_wake (self->loop.daemon->log_server);
    return wl_sequencer_ring (self->db);
}

/* Whether we lead. While another does a few tries a second are enough, however often it rings. */
static wl_status
try_lead (struct wl_sequencer_loop *self, bool *ret_leads)
{
    wl_time_t now = wl_monotonic ();
    bool listens = wl_sequencer_bell (self->db) >= 0;

    *ret_leads = false;
    if (listens && self->tried != 0 && now - self->tried < FOLLOW_PAUSE)
        return WL_OK;
    WL_TRY (wl_sequencer_lead (self->db, ret_leads));
    self->tried = *ret_leads ? 0 : now;
    return WL_OK;
}

/* One turn; gives how long to wait before the next, unless somebody commits an event first. */
static wl_time_t
turn (struct wl_sequencer_loop *self)
{
    bool leads = false, committed = atomic_exchange (&self->committed, false);
    wl_status status;

    wl_arena_reset (self->arena);
    self->backlog = false;
    status = wl_db_connect (self->db);
    if (status == WL_OK)
        status = try_lead (self, &leads);
    if (status == WL_OK)
        status = leads ? lead (self) : follow (self, committed);
    if (status != WL_OK)
        wl_db_rollback (self->db);
    wl_gauge_set (self->leads, leads ? 1 : 0);
    if (status != WL_OK || !leads)
        return FOLLOW_PAUSE;
    /* What rang while we stepped is in no socket any more. */
    return self->backlog || wl_sequencer_heard (self->db) ? 0 : IDLE_PAUSE;
}

/* Waits for what is left of STEP_EVERY; a backlog is worked off without a break. */
static void
keep_pace (const struct wl_sequencer_loop *self)
{
    wl_time_t left = self->stepped + STEP_EVERY - wl_monotonic ();
    struct timespec pause = { .tv_nsec = left * 1000 };

    if (!self->backlog && left > 0)
        nanosleep (&pause, NULL);
}

static void *
sequence (void *argument)
{
    struct wl_sequencer_loop *self = argument;
    wl_time_t pause = 0;

    while (wl_loop_wait_at (&self->loop, pause, wl_sequencer_bell (self->db))) {
        keep_pace (self);
        pause = turn (self);
    }
    return NULL;
}

static double
read_watermark (void *context)
{
    struct wl_sequencer_loop *self = context;
    wl_time_t watermark = atomic_load (&self->watermark);

    return watermark == 0 ? 0 : (double) (wl_monotonic () - watermark) / WL_SECOND;
}

wl_status
wl_sequencer_loop_start (wl_daemon_t *daemon, struct wl_sequencer_loop **ret)
{
    struct wl_sequencer_loop *self = calloc (1, sizeof *self);

    if (self == NULL)
        return WL_RESOURCE_EXHAUSTED;
    self->arena = wl_arena_new (daemon->arena_budget);
    self->db = wl_db_new (daemon->database, "sequencer", self->arena);
    self->leads = wl_metrics_gauge (daemon->metrics, "wlacznik_sequencer_leads",
                                    "1 while this process gives events their place", "");
    self->sequenced = wl_metrics_counter (daemon->metrics, "wlacznik_events_sequenced_total",
                                          "Events given their place", "");
    wl_metrics_on_read (daemon->metrics, "wlacznik_sequencer_watermark_age_seconds", "gauge",
                        "What was committed longer ago has its place in the log; 0: another leads",
                        "", read_watermark, self);
    *ret = self;
    return wl_loop_start (&self->loop, daemon, "sequencer", sequence, self);
}

void
wl_sequencer_loop_committed (struct wl_sequencer_loop *self)
{
    atomic_store (&self->committed, true);
    wl_loop_wake (&self->loop);
}

wl_loop_t *
wl_sequencer_loop_loop (struct wl_sequencer_loop *self)
{
    return &self->loop;
}

void
wl_sequencer_loop_end (struct wl_sequencer_loop *self)
{
    wl_loop_end (&self->loop);
}

void
wl_sequencer_loop_join (struct wl_sequencer_loop **self_p)
{
    struct wl_sequencer_loop *self = *self_p;

    if (self == NULL)
        return;
    wl_loop_join (&self->loop);
    wl_db_destroy (&self->db);
    wl_arena_destroy (&self->arena);
    free (self);
    *self_p = NULL;
}
