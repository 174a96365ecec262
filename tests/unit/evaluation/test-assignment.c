/* Who gets which card: no hard rule is ever broken, the load is spread, the same inputs give the
 * same pairs. */
#include "support.h"

#include "assignment.h"

static Evaluation__Assessor *
assessor (const char *user_id, uint32_t cards, uint32_t max_cards, const char *first_region,
          const char *second_region)
{
    Evaluation__Assessor *ret = wl_arena_alloc (arena, sizeof *ret);

    evaluation__assessor__init (ret);
    ret->user_id = copy (user_id);
    ret->cards = cards;
    ret->max_cards = max_cards;
    ret->regions = wl_arena_array (arena, 2, sizeof *ret->regions);
    ret->regions[ret->n_regions++] = copy (first_region);
    if (second_region != NULL)
        ret->regions[ret->n_regions++] = copy (second_region);
    return ret;
}

static void
assert_pair (const assignment_result_t *result, size_t index, size_t application, size_t person)
{
    assert_true (index < result->pair_count);
    assert_int_equal (result->pairs[index].application, application);
    assert_int_equal (result->pairs[index].assessor, person);
}

static void
hard_rules (void **state)
{
    const assignment_application_t applications[] = { { "30", "eve", 4 } };
    Evaluation__Assessor *people[] = { assessor ("ann", 0, 5, "32", NULL),
                                       assessor ("bob", 5, 5, "30", NULL),
                                       assessor ("cid", 0, 5, "30", NULL),
                                       assessor ("dan", 3, 5, "32", "30"),
                                       assessor ("eve", 0, 5, "30", NULL) };
    const assignment_pair_t barred[] = { { 0, 2 } };
    const assignment_problem_t problem = { applications, 1, people, COUNT (people), barred, 1 };
    assignment_result_t result;
    (void) state;

    assignment_solve (arena, &problem, &result);
    assert_int_equal (result.pair_count, 1);
    assert_pair (&result, 0, 0, 3); /* not the region, full, barred, — , the applicant */
    assert_int_equal (result.short_count, 1);
    assert_int_equal (result.short_of[0], 0);
}

static void
least_loaded_first (void **state)
{
    const assignment_application_t applications[] = { { "30", "x", 2 } };
    Evaluation__Assessor *people[] = { assessor ("ann", 2, 9, "30", NULL),
                                       assessor ("cid", 1, 9, "30", NULL),
                                       assessor ("bob", 1, 9, "30", NULL),
                                       assessor ("dan", 0, 9, "30", NULL) };
    const assignment_problem_t problem = { applications, 1, people, COUNT (people), NULL, 0 };
    assignment_result_t result;
    (void) state;

    assignment_solve (arena, &problem, &result);
    assert_int_equal (result.pair_count, 2);
    assert_pair (&result, 0, 0, 3);
    assert_pair (&result, 1, 0, 2); /* of two equals the one whose id comes first */
    assert_int_equal (result.short_count, 0);
}

/* The application from region 32 has one person only, so it goes before the other. */
static void
fewest_choices_first (void **state)
{
    const assignment_application_t applications[] = { { "30", "x", 1 }, { "32", "x", 1 } };
    Evaluation__Assessor *people[] = { assessor ("ann", 0, 1, "30", "32"),
                                       assessor ("bob", 0, 1, "30", NULL) };
    const assignment_problem_t problem = { applications, 2, people, COUNT (people), NULL, 0 };
    assignment_result_t result;
    (void) state;

    assignment_solve (arena, &problem, &result);
    assert_int_equal (result.pair_count, 2);
    assert_pair (&result, 0, 1, 0);
    assert_pair (&result, 1, 0, 1);
}

static void
nothing_to_do (void **state)
{
    const assignment_application_t applications[] = { { "30", "x", 2 }, { "30", "x", 0 } };
    const assignment_problem_t nobody = { applications, 2, NULL, 0, NULL, 0 };
    const assignment_problem_t nothing = { NULL, 0, NULL, 0, NULL, 0 };
    assignment_result_t result;
    (void) state;

    assignment_solve (arena, &nobody, &result);
    assert_int_equal (result.pair_count, 0);
    assert_int_equal (result.short_count, 1);
    assert_int_equal (result.short_of[0], 0);
    assignment_solve (arena, &nothing, &result);
    assert_int_equal (result.pair_count + result.short_count, 0);
}

