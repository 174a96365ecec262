/* The solver is exact: what it gives is worth what LEMON's network simplex says is best, on random
 * problems with and without a solution, and its prices prove it to whoever adds them up. */
#include "support.h"

#include "assignment_floor.h"
#include "assignment_proof.h"
#include "assignment_shortage.h"
#include "lemon_assignment.h"

/* ---- problems ---- */

typedef struct shape {
    size_t applications, assessors; /* at most, if random */
    uint32_t need, most;
    int32_t range;
    bool vary;   /* sizes, needs and loads are random up to the figures above */
    bool sparse; /* a third of the pairs is forbidden */
    bool minimum, cells;
    int64_t load_step;
} shape_t;

/* Few different fits, as fields of expertise give them, so that nearly everything is a tie; a
 * product of how strong the one and how hard the other is; or anything. */
static int32_t
random_fit (uint64_t *random, int kind, int32_t range, size_t i, size_t j)
{
    switch (kind) {
    case 0:
        return i % 5 == j % 5 ? range : check_random (random) % 2 == 0 ? range / 2 : 0;
    case 1:
        return (int32_t) ((i % 17 + 1) * (j % 13 + 1)) * range / 400;
    case 2: /* below 0 too */
        return (int32_t) (check_random (random) % (2 * (uint64_t) range + 1)) - range;
    default:
        return (int32_t) (check_random (random) % ((uint64_t) range + 1));
    }
}

static size_t
up_to (uint64_t *random, size_t most)
{
    return (size_t) (check_random (random) % (most + 1));
}

static void
random_pairs (uint64_t *random, const shape_t *shape, assignment_network_t *ret)
{
    size_t count = ret->applications * ret->assessors;
    int32_t *fit = wl_arena_array (arena, count, sizeof *fit);
    uint8_t *cell = wl_arena_array (arena, count, sizeof *cell);
    int kind = (int) up_to (random, 4);

    for (size_t i = 0; i < count; i++) {
        fit[i] = random_fit (random, kind, shape->range, i / ret->assessors, i % ret->assessors);
        cell[i] = (uint8_t) up_to (random, ASSIGNMENT_CELLS - 1);
        if (shape->sparse && up_to (random, 2) == 0)
            fit[i] = ASSIGNMENT_FORBIDDEN;
    }
    ret->fit = fit;
    ret->cell = shape->cells ? cell : NULL;
}

static assignment_network_t
random_network (uint64_t *random, const shape_t *shape)
{
    assignment_network_t ret = {
        .applications =
            shape->vary ? 1 + up_to (random, shape->applications - 1) : shape->applications,
        .assessors = shape->vary ? 1 + up_to (random, shape->assessors - 1) : shape->assessors,
    };
    uint32_t *need = wl_arena_array (arena, ret.applications, sizeof *need);
    uint32_t *least = wl_arena_array (arena, ret.assessors, sizeof *least);
    uint32_t *most = wl_arena_array (arena, ret.assessors, sizeof *most);
    uint32_t *held = wl_arena_array (arena, ret.assessors, sizeof *held);
    uint8_t (*quota)[ASSIGNMENT_CELLS] = wl_arena_array (arena, ret.applications, sizeof *quota);

    random_pairs (random, shape, &ret);
    for (size_t i = 0; i < ret.applications; i++) {
        need[i] = shape->vary ? (uint32_t) up_to (random, shape->need) : shape->need;
        size_t left = need[i];
        for (size_t c = 0; c < ASSIGNMENT_CELLS; c++) {
            quota[i][c] = up_to (random, 2) == 0 ? (uint8_t) up_to (random, left) : 0;
            left -= quota[i][c];
        }
    }
    for (size_t j = 0; j < ret.assessors; j++) {
        most[j] = shape->vary ? (uint32_t) up_to (random, shape->most) : shape->most;
        least[j] = shape->minimum ? (uint32_t) up_to (random, most[j]) / 2 : 0;
        held[j] = (uint32_t) up_to (random, 5);
    }
    ret.need = need;
    ret.least = least;
    ret.most = most;
    ret.quota = shape->cells ? quota : NULL;
    ret.load_step = shape->load_step;
    ret.held = shape->load_step > 0 ? held : NULL;
    return ret;
}

