/* The list: thresholds first, ties by the chain, money to the last grosz (domain.md 4.8 cases 4, 6,
 * 7), and the same list from the same inputs in any order. */
#include "support.h"

#include "ranking.h"

#define STEP(name) WLACZNIK__TIE_STEP__TIE_##name

enum { PASSED = 1, BELOW = 0, REJECTED = -1, LIST_MAX = 8 };

typedef struct line {
    const char *number;
    int standing;
    int64_t points, tie_points, amount;
    wl_time_t submitted_at;
} line_t;

typedef struct expected {
    const char *number;
    uint32_t place;
    Evaluation__ListGroup group;
    const char *tie_step;
} expected_t;

#define IN       EVALUATION__LIST_GROUP__RECOMMENDED
#define RESERVE  EVALUATION__LIST_GROUP__ON_RESERVE
#define OUT      EVALUATION__LIST_GROUP__NOT_SELECTED
#define UNDER    EVALUATION__LIST_GROUP__BELOW_THRESHOLD
#define FORMALLY EVALUATION__LIST_GROUP__REJECTED_FORMALLY

typedef struct ranking_case {
    const char *name;
    Wlacznik__TieStep steps[3];
    size_t step_count;
    uint32_t reserve_count;
    bool skip_too_large;
    int64_t pool;
    line_t lines[LIST_MAX];
    expected_t list[LIST_MAX];
    int64_t recommended;
} ranking_case_t;

static const ranking_case_t cases[] = {
    { .name = "thresholds before points, formal rejections last and without a place",
      .reserve_count = 1,
      .pool = 100,
      .lines = { { "W/0004", REJECTED, 0, 0, 0, 0 },
                 { "W/0001", BELOW, 9000, 0, 50, 1 }, /* a criterion under its minimum */
                 { "W/0002", PASSED, 5000, 0, 50, 1 },
                 { "W/0003", REJECTED, 0, 0, 0, 0 } },
      .list = { { "W/0002", 1, IN, "" },
                { "W/0001", 2, UNDER, "" },
                { "W/0003", 0, FORMALLY, "" },
                { "W/0004", 0, FORMALLY, "" } },
      .recommended = 50 },
    { .name = "case 6: 53 with premiums below the threshold stands behind 50",
      .pool = 100,
      .lines = { { "W/0001", BELOW, 5300, 0, 10, 1 }, { "W/0002", PASSED, 5000, 0, 10, 1 } },
      .list = { { "W/0002", 1, IN, "" }, { "W/0001", 2, UNDER, "" } },
      .recommended = 10 },
    { .name = "each step of the chain, and which one decided",
      .steps = { STEP (CRITERION), STEP (LOWER_AMOUNT), STEP (FILED_EARLIER) },
      .step_count = 3,
      .pool = 1000,
      .lines = { { "W/0001", PASSED, 7000, 1500, 90, 5 },
                 { "W/0002", PASSED, 7000, 1500, 80, 5 },
                 { "W/0003", PASSED, 7000, 1600, 99, 5 },
                 { "W/0004", PASSED, 7000, 1500, 80, 4 },
                 { "W/0005", PASSED, 7100, 0, 99, 9 },
                 { "W/0006", PASSED, 7000, 1500, 90, 5 } },
      .list = { { "W/0005", 1, IN, "" },
                { "W/0003", 2, IN, "" },
                { "W/0004", 3, IN, "criterion" },
                { "W/0002", 4, IN, "filed-earlier" },
                { "W/0001", 5, IN, "lower-amount" },
                { "W/0006", 6, IN, "number" } },
      .recommended = 538 },
    { .name = "without a chain: filing, then the number as people count",
      .pool = 1000,
      .lines = { { "W/10000", PASSED, 7000, 0, 10, 5 },
                 { "W/9999", PASSED, 7000, 0, 20, 5 },
                 { "W/0001", PASSED, 7000, 0, 30, 6 } },
      .list = { { "W/9999", 1, IN, "" },
                { "W/10000", 2, IN, "number" },
                { "W/0001", 3, IN, "filed-earlier" } },
      .recommended = 60 },
    { .name = "case 7: the money ends inside a tie",
      .reserve_count = 1,
      .pool = 100,
      .lines = { { "W/0001", PASSED, 7000, 0, 60, 2 },
                 { "W/0002", PASSED, 7000, 0, 60, 1 },
                 { "W/0003", PASSED, 7000, 0, 60, 3 } },
      .list = { { "W/0002", 1, IN, "" },
                { "W/0001", 2, RESERVE, "filed-earlier" },
                { "W/0003", 3, OUT, "filed-earlier" } },
      .recommended = 60 },
    { .name = "case 7: what fits only in part gets nothing and ends the list",
      .reserve_count = 2,
      .pool = 100,
      .lines = { { "W/0001", PASSED, 9000, 0, 60, 1 },
                 { "W/0002", PASSED, 8000, 0, 41, 1 },
                 { "W/0003", PASSED, 7000, 0, 40, 1 } },
      .list = { { "W/0001", 1, IN, "" },
                { "W/0002", 2, RESERVE, "" },
                { "W/0003", 3, RESERVE, "" } },
      .recommended = 60 },
    { .name = "case 7: or is passed over",
      .skip_too_large = true,
      .reserve_count = 1,
      .pool = 100,
      .lines = { { "W/0001", PASSED, 9000, 0, 60, 1 },
                 { "W/0002", PASSED, 8000, 0, 41, 1 },
                 { "W/0003", PASSED, 7000, 0, 40, 1 },
                 { "W/0004", PASSED, 6000, 0, 1, 1 } },
      .list = { { "W/0001", 1, IN, "" },
                { "W/0002", 2, RESERVE, "" },
                { "W/0003", 3, IN, "" },
                { "W/0004", 4, OUT, "" } },
      .recommended = 100 },
    { .name = "the pool to the last grosz",
      .pool = 100,
      .lines = { { "W/0001", PASSED, 9000, 0, 60, 1 }, { "W/0002", PASSED, 8000, 0, 40, 1 } },
      .list = { { "W/0001", 1, IN, "" }, { "W/0002", 2, IN, "" } },
      .recommended = 100 },
    { .name = "nobody below the threshold waits on the reserve list",
      .reserve_count = 9,
      .pool = 10,
      .lines = { { "W/0001", PASSED, 9000, 0, 60, 1 }, { "W/0002", BELOW, 8000, 0, 5, 1 } },
      .list = { { "W/0001", 1, RESERVE, "" }, { "W/0002", 2, UNDER, "" } },
      .recommended = 0 },
    { .name = "an empty list", .pool = 10 },
};

