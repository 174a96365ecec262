#include "db/internal.h"

#include <assert.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A statement's parameters beyond texts and bytes, which are not copied. */
#define SCRATCH_BUDGET ((size_t) 64 * 1024 * 1024)

/* How much longer than the server's own statement timeout we wait before we call it gone. */
#define PATIENCE_MARGIN (5 * WL_SECOND)

/* For the session; options in `conninfo` come behind these and so win. enable_seqscan: a plan that
 * was made and kept while a table was nearly empty would read all of it when it has grown, as the
 * outbox does in the deadline hour. jit: our statements are short. idle_in_transaction: an open
 * transaction holds its locks. The TCP settings let the server notice a client that is gone, so
 * that the locks of its session come free. */
#define SESSION_OPTIONS                                                                       \
    "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=15s " \
    "-c default_transaction_isolation=read\\ committed -c client_min_messages=error "         \
    "-c enable_seqscan=off -c jit=off "                                                       \
    "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3 "      \
    "-c tcp_user_timeout=30s"

WL_SQL (begin, "begin");
WL_SQL (commit, "commit");
WL_SQL (rollback, "rollback");
WL_SQL (savepoint, "savepoint item");
WL_SQL (savepoint_release, "release savepoint item");
WL_SQL (savepoint_rollback, "rollback to savepoint item");
WL_SQL (lift_timeouts, "select set_config ('lock_timeout', '0', true),"
                       "       set_config ('statement_timeout', '0', true),"
                       "       set_config ('idle_in_transaction_session_timeout', '0', true)");
WL_SQL (take_lock, "select pg_advisory_xact_lock ($1)");
WL_SQL (
    statement_timeout,
    "select (extract (epoch from current_setting ('statement_timeout')::interval) * 1e6)::int8");

static const wl_encoded_t no_params = { .count = 0 };

/* ---- life ---- */

static void *
or_abort (void *memory)
{
    if (memory == NULL)
        abort ();
    return memory;
}

wl_db_t *
wl_db_new (const char *conninfo, const char *application, wl_arena_t *arena)
{
    wl_db_t *self = or_abort (calloc (1, sizeof *self));

    if (sodium_init () < 0)
        abort ();
    self->conninfo = or_abort (strdup (conninfo));
    self->application = or_abort (strdup (application));
    self->arena = arena;
    self->scratch = wl_arena_new (SCRATCH_BUDGET);
    return self;
}

static void
free_results (wl_db_t *self)
{
    while (self->result_count > 0)
        PQclear (self->results[--self->result_count]);
}

static void
free_prepared (wl_db_t *self)
{
    for (int i = 0; i < WL_DB_STATEMENT_BUCKETS; i++)
        for (wl_prepared_t *entry = self->prepared[i], *next; entry != NULL; entry = next) {
            next = entry->next;
            free (entry);
        }
}

void
wl_db_destroy (wl_db_t **self_p)
{
    wl_db_t *self = self_p == NULL ? NULL : *self_p;

    if (self == NULL)
        return;
    wl_db_drop (self);
    free_results (self);
    free_prepared (self);
    free (self->results);
    free (self->pending);
    free (self->conninfo);
    free (self->application);
    wl_arena_destroy (&self->scratch);
    free (self);
    *self_p = NULL;
}

/* ---- connecting ---- */

static void
ignore_notice (void *context, const PGresult *result)
{
    (void) context;
    (void) result;
}

/* SESSION_OPTIONS and those of `conninfo`; the caller frees. */
static char *
session_options (const char *conninfo)
{
    PQconninfoOption *given = PQconninfoParse (conninfo, NULL);
    const char *theirs = "";
    char *both = NULL;

    for (PQconninfoOption *one = given; one != NULL && one->keyword != NULL; one++)
        if (strcmp (one->keyword, "options") == 0 && one->val != NULL)
            theirs = one->val;
    if (asprintf (&both, "%s %s", SESSION_OPTIONS, theirs) < 0)
        abort ();
    PQconninfoFree (given);
    return both;
}

/* What stands in `conninfo` wins over what stands before it, and loses to what stands behind. */
static PGconn *
open_connection (const wl_db_t *self)
{
    char *options = session_options (self->conninfo);
    const char *const settings[][2] = {
        { "application_name", self->application },
        { "connect_timeout", "5" },
        { "keepalives_idle", "30" },
        { "keepalives_interval", "10" },
        { "keepalives_count", "3" },
        { "tcp_user_timeout", "30000" },
        { "target_session_attrs", "read-write" },
        { "dbname", self->conninfo },
        { "client_encoding", "UTF8" },
        { "options", options },
        { NULL, NULL },
    };
    enum { COUNT = sizeof settings / sizeof settings[0] };
    const char *keywords[COUNT], *values[COUNT];
    PGconn *connection;

    for (int i = 0; i < COUNT; i++) {
        keywords[i] = settings[i][0];
        values[i] = settings[i][1];
    }
    connection = PQconnectdbParams (keywords, values, 1);
    free (options);
    return connection;
}

