/* From a table to a running daemon, and back down in order.
 *
 * Up: configuration, log, keys, metrics and admin port, database and migrations, bus, the service's
 * own start, then the threads. Down: nothing new is taken, what runs is finished, then the same
 * parts in reverse. Signals are taken by the main thread only.
 */
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "db/command.h"
#include "operation.handlers.h"
#include "service/admin.h"
#include "service/internal.h"

static const char *const SERVICES[] = { "intake",       "evaluation", "dissemination",
                                        "notification", "gateway",    WL_TARGET_CENTRE };
enum { SERVICE_COUNT = sizeof SERVICES / sizeof SERVICES[0] };

static const wl_time_t BEAT_MOST = 2 * WL_MINUTE; /* a thread silent for longer is stuck */

const wl_config_t *
wl_daemon_config (wl_daemon_t *daemon)
{
    return daemon->config;
}

wl_metrics_t *
wl_daemon_metrics (wl_daemon_t *daemon)
{
    return daemon->metrics;
}

wl_spans_t *
wl_daemon_spans (wl_daemon_t *daemon)
{
    return daemon->spans;
}

struct wl_rpc_client *
wl_daemon_client (wl_daemon_t *daemon)
{
    return daemon->client;
}

/* ---- up, part by part ---- */

static wl_log_level_t
log_level (const wl_config_t *config)
{
    static const char *const names[] = { "debug", "info", "warn", "error" };
    const char *name = wl_config_text (config, "log.level", "info");

    for (int i = 0; i < 4; i++)
        if (wl_text_equal (name, names[i]))
            return (wl_log_level_t) i;
    return WL_LOG_INFO;
}

static wl_status
load_keys (wl_daemon_t *self, wl_error_t *error)
{
    const char *key_file = wl_config_text (self->config, "bus.key_file", NULL);
    const char *peers_file = wl_config_text (self->config, "bus.peers_file", NULL);

    self->peers = wl_peers_new ();
    if (key_file != NULL) {
        WL_TRY (wl_key_pair_read (key_file, &self->keys, error));
        self->has_keys = true;
    }
    if (peers_file != NULL)
        WL_TRY (wl_peers_load (self->peers, peers_file, error));
    if (self->has_keys)
        self->zap = wl_zap_start (self->peers);
    return WL_OK;
}

/* The database may start after us; the only answer to that is patience, said aloud. */
static wl_status
connect_patiently (wl_daemon_t *self, wl_db_t *db, wl_error_t *error)
{
    for (int tries = 0; !atomic_load (&self->draining); tries++) {
        if (wl_db_connect (db) == WL_OK)
            return WL_OK;
        if (tries % 20 == 0)
            wl_log (WL_LOG_WARN, NULL, "waiting for the database",
                    WL_LOG_TEXT ("why", wl_db_error (db)));
        struct timespec pause = { .tv_nsec = 250 * 1000 * 1000 };
        sigset_t wanted;
        sigemptyset (&wanted);
        sigaddset (&wanted, SIGTERM);
        sigaddset (&wanted, SIGINT);
        if (sigtimedwait (&wanted, NULL, &pause) > 0)
            break;
    }
    return wl_error_set (error, WL_CANCELLED, "stopped", "stopped while waiting for the database");
}

static wl_status
migrate (wl_daemon_t *self, wl_error_t *error)
{
    wl_arena_t *arena = wl_arena_new (self->arena_budget);
    wl_db_t *db = wl_db_new (self->database, self->service->name, arena);
    int runtime = 0, own = 0;
    wl_status status = connect_patiently (self, db, error);

    if (status == WL_OK)
        status = wl_migrate (db, "runtime", wl_runtime_migrations, error, &runtime);
    if (status == WL_OK && self->service->migrations != NULL)
        status = wl_migrate (db, self->service->name, self->service->migrations, error, &own);
    if (status == WL_OK && runtime + own > 0)
        wl_log (WL_LOG_INFO, NULL, "migrations applied", WL_LOG_NUMBER ("count", runtime + own));
    if (status != WL_OK)
        wl_error_set (error, status, "migration", "migration failed: %s", wl_db_error (db));
    wl_db_destroy (&db);
    wl_arena_destroy (&arena);
    return status;
}

