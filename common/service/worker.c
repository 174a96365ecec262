/* Workers: each takes requests from the bus and carries one at a time from access check to reply.
 */
#include <setjmp.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/command.h"
#include "operation.handlers.h"
#include "service/access.h"
#include "service/internal.h"

enum { TRIES_MAX = 6 };

/* ---- numbers about each method ---- */

enum { STATUS_COUNT = WL_UNAUTHENTICATED + 1 };

struct wl_method_stats {
    wl_metrics_t *metrics;
    uint32_t count;
    const wl_method_t *methods;
    wl_histogram_t **durations;
    wl_counter_t **round_trips;
    _Atomic (wl_counter_t *) *counters; /* count x STATUS_COUNT, made when first needed */
};

wl_method_stats_t *
wl_method_stats_new (wl_daemon_t *daemon, const wl_service_contract_t *contract)
{
    wl_method_stats_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        abort ();
    self->metrics = daemon->metrics;
    self->count = contract->method_count;
    self->methods = contract->methods;
    self->durations = calloc (self->count, sizeof *self->durations);
    self->round_trips = calloc (self->count, sizeof (wl_counter_t *));
    self->counters = calloc ((size_t) self->count * STATUS_COUNT, sizeof *self->counters);
    if (self->durations == NULL || self->round_trips == NULL || self->counters == NULL)
        abort ();
    for (uint32_t i = 0; i < self->count; i++) {
        char label[120];
        snprintf (label, sizeof label, "method=\"%s\"", self->methods[i].name);
        self->durations[i] = wl_metrics_histogram (self->metrics, "wlacznik_rpc_seconds",
                                                   "Time from arrival to reply", label);
        self->round_trips[i] = wl_metrics_counter (self->metrics, "wlacznik_rpc_round_trips_total",
                                                   "Waits for PostgreSQL", label);
    }
    return self;
}

void
wl_method_stats_destroy (wl_method_stats_t **self_p)
{
    if (*self_p == NULL)
        return;
    free ((*self_p)->durations);
    free ((*self_p)->round_trips);
    free ((*self_p)->counters);
    free (*self_p);
    *self_p = NULL;
}

static void
count_request (wl_method_stats_t *self, uint32_t index, wl_status status, wl_time_t took)
{
    size_t place = (size_t) index * STATUS_COUNT + (size_t) status;
    wl_counter_t *counter;

    if ((size_t) status >= STATUS_COUNT)
        place = (size_t) index * STATUS_COUNT + WL_UNKNOWN;
    counter = atomic_load (&self->counters[place]);
    if (counter == NULL) {
        char label[160];
        snprintf (label, sizeof label, "method=\"%s\",status=\"%s\"", self->methods[index].name,
                  wl_status_name (status));
        /* The registry gives the same counter for the same label, so a race is harmless. */
        counter =
            wl_metrics_counter (self->metrics, "wlacznik_rpc_total", "Requests answered", label);
        atomic_store (&self->counters[place], counter);
    }
    wl_counter_add (counter, 1);
    wl_histogram_observe (self->durations[index], took);
}

/* ---- one request ---- */

typedef struct work {
    wl_request_t req;
    const wl_rpc_call_t *call;
    const wl_method_t *method;
    wl_method_stats_t *stats; /* of the method's table */
    wl_handler_t *handler;
    ProtobufCMessage *in;
    wl_command_key_t key;
    bool keyed; /* the result is kept */
    wl_bytes_t reply;
} work_t;

struct wl_worker {
    wl_loop_t loop;
    wl_arena_t *arena;
    wl_db_t *db;
    work_t work; /* here and not on the stack, because it must survive the arena's jump */
};

