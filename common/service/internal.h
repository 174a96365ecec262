/* What the runtime's own files share. Not for services. */
#pragma once

#include <stdatomic.h>

#include "bus/log_server.h"
#include "bus/rpc_client.h"
#include "bus/rpc_server.h"
#include "bus/threads.h"
#include "service/service.h"
#include "service/span.h"

typedef struct wl_held {
    void *thing;
    void (*give_back) (void *thing);
} wl_held_t;

struct wl_request {
    wl_daemon_t *daemon;
    wl_arena_t *arena;
    wl_db_t *db;
    wl_error_t error;
    uint32_t retry_after_s; /* of a failure; 0: nobody knows */
    struct {
        wl_status status;
        const char *reason, *pl, *en; /* constants; NULL: nobody said */
    } too_large;
    const Bus__Actor *actor; /* NULL when no person is behind it */
    const char *programme;   /* whose object the request names; "": none's, or nobody asked */
    const char *caller;      /* service, "" for a person's request */
    const wl_peer_t *peer;   /* whose key the request came with; NULL: events, timers, jobs */
    const char *locale;
    const char *trace; /* span.context, or what came where nothing is recorded */
    wl_span_t span;
    const char *seed; /* makes the idempotency keys of commands that this request asks for */
    wl_time_t now;
    wl_time_t deadline; /* monotonic */
    unsigned commands_asked;
    struct wl_job_loop *job; /* the thread of a job that this is a turn of; else NULL */
    bool emitted;            /* an event waits for the sequencer once this commits */
    bool timer_set;          /* a timer is due before the timers' threads look by themselves */
    bool jobs_waiting;       /* the jobs have work once this commits */
    wl_held_t held[WL_HELD_MAX];
    size_t held_count;
};

/* A thread of the runtime's that can be woken and told to end. Its beat shows that it lives. */
typedef struct wl_loop {
    pthread_t thread;
    bool started;
    wl_wake_t wake;
    atomic_bool ending;
    _Atomic wl_time_t beat; /* monotonic, of the last turn */
    const char *name;
    wl_daemon_t *daemon;
} wl_loop_t;

/* Starts `run`; it must call wl_loop_wait each turn and return when that says false. */
WL_MUST_CHECK wl_status wl_loop_start (wl_loop_t *self, wl_daemon_t *daemon, const char *name,
                                       void *(*run) (void *), void *argument);
/* Waits until woken or for `timeout`; false when the loop is to end. */
bool wl_loop_wait (wl_loop_t *self, wl_time_t timeout);
/* The same, and until `socket` can be read; -1: there is none. */
bool wl_loop_wait_at (wl_loop_t *self, wl_time_t timeout, int socket);
/* Whether it is to end; leaves a wake-up for the next wait. */
bool wl_loop_ends (wl_loop_t *self);
void wl_loop_wake (wl_loop_t *self);
/* Asks it to end; wl_loop_join waits for that. */
void wl_loop_end (wl_loop_t *self);
void wl_loop_join (wl_loop_t *self);

enum { WL_WORKERS_MAX = 64, WL_CONSUMERS_MAX = 8, WL_TIMER_LOOPS_MAX = 16, WL_JOB_LOOPS_MAX = 16 };

typedef struct wl_worker wl_worker_t;
typedef struct wl_consumer wl_consumer_t;
typedef struct wl_timer_loop wl_timer_loop_t;
typedef struct wl_job_loop wl_job_loop_t;
typedef struct wl_method_stats wl_method_stats_t;
typedef struct wl_admin wl_admin_t;

struct wl_daemon {
    const wl_service_t *service;
    wl_config_t *config;
    wl_metrics_t *metrics;
    wl_spans_t *spans; /* NULL: nobody collects them */
    wl_arena_t *arena; /* of the start: endpoints and names, for the process's life */
    const char *database;
    size_t arena_budget;
    wl_key_pair_t keys;
    bool has_keys;
    wl_peers_t *peers;
    bool peers_stale; /* the file cannot be read; the main thread's own */
    wl_zap_t *zap;
    wl_rpc_server_t *server;
    wl_rpc_client_t *client;
    wl_log_server_t *log_server;
    struct wl_log_reader *log_reader;
    wl_admin_t *admin;
    wl_worker_t *workers[WL_WORKERS_MAX];
    size_t worker_count;
    _Atomic unsigned workers_busy;
    wl_consumer_t *consumers[WL_CONSUMERS_MAX];
    size_t consumer_count;
    wl_timer_loop_t *timer_loops[WL_TIMER_LOOPS_MAX];
    size_t timer_loop_count;
    wl_job_loop_t *job_loops[WL_JOB_LOOPS_MAX];
    _Atomic size_t job_loop_count; /* grows while the first of them already run */
    struct wl_sequencer_loop *sequencer;
    wl_method_stats_t *method_stats, *operation_stats;
    wl_counter_t *site_refused;
    void *state;
    _Atomic bool ready, draining;
};