static wl_status
connect_services (wl_daemon_t *self, wl_error_t *error)
{
    wl_rpc_client_options_t options = { .keys = self->has_keys ? &self->keys : NULL };

    self->client = wl_rpc_client_new (&options);
    for (int i = 0; i < SERVICE_COUNT; i++) {
        const char *setting = wl_text_printf (self->arena, "services.%s", SERVICES[i]);
        const char *key = wl_config_text (
            self->config, wl_text_printf (self->arena, "services.%s.key", SERVICES[i]), NULL);
        const char *const *endpoint = wl_config_list (self->config, setting, self->arena);
        for (; endpoint != NULL && *endpoint != NULL; endpoint++)
            WL_TRY (wl_rpc_client_add (self->client, SERVICES[i], *endpoint, key, error));
    }
    return WL_OK;
}

static wl_status
need_list (wl_daemon_t *self, const char *key, const char *const **ret, wl_error_t *error)
{
    *ret = wl_config_list (self->config, key, self->arena);
    if (*ret == NULL || **ret == NULL)
        return wl_error_set (error, WL_FAILED_PRECONDITION, "setting-missing",
                             "%s is not set: which endpoints does this service listen on?", key);
    return WL_OK;
}

static wl_status
listen_on_bus (wl_daemon_t *self, wl_error_t *error)
{
    const wl_key_pair_t *keys = self->has_keys ? &self->keys : NULL;
    wl_rpc_server_options_t rpc = { .keys = keys, .peers = self->peers };
    wl_log_server_options_t log = { .keys = keys, .peers = self->peers };
    long queue;

    WL_TRY (need_list (self, "bus.listen", &rpc.endpoints, error));
    WL_TRY (need_list (self, "bus.log_listen", &log.endpoints, error));
    WL_TRY (wl_config_int (self->config, "request.queue", 256, 1, 100000, &queue, error));
    rpc.queue_length = (size_t) queue;
    self->log_reader = wl_log_reader_new (self);
    log.source = wl_log_reader_source (self->log_reader);
    WL_TRY (wl_log_server_start (&log, &self->log_server, error));
    return wl_rpc_server_start (&rpc, &self->server, error);
}

static bool
hears_before (const wl_subscription_t *list, const wl_subscription_t *one)
{
    for (; list != one; list++)
        if (wl_text_equal (list->source, one->source))
            return true;
    return false;
}

/* At a partner's site most of the house stands elsewhere, and what is not there is not heard. */
static bool
is_heard_here (wl_daemon_t *self, const char *source)
{
    bool at_site = wl_config_text (self->config, "site.region", NULL) != NULL;

    if (!at_site)
        return !wl_text_equal (source, WL_TARGET_CENTRE);
    return wl_config_text (self->config, wl_text_printf (self->arena, "services.%s.log", source),
                           NULL) != NULL;
}

static wl_status
start_threads (wl_daemon_t *self, wl_error_t *error)
{
    const wl_subscription_t *hears = self->service->hears;
    long workers, timers;

    WL_TRY (wl_config_int (self->config, "database.connections", 8, 1, WL_WORKERS_MAX, &workers,
                           error));
    WL_TRY (
        wl_config_int (self->config, "timers.threads", 2, 1, WL_TIMER_LOOPS_MAX, &timers, error));
    self->method_stats = wl_method_stats_new (self, self->service->rpc->contract);
    self->operation_stats = wl_method_stats_new (self, &operation_contract);
    WL_TRY (wl_sequencer_loop_start (self, &self->sequencer));
    if (self->service->timers != NULL)
        for (; self->timer_loop_count < (size_t) timers; self->timer_loop_count++)
            WL_TRY (wl_timer_loop_start (self, &self->timer_loops[self->timer_loop_count]));
    for (; hears != NULL && hears->source != NULL; hears++) {
        if (hears_before (self->service->hears, hears) ||
            self->consumer_count == WL_CONSUMERS_MAX || !is_heard_here (self, hears->source))
            continue;
        WL_TRY (wl_consumer_start (self, hears->source, &self->consumers[self->consumer_count++],
                                   error));
    }
    for (; self->worker_count < (size_t) workers; self->worker_count++)
        WL_TRY (wl_worker_start (self, &self->workers[self->worker_count]));
    return wl_job_loops_start (self, error);
}

/* ---- what the admin port tells ---- */

static bool
beats (const wl_loop_t *loop, wl_buffer_t *why)
{
    if (!loop->started || wl_monotonic () - atomic_load (&loop->beat) < BEAT_MOST)
        return true;
    wl_buffer_printf (why, "thread %s has not moved for two minutes\n", loop->name);
    return false;
}