/* The service's own methods, or with its name those that every service answers. */
static wl_status
find_method (work_t *work)
{
    const wl_daemon_t *daemon = work->req.daemon;
    bool common = wl_text_equal (work->call->header->service, operation_contract.name);
    const wl_service_handlers_t *rpc = common ? &operation_handlers : daemon->service->rpc;

    for (uint32_t i = 0; i < rpc->contract->method_count; i++) {
        if (!wl_text_equal (rpc->contract->methods[i].name, work->call->header->method))
            continue;
        work->method = &rpc->contract->methods[i];
        work->stats = common ? daemon->operation_stats : daemon->method_stats;
        work->handler = rpc->handlers[i];
        return WL_OK;
    }
    return WL_UNIMPLEMENTED;
}

/* A result with a secret in it (a session token) is not kept, nor is a digest of a password: a copy
 * of either would outlive its purpose. Such commands must be harmless to repeat. */
static bool
has_secret (const ProtobufCMessageDescriptor *type)
{
    const wl_message_rules_t *rules = wl_contract_rules (type);

    for (unsigned i = 0; rules != NULL && i < type->n_fields; i++)
        if (rules->fields[i].secret)
            return true;
    return false;
}

static wl_status
take_key (work_t *work)
{
    const Bus__RequestHeader *header = work->call->header;

    work->keyed = work->method->command && !has_secret (work->method->input) &&
                  !has_secret (work->method->output);
    if (!work->keyed)
        return WL_OK;
    if (wl_text_empty (header->idempotency_key))
        return wl_fail (&work->req, WL_INVALID_ARGUMENT, "idempotency-key-missing",
                        "Brakuje klucza idempotencji polecenia.",
                        "The command has no idempotency key.");
    work->key.owner =
        wl_text_empty (wl_user (&work->req)) ? work->call->caller : wl_user (&work->req);
    work->key.key = header->idempotency_key;
    work->key.method = work->method->name;
    crypto_generichash (work->key.digest, sizeof work->key.digest, work->call->payload,
                        work->call->payload_length, NULL, 0);
    return WL_OK;
}

/* A partner's key opens only what the contract opens to sites. It speaks for no person: whom a
 * partner's gateway knows is nobody here. What it does not open is counted. */
static wl_status
check_access (work_t *work)
{
    const wl_method_t *method = work->method;
    bool limited = wl_peer_is_limited (&work->call->peer);
    bool closed = limited && (!method->sites || work->req.actor != NULL);
    wl_status status = closed ? WL_PERMISSION_DENIED
                              : wl_access_check (method, work->call->caller, work->req.actor);

    if (limited && status != WL_OK)
        wl_counter_add (work->req.daemon->site_refused, 1);
    return status;
}

static wl_status
prepare (work_t *work)
{
    WL_TRY (find_method (work));
    WL_TRY (check_access (work));
    WL_TRY (wl_message_unpack (work->req.arena, work->method->input, work->call->payload,
                               work->call->payload_length, &work->in));
    WL_TRY (wl_message_validate (work->in, work->req.locale, &work->req.error));
    WL_TRY (wl_access_check_scope (work->method, work->req.actor, work->in));
    return take_key (work);
}

static wl_status
run_handler (work_t *work)
{
    wl_request_t *req = &work->req;
    ProtobufCMessage *out = wl_message_new (req->arena, work->method->output);

    WL_TRY (wl_programme_enter (req, work->method, work->in));
    WL_TRY (wl_programme_leave (req, work->handler (req, work->in, out)));
    return wl_request_pack_answer (req, out, &work->reply);
}

static wl_status
keep_found (work_t *work, wl_bytes_t found)
{
    work->reply.data = (const uint8_t *) wl_text_copy_length (
        work->req.arena, (const char *) found.data, found.length);
    work->reply.length = found.length;
    return WL_OK;
}

static wl_status
begin_command (work_t *work, bool *ret_found, wl_bytes_t *ret_first)
{
    wl_status status = wl_command_begin (work->req.db, &work->key, ret_found, ret_first);

    if (status != WL_INVALID_ARGUMENT)
        return status;
    return wl_fail (&work->req, status, "idempotency-key-used",
                    "Ten klucz idempotencji należy już do innego polecenia. Nadaj temu nowy klucz.",
                    "This idempotency key belongs to another command. Give this one a new key.");
}

