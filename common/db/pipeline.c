/* libpq in pipeline mode: statements are handed over one after the other and answered in that
 * order. The connection never blocks: a large parameter on its way out and a large result on its
 * way in would wait for each other for ever (engineering.md 2.10). */
#include "db/internal.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- prepared statements ---- */

_Static_assert(WL_DB_STATEMENT_BUCKETS == 1 << 7, "bucket_of takes seven bits");

static wl_prepared_t **
bucket_of (wl_db_t *self, const wl_statement_t *statement)
{
    uint64_t mixed = (uint64_t) (uintptr_t) statement * UINT64_C (0x9e3779b97f4a7c15);

    return &self->prepared[mixed >> 57];
}

/* A NULL without a type fits any type: it takes the one that the statement was prepared with. */
static bool
types_fit (const wl_prepared_t *prepared, const wl_encoded_t *params)
{
    if (prepared->count != params->count)
        return false;
    for (int i = 0; i < params->count; i++)
        if (params->types[i] != prepared->types[i] && params->types[i] != InvalidOid)
            return false;
    return true;
}

static wl_prepared_t *
prepared_new (wl_db_t *self, const wl_statement_t *statement, const wl_encoded_t *params)
{
    size_t size = (size_t) params->count * sizeof (Oid);
    wl_prepared_t *prepared = malloc (sizeof *prepared + size);

    if (prepared == NULL)
        return NULL;
    *prepared = (wl_prepared_t){ .statement = statement, .count = params->count };
    snprintf (prepared->name, sizeof prepared->name, "wl%u", ++self->prepared_count);
    memcpy (prepared->types, params->types, size);
    return prepared;
}

static wl_prepared_t *
prepared_for (wl_db_t *self, const wl_statement_t *statement, const wl_encoded_t *params)
{
    wl_prepared_t **bucket = bucket_of (self, statement);

    for (wl_prepared_t *prepared = *bucket; prepared != NULL; prepared = prepared->next)
        if (prepared->statement == statement && types_fit (prepared, params))
            return prepared;
    wl_prepared_t *prepared = prepared_new (self, statement, params);
    if (prepared == NULL)
        return NULL;
    prepared->next = *bucket;
    *bucket = prepared;
    return prepared;
}

/* Only the states: settle may still hold entries of the table. The server keeps what it has under
 * the old names, so new ones are taken. */
void
wl_db_forget_prepared (wl_db_t *self)
{
    for (int i = 0; i < WL_DB_STATEMENT_BUCKETS; i++)
        for (wl_prepared_t *entry = self->prepared[i]; entry != NULL; entry = entry->next) {
            entry->state = WL_PREPARED_NEW;
            snprintf (entry->name, sizeof entry->name, "wl%u", ++self->prepared_count);
        }
}

/* ---- the connection ---- */

void
wl_db_drop (wl_db_t *self)
{
    PQfinish (self->connection);
    self->connection = NULL;
    self->sequences = self->listens = false;
    self->pending_count = 0;
    wl_db_forget_prepared (self);
}

/* ---- sending ---- */

static wl_status
pending_add (wl_db_t *self, wl_pending_t pending)
{
    if (self->pending_count == self->pending_capacity) {
        size_t capacity = self->pending_capacity * 2 + 16;
        wl_pending_t *grown = realloc (self->pending, capacity * sizeof *grown);
        if (grown == NULL)
            return wl_db_fail_lost (self, "out of memory");
        self->pending = grown;
        self->pending_capacity = capacity;
    }
    self->pending[self->pending_count++] = pending;
    return WL_OK;
}

static wl_status
queue_prepare (wl_db_t *self, wl_prepared_t *prepared)
{
    if (PQsendPrepare (self->connection, prepared->name, prepared->statement->sql, prepared->count,
                       prepared->types) == 0)
        return wl_db_fail_lost (self, "cannot send");
    prepared->state = WL_PREPARED_SENT;
    return pending_add (self, (wl_pending_t){ WL_PENDING_PREPARE, prepared });
}

wl_status
wl_db_queue (wl_db_t *self, const wl_statement_t *statement, bool wanted,
             const wl_encoded_t *params)
{
    wl_prepared_t *prepared;

    if (PQpipelineStatus (self->connection) == PQ_PIPELINE_OFF &&
        PQenterPipelineMode (self->connection) == 0)
        return wl_db_fail_lost (self, "it is busy outside of the pipeline");
    prepared = prepared_for (self, statement, params);
    if (prepared == NULL)
        return wl_db_fail (self, WL_RESOURCE_EXHAUSTED, false, "%s: out of memory",
                           statement->name);
    if (prepared->state == WL_PREPARED_NEW)
        WL_TRY (queue_prepare (self, prepared));
    if (PQsendQueryPrepared (self->connection, prepared->name, params->count, params->values,
                             params->lengths, params->formats, 1) == 0)
        return wl_db_fail_lost (self, "cannot send");
    return pending_add (
        self, (wl_pending_t){ wanted ? WL_PENDING_WANTED : WL_PENDING_EXECUTE, prepared });
}