static bool
is_healthy (void *context, wl_buffer_t *why)
{
    wl_daemon_t *self = context;
    bool well = true;

    if (!atomic_load (&self->ready))
        return true; /* starting is not being stuck */
    well &= beats (wl_sequencer_loop_loop (self->sequencer), why);
    for (size_t i = 0; i < self->consumer_count; i++)
        well &= beats (wl_consumer_loop (self->consumers[i]), why);
    for (size_t i = 0; i < self->timer_loop_count; i++)
        well &= beats (wl_timer_loop_loop (self->timer_loops[i]), why);
    for (size_t i = 0; i < self->worker_count; i++)
        well &= beats (wl_worker_loop (self->workers[i]), why);
    for (size_t i = 0; i < self->job_loop_count; i++)
        well &= beats (wl_job_loop_loop (self->job_loops[i]), why);
    return well;
}

static bool
is_ready (void *context, wl_buffer_t *why)
{
    wl_daemon_t *self = context;

    if (atomic_load (&self->draining))
        wl_buffer_text (why, "stopping\n");
    else if (!atomic_load (&self->ready))
        wl_buffer_text (why, "starting\n");
    else
        return true;
    return false;
}

static double
read_waiting (void *context)
{
    return (double) wl_rpc_server_counters (context).waiting;
}

static double
read_refused (void *context)
{
    wl_rpc_server_counters_t counters = wl_rpc_server_counters (context);
    return (double) (counters.refused_malformed + counters.refused_long + counters.refused_peer);
}

static double
read_refused_long (void *context)
{
    return (double) wl_rpc_server_counters (context).refused_long;
}

static double
read_refused_full (void *context)
{
    return (double) wl_rpc_server_counters (context).refused_full;
}

static double
read_log_refused (void *context)
{
    wl_log_server_counters_t counters = wl_log_server_counters (context);
    return (double) (counters.refused_malformed + counters.refused_peer);
}

static double
read_in_flight (void *context)
{
    return (double) wl_rpc_client_counters (context).in_flight;
}

static double
read_workers (void *context)
{
    return (double) ((wl_daemon_t *) context)->worker_count;
}

static double
read_workers_busy (void *context)
{
    return (double) atomic_load (&((wl_daemon_t *) context)->workers_busy);
}

static void
add_bus_metrics (wl_daemon_t *self)
{
    wl_metrics_on_read (self->metrics, "wlacznik_workers", "gauge",
                        "Threads that carry out requests, each with a connection of its own", "",
                        read_workers, self);
    wl_metrics_on_read (self->metrics, "wlacznik_workers_busy", "gauge",
                        "Of these, how many have a request", "", read_workers_busy, self);
    wl_metrics_on_read (self->metrics, "wlacznik_rpc_waiting", "gauge",
                        "Requests that wait for a worker", "", read_waiting, self->server);
    wl_metrics_on_read (self->metrics, "wlacznik_rpc_refused_total", "counter",
                        "Malformed and oversized requests, and those of peers that may not ask", "",
                        read_refused, self->server);
    wl_metrics_on_read (self->metrics, "wlacznik_rpc_refused_long_total", "counter",
                        "Of these, the oversized ones", "", read_refused_long, self->server);
    wl_metrics_on_read (self->metrics, "wlacznik_rpc_refused_full_total", "counter",
                        "Requests refused because the queue was full", "", read_refused_full,
                        self->server);
    self->site_refused = wl_metrics_counter (
        self->metrics, "wlacznik_sites_refused_total",
        "Requests of partners' sites that their keys do not open", "why=\"not-for-sites\"");
    wl_metrics_on_read (self->metrics, "wlacznik_log_refused_total", "counter",
                        "Malformed frames to the event log and peers that may not read it", "",
                        read_log_refused, self->log_server);
    wl_metrics_on_read (self->metrics, "wlacznik_calls_in_flight", "gauge",
                        "Requests to other services that wait for an answer", "", read_in_flight,
                        self->client);
}

static wl_status
start_admin (wl_daemon_t *self, wl_error_t *error)
{
    long port;
    wl_admin_options_t options = { .address =
                                       wl_config_text (self->config, "admin.address", "127.0.0.1"),
                                   .healthy = is_healthy,
                                   .ready = is_ready,
                                   .context = self,
                                   .metrics = self->metrics };

    WL_TRY (wl_config_int (self->config, "admin.port", 0, 0, 65535, &port, error));
    options.port = (int) port;
    return wl_admin_start (&options, &self->admin, error);
}