static wl_status
try_command (work_t *work)
{
    wl_request_t *req = &work->req;
    bool found = false;
    wl_bytes_t first;

    wl_db_begin (req->db);
    if (work->keyed)
        WL_TRY (begin_command (work, &found, &first));
    if (found)
        return keep_found (work, first);
    WL_TRY (run_handler (work));
    if (work->keyed)
        wl_command_finish (req->db, &work->key, work->reply, req->now);
    return wl_db_commit (req->db);
}

static void
pause_before_retry (int tries)
{
    /* 1, 2, 4 ... ms and as much again by chance, so that two deadlocked workers part. */
    long base = 1000000L << (tries > 6 ? 6 : tries);
    struct timespec pause = { .tv_nsec = base + (long) randombytes_uniform ((uint32_t) base) };

    nanosleep (&pause, NULL);
}

static wl_status
execute (work_t *work)
{
    wl_request_t *req = &work->req;
    wl_arena_mark_t mark = wl_arena_mark (req->arena);

    for (int tries = 1;; tries++) {
        wl_status status;
        WL_TRY (wl_request_connect (req));
        status = work->method->command ? try_command (work) : run_handler (work);
        bool again = status != WL_OK && wl_db_may_retry (req->db) && tries < TRIES_MAX &&
                     wl_monotonic () < req->deadline &&
                     /* The fate of a commit is only known by the key. */
                     (work->keyed || !work->method->command || wl_db_connected (req->db));
        if (status == WL_OK && work->method->command)
            wl_request_committed (req);
        if (!again)
            return status == WL_OK ? WL_OK : wl_request_database_failed (req, status);
        wl_db_rollback (req->db);
        wl_request_give_back (req);
        wl_arena_rewind (req->arena, mark);
        wl_error_init (&req->error, req->arena);
        req->emitted = req->timer_set = req->jobs_waiting = false;
        req->commands_asked = 0;
        pause_before_retry (tries);
    }
}

static void
begin_work (wl_worker_t *self, const wl_rpc_call_t *call)
{
    const Bus__RequestHeader *header = call->header;
    wl_request_t *req = &self->work.req;

    wl_request_init (req, self->loop.daemon, self->arena, self->db);
    /* The actor and the moment of the act are the gateway's to say; a service speaks for itself. */
    bool person = header->actor != NULL && !wl_text_empty (header->actor->user_id);
    req->actor = person ? header->actor : NULL;
    req->caller = person ? "" : call->caller;
    req->peer = &call->peer;
    if (header->received_at > 0)
        req->now = header->received_at;
    if (wl_text_equal (header->locale, "en"))
        req->locale = "en";
    wl_span_begin (req->daemon->spans, header->traceparent, call->arrived, &req->span);
    req->trace = req->span.context;
    req->seed = header->idempotency_key;
    req->deadline = call->deadline;
}

static void
log_failure (const work_t *work, wl_status status)
{
    wl_log_level_t level =
        status == WL_INTERNAL || status == WL_DATA_LOSS ? WL_LOG_ERROR : WL_LOG_DEBUG;
    wl_log (level, work->req.trace, "request failed",
            WL_LOG_TEXT ("method", work->method == NULL ? "?" : work->method->name),
            WL_LOG_TEXT ("status", wl_status_name (status)),
            WL_LOG_TEXT ("reason", work->req.error.reason));
}

static void
end_span (const work_t *work, wl_time_t taken, wl_status status)
{
    const wl_method_t *method = work->method;
    wl_span_facts_t facts = { .kind = WL_SPAN_SERVER,
                              .system = "rpc",
                              .service = method == NULL ? "" : method->service,
                              .name = method == NULL ? "unknown" : method->name,
                              .status = status == WL_OK ? NULL : wl_status_name (status),
                              .waited = taken - work->call->arrived };

    wl_span_end (work->req.daemon->spans, &work->req.span, &facts);
}