static int64_t
lemon_worth (const assignment_network_t *network)
{
    const lemon_problem_t problem = {
        .applications = (uint32_t) network->applications,
        .assessors = (uint32_t) network->assessors,
        .fit = network->fit,
        .need = network->need,
        .least = network->least,
        .most = network->most,
        .cell = network->cell,
        .quota = network->quota,
        .load_step = network->load_step,
        .held = network->held,
        .penalty = assignment_penalty (network),
    };

    return lemon_best_worth (&problem);
}

static int64_t
assert_best (const assignment_network_t *network, assignment_optimum_t *ret)
{
    assignment_finding_t finding;

    assert_int_equal (assignment_optimise (arena, network, ret), WL_OK);
    finding = assignment_check (arena, network, ret);
    assert_int_equal (finding.verdict, ASSIGNMENT_PROVED);
    assert_int_equal (finding.worth, finding.bound);
    assert_int_equal (finding.worth, lemon_worth (network));
    return finding.worth;
}

/* ---- against LEMON ---- */

static void
assert_shortage_counts (const assignment_network_t *network, const assignment_optimum_t *optimum)
{
    assignment_shortage_t shortage;

    assignment_explain_shortage (arena, network, optimum, &shortage);
    assert_int_equal (shortage.needed, shortage.room + shortage.elsewhere + optimum->unserved);
    assert_true ((shortage.application_count > 0) == (optimum->unserved > 0));
}

static void
equal_to_lemon (void **state)
{
    static const shape_t shapes[] = {
        { 12, 9, 3, 6, 10, true, false, false, false },
        { 12, 9, 3, 6, 10000, true, true, false, false },
        { 9, 12, 3, 4, 100, true, true, true, false },
        { 14, 10, 4, 8, 50, true, true, false, true },
        { 14, 10, 4, 8, 10000, true, true, true, true },
        { 60, 40, 3, 9, 10000, true, false, true, true },
        { 12, 9, 3, 6, 100, true, true, true, true, 30 },      /* fit against even loads */
        { 20, 12, 3, 9, 100, true, true, false, false, 3000 }, /* even loads first */
    };
    uint64_t random = check_seed ("equal to LEMON");
    size_t feasible = 0, infeasible = 0;
    (void) state;

    for (int round = 0; round < 1600; round++) {
        const shape_t *shape = &shapes[(size_t) round % COUNT (shapes)];
        assignment_network_t network = random_network (&random, shape);
        assignment_optimum_t optimum;
        assert_best (&network, &optimum);
        assert_shortage_counts (&network, &optimum);
        if (optimum.unserved + optimum.underloads > 0)
            infeasible++;
        else
            feasible++;
        wl_arena_reset (arena);
    }
    print_message ("%zu with a solution, %zu without\n", feasible, infeasible);
    assert_true (feasible >= 100 && infeasible >= 100);
}

/* Affinities as a conference has them: most pairs have little in common, a few much; and a
 * submission off the beaten track has no good reviewer at all. */
static void
conference_fits (uint64_t *random, assignment_network_t *network, int32_t range)
{
    int32_t *fit = wl_arena_array (arena, network->applications * network->assessors, sizeof *fit);

    for (size_t i = 0; i < network->applications; i++) {
        uint64_t common = 1 + check_random (random) % 10; /* in ten, how near to anybody */
        for (size_t j = 0; j < network->assessors; j++) {
            uint64_t near = check_random (random) % 8 < common / 2;
            uint64_t most = (uint64_t) range * common / (near ? 10 : 40);
            fit[i * network->assessors + j] = (int32_t) (check_random (random) % (most + 1));
        }
    }
    network->fit = fit;
}

