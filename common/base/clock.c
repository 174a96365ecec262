#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"

/* The midnight that ends the year 9999, in UTC. */
#define TIME_LIMIT (253402300800 * WL_SECOND)

/* A moment as its day and the part of it that has passed: unlike a sum of microseconds, it can be
 * moved by an hour without overflow whatever number a message brought. */
typedef struct moment {
    int64_t days;
    wl_time_t passed; /* 0 .. WL_DAY - 1 */
} moment_t;

static int64_t
floor_divide (int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t
floor_modulo (int64_t a, int64_t b)
{
    int64_t rest = a % b;
    return rest < 0 ? rest + b : rest;
}

/* Where the clocks are read. */

static wl_time_t
read_clock (clockid_t id)
{
    struct timespec now;

    (void) clock_gettime (id, &now); /* fails only for a clock that does not exist */
    return now.tv_sec * WL_SECOND + now.tv_nsec / 1000;
}

static wl_time_t
system_now (void *context)
{
    (void) context;
    return read_clock (CLOCK_REALTIME);
}

const wl_clock_t wl_clock_system = { .now = system_now };

wl_time_t
wl_clock_now (const wl_clock_t *clock)
{
    return clock->now (clock->context);
}

wl_time_t
wl_monotonic (void)
{
    return read_clock (CLOCK_MONOTONIC);
}

/* Dates: H. Hinnant, "chrono-compatible low-level date algorithms". The year starts in March, so
 * that the leap day is its last; an era is the 400 years after which the calendar repeats. */

enum {
    ERA_YEARS = 400,
    ERA_DAYS = 146097,
    ERA_START = 719468, /* days from 0000-03-01 to 1970-01-01 */
};

int64_t
wl_date_to_days (wl_date_t date)
{
    int64_t year = date.month > 2 ? date.year : (int64_t) date.year - 1;
    int64_t era = floor_divide (year, ERA_YEARS);
    int64_t era_year = year - era * ERA_YEARS;
    int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;
    int64_t year_day = (153 * month + 2) / 5 + date.day - 1;
    int64_t era_day = era_year * 365 + era_year / 4 - era_year / 100 + year_day;

    return era * ERA_DAYS + era_day - ERA_START;
}

wl_date_t
wl_date_from_days (int64_t days)
{
    int64_t era = floor_divide (days + ERA_START, ERA_DAYS);
    int64_t era_day = days + ERA_START - era * ERA_DAYS;
    int64_t era_year = (era_day - era_day / 1460 + era_day / 36524 - era_day / 146096) / 365;
    int64_t year_day = era_day - (365 * era_year + era_year / 4 - era_year / 100);
    int64_t month = (5 * year_day + 2) / 153;
    bool next_year = month > 9;

    return (wl_date_t){
        .year = (int) (era * ERA_YEARS + era_year + next_year),
        .month = (int) (next_year ? month - 9 : month + 3),
        .day = (int) (year_day - (153 * month + 2) / 5 + 1),
    };
}

static bool
is_leap (int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool
wl_date_valid (wl_date_t date)
{
    static const int month_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    if (date.year < 1970 || date.year > 9999 || date.month < 1 || date.month > 12)
        return false;
    int last = month_days[date.month - 1] + (date.month == 2 && is_leap (date.year));
    return date.day >= 1 && date.day <= last;
}

/* Warsaw. */

static moment_t
moment_of (wl_time_t time)
{
    return (moment_t){ floor_divide (time, WL_DAY), floor_modulo (time, WL_DAY) };
}

/* `month` is March or October: one of 31 days. */
static int64_t
last_sunday (int year, int month)
{
    int64_t last = wl_date_to_days ((wl_date_t){ year, month, 31 });
    return last - floor_modulo (last + 4, 7); /* 1970-01-01 was a Thursday */
}

/* True from 01:00 UTC of the day on: the hour at which all of the Union changes its clocks. */
static bool
has_changed (moment_t moment, int64_t change_day)
{
    return moment.days > change_day || (moment.days == change_day && moment.passed >= WL_HOUR);
}

static wl_time_t
offset_of (moment_t utc)
{
    int year = wl_date_from_days (utc.days).year;
    bool summer =
        has_changed (utc, last_sunday (year, 3)) && !has_changed (utc, last_sunday (year, 10));

    return summer ? 2 * WL_HOUR : WL_HOUR;
}

static moment_t
warsaw_moment (wl_time_t time)
{
    moment_t moment = moment_of (time);

    moment.passed += offset_of (moment);
    if (moment.passed >= WL_DAY) {
        moment.passed -= WL_DAY;
        moment.days++;
    }
    return moment;
}

int
wl_warsaw_offset (wl_time_t time)
{
    return (int) (offset_of (moment_of (time)) / WL_MINUTE);
}

wl_date_t
wl_warsaw_date (wl_time_t time)
{
    return wl_date_from_days (warsaw_moment (time).days);
}

wl_time_t
wl_warsaw_midnight (wl_date_t date)
{
    /* The clocks never change within an hour of midnight, so the offset just before or just after
     * it is the offset at it. */
    wl_time_t winter_midnight = wl_date_to_days (date) * WL_DAY - WL_HOUR;
    return winter_midnight + WL_HOUR - offset_of (moment_of (winter_midnight));
}

/* Reading. Each read_ function moves `at` past what it has read. */

static bool
is_digit (char c)
{
    return c >= '0' && c <= '9';
}

static bool
read_number (const char **at, int digits, int *ret)
{
    int value = 0;

    for (; digits > 0; digits--, (*at)++) {
        if (!is_digit (**at))
            return false;
        value = value * 10 + (**at - '0');
    }
    *ret = value;
    return true;
}

static bool
read_one_of (const char **at, const char *characters)
{
    if (**at == '\0' || strchr (characters, **at) == NULL)
        return false;
    (*at)++;
    return true;
}

static bool
read_date (const char **at, wl_date_t *ret)
{
    return read_number (at, 4, &ret->year) && read_one_of (at, "-") &&
           read_number (at, 2, &ret->month) && read_one_of (at, "-") &&
           read_number (at, 2, &ret->day) && wl_date_valid (*ret);
}

static bool
read_hour_minute (const char **at, wl_time_t *ret)
{
    int hour, minute;

    if (!read_number (at, 2, &hour) || !read_one_of (at, ":") || !read_number (at, 2, &minute) ||
        hour > 23 || minute > 59)
        return false;
    *ret = hour * WL_HOUR + minute * WL_MINUTE;
    return true;
}

static bool
read_time_of_day (const char **at, wl_time_t *ret)
{
    int second;

    if (!read_hour_minute (at, ret) || !read_one_of (at, ":") || !read_number (at, 2, &second) ||
        second > 59)
        return false;
    *ret += second * WL_SECOND;
    return true;
}

/* A fraction may be absent; from the seventh digit on it is too fine for us and counts nothing. */
static bool
read_fraction (const char **at, wl_time_t *ret)
{
    wl_time_t unit = WL_SECOND;
    int digits = 0;

    *ret = 0;
    if (!read_one_of (at, "."))
        return true;
    for (; is_digit (**at); (*at)++, digits++) {
        unit /= 10;
        *ret += unit * (**at - '0');
    }
    return digits >= 1 && digits <= 9;
}

static bool
read_offset (const char **at, wl_time_t *ret)
{
    bool west = **at == '-';

    *ret = 0;
    if (read_one_of (at, "Zz"))
        return true;
    if (!read_one_of (at, "+-") || !read_hour_minute (at, ret))
        return false;
    if (west)
        *ret = -*ret;
    return true;
}

bool
wl_date_parse (const char *text, wl_date_t *ret)
{
    wl_date_t date;

    if (text == NULL || !read_date (&text, &date) || *text != '\0')
        return false;
    *ret = date;
    return true;
}

bool
wl_time_parse (const char *text, wl_time_t *ret)
{
    wl_date_t date;
    wl_time_t passed, fraction, offset;

    if (text == NULL || !read_date (&text, &date) || !read_one_of (&text, "Tt") ||
        !read_time_of_day (&text, &passed) || !read_fraction (&text, &fraction) ||
        !read_offset (&text, &offset) || *text != '\0')
        return false;
    wl_time_t time = wl_date_to_days (date) * WL_DAY + passed + fraction - offset;
    if (time < 0 || time >= TIME_LIMIT)
        return false;
    *ret = time;
    return true;
}

/* Writing. */

typedef struct day_time {
    int hour, minute, second, microsecond;
} day_time_t;

static day_time_t
day_time_of (wl_time_t passed)
{
    return (day_time_t){
        .hour = (int) (passed / WL_HOUR),
        .minute = (int) (passed % WL_HOUR / WL_MINUTE),
        .second = (int) (passed % WL_MINUTE / WL_SECOND),
        .microsecond = (int) (passed % WL_SECOND),
    };
}

enum { FRACTION_TEXT = 16 };

static void
format_fraction (int microsecond, char ret[FRACTION_TEXT])
{
    if (microsecond == 0)
        ret[0] = '\0';
    else if (microsecond % 1000 == 0)
        snprintf (ret, FRACTION_TEXT, ".%03d", microsecond / 1000);
    else
        snprintf (ret, FRACTION_TEXT, ".%06d", microsecond);
}

void
wl_time_format (wl_time_t time, char ret[WL_TIME_TEXT])
{
    moment_t moment = moment_of (time);
    wl_date_t date = wl_date_from_days (moment.days);
    day_time_t clock = day_time_of (moment.passed);
    char fraction[FRACTION_TEXT];

    format_fraction (clock.microsecond, fraction);
    snprintf (ret, WL_TIME_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d%sZ", date.year, date.month,
              date.day, clock.hour, clock.minute, clock.second, fraction);
}

void
wl_time_format_people (wl_time_t time, const char *locale, char ret[64])
{
    /* In the genitive, as a Polish date needs them. */
    static const char *const polish[] = { "stycznia", "lutego",       "marca",     "kwietnia",
                                          "maja",     "czerwca",      "lipca",     "sierpnia",
                                          "września", "października", "listopada", "grudnia" };
    static const char *const english[] = { "January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December" };
    moment_t moment = warsaw_moment (time);
    wl_date_t date = wl_date_from_days (moment.days);
    day_time_t clock = day_time_of (moment.passed);
    const char *const *months = wl_text_equal (locale, "en") ? english : polish;

    snprintf (ret, 64, "%d %s %d, %02d:%02d:%02d", date.day, months[date.month - 1], date.year,
              clock.hour, clock.minute, clock.second);
}

char *
wl_date_text (wl_arena_t *arena, wl_date_t date)
{
    return wl_text_printf (arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}
