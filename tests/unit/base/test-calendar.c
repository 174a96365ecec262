#include "check.h"

#include "base/calendar.h"

static wl_date_t
date (const char *text)
{
    wl_date_t result = { 0 };
    assert_true (wl_date_parse (text, &result));
    return result;
}

static wl_time_t
instant (const char *text)
{
    wl_time_t result = 0;
    assert_true (wl_time_parse (text, &result));
    return result;
}

static void
all_holidays_of_2026_and_no_other_day (void **state)
{
    static const char *const holidays[] = {
        "2026-01-01", "2026-01-06", "2026-04-05", "2026-04-06", "2026-05-01",
        "2026-05-03", "2026-05-24", "2026-06-04", "2026-08-15", "2026-11-01",
        "2026-11-11", "2026-12-24", "2026-12-25", "2026-12-26",
    };
    size_t next = 0;
    (void) state;

    for (int64_t day = wl_date_to_days (date ("2026-01-01"));
         day <= wl_date_to_days (date ("2026-12-31")); day++) {
        wl_date_t today = wl_date_from_days (day);
        bool expected = next < COUNT (holidays) && day == wl_date_to_days (date (holidays[next]));
        if (wl_is_holiday (today) != expected)
            fail_msg ("%d-%02d-%02d", today.year, today.month, today.day);
        next += expected;
    }
    assert_int_equal (next, COUNT (holidays));
}

static void
holidays_have_a_first_year (void **state)
{
    (void) state;
    assert_false (wl_is_holiday (date ("2024-12-24")));
    assert_true (wl_is_working_day (date ("2024-12-24"))); /* a Tuesday */
    assert_true (wl_is_holiday (date ("2025-12-24")));
    assert_false (wl_is_working_day (date ("2025-12-24")));
    assert_false (wl_is_holiday (date ("2010-01-06")));
    assert_true (wl_is_holiday (date ("2011-01-06")));
}

static void
movable_holidays (void **state)
{
    static const struct {
        const char *easter, *monday, *pentecost, *corpus_christi;
    } years[] = {
        { "2008-03-23", "2008-03-24", "2008-05-11", "2008-05-22" }, /* the earliest of our time */
        { "2011-04-24", "2011-04-25", "2011-06-12", "2011-06-23" },
        { "2024-03-31", "2024-04-01", "2024-05-19", "2024-05-30" },
        { "2025-04-20", "2025-04-21", "2025-06-08", "2025-06-19" },
        { "2026-04-05", "2026-04-06", "2026-05-24", "2026-06-04" },
        { "2027-03-28", "2027-03-29", "2027-05-16", "2027-05-27" },
        { "2028-04-16", "2028-04-17", "2028-06-04", "2028-06-15" },
        { "2038-04-25", "2038-04-26", "2038-06-13", "2038-06-24" }, /* the latest there is */
    };
    (void) state;

    for (size_t i = 0; i < COUNT (years); i++) {
        assert_true (wl_is_holiday (date (years[i].easter)));
        assert_true (wl_is_holiday (date (years[i].monday)));
        assert_true (wl_is_holiday (date (years[i].pentecost)));
        assert_true (wl_is_holiday (date (years[i].corpus_christi)));
        /* Good Friday and Whit Monday are none in Poland. */
        int64_t easter = wl_date_to_days (date (years[i].easter));
        assert_false (wl_is_holiday (wl_date_from_days (easter - 2)));
        assert_false (wl_is_holiday (wl_date_from_days (easter + 50)));
    }
}

/* Easter by another method than the library's: Meeus, Jones and Butcher. */
static wl_date_t
meeus_easter (int year)
{
    int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25;
    int g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    int sum = h + l - 7 * m + 114;

    return (wl_date_t){ year, sum / 31, sum % 31 + 1 };
}

static void
easter_of_every_year_agrees_with_another_method (void **state)
{
    (void) state;
    for (int year = 1970; year <= 9999; year++) {
        int64_t easter = wl_date_to_days (meeus_easter (year));
        assert_true (wl_is_holiday (wl_date_from_days (easter)));
        assert_true (wl_is_holiday (wl_date_from_days (easter + 1)));
        assert_true (wl_is_holiday (wl_date_from_days (easter + 60)));
        assert_false (wl_is_holiday (wl_date_from_days (easter - 1)));
        assert_int_equal ((easter + 4) % 7, 0);
    }
}

