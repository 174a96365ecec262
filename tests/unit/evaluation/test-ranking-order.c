/* Who stands where: thresholds first, ties by the chain, weights that decide the order and nothing
 * else, draws (domain.md 4.8 cases 6 and 7); and that every input shows in the digest. */
#include "ranking_support.h"

typedef struct expected {
    const char *number;
    uint32_t place;
    Evaluation__ListGroup group;
    const char *tie_step;
} expected_t;

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

/* Those of the table whose names begin so: a case of domain.md 4.8 is a test of its own. */
static void
run_cases (const char *beginning)
{
    size_t ran = 0;

    for (size_t i = 0; i < COUNT (cases); i++) {
        const ranking_case_t *of = &cases[i];
        if (strncmp (of->name, beginning, strlen (beginning)) != 0)
            continue;
        ran++;
        Wlacznik__RankingRules rules = WLACZNIK__RANKING_RULES__INIT;
        Wlacznik__TieStep steps[3] = { of->steps[0], of->steps[1], of->steps[2] };
        Evaluation__RankingInputs *inputs = inputs_new (&rules, of->pool, LIST_MAX);
        ranking_list_t list;

        print_message ("%s\n", of->name);
        while (inputs->n_candidates < LIST_MAX && of->lines[inputs->n_candidates].number != NULL) {
            const line_t *line = &of->lines[inputs->n_candidates];
            inputs->candidates[inputs->n_candidates++] = candidate_of (line);
        }
        rules.tie_steps = steps;
        rules.n_tie_steps = of->step_count;
        rules.tie_criterion = copy ("c0");
        rules.reserve_count = of->reserve_count;
        rules.skip_too_large = of->skip_too_large;
        ranking_compute (arena, inputs, &list);
        assert_int_equal (list.recommended_grosze, of->recommended);
        assert_int_equal (list.count, inputs->n_candidates);
        for (size_t j = 0; j < list.count; j++) {
            const ranking_place_t *place = &list.places[j];
            assert_string_equal (inputs->candidates[place->candidate]->number, of->list[j].number);
            assert_int_equal (place->place, of->list[j].place);
            assert_int_equal (place->group, of->list[j].group);
            assert_string_equal (place->tie_step, of->list[j].tie_step);
        }
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
case_6_premiums_lift_nobody_over_the_threshold (void **state)
{
    (void) state;
    run_cases ("case 6:");
}

static void
case_7_the_money_ends_inside_a_tie_or_a_project (void **state)
{
    (void) state;
    run_cases ("case 7:");
}

static void
weights_decide_the_order_only (void **state)
{
    uint32_t weights[] = { 150, 100 };
    char *names[] = { copy ("impact"), copy ("excellence") };
    scene_t scene;
    (void) state;

    scene_init (&scene, 100);
    scene.inputs->criteria = names;
    scene.inputs->n_criteria = 2;
    criteria (add (&scene, "W/1", 900, 60, ""), 400, 500);
    criteria (add (&scene, "W/2", 900, 60, ""), 500, 400);
    criteria (add (&scene, "W/3", 1000, 60, ""), 500, 500);
    scene.inputs->candidates[2]->passed = false; /* its weighted points help it nowhere */
    expect (&scene, "W/1 60 W/2 - W/3 -");
    scene.inputs->weights_percent = weights;
    scene.inputs->n_weights_percent = 2;
    expect (&scene, "W/2 60 W/1 - W/3 -");
    assert_int_equal (scene.list.places[0].points, 1150);
    assert_int_equal (scene.list.places[1].points, 1100);
    weights[0] = 125; /* 333 by 1.25 and 400: 816.25, and 333 by 1.26: 819.58 */
    criteria (scene.inputs->candidates[1], 333, 400);
    ranking_compute (arena, scene.inputs, &scene.list);
    assert_int_equal (scene.list.places[1].points, 816);
    weights[0] = 126;
    ranking_compute (arena, scene.inputs, &scene.list);
    assert_int_equal (scene.list.places[1].points, 820);
}

/* Horizon (domain.md 3.1): uncovered topics first, then Excellence, then Impact, then regions. */
static void
several_criteria_and_coverage (void **state)
{
    char *names[] = { copy ("excellence"), copy ("impact") };
    scene_t scene;
    (void) state;

    scene_init (&scene, 1000);
    scene.inputs->criteria = names;
    scene.inputs->n_criteria = 2;
    add_tie_rule (&scene, STEP (TOPIC_COVERAGE), "");
    add_tie_rule (&scene, STEP (CRITERION), "excellence");
    add_tie_rule (&scene, STEP (CRITERION), "impact");
    add_tie_rule (&scene, STEP (REGION_COVERAGE), "");
    static const struct {
        const char *number, *topic, *region;
        int64_t points, excellence, impact;
    } of[] = {
        { "W/1", "water", "30", 1300, 450, 450 }, { "W/2", "water", "30", 1200, 450, 400 },
        { "W/3", "soil", "30", 1200, 400, 400 },  { "W/4", "soil", "30", 1200, 400, 450 },
        { "W/5", "", "30", 1200, 450, 400 },      { "W/6", "air", "32", 1200, 300, 300 },
        { "W/7", "water", "32", 1200, 450, 400 },
    };
    for (size_t i = 0; i < COUNT (of); i++) {
        Evaluation__RankingCandidate *candidate =
            add (&scene, of[i].number, of[i].points, 10, of[i].region);
        candidate->topic = copy (of[i].topic);
        criteria (candidate, of[i].excellence, of[i].impact);
    }
    /* Soil and air are new behind water; of soil the one with more impact; the second of soil is
     * not new any more and stands where its criteria put it. */
    expect (&scene, "W/1 10 W/4 10 W/6 10 W/2 10 W/5 10 W/7 10 W/3 10");
    assert_string_equal (scene.list.places[1].tie_step, "");
    assert_string_equal (scene.list.places[2].tie_step, "criterion");
    assert_string_equal (scene.list.places[3].tie_step, "topic-coverage");
    assert_string_equal (scene.list.places[4].tie_step, "number");
    assert_string_equal (scene.list.places[6].tie_step, "criterion");
    /* Region 32 was covered by W/6, else W/7 would stand before W/2. */
    const Evaluation__TieTrace *trace = scene.list.places[4].tie_trace;
    assert_int_equal (trace->n_list, 6); /* four rules, filing, number */
    assert_string_equal (trace->list[1]->criterion, "excellence");
    assert_int_equal (trace->list[1]->before, 450);
    assert_int_equal (trace->list[1]->here, 450);
    trace = scene.list.places[3].tie_trace;
    assert_int_equal (trace->n_list, 1);
    assert_int_equal (trace->list[0]->step, STEP (TOPIC_COVERAGE));
    assert_int_equal (trace->list[0]->before, 1);
    assert_int_equal (trace->list[0]->here, 0);
    scene.inputs->candidates[5]->points = 1100;
    expect (&scene, "W/1 10 W/4 10 W/7 10 W/2 10 W/5 10 W/3 10 W/6 10");
    assert_string_equal (scene.list.places[3].tie_step, "region-coverage");
}

/* By b2sum: printf '%s\n%s' "Lotto 3 11 19" W/1 | b2sum -l 256 begins with 5d90,
 * W/2 with 37fa, W/3 with 1903. */
static void
a_draw_that_anybody_can_check (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, 1000);
    add_tie_rule (&scene, STEP (DRAW), "");
    scene.inputs->draw_seed = copy ("Lotto 3 11 19");
    add (&scene, "W/1", 1000, 10, "");
    add (&scene, "W/2", 1000, 10, "");
    add (&scene, "W/3", 1000, 10, "");
    assert_true (ranking_needs_draw (&scene.rules));
    expect (&scene, "W/3 10 W/2 10 W/1 10");
    assert_string_equal (scene.list.places[1].tie_step, "draw");
    assert_int_equal (scene.list.places[1].tie_trace->list[0]->before, 0xc81a63d65b6ab96);
    scene.rules.n_tie_chain = 0;
    assert_false (ranking_needs_draw (&scene.rules));
    expect (&scene, "W/1 10 W/2 10 W/3 10");
}

/* ---- the digest ---- */

#define DIFFERS(change)                           \
    do {                                          \
        char other_[RANKING_DIGEST_TEXT];         \
        change;                                   \
        digest_of (inputs, other_);               \
        assert_string_not_equal (digest, other_); \
        memcpy (digest, other_, sizeof other_);   \
    } while (0)

static void
every_input_shows_in_the_digest (void **state)
{
    Wlacznik__TieStep steps[] = { STEP (CRITERION), STEP (LOWER_AMOUNT) };
    line_t rejected = { "W/0002", REJECTED, 0, 0, 0, 0 };
    char digest[RANKING_DIGEST_TEXT];
    uint32_t weights[] = { 150 };
    scene_t scene;
    (void) state;

    scene_init (&scene, 1000);
    Evaluation__RankingInputs *inputs = scene.inputs;
    Evaluation__RankingCandidate *first = add (&scene, "W/0001", 7000, 60, "30");
    Evaluation__RankingCandidate *second = candidate_of (&rejected);
    inputs->candidates[inputs->n_candidates++] = second;
    scene.rules.tie_steps = steps;
    digest_of (inputs, digest);
    DIFFERS (inputs->pool_grosze++);
    DIFFERS (inputs->min_grant_grosze++);
    DIFFERS (inputs->draw_seed = copy ("seed"));
    DIFFERS ((inputs->weights_percent = weights, inputs->n_weights_percent = 1));
    DIFFERS (inputs->criteria[0] = copy ("c1"));
    DIFFERS (add_incompatible (&scene, "W/0001", "W/0002"));
    DIFFERS (add_pool (&scene, "30", 100));
    DIFFERS (add_tie_rule (&scene, STEP (DRAW), ""));
    DIFFERS (scene.rules.carry_over = true);
    DIFFERS (scene.rules.part_funding = true);
    DIFFERS (scene.rules.n_tie_steps = 1);
    DIFFERS (scene.rules.n_tie_steps = 2);
    DIFFERS (steps[1] = STEP (FILED_EARLIER));
    DIFFERS (scene.rules.tie_criterion = copy ("novelty"));
    DIFFERS (scene.rules.reserve_count = 3);
    DIFFERS (scene.rules.skip_too_large = true);
    DIFFERS (first->points++);
    DIFFERS (first->criterion_points[0]++);
    DIFFERS (first->amount_grosze++);
    DIFFERS (first->submitted_at = wl_timestamp (arena, 7));
    DIFFERS (first->passed = false);
    DIFFERS (first->region = copy ("32"));
    DIFFERS (first->topic = copy ("soil"));
    DIFFERS (first->held = true);
    DIFFERS (first->held_grosze = 60);
    DIFFERS (first->gave_up = true);
    DIFFERS (first->number = copy ("W/0003"));
    DIFFERS (second->reason = copy ("Termin"));
    DIFFERS (inputs->n_candidates = 1);
    assert_int_equal (strlen (digest), RANKING_DIGEST_TEXT - 1);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (every_row_of_the_table),
        cmocka_unit_test (case_6_premiums_lift_nobody_over_the_threshold),
        cmocka_unit_test (case_7_the_money_ends_inside_a_tie_or_a_project),
        cmocka_unit_test (weights_decide_the_order_only),
        cmocka_unit_test (several_criteria_and_coverage),
        cmocka_unit_test (a_draw_that_anybody_can_check),
        cmocka_unit_test (every_input_shows_in_the_digest),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
