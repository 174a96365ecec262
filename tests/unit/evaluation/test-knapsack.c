/* The most points for the money, against trying every choice. */
#include "support.h"

#include "knapsack.h"

enum { SMALL = 12, LARGE = 3000, ROUNDS = 400 };

typedef struct problem {
    knapsack_item_t items[SMALL];
    size_t rivals[4][2];
    knapsack_input_t input;
} problem_t;

static bool
fits (const knapsack_input_t *input, unsigned choice, int64_t *ret_points)
{
    int64_t cost = 0;

    *ret_points = 0;
    for (size_t i = 0; i < input->count; i++)
        if ((choice >> i & 1) != 0) {
            cost += input->items[i].cost;
            *ret_points += input->items[i].points;
        }
    for (size_t i = 0; i < input->rival_count; i++)
        if ((choice >> input->rivals[i][0] & 1) != 0 && (choice >> input->rivals[i][1] & 1) != 0)
            return false;
    return cost <= input->money;
}

static int64_t
best_of_all (const knapsack_input_t *input)
{
    int64_t best = 0, points;

    for (unsigned choice = 0; choice < 1u << input->count; choice++)
        if (fits (input, choice, &points) && points > best)
            best = points;
    return best;
}

static void
random_problem (uint64_t *random, problem_t *ret)
{
    ret->input = (knapsack_input_t){ .items = ret->items, .rivals = ret->rivals };
    ret->input.count = check_random (random) % (SMALL + 1);
    ret->input.money = (int64_t) (check_random (random) % 300);
    for (size_t i = 0; i < ret->input.count; i++)
        ret->items[i] = (knapsack_item_t){ (int64_t) (check_random (random) % 90),
                                           (int64_t) (check_random (random) % 60) };
    if (ret->input.count < 2)
        return;
    ret->input.rival_count = check_random (random) % 5;
    for (size_t i = 0; i < ret->input.rival_count; i++) {
        ret->rivals[i][0] = check_random (random) % ret->input.count;
        ret->rivals[i][1] =
            (ret->rivals[i][0] + 1 + check_random (random) % (ret->input.count - 1)) %
            ret->input.count;
    }
}

static void
as_good_as_trying_everything (void **state)
{
    uint64_t random = check_seed ("knapsack");
    (void) state;

    for (int round = 0; round < ROUNDS; round++) {
        problem_t problem;
        knapsack_choice_t choice;
        unsigned taken = 0;
        int64_t points;

        random_problem (&random, &problem);
        knapsack_choose (arena, &problem.input, &choice);
        for (size_t i = 0; i < problem.input.count; i++)
            taken |= (unsigned) choice.taken[i] << i;
        assert_true (choice.proved);
        assert_true (fits (&problem.input, taken, &points));
        assert_int_equal (points, choice.points);
        assert_int_equal (choice.points, best_of_all (&problem.input));
        assert_int_equal (choice.bound, choice.points);
        wl_arena_reset (arena);
    }
}

/* Down the list 9 would be taken and nothing else: 9 points of 10 for 10 grosze. */
static void
small_ones_beat_a_large_one (void **state)
{
    const knapsack_item_t items[] = { { 9, 90 }, { 5, 70 }, { 5, 60 } };
    knapsack_input_t input = { .items = items, .count = 3, .money = 10 };
    knapsack_choice_t choice;
    (void) state;

    knapsack_choose (arena, &input, &choice);
    assert_int_equal (choice.points, 130);
    assert_int_equal (choice.cost, 10);
    assert_false (choice.taken[0]);
}

/* Amounts to the grosz and points as a call has them: the search stays within its bounds. */
static void
a_large_call_is_proved (void **state)
{
    uint64_t random = check_seed ("large knapsack");
    knapsack_item_t *items = wl_arena_array (arena, LARGE, sizeof *items);
    knapsack_input_t input = { .items = items, .count = LARGE, .money = 1649170000 };
    knapsack_choice_t choice;
    int64_t cost = 0, points = 0;
    (void) state;

    for (size_t i = 0; i < LARGE; i++)
        items[i] = (knapsack_item_t){ 500000 + (int64_t) (check_random (&random) % 4500000),
                                      5000 + (int64_t) (check_random (&random) % 5000) };
    knapsack_choose (arena, &input, &choice);
    for (size_t i = 0; i < LARGE; i++)
        if (choice.taken[i]) {
            cost += items[i].cost;
            points += items[i].points;
        }
    assert_true (choice.proved);
    assert_int_equal (cost, choice.cost);
    assert_int_equal (points, choice.points);
    assert_true (cost <= input.money);
}

/* Many choices of the same yield and a sum that cannot be met: cut off, and it says so. */
static void
a_search_that_is_cut_off_says_so (void **state)
{
    uint64_t random = check_seed ("hard knapsack");
    enum { HARD = 600 };
    knapsack_item_t *items = wl_arena_array (arena, HARD, sizeof *items);
    knapsack_input_t input = { .items = items, .count = HARD, .money = 0 };
    knapsack_choice_t choice;
    (void) state;

    /* Even costs, odd money, points a little above the cost: no filling is perfect. */
    for (size_t i = 0; i < HARD; i++) {
        int64_t cost = 2 * (1000000 + (int64_t) (check_random (&random) % 9000000));
        items[i] = (knapsack_item_t){ cost, cost + 1000000 };
        input.money += cost / 2;
    }
    input.money |= 1;
    knapsack_choose (arena, &input, &choice);
    assert_true (choice.cost <= input.money);
    assert_true (choice.bound >= choice.points);
    assert_int_equal (choice.proved, choice.bound == choice.points);
    assert_true (choice.bound - choice.points <= choice.points / 100);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (as_good_as_trying_everything),
        cmocka_unit_test (small_ones_beat_a_large_one),
        cmocka_unit_test (a_large_call_is_proved),
        cmocka_unit_test (a_search_that_is_cut_off_says_so),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
