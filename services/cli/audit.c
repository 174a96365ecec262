/* The audit of the gateway: proving it unchanged, and the roots to publish. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "db/event_log.h"
#include "store_audit.h"
#include "wlacznik/gateway.pb-c.h"

enum { BATCH = 500, BATCH_BYTES = 4 << 20, DAY_TEXT = 10 };

WL_SQL (COUNT_WAITING, "SELECT count (*) FROM runtime.outbox WHERE region = $1");

static int
failed (wl_db_t *db)
{
    int code = command_fail ("%s", wl_db_error (db));

    wl_db_destroy (&db);
    return code;
}

/* Calls `visit` with every event of the stream, in order, until it says false. False when the
 * database failed. */
static bool
for_each (const arguments_t *arguments, wl_db_t *db,
          bool (*visit) (const arguments_t *arguments, wl_db_t *db, const wl_event_t *event,
                         void *context),
          void *context)
{
    uint64_t after = 0;

    for (;;) {
        wl_arena_mark_t mark = wl_arena_mark (arguments->arena);
        wl_event_t *events;
        size_t count;

        if (wl_event_read (db, "gateway", STORE_AUDIT_STREAM, after, BATCH, BATCH_BYTES, &events,
                           &count) != WL_OK)
            return false;
        for (size_t i = 0; i < count; i++) {
            after = events[i].sequence;
            if (!visit (arguments, db, &events[i], context))
                return true;
        }
        wl_db_rollback (db);
        wl_arena_rewind (arguments->arena, mark);
        if (count == 0)
            return true;
    }
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
    if (rows != (int64_t) comparison->compared + waiting)
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
    if (store_count_audit (db, &rows) != WL_OK || !for_each (arguments, db, compare, &comparison) ||
        comparison.broken)
        return failed (db);
    wl_db_destroy (&db);
    return judge (&comparison, rows, waiting);
}

/* ---- roots ---- */

typedef struct day {
    char name[DAY_TEXT + 1];
    uint64_t sequence;
    char root[2 * WL_EVENT_HASH + 1];
} day_t;

static void
print_day (const day_t *day)
{
    if (day->sequence)
        printf ("%s %llu %s\n", day->name, (unsigned long long) day->sequence, day->root);
}

static bool
note (const arguments_t *arguments, wl_db_t *db, const wl_event_t *event, void *context)
{
    day_t *day = context;
    char at[WL_TIME_TEXT];

    (void) arguments;
    (void) db;
    wl_time_format (event->at, at);
    if (strncmp (day->name, at, DAY_TEXT) > 0) /* a clock that went back keeps the later day */
        memcpy (at, day->name, DAY_TEXT);
    if (strncmp (day->name, at, DAY_TEXT) != 0)
        print_day (day);
    memcpy (day->name, at, DAY_TEXT);
    day->sequence = event->sequence;
    wl_hex (event->hash, WL_EVENT_HASH, day->root);
    return true;
}

/* The hash of a day's last entry holds every one before it: whoever has it published can show that
 * nothing up to that evening was changed since. */
int
audit_roots (const arguments_t *arguments)
{
    wl_db_t *db = command_database (arguments, "gateway");
    day_t day = { 0 };

    if (!for_each (arguments, db, note, &day))
        return failed (db);
    print_day (&day);
    wl_db_destroy (&db);
    return EXIT_SUCCESS;
}
