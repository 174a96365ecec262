#include "check.h"

#include "base/clock.h"

static wl_time_t
instant (const char *text)
{
    wl_time_t result = 0;
    assert_true (wl_time_parse (text, &result));
    return result;
}

static void
assert_date (wl_date_t date, int year, int month, int day)
{
    assert_int_equal (date.year, year);
    assert_int_equal (date.month, month);
    assert_int_equal (date.day, day);
}

static wl_time_t
count_calls (void *context)
{
    return ++*(int *) context;
}

static void
a_clock_is_what_one_puts_there (void **state)
{
    int calls = 41;
    const wl_clock_t clock = { .now = count_calls, .context = &calls };
    (void) state;

    assert_int_equal (wl_clock_now (&clock), 42);
    assert_int_equal (wl_clock_now (&clock), 43);
}

static void
the_system_clock_is_the_systems (void **state)
{
    (void) state;
    wl_time_t before = time (NULL) * WL_SECOND;
    wl_time_t now = wl_clock_now (&wl_clock_system);

    assert_true (now >= before - WL_SECOND && now < before + WL_MINUTE);
}

static void
monotonic_time_never_goes_back (void **state)
{
    wl_time_t last = wl_monotonic ();
    (void) state;

    for (int i = 0; i < 1000; i++) {
        wl_time_t next = wl_monotonic ();
        assert_true (next >= last);
        last = next;
    }
}

static void
known_days (void **state)
{
    static const struct {
        wl_date_t date;
        int64_t days;
    } cases[] = {
        { { 1970, 1, 1 }, 0 },       { { 1970, 12, 31 }, 364 },    { { 1972, 2, 29 }, 789 },
        { { 2000, 2, 29 }, 11016 },  { { 2000, 3, 1 }, 11017 },    { { 2026, 11, 23 }, 20780 },
        { { 2100, 2, 28 }, 47540 },  { { 2100, 3, 1 }, 47541 },    { { 9999, 12, 31 }, 2932896 },
        { { 1969, 12, 31 }, -1 },    { { 1600, 2, 29 }, -135081 }, { { 0, 3, 1 }, -719468 },
        { { -1, 12, 31 }, -719529 },
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        const wl_date_t *date = &cases[i].date;
        assert_int_equal (wl_date_to_days (*date), cases[i].days);
        assert_date (wl_date_from_days (cases[i].days), date->year, date->month, date->day);
    }
}

/* The day after `date`, by nothing but the lengths of months. */
static wl_date_t
next_day (wl_date_t date)
{
    wl_date_t next = { date.year, date.month, date.day + 1 };

    if (!wl_date_valid (next))
        next = (wl_date_t){ date.year, date.month + 1, 1 };
    if (next.month > 12)
        next = (wl_date_t){ date.year + 1, 1, 1 };
    return next;
}

static void
every_day_from_1970_to_9999_survives_the_round_trip (void **state)
{
    wl_date_t expected = { 1970, 1, 1 };
    (void) state;

    for (int64_t days = 0; days <= 2932896; days++) {
        wl_date_t date = wl_date_from_days (days);
        if (memcmp (&date, &expected, sizeof date) != 0 || wl_date_to_days (date) != days)
            fail_msg ("day %lld: %d-%02d-%02d", (long long) days, date.year, date.month, date.day);
        expected = next_day (expected);
    }
    assert_date (expected, 10000, 1, 1);
}