static void
weekends_are_days_off (void **state)
{
    (void) state;
    assert_true (wl_is_working_day (date ("2026-11-20")));  /* Friday */
    assert_false (wl_is_working_day (date ("2026-11-21"))); /* Saturday */
    assert_false (wl_is_working_day (date ("2026-11-22"))); /* Sunday */
    assert_true (wl_is_working_day (date ("2026-11-23")));  /* Monday */
    assert_false (wl_is_working_day (date ("2026-11-11"))); /* Wednesday, Independence Day */
    assert_false (wl_is_working_day (date ("1970-01-03"))); /* Saturday */
    assert_true (wl_is_working_day (date ("1970-01-02")));  /* Friday */
}

static void
years_have_the_known_number_of_working_days (void **state)
{
    /* The yearly working time of the labour code is 251, 249 and 251 days; it takes one off for
     * each holiday on a Saturday, of which these years have 1, 2 and 2. */
    static const struct {
        int year, working_days;
    } cases[] = { { 2024, 252 }, { 2025, 251 }, { 2026, 253 } };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        int64_t first = wl_date_to_days ((wl_date_t){ cases[i].year, 1, 1 });
        int64_t end = wl_date_to_days ((wl_date_t){ cases[i].year + 1, 1, 1 });
        int count = 0;
        for (int64_t day = first; day < end; day++)
            count += wl_is_working_day (wl_date_from_days (day));
        assert_int_equal (count, cases[i].working_days);
    }
}

static void
last_day_of_a_term (void **state)
{
    static const struct {
        const char *event;
        int count;
        wl_days_t kind;
        const char *last;
        const char *why;
    } cases[] = {
        { "2026-11-23", 7, WL_CALENDAR_DAYS, "2026-11-30", "Monday to Monday" },
        { "2026-11-23", 5, WL_CALENDAR_DAYS, "2026-11-30", "Saturday moves to Monday" },
        { "2026-11-23", 6, WL_CALENDAR_DAYS, "2026-11-30", "Sunday moves to Monday" },
        { "2026-11-23", 4, WL_CALENDAR_DAYS, "2026-11-27", "Friday stays" },
        { "2026-11-23", 0, WL_CALENDAR_DAYS, "2026-11-23", "the same day" },
        { "2026-11-21", 0, WL_CALENDAR_DAYS, "2026-11-23", "the same day is a Saturday" },
        { "2026-11-04", 7, WL_CALENDAR_DAYS, "2026-11-12", "Independence Day" },
        { "2026-12-10", 14, WL_CALENDAR_DAYS, "2026-12-28", "Christmas Eve to Sunday, four days" },
        { "2024-12-10", 14, WL_CALENDAR_DAYS, "2024-12-24", "Christmas Eve was a working day" },
        { "2026-05-28", 7, WL_CALENDAR_DAYS, "2026-06-05", "Corpus Christi" },
        { "2026-03-30", 7, WL_CALENDAR_DAYS, "2026-04-07", "Easter Monday" },
        { "2026-04-27", 4, WL_CALENDAR_DAYS, "2026-05-04", "1 to 3 May" },
        { "2026-12-18", 14, WL_CALENDAR_DAYS, "2027-01-04", "New Year, then a weekend" },
        { "2026-02-01", 28, WL_CALENDAR_DAYS, "2026-03-02", "1 March 2026 is a Sunday" },
        { "2028-02-01", 28, WL_CALENDAR_DAYS, "2028-02-29", "leap day" },
        { "2026-11-23", 1, WL_WORKING_DAYS, "2026-11-24", "the next day" },
        { "2026-11-23", 5, WL_WORKING_DAYS, "2026-11-30", "over a weekend" },
        { "2026-11-20", 1, WL_WORKING_DAYS, "2026-11-23", "from Friday" },
        { "2026-11-21", 1, WL_WORKING_DAYS, "2026-11-23", "from Saturday" },
        { "2026-11-22", 2, WL_WORKING_DAYS, "2026-11-24", "from Sunday" },
        { "2026-11-10", 1, WL_WORKING_DAYS, "2026-11-12", "over Independence Day" },
        { "2026-12-23", 1, WL_WORKING_DAYS, "2026-12-28", "over Christmas" },
        { "2026-12-23", 5, WL_WORKING_DAYS, "2027-01-04", "over Christmas and New Year" },
        { "2026-04-02", 1, WL_WORKING_DAYS, "2026-04-03", "Good Friday is a working day" },
        { "2026-04-03", 1, WL_WORKING_DAYS, "2026-04-07", "over Easter" },
        { "2026-06-03", 2, WL_WORKING_DAYS, "2026-06-08", "Corpus Christi, Friday, weekend" },
        { "2026-11-23", 0, WL_WORKING_DAYS, "2026-11-23", "the same day" },
        { "2026-11-22", 0, WL_WORKING_DAYS, "2026-11-23", "the same day is a Sunday" },
        { "2026-11-23", 3660, WL_CALENDAR_DAYS, "2036-12-01", "Sunday after ten years" },
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        wl_date_t last = wl_term_last_day (date (cases[i].event), cases[i].count, cases[i].kind);
        if (wl_date_to_days (last) != wl_date_to_days (date (cases[i].last)))
            fail_msg ("%s + %d (%s): %d-%02d-%02d instead of %s", cases[i].event, cases[i].count,
                      cases[i].why, last.year, last.month, last.day, cases[i].last);
    }
}