/* The shape of the public MIDL data (features.md 4): 118 submissions, 177 reviewers, 3 each; at
 * most 4, or exactly 2. test-assignment-midl.c takes the data themselves where somebody has them.
 */
static void
shape_of_midl (void **state)
{
    shape_t shape = { 118, 177, 3, 4, 10000, false, false, false, false };
    uint64_t random = check_seed ("MIDL");
    (void) state;

    for (int round = 0; round < 6; round++) {
        assignment_network_t network = random_network (&random, &shape);
        uint32_t *most = wl_arena_array (arena, network.assessors, sizeof *most);
        assignment_optimum_t loose, tight;

        if (round % 2 == 1)
            conference_fits (&random, &network, shape.range);
        assert_best (&network, &loose);
        assert_int_equal (loose.unserved + loose.underloads, 0);
        for (size_t j = 0; j < network.assessors; j++)
            most[j] = 2;
        network.least = network.most = most;
        assert_best (&network, &tight);
        assert_int_equal (tight.unserved + tight.underloads, 0);
        assert_true (tight.total <= loose.total);
        wl_arena_reset (arena);
    }
}

/* ---- properties ---- */

/* The same problem with the applications and the assessors in another order. */
static assignment_network_t
turned (const assignment_network_t *network, size_t by)
{
    assignment_network_t ret = *network;
    size_t n = network->applications, m = network->assessors;
    int32_t *fit = wl_arena_array (arena, n * m, sizeof *fit);
    uint8_t *cell = wl_arena_array (arena, n * m, sizeof *cell);
    uint32_t *need = wl_arena_array (arena, n, sizeof *need);
    uint32_t *least = wl_arena_array (arena, m, sizeof *least);
    uint32_t *most = wl_arena_array (arena, m, sizeof *most);
    uint32_t *held = wl_arena_array (arena, m, sizeof *held);
    uint8_t (*quota)[ASSIGNMENT_CELLS] = wl_arena_array (arena, n, sizeof *quota);

    for (size_t i = 0; i < n; i++) {
        size_t from = (i + by) % n;
        need[i] = network->need[from];
        memcpy (quota[i], network->quota[from], sizeof quota[i]);
        for (size_t j = 0; j < m; j++) {
            fit[i * m + j] = network->fit[from * m + (m - 1 - j)];
            cell[i * m + j] = network->cell[from * m + (m - 1 - j)];
        }
    }
    for (size_t j = 0; j < m; j++) {
        least[j] = network->least[m - 1 - j];
        most[j] = network->most[m - 1 - j];
        held[j] = network->held == NULL ? 0 : network->held[m - 1 - j];
    }
    ret.fit = fit;
    ret.cell = cell;
    ret.need = need;
    ret.least = least;
    ret.most = most;
    ret.held = held;
    ret.quota = (const uint8_t (*)[ASSIGNMENT_CELLS]) quota;
    return ret;
}

static int64_t
worth (const assignment_network_t *network)
{
    assignment_optimum_t optimum;

    assert_int_equal (assignment_optimise (arena, network, &optimum), WL_OK);
    return assignment_check (arena, network, &optimum).worth;
}

static void
order_does_not_matter (void **state)
{
    const shape_t shape = { 20, 15, 3, 6, 30, true, true, true, true, 7 };
    uint64_t random = check_seed ("order");
    (void) state;

    for (int round = 0; round < 200; round++) {
        assignment_network_t network = random_network (&random, &shape);
        assignment_network_t other = turned (&network, 7);
        assert_int_equal (worth (&network), worth (&other));
        wl_arena_reset (arena);
    }
}

