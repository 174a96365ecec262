#include "schedule.h"

#include <stddef.h>

enum { REMIND_HOUR = 9, OVERDUE_HOUR = 8 };

static const schedule_step_t DRAFT_STEPS[] = {
    { "7d", 7 * WL_DAY },
    { "3d", 3 * WL_DAY },
    { "1d", WL_DAY },
    { "3h", 3 * WL_HOUR },
};

/* A report gathers bills and signatures of others, so the first word comes in good time. */
static const schedule_step_t REPORT_STEPS[] = {
    { "14d", 14 * WL_DAY },
    { "3d", 3 * WL_DAY },
};

const schedule_step_t *
schedule_draft_steps (size_t *ret_count)
{
    *ret_count = sizeof DRAFT_STEPS / sizeof DRAFT_STEPS[0];
    return DRAFT_STEPS;
}

/* The clocks change in the small hours, so from then on midnight is an hour off; the offsets tell.
 */
static wl_time_t
warsaw_hour (int64_t days, int hour)
{
    wl_time_t midnight = wl_warsaw_midnight (wl_date_from_days (days));
    wl_time_t at = midnight + hour * WL_HOUR;

    return at - (wl_warsaw_offset (at) - wl_warsaw_offset (midnight)) * WL_MINUTE;
}

const schedule_step_t *
schedule_report_steps (size_t *ret_count)
{
    *ret_count = sizeof REPORT_STEPS / sizeof REPORT_STEPS[0];
    return REPORT_STEPS;
}

wl_time_t
schedule_report_at (const schedule_step_t *step, wl_time_t until)
{
    return warsaw_hour (wl_date_to_days (wl_warsaw_date (until)) - step->before / WL_DAY,
                        REMIND_HOUR);
}

static int64_t
working_day_from (int64_t days, int step)
{
    while (!wl_is_working_day (wl_date_from_days (days)))
        days += step;
    return days;
}

schedule_card_t
schedule_card_term (wl_time_t assigned, int days, wl_days_t kind)
{
    int64_t first = wl_date_to_days (wl_warsaw_date (assigned));
    int64_t last = wl_date_to_days (wl_term_last_day (wl_warsaw_date (assigned), days, kind));
    schedule_card_t ret = { .until = wl_term_end (assigned, days, kind) - WL_SECOND,
                            .overdue_at =
                                warsaw_hour (working_day_from (last + 1, 1), OVERDUE_HOUR) };
    int64_t before = working_day_from (last - 1, -1);

    if (before > first)
        ret.remind_at = warsaw_hour (before, REMIND_HOUR);
    return ret;
}
