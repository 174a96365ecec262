#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "command.h"
#include "db/backlog.h"
#include "db/event_log.h"
#include "stream.h"

enum { BATCH = 500, BATCH_BYTES = 4 << 20, STREAMS_MAX = 64, DEAD_MOST = 1000 };

static const char *
only_service (const arguments_t *arguments)
{
    if (arguments->count != 1)
        exit (command_fail ("name one service: intake, evaluation, dissemination, notification or "
                            "gateway"));
    return arguments->words[0];
}

static int
database_failed (wl_db_t *db)
{
    int code = command_fail ("%s", wl_db_error (db));

    wl_db_destroy (&db);
    return code;
}

/* ---- tail ---- */

static void
print_event (const arguments_t *arguments, const wl_event_t *event)
{
    const ProtobufCMessageDescriptor *type = wl_contract_message (event->type);
    ProtobufCMessage *message = NULL;
    char at[WL_TIME_TEXT];
    wl_buffer_t json;

    wl_time_format (event->at, at);
    wl_buffer_init (&json, arguments->arena);
    if (type != NULL && wl_message_unpack (arguments->arena, type, event->payload.data,
                                           event->payload.length, &message) == WL_OK)
        wl_message_to_json (message, &json);
    printf ("%s %s/%llu %s %s\n", at, event->region, (unsigned long long) event->sequence,
            event->type, json.data == NULL ? "" : json.data);
}

/* Prints what is new in one stream; false when the database failed. */
static bool
print_stream (const arguments_t *arguments, wl_db_t *db, const char *service,
              wl_stream_head_t *position)
{
    for (;;) {
        wl_arena_mark_t mark = wl_arena_mark (arguments->arena);
        wl_event_t *events;
        size_t count;
        if (wl_event_read (db, service, position->region, position->sequence, BATCH, BATCH_BYTES,
                           &events, &count) != WL_OK)
            return false;
        for (size_t i = 0; i < count; i++) {
            print_event (arguments, &events[i]);
            position->sequence = events[i].sequence;
        }
        wl_db_rollback (db);
        wl_arena_rewind (arguments->arena, mark);
        if (count == 0)
            return true;
    }
}

/* Takes in streams that appeared; the position of a known one stays. */
static bool
learn_streams (wl_db_t *db, const char *region, uint64_t after, wl_stream_head_t *positions,
               size_t *count)
{
    wl_stream_head_t *heads;
    size_t head_count;

    if (wl_event_heads (db, &heads, &head_count) != WL_OK)
        return false;
    for (size_t i = 0; i < head_count; i++) {
        bool known = region != NULL && !wl_text_equal (heads[i].region, region);
        for (size_t k = 0; k < *count; k++)
            known |= wl_text_equal (positions[k].region, heads[i].region);
        if (!known && *count < STREAMS_MAX)
            positions[(*count)++] = (wl_stream_head_t){ heads[i].region, after, { 0 } };
    }
    wl_db_rollback (db);
    return true;
}

int
events_tail (const arguments_t *arguments)
{
    const char *service = only_service (arguments);
    const char *region = arguments_option (arguments, "region");
    uint64_t after = (uint64_t) arguments_number (arguments, "after", 0, 0);
    bool follow = wl_text_equal (arguments_option (arguments, "follow"), "yes");
    wl_db_t *db = command_database (arguments, service);
    wl_stream_head_t positions[STREAMS_MAX];
    size_t count = 0;

    do {
        if (!learn_streams (db, region, after, positions, &count))
            return database_failed (db);
        for (size_t i = 0; i < count; i++)
            if (!print_stream (arguments, db, service, &positions[i]))
                return database_failed (db);
        fflush (stdout);
        struct timespec pause = { .tv_nsec = 300 * 1000 * 1000 };
        if (follow)
            nanosleep (&pause, NULL);
    } while (follow);
    wl_db_destroy (&db);
    return EXIT_SUCCESS;
}

/* ---- verify ---- */

int
events_verify (const arguments_t *arguments)
{
    const char *service = only_service (arguments);
    wl_db_t *db = command_database (arguments, service);
    wl_stream_head_t *heads;
    const char **endless;
    size_t count, broken;

    if (wl_event_endless (db, &endless, &broken) != WL_OK ||
        wl_event_heads (db, &heads, &count) != WL_OK)
        return database_failed (db);
    for (size_t i = 0; i < broken; i++)
        printf ("%s/%s: BROKEN, its end is gone\n", service, endless[i]);
    for (size_t i = 0; i < count; i++) {
        uint64_t bad, checked;
        if (wl_event_verify (db, service, heads[i].region, &bad, &checked) != WL_OK)
            return database_failed (db);
        /* More than the head that was read before: they went on speaking meanwhile. */
        if (bad == 0 && checked >= heads[i].sequence) {
            printf ("%s/%s: %llu events, the chain holds\n", service, heads[i].region,
                    (unsigned long long) checked);
            continue;
        }
        broken++;
        printf ("%s/%s: BROKEN at %llu\n", service, heads[i].region,
                (unsigned long long) (bad != 0 ? bad : checked + 1));
    }
    wl_db_destroy (&db);
    return broken == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- roots ---- */

int
events_roots (const arguments_t *arguments)
{
    const char *service = only_service (arguments);
    wl_db_t *db = command_database (arguments, service);
    wl_stream_head_t *heads;
    size_t count;

    if (wl_event_heads (db, &heads, &count) != WL_OK)
        return database_failed (db);
    for (size_t i = 0; i < count; i++) {
        const char *name = wl_text_printf (arguments->arena, "%s/%s ", service, heads[i].region);
        wl_db_rollback (db);
        if (!stream_print_roots (arguments, db, service, heads[i].region, name))
            return database_failed (db);
    }
    wl_db_destroy (&db);
    return EXIT_SUCCESS;
}

/* ---- dead letters ---- */

static void
print_dead_event (const Operation__DeadEvent *event)
{
    char at[WL_TIME_TEXT];

    wl_time_format (wl_timestamp_time (event->at), at);
    printf ("%s %s/%s/%llu %s %s tries %u%s: %s", at, event->source, event->region,
            (unsigned long long) event->sequence, event->type, event->aggregate, event->tries,
            event->asked_again ? ", asked to try again" : "", event->reason);
    if (event->behind > 0)
        printf ("; %u later events of the same thing wait for it", event->behind);
    putchar ('\n');
}

int
events_dead (const arguments_t *arguments)
{
    wl_db_t *db = command_database (arguments, only_service (arguments));
    wl_backlog_page_t page = { .limit = DEAD_MOST };
    Operation__ListDeadEventsResponse found = OPERATION__LIST_DEAD_EVENTS_RESPONSE__INIT;

    if (wl_dead_event_list (db, &page, &found) != WL_OK)
        return database_failed (db);
    for (size_t i = 0; i < found.n_events; i++)
        print_dead_event (found.events[i]);
    if (found.n_events == 0)
        printf ("no dead events\n");
    wl_db_destroy (&db);
    return EXIT_SUCCESS;
}

int
events_replay (const arguments_t *arguments)
{
    const char *aggregate = arguments_option (arguments, "aggregate");
    wl_db_t *db = command_database (arguments, only_service (arguments));
    uint32_t count;

    if (wl_dead_event_retry (db, 0, aggregate == NULL ? "" : aggregate, &count) != WL_OK)
        return database_failed (db);
    printf ("%u events will be taken again within seconds; see events dead\n", count);
    wl_db_destroy (&db);
    return EXIT_SUCCESS;
}
