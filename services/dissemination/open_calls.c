#include "open_calls.h"

#include "base/clock.h"
#include "csv.h"
#include "message/message.h"
#include "open_data.h"

/* ---- small numbers ---- */

typedef struct count {
    const char *name;
    uint32_t *value;
} count_t;

static bool
is_small (uint32_t value)
{
    return value > 0 && value < OPEN_DATA_PEOPLE_LEAST;
}

static bool
is_suppressed (const char *name, char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (wl_text_equal (list[i], name))
            return true;
    return false;
}

/* A room for all names is made at the first. */
static void
suppress (wl_arena_t *arena, const count_t *count, size_t most, char ***list, size_t *list_count)
{
    if (*list_count == 0)
        *list = wl_arena_array (arena, most, sizeof **list);
    (*list)[(*list_count)++] = wl_text_copy (arena, count->name);
    *count->value = 0;
}

typedef uint32_t *region_count_t (Dissemination__OpenCallRegion *region);

static uint32_t *
submitted_of (Dissemination__OpenCallRegion *region)
{
    return &region->submitted;
}

static uint32_t *
recommended_of (Dissemination__OpenCallRegion *region)
{
    return &region->recommended;
}

/* The region with the smallest count that is still told; NULL when there is none. */
static Dissemination__OpenCallRegion *
find_smallest (const Dissemination__OpenCall *call, region_count_t *of)
{
    Dissemination__OpenCallRegion *found = NULL;

    for (size_t i = 0; i < call->n_regions; i++)
        if (*of (call->regions[i]) > 0 && (found == NULL || *of (call->regions[i]) < *of (found)))
            found = call->regions[i];
    return found;
}

static void
suppress_in_regions (wl_arena_t *arena, Dissemination__OpenCall *call, const char *name,
                     region_count_t *of)
{
    enum { COUNTS = 2 };
    Dissemination__OpenCallRegion *region;
    size_t taken = 0;

    while ((region = find_smallest (call, of)) != NULL && (is_small (*of (region)) || taken == 1)) {
        suppress (arena, &(count_t){ name, of (region) }, COUNTS, &region->suppressed,
                  &region->n_suppressed);
        taken++;
    }
}

void
open_calls_suppress (wl_arena_t *arena, Dissemination__OpenCall *call)
{
    const count_t counts[] = {
        { "submitted", &call->submitted },     { "formallyRejected", &call->formally_rejected },
        { "assessed", &call->assessed },       { "aboveThreshold", &call->above_threshold },
        { "recommended", &call->recommended }, { "onReserve", &call->on_reserve },
        { "completed", &call->completed },
    };
    const size_t count = sizeof counts / sizeof counts[0];

    for (size_t i = 0; i < count; i++)
        if (is_small (*counts[i].value))
            suppress (arena, &counts[i], count, &call->suppressed, &call->n_suppressed);
    suppress_in_regions (arena, call, "submitted", submitted_of);
    suppress_in_regions (arena, call, "recommended", recommended_of);
}

/* ---- tables ---- */

static void
write_time (csv_t *csv, const Google__Protobuf__Timestamp *time)
{
    char text[WL_TIME_TEXT] = "";

    if (time != NULL)
        wl_time_format (wl_timestamp_time (time), text);
    csv_text (csv, text);
}

static void
write_count (csv_t *csv, const Dissemination__OpenCall *call, const char *name, uint32_t value)
{
    if (is_suppressed (name, call->suppressed, call->n_suppressed))
        csv_text (csv, "<5");
    else
        csv_number (csv, value);
}

void
open_calls_write_table (Dissemination__OpenCall *const *calls, size_t count, wl_buffer_t *out)
{
    static const char *const names[] = { "id",          "code",        "title",
                                         "phase",       "submit_from", "submit_until",
                                         "pool_grosze", "submitted",   "rejected",
                                         "assessed",    "above",       "recommended",
                                         "on_reserve",  "completed",   "recommended_grosze",
                                         NULL };
    csv_t csv = { out, false };

    csv_head (&csv, names);
    for (size_t i = 0; i < count; i++) {
        const Dissemination__OpenCall *call = calls[i];

        csv_text (&csv, call->id);
        csv_text (&csv, call->code);
        csv_text (&csv, call->title);
        csv_text (&csv, call->phase);
        write_time (&csv, call->submit_from);
        write_time (&csv, call->submit_until);
        csv_number (&csv, call->pool_grosze);
        write_count (&csv, call, "submitted", call->submitted);
        write_count (&csv, call, "formallyRejected", call->formally_rejected);
        write_count (&csv, call, "assessed", call->assessed);
        write_count (&csv, call, "aboveThreshold", call->above_threshold);
        write_count (&csv, call, "recommended", call->recommended);
        write_count (&csv, call, "onReserve", call->on_reserve);
        write_count (&csv, call, "completed", call->completed);
        csv_number (&csv, call->recommended_grosze);
        csv_end_row (&csv);
    }
}

void
open_calls_write_results (const Dissemination__OpenResults *results, wl_buffer_t *out)
{
    static const char *const names[] = { "number",
                                         "group",
                                         "place",
                                         "region",
                                         "title",
                                         "applicant",
                                         "points_hundredths",
                                         "amount_grosze",
                                         "granted_grosze",
                                         "reason",
                                         NULL };
    csv_t csv = { out, false };

    csv_head (&csv, names);
    for (size_t i = 0; i < results->n_results; i++) {
        const Dissemination__OpenResult *row = results->results[i];

        csv_text (&csv, row->number);
        csv_text (&csv, row->group);
        csv_number (&csv, row->place);
        csv_text (&csv, row->region);
        csv_text (&csv, row->title);
        csv_text (&csv, row->applicant);
        csv_number (&csv, row->points);
        csv_number (&csv, row->amount_grosze);
        csv_number (&csv, row->granted_grosze);
        csv_text (&csv, row->reason);
        csv_end_row (&csv);
    }
}
