/* The runtime: what makes a table of handlers a daemon (design.md 3, third layer).
 *
 *     int main (int argc, char **argv) { return wl_service_run (&evaluation, argc, argv); }
 *
 * gives it configuration (environment WLACZNIK_*, one INI file, secrets from files), structured
 * logs with the trace id, metrics and health on an admin port, migrations, the bus, workers, event
 * consumers, timers, and an orderly end on SIGTERM. README.md lists every setting.
 */
#pragma once

#include "db/migrate.h"
#include "db/timer.h"
#include "service/config.h"
#include "service/log.h"
#include "service/metrics.h"
#include "service/request.h"

/* The centre's evaluation, as a partner's site names it among the settings services.<name> and as a
 * source of events. */
#define WL_TARGET_CENTRE "centre"

/* An event that the service reacts to. The handler's effects and the offset are one transaction. */
typedef wl_status wl_event_handler_t (wl_request_t *req, const wl_event_t *event);

typedef struct wl_subscription {
    /* Service. A partner's site hears only those whose services.<name>.log is set, and only a site
     * hears WL_TARGET_CENTRE; anywhere else the setting must be there. */
    const char *source;
    const ProtobufCMessageDescriptor *type; /* event->body is of this type */
    wl_event_handler_t *handle;
} wl_subscription_t;

/* A timer. `timer->payload` unpacked is `payload` (NULL when the kind has no type). */
typedef wl_status
wl_timer_handler_t (wl_request_t *req, const wl_timer_t *timer, const void *payload);
/* For work outside the database: `prepare` reads what is needed in the claiming transaction and
 * leaves it in *ret (in the arena; NULL: nothing to do, the timer is done); `act` runs without a
 * transaction; `record` writes what became of it. A crash between act and record repeats the act
 * when the lease ends. A failure of `act` is told to `record` as `acted` and is not a failure of
 * the timer unless `record` returns one. */
typedef wl_status
wl_timer_prepare_t (wl_request_t *req, const wl_timer_t *timer, const void *payload, void **ret);
typedef wl_status wl_timer_act_t (wl_request_t *req, void *prepared);
typedef wl_status wl_timer_record_t (wl_request_t *req, void *prepared, wl_status acted);

typedef struct wl_timer_kind {
    const char *name;
    const ProtobufCMessageDescriptor *payload;
    wl_timer_handler_t *handle;  /* either this */
    wl_timer_prepare_t *prepare; /* or these three */
    wl_timer_act_t *act;
    wl_timer_record_t *record;
    /* Work in the database that nobody waits for: it takes a fifth of a thread at most, however
     * much is due, so that a rush that made it is not slowed by it; other kinds come first. */
    bool background;
} wl_timer_kind_t;

/* Work that a service takes in batches for itself (sending mail). A turn runs without a
 * transaction, in a thread of its own with a connection and an arena of its own; it begins and
 * commits what it needs. *ret_pause (1 s unless it says otherwise) is how long it may sleep;
 * wl_wake_jobs ends the sleep. A turn that fails is logged and taken again after a growing pause;
 * what it had not committed is rolled back. When the daemon stops there is one more turn, to finish
 * what runs. `thread` counts from 0 when a job has several. */
typedef wl_status wl_job_turn_t (wl_request_t *req, unsigned thread, wl_time_t *ret_pause);

typedef struct wl_job {
    const char *name;
    wl_job_turn_t *turn;
    const char *threads_setting; /* the key of how many threads there are; NULL: one */
    unsigned threads;            /* its default */
    size_t arena_bytes;          /* what a turn may use; 0: request.arena_bytes */
    const char *setting;         /* it runs only where this one is set; NULL: everywhere */
} wl_job_t;

/* How a request names an object that belongs to a programme. Of a caller whose roles are for single
 * programmes the runtime asks every key that the request fills in; what they find must agree. */
typedef struct wl_programme_key {
    const char *field; /* "card_id", "definition.programme_id" */
    /* Gives the programme of the object with the id $1 (text); no row or null: it is none's. NULL:
     * the field names the programme itself. */
    const wl_statement_t *select;
    /* Instead of `select`, where the database does not know. "" for none. */
    wl_status (*find) (wl_request_t *req, const char *id, const char **ret);
} wl_programme_key_t;

/* Whether the turn is to end soon: the daemon stops. Also the sign of life of a long turn. */
WL_MUST_CHECK bool wl_job_ends (wl_request_t *req);

typedef struct wl_service wl_service_t;

/* The running daemon, as `start` and `stop` see it. */
typedef struct wl_daemon wl_daemon_t;

struct wl_service {
    const char *name;
    const wl_service_handlers_t *rpc;
    const wl_migration_t *migrations;
    const wl_subscription_t *hears;       /* ends with source NULL; may be NULL */
    const wl_timer_kind_t *timers;        /* ends with name NULL; may be NULL */
    const wl_job_t *jobs;                 /* ends with name NULL; may be NULL */
    const wl_programme_key_t *programmes; /* ends with field NULL; NULL: nothing of a programme's */
    /* Whether it takes part in rehearsals of calls. Unless it says so, it hears of none: events
     * about what is only rehearsed (wl_uuid_is_rehearsed of their aggregate) pass it by. */
    bool rehearses;
    /* Optional: makes the service's state (an HTTP front, a cache) after the bus and the database
     * are there and before the daemon is ready; and takes it down. */
    wl_status (*start) (wl_daemon_t *daemon, void **ret_state, wl_error_t *error);
    void (*drain) (void *state); /* SIGTERM came: take nothing new, finish what runs */
    void (*stop) (void **state_p);
    /* Optional: called in the consumer's thread for each event of the service's table, without a
     * transaction: to drop caches, to tell who listens. Where one replica consumes for all, after
     * it committed; every other one hears it too, as it comes. May hear an event twice. */
    void (*heard) (void *state, const wl_event_t *event);
};

int wl_service_run (const wl_service_t *service, int argc, char **argv);

/* ---- for `start` ---- */

const wl_config_t *wl_daemon_config (wl_daemon_t *daemon);
wl_metrics_t *wl_daemon_metrics (wl_daemon_t *daemon);
/* NULL: nobody collects them, and span.h does nothing. */
struct wl_spans *wl_daemon_spans (wl_daemon_t *daemon);
struct wl_rpc_client;
/* The daemon's client to all services, itself among them; thread-safe. */
struct wl_rpc_client *wl_daemon_client (wl_daemon_t *daemon);