static size_t
first_line (const char *text)
{
    return strcspn (text, "\n");
}

/* The server's timeout, which an operator may have changed, decides how long we wait for it. */
static wl_status
learn_patience (wl_db_t *self)
{
    wl_rows_t rows;

    self->patience = PATIENCE_MARGIN;
    WL_TRY (wl_run (self, &statement_timeout, &rows));
    wl_time_t timeout = wl_row_int (&rows, 0, 0);
    self->patience = timeout == 0 ? 0 : timeout + PATIENCE_MARGIN;
    return WL_OK;
}

/* A server that ended an idle session said so on the socket; better to read that now than to lose
 * the next transaction. */
static bool
still_alive (wl_db_t *self)
{
    struct pollfd socket = { .fd = PQsocket (self->connection), .events = POLLIN };

    while (PQstatus (self->connection) == CONNECTION_OK && poll (&socket, 1, 0) > 0)
        if (PQconsumeInput (self->connection) == 0)
            return false;
    return PQstatus (self->connection) == CONNECTION_OK;
}

wl_status
wl_db_connect (wl_db_t *self)
{
    if (self->in_transaction)
        return self->failed;
    if (self->connection != NULL && still_alive (self))
        return WL_OK;
    wl_db_drop (self);
    self->failed = WL_OK;
    self->connection = open_connection (self);
    if (PQstatus (self->connection) != CONNECTION_OK) {
        const char *why = PQerrorMessage (self->connection);
        wl_db_fail (self, WL_UNAVAILABLE, true, "cannot connect: %.*s", (int) first_line (why),
                    why);
        wl_db_drop (self);
        return WL_UNAVAILABLE;
    }
    self->round_trips = 0;
    PQsetNoticeReceiver (self->connection, ignore_notice, NULL);
    if (PQsetnonblocking (self->connection, 1) != 0 || learn_patience (self) != WL_OK) {
        wl_db_drop (self);
        return WL_UNAVAILABLE;
    }
    return WL_OK;
}

bool
wl_db_connected (const wl_db_t *self)
{
    return self->connection != NULL && PQstatus (self->connection) == CONNECTION_OK;
}

PGconn *
wl_db_connection (wl_db_t *self)
{
    if (self->connection != NULL && self->pending_count == 0)
        PQexitPipelineMode (self->connection);
    return self->connection;
}

unsigned
wl_db_round_trips (const wl_db_t *self)
{
    return self->round_trips;
}

/* ---- statements ---- */

static wl_status
keep_result (wl_db_t *self, PGresult *result, wl_rows_t *ret)
{
    if (self->result_count == self->result_capacity) {
        size_t capacity = self->result_capacity * 2 + 8;
        PGresult **grown = realloc (self->results, capacity * sizeof *grown);
        if (grown == NULL) {
            PQclear (result);
            return wl_db_fail (self, WL_RESOURCE_EXHAUSTED, false, "out of memory");
        }
        self->results = grown;
        self->result_capacity = capacity;
    }
    self->results[self->result_count++] = result;
    *ret = (wl_rows_t){ .result = result,
                        .count = PQntuples (result),
                        .affected = strtoull (PQcmdTuples (result), NULL, 10) };
    return WL_OK;
}

/* Everything is packed before anything is sent, so that a parameter that cannot be packed leaves
 * the connection as it is. */
static wl_status
send_statement (wl_db_t *self, const wl_statement_t *statement, bool wanted,
                const wl_param_t *params, size_t count)
{
    wl_encoded_t encoded;

    if (self->failed != WL_OK)
        return self->failed;
    if (self->connection == NULL)
        return wl_db_fail (self, WL_UNAVAILABLE, true, "%s: not connected", statement->name);
    wl_status status = wl_params_encode (self->scratch, params, count, &encoded);
    if (status == WL_OK && self->in_transaction && !self->begun) {
        status = wl_db_queue (self, &begin, false, &no_params);
        self->begun = true;
    }
    if (status == WL_OK)
        status = wl_db_queue (self, statement, wanted, &encoded);
    else
        wl_db_fail (self, status, false, "%s: a parameter is %s", statement->name,
                    status == WL_INVALID_ARGUMENT ? "no UUID" : "too large");
    wl_arena_reset (self->scratch);
    return status;
}

wl_status
wl_db_run (wl_db_t *self, const wl_statement_t *statement, wl_rows_t *ret, const wl_param_t *params,
           size_t count)
{
    PGresult *result = NULL;
    wl_rows_t ignored;

    if (!self->in_transaction) {
        free_results (self);
        self->failed = WL_OK;
    }
    WL_TRY (send_statement (self, statement, true, params, count));
    WL_TRY (wl_db_settle (self, &result));
    return keep_result (self, result, ret == NULL ? &ignored : ret);
}

void
wl_db_defer (wl_db_t *self, const wl_statement_t *statement, const wl_param_t *params, size_t count)
{
    assert (self->in_transaction);
    /* A failure is recorded; the next run or commit returns it. */
    (void) send_statement (self, statement, false, params, count);
}