static ranking_candidate_t
candidate_of (const line_t *line)
{
    return (ranking_candidate_t){
        .application_id = wl_text_printf (arena, "id-%s", line->number),
        .number = copy (line->number),
        .rejected = line->standing == REJECTED,
        .reason = "",
        .passed = line->standing == PASSED,
        .points = line->points,
        .tie_points = line->tie_points,
        .amount_grosze = line->amount,
        .submitted_at = line->submitted_at,
    };
}

static void
cases_of_the_domain (void **state)
{
    (void) state;
    for (size_t i = 0; i < COUNT (cases); i++) {
        const ranking_case_t *of = &cases[i];
        Wlacznik__RankingRules rules = WLACZNIK__RANKING_RULES__INIT;
        Wlacznik__TieStep steps[3] = { of->steps[0], of->steps[1], of->steps[2] };
        ranking_candidate_t candidates[LIST_MAX];
        ranking_place_t places[LIST_MAX];
        size_t count = 0;
        int64_t recommended;

        print_message ("%s\n", of->name);
        for (; count < LIST_MAX && of->lines[count].number != NULL; count++)
            candidates[count] = candidate_of (&of->lines[count]);
        rules.tie_steps = steps;
        rules.n_tie_steps = of->step_count;
        rules.reserve_count = of->reserve_count;
        rules.skip_too_large = of->skip_too_large;
        ranking_input_t input = { &rules, of->pool, candidates, count };
        ranking_order (&input, places, &recommended);
        assert_int_equal (recommended, of->recommended);
        for (size_t j = 0; j < count; j++) {
            assert_string_equal (candidates[places[j].candidate].number, of->list[j].number);
            assert_int_equal (places[j].place, of->list[j].place);
            assert_int_equal (places[j].group, of->list[j].group);
            assert_string_equal (places[j].tie_step, of->list[j].tie_step);
        }
    }
}

