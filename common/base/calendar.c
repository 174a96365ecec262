#include "base/calendar.h"

/* Days after Easter Sunday. */
enum {
    EASTER = 0, /* a Sunday, as is Pentecost; the Act names both */
    EASTER_MONDAY = 1,
    PENTECOST = 49,
    CORPUS_CHRISTI = 60,
};

/* `since` is the first year. It is 0 for those older than any term that we compute. */
static const struct holiday {
    int month, day, since;
} fixed_holidays[] = {
    { 1, 1, 0 },      /* New Year */
    { 1, 6, 2011 },   /* Epiphany */
    { 5, 1, 0 },      /* Labour Day */
    { 5, 3, 0 },      /* Constitution Day */
    { 8, 15, 0 },     /* Assumption, Armed Forces Day */
    { 11, 1, 0 },     /* All Saints */
    { 11, 11, 0 },    /* Independence Day */
    { 12, 24, 2025 }, /* Christmas Eve */
    { 12, 25, 0 },    /* Christmas */
    { 12, 26, 0 },    /* the second day of Christmas */
};

static bool
is_fixed_holiday (wl_date_t date)
{
    for (size_t i = 0; i < sizeof fixed_holidays / sizeof fixed_holidays[0]; i++) {
        const struct holiday *holiday = &fixed_holidays[i];
        if (date.month == holiday->month && date.day == holiday->day)
            return date.year >= holiday->since;
    }
    return false;
}

/* Days since 1970 of Easter Sunday, Gregorian calendar (Knuth, TAOCP 1.3.2, exercise 14). */
static int64_t
easter (int year)
{
    int golden_number = year % 19 + 1;
    int century = year / 100 + 1;
    int leap_years_left_out = 3 * century / 4 - 12;
    int moon_correction = (8 * century + 5) / 25 - 5;
    int sunday = 5 * year / 4 - leap_years_left_out - 10;
    int epact = (11 * golden_number + 20 + moon_correction - leap_years_left_out + 30) % 30;

    if ((epact == 25 && golden_number > 11) || epact == 24)
        epact++;
    int full_moon = epact > 23 ? 74 - epact : 44 - epact; /* counted from the last of February */
    int easter_sunday = full_moon + 7 - (sunday + full_moon) % 7;
    return wl_date_to_days ((wl_date_t){ year, 3, 1 }) + easter_sunday - 1;
}

static bool
is_movable_holiday (wl_date_t date)
{
    switch (wl_date_to_days (date) - easter (date.year)) {
    case EASTER:
    case EASTER_MONDAY:
    case PENTECOST:
    case CORPUS_CHRISTI:
        return true;
    default:
        return false;
    }
}

static bool
is_weekend (wl_date_t date)
{
    /* 1970-01-01 was a Thursday, so that 2 is the first Saturday. */
    return (wl_date_to_days (date) + 5) % 7 < 2;
}

bool
wl_is_holiday (wl_date_t date)
{
    return is_fixed_holiday (date) || is_movable_holiday (date);
}

bool
wl_is_working_day (wl_date_t date)
{
    return !is_weekend (date) && !wl_is_holiday (date);
}

/* `days` itself when it is a working day. */
static int64_t
working_day_from (int64_t days)
{
    while (!wl_is_working_day (wl_date_from_days (days)))
        days++;
    return days;
}

wl_date_t
wl_term_last_day (wl_date_t event, int count, wl_days_t kind)
{
    int64_t last = wl_date_to_days (event);

    if (kind == WL_CALENDAR_DAYS)
        last += count;
    else
        for (int left = count; left > 0; left--)
            last = working_day_from (last + 1);
    return wl_date_from_days (working_day_from (last));
}

wl_time_t
wl_term_end (wl_time_t event, int count, wl_days_t kind)
{
    wl_date_t last = wl_term_last_day (wl_warsaw_date (event), count, kind);
    return wl_warsaw_midnight (wl_date_from_days (wl_date_to_days (last) + 1));
}
