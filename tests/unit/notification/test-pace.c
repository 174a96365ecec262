#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pace.h"

static const wl_time_t NOW = 1000 * WL_SECOND;

static pace_t *
rules (const char *text, unsigned share)
{
    const char *bad = "";
    pace_t *pace = pace_new (text, share, &bad);

    assert_non_null (pace);
    return pace;
}

static void
without_a_rule_nobody_waits (void **state)
{
    pace_t *pace = rules ("", 1);

    (void) state;
    for (int i = 0; i < 1000; i++)
        assert_true (pace_take (pace, "mail.example", NOW));
    pace_destroy (&pace);
}

/* In steps of a millisecond, how many of many letters may go within ten seconds. */
static int
taken_in_ten_seconds (pace_t *pace, const char *domain)
{
    int taken = 0;

    for (wl_time_t now = NOW; now < NOW + 10 * WL_SECOND; now += WL_MILLISECOND)
        taken += pace_take (pace, domain, now);
    return taken;
}

static void
each_domain_has_its_own_pace (void **state)
{
    pace_t *pace = rules ("*=50, gmail.com=10", 1);

    (void) state;
    assert_int_equal (taken_in_ten_seconds (pace, "GMail.com"), 100);
    assert_int_equal (taken_in_ten_seconds (pace, "wp.pl"), 500);
    pace_destroy (&pace);
}

static void
senders_share_it (void **state)
{
    pace_t *pace = rules ("gmail.com=10", 2);

    (void) state;
    assert_int_equal (taken_in_ten_seconds (pace, "gmail.com"), 50);
    pace_destroy (&pace);
}

static void
who_waits_comes_back_in_turn (void **state)
{
    pace_t *pace = rules ("gmail.com=10", 1);

    (void) state;
    assert_true (pace_take (pace, "gmail.com", NOW));
    assert_false (pace_take (pace, "gmail.com", NOW));
    for (int i = 1; i <= 20; i++)
        assert_int_equal (pace_later (pace, "gmail.com", NOW), NOW + i * WL_SECOND / 10);
    assert_true (pace_take (pace, "gmail.com", NOW + WL_SECOND / 10));
    pace_destroy (&pace);
}

static void
what_cannot_be_read_is_shown (void **state)
{
    static const char *const bad[] = { "gmail.com", "=5",        "x=0", "x=-1",
                                       "x=1.5",     "x=9999999", "x=",  "*=1 y=z" };
    const char *place;

    (void) state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_null (pace_new (bad[i], 1, &place));
    assert_string_equal (place, "y=z");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (without_a_rule_nobody_waits),
        cmocka_unit_test (each_domain_has_its_own_pace),
        cmocka_unit_test (senders_share_it),
        cmocka_unit_test (who_waits_comes_back_in_turn),
        cmocka_unit_test (what_cannot_be_read_is_shown),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