/* ---- properties ---- */

enum { ROUNDS = 300, CROWD = 120 };

typedef struct world {
    Wlacznik__RankingRules rules;
    Wlacznik__TieStep steps[3];
    ranking_candidate_t candidates[CROWD];
    ranking_input_t input;
} world_t;

/* Few different values, so that ties of every depth are frequent. */
static void
random_world (uint64_t *random, world_t *ret)
{
    static const Wlacznik__TieStep all[] = { STEP (CRITERION), STEP (LOWER_AMOUNT),
                                             STEP (FILED_EARLIER) };

    wlacznik__ranking_rules__init (&ret->rules);
    ret->rules.tie_steps = ret->steps;
    ret->rules.n_tie_steps = check_random (random) % 4;
    for (size_t i = 0; i < 3; i++)
        ret->steps[i] = all[check_random (random) % 3];
    ret->rules.reserve_count = (uint32_t) (check_random (random) % 10);
    ret->rules.skip_too_large = check_random (random) % 2 == 0;
    ret->input = (ranking_input_t){ &ret->rules, (int64_t) (check_random (random) % 2000),
                                    ret->candidates, check_random (random) % (CROWD + 1) };
    for (size_t i = 0; i < ret->input.count; i++) {
        line_t line = { wl_text_printf (arena, "W/%04zu", i),
                        (int) (check_random (random) % 8) - 1,
                        (int64_t) (check_random (random) % 4) * 1000,
                        (int64_t) (check_random (random) % 3) * 100,
                        (int64_t) (check_random (random) % 4) * 40,
                        (wl_time_t) (check_random (random) % 3) + 1 };
        if (line.standing > PASSED)
            line.standing = PASSED;
        ret->candidates[i] = candidate_of (&line);
    }
}

static void
shuffle (uint64_t *random, ranking_candidate_t *candidates, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = check_random (random) % i;
        ranking_candidate_t candidate = candidates[i - 1];
        candidates[i - 1] = candidates[other];
        candidates[other] = candidate;
    }
}

static void
assert_same_list (const ranking_input_t *a, const ranking_place_t *list_a, const ranking_input_t *b,
                  const ranking_place_t *list_b)
{
    for (size_t i = 0; i < a->count; i++) {
        assert_string_equal (a->candidates[list_a[i].candidate].number,
                             b->candidates[list_b[i].candidate].number);
        assert_int_equal (list_a[i].place, list_b[i].place);
        assert_int_equal (list_a[i].group, list_b[i].group);
        assert_string_equal (list_a[i].tie_step, list_b[i].tie_step);
    }
}

static void
shuffled_inputs_give_the_same (void **state)
{
    uint64_t random = check_seed ("shuffled inputs");
    (void) state;

    for (int round = 0; round < ROUNDS; round++) {
        world_t world;
        ranking_candidate_t shuffled[CROWD];
        ranking_place_t first[CROWD], again[CROWD];
        char digest[RANKING_DIGEST_TEXT], digest_again[RANKING_DIGEST_TEXT];
        int64_t recommended, recommended_again;
        uint8_t *bytes;
        size_t length;

        random_world (&random, &world);
        ranking_input_t other = world.input;
        memcpy (shuffled, world.candidates, sizeof shuffled);
        shuffle (&random, shuffled, world.input.count);
        other.candidates = shuffled;
        ranking_order (&world.input, first, &recommended);
        ranking_order (&other, again, &recommended_again);
        assert_int_equal (recommended, recommended_again);
        assert_same_list (&world.input, first, &other, again);
        ranking_encode (arena, &world.input, &bytes, &length, digest);
        ranking_encode (arena, &other, &bytes, &length, digest_again);
        assert_string_equal (digest, digest_again);
        wl_arena_reset (arena);
    }
}

