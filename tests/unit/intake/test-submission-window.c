#include "check.h"

#include "submission_window.h"

static wl_time_t
at (const char *text)
{
    wl_time_t time;

    assert_true (wl_time_parse (text, &time));
    return time;
}

/* A call that is filled from 20 March, handed in from 17 April and takes the whole of 30 April,
 * Warsaw time (domain.md 2.3). */
static submission_window_t
april (void)
{
    return (submission_window_t){ .fill_from = at ("2026-03-20T00:00:00+01:00"),
                                  .submit_from = at ("2026-04-17T00:00:00+02:00"),
                                  .submit_until = at ("2026-05-01T00:00:00+02:00") };
}

typedef struct phase_case {
    const char *what;
    const char *now;
    submission_phase_t phase;
} phase_case_t;

static void
phases (void **state)
{
    static const phase_case_t cases[] = {
        { "the last microsecond before", "2026-03-19T22:59:59.999999Z", WINDOW_NOT_YET },
        { "the first of writing", "2026-03-19T23:00:00Z", WINDOW_WRITING },
        { "the last before submitting", "2026-04-16T23:59:59.999999+02:00", WINDOW_WRITING },
        { "the first of submitting", "2026-04-17T00:00:00+02:00", WINDOW_OPEN },
        { "the last minute", "2026-04-30T23:59:00+02:00", WINDOW_OPEN },
        { "23:59:59.999", "2026-04-30T23:59:59.999+02:00", WINDOW_OPEN },
        { "23:59:59.999999", "2026-04-30T23:59:59.999999+02:00", WINDOW_OPEN },
        { "00:00:00.000000", "2026-05-01T00:00:00.000000+02:00", WINDOW_OVER },
        { "00:00:00.000001", "2026-05-01T00:00:00.000001+02:00", WINDOW_OVER },
        { "the same instant in UTC", "2026-04-30T22:00:00Z", WINDOW_OVER },
        { "a year later", "2027-04-20T00:00:00Z", WINDOW_OVER },
    };
    submission_window_t window = april ();
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        submission_phase_t phase = submission_window_phase (&window, at (cases[i].now));
        if (phase != cases[i].phase)
            fail_msg ("%s: phase %d, should be %d", cases[i].what, (int) phase,
                      (int) cases[i].phase);
        assert_int_equal (submission_window_writable (&window, at (cases[i].now)),
                          phase == WINDOW_WRITING || phase == WINDOW_OPEN);
    }
}

/* The night of 25 October 2026 has the hour from 02:00 to 03:00 twice; a call may end in the
 * second. */
static void
end_in_the_doubled_hour (void **state)
{
    submission_window_t window = april ();
    (void) state;

    window.submit_until = at ("2026-10-25T02:30:00+01:00");
    assert_int_equal (submission_window_phase (&window, at ("2026-10-25T02:30:00+02:00")),
                      WINDOW_OPEN);
    assert_int_equal (submission_window_phase (&window, at ("2026-10-25T02:29:59.999999+01:00")),
                      WINDOW_OPEN);
    assert_int_equal (submission_window_phase (&window, at ("2026-10-25T02:30:00+01:00")),
                      WINDOW_OVER);
}

static void
submitting_may_start_with_writing (void **state)
{
    submission_window_t window = april ();
    (void) state;

    window.submit_from = window.fill_from;
    assert_int_equal (submission_window_phase (&window, window.fill_from - 1), WINDOW_NOT_YET);
    assert_int_equal (submission_window_phase (&window, window.fill_from), WINDOW_OPEN);
}

typedef struct extension_case {
    const char *what;
    const char *now;
    const char *until;
    submission_extension_t extension;
} extension_case_t;

static void
extensions (void **state)
{
    static const extension_case_t cases[] = {
        { "a week more, in time", "2026-04-20T12:00:00Z", "2026-05-08T00:00:00+02:00",
          EXTENSION_ALLOWED },
        { "before the call has begun", "2026-01-01T00:00:00Z", "2026-05-08T00:00:00+02:00",
          EXTENSION_ALLOWED },
        { "in the last microsecond", "2026-04-30T23:59:59.999999+02:00",
          "2026-05-08T00:00:00+02:00", EXTENSION_ALLOWED },
        { "when it has just passed", "2026-05-01T00:00:00+02:00", "2026-05-08T00:00:00+02:00",
          EXTENSION_TOO_LATE },
        { "by a microsecond", "2026-04-20T12:00:00Z", "2026-05-01T00:00:00.000001+02:00",
          EXTENSION_ALLOWED },
        { "to the same instant", "2026-04-20T12:00:00Z", "2026-05-01T00:00:00+02:00",
          EXTENSION_NOT_LATER },
        { "to an earlier one", "2026-04-20T12:00:00Z", "2026-04-30T00:00:00+02:00",
          EXTENSION_NOT_LATER },
        { "to an earlier one, too late", "2026-06-01T00:00:00Z", "2026-04-30T00:00:00+02:00",
          EXTENSION_TOO_LATE },
    };
    submission_window_t window = april ();
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        submission_extension_t extension =
            submission_window_extension (&window, at (cases[i].until), at (cases[i].now));
        if (extension != cases[i].extension)
            fail_msg ("%s: %d, should be %d", cases[i].what, (int) extension,
                      (int) cases[i].extension);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (phases),
        cmocka_unit_test (end_in_the_doubled_hour),
        cmocka_unit_test (submitting_may_start_with_writing),
        cmocka_unit_test (extensions),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
