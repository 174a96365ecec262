/* Where cards differ, and what the common text must hold. */
#include "support.h"

#include "desk_rules.h"

static wl_error_t error;
static wl_problems_t problems;

static void
start_over (void)
{
    wl_error_init (&error, arena);
    problems = (wl_problems_t){ &error, "en" };
}

static Wlacznik__MeritCard *
rules_of (uint32_t gap_percent)
{
    Wlacznik__MeritCard *rules = merit_card (3, 2000, 3000);

    rules->desk = WLACZNIK__DESK_RULE__DESK_ON_DIFFERENCE;
    rules->desk_gap_percent = gap_percent;
    return rules;
}

static void
compare (const Wlacznik__MeritCard *rules, const int32_t *first, const int32_t *second,
         desk_criterion_t *ret)
{
    const Evaluation__Scores *cards[] = { scores (first, 3), scores (second, 3) };

    assert_int_equal (desk_compare (rules, cards, 2, ret), WL_OK);
}

static void
where_cards_differ (void **state)
{
    const int32_t first[] = { 1000, 2000, 500 }, second[] = { 1000, 1400, 1100 };
    desk_criterion_t found[3];
    (void) state;

    compare (rules_of (0), first, second, found);
    assert_false (found[0].differs); /* equal is no difference, whatever the percentage */
    assert_true (found[1].differs);
    assert_int_equal (found[1].gap, 600);
    assert_int_equal (found[2].points[1], 1100);
    compare (rules_of (30), first, second, found); /* 30 % of 20 points are 6 */
    assert_true (found[1].differs);
    compare (rules_of (31), first, second, found);
    assert_false (found[1].differs);
    assert_int_equal (found[1].gap, 600);
}

static void
when_a_desk_opens (void **state)
{
    const int32_t first[] = { 1000, 2000, 500 }, second[] = { 1000, 1400, 500 };
    Wlacznik__MeritCard *rules = rules_of (30);
    desk_criterion_t found[3];
    (void) state;

    compare (rules, first, second, found);
    assert_true (desk_needed (rules, found, false));
    rules->desk_gap_percent = 40;
    compare (rules, first, second, found);
    assert_false (desk_needed (rules, found, false));
    assert_true (desk_needed (rules, found, true)); /* whoever called a third differs enough */
    rules->desk = WLACZNIK__DESK_RULE__DESK_OFF;
    assert_false (desk_needed (rules, found, true));
}

static void
cards_that_lack_something (void **state)
{
    const int32_t points[] = { 1, 2 };
    const Evaluation__Scores *cards[] = { scores (points, 2) };
    desk_criterion_t found[3];
    (void) state;

    assert_int_equal (desk_compare (rules_of (0), cards, 1, found), WL_INVALID_ARGUMENT);
    assert_int_equal (desk_compare (rules_of (0), cards, 0, found), WL_INVALID_ARGUMENT);
}

static void
the_common_text (void **state)
{
    const int32_t first[] = { 1000, 2000, 500 }, second[] = { 1000, 1400, 1100 };
    Evaluation__ConsensusText texts[] = { EVALUATION__CONSENSUS_TEXT__INIT,
                                          EVALUATION__CONSENSUS_TEXT__INIT };
    Evaluation__ConsensusText *list[] = { &texts[0], &texts[1] };
    Evaluation__Consensus consensus = EVALUATION__CONSENSUS__INIT;
    Wlacznik__MeritCard *rules = rules_of (0);
    desk_criterion_t found[3];
    (void) state;

    compare (rules, first, second, found);
    start_over ();
    assert_int_equal (desk_check_complete (rules, found, NULL, &problems), WL_INVALID_ARGUMENT);
    assert_int_equal (error.field_count, 2);
    assert_string_equal (error.fields[0].field, "consensus.c1");
    texts[0].criterion = copy ("c1");
    texts[1].criterion = copy ("c2");
    consensus.list = list;
    consensus.n_list = 2;
    start_over ();
    assert_int_equal (desk_check_text (rules, &consensus, &problems), WL_OK);
    assert_int_equal (desk_check_complete (rules, found, &consensus, &problems), WL_OK);
    texts[1].criterion = copy ("c1");
    assert_int_equal (desk_check_text (rules, &consensus, &problems), WL_INVALID_ARGUMENT);
    assert_string_equal (error.fields[0].code, "duplicate");
    start_over ();
    texts[1].criterion = copy ("colour");
    assert_int_equal (desk_check_text (rules, &consensus, &problems), WL_INVALID_ARGUMENT);
    assert_string_equal (error.fields[0].code, "unknown");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (where_cards_differ),
        cmocka_unit_test (when_a_desk_opens),
        cmocka_unit_test (cards_that_lack_something),
        cmocka_unit_test (the_common_text),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
