/* What cards amount to: the cases of domain.md 4.3 and 4.8, and that their order says nothing. */
#include "support.h"

#include "scoring.h"

/* Two criteria "c0", "c1" of 50 points and a premium "c2" of 5: sums are easy to see. */
enum { CRITERIA = 3, NO_CARD = -1 };

typedef struct scoring_case {
    const char *name;
    /* rules */
    int32_t threshold, min_first, third_gap;
    bool on_split;
    Wlacznik__EquidistantRule equidistant;
    /* the cards' points; NO_CARD in the first place ends them; the third is the third card */
    int32_t cards[3][CRITERIA];
    /* what comes out */
    scoring_state_t state;
    scoring_third_rule_t third_rule;
    int64_t points, threshold_points;
    bool passed;
} scoring_case_t;

#define HIGHER WLACZNIK__EQUIDISTANT_RULE__EQUIDISTANT_HIGHER
#define ALL    WLACZNIK__EQUIDISTANT_RULE__EQUIDISTANT_ALL
#define NONE    \
    {           \
        NO_CARD \
    }

static const scoring_case_t cases[] = {
    { "the mean of 73 and 76 is 74.50",
      5000,
      0,
      3000,
      true,
      HIGHER,
      { { 4000, 3300, 0 }, { 4000, 3600, 0 }, NONE },
      SCORING_FINAL,
      SCORING_NO_THIRD,
      7450,
      7450,
      true },
    { "half a hundredth is rounded up",
      5000,
      0,
      0,
      false,
      HIGHER,
      { { 4000, 3301, 0 }, { 4000, 3302, 0 }, NONE },
      SCORING_FINAL,
      SCORING_NO_THIRD,
      7302,
      7302,
      true },
    { "one card is not enough",
      5000,
      0,
      3000,
      true,
      HIGHER,
      { { 4000, 3300, 0 }, NONE, NONE },
      SCORING_WAITING,
      SCORING_NO_THIRD,
      0,
      0,
      false },
    { "case 4: exactly 50.00 passes",
      5000,
      0,
      3000,
      true,
      HIGHER,
      { { 2500, 2500, 0 }, { 2500, 2500, 0 }, NONE },
      SCORING_FINAL,
      SCORING_NO_THIRD,
      5000,
      5000,
      true },
    { "case 4: 49.99 does not",
      5000,
      0,
      3000,
      false,
      HIGHER,
      { { 2500, 2499, 0 }, { 2500, 2499, 0 }, NONE },
      SCORING_FINAL,
      SCORING_NO_THIRD,
      4999,
      4999,
      false },
    { "case 4: 49.995 is shown as 50.00 and is 50.00",
      5000,
      0,
      3000,
      false,
      HIGHER,
      { { 2500, 2500, 0 }, { 2500, 2499, 0 }, NONE },
      SCORING_FINAL,
      SCORING_NO_THIRD,
      5000,
      5000,
      true },
    { "case 4: a criterion just under its minimum while the sum passes",
      5000,
      1000,
      0,
      false,
      HIGHER,
      { { 999, 5000, 0 }, { 999, 5000, 0 }, NONE },
      SCORING_FINAL,
      SCORING_NO_THIRD,
      5999,
      5999,
      false },
    { "case 4: the minimum is the mean's",
      5000,
      1000,
      0,
      false,
      HIGHER,
      { { 900, 5000, 0 }, { 1100, 5000, 0 }, NONE },
      SCORING_FINAL,
      SCORING_NO_THIRD,
      6000,
      6000,
      true },
    { "case 5: 40 and 80 are 40 apart",
      5000,
      0,
      3000,
      true,
      HIGHER,
      { { 2000, 2000, 0 }, { 4000, 4000, 0 }, NONE },
      SCORING_THIRD_NEEDED,
      SCORING_GAP,
      0,
      0,
      false },
    { "case 5: exactly the gap asks",
      5000,
      0,
      3000,
      false,
      HIGHER,
      { { 3000, 3000, 0 }, { 4000, 5000, 0 }, NONE },
      SCORING_THIRD_NEEDED,
      SCORING_GAP,
      0,
      0,
      false },
    { "case 5: a hundredth less does not",
      5000,
      0,
      3000,
      false,
      HIGHER,
      { { 3000, 3001, 0 }, { 4000, 5000, 0 }, NONE },
      SCORING_FINAL,
      SCORING_NO_THIRD,
      7501,
      7501,
      true },
    { "case 5: 55 and 45 split",
      5000,
      0,
      3000,
      true,
      HIGHER,
      { { 2500, 3000, 0 }, { 2500, 2000, 0 }, NONE },
      SCORING_THIRD_NEEDED,
      SCORING_SPLIT,
      0,
      0,
      false },
    { "case 5: 55 and 45 without the split rule",
      5000,
      0,
      3000,
      false,
      HIGHER,
      { { 2500, 3000, 0 }, { 2500, 2000, 0 }, NONE },
      SCORING_FINAL,
      SCORING_NO_THIRD,
      5000,
      5000,
      true },
    { "case 5: a third of 60 is as far from 40 as from 80: the higher",
      5000,
      0,
      3000,
      true,
      HIGHER,
      { { 2000, 2000, 0 }, { 4000, 4000, 0 }, { 3000, 3000, 0 } },
      SCORING_FINAL,
      SCORING_GAP,
      7000,
      7000,
      true },
    { "case 5: not configured is as the higher",
      5000,
      0,
      3000,
      true,
      WLACZNIK__EQUIDISTANT_RULE__EQUIDISTANT_RULE_UNSPECIFIED,
      { { 2000, 2000, 0 }, { 4000, 4000, 0 }, { 3000, 3000, 0 } },
      SCORING_FINAL,
      SCORING_GAP,
      7000,
      7000,
      true },
    { "case 5: or all three",
      5000,
      0,
      3000,
      true,
      ALL,
      { { 2000, 2000, 0 }, { 4000, 4000, 0 }, { 3000, 3000, 0 } },
      SCORING_FINAL,
      SCORING_GAP,
      6000,
      6000,
      true },
    { "the third and the closer, which is the lower",
      5000,
      0,
      3000,
      true,
      HIGHER,
      { { 2000, 2000, 0 }, { 4000, 4000, 0 }, { 3000, 2900, 0 } },
      SCORING_FINAL,
      SCORING_GAP,
      4950,
      4950,
      false },
    { "the third and the closer, which is the higher",
      5000,
      0,
      3000,
      true,
      ALL,
      { { 2000, 2000, 0 }, { 4000, 4000, 0 }, { 3000, 3100, 0 } },
      SCORING_FINAL,
      SCORING_GAP,
      7050,
      7050,
      true },
    { "case 6: a premium lifts 48 to 53 and not over the threshold",
      5000,
      0,
      0,
      true,
      HIGHER,
      { { 2400, 2400, 500 }, { 2400, 2400, 500 }, NONE },
      SCORING_FINAL,
      SCORING_NO_THIRD,
      5300,
      4800,
      false },
    { "a premium makes no gap",
      5000,
      0,
      1000,
      false,
      HIGHER,
      { { 3000, 3000, 0 }, { 3000, 3501, 500 }, NONE },
      SCORING_FINAL,
      SCORING_NO_THIRD,
      6501,
      6251,
      true },
    { "a premium makes no card the closer one",
      5000,
      0,
      3000,
      false,
      HIGHER,
      { { 2000, 2000, 500 }, { 4000, 4000, 0 }, { 3000, 3001, 0 } },
      SCORING_FINAL,
      SCORING_GAP,
      7001,
      7001,
      true },
};

