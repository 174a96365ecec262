/* Equal shares by hand and by properties, and the two methods within a call's purses. */
#include "support.h"

#include "comparison.h"
#include "equal_shares.h"

enum { ROUNDS = 300, ITEMS = 14, ASSESSORS = 5 };

/* ---- the Method of Equal Shares ---- */

/* Three assessors share 90. Two of them like the first three projects and would spend all of it on
 * the first and the third; with 30 each they pay for the first two, and the third assessor pays for
 * the fourth alone. */
static void
a_minority_pays_for_its_own (void **state)
{
    const int64_t costs[] = { 30, 30, 60, 30 };
    const equal_shares_vote_t votes[] = {
        { 0, 0, 10 }, { 1, 0, 10 }, { 0, 1, 9 }, { 1, 1, 9 }, { 0, 2, 8 }, { 1, 2, 8 }, { 2, 3, 5 },
    };
    equal_shares_input_t input = { costs, COUNT (costs), 90, votes, COUNT (votes), 3, NULL, 0 };
    bool taken[COUNT (costs)] = { false };
    (void) state;

    equal_shares_choose (arena, &input, taken);
    assert_true (taken[0] && taken[1] && taken[3]);
    assert_false (taken[2]);
}

/* One who cannot pay their part pays what they have, the other the rest. */
static void
who_has_less_pays_what_they_have (void **state)
{
    const int64_t costs[] = { 20, 70 };
    const equal_shares_vote_t votes[] = { { 0, 0, 100 }, { 0, 1, 10 }, { 1, 1, 10 } };
    /* Shares of 50. The first costs assessor 0 twenty; of the second's 70 they pay their 30, and
     * the other 40 of 50. */
    equal_shares_input_t input = { costs, COUNT (costs), 100, votes, COUNT (votes), 2, NULL, 0 };
    bool taken[COUNT (costs)] = { false };
    (void) state;

    equal_shares_choose (arena, &input, taken);
    assert_true (taken[0] && taken[1]);
    bool once_more[COUNT (costs)] = { false };
    const int64_t dearer[] = { 20, 81 };
    input.costs = dearer;
    equal_shares_choose (arena, &input, once_more);
    assert_true (once_more[0]);
    assert_false (once_more[1]); /* 30 and 50 are 80 */
}

static void
what_is_left_goes_down_the_list (void **state)
{
    const int64_t costs[] = { 70, 30 };
    const equal_shares_vote_t votes[] = { { 0, 0, 10 }, { 1, 1, 10 } };
    size_t rivals[][2] = { { 0, 1 } };
    equal_shares_input_t input = { costs, 2, 100, votes, 2, 2, NULL, 0 };
    bool taken[2] = { false }, exclusive[2] = { false };
    (void) state;

    equal_shares_choose (arena, &input, taken); /* 30 of one share of 50; the other has 50 of 70 */
    assert_true (taken[0] && taken[1]);
    input.rivals = rivals;
    input.rival_count = 1;
    equal_shares_choose (arena, &input, exclusive);
    assert_true (exclusive[1]);
    assert_false (exclusive[0]);
}

static void
no_more_than_the_money (void **state)
{
    uint64_t random = check_seed ("equal shares");
    (void) state;

    for (int round = 0; round < ROUNDS; round++) {
        int64_t costs[ITEMS], spent = 0;
        equal_shares_vote_t votes[ITEMS * 3];
        bool taken[ITEMS] = { false };
        equal_shares_input_t input = { costs, ITEMS, 0, votes, 0, ASSESSORS, NULL, 0 };

        input.money = (int64_t) (check_random (&random) % 1000);
        for (size_t i = 0; i < ITEMS; i++) {
            size_t first = check_random (&random) % ASSESSORS;
            costs[i] = (int64_t) (check_random (&random) % 200);
            for (size_t j = 0; j < check_random (&random) % 4; j++)
                votes[input.vote_count++] =
                    (equal_shares_vote_t){ (first + j) % ASSESSORS, i,
                                           (int64_t) (check_random (&random) % 100) };
        }
        equal_shares_choose (arena, &input, taken);
        for (size_t i = 0; i < ITEMS; i++)
            spent += taken[i] ? costs[i] : 0;
        assert_true (spent <= input.money);
        for (size_t i = 0; i < ITEMS; i++) /* nothing that fits is left out */
            assert_true (taken[i] || costs[i] > input.money - spent);
        wl_arena_reset (arena);
    }
}

/* ---- within a call ---- */

typedef struct row {
    const char *number, *region;
    int64_t points, amount;
    const char *assessors[2];
} row_t;

