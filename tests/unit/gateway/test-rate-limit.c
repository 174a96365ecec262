#include "check.h"
#include "rate_limit.h"

static const rate_policy_t policy = { "account", 60 }; /* one a second, fifteen at once */

static int
setup (void **state)
{
    *state = rate_limits_new ();
    return 0;
}

static int
teardown (void **state)
{
    rate_limits_destroy ((rate_limits_t **) state);
    return 0;
}

static rate_standing_t
take (void **state, const char *who, wl_time_t now)
{
    rate_standing_t standing = { 0 };

    rate_limit_take (*state, &policy, who, now, &standing);
    return standing;
}

static void
a_burst_passes_and_the_next_waits_exactly (void **state)
{
    wl_time_t now = 1000 * WL_SECOND;
    rate_standing_t standing;

    assert_int_equal (rate_limit_burst (&policy), 15);
    for (long i = 1; i <= 15; i++) {
        standing = take (state, "anna", now);
        assert_int_equal (standing.wait, 0);
        assert_int_equal (standing.remaining, 15 - i);
        assert_int_equal (standing.full, i * WL_SECOND);
    }
    now += 300 * WL_MILLISECOND;
    assert_int_equal (take (state, "anna", now).wait, 700 * WL_MILLISECOND);
    /* What was refused costs nothing: the wait does not grow. */
    assert_int_equal (take (state, "anna", now).wait, 700 * WL_MILLISECOND);
    now += 700 * WL_MILLISECOND;
    assert_int_equal (take (state, "anna", now).wait, 0);
    assert_int_not_equal (take (state, "anna", now).wait, 0);
    assert_int_equal (take (state, "anna", now + WL_HOUR).remaining, 14);
}

static void
others_are_others (void **state)
{
    static const rate_policy_t same_name_of_person = { "address", 60 };
    rate_standing_t standing = { 0 };

    for (int i = 0; i < 15; i++)
        (void) take (state, "anna", WL_SECOND);
    assert_int_not_equal (take (state, "anna", WL_SECOND).wait, 0);
    assert_int_equal (take (state, "ewa", WL_SECOND).wait, 0);
    rate_limit_take (*state, &same_name_of_person, "anna", WL_SECOND, &standing);
    assert_int_equal (standing.wait, 0);
}

static void
the_narrowest_policy_is_told (void **state)
{
    static const rate_policy_t wide = { "wide", 6000 }, narrow = { "narrow", 4 },
                               none = { "none", 0 };
    rate_standing_t standing = { 0 };

    rate_limit_take (*state, &none, "anna", WL_SECOND, &standing);
    assert_null (standing.policy);
    rate_limit_take (*state, &wide, "", WL_SECOND, &standing);
    assert_null (standing.policy);
    rate_limit_take (*state, &wide, "anna", WL_SECOND, &standing);
    assert_ptr_equal (standing.policy, &wide);
    rate_limit_take (*state, &narrow, "anna", WL_SECOND, &standing);
    assert_ptr_equal (standing.policy, &narrow);
    assert_int_equal (standing.remaining, 0);
    rate_limit_take (*state, &wide, "anna", WL_SECOND, &standing);
    assert_ptr_equal (standing.policy, &narrow);
    rate_limit_take (*state, &narrow, "anna", WL_SECOND, &standing);
    assert_int_equal (standing.wait, 15 * WL_SECOND);
}

/* A million names through 65,536 places: whoever is being held up stays so. */
static void
a_crowd_does_not_free_who_is_held_up (void **state)
{
    char name[32];

    for (int i = 0; i < 15; i++)
        (void) take (state, "flood", WL_SECOND);
    for (int i = 0; i < 1000000; i++) {
        snprintf (name, sizeof name, "crowd %d", i);
        (void) take (state, name, WL_SECOND);
    }
    assert_int_not_equal (take (state, "flood", WL_SECOND).wait, 0);
}

static void
addresses_count_by_household (void **state)
{
    static const struct {
        const char *address, *counts_as;
    } cases[] = {
        { "192.0.2.1", "192.0.2.1" },
        { "::ffff:192.0.2.1", "192.0.2.1" },
        { "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::" },
        { "2001:db8:1:2:ffff::", "2001:db8:1:2::" },
        { "2001:db8:1:3::1", "2001:db8:1:3::" },
        { "", "" },
        { "unknown", "" },
        { "192.0.2.1:8080", "" },
        { "999.0.2.1", "" },
    };
    char found[RATE_ADDRESS_TEXT];

    (void) state;
    for (size_t i = 0; i < COUNT (cases); i++) {
        rate_limit_address (cases[i].address, found);
        assert_string_equal (found, cases[i].counts_as);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (a_burst_passes_and_the_next_waits_exactly, setup,
                                         teardown),
        cmocka_unit_test_setup_teardown (others_are_others, setup, teardown),
        cmocka_unit_test_setup_teardown (the_narrowest_policy_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown (a_crowd_does_not_free_who_is_held_up, setup, teardown),
        cmocka_unit_test (addresses_count_by_household),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