wl_status
wl_db_script (wl_db_t *self, const char *sql, PGresult **ret_error)
{
    wl_status status = WL_OK;
    PGconn *connection = wl_db_connection (self);
    PGresult *result = PQexec (connection, sql);

    *ret_error = NULL;
    if (PQstatus (connection) == CONNECTION_BAD)
        status = wl_db_fail_lost (self, "while a script ran");
    else if (PQresultStatus (result) == PGRES_FATAL_ERROR)
        status = wl_db_fail_result (self, NULL, result);
    if (status == WL_OK || self->connection == NULL)
        PQclear (result);
    else
        *ret_error = result;
    return status;
}

/* ---- transactions ---- */

void
wl_db_begin (wl_db_t *self)
{
    assert (!self->in_transaction);
    self->in_transaction = true;
    self->begun = false;
    self->failed = WL_OK;
}

bool
wl_db_in_transaction (const wl_db_t *self)
{
    return self->in_transaction;
}

static void
end_transaction (wl_db_t *self)
{
    self->in_transaction = false;
    self->begun = false;
    self->patient = false;
    free_results (self);
}

/* A transaction that the server has given up answers COMMIT with "ROLLBACK" and no error. We know
 * of every failed statement of our own, but not of what was sent through wl_db_connection. */
static wl_status
check_committed (wl_db_t *self, PGresult *result)
{
    bool committed = strcmp (PQcmdStatus (result), "COMMIT") == 0;

    PQclear (result);
    return committed ? WL_OK
                     : wl_db_fail (self, WL_ABORTED, false, "commit: the transaction had failed");
}

static wl_status
send_commit (wl_db_t *self)
{
    PGresult *result = NULL;

    WL_TRY (send_statement (self, &commit, true, NULL, 0));
    WL_TRY (wl_db_settle (self, &result));
    return check_committed (self, result);
}

wl_status
wl_db_commit (wl_db_t *self)
{
    wl_status status = self->failed;

    assert (self->in_transaction);
    if (status == WL_OK && self->begun)
        status = send_commit (self);
    if (status == WL_OK)
        end_transaction (self);
    else
        wl_db_rollback (self);
    return status;
}

/* What was deferred and not yet answered is answered first: an error in it must not swallow the
 * ROLLBACK, so a sync stands between them. */
static void
send_rollback (wl_db_t *self)
{
    wl_status status = self->pending_count == 0 ? WL_OK : wl_db_queue_sync (self);

    if (status == WL_OK)
        status = wl_db_queue (self, &rollback, false, &no_params);
    if (status == WL_OK)
        (void) wl_db_settle (self, NULL); /* its success is judged by the state that it leaves */
    if (self->connection != NULL && PQtransactionStatus (self->connection) != PQTRANS_IDLE)
        wl_db_drop (self);
}

void
wl_db_rollback (wl_db_t *self)
{
    if (!self->in_transaction)
        return;
    if (self->begun && self->connection != NULL &&
        (self->pending_count > 0 || PQtransactionStatus (self->connection) != PQTRANS_IDLE))
        send_rollback (self);
    end_transaction (self);
}

void
wl_db_savepoint (wl_db_t *self)
{
    wl_defer (self, &savepoint);
}

wl_status
wl_db_savepoint_keep (wl_db_t *self)
{
    return wl_run (self, &savepoint_release, NULL);
}

/* As a ROLLBACK: what was deferred is answered first, and its failure ends with the savepoint. */
wl_status
wl_db_savepoint_undo (wl_db_t *self)
{
    assert (self->in_transaction);
    if (self->pending_count > 0)
        (void) wl_db_settle (self, NULL); /* `failed` tells */
    if (self->failed != WL_OK && (self->may_retry || self->connection == NULL))
        return self->failed;
    self->failed = WL_OK;
    WL_TRY (wl_run (self, &savepoint_rollback, NULL));
    return wl_run (self, &savepoint_release, NULL);
}

void
wl_db_defer_patience (wl_db_t *self)
{
    wl_defer (self, &lift_timeouts);
    self->patient = true;
}

/* ---- advisory locks ---- */

int64_t
wl_db_lock_key (const char *class, const char *a, const char *b)
{
    const char *const names[] = { class, a, b };
    uint8_t digest[crypto_generichash_BYTES_MIN];
    crypto_generichash_state state;
    uint64_t key = 0;

    crypto_generichash_init (&state, NULL, 0, sizeof digest);
    /* With the NUL, so that "ab" and "c" are not "a" and "bc". */
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        crypto_generichash_update (&state, (const uint8_t *) names[i], strlen (names[i]) + 1);
    crypto_generichash_final (&state, digest, sizeof digest);
    for (int i = 0; i < 8; i++)
        key = key << 8 | digest[i];
    return (int64_t) (key >> 2);
}

void
wl_db_defer_lock (wl_db_t *self, int64_t key)
{
    wl_defer (self, &take_lock, wl_p_int (key));
}