wl_status
wl_db_queue_sync (wl_db_t *self)
{
    if (PQpipelineSync (self->connection) == 0)
        return wl_db_fail_lost (self, "cannot send");
    return pending_add (self, (wl_pending_t){ WL_PENDING_SYNC, NULL });
}

/* ---- taking the answers ---- */

static int
milliseconds_until (wl_time_t deadline)
{
    wl_time_t left = deadline - wl_monotonic ();

    if (left <= 0)
        return 0;
    return left / WL_MILLISECOND >= INT_MAX ? INT_MAX : (int) (left / WL_MILLISECOND) + 1;
}

/* Waits until the socket can take or has something, false when the deadline is over. */
static bool
wait_for_socket (wl_db_t *self, bool unsent, wl_time_t deadline)
{
    struct pollfd socket = { .fd = PQsocket (self->connection),
                             .events = (short) (POLLIN | (unsent ? POLLOUT : 0)) };
    int ready;

    do {
        int timeout = deadline == 0 ? -1 : milliseconds_until (deadline);
        ready = poll (&socket, 1, timeout);
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

/* The next result, which is NULL behind the last one of a statement. Sends what is unsent and reads
 * meanwhile. */
static wl_status
next_result (wl_db_t *self, PGresult **ret)
{
    bool endless = self->patient || self->patience == 0;
    wl_time_t deadline = endless ? 0 : wl_monotonic () + self->patience;

    for (;;) {
        int unsent = PQflush (self->connection);
        if (unsent < 0)
            return wl_db_fail_lost (self, "cannot send");
        if (PQisBusy (self->connection) == 0)
            break;
        if (PQstatus (self->connection) == CONNECTION_BAD)
            return wl_db_fail_lost (self, "the server closed it");
        if (!wait_for_socket (self, unsent > 0, deadline))
            return wl_db_fail_lost (self, "the server is silent");
        /* A failure here shows in the status when all that came before it is used up. */
        (void) PQconsumeInput (self->connection);
    }
    *ret = PQgetResult (self->connection);
    return WL_OK;
}

static bool
is_error (const PGresult *result)
{
    ExecStatusType status = PQresultStatus (result);

    return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK &&
           status != PGRES_PIPELINE_SYNC && status != PGRES_PIPELINE_ABORTED;
}

/* Looks at one result of one pending answer and keeps it when it is the wanted one. */
static void
judge (wl_db_t *self, wl_pending_t pending, PGresult *result, PGresult **ret)
{
    ExecStatusType status = PQresultStatus (result);

    if (pending.kind == WL_PENDING_PREPARE)
        pending.prepared->state = status == PGRES_COMMAND_OK ? WL_PREPARED_READY : WL_PREPARED_NEW;
    if (is_error (result))
        (void) wl_db_fail_result (
            self, pending.prepared == NULL ? NULL : pending.prepared->statement, result);
    else if (pending.kind == WL_PENDING_WANTED && ret != NULL && *ret == NULL &&
             status != PGRES_PIPELINE_ABORTED) {
        *ret = result;
        return;
    }
    PQclear (result);
}

/* Takes all results of one pending answer. Those of a statement end with NULL. A sync is a result
 * of its own, with an error and a NULL before it when what it committed failed. WL_UNAVAILABLE: the
 * connection is gone; any other failure is recorded and the next answer can be taken. */
static wl_status
settle_one (wl_db_t *self, wl_pending_t pending, PGresult **ret)
{
    for (int ends = 0; ends < 2;) {
        PGresult *result = NULL;
        bool synced;
        WL_TRY (next_result (self, &result));
        if (result == NULL) {
            if (pending.kind != WL_PENDING_SYNC)
                return WL_OK;
            ends++;
            continue;
        }
        synced = PQresultStatus (result) == PGRES_PIPELINE_SYNC;
        judge (self, pending, result, ret);
        if (self->connection == NULL)
            return WL_UNAVAILABLE;
        if (synced)
            return WL_OK;
    }
    return wl_db_fail_lost (self, "its answers are out of step");
}

wl_status
wl_db_settle (wl_db_t *self, PGresult **ret)
{
    PGresult *wanted = NULL;
    wl_status status = wl_db_queue_sync (self);

    self->round_trips++;
    for (size_t i = 0; status == WL_OK && i < self->pending_count; i++)
        status = settle_one (self, self->pending[i], &wanted);
    self->pending_count = 0;
    if (self->failed == WL_OK && ret != NULL)
        *ret = wanted;
    else
        PQclear (wanted);
    return self->failed;
}