static void
which_dates_are_valid (void **state)
{
    static const struct {
        wl_date_t date;
        bool valid;
    } cases[] = {
        { { 1970, 1, 1 }, true },    { { 9999, 12, 31 }, true },
        { { 1969, 12, 31 }, false }, { { 10000, 1, 1 }, false },
        { { 2026, 0, 1 }, false },   { { 2026, 13, 1 }, false },
        { { 2026, -1, 1 }, false },  { { 2026, 1, 0 }, false },
        { { 2026, 1, -1 }, false },  { { 2026, 1, 31 }, true },
        { { 2026, 1, 32 }, false },  { { 2026, 4, 30 }, true },
        { { 2026, 4, 31 }, false },  { { 2026, 2, 28 }, true },
        { { 2026, 2, 29 }, false },  { { 2028, 2, 29 }, true },
        { { 2028, 2, 30 }, false },  { { 2000, 2, 29 }, true },
        { { 2100, 2, 29 }, false },  { { 2026, 6, 31 }, false },
        { { 2026, 9, 31 }, false },  { { 2026, 11, 31 }, false },
        { { 2026, 12, 31 }, true },  { { 2026, 7, 31 }, true },
        { { 2026, 8, 31 }, true },   { { INT32_MAX, INT32_MAX, INT32_MAX }, false },
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++)
        assert_int_equal (wl_date_valid (cases[i].date), cases[i].valid);
}

static void
dates_are_read_exactly (void **state)
{
    static const char *const refused[] = {
        NULL,          "",           "2026",       "2026-11-2",  "2026-11-233", "2026-11-23 ",
        " 2026-11-23", "2026/11/23", "26-11-23",   "2026-1-23",  "20261123",    "2026-13-01",
        "2026-02-29",  "2026-00-10", "1969-12-31", "+026-11-23", "2026-11--1",  "10000-01-01",
        "2026-11-23T", "2o26-11-23",
    };
    wl_date_t date = { 1, 2, 3 };
    (void) state;

    for (size_t i = 0; i < COUNT (refused); i++)
        assert_false (wl_date_parse (refused[i], &date));
    assert_date (date, 1, 2, 3);
    assert_true (wl_date_parse ("2026-11-23", &date));
    assert_date (date, 2026, 11, 23);
    assert_true (wl_date_parse ("2028-02-29", &date));
    assert_date (date, 2028, 2, 29);
}

static void
warsaw_is_ahead_by_one_hour_or_two (void **state)
{
    static const struct {
        const char *time;
        int minutes;
    } cases[] = {
        { "2026-01-15T12:00:00Z", 60 },
        { "2026-07-15T12:00:00Z", 120 },
        { "2026-03-29T00:59:59.999999Z", 60 },
        { "2026-03-29T01:00:00Z", 120 },
        { "2026-10-25T00:59:59.999999Z", 120 },
        { "2026-10-25T01:00:00Z", 60 },
        { "2026-03-28T12:00:00Z", 60 },
        { "2026-03-30T00:00:00Z", 120 },
        { "2026-10-24T12:00:00Z", 120 },
        { "2026-10-26T00:00:00Z", 60 },
        { "2024-03-31T01:00:00Z", 120 },
        { "2024-03-31T00:59:59Z", 60 }, /* Sunday the 31st */
        { "2027-10-31T01:00:00Z", 60 },
        { "2027-10-31T00:59:59Z", 120 },
        { "2029-03-25T01:00:00Z", 120 },
        { "2029-03-25T00:59:59Z", 60 }, /* Sunday the 25th */
        { "2026-12-31T23:59:59Z", 60 },
        { "2027-01-01T00:00:00Z", 60 },
        { "1970-01-01T00:00:00Z", 60 },
        { "9999-07-01T00:00:00Z", 120 },
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++)
        if (wl_warsaw_offset (instant (cases[i].time)) != cases[i].minutes)
            fail_msg ("%s", cases[i].time);
}

/* The changes that EU summer-time notices announced (OJ C 61 of 14 February 2022). */
static void
the_announced_changes_of_2022_to_2026 (void **state)
{
    static const char *const changes[] = {
        "2022-03-27T01:00:00Z", "2022-10-30T01:00:00Z", "2023-03-26T01:00:00Z",
        "2023-10-29T01:00:00Z", "2024-03-31T01:00:00Z", "2024-10-27T01:00:00Z",
        "2025-03-30T01:00:00Z", "2025-10-26T01:00:00Z", "2026-03-29T01:00:00Z",
        "2026-10-25T01:00:00Z",
    };
    (void) state;

    for (size_t i = 0; i < COUNT (changes); i++) {
        wl_time_t change = instant (changes[i]);
        int before = i % 2 == 0 ? 60 : 120;
        assert_int_equal (wl_warsaw_offset (change - 1), before);
        assert_int_equal (wl_warsaw_offset (change), 180 - before);
    }
}

