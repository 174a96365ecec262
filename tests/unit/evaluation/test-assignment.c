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

    assert_int_equal (assignment_solve (arena, &problem, &result), WL_OK);
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

    assert_int_equal (assignment_solve (arena, &problem, &result), WL_OK);
    assert_int_equal (result.pair_count, 2);
    assert_true (result.pairs[0].assessor == 1 || result.pairs[0].assessor == 2); /* equals */
    assert_pair (&result, 1, 0, 3);
    assert_int_equal (result.short_count, 0);
}

/* The application from region 32 has one person only, so the other one leaves her to it. */
static void
nobody_is_left_without (void **state)
{
    const assignment_application_t applications[] = { { "30", "x", 1 }, { "32", "x", 1 } };
    Evaluation__Assessor *people[] = { assessor ("ann", 0, 1, "30", "32"),
                                       assessor ("bob", 0, 1, "30", NULL) };
    const assignment_problem_t problem = { applications, 2, people, COUNT (people), NULL, 0 };
    assignment_result_t result;
    (void) state;

    assert_int_equal (assignment_solve (arena, &problem, &result), WL_OK);
    assert_int_equal (result.pair_count, 2);
    assert_pair (&result, 0, 0, 1);
    assert_pair (&result, 1, 1, 0);
}

static void
nothing_to_do (void **state)
{
    const assignment_application_t applications[] = { { "30", "x", 2 }, { "30", "x", 0 } };
    const assignment_problem_t nobody = { applications, 2, NULL, 0, NULL, 0 };
    const assignment_problem_t nothing = { NULL, 0, NULL, 0, NULL, 0 };
    assignment_result_t result;
    (void) state;

    assert_int_equal (assignment_solve (arena, &nobody, &result), WL_OK);
    assert_int_equal (result.pair_count, 0);
    assert_int_equal (result.short_count, 1);
    assert_int_equal (result.short_of[0], 0);
    assert_int_equal (assignment_solve (arena, &nothing, &result), WL_OK);
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
    assert_int_equal (assignment_solve (arena, &problem, &result), WL_OK);
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
        assert_int_equal (assignment_solve (arena, &world.problem, &result), WL_OK);
        assert_int_equal (assignment_solve (arena, &world.problem, &again), WL_OK);
        for (size_t i = 0; i < result.pair_count; i++)
            assert_allowed (&world, &result, i);
        assert_counts (&world, &result);
        assert_int_equal (result.pair_count, again.pair_count);
        for (size_t i = 0; i < result.pair_count; i++)
            assert_pair (&again, i, result.pairs[i].application, result.pairs[i].assessor);
        wl_arena_reset (arena);
    }
}

/* ---- the rules of a call ---- */

static Evaluation__AssessorProfile *
profile (Evaluation__Assessor *person)
{
    if (person->profile == NULL) {
        person->profile = wl_arena_alloc (arena, sizeof *person->profile);
        evaluation__assessor_profile__init (person->profile);
    }
    return person->profile;
}

static char **
words (char *first, char *second, size_t *count)
{
    char **ret = wl_arena_array (arena, 2, sizeof *ret);

    ret[(*count)++] = first;
    if (second != NULL)
        ret[(*count)++] = second;
    return ret;
}

static Wlacznik__AssignmentRules
rules_by_fit (void)
{
    Wlacznik__AssignmentRules rules = WLACZNIK__ASSIGNMENT_RULES__INIT;

    rules.topics_weight = 100;
    rules.fit_before_load = true;
    return rules;
}