static Wlacznik__MeritCard *
rules_of (const scoring_case_t *of)
{
    Wlacznik__MeritCard *rules = merit_card (CRITERIA, 5000, of->threshold);

    rules->criteria[0]->min_points = of->min_first;
    rules->criteria[2]->max_points = 500;
    rules->criteria[2]->premium = true;
    rules->criteria[2]->min_points = 100; /* means nothing: a premium has no minimum */
    rules->third_gap = of->third_gap;
    rules->third_on_split = of->on_split;
    rules->equidistant = of->equidistant;
    return rules;
}

static size_t
cards_of (const scoring_case_t *of, scoring_card_t ret[SCORING_CARDS_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < COUNT (of->cards) && of->cards[i][0] != NO_CARD; i++)
        ret[count++] = (scoring_card_t){ wl_text_printf (arena, "card-%zu", i), i == 2,
                                         scores (of->cards[i], CRITERIA) };
    return count;
}

/* Those of the table whose names begin so: a case of domain.md 4.8 is a test of its own. */
static void
run_cases (const char *beginning)
{
    size_t ran = 0;

    for (size_t i = 0; i < COUNT (cases); i++) {
        const scoring_case_t *of = &cases[i];
        if (strncmp (of->name, beginning, strlen (beginning)) != 0)
            continue;
        ran++;
        scoring_card_t cards[SCORING_CARDS_MAX];
        scoring_result_t result;
        size_t count = cards_of (of, cards);

        print_message ("%s\n", of->name);
        assert_int_equal (scoring_decide (rules_of (of), cards, count, &result), WL_OK);
        assert_int_equal (result.state, of->state);
        assert_int_equal (result.third_rule, of->third_rule);
        assert_int_equal (result.points, of->points);
        assert_int_equal (result.threshold_points, of->threshold_points);
        assert_int_equal (result.passed, of->passed);
    }
    assert_true (ran > 0);
}