static void
the_day_changes_at_warsaw_midnight (void **state)
{
    static const struct {
        const char *last; /* microsecond of the day before */
        wl_date_t date;
    } cases[] = {
        { "2026-11-23T22:59:59.999999Z", { 2026, 11, 24 } },
        { "2026-07-01T21:59:59.999999Z", { 2026, 7, 2 } },
        { "2026-03-28T22:59:59.999999Z", { 2026, 3, 29 } },  /* the short day begins */
        { "2026-03-29T21:59:59.999999Z", { 2026, 3, 30 } },  /* and ends */
        { "2026-10-24T21:59:59.999999Z", { 2026, 10, 25 } }, /* the long day begins */
        { "2026-10-25T22:59:59.999999Z", { 2026, 10, 26 } }, /* and ends */
        { "2026-12-31T22:59:59.999999Z", { 2027, 1, 1 } },
        { "2028-02-28T22:59:59.999999Z", { 2028, 2, 29 } },
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        wl_date_t date = cases[i].date;
        wl_date_t before = wl_date_from_days (wl_date_to_days (date) - 1);
        wl_time_t last = instant (cases[i].last);

        assert_int_equal (wl_warsaw_midnight (date), last + 1);
        assert_date (wl_warsaw_date (last), before.year, before.month, before.day);
        assert_date (wl_warsaw_date (last + 1), date.year, date.month, date.day);
    }
}

static void
days_have_24_hours_but_for_two (void **state)
{
    (void) state;
    for (int year = 2020; year < 2060; year++) {
        int64_t first = wl_date_to_days ((wl_date_t){ year, 1, 1 });
        int64_t end = wl_date_to_days ((wl_date_t){ year + 1, 1, 1 });
        int shorter = 0, longer = 0;
        for (int64_t day = first; day < end; day++) {
            wl_time_t midnight = wl_warsaw_midnight (wl_date_from_days (day));
            wl_time_t length = wl_warsaw_midnight (wl_date_from_days (day + 1)) - midnight;
            shorter += length == 23 * WL_HOUR;
            longer += length == 25 * WL_HOUR;
            assert_true (length % WL_HOUR == 0 && llabs (length - WL_DAY) <= WL_HOUR);
            assert_int_equal (wl_date_to_days (wl_warsaw_date (midnight)), day);
            assert_int_equal (wl_date_to_days (wl_warsaw_date (midnight - 1)), day - 1);
        }
        assert_int_equal (shorter, 1);
        assert_int_equal (longer, 1);
    }
}

static void
times_are_written_as_short_as_is_exact (void **state)
{
    static const struct {
        wl_time_t time;
        const char *text;
    } cases[] = {
        { 0, "1970-01-01T00:00:00Z" },
        { 1, "1970-01-01T00:00:00.000001Z" },
        { 1000, "1970-01-01T00:00:00.001Z" },
        { 1001, "1970-01-01T00:00:00.001001Z" },
        { 999000, "1970-01-01T00:00:00.999Z" },
        { 999999, "1970-01-01T00:00:00.999999Z" },
        { WL_SECOND, "1970-01-01T00:00:01Z" },
        { 20780 * WL_DAY + 23 * WL_HOUR - WL_MILLISECOND, "2026-11-23T22:59:59.999Z" },
        { 2932897 * WL_DAY - 1, "9999-12-31T23:59:59.999999Z" },
        { -1, "1969-12-31T23:59:59.999999Z" },
        { INT64_MAX, "294247-01-10T04:00:54.775807Z" },
        { INT64_MIN, "-290308-12-21T19:59:05.224192Z" },
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        char text[WL_TIME_TEXT];
        wl_time_format (cases[i].time, text);
        assert_string_equal (text, cases[i].text);
    }
}