static Evaluation__RankingInputs *
inputs_of (Wlacznik__RankingRules *rules, int64_t pool, const row_t *rows, size_t count)
{
    Evaluation__RankingInputs *inputs = wl_arena_alloc (arena, sizeof *inputs);

    evaluation__ranking_inputs__init (inputs);
    inputs->rules = rules;
    inputs->pool_grosze = pool;
    inputs->n_candidates = count;
    inputs->candidates = wl_arena_array (arena, count, sizeof *inputs->candidates);
    for (size_t i = 0; i < count; i++) {
        Evaluation__RankingCandidate *candidate = wl_arena_alloc (arena, sizeof *candidate);
        evaluation__ranking_candidate__init (candidate);
        candidate->application_id = wl_text_printf (arena, "id-%s", rows[i].number);
        candidate->number = copy (rows[i].number);
        candidate->region = copy (rows[i].region);
        candidate->passed = rows[i].points >= 5000;
        candidate->points = rows[i].points;
        candidate->amount_grosze = rows[i].amount;
        inputs->candidates[i] = candidate;
    }
    return inputs;
}

static Evaluation__RankingComparison *
compare (const Evaluation__RankingInputs *inputs, const row_t *rows)
{
    Evaluation__RankingComparison *comparison = wl_arena_alloc (arena, sizeof *comparison);
    size_t count = 2 * inputs->n_candidates;
    comparison_card_t *cards = wl_arena_array (arena, count, sizeof *cards);
    ranking_list_t list;

    evaluation__ranking_comparison__init (comparison);
    for (size_t i = 0; i < count; i++)
        cards[i] = (comparison_card_t){ rows[i / 2].assessors[i % 2],
                                        inputs->candidates[i / 2]->application_id,
                                        inputs->candidates[i / 2]->points };
    ranking_compute (arena, inputs, &list);
    comparison_make (arena, inputs, &list, cards, count, comparison);
    return comparison;
}

/* One dear project leads. The list funds it alone; for the same money the knapsack has three. */
static void
who_wins_and_who_loses (void **state)
{
    const row_t rows[] = { { "W/1", "30", 9000, 100, { "Ania", "Bartek" } },
                           { "W/2", "30", 8000, 40, { "Ania", "Bartek" } },
                           { "W/3", "30", 7000, 30, { "Celina", "Dawid" } },
                           { "W/4", "30", 6000, 30, { "Celina", "Dawid" } },
                           { "W/5", "30", 4000, 1, { "Ania", "Dawid" } } };
    Wlacznik__RankingRules rules = WLACZNIK__RANKING_RULES__INIT;
    Evaluation__RankingComparison *found;
    (void) state;

    found = compare (inputs_of (&rules, 100, rows, COUNT (rows)), rows);
    assert_int_equal (found->n_entries, 4); /* nobody below the threshold */
    assert_int_equal (found->list->funded, 1);
    assert_int_equal (found->list->points, 9000);
    assert_int_equal (found->knapsack->funded, 3);
    assert_int_equal (found->knapsack->points, 21000);
    assert_int_equal (found->knapsack->spent_grosze, 100);
    assert_true (found->knapsack->proved);
    assert_int_equal (found->entries[0]->granted_grosze, 100);
    assert_false (found->entries[0]->knapsack);
    assert_false (found->entries[0]->equal_shares);
    assert_true (found->entries[1]->equal_shares);
    assert_true (found->entries[2]->equal_shares);
    assert_int_equal (found->equal_shares->funded, 3);
}

static void
each_purse_for_its_region (void **state)
{
    const row_t rows[] = { { "W/1", "30", 9000, 60, { "Ania", "Bartek" } },
                           { "W/2", "30", 8000, 50, { "Ania", "Bartek" } },
                           { "W/3", "32", 7000, 60, { "Celina", "Dawid" } },
                           { "W/4", "32", 6000, 20, { "Celina", "Dawid" } } };
    Wlacznik__RankingRules rules = WLACZNIK__RANKING_RULES__INIT;
    Wlacznik__RegionalPool north = WLACZNIK__REGIONAL_POOL__INIT;
    Wlacznik__RegionalPool *pools[] = { &north };
    Evaluation__RankingComparison *found;
    (void) state;

    north.region = copy ("32");
    north.grosze = 70;
    rules.pools = pools;
    rules.n_pools = 1;
    found = compare (inputs_of (&rules, 140, rows, COUNT (rows)), rows);
    assert_true (found->entries[0]->knapsack); /* 70 for 30 */
    assert_false (found->entries[1]->knapsack);
    assert_true (found->entries[2]->knapsack); /* 70 for 32: 7000 beats 6000 */
    assert_false (found->entries[3]->knapsack);
    rules.carry_over = true; /* 10 and 10: W/4 costs 20 */
    found = compare (inputs_of (&rules, 140, rows, COUNT (rows)), rows);
    assert_true (found->entries[3]->knapsack);
    assert_true (found->entries[3]->equal_shares);
    assert_int_equal (found->knapsack->spent_grosze, 140);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_minority_pays_for_its_own),
        cmocka_unit_test (who_has_less_pays_what_they_have),
        cmocka_unit_test (what_is_left_goes_down_the_list),
        cmocka_unit_test (no_more_than_the_money),
        cmocka_unit_test (who_wins_and_who_loses),
        cmocka_unit_test (each_purse_for_its_region),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
