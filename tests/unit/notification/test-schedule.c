#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "schedule.h"

static wl_time_t
at (const char *text)
{
    wl_time_t time = 0;

    if (text[0] != '\0')
        assert_true (wl_time_parse (text, &time));
    return time;
}

static const struct {
    const char *assigned;
    int days;
    wl_days_t kind;
    const char *remind, *until, *overdue;
} CARDS[] = {
    /* Thursday; the term ends on a Thursday. */
    { "2026-11-12T10:00:00+01:00", 14, WL_CALENDAR_DAYS, "2026-11-25T09:00:00+01:00",
      "2026-11-26T23:59:59+01:00", "2026-11-27T08:00:00+01:00" },
    /* The last day is a Saturday: it moves to Monday, and the reminder stands on Friday. */
    { "2026-11-14T10:00:00+01:00", 14, WL_CALENDAR_DAYS, "2026-11-27T09:00:00+01:00",
      "2026-11-30T23:59:59+01:00", "2026-12-01T08:00:00+01:00" },
    /* Five working days over All Saints (a Sunday in 2026) and the 11th of November. */
    { "2026-11-06T10:00:00+01:00", 5, WL_WORKING_DAYS, "2026-11-13T09:00:00+01:00",
      "2026-11-16T23:59:59+01:00", "2026-11-17T08:00:00+01:00" },
    /* It ends on a Friday: who is late hears of it on Monday. */
    { "2026-11-13T23:59:59+01:00", 14, WL_CALENDAR_DAYS, "2026-11-26T09:00:00+01:00",
      "2026-11-27T23:59:59+01:00", "2026-11-30T08:00:00+01:00" },
    /* A day is too short for a reminder. */
    { "2026-11-24T10:00:00+01:00", 1, WL_WORKING_DAYS, "", "2026-11-25T23:59:59+01:00",
      "2026-11-26T08:00:00+01:00" },
    /* Across the change of clocks, 2026-03-29. */
    { "2026-03-23T10:00:00+01:00", 7, WL_CALENDAR_DAYS, "2026-03-27T09:00:00+01:00",
      "2026-03-30T23:59:59+02:00", "2026-03-31T08:00:00+02:00" },
};

static void
cards_have_their_terms (void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof CARDS / sizeof CARDS[0]; i++) {
        schedule_card_t term =
            schedule_card_term (at (CARDS[i].assigned), CARDS[i].days, CARDS[i].kind);
        char until[WL_TIME_TEXT], remind[WL_TIME_TEXT], overdue[WL_TIME_TEXT];
        wl_time_format (term.until, until);
        wl_time_format (term.remind_at, remind);
        wl_time_format (term.overdue_at, overdue);
        if (term.until != at (CARDS[i].until) || term.remind_at != at (CARDS[i].remind) ||
            term.overdue_at != at (CARDS[i].overdue))
            fail_msg ("%s: %s, %s, %s", CARDS[i].assigned, remind, until, overdue);
    }
}

static void
whatever_the_term_its_moments_are_in_order (void **state)
{
    (void) state;
    for (int day = 0; day < 800; day++)
        for (int days = 1; days <= 60; days += 7)
            for (int kind = WL_CALENDAR_DAYS; kind <= WL_WORKING_DAYS; kind++) {
                wl_time_t assigned = at ("2026-01-01T13:00:00Z") + day * WL_DAY;
                schedule_card_t term = schedule_card_term (assigned, days, (wl_days_t) kind);
                assert_true (term.remind_at == 0 || term.remind_at > assigned);
                assert_true (term.remind_at < term.until);
                assert_true (term.until < term.overdue_at);
                assert_true (wl_is_working_day (wl_warsaw_date (term.overdue_at)));
            }
}

static void
drafts_are_reminded_ever_closer (void **state)
{
    size_t count;
    const schedule_step_t *steps = schedule_draft_steps (&count);

    (void) state;
    assert_int_equal (count, 4);
    assert_int_equal (steps[0].before, 7 * WL_DAY);
    for (size_t i = 1; i < count; i++)
        assert_true (steps[i].before < steps[i - 1].before);
    assert_int_equal (steps[count - 1].before, 3 * WL_HOUR);
}

/* In the morning of a day, right across the change of clocks. */
static void
reports_are_reminded_of_in_the_morning (void **state)
{
    wl_time_t until = at ("2026-04-05T23:59:59+02:00");
    size_t count;
    const schedule_step_t *steps = schedule_report_steps (&count);

    (void) state;
    assert_int_equal (count, 2);
    assert_true (schedule_report_at (&steps[0], until) == at ("2026-03-22T09:00:00+01:00"));
    assert_true (schedule_report_at (&steps[1], until) == at ("2026-04-02T09:00:00+02:00"));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (cards_have_their_terms),
        cmocka_unit_test (whatever_the_term_its_moments_are_in_order),
        cmocka_unit_test (drafts_are_reminded_ever_closer),
        cmocka_unit_test (reports_are_reminded_of_in_the_morning),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
