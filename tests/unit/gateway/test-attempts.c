#include "attempts.h"
#include "check.h"

static attempts_t *attempts;

static int
set_up (void **context)
{
    (void) context;
    attempts = attempts_new ();
    return 0;
}

static int
tear_down (void **context)
{
    (void) context;
    attempts_destroy (&attempts);
    return 0;
}

static void
guess_wrongly (const char *who, int times, wl_time_t now)
{
    for (int i = 0; i < times; i++)
        attempts_failed (attempts, who, now);
}

static void
locks_after_ten (void **context)
{
    (void) context;
    guess_wrongly ("anna", 9, WL_SECOND);
    assert_int_equal (attempts_wait (attempts, "anna", WL_SECOND), 0);
    guess_wrongly ("anna", 1, WL_SECOND);
    assert_int_equal (attempts_wait (attempts, "anna", WL_SECOND), 15 * WL_MINUTE);
    assert_int_equal (attempts_wait (attempts, "anna", 10 * WL_MINUTE), 5 * WL_MINUTE + WL_SECOND);
    assert_int_equal (attempts_wait (attempts, "piotr", WL_SECOND), 0);
}

static void
opens_after_a_quarter_of_an_hour (void **context)
{
    wl_time_t later = WL_SECOND + 15 * WL_MINUTE;

    (void) context;
    guess_wrongly ("anna", 10, WL_SECOND);
    assert_int_not_equal (attempts_wait (attempts, "anna", later - 1), 0);
    assert_int_equal (attempts_wait (attempts, "anna", later), 0);
    guess_wrongly ("anna", 1, later);
    assert_int_equal (attempts_wait (attempts, "anna", later), 0);
}

static void
forgives_with_success (void **context)
{
    (void) context;
    guess_wrongly ("anna", 9, WL_SECOND);
    attempts_succeeded (attempts, "anna");
    guess_wrongly ("anna", 9, WL_SECOND);
    assert_int_equal (attempts_wait (attempts, "anna", WL_SECOND), 0);
}

static void
stays_within_its_memory (void **context)
{
    char who[32];

    (void) context;
    for (int i = 0; i < 100000; i++) {
        snprintf (who, sizeof who, "stranger %d", i);
        attempts_failed (attempts, who, WL_SECOND + i);
    }
    guess_wrongly ("anna", 10, WL_MINUTE);
    assert_int_not_equal (attempts_wait (attempts, "anna", WL_MINUTE), 0);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (locks_after_ten, set_up, tear_down),
        cmocka_unit_test_setup_teardown (opens_after_a_quarter_of_an_hour, set_up, tear_down),
        cmocka_unit_test_setup_teardown (forgives_with_success, set_up, tear_down),
        cmocka_unit_test_setup_teardown (stays_within_its_memory, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