static wl_status
carry_out (wl_worker_t *self, const wl_rpc_call_t *call)
{
    jmp_buf jump;

    if (setjmp (jump) != 0) {
        wl_db_rollback (self->db);
        wl_request_give_back (&self->work.req);
        wl_arena_reset (self->arena);
        wl_error_init (&self->work.req.error, self->arena);
        return wl_too_large (&self->work.req);
    }
    wl_arena_guard (self->arena, &jump);
    begin_work (self, call);
    WL_TRY (prepare (&self->work));
    return execute (&self->work);
}

/* A new connection begins to count at 0. */
static void
count_round_trips (const wl_worker_t *self, unsigned before)
{
    unsigned now = wl_db_round_trips (self->db);

    wl_counter_add (self->work.stats->round_trips[self->work.method->index],
                    now >= before ? now - before : now);
}

static void
answer (wl_worker_t *self, wl_rpc_call_t **call_p)
{
    work_t *work = &self->work;
    unsigned round_trips = wl_db_round_trips (self->db);
    wl_time_t taken = wl_monotonic ();
    Bus__ReplyHeader header;
    wl_status status;

    atomic_fetch_add_explicit (&self->loop.daemon->workers_busy, 1, memory_order_relaxed);
    wl_arena_reset (self->arena);
    *work = (work_t){ .call = *call_p };
    status = carry_out (self, *call_p);
    wl_arena_guard (self->arena, NULL);
    wl_request_give_back (&work->req);
    wl_db_rollback (self->db);
    if (status != WL_OK)
        log_failure (work, status);
    end_span (work, taken, status);
    wl_request_reply_header (&work->req, status, &header);
    if (work->method != NULL) {
        count_request (work->stats, work->method->index, status,
                       wl_monotonic () - (*call_p)->arrived);
        count_round_trips (self, round_trips);
    }
    wl_rpc_server_reply (self->loop.daemon->server, call_p, &header, work->reply.data,
                         status == WL_OK ? work->reply.length : 0);
    atomic_fetch_sub_explicit (&self->loop.daemon->workers_busy, 1, memory_order_relaxed);
}

static void *
work_on (void *argument)
{
    wl_worker_t *self = argument;
    wl_daemon_t *daemon = self->loop.daemon;

    while (!atomic_load (&daemon->draining)) {
        wl_rpc_call_t *call = wl_rpc_server_take (daemon->server, WL_SECOND);
        atomic_store (&self->loop.beat, wl_monotonic ());
        if (call != NULL)
            answer (self, &call);
    }
    /* What was taken in before the drain is still answered. */
    for (wl_rpc_call_t *call; (call = wl_rpc_server_take (daemon->server, 0)) != NULL;)
        answer (self, &call);
    return NULL;
}

wl_status
wl_worker_start (wl_daemon_t *daemon, wl_worker_t **ret)
{
    wl_worker_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        return WL_RESOURCE_EXHAUSTED;
    self->arena = wl_arena_new (daemon->arena_budget);
    self->db = wl_db_new (daemon->database, daemon->service->name, self->arena);
    wl_status status = wl_loop_start (&self->loop, daemon, "worker", work_on, self);
    if (status != WL_OK)
        wl_worker_join (&self);
    *ret = self;
    return status;
}

wl_loop_t *
wl_worker_loop (wl_worker_t *self)
{
    return &self->loop;
}

void
wl_worker_join (wl_worker_t **self_p)
{
    wl_worker_t *self = *self_p;

    if (self == NULL)
        return;
    wl_loop_join (&self->loop);
    wl_db_destroy (&self->db);
    wl_arena_destroy (&self->arena);
    free (self);
    *self_p = NULL;
}
