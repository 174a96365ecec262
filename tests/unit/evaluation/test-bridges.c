/* How comparable regions are, by the people who scored in both. */
#include "support.h"

#include "bridges.h"

#include <stdio.h>

static const Evaluation__RegionComparison *
compare (const bridge_fact_t *facts, size_t count)
{
    Evaluation__RegionComparison *ret = wl_arena_alloc (arena, sizeof *ret);
    char **regions = wl_arena_array (arena, 3, sizeof *regions);

    regions[0] = copy ("14");
    regions[1] = copy ("30");
    regions[2] = copy ("32");
    evaluation__region_comparison__init (ret);
    bridge_compare (arena, facts, count, regions, 3, ret);
    return ret;
}

static void
a_card_deviates_from_the_mean_of_the_others (void **state)
{
    static const bridge_card_t cards[] = {
        { "b", "2", "32", 9000 }, { "a", "1", "30", 7000 }, { "b", "1", "30", 6001 },
        { "c", "1", "30", 6002 }, { "a", "2", "32", 8000 }, { "a", "3", "32", 100 },
    };
    bridge_fact_t *facts;
    size_t count;
    (void) state;

    bridge_facts (arena, cards, 6, &facts, &count);
    assert_int_equal (count, 5);
    /* 7000 - 6001.5 = 998.5; half away from zero. */
    assert_string_equal (facts[0].expert, "a");
    assert_string_equal (facts[0].region, "30");
    assert_int_equal (facts[0].sum, 999);
    assert_int_equal (facts[0].squares, 999 * 999);
    /* Alone on an application nobody deviates. */
    assert_string_equal (facts[1].region, "32");
    assert_int_equal (facts[1].cards, 1);
    assert_int_equal (facts[1].sum, -1000);
    assert_int_equal (facts[3].sum, 1000);
    assert_int_equal (facts[2].sum, -500);
    assert_int_equal (facts[4].sum, -499); /* 6002 - 6500.5 = -498.5 */
    bridge_facts (arena, NULL, 0, &facts, &count);
    assert_int_equal (count, 0);
}

static void
so_few_cards_that_one_could_be_read_are_not_told (void **state)
{
    (void) state;

    assert_false (bridge_may_tell (0, 0));
    assert_false (bridge_may_tell (0, BRIDGE_LEAST_CARDS - 1));
    assert_true (bridge_may_tell (0, BRIDGE_LEAST_CARDS));
    /* Less what was told, one card would remain. */
    assert_false (bridge_may_tell (5, 6));
    assert_false (bridge_may_tell (5, 4));
    assert_true (bridge_may_tell (5, 5));
    assert_true (bridge_may_tell (5, 8));
    assert_true (bridge_may_tell (8, 5));
    assert_false (bridge_may_tell (4, 1));
}

/* The same person, who is 3 points above the others in 32 and 1 above those in 30: those in 30 are
 * 2 points more lenient. */
static void
the_lenient_region_is_the_one_where_the_expert_looks_strict (void **state)
{
    static const bridge_fact_t facts[] = {
        { "x", "32", 4, 1200, 400000 },
        { "x", "30", 5, 500, 90000 },
        { "local", "30", 40, 0, 400000 },
    };
    const Evaluation__RegionComparison *compared;
    (void) state;

    compared = compare (facts, 3);
    assert_int_equal (compared->n_pairs, 1);
    assert_string_equal (compared->pairs[0]->region, "30");
    assert_string_equal (compared->pairs[0]->other, "32");
    assert_int_equal (compared->pairs[0]->experts, 1);
    assert_int_equal (compared->pairs[0]->cards, 5);
    assert_int_equal (compared->pairs[0]->other_cards, 4);
    assert_int_equal (compared->pairs[0]->difference, 200);
    assert_true (compared->pairs[0]->low < 200 && compared->pairs[0]->high > 200);
    assert_int_equal (compared->n_unlinked, 1);
    assert_string_equal (compared->unlinked[0], "14");
    assert_int_equal (compared->least_cards, BRIDGE_LEAST_CARDS);
}

static void
without_a_bridge_nothing_is_comparable (void **state)
{
    /* One has too few cards in 32, the other two are of one region each. */
    static const bridge_fact_t facts[] = {
        { "x", "30", 9, 0, 100 },
        { "x", "32", BRIDGE_LEAST_CARDS - 1, 0, 100 },
        { "y", "30", 9, 0, 100 },
        { "z", "32", 9, 0, 100 },
    };
    const Evaluation__RegionComparison *compared;
    (void) state;

    compared = compare (facts, 4);
    assert_int_equal (compared->n_pairs, 0);
    assert_int_equal (compared->n_unlinked, 3);
    compared = compare (NULL, 0);
    assert_int_equal (compared->n_pairs, 0);
    assert_int_equal (compared->n_unlinked, 3);
}