/* Call I of domain.md 4.8: 57 applications of two regions, 26 assessors, two cards each. */
static void
a_whole_call (void **state)
{
    enum { APPLICATIONS = 57, PEOPLE = 26 };
    assignment_application_t applications[APPLICATIONS];
    Evaluation__Assessor *people[PEOPLE];
    uint32_t cards[PEOPLE] = { 0 };
    const assignment_problem_t problem = { applications, APPLICATIONS, people, PEOPLE, NULL, 0 };
    assignment_result_t result;
    (void) state;

    for (size_t i = 0; i < APPLICATIONS; i++)
        applications[i] = (assignment_application_t){ i % 3 == 0 ? "32" : "30", "x", 2 };
    for (size_t j = 0; j < PEOPLE; j++)
        people[j] = assessor (wl_text_printf (arena, "person-%02zu", j), 0, 8, "30", "32");
    assignment_solve (arena, &problem, &result);
    assert_int_equal (result.pair_count, 2 * APPLICATIONS);
    assert_int_equal (result.short_count, 0);
    for (size_t i = 0; i < result.pair_count; i++)
        cards[result.pairs[i].assessor]++;
    for (size_t j = 0; j < PEOPLE; j++)
        assert_in_range (cards[j], 4, 5); /* 114 cards by 26 */
}

/* ---- any problem ---- */

enum { CROWD = 30, ROUNDS = 400 };

typedef struct world {
    assignment_application_t applications[CROWD];
    Evaluation__Assessor *people[CROWD];
    assignment_pair_t barred[CROWD];
    assignment_problem_t problem;
} world_t;

static void
random_world (uint64_t *random, world_t *ret)
{
    static const char *const regions[] = { "30", "32", "slask" };
    size_t applications = 1 + check_random (random) % CROWD;
    size_t people = 1 + check_random (random) % CROWD;

    ret->problem = (assignment_problem_t){ ret->applications, applications,
                                           ret->people,       people,
                                           ret->barred,       check_random (random) % CROWD };
    for (size_t i = 0; i < applications; i++)
        ret->applications[i] = (assignment_application_t){
            regions[check_random (random) % 3],
            wl_text_printf (arena, "p%02zu", (size_t) (check_random (random) % CROWD)),
            (uint32_t) (check_random (random) % 4),
        };
    for (size_t j = 0; j < people; j++)
        ret->people[j] =
            assessor (wl_text_printf (arena, "p%02zu", j), (uint32_t) (check_random (random) % 4),
                      (uint32_t) (check_random (random) % 8), regions[check_random (random) % 3],
                      check_random (random) % 2 == 0 ? NULL : regions[0]);
    for (size_t i = 0; i < ret->problem.barred_count; i++)
        ret->barred[i] = (assignment_pair_t){ check_random (random) % applications,
                                              check_random (random) % people };
}

static void
assert_allowed (const world_t *world, const assignment_result_t *result, size_t index)
{
    const assignment_pair_t *pair = &result->pairs[index];
    const assignment_application_t *application = &world->applications[pair->application];
    const Evaluation__Assessor *person = world->people[pair->assessor];
    bool region = false;

    for (size_t i = 0; i < person->n_regions; i++)
        region |= strcmp (person->regions[i], application->region) == 0;
    assert_true (region);
    assert_string_not_equal (person->user_id, application->applicant_user_id);
    for (size_t i = 0; i < world->problem.barred_count; i++)
        assert_false (world->barred[i].application == pair->application &&
                      world->barred[i].assessor == pair->assessor);
    for (size_t i = 0; i < index; i++)
        assert_false (result->pairs[i].application == pair->application &&
                      result->pairs[i].assessor == pair->assessor);
}

static void
assert_counts (const world_t *world, const assignment_result_t *result)
{
    uint32_t given[CROWD] = { 0 }, held[CROWD] = { 0 };
    size_t next_short = 0;

    for (size_t i = 0; i < result->pair_count; i++) {
        given[result->pairs[i].application]++;
        held[result->pairs[i].assessor]++;
    }
    for (size_t j = 0; j < world->problem.assessor_count; j++)
        if (held[j] > 0)
            assert_true (held[j] + world->people[j]->cards <= world->people[j]->max_cards);
    for (size_t i = 0; i < world->problem.application_count; i++) {
        assert_true (given[i] <= world->applications[i].missing);
        if (given[i] == world->applications[i].missing)
            continue;
        assert_true (next_short < result->short_count);
        assert_int_equal (result->short_of[next_short++], i);
    }
    assert_int_equal (next_short, result->short_count);
}

static void
no_rule_is_ever_broken (void **state)
{
    uint64_t random = check_seed ("hard rules");
    (void) state;

    for (int round = 0; round < ROUNDS; round++) {
        world_t world;
        assignment_result_t result, again;
        random_world (&random, &world);
        assignment_solve (arena, &world.problem, &result);
        assignment_solve (arena, &world.problem, &again);
        for (size_t i = 0; i < result.pair_count; i++)
            assert_allowed (&world, &result, i);
        assert_counts (&world, &result);
        assert_int_equal (result.pair_count, again.pair_count);
        assert_memory_equal (result.pairs, again.pairs, result.pair_count * sizeof *again.pairs);
        wl_arena_reset (arena);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (hard_rules),           cmocka_unit_test (least_loaded_first),
        cmocka_unit_test (fewest_choices_first), cmocka_unit_test (nothing_to_do),
        cmocka_unit_test (a_whole_call),         cmocka_unit_test (no_rule_is_ever_broken),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