static void
every_row_of_the_table (void **state)
{
    (void) state;
    run_cases ("");
}

static void
case_4_exact_thresholds_and_minimums (void **state)
{
    (void) state;
    run_cases ("case 4:");
}

static void
case_5_gaps_splits_and_an_equidistant_third (void **state)
{
    (void) state;
    run_cases ("case 5:");
}

static void
case_6_premiums_stay_outside_the_threshold (void **state)
{
    (void) state;
    run_cases ("case 6:");
}

static scoring_third_rule_t
third_of (const Wlacznik__MeritCard *rules, int32_t first, int32_t second)
{
    const int32_t higher[] = { first, 2500, 500 }, lower[] = { second, 2500, 0 };
    const scoring_card_t cards[] = { { "a", false, scores (higher, CRITERIA) },
                                     { "b", false, scores (lower, CRITERIA) } };
    scoring_result_t result;

    assert_int_equal (scoring_decide (rules, cards, 2, &result), WL_OK);
    return result.third_rule;
}

/* 30 % of 100 points are 30; the premium's 5 count in neither the gap nor the 100. */
static void
a_gap_in_percent (void **state)
{
    const scoring_case_t of = { .threshold = 0 };
    Wlacznik__MeritCard *rules = rules_of (&of);
    (void) state;

    rules->third_gap_percent = 30;
    assert_int_equal (third_of (rules, 4500, 1501), SCORING_NO_THIRD);
    assert_int_equal (third_of (rules, 4500, 1500), SCORING_GAP);
    rules->criteria[0]->max_points = 4667; /* of 9667: 2900.1, so 29.00 is less than 30 % */
    assert_int_equal (third_of (rules, 4400, 1500), SCORING_NO_THIRD);
    assert_int_equal (third_of (rules, 4401, 1500), SCORING_GAP);
}

static void
a_gap_in_one_criterion (void **state)
{
    const scoring_case_t of = { .threshold = 0 };
    Wlacznik__MeritCard *rules = rules_of (&of);
    (void) state;

    assert_int_equal (third_of (rules, 5000, 0), SCORING_NO_THIRD);
    rules->criteria[0]->third_gap = 2000;
    assert_int_equal (third_of (rules, 3000, 1001), SCORING_NO_THIRD);
    assert_int_equal (third_of (rules, 3000, 1000), SCORING_CRITERION);
    assert_int_equal (third_of (rules, 1000, 3000), SCORING_CRITERION);
    rules->third_gap = 2000;
    assert_int_equal (third_of (rules, 3000, 1000), SCORING_GAP); /* the sum is told first */
    assert_string_equal (scoring_third_rule_name (SCORING_CRITERION), "criterion");
}