/* Whoever has more cards in both weighs more; the interval narrows with the cards. */
static void
experts_weigh_by_their_cards (void **state)
{
    static const bridge_fact_t facts[] = {
        { "x", "30", 3, 0, 30000 },   { "x", "32", 3, 300, 60000 },
        { "y", "30", 30, 0, 300000 }, { "y", "32", 30, 12000, 5100000 },
        { "few", "30", 3, 0, 30000 },
    };
    const Evaluation__RegionComparison *both, *one;
    (void) state;

    both = compare (facts, 5);
    one = compare (facts, 2);
    assert_int_equal (one->pairs[0]->difference, 100);
    assert_int_equal (both->n_pairs, 1);
    assert_int_equal (both->pairs[0]->experts, 2);
    assert_int_equal (both->pairs[0]->cards, 33);
    /* (1.5 * 100 + 15 * 400) / 16.5 */
    assert_int_equal (both->pairs[0]->difference, 373);
    assert_true (both->pairs[0]->high - both->pairs[0]->low <
                 one->pairs[0]->high - one->pairs[0]->low);
}

static void
one_expert_of_three_regions_makes_three_pairs (void **state)
{
    static const bridge_fact_t facts[] = {
        { "x", "32", 3, 0, 300 },
        { "x", "14", 3, 300, 30300 },
        { "x", "30", 3, 900, 270300 },
    };
    const Evaluation__RegionComparison *compared;
    (void) state;

    compared = compare (facts, 3);
    assert_int_equal (compared->n_pairs, 3);
    assert_int_equal (compared->n_unlinked, 0);
    assert_int_equal (compared->pairs[0]->difference, 200);  /* 14 against 30 */
    assert_int_equal (compared->pairs[1]->difference, -100); /* 14 against 32 */
    assert_int_equal (compared->pairs[2]->difference, -300); /* 30 against 32 */
}

/* Two regions of assessors, one 5 points more lenient than the other, and three experts who score
 * in both, each as strict as they are: what was put in is found, within the interval. */
static void
what_was_put_in_is_found (void **state)
{
    enum { APPLICATIONS = 200 };
    bridge_card_t *cards = wl_arena_array (arena, 3 * APPLICATIONS, sizeof *cards);
    uint64_t random = 5;
    bridge_fact_t *facts;
    size_t count = 0, fact_count;
    const Evaluation__RegionComparison *compared;
    (void) state;

    for (int i = 0; i < APPLICATIONS; i++) {
        const char *region = i % 2 == 0 ? "30" : "32";
        char *application = wl_text_printf (arena, "%d", i);
        for (int k = 0; k < 3; k++) {
            bool guest = k == 2;
            int64_t strict = guest ? i / 2 % 3 * 200 : i % 2 == 0 ? 500 : 0;
            random = random * 6364136223846793005u + 1442695040888963407u;
            cards[count++] = (bridge_card_t){
                .expert = guest ? wl_text_printf (arena, "guest %d", i / 2 % 3)
                                : wl_text_printf (arena, "%s %d", region, k),
                .application_id = application,
                .region = region,
                .points = 5000 + i * 7 % 900 + strict + (int64_t) (random >> 33) % 400,
            };
        }
    }
    bridge_facts (arena, cards, count, &facts, &fact_count);
    compared = compare (facts, fact_count);
    assert_int_equal (compared->n_pairs, 1);
    assert_int_equal (compared->pairs[0]->experts, 3);
    assert_true (compared->pairs[0]->low <= 500 && compared->pairs[0]->high >= 500);
    assert_true (compared->pairs[0]->low > 400);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_card_deviates_from_the_mean_of_the_others),
        cmocka_unit_test (so_few_cards_that_one_could_be_read_are_not_told),
        cmocka_unit_test (the_lenient_region_is_the_one_where_the_expert_looks_strict),
        cmocka_unit_test (without_a_bridge_nothing_is_comparable),
        cmocka_unit_test (experts_weigh_by_their_cards),
        cmocka_unit_test (one_expert_of_three_regions_makes_three_pairs),
        cmocka_unit_test (what_was_put_in_is_found),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
