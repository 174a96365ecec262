/* The threads of a service's jobs: one per row and thread, each with a connection of its own. */
#include <setjmp.h>
#include <stdlib.h>

#include "base/uuid.h"
#include "service/internal.h"

static const wl_time_t JOB_IDLE_PAUSE = WL_SECOND;
static const wl_time_t JOB_AWAY_PAUSE = 500 * WL_MILLISECOND;
static const wl_time_t JOB_AWAY_PAUSE_MOST = 30 * WL_SECOND;

struct wl_job_loop {
    wl_loop_t loop;
    const wl_job_t *job;
    unsigned thread;
    wl_arena_t *arena;
    wl_db_t *db;
    wl_counter_t *failed;
};

/* Each turn that failed in a row doubles the pause. */
static wl_time_t
pause_after_failure (unsigned failures)
{
    wl_time_t pause = JOB_AWAY_PAUSE << (failures > 6 ? 6 : failures);

    return pause > JOB_AWAY_PAUSE_MOST ? JOB_AWAY_PAUSE_MOST : pause;
}

static const char *
fresh_id (char ret[WL_UUID_TEXT])
{
    wl_uuid_t id = wl_uuid_new (wl_clock_now (&wl_clock_system));

    wl_uuid_format (&id, ret);
    return ret;
}

static wl_status
run_turn (struct wl_job_loop *self, wl_time_t *ret_pause)
{
    char id[WL_UUID_TEXT];
    wl_request_t req;
    wl_status status;

    wl_arena_reset (self->arena);
    wl_request_init (&req, self->loop.daemon, self->arena, self->db);
    req.job = self;
    /* A turn is an act of its own: the commands that it asks for are not those of the last one. */
    req.seed = wl_text_printf (self->arena, "%s/%s", self->job->name, fresh_id (id));
    WL_TRY (wl_db_connect (self->db));
    status = self->job->turn (&req, self->thread, ret_pause);
    if (status == WL_OK) {
        wl_request_committed (&req);
        return WL_OK;
    }
    status = wl_request_database_failed (&req, status);
    wl_log (WL_LOG_WARN, req.trace, "job failed, trying again later",
            WL_LOG_TEXT ("job", self->job->name), WL_LOG_TEXT ("status", wl_status_name (status)),
            WL_LOG_TEXT ("reason", req.error.reason));
    return status;
}

/* One turn more than the loop waits: the last, in which wl_job_ends says so, finishes what runs. */
static void *
run_job (void *argument)
{
    struct wl_job_loop *self = argument;
    volatile unsigned failures = 0;
    volatile bool goes_on = true;
    wl_time_t pause = 0;
    jmp_buf jump;

    while (goes_on) {
        goes_on = wl_loop_wait (&self->loop, pause);
        if (setjmp (jump) != 0) {
            wl_log (WL_LOG_ERROR, NULL, "a job used up its memory",
                    WL_LOG_TEXT ("job", self->job->name));
            pause = pause_after_failure (failures++);
            wl_db_rollback (self->db);
            continue;
        }
        wl_arena_guard (self->arena, &jump);
        pause = JOB_IDLE_PAUSE;
        if (run_turn (self, &pause) == WL_OK) {
            failures = 0;
        } else {
            wl_counter_add (self->failed, 1);
            pause = pause_after_failure (failures++);
        }
        wl_db_rollback (self->db);
    }
    return NULL;
}

static wl_status
start_one (wl_daemon_t *daemon, const wl_job_t *job, unsigned thread, wl_job_loop_t **ret)
{
    struct wl_job_loop *self = calloc (1, sizeof *self);

    if (self == NULL)
        return WL_RESOURCE_EXHAUSTED;
    self->job = job;
    self->thread = thread;
    self->loop.daemon = daemon;
    self->arena = wl_arena_new (job->arena_bytes > 0 ? job->arena_bytes : daemon->arena_budget);
    self->db = wl_db_new (daemon->database, job->name, self->arena);
    self->failed = wl_metrics_counter (daemon->metrics, "wlacznik_jobs_failed_total",
                                       "Turns of jobs that failed", "");
    *ret = self;
    return wl_loop_start (&self->loop, daemon, job->name, run_job, self);
}

wl_status
wl_job_loops_start (wl_daemon_t *daemon, wl_error_t *error)
{
    for (const wl_job_t *job = daemon->service->jobs; job != NULL && job->name != NULL; job++) {
        long threads = 1;
        if (job->setting != NULL && wl_config_text (daemon->config, job->setting, NULL) == NULL)
            continue;
        if (job->threads_setting != NULL)
            WL_TRY (wl_config_int (daemon->config, job->threads_setting, job->threads, 1,
                                   WL_JOB_LOOPS_MAX, &threads, error));
        /* Counted when it runs: whoever commits wakes all that are counted. */
        for (long i = 0; i < threads && daemon->job_loop_count < WL_JOB_LOOPS_MAX; i++) {
            WL_TRY (
                start_one (daemon, job, (unsigned) i, &daemon->job_loops[daemon->job_loop_count]));
            daemon->job_loop_count++;
        }
    }
    return WL_OK;
}

wl_loop_t *
wl_job_loop_loop (wl_job_loop_t *self)
{
    return &self->loop;
}

void
wl_job_loops_end (wl_daemon_t *daemon)
{
    for (size_t i = 0; i < daemon->job_loop_count; i++)
        wl_loop_end (&daemon->job_loops[i]->loop);
}

void
wl_job_loops_join (wl_daemon_t *daemon)
{
    /* Their last turns still wake each other. */
    for (size_t i = 0; i < daemon->job_loop_count; i++)
        wl_loop_join (&daemon->job_loops[i]->loop);
    for (size_t i = 0; i < daemon->job_loop_count; i++) {
        wl_job_loop_t *self = daemon->job_loops[i];
        wl_db_destroy (&self->db);
        wl_arena_destroy (&self->arena);
        free (self);
        daemon->job_loops[i] = NULL;
    }
    daemon->job_loop_count = 0;
}

void
wl_wake_jobs (wl_request_t *req)
{
    req->jobs_waiting = true;
}

bool
wl_job_ends (wl_request_t *req)
{
    return req->job != NULL && wl_loop_ends (&req->job->loop);
}