static void
end_of_a_term (void **state)
{
    static const struct {
        const char *event;
        int count;
        wl_days_t kind;
        const char *end;
        const char *why;
    } cases[] = {
        { "2026-11-23T10:00:00Z", 7, WL_CALENDAR_DAYS, "2026-11-30T23:00:00Z", "winter" },
        { "2026-07-01T10:00:00Z", 7, WL_CALENDAR_DAYS, "2026-07-08T22:00:00Z", "summer" },
        { "2026-11-23T22:59:59.999999Z", 1, WL_WORKING_DAYS, "2026-11-24T23:00:00Z",
          "23:59:59.999999 in Warsaw is still the day" },
        { "2026-11-23T23:00:00Z", 1, WL_WORKING_DAYS, "2026-11-25T23:00:00Z",
          "00:00:00 in Warsaw is the next" },
        { "2026-07-01T21:59:59.999999Z", 1, WL_WORKING_DAYS, "2026-07-02T22:00:00Z", "in summer" },
        { "2026-07-01T22:00:00Z", 1, WL_WORKING_DAYS, "2026-07-03T22:00:00Z", "in summer" },
        { "2026-03-26T12:00:00Z", 7, WL_CALENDAR_DAYS, "2026-04-02T22:00:00Z",
          "into summer time: an hour less" },
        { "2026-03-26T12:00:00Z", 2, WL_WORKING_DAYS, "2026-03-30T22:00:00Z",
          "into summer time, working days" },
        { "2026-10-22T12:00:00Z", 7, WL_CALENDAR_DAYS, "2026-10-29T23:00:00Z",
          "into winter time: an hour more" },
        { "2026-10-22T12:00:00Z", 2, WL_WORKING_DAYS, "2026-10-26T23:00:00Z",
          "into winter time, working days" },
        { "2026-10-25T00:30:00Z", 1, WL_CALENDAR_DAYS, "2026-10-26T23:00:00Z",
          "an event in the hour that comes twice, the first time" },
        { "2026-10-25T01:30:00Z", 1, WL_CALENDAR_DAYS, "2026-10-26T23:00:00Z",
          "an event in the hour that comes twice, the second time" },
        { "2026-12-31T23:30:00Z", 1, WL_WORKING_DAYS, "2027-01-04T23:00:00Z",
          "already New Year in Warsaw" },
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        wl_time_t end = wl_term_end (instant (cases[i].event), cases[i].count, cases[i].kind);
        char text[WL_TIME_TEXT];
        wl_time_format (end, text);
        if (end != instant (cases[i].end))
            fail_msg ("%s: %s instead of %s", cases[i].why, text, cases[i].end);
    }
}

static void
a_term_ends_on_a_working_day_and_has_its_days (void **state)
{
    uint64_t random = check_seed ("terms");
    (void) state;

    for (int round = 0; round < 500; round++) {
        int64_t event = (int64_t) (check_random (&random) % 40000) + 10000; /* from 1997 on */
        int count = (int) (check_random (&random) % 60) + 1;
        wl_date_t from = wl_date_from_days (event);
        wl_date_t calendar = wl_term_last_day (from, count, WL_CALENDAR_DAYS);
        wl_date_t working = wl_term_last_day (from, count, WL_WORKING_DAYS);
        int passed = 0;

        assert_true (wl_is_working_day (calendar));
        assert_true (wl_is_working_day (working));
        for (int64_t day = event + 1; day <= wl_date_to_days (working); day++)
            passed += wl_is_working_day (wl_date_from_days (day));
        assert_int_equal (passed, count);
        assert_true (wl_date_to_days (calendar) >= event + count);
        for (int64_t day = event + count; day < wl_date_to_days (calendar); day++)
            assert_false (wl_is_working_day (wl_date_from_days (day)));
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (all_holidays_of_2026_and_no_other_day),
        cmocka_unit_test (holidays_have_a_first_year),
        cmocka_unit_test (movable_holidays),
        cmocka_unit_test (easter_of_every_year_agrees_with_another_method),
        cmocka_unit_test (weekends_are_days_off),
        cmocka_unit_test (years_have_the_known_number_of_working_days),
        cmocka_unit_test (last_day_of_a_term),
        cmocka_unit_test (end_of_a_term),
        cmocka_unit_test (a_term_ends_on_a_working_day_and_has_its_days),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
