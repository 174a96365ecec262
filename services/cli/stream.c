#include "stream.h"

#include <stdio.h>
#include <string.h>

enum { BATCH = 500, BATCH_BYTES = 4 << 20, DAY_TEXT = 10 };

bool
stream_each (const arguments_t *arguments, wl_db_t *db, const char *service, const char *region,
             stream_visit_t *visit, void *context)
{
    uint64_t after = 0;

    for (;;) {
        wl_arena_mark_t mark = wl_arena_mark (arguments->arena);
        wl_event_t *events;
        size_t count;

        if (wl_event_read (db, service, region, after, BATCH, BATCH_BYTES, &events, &count) !=
            WL_OK)
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

/* ---- roots ---- */

typedef struct day {
    const char *name;
    char date[DAY_TEXT + 1];
    uint64_t sequence;
    char root[2 * WL_EVENT_HASH + 1];
} day_t;

static void
print_day (const day_t *day)
{
    if (day->sequence)
        printf ("%s %s%llu %s\n", day->date, day->name, (unsigned long long) day->sequence,
                day->root);
}

static bool
note (const arguments_t *arguments, wl_db_t *db, const wl_event_t *event, void *context)
{
    day_t *day = context;
    char at[WL_TIME_TEXT];

    (void) arguments;
    (void) db;
    wl_time_format (event->at, at);
    if (strncmp (day->date, at, DAY_TEXT) > 0) /* a clock that went back keeps the later day */
        memcpy (at, day->date, DAY_TEXT);
    if (strncmp (day->date, at, DAY_TEXT) != 0)
        print_day (day);
    memcpy (day->date, at, DAY_TEXT);
    day->sequence = event->sequence;
    wl_hex (event->hash, WL_EVENT_HASH, day->root);
    return true;
}

bool
stream_print_roots (const arguments_t *arguments, wl_db_t *db, const char *service,
                    const char *region, const char *name)
{
    day_t day = { .name = name };

    if (!stream_each (arguments, db, service, region, note, &day))
        return false;
    print_day (&day);
    return true;
}