static void
times_are_read_by_rfc_3339 (void **state)
{
    static const struct {
        const char *text;
        const char *same; /* as we write it */
    } cases[] = {
        { "2026-11-23T22:59:59Z", "2026-11-23T22:59:59Z" },
        { "2026-11-23t22:59:59z", "2026-11-23T22:59:59Z" },
        { "2026-11-23T22:59:59.9Z", "2026-11-23T22:59:59.900Z" },
        { "2026-11-23T22:59:59.999Z", "2026-11-23T22:59:59.999Z" },
        { "2026-11-23T22:59:59.000Z", "2026-11-23T22:59:59Z" },
        { "2026-11-23T22:59:59.1234567Z", "2026-11-23T22:59:59.123456Z" },
        { "2026-11-23T22:59:59.999999999Z", "2026-11-23T22:59:59.999999Z" },
        { "2026-11-23T22:59:59.000000001Z", "2026-11-23T22:59:59Z" },
        { "2026-11-23T23:59:59+01:00", "2026-11-23T22:59:59Z" },
        { "2026-11-23T23:59:59.999+01:00", "2026-11-23T22:59:59.999Z" },
        { "2026-11-24T00:00:00+01:00", "2026-11-23T23:00:00Z" },
        { "2026-11-23T22:59:59-00:00", "2026-11-23T22:59:59Z" },
        { "2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00Z" },
        { "2026-11-23T05:45:00+05:45", "2026-11-23T00:00:00Z" },
        { "2026-11-23T23:59:00+23:59", "2026-11-23T00:00:00Z" },
        { "2028-02-29T00:00:00Z", "2028-02-29T00:00:00Z" },
        { "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z" },
        { "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z" },
        { "9999-12-31T23:59:59+00:01", "9999-12-31T23:58:59Z" },
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        char text[WL_TIME_TEXT];
        wl_time_format (instant (cases[i].text), text);
        assert_string_equal (text, cases[i].same);
    }
}

static void
what_is_no_time_is_refused_and_leaves_the_result_alone (void **state)
{
    static const char *const cases[] = {
        NULL,
        "",
        "2026-11-23",
        "2026-11-23T22:59Z",
        "2026-11-23T22:59:59",  /* no zone */
        "2026-11-23 22:59:59Z", /* space */
        "2026-11-23T22:59:60Z", /* leap second */
        "2026-11-23T22:60:00Z",
        "2026-11-23T24:00:00Z",
        "2026-11-31T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-11-23T22:59:59.Z",           /* empty fraction */
        "2026-11-23T22:59:59,5Z",          /* comma */
        "2026-11-23T22:59:59.1234567890Z", /* ten digits */
        "2026-11-23T22:59:59.-1Z",
        "2026-11-23T22:59:59+0100",
        "2026-11-23T22:59:59+01",
        "2026-11-23T22:59:59+24:00",
        "2026-11-23T22:59:59+01:60",
        "2026-11-23T22:59:59+01:00Z",
        "2026-11-23T22:59:59ZZ",
        "2026-11-23T22:59:59Z ",
        " 2026-11-23T22:59:59Z",
        "2026-11-23T2:59:59Z",
        "2026-11-23T22:5:59Z",
        "2026-11-23T-1:59:59Z",
        "1969-12-31T23:59:59Z",
        "1970-01-01T00:59:59+01:00", /* 1969 in UTC */
        "1969-12-31T23:30:00-01:00", /* 1970 in UTC, but not as written */
        "9999-12-31T23:59:59-00:01", /* 10000 in UTC */
        "10000-01-01T00:00:00Z",
    };
    wl_time_t time = 77;
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++)
        if (wl_time_parse (cases[i], &time))
            fail_msg ("%s", cases[i]);
    assert_int_equal (time, 77);
}

static void
any_time_survives_the_round_trip (void **state)
{
    static const uint64_t coarseness[] = { 1, 1000, 1000000 };
    uint64_t random = check_seed ("time round trip");
    (void) state;

    for (int i = 0; i < 20000; i++) {
        uint64_t unit = coarseness[i % 3];
        uint64_t limit = 2932897 * (uint64_t) WL_DAY;
        wl_time_t time = (wl_time_t) (check_random (&random) % limit / unit * unit);
        char text[WL_TIME_TEXT];
        wl_time_format (time, text);
        assert_int_equal (instant (text), time);
    }
}