/* ---- request.c ---- */
void wl_request_init (wl_request_t *req, wl_daemon_t *daemon, wl_arena_t *arena, wl_db_t *db);
/* Ends what the handler held; before the arena is reset. */
void wl_request_give_back (wl_request_t *req);
/* After a commit: wakes whoever waits for what it wrote. */
void wl_request_committed (wl_request_t *req);
/* Fills the reply's header from the request's status and error; in its arena. */
void wl_request_reply_header (wl_request_t *req, wl_status status, Bus__ReplyHeader *ret);
/* Turns a failed database into a reason that a person may read; the log gets the details. */
/* The answer as bytes in the arena; refused when the bus would not carry it, so that a command does
 * nothing that its caller cannot be told. */
WL_MUST_CHECK wl_status wl_request_pack_answer (wl_request_t *req, const ProtobufCMessage *out,
                                                wl_bytes_t *ret);
wl_status wl_request_database_failed (wl_request_t *req, wl_status status);
/* Connects within the request's deadline, pausing between tries. */
WL_MUST_CHECK wl_status wl_request_connect (wl_request_t *req);

/* ---- programme.c ---- */
/* Finds the programme of what `in` names, where some of the caller's roles are for single
 * programmes, and asks again whether one of them opens the method. WL_NOT_FOUND when none does:
 * what is another programme's looks like what does not exist; WL_PERMISSION_DENIED when `in` names
 * nothing. Needs the database. */
WL_MUST_CHECK wl_status wl_programme_enter (wl_request_t *req, const wl_method_t *method,
                                            const ProtobufCMessage *in);
/* What the handler said, as such a caller may hear it: one answer for all that is not there, so
 * that nobody tells by its words what exists in another programme. */
WL_MUST_CHECK wl_status wl_programme_leave (wl_request_t *req, wl_status status);

/* ---- worker.c ---- */
WL_MUST_CHECK wl_status wl_worker_start (wl_daemon_t *daemon, wl_worker_t **ret);
void wl_worker_join (wl_worker_t **self_p);
wl_loop_t *wl_worker_loop (wl_worker_t *self);
wl_method_stats_t *wl_method_stats_new (wl_daemon_t *daemon, const wl_service_contract_t *contract);
void wl_method_stats_destroy (wl_method_stats_t **self_p);

/* ---- consumer.c ---- */
WL_MUST_CHECK wl_status wl_consumer_start (wl_daemon_t *daemon, const char *source,
                                           wl_consumer_t **ret, wl_error_t *error);
void wl_consumer_end (wl_consumer_t *self);
void wl_consumer_join (wl_consumer_t **self_p);
wl_loop_t *wl_consumer_loop (wl_consumer_t *self);
const char *wl_consumer_source (const wl_consumer_t *self);

/* ---- consumer_event.c ---- */
/* NULL: the service does not react to it. */
const wl_subscription_t *wl_event_subscription (const wl_daemon_t *daemon, const char *source,
                                                const char *type, const char *aggregate);
/* Runs the handler in the open transaction. `req` is made for it, also when it fails. */
WL_MUST_CHECK wl_status wl_event_handle (wl_daemon_t *daemon, wl_arena_t *arena, wl_db_t *db,
                                         const wl_subscription_t *hears, wl_event_t *event,
                                         wl_request_t *req);

/* ---- dead_letters.c ---- */
/* Takes again what an operator asked for, and what waited behind it. One that fails again waits for
 * the operator again. Resets the arena. */
WL_MUST_CHECK wl_status wl_dead_letters_retry (wl_daemon_t *daemon, wl_arena_t *arena, wl_db_t *db);

/* ---- timer_loop.c ---- */
/* How long the threads sleep at most: a timer that is due later wakes nobody when it is set. */
#define WL_TIMER_LOOK WL_SECOND
WL_MUST_CHECK wl_status wl_timer_loop_start (wl_daemon_t *daemon, wl_timer_loop_t **ret);
void wl_timer_loop_end (wl_timer_loop_t *self);
void wl_timer_loop_join (wl_timer_loop_t **self_p);
wl_loop_t *wl_timer_loop_loop (wl_timer_loop_t *self);

/* ---- job_loop.c: all jobs of the service's table ---- */
WL_MUST_CHECK wl_status wl_job_loops_start (wl_daemon_t *daemon, wl_error_t *error);
void wl_job_loops_end (wl_daemon_t *daemon);
void wl_job_loops_join (wl_daemon_t *daemon);
wl_loop_t *wl_job_loop_loop (wl_job_loop_t *self);

/* ---- sequencer_loop.c ---- */
WL_MUST_CHECK wl_status wl_sequencer_loop_start (wl_daemon_t *daemon,
                                                 struct wl_sequencer_loop **ret);
void wl_sequencer_loop_end (struct wl_sequencer_loop *self);
void wl_sequencer_loop_join (struct wl_sequencer_loop **self_p);
/* Events of this process are committed and wait for their place. From any thread. */
void wl_sequencer_loop_committed (struct wl_sequencer_loop *self);
wl_loop_t *wl_sequencer_loop_loop (struct wl_sequencer_loop *self);

/* ---- process.c ---- */
void wl_process_metrics (wl_metrics_t *metrics);

/* ---- log_reader.c: the log server's source, with a connection of its own ---- */
struct wl_log_reader *wl_log_reader_new (wl_daemon_t *daemon);
void wl_log_reader_destroy (struct wl_log_reader **self_p);
wl_log_source_t wl_log_reader_source (struct wl_log_reader *self);