/* What every list must be, whatever the rules. */
static void
assert_sound (const world_t *world, const ranking_place_t *places, int64_t recommended)
{
    int64_t sum = 0;
    uint32_t reserve = 0;
    bool closed = false;

    for (size_t i = 0; i < world->input.count; i++) {
        const ranking_candidate_t *here = &world->candidates[places[i].candidate];
        if (places[i].group == IN) {
            assert_false (closed && !world->rules.skip_too_large);
            sum += here->amount_grosze;
        }
        reserve += places[i].group == RESERVE;
        closed |= places[i].group == RESERVE || places[i].group == OUT;
        assert_int_equal (here->rejected, places[i].group == FORMALLY);
        assert_int_equal (!here->rejected && !here->passed, places[i].group == UNDER);
        if (i == 0 || here->rejected)
            continue;
        const ranking_candidate_t *before = &world->candidates[places[i - 1].candidate];
        assert_true (before->passed >= here->passed);
        if (before->passed == here->passed)
            assert_true (before->points >= here->points);
    }
    assert_int_equal (sum, recommended);
    assert_true (sum <= world->input.pool_grosze);
    assert_true (reserve <= world->rules.reserve_count);
}

static void
lists_are_sound (void **state)
{
    uint64_t random = check_seed ("sound lists");
    (void) state;

    for (int round = 0; round < ROUNDS; round++) {
        world_t world;
        ranking_place_t places[CROWD];
        int64_t recommended;
        random_world (&random, &world);
        ranking_order (&world.input, places, &recommended);
        assert_sound (&world, places, recommended);
        wl_arena_reset (arena);
    }
}

/* ---- the digest ---- */

static void
digest_of (const ranking_input_t *input, char ret[RANKING_DIGEST_TEXT])
{
    uint8_t *bytes;
    size_t length;

    ranking_encode (arena, input, &bytes, &length, ret);
}

#define DIFFERS(change)                           \
    do {                                          \
        char other_[RANKING_DIGEST_TEXT];         \
        change;                                   \
        digest_of (&input, other_);               \
        assert_string_not_equal (digest, other_); \
        memcpy (digest, other_, sizeof other_);   \
    } while (0)

static void
every_input_shows_in_the_digest (void **state)
{
    Wlacznik__RankingRules rules = WLACZNIK__RANKING_RULES__INIT;
    Wlacznik__TieStep steps[] = { STEP (CRITERION), STEP (LOWER_AMOUNT) };
    const line_t lines[] = { { "W/0001", PASSED, 7000, 10, 60, 2 },
                             { "W/0002", REJECTED, 0, 0, 0, 0 } };
    ranking_candidate_t candidates[] = { candidate_of (&lines[0]), candidate_of (&lines[1]) };
    ranking_input_t input = { &rules, 1000, candidates, 2 };
    char digest[RANKING_DIGEST_TEXT];
    (void) state;

    rules.tie_steps = steps;
    digest_of (&input, digest);
    DIFFERS (input.pool_grosze++);
    DIFFERS (rules.n_tie_steps = 1);
    DIFFERS (rules.n_tie_steps = 2);
    DIFFERS (steps[1] = STEP (FILED_EARLIER));
    DIFFERS (rules.tie_criterion = copy ("novelty"));
    DIFFERS (rules.reserve_count = 3);
    DIFFERS (rules.skip_too_large = true);
    DIFFERS (candidates[0].points++);
    DIFFERS (candidates[0].tie_points++);
    DIFFERS (candidates[0].amount_grosze++);
    DIFFERS (candidates[0].submitted_at++);
    DIFFERS (candidates[0].passed = false);
    DIFFERS (candidates[0].number = copy ("W/0003"));
    DIFFERS (candidates[1].reason = "Termin");
    DIFFERS (input.count = 1);
    assert_int_equal (strlen (digest), RANKING_DIGEST_TEXT - 1);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (cases_of_the_domain),
        cmocka_unit_test (shuffled_inputs_give_the_same),
        cmocka_unit_test (lists_are_sound),
        cmocka_unit_test (every_input_shows_in_the_digest),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