static wl_status
start (wl_daemon_t *self, wl_error_t *error)
{
    long budget;

    WL_TRY (wl_config_int (self->config, "request.arena_bytes", 8L << 20, 1L << 20, 1L << 30,
                           &budget, error));
    self->arena_budget = (size_t) budget;
    self->database = wl_config_text (self->config, "database.url", "");
    self->metrics = wl_metrics_new ();
    wl_process_metrics (self->metrics);
    WL_TRY (wl_spans_start (self->service->name, self->config, self->metrics, &self->spans, error));
    WL_TRY (start_admin (self, error));
    WL_TRY (load_keys (self, error));
    WL_TRY (migrate (self, error));
    WL_TRY (connect_services (self, error));
    WL_TRY (listen_on_bus (self, error));
    add_bus_metrics (self);
    if (self->service->start != NULL)
        WL_TRY (self->service->start (self, &self->state, error));
    return start_threads (self, error);
}

/* ---- running ---- */

static void
reload (wl_daemon_t *self)
{
    wl_arena_t *arena = wl_arena_new (64 * 1024);
    wl_error_t error;

    wl_error_init (&error, arena);
    if (wl_config_reload (self->config, &error) != WL_OK)
        wl_log (WL_LOG_ERROR, NULL, "configuration not reloaded", WL_LOG_TEXT ("why", error.text));
    else {
        wl_log_set_level (log_level (self->config));
        wl_log (WL_LOG_INFO, NULL, "configuration reloaded");
    }
    wl_arena_destroy (&arena);
}

/* Said once when it begins and once when it ends, not every second in between. */
static void
refresh_peers (wl_daemon_t *self)
{
    wl_arena_t *arena = wl_arena_new (64 * 1024);
    wl_error_t error;
    bool failed;

    wl_error_init (&error, arena);
    failed = wl_peers_refresh (self->peers, &error) != WL_OK;
    if (failed && !self->peers_stale)
        wl_log (WL_LOG_ERROR, NULL, "list of peers not reloaded, the old one stands",
                WL_LOG_TEXT ("why", error.text));
    else if (!failed && self->peers_stale)
        wl_log (WL_LOG_INFO, NULL, "list of peers is read again");
    self->peers_stale = failed;
    wl_arena_destroy (&arena);
}

/* The results of commands are kept for a while and then forgotten, a few at a time. */
static void
forget_commands (wl_daemon_t *self, wl_db_t *db, wl_arena_t *arena)
{
    wl_error_t error;
    uint64_t count = 0;
    long days;

    wl_arena_reset (arena);
    wl_error_init (&error, arena);
    if (wl_config_int (self->config, "command.keep_days", 7, 1, 3650, &days, &error) != WL_OK ||
        wl_db_connect (db) != WL_OK ||
        wl_command_forget (db, wl_clock_now (&wl_clock_system) - days * WL_DAY, &count) != WL_OK)
        wl_log (WL_LOG_WARN, NULL, "old results of commands are not yet forgotten");
    wl_db_rollback (db);
    wl_db_destroy (&db);
}

static void
run_until_signal (wl_daemon_t *self, const sigset_t *signals)
{
    wl_time_t forget_at = wl_monotonic () + WL_MINUTE;
    wl_arena_t *arena = wl_arena_new (self->arena_budget);

    for (;;) {
        struct timespec second = { .tv_sec = 1 };
        int signal = sigtimedwait (signals, NULL, &second);
        if (signal == SIGTERM || signal == SIGINT)
            break;
        if (signal == SIGHUP)
            reload (self);
        refresh_peers (self);
        if (wl_monotonic () < forget_at)
            continue;
        forget_at = wl_monotonic () + WL_HOUR;
        forget_commands (self, wl_db_new (self->database, "housekeeping", arena), arena);
    }
    wl_arena_destroy (&arena);
}

/* ---- down ---- */

static void
stop_threads (wl_daemon_t *self)
{
    for (size_t i = 0; i < self->consumer_count; i++)
        if (self->consumers[i] != NULL)
            wl_consumer_end (self->consumers[i]);
    for (size_t i = 0; i < self->timer_loop_count; i++)
        wl_timer_loop_end (self->timer_loops[i]);
    wl_job_loops_end (self);
    for (size_t i = 0; i < self->worker_count; i++)
        wl_worker_join (&self->workers[i]);
    for (size_t i = 0; i < self->consumer_count; i++)
        wl_consumer_join (&self->consumers[i]);
    for (size_t i = 0; i < self->timer_loop_count; i++)
        wl_timer_loop_join (&self->timer_loops[i]);
    wl_job_loops_join (self);
    if (self->sequencer != NULL)
        wl_sequencer_loop_end (self->sequencer);
    wl_sequencer_loop_join (&self->sequencer);
}