static void
who_counts (void **state)
{
    const scoring_case_t of = { .threshold = 5000,
                                .third_gap = 3000,
                                .equidistant = HIGHER,
                                .cards = {
                                    { 2000, 2000, 0 }, { 4000, 4000, 0 }, { 3000, 3100, 0 } } };
    scoring_card_t cards[SCORING_CARDS_MAX];
    scoring_result_t result;
    size_t count = cards_of (&of, cards);
    (void) state;

    assert_int_equal (scoring_decide (rules_of (&of), cards, count, &result), WL_OK);
    assert_int_equal (result.counted_cards, 2);
    assert_false (result.counted[0]);
    assert_true (result.counted[1]);
    assert_true (result.counted[2]);
    assert_int_equal (result.criterion_points[0], 3500);
    assert_int_equal (result.criterion_points[1], 3550);
    assert_int_equal (result.criterion_points[2], 0);
}

static void
one_and_three_assessors (void **state)
{
    const int32_t points[] = { 1000, 1000, 0 };
    const int32_t more[] = { 4000, 4001, 0 };
    const scoring_case_t of = { .threshold = 5000, .third_gap = 3000, .on_split = true };
    Wlacznik__MeritCard *rules = rules_of (&of);
    scoring_card_t cards[] = { { "a", false, scores (points, 3) },
                               { "b", false, scores (more, 3) },
                               { "c", false, scores (more, 3) } };
    scoring_result_t result;
    (void) state;

    rules->assessors = 1;
    assert_int_equal (scoring_decide (rules, cards, 1, &result), WL_OK);
    assert_int_equal (result.state, SCORING_FINAL);
    assert_int_equal (result.points, 2000);
    rules->assessors = 3;
    assert_int_equal (scoring_decide (rules, cards, 2, &result), WL_OK);
    assert_int_equal (result.state, SCORING_WAITING);
    assert_int_equal (result.missing, 1);
    assert_int_equal (scoring_decide (rules, cards, 3, &result), WL_OK);
    assert_int_equal (result.state, SCORING_FINAL);
    assert_int_equal (result.counted_cards, 3);
    assert_int_equal (result.points, 6001); /* 18002 by three is 6000.67 */
}

/* ---- what cannot be ---- */

static void
cards_that_do_not_fit (void **state)
{
    const int32_t points[] = { 1000, 1000, 0 };
    const int32_t too_many[] = { 1000, 5001, 0 };
    const int32_t negative[] = { -1, 1000, 0 };
    const scoring_case_t of = { .threshold = 5000 };
    Wlacznik__MeritCard *rules = rules_of (&of);
    scoring_card_t cards[] = { { "a", false, scores (points, 3) },
                               { "b", false, scores (points, 3) },
                               { "c", false, scores (points, 3) },
                               { "d", true, scores (points, 3) } };
    scoring_result_t result = { .missing = 77 };
    Evaluation__Scores *twice = scores (points, 3);
    (void) state;

    assert_int_equal (scoring_decide (rules, cards, 3, &result), WL_INVALID_ARGUMENT);
    assert_int_equal (scoring_decide (rules, cards, 4, &result), WL_INVALID_ARGUMENT);
    cards[0].scores = scores (points, 2);
    assert_int_equal (scoring_decide (rules, cards, 1, &result), WL_INVALID_ARGUMENT);
    cards[0].scores = scores (too_many, 3);
    assert_int_equal (scoring_decide (rules, cards, 1, &result), WL_INVALID_ARGUMENT);
    cards[0].scores = scores (negative, 3);
    assert_int_equal (scoring_decide (rules, cards, 1, &result), WL_INVALID_ARGUMENT);
    twice->list[2]->criterion = copy ("c0");
    cards[0].scores = twice;
    assert_int_equal (scoring_decide (rules, cards, 1, &result), WL_INVALID_ARGUMENT);
    cards[0].scores = NULL;
    assert_int_equal (scoring_decide (rules, cards, 1, &result), WL_INVALID_ARGUMENT);
    rules->assessors = 0;
    assert_int_equal (scoring_decide (rules, cards, 0, &result), WL_INVALID_ARGUMENT);
    rules->assessors = 1;
    assert_int_equal (scoring_decide (rules, &cards[3], 1, &result), WL_INVALID_ARGUMENT);
    assert_int_equal (result.missing, 77); /* never written on failure */
}