static void
fields_decide (void **state)
{
    Wlacznik__AssignmentRules rules = rules_by_fit ();
    assignment_application_t application = { "30", "x", 1 };
    Evaluation__Assessor *people[] = { assessor ("ann", 0, 5, "30", NULL),
                                       assessor ("bob", 4, 5, "30", NULL) };
    assignment_problem_t problem = { &application, 1, people, 2, NULL, 0, .rules = &rules };
    assignment_result_t result;
    (void) state;

    application.topics = words (copy ("ageing"), copy ("digital"), &application.topic_count);
    profile (people[0])->topics = words (copy ("digital"), NULL, &profile (people[0])->n_topics);
    profile (people[1])->topics =
        words (copy ("digital"), copy ("ageing"), &profile (people[1])->n_topics);
    assert_int_equal (assignment_solve (arena, &problem, &result), WL_OK);
    assert_pair (&result, 0, 0, 1);
    assert_int_equal (result.pairs[0].fit, 10000);
    assert_int_equal (result.total, 10000);
    rules.fit_before_load = false; /* then the load comes first */
    assert_int_equal (assignment_solve (arena, &problem, &result), WL_OK);
    assert_pair (&result, 0, 0, 0);
    assert_int_equal (result.pairs[0].fit, 5000);
}

static void
bids_decide_where_they_count (void **state)
{
    Wlacznik__AssignmentRules rules = rules_by_fit ();
    const assignment_application_t application = { "30", "x", 1 };
    Evaluation__Assessor *people[] = { assessor ("ann", 0, 5, "30", NULL),
                                       assessor ("bob", 0, 5, "30", NULL),
                                       assessor ("cid", 0, 5, "30", NULL) };
    const assignment_bid_t bids[] = { { 0, 0, EVALUATION__BID__BID_RATHER_NOT },
                                      { 0, 2, EVALUATION__BID__BID_CONFLICT } };
    assignment_problem_t problem = { &application,  1, people,          3,
                                     NULL,          0, .rules = &rules, .bids = bids,
                                     .bid_count = 2 };
    assignment_result_t result;
    (void) state;

    rules.topics_weight = 0;
    rules.bids_weight = 10;
    assert_int_equal (assignment_solve (arena, &problem, &result), WL_OK);
    assert_pair (&result, 0, 0, 1);
    assert_int_equal (result.pairs[0].fit, ASSIGNMENT_FIT_SCALE / 2);
    assert_int_equal (result.bar[2], ASSIGNMENT_CARD);
    people[1]->max_cards = 0;
    assert_int_equal (assignment_solve (arena, &problem, &result), WL_OK);
    assert_pair (&result, 0, 0, 0);
    people[0]->max_cards = 0; /* a conflict is never bent */
    assert_int_equal (assignment_solve (arena, &problem, &result), WL_OK);
    assert_int_equal (result.pair_count, 0);
}

static void
language_and_absence (void **state)
{
    assignment_application_t application = { "30", "x", 1, .language = "uk" };
    Evaluation__Assessor *people[] = { assessor ("ann", 0, 5, "30", NULL),
                                       assessor ("bob", 0, 5, "30", NULL),
                                       assessor ("cid", 0, 5, "30", NULL) };
    assignment_problem_t problem = { &application, 1, people, 3, NULL, 0, .today = "2026-11-26" };
    assignment_result_t result;
    (void) state;

    profile (people[1])->languages = words (copy ("uk"), NULL, &profile (people[1])->n_languages);
    profile (people[2])->languages = words (copy ("uk"), NULL, &profile (people[2])->n_languages);
    people[1]->profile->available_until = copy ("2026-11-25");
    people[2]->profile->available_from = copy ("2026-11-26");
    assert_int_equal (assignment_solve (arena, &problem, &result), WL_OK);
    assert_pair (&result, 0, 0, 2);
    assert_int_equal (result.bar[0], ASSIGNMENT_LANGUAGE);
    assert_int_equal (result.bar[1], ASSIGNMENT_AWAY);
    people[2]->profile->available_from = copy ("2026-11-27");
    assert_int_equal (assignment_solve (arena, &problem, &result), WL_OK);
    assert_int_equal (result.short_count, 1);
    problem.ignore = 1u << ASSIGNMENT_AWAY;
    assert_int_equal (assignment_solve (arena, &problem, &result), WL_OK);
    assert_int_equal (result.short_count, 0);
}