/* A better fit or more room never makes the best worse. */
static void
more_never_harms (void **state)
{
    const shape_t shape = { 20, 15, 3, 6, 1000, true, true, false, true };
    uint64_t random = check_seed ("more");
    (void) state;

    for (int round = 0; round < 200; round++) {
        assignment_network_t network = random_network (&random, &shape);
        size_t count = network.applications * network.assessors;
        int32_t *fit = wl_arena_array (arena, count, sizeof *fit);
        uint32_t *most = wl_arena_array (arena, network.assessors, sizeof *most);
        size_t better = up_to (&random, count - 1);
        size_t wider = up_to (&random, network.assessors - 1);
        assignment_optimum_t before, after;
        memcpy (fit, network.fit, count * sizeof *fit);
        memcpy (most, network.most, network.assessors * sizeof *most);
        assert_best (&network, &before);
        fit[better] = fit[better] == ASSIGNMENT_FORBIDDEN ? 0 : fit[better] + 5;
        most[wider]++;
        network.fit = fit;
        network.most = most;
        assert_best (&network, &after);
        assert_true (after.unserved <= before.unserved);
        if (after.unserved == before.unserved)
            assert_true (after.total >= before.total);
        wl_arena_reset (arena);
    }
}

/* ---- the proof ---- */

/* Two applications want the same one person; the second best costs 3 or 1. */
static const int32_t SMALL_FIT[] = { 10, 7, 10, 9 };
static const uint32_t SMALL_NEED[] = { 1, 1 };
static const uint32_t SMALL_MOST[] = { 1, 1 };
static const assignment_network_t SMALL = { 2,    2,          SMALL_FIT, SMALL_NEED,
                                            NULL, SMALL_MOST, NULL,      NULL };

static void
small_by_hand (void **state)
{
    assignment_optimum_t optimum;
    (void) state;

    assert_int_equal (assignment_optimise (arena, &SMALL, &optimum), WL_OK);
    assert_int_equal (optimum.total, 19);
    assert_int_equal (optimum.choice[0], 0);
    assert_int_equal (optimum.choice[1], 1);
    /* The first person costs between what the second application would give and what the first. */
    assert_in_range (optimum.price[0] - optimum.price[1], 1, 3);
    assert_int_equal (assignment_check (arena, &SMALL, &optimum).bound, 19);
}

static assignment_verdict_t
verdict_of (const assignment_network_t *network, const assignment_optimum_t *optimum)
{
    return assignment_check (arena, network, optimum).verdict;
}

static void
a_worse_one_is_found_out (void **state)
{
    uint32_t choice[] = { 1, 0 };
    size_t first[] = { 0, 1, 2 };
    int64_t price[] = { 2, 0 };
    assignment_optimum_t optimum = { choice, first, price, 17, 0, 0 };
    (void) state;

    assert_int_equal (verdict_of (&SMALL, &optimum), ASSIGNMENT_NOT_PROVED);
    optimum.total = 19;
    assert_int_equal (verdict_of (&SMALL, &optimum), ASSIGNMENT_BROKEN_SUMS);
    choice[0] = 0;
    assert_int_equal (verdict_of (&SMALL, &optimum), ASSIGNMENT_BROKEN_LOAD);
    choice[1] = 1;
    assert_int_equal (verdict_of (&SMALL, &optimum), ASSIGNMENT_PROVED);
    price[0] = 4;
    assert_int_equal (verdict_of (&SMALL, &optimum), ASSIGNMENT_NOT_PROVED);
    price[0] = INT64_MAX;
    assert_int_equal (verdict_of (&SMALL, &optimum), ASSIGNMENT_NOT_PROVED);
    price[0] = INT64_MIN;
    assert_int_equal (verdict_of (&SMALL, &optimum), ASSIGNMENT_NOT_PROVED);
    choice[1] = 2;
    assert_int_equal (verdict_of (&SMALL, &optimum), ASSIGNMENT_BROKEN_PAIR);
    first[1] = 0;
    assert_int_equal (verdict_of (&SMALL, &optimum), ASSIGNMENT_BROKEN_SUMS);
}