static void
stop (wl_daemon_t *self)
{
    atomic_store (&self->draining, true);
    if (self->service->drain != NULL && self->state != NULL)
        self->service->drain (self->state);
    if (self->server != NULL)
        wl_rpc_server_drain (self->server);
    /* Before anything that its pages read goes away. */
    if (self->admin != NULL)
        wl_admin_stop (&self->admin);
    stop_threads (self);
    if (self->service->stop != NULL && self->state != NULL)
        self->service->stop (&self->state);
    if (self->server != NULL)
        wl_rpc_server_stop (&self->server);
    if (self->log_server != NULL)
        wl_log_server_stop (&self->log_server);
    wl_log_reader_destroy (&self->log_reader);
    if (self->client != NULL)
        wl_rpc_client_destroy (&self->client);
    if (self->zap != NULL)
        wl_zap_stop (&self->zap);
    wl_peers_destroy (&self->peers);
    wl_method_stats_destroy (&self->method_stats);
    wl_method_stats_destroy (&self->operation_stats);
    wl_spans_stop (&self->spans);
    wl_metrics_destroy (&self->metrics);
}

/* A daemon that cannot end in time is ended: supervisors count on it, and nothing accepted is lost.
 */
static void
limit_shutdown (const wl_config_t *config, wl_error_t *error)
{
    long grace;

    if (wl_config_int (config, "shutdown.grace_s", 20, 1, 3600, &grace, error) != WL_OK)
        grace = 20;
    (void) signal (SIGALRM, SIG_DFL);
    alarm ((unsigned) grace);
}

static int
serve (wl_daemon_t *self, const sigset_t *signals, wl_error_t *error)
{
    wl_time_t began = wl_monotonic ();
    wl_status status = start (self, error);

    if (status == WL_OK) {
        atomic_store (&self->ready, true);
        wl_log (WL_LOG_INFO, NULL, "ready",
                WL_LOG_NUMBER ("ms", (wl_monotonic () - began) / WL_MILLISECOND),
                WL_LOG_NUMBER ("admin_port", wl_admin_port (self->admin)));
        run_until_signal (self, signals);
        wl_log (WL_LOG_INFO, NULL, "stopping");
    } else {
        wl_log (WL_LOG_ERROR, NULL, "cannot start", WL_LOG_TEXT ("why", error->text),
                WL_LOG_TEXT ("status", wl_status_name (status)));
    }
    limit_shutdown (self->config, error);
    stop (self);
    if (status == WL_OK)
        wl_log (WL_LOG_INFO, NULL, "stopped");
    return status == WL_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
run_configured (const wl_service_t *service, wl_config_t *config, wl_arena_t *arena,
                wl_error_t *error)
{
    wl_daemon_t *self = calloc (1, sizeof *self);
    sigset_t signals;
    int result;

    if (self == NULL)
        return EXIT_FAILURE;
    self->service = service;
    self->config = config;
    self->arena = arena;
    sigemptyset (&signals);
    sigaddset (&signals, SIGTERM);
    sigaddset (&signals, SIGINT);
    sigaddset (&signals, SIGHUP);
    pthread_sigmask (SIG_BLOCK, &signals, NULL);
    (void) signal (SIGPIPE, SIG_IGN);
    wl_log_open (service->name, wl_config_text (config, "log.format", "logfmt"),
                 log_level (config));
    wl_bus_init ();
    result = serve (self, &signals, error);
    wl_bus_end ();
    free (self);
    return result;
}

int
wl_service_run (const wl_service_t *service, int argc, char **argv)
{
    wl_arena_t *arena = wl_arena_new (4L << 20);
    wl_config_t *config = NULL;
    wl_error_t error;
    int result = EXIT_FAILURE;

    wl_error_init (&error, arena);
    if (argc == 2 && strcmp (argv[1], "--help") == 0) {
        printf ("Usage: wlacznik-%s [--config FILE]\n\nSettings:\n", service->name);
        wl_config_print_help (stdout);
        result = EXIT_SUCCESS;
    } else if (sodium_init () < 0) {
        fprintf (stderr, "wlacznik-%s: libsodium cannot start\n", service->name);
    } else if (wl_config_load (service->name, argc, argv, &config, &error) != WL_OK) {
        fprintf (stderr, "wlacznik-%s: %s\n", service->name, error.text);
    } else {
        result = run_configured (service, config, arena, &error);
    }
    wl_config_destroy (&config);
    wl_arena_destroy (&arena);
    return result;
}