static void
wishes (void **state)
{
    const assignment_application_t applications[] = { { "30", "x", 1 }, { "30", "x", 1 } };
    Evaluation__Assessor *people[] = { assessor ("ann", 0, 1, "30", NULL),
                                       assessor ("bob", 0, 1, "30", NULL) };
    const assignment_pair_t pair = { 0, 1 };
    const assignment_pair_t both[] = { { 0, 1 }, { 1, 1 } };
    assignment_problem_t problem = { applications, 2, people,         2,
                                     NULL,         0, .fixed = &pair, .fixed_count = 1 };
    assignment_result_t result;
    (void) state;

    assert_int_equal (assignment_solve (arena, &problem, &result), WL_OK);
    assert_pair (&result, 0, 0, 1);
    assert_true (result.pairs[0].fixed);
    assert_pair (&result, 1, 1, 0);
    assert_false (result.pairs[1].fixed);
    problem.fixed = both;
    problem.fixed_count = 2; /* bob has room for one */
    assert_int_equal (assignment_solve (arena, &problem, &result), WL_FAILED_PRECONDITION);
    assert_int_equal (result.refused.application, 1);
    assert_int_equal (result.refused.bar, ASSIGNMENT_FULL);
    problem.fixed_count = 0;
    problem.keep = &pair;
    problem.keep_count = 1;
    assert_int_equal (assignment_solve (arena, &problem, &result), WL_OK);
    assert_pair (&result, 0, 0, 1);
    assert_int_equal (result.total, 0); /* what keeping is worth is no fit */
    problem.barred = &pair;
    problem.barred_count = 1;
    assert_int_equal (assignment_solve (arena, &problem, &result), WL_OK);
    assert_pair (&result, 0, 0, 0);
}

/* ---- quotas, against every possible choice ---- */

enum { SMALL_APPLICATIONS = 3, SMALL_PEOPLE = 5 };

typedef struct small_world {
    assignment_application_t applications[SMALL_APPLICATIONS];
    Evaluation__Assessor *people[SMALL_PEOPLE];
    Wlacznik__AssignmentRules rules;
    assignment_problem_t problem;
} small_world_t;

static void
random_small_world (uint64_t *random, small_world_t *ret)
{
    static const char *const topics[] = { "a", "b", "c", "d" };

    ret->rules = rules_by_fit ();
    ret->rules.from_region = (uint32_t) (check_random (random) % 3);
    ret->rules.outside_region = (uint32_t) (check_random (random) % 2);
    ret->rules.seniors = (uint32_t) (check_random (random) % 3);
    ret->problem = (assignment_problem_t){
        ret->applications,   SMALL_APPLICATIONS, ret->people, SMALL_PEOPLE, NULL, 0,
        .rules = &ret->rules
    };
    for (size_t i = 0; i < SMALL_APPLICATIONS; i++) {
        assignment_application_t *application = &ret->applications[i];
        *application =
            (assignment_application_t){ check_random (random) % 2 == 0 ? "30" : "32", "x",
                                        1 + (uint32_t) (check_random (random) % 2) };
        application->topics =
            words (copy (topics[check_random (random) % 4]),
                   copy (topics[check_random (random) % 4]), &application->topic_count);
    }
    for (size_t j = 0; j < SMALL_PEOPLE; j++) {
        Evaluation__Assessor *person =
            assessor (wl_text_printf (arena, "p%zu", j), 0,
                      1 + (uint32_t) (check_random (random) % 3), "30", "32");
        profile (person)->home_region = copy (check_random (random) % 2 == 0 ? "30" : "32");
        person->profile->senior = check_random (random) % 2 == 0;
        person->profile->topics =
            words (copy (topics[check_random (random) % 4]),
                   copy (topics[check_random (random) % 4]), &person->profile->n_topics);
        ret->people[j] = person;
    }
}

/* What the rules ask of the people of one application, as masks of them. */
static bool
keeps_quotas (const small_world_t *world, size_t application, unsigned people)
{
    const assignment_application_t *wanted = &world->applications[application];
    uint32_t inside = 0, outside = 0, seniors = 0, open = wanted->missing, from, elsewhere;

    for (size_t j = 0; j < SMALL_PEOPLE; j++) {
        if ((people & 1u << j) == 0)
            continue;
        if (strcmp (world->people[j]->profile->home_region, wanted->region) == 0)
            inside++;
        else
            outside++;
        seniors += world->people[j]->profile->senior ? 1 : 0;
    }
    from = world->rules.from_region < open ? world->rules.from_region : open;
    open -= from;
    elsewhere = world->rules.outside_region < open ? world->rules.outside_region : open;
    open = world->rules.seniors < wanted->missing ? world->rules.seniors : wanted->missing;
    return inside >= from && outside >= elsewhere && seniors >= open;
}

