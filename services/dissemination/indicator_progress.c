#include "indicator_progress.h"

#include <string.h>

#include "base/text.h"
#include "indicator_rules.h"

/* ---- days ---- */

int
indicator_month (wl_date_t date)
{
    return date.year * 12 + date.month - 1;
}

static int64_t
days_of (const char *text)
{
    wl_date_t date;

    return wl_date_parse (text, &date) ? wl_date_to_days (date) : 0;
}

static wl_date_t
last_day_of (int month)
{
    wl_date_t next = { (month + 1) / 12, (month + 1) % 12 + 1, 1 };

    return wl_date_from_days (wl_date_to_days (next) - 1);
}

/* ---- what is expected, and what it means ---- */

/* `part` of `whole` days of `way`, without a product that could overflow. */
static int64_t
share_of_way (int64_t way, int64_t part, int64_t whole)
{
    return way / whole * part + way % whole * part / whole;
}

static int64_t
line_on (const Dissemination__IndicatorText *text, int64_t today)
{
    int64_t day = days_of (text->starts_on), value = text->baseline;

    if (indicator_is_share (text))
        return text->target;
    for (size_t i = 0; i <= text->n_milestones; i++) {
        bool last = i == text->n_milestones;
        int64_t next = days_of (last ? text->due_on : text->milestones[i]->due_on);
        int64_t then = last ? text->target : text->milestones[i]->value;

        if (today < day)
            return value;
        if (today < next)
            return value + share_of_way (then - value, today - day, next - day);
        day = next;
        value = then;
    }
    return text->target;
}

/* Nobody is behind by a part of an innovation. */
static int64_t
expected_on (const Dissemination__IndicatorText *text, int64_t today)
{
    int64_t expected = line_on (text, today);
    bool whole = text->measure != DISSEMINATION__INDICATOR_MEASURE__MEASURE_ENTERED &&
                 !indicator_is_share (text);

    return whole ? expected - expected % INDICATOR_WHOLE : expected;
}

static uint32_t
progress_of (const Dissemination__IndicatorText *text, int64_t actual)
{
    int64_t done = actual - text->baseline, way = text->target - text->baseline;
    int64_t progress = done <= 0 || way <= 0 ? 0 : done * INDICATOR_ALL_OF / way;

    return progress > UINT32_MAX ? UINT32_MAX : (uint32_t) progress;
}

static Dissemination__IndicatorStanding
standing_of (const Dissemination__Indicator *self, int64_t today)
{
    if (self->actual >= self->text->target)
        return DISSEMINATION__INDICATOR_STANDING__TARGET_REACHED;
    if (today > days_of (self->text->due_on))
        return DISSEMINATION__INDICATOR_STANDING__TARGET_MISSED;
    return self->actual >= self->expected ? DISSEMINATION__INDICATOR_STANDING__ON_TRACK
                                          : DISSEMINATION__INDICATOR_STANDING__BEHIND;
}

static void
judge (wl_date_t today, bool known, Dissemination__Indicator *self)
{
    int64_t day = wl_date_to_days (today);

    self->expected = expected_on (self->text, day);
    self->standing = DISSEMINATION__INDICATOR_STANDING__NO_VALUE_YET;
    if (!known)
        return;
    self->progress = progress_of (self->text, self->actual);
    self->standing = standing_of (self, day);
}

static void
add_point (wl_arena_t *arena, char *on, int64_t value, Dissemination__Indicator *self)
{
    Dissemination__IndicatorPoint *point = wl_arena_alloc (arena, sizeof *point);

    dissemination__indicator_point__init (point);
    point->on = on;
    point->value = value;
    self->points[self->n_points++] = point;
}

/* ---- counted ---- */

typedef struct facts {
    const indicator_fact_t *list;
    size_t count;
} facts_t;

/* Of whichever applicants when `whole`. */
static int64_t
sum_until (const facts_t *facts, Dissemination__IndicatorMeasure measure,
           const Dissemination__IndicatorText *text, bool whole, int month)
{
    int64_t sum = 0;

    for (size_t i = 0; i < facts->count; i++) {
        const indicator_fact_t *each = &facts->list[i];

        if (each->measure == measure && each->month <= month &&
            (wl_text_empty (text->region) || wl_text_equal (each->region, text->region)) &&
            (whole || text->applicant_type == 0 ||
             each->applicant_type == (int) text->applicant_type))
            sum += each->count;
    }
    return sum;
}

/* False when it is a share of nothing. */
static bool
value_until (const facts_t *facts, const Dissemination__IndicatorText *text, int month,
             int64_t *ret)
{
    int64_t counted = sum_until (facts, text->measure, text, false, month);
    int64_t whole;

    if (!indicator_is_share (text)) {
        *ret = counted * INDICATOR_WHOLE;
        return true;
    }
    whole = sum_until (facts, text->share_of, text, true, month);
    *ret = whole == 0 ? 0 : counted * INDICATOR_ALL_OF / whole;
    return whole > 0;
}

static uint32_t
undated (const facts_t *facts, Dissemination__IndicatorMeasure measure)
{
    int64_t sum = 0;

    for (size_t i = 0; i < facts->count; i++)
        if (facts->list[i].measure == measure && facts->list[i].month == 0)
            sum += facts->list[i].count;
    return sum > UINT32_MAX ? UINT32_MAX : (uint32_t) sum;
}

void
indicator_count (wl_arena_t *arena, wl_date_t today, const indicator_fact_t *facts, size_t count,
                 Dissemination__Indicator *self)
{
    facts_t all = { facts, count };
    wl_date_t start = today;
    int month = indicator_month (today), first;
    bool known;

    if (!wl_date_parse (self->text->starts_on, &start) || indicator_month (start) > month)
        start = today;
    first = indicator_month (start);
    if (first < month - INDICATOR_MONTHS + 1)
        first = month - INDICATOR_MONTHS + 1;
    self->points = wl_arena_array (arena, INDICATOR_MONTHS, sizeof *self->points);
    for (int each = first; each < month; each++) {
        int64_t value;

        if (value_until (&all, self->text, each, &value))
            add_point (arena, wl_date_text (arena, last_day_of (each)), value, self);
    }
    self->as_of = wl_date_text (arena, today);
    known = value_until (&all, self->text, month, &self->actual);
    if (known)
        add_point (arena, self->as_of, self->actual, self);
    self->undated = undated (&all, self->text->measure);
    judge (today, known, self);
}

/* ---- entered ---- */

void
indicator_take_values (wl_arena_t *arena, wl_date_t today, const indicator_value_t *values,
                       size_t count, Dissemination__Indicator *self)
{
    const char *last_day = wl_date_text (arena, today);

    while (count > 0 && strcmp (values[count - 1].on, last_day) > 0)
        count--;
    self->points = wl_arena_array (arena, INDICATOR_VALUES, sizeof *self->points);
    for (size_t i = count > INDICATOR_VALUES ? count - INDICATOR_VALUES : 0; i < count; i++)
        add_point (arena, values[i].on, values[i].value, self);
    if (count > 0) {
        self->actual = values[count - 1].value;
        self->as_of = values[count - 1].on;
        self->source = values[count - 1].source;
    }
    judge (today, count > 0, self);
}
