/* The audit of the gateway: proving it unchanged, and the roots to publish. */
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "store_audit.h"
#include "stream.h"
#include "wlacznik/gateway.pb-c.h"

WL_SQL (COUNT_WAITING, "SELECT count (*) FROM runtime.outbox WHERE region = $1");

static int
failed (wl_db_t *db)
{
    int code = command_fail ("%s", wl_db_error (db));

    wl_db_destroy (&db);
    return code;
}

/* ---- verify ---- */

typedef struct comparison {
    uint64_t compared, different; /* the sequence of the first that differs, 0: none */
    bool broken;                  /* the database failed */
} comparison_t;

static bool
compare (const arguments_t *arguments, wl_db_t *db, const wl_event_t *event, void *context)
{
    comparison_t *comparison = context;
    ProtobufCMessage *recorded;
    bool same = false;

    if (wl_message_unpack (arguments->arena, &gateway__audit_recorded__descriptor,
                           event->payload.data, event->payload.length, &recorded) == WL_OK &&
        store_match_audit (db, (const Gateway__AuditRecorded *) recorded, &same) != WL_OK) {
        comparison->broken = true;
        return false;
    }
    comparison->compared++;
    if (!same && comparison->different == 0)
        comparison->different = event->sequence;
    return same;
}

static int
judge (const comparison_t *comparison, int64_t rows, int64_t waiting)
{
    if (comparison->different)
        return command_fail ("the entry of event %llu was changed or taken out of audit_entry",
                             (unsigned long long) comparison->different);
    /* Who waited may have got a place since, and is told of twice then. */
    if (rows > (int64_t) comparison->compared + waiting)
        return command_fail ("audit_entry has %lld rows, the log tells of %lld", (long long) rows,
                             (long long) comparison->compared + waiting);
    printf ("%llu entries, each as the hash chain tells it; %lld wait to be chained\n",
            (unsigned long long) comparison->compared, (long long) waiting);
    return EXIT_SUCCESS;
}

int
audit_verify (const arguments_t *arguments)
{
    wl_db_t *db = command_database (arguments, "gateway");
    comparison_t comparison = { 0 };
    uint64_t bad, checked;
    int64_t rows, waiting;
    wl_rows_t found;

    if (wl_event_verify (db, "gateway", STORE_AUDIT_STREAM, &bad, &checked) != WL_OK)
        return failed (db);
    wl_db_rollback (db);
    if (bad) {
        wl_db_destroy (&db);
        return command_fail ("the hash chain breaks at event %llu", (unsigned long long) bad);
    }
    /* Counted first: what comes meanwhile has a row and an event more. */
    if (wl_run (db, &COUNT_WAITING, &found, wl_p_text (STORE_AUDIT_STREAM)) != WL_OK)
        return failed (db);
    waiting = wl_row_int (&found, 0, 0);
    if (store_count_audit (db, &rows) != WL_OK ||
        !stream_each (arguments, db, "gateway", STORE_AUDIT_STREAM, compare, &comparison) ||
        comparison.broken)
        return failed (db);
    wl_db_destroy (&db);
    return judge (&comparison, rows, waiting);
}

/* ---- roots ---- */

int
audit_roots (const arguments_t *arguments)
{
    wl_db_t *db = command_database (arguments, "gateway");

    if (!stream_print_roots (arguments, db, "gateway", STORE_AUDIT_STREAM, ""))
        return failed (db);
    wl_db_destroy (&db);
    return EXIT_SUCCESS;
}