/* The best total of all choices that serve everybody; -1 when there is none. */
static int64_t
best_by_trying (const small_world_t *world, const int32_t *fit, size_t application, uint32_t *loads)
{
    int64_t best = -1;

    if (application == SMALL_APPLICATIONS)
        return 0;
    for (unsigned people = 0; people < 1u << SMALL_PEOPLE; people++) {
        int64_t sum = 0, rest;
        bool room = true;
        if ((uint32_t) __builtin_popcount (people) != world->applications[application].missing ||
            !keeps_quotas (world, application, people))
            continue;
        for (size_t j = 0; j < SMALL_PEOPLE; j++) {
            if ((people & 1u << j) == 0)
                continue;
            room &= ++loads[j] <= world->people[j]->max_cards;
            sum += fit[application * SMALL_PEOPLE + j];
        }
        rest = room ? best_by_trying (world, fit, application + 1, loads) : -1;
        if (rest >= 0 && sum + rest > best)
            best = sum + rest;
        for (size_t j = 0; j < SMALL_PEOPLE; j++)
            loads[j] -= (people & 1u << j) != 0 ? 1 : 0;
    }
    return best;
}

static void
assert_quotas (const small_world_t *world, const assignment_result_t *result)
{
    unsigned people[SMALL_APPLICATIONS] = { 0 };

    for (size_t i = 0; i < result->pair_count; i++)
        people[result->pairs[i].application] |= 1u << result->pairs[i].assessor;
    for (size_t i = 0; i < SMALL_APPLICATIONS; i++)
        assert_true (keeps_quotas (world, i, people[i]));
}

/* Where quotas do not overlap, or the gap is 0, nothing is better; else nothing is better by more
 * than the gap. What is given out keeps every quota. */
static void
quotas_and_the_gap (void **state)
{
    uint64_t random = check_seed ("quotas");
    size_t solved = 0, overlapping = 0, proved = 0;
    (void) state;

    for (int round = 0; round < 1500; round++) {
        small_world_t world;
        assignment_result_t result;
        uint32_t loads[SMALL_PEOPLE] = { 0 };
        random_small_world (&random, &world);
        bool overlap =
            world.rules.seniors > 0 && world.rules.from_region + world.rules.outside_region > 0;
        assert_int_equal (assignment_solve (arena, &world.problem, &result), WL_OK);
        int64_t best = best_by_trying (&world, result.fit, 0, loads);
        if (result.optimum.unserved == 0) {
            assert_quotas (&world, &result);
            assert_true (best >= result.total && best <= result.total + result.gap);
            solved++;
        } else if (!overlap) {
            assert_int_equal (best, -1);
        } else if (best >= 0) {
            assert_true (result.gap > 0); /* it does not claim that there is no other */
        }
        if (!overlap)
            assert_int_equal (result.gap, 0);
        overlapping += overlap ? 1 : 0;
        proved += overlap && result.gap == 0 ? 1 : 0;
        wl_arena_reset (arena);
    }
    print_message ("%zu served, %zu with overlapping quotas, %zu of them proved\n", solved,
                   overlapping, proved);
    assert_true (solved > 300 && overlapping > 300 && proved > 100);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (hard_rules),
        cmocka_unit_test (least_loaded_first),
        cmocka_unit_test (nobody_is_left_without),
        cmocka_unit_test (nothing_to_do),
        cmocka_unit_test (a_whole_call),
        cmocka_unit_test (no_rule_is_ever_broken),
        cmocka_unit_test (fields_decide),
        cmocka_unit_test (bids_decide_where_they_count),
        cmocka_unit_test (language_and_absence),
        cmocka_unit_test (wishes),
        cmocka_unit_test (quotas_and_the_gap),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