static void
quota_and_conflict_are_found_out (void **state)
{
    const uint8_t cell[] = { 0, 1 };
    const uint8_t quota[][ASSIGNMENT_CELLS] = { { 0, 1, 0, 0 } };
    const uint32_t need[] = { 1 };
    const int32_t fit[] = { 9, 2 }, closed[] = { ASSIGNMENT_FORBIDDEN, 2 };
    assignment_network_t network = { 1, 2, fit, need, NULL, SMALL_MOST, cell, quota };
    uint32_t choice[] = { 0 };
    size_t first[] = { 0, 1 };
    int64_t price[] = { 0, 0 };
    assignment_optimum_t optimum = { choice, first, price, 9, 0, 0 };
    (void) state;

    assert_int_equal (verdict_of (&network, &optimum), ASSIGNMENT_BROKEN_QUOTA);
    network.fit = closed;
    assert_int_equal (verdict_of (&network, &optimum), ASSIGNMENT_BROKEN_PAIR);
    network.fit = fit;
    assert_int_equal (assignment_optimise (arena, &network, &optimum), WL_OK);
    assert_int_equal (optimum.choice[0], 1);
}

/* ---- floor ---- */

static int32_t
weakest_pair (const assignment_network_t *network, const assignment_optimum_t *optimum)
{
    int32_t ret = INT32_MAX;

    for (size_t i = 0; i < network->applications; i++)
        for (size_t c = optimum->first[i]; c < optimum->first[i + 1]; c++) {
            if (optimum->choice[c] == ASSIGNMENT_NOBODY)
                continue;
            int32_t fit = network->fit[i * network->assessors + optimum->choice[c]];
            ret = fit < ret ? fit : ret;
        }
    return ret;
}

/* The floor is the greatest: at the next one more is missing, as LEMON says too, and the prices
 * that come with the answer prove it. */
static void
assert_floor_is_greatest (const assignment_network_t *network, const assignment_optimum_t *optimum,
                          const assignment_floor_t *floor)
{
    assignment_network_t beyond = assignment_raise_floor (arena, network, floor->next, true);
    int64_t missing = (int64_t) (optimum->unserved + optimum->underloads);

    assert_int_equal (assignment_check (arena, &beyond, &floor->beyond).verdict, ASSIGNMENT_PROVED);
    assert_true (-lemon_worth (&beyond) > missing * assignment_penalty (&beyond));
}

static void
floor_first (void **state)
{
    static const shape_t shapes[] = {
        { 14, 10, 3, 6, 40, true, true, false, false },
        { 14, 10, 3, 6, 10000, true, false, true, true },
        { 25, 20, 2, 5, 300, true, false, false, false },
    };
    uint64_t random = check_seed ("floor");
    (void) state;

    for (int round = 0; round < 200; round++) {
        assignment_network_t network =
            random_network (&random, &shapes[(size_t) round % COUNT (shapes)]);
        assignment_optimum_t optimum, plain;
        assignment_floor_t floor;
        assert_int_equal (assignment_optimise (arena, &network, &plain), WL_OK);
        assert_int_equal (assignment_optimise_fairly (arena, &network, &optimum, &floor), WL_OK);
        assert_int_equal (optimum.unserved + optimum.underloads, plain.unserved + plain.underloads);
        assert_true (weakest_pair (&network, &optimum) >= floor.floor);
        if (floor.next != ASSIGNMENT_FORBIDDEN)
            assert_floor_is_greatest (&network, &optimum, &floor);
        assignment_network_t raised = assignment_raise_floor (arena, &network, floor.floor, false);
        assert_best (&raised, &optimum);
        wl_arena_reset (arena);
    }
}

/* ---- shortage ---- */