/* ---- the order of cards and of scores on a card says nothing ---- */

static scoring_card_t
random_card (uint64_t *random, size_t index)
{
    int32_t points[CRITERIA];
    Evaluation__Scores *list;

    /* Coarse steps, so that equal sums and equal distances are frequent. */
    for (size_t i = 0; i < CRITERIA; i++)
        points[i] = (int32_t) (check_random (random) % 11) * (i == 2 ? 50 : 500);
    list = scores (points, CRITERIA);
    for (size_t i = CRITERIA - 1; i > 0; i--) {
        size_t other = check_random (random) % (i + 1);
        Evaluation__CriterionScore *score = list->list[i];
        list->list[i] = list->list[other];
        list->list[other] = score;
    }
    return (scoring_card_t){ wl_text_printf (arena, "card-%zu", index), index == 2, list };
}

static void
assert_same (const scoring_result_t *a, const scoring_result_t *b)
{
    assert_int_equal (a->state, b->state);
    assert_int_equal (a->third_rule, b->third_rule);
    assert_int_equal (a->missing, b->missing);
    assert_int_equal (a->points, b->points);
    assert_int_equal (a->threshold_points, b->threshold_points);
    assert_int_equal (a->passed, b->passed);
    assert_int_equal (a->counted_cards, b->counted_cards);
    assert_memory_equal (a->criterion_points, b->criterion_points, sizeof a->criterion_points);
}

static void
shuffled_cards_give_the_same (void **state)
{
    static const size_t orders[][3] = {
        { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 }
    };
    uint64_t random = check_seed ("shuffled cards");
    (void) state;

    for (int round = 0; round < 5000; round++) {
        scoring_case_t of = { .threshold = 5000,
                              .min_first = (int32_t) (check_random (&random) % 2) * 1000,
                              .third_gap = (int32_t) (check_random (&random) % 3) * 1500,
                              .on_split = check_random (&random) % 2 == 0,
                              .equidistant = check_random (&random) % 2 == 0 ? HIGHER : ALL };
        Wlacznik__MeritCard *rules = rules_of (&of);
        scoring_card_t cards[3];
        scoring_result_t first;
        for (size_t i = 0; i < 3; i++)
            cards[i] = random_card (&random, i);
        assert_int_equal (scoring_decide (rules, cards, 3, &first), WL_OK);
        for (size_t o = 0; o < COUNT (orders); o++) {
            scoring_card_t shuffled[3];
            scoring_result_t again;
            for (size_t i = 0; i < 3; i++)
                shuffled[i] = cards[orders[o][i]];
            assert_int_equal (scoring_decide (rules, shuffled, 3, &again), WL_OK);
            assert_same (&first, &again);
            for (size_t i = 0; i < 3; i++)
                assert_int_equal (again.counted[i], first.counted[orders[o][i]]);
        }
        wl_arena_reset (arena);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (every_row_of_the_table),
        cmocka_unit_test (case_4_exact_thresholds_and_minimums),
        cmocka_unit_test (case_5_gaps_splits_and_an_equidistant_third),
        cmocka_unit_test (case_6_premiums_stay_outside_the_threshold),
        cmocka_unit_test (who_counts),
        cmocka_unit_test (a_gap_in_percent),
        cmocka_unit_test (a_gap_in_one_criterion),
        cmocka_unit_test (one_and_three_assessors),
        cmocka_unit_test (cards_that_do_not_fit),
        cmocka_unit_test (shuffled_cards_give_the_same),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
