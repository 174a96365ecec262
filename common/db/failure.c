#include "db/internal.h"

#include <stdio.h>
#include <string.h>

/* What an SQLSTATE means to us. A prefix of two characters stands for its whole class; the first
 * row that fits counts. */
typedef struct meaning {
    const char *sqlstate;
    wl_status status;
    bool may_retry;
    enum { STAYS, STALE_PLANS, GONE } connection;
} meaning_t;

static const meaning_t meanings[] = {
    { "23505", WL_ALREADY_EXISTS, false, STAYS },    /* unique_violation */
    { "23", WL_FAILED_PRECONDITION, false, STAYS },  /* foreign key, check, not null, exclusion */
    { "40001", WL_ABORTED, true, STAYS },            /* serialization_failure */
    { "40P01", WL_ABORTED, true, STAYS },            /* deadlock_detected */
    { "53", WL_UNAVAILABLE, false, STAYS },          /* disk full, out of memory: may heal */
    { "55P03", WL_DEADLINE_EXCEEDED, true, STAYS },  /* lock_not_available: lock_timeout */
    { "57014", WL_DEADLINE_EXCEEDED, false, STAYS }, /* query_canceled: statement_timeout */
    { "0A000", WL_ABORTED, true, STALE_PLANS },      /* "cached plan must not change result type" */
    { "26000", WL_ABORTED, true, STALE_PLANS },      /* invalid_sql_statement_name */
    { "25006", WL_UNAVAILABLE, true, GONE },         /* read only: this server is no primary now */
    { "25P03", WL_UNAVAILABLE, true, GONE },         /* idle_in_transaction_session_timeout */
    { "57P01", WL_UNAVAILABLE, true, GONE },         /* admin_shutdown */
    { "57P02", WL_UNAVAILABLE, true, GONE },         /* crash_shutdown */
    { "57P03", WL_UNAVAILABLE, true, GONE },         /* cannot_connect_now */
    { "57P05", WL_UNAVAILABLE, true, GONE },         /* idle_session_timeout */
    { "08", WL_UNAVAILABLE, true, GONE },            /* connection exceptions */
    { "", WL_INTERNAL, false, STAYS },
};

static const meaning_t *
meaning_of (const char *sqlstate)
{
    const meaning_t *meaning = meanings;

    while (strncmp (sqlstate, meaning->sqlstate, strlen (meaning->sqlstate)) != 0)
        meaning++;
    return meaning;
}

/* PostgreSQL's own sentence may quote a value ('invalid input syntax for type integer: "..."'), and
 * values are people's data. Where it speaks of the statement or of the server only, it helps. */
static bool
message_is_harmless (const char *sqlstate)
{
    static const char *const classes[] = { "08", "0A", "25", "26", "3D", "40", "42",
                                           "53", "54", "55", "57", "58", "XX" };

    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
        if (strncmp (sqlstate, classes[i], 2) == 0)
            return true;
    return false;
}

static const char *
field (const PGresult *result, int code)
{
    const char *text = PQresultErrorField (result, code);

    return text == NULL ? "" : text;
}

WL_PRINTF (4, 0)
static wl_status
record (wl_db_t *self, wl_status status, bool may_retry, const char *format, va_list args)
{
    if (self->in_transaction && self->failed != WL_OK)
        return self->failed;
    vsnprintf (self->error, sizeof self->error, format, args);
    self->constraint[0] = '\0';
    self->may_retry = may_retry;
    self->failed = status;
    return status;
}

wl_status
wl_db_fail (wl_db_t *self, wl_status status, bool may_retry, const char *format, ...)
{
    va_list args;

    va_start (args, format);
    status = record (self, status, may_retry, format, args);
    va_end (args);
    return status;
}

wl_status
wl_db_fail_result (wl_db_t *self, const wl_statement_t *statement, const PGresult *result)
{
    const char *sqlstate = field (result, PG_DIAG_SQLSTATE);
    const char *constraint = field (result, PG_DIAG_CONSTRAINT_NAME);
    const char *message =
        message_is_harmless (sqlstate) ? field (result, PG_DIAG_MESSAGE_PRIMARY) : "";
    const char *name = statement == NULL ? "transaction" : statement->name;
    const meaning_t *meaning = meaning_of (sqlstate);
    bool first = self->failed == WL_OK;
    wl_status status;

    /* libpq makes results of its own, without SQLSTATE, when it finds the connection broken. */
    if (sqlstate[0] == '\0')
        return wl_db_fail_lost (self, "the server closed it");
    status = wl_db_fail (self, meaning->status, meaning->may_retry, "%s: SQLSTATE %s%s%s%s%s", name,
                         sqlstate, constraint[0] == '\0' ? "" : ", constraint ", constraint,
                         message[0] == '\0' ? "" : ": ", message);
    if (first)
        snprintf (self->constraint, sizeof self->constraint, "%s", constraint);
    if (meaning->connection == STALE_PLANS)
        wl_db_forget_prepared (self);
    if (meaning->connection == GONE)
        wl_db_drop (self);
    return status;
}

wl_status
wl_db_fail_lost (wl_db_t *self, const char *why)
{
    wl_db_drop (self);
    return wl_db_fail (self, WL_UNAVAILABLE, true, "connection lost: %s", why);
}

const char *
wl_db_error (const wl_db_t *self)
{
    return self->error;
}

const char *
wl_db_constraint (const wl_db_t *self)
{
    return self->constraint;
}

bool
wl_db_may_retry (const wl_db_t *self)
{
    return self->may_retry;
}