static void
people_read_warsaw_time_in_their_language (void **state)
{
    static const struct {
        const char *time, *locale, *text;
    } cases[] = {
        { "2026-11-23T22:59:59.999999Z", "pl", "23 listopada 2026, 23:59:59" },
        { "2026-11-23T22:59:59.999999Z", "en", "23 November 2026, 23:59:59" },
        { "2026-11-23T23:00:00Z", "pl", "24 listopada 2026, 00:00:00" },
        { "2026-11-23T23:00:00Z", "de", "24 listopada 2026, 00:00:00" },
        { "2026-11-23T23:00:00Z", NULL, "24 listopada 2026, 00:00:00" },
        { "2026-03-29T01:00:00Z", "pl", "29 marca 2026, 03:00:00" },
        { "2026-10-25T00:30:00Z", "en", "25 October 2026, 02:30:00" },
        { "2026-10-25T01:30:00Z", "en", "25 October 2026, 02:30:00" },
        { "2026-12-31T23:00:00Z", "en", "1 January 2027, 00:00:00" },
    };
    static const char *const polish[] = { "stycznia", "lutego",       "marca",     "kwietnia",
                                          "maja",     "czerwca",      "lipca",     "sierpnia",
                                          "września", "października", "listopada", "grudnia" };
    static const char *const english[] = { "January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December" };
    char text[64], expected[64];
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        wl_time_format_people (instant (cases[i].time), cases[i].locale, text);
        assert_string_equal (text, cases[i].text);
    }
    for (int month = 1; month <= 12; month++) {
        wl_time_t time = wl_warsaw_midnight ((wl_date_t){ 2026, month, 5 });
        snprintf (expected, sizeof expected, "5 %s 2026, 00:00:00", polish[month - 1]);
        wl_time_format_people (time, "pl", text);
        assert_string_equal (text, expected);
        snprintf (expected, sizeof expected, "5 %s 2026, 00:00:00", english[month - 1]);
        wl_time_format_people (time, "en", text);
        assert_string_equal (text, expected);
    }
}

/* A message may carry any 64 bits as a time. */
static void
the_ends_of_time_do_not_overflow (void **state)
{
    char text[64];
    (void) state;

    assert_int_equal (wl_warsaw_date (INT64_MAX).year, 294247);
    assert_int_equal (wl_warsaw_date (INT64_MIN).year, -290308);
    assert_int_equal (wl_warsaw_offset (INT64_MAX), 60);
    assert_int_equal (wl_warsaw_offset (INT64_MIN), 60);
    wl_time_format_people (INT64_MAX, "pl", text);
    assert_string_equal (text, "10 stycznia 294247, 05:00:54");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_clock_is_what_one_puts_there),
        cmocka_unit_test (the_system_clock_is_the_systems),
        cmocka_unit_test (monotonic_time_never_goes_back),
        cmocka_unit_test (known_days),
        cmocka_unit_test (every_day_from_1970_to_9999_survives_the_round_trip),
        cmocka_unit_test (which_dates_are_valid),
        cmocka_unit_test (dates_are_read_exactly),
        cmocka_unit_test (warsaw_is_ahead_by_one_hour_or_two),
        cmocka_unit_test (the_announced_changes_of_2022_to_2026),
        cmocka_unit_test (the_day_changes_at_warsaw_midnight),
        cmocka_unit_test (days_have_24_hours_but_for_two),
        cmocka_unit_test (times_are_written_as_short_as_is_exact),
        cmocka_unit_test (times_are_read_by_rfc_3339),
        cmocka_unit_test (what_is_no_time_is_refused_and_leaves_the_result_alone),
        cmocka_unit_test (any_time_survives_the_round_trip),
        cmocka_unit_test (people_read_warsaw_time_in_their_language),
        cmocka_unit_test (the_ends_of_time_do_not_overflow),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