static void
who_is_short_of_whom (void **state)
{
    /* The first two applications can only go to assessor 1, who takes one. */
    const int32_t no = ASSIGNMENT_FORBIDDEN;
    const int32_t fit[] = { no, 5, no, no, 6, no, 7, 8, 9 };
    const uint32_t need[] = { 1, 1, 1 }, most[] = { 3, 1, 3 };
    const assignment_network_t network = { 3, 3, fit, need, NULL, most, NULL, NULL };
    assignment_optimum_t optimum;
    assignment_shortage_t shortage;
    (void) state;

    assert_int_equal (assignment_optimise (arena, &network, &optimum), WL_OK);
    assert_int_equal (optimum.unserved, 1);
    assert_int_equal (optimum.total, 6 + 9);
    assignment_explain_shortage (arena, &network, &optimum, &shortage);
    assert_int_equal (shortage.application_count, 2);
    assert_int_equal (shortage.applications[0], 0);
    assert_int_equal (shortage.applications[1], 1);
    assert_int_equal (shortage.assessor_count, 1);
    assert_int_equal (shortage.assessors[0], 1);
    assert_int_equal (shortage.needed, 2);
    assert_int_equal (shortage.room, 1);
}

/* ---- bounds ---- */

static void
bounds_are_kept (void **state)
{
    const uint32_t much[] = { ASSIGNMENT_NEED_MAX + 1, 1 }, least[] = { 2, 0 };
    const int32_t large[] = { 2 * ASSIGNMENT_FIT_MAX - 1, 0, 0, -ASSIGNMENT_FIT_MAX };
    const uint8_t cell[] = { 0, 0, 0, 9 }, quota[][ASSIGNMENT_CELLS] = { { 1, 1 }, { 0 } };
    const uint8_t cell_0[4] = { 0 };
    assignment_network_t network = SMALL;
    assignment_optimum_t optimum;
    (void) state;

    network.need = much;
    assert_int_equal (assignment_optimise (arena, &network, &optimum), WL_INVALID_ARGUMENT);
    network = SMALL;
    network.least = least;
    assert_int_equal (assignment_optimise (arena, &network, &optimum), WL_INVALID_ARGUMENT);
    network = SMALL;
    network.fit = large;
    assert_int_equal (assignment_optimise (arena, &network, &optimum), WL_INVALID_ARGUMENT);
    network = SMALL;
    network.cell = cell;
    assert_int_equal (assignment_optimise (arena, &network, &optimum), WL_INVALID_ARGUMENT);
    network.quota = quota;
    network.cell = cell_0;
    assert_int_equal (assignment_optimise (arena, &network, &optimum), WL_INVALID_ARGUMENT);
}

static void
nothing_at_all (void **state)
{
    const uint32_t none[] = { 0, 0 };
    assignment_network_t network = SMALL;
    assignment_optimum_t optimum;
    (void) state;

    network.need = none;
    assert_int_equal (worth (&network), 0);
    network = SMALL;
    network.most = none; /* nobody has room */
    assert_int_equal (assignment_optimise (arena, &network, &optimum), WL_OK);
    assert_int_equal (optimum.unserved, 2);
    network = (assignment_network_t){ .fit = SMALL_FIT };
    assert_int_equal (worth (&network), 0);
    network.applications = 2; /* and no assessors */
    network.need = SMALL_NEED;
    assert_int_equal (assignment_optimise (arena, &network, &optimum), WL_OK);
    assert_int_equal (optimum.unserved, 2);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (small_by_hand),
        cmocka_unit_test (equal_to_lemon),
        cmocka_unit_test (shape_of_midl),
        cmocka_unit_test (order_does_not_matter),
        cmocka_unit_test (more_never_harms),
        cmocka_unit_test (a_worse_one_is_found_out),
        cmocka_unit_test (quota_and_conflict_are_found_out),
        cmocka_unit_test (floor_first),
        cmocka_unit_test (who_is_short_of_whom),
        cmocka_unit_test (bounds_are_kept),
        cmocka_unit_test (nothing_at_all),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
