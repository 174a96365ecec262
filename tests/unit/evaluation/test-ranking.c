/* The list: thresholds first, ties by the chain, money to the last grosz (domain.md 4.8 cases 4, 6,
 * 7), and the same list from the same inputs in any order. */
#include "support.h"

#include "message/message.h"
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

static Evaluation__RankingCandidate *
candidate_of (const line_t *line)
{
    Evaluation__RankingCandidate *candidate = wl_arena_alloc (arena, sizeof *candidate);

    evaluation__ranking_candidate__init (candidate);
    candidate->application_id = wl_text_printf (arena, "id-%s", line->number);
    candidate->number = copy (line->number);
    candidate->rejected = line->standing == REJECTED;
    candidate->passed = line->standing == PASSED;
    candidate->points = line->points;
    candidate->n_criterion_points = 1;
    candidate->criterion_points = wl_arena_array (arena, 1, sizeof (int64_t));
    candidate->criterion_points[0] = line->tie_points;
    candidate->amount_grosze = line->amount;
    candidate->submitted_at = wl_timestamp (arena, line->submitted_at);
    return candidate;
}

/* Inputs of `rules` with one criterion "c0" and room for `count` candidates. */
static Evaluation__RankingInputs *
inputs_new (Wlacznik__RankingRules *rules, int64_t pool, size_t count)
{
    Evaluation__RankingInputs *inputs = wl_arena_alloc (arena, sizeof *inputs);

    evaluation__ranking_inputs__init (inputs);
    inputs->rules = rules;
    inputs->pool_grosze = pool;
    inputs->n_criteria = 1;
    inputs->criteria = wl_arena_array (arena, 1, sizeof (char *));
    inputs->criteria[0] = copy ("c0");
    inputs->candidates = wl_arena_array (arena, count, sizeof *inputs->candidates);
    return inputs;
}

static void
cases_of_the_domain (void **state)
{
    (void) state;
    for (size_t i = 0; i < COUNT (cases); i++) {
        const ranking_case_t *of = &cases[i];
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
}

/* ---- what a call may add, each in a small list of its own ---- */

typedef struct scene {
    Wlacznik__RankingRules rules;
    Evaluation__RankingInputs *inputs;
    ranking_list_t list;
} scene_t;

static void
scene_init (scene_t *self, int64_t pool)
{
    wlacznik__ranking_rules__init (&self->rules);
    self->inputs = inputs_new (&self->rules, pool, LIST_MAX);
}

static Evaluation__RankingCandidate *
add (scene_t *self, const char *number, int64_t points, int64_t amount, const char *region)
{
    line_t line = { number, PASSED, points, 0, amount, 1 };
    Evaluation__RankingCandidate *candidate = candidate_of (&line);

    candidate->region = copy (region);
    self->inputs->candidates[self->inputs->n_candidates++] = candidate;
    return candidate;
}

static void
add_tie_rule (scene_t *self, Wlacznik__TieStep step, const char *criterion)
{
    Wlacznik__TieRule *rule = wl_arena_alloc (arena, sizeof *rule);

    wlacznik__tie_rule__init (rule);
    rule->step = step;
    rule->criterion = copy (criterion);
    if (self->rules.tie_chain == NULL)
        self->rules.tie_chain = wl_arena_array (arena, 10, sizeof *self->rules.tie_chain);
    self->rules.tie_chain[self->rules.n_tie_chain++] = rule;
}

static void
add_pool (scene_t *self, const char *region, int64_t grosze)
{
    Wlacznik__RegionalPool *pool = wl_arena_alloc (arena, sizeof *pool);

    wlacznik__regional_pool__init (pool);
    pool->region = copy (region);
    pool->grosze = grosze;
    if (self->rules.pools == NULL)
        self->rules.pools = wl_arena_array (arena, 10, sizeof *self->rules.pools);
    self->rules.pools[self->rules.n_pools++] = pool;
}

static void
add_incompatible (scene_t *self, const char *first, const char *second)
{
    Evaluation__IncompatiblePair *pair = wl_arena_alloc (arena, sizeof *pair);

    evaluation__incompatible_pair__init (pair);
    pair->first_application_id = wl_text_printf (arena, "id-%s", first);
    pair->second_application_id = wl_text_printf (arena, "id-%s", second);
    if (self->inputs->incompatible == NULL)
        self->inputs->incompatible = wl_arena_array (arena, 10, sizeof *self->inputs->incompatible);
    self->inputs->incompatible[self->inputs->n_incompatible++] = pair;
}

static const Evaluation__RankingCandidate *
at (const scene_t *self, size_t line)
{
    return self->inputs->candidates[self->list.places[line].candidate];
}

/* "W/2 60 W/1 -": who stands where with how much. */
static void
expect (scene_t *self, const char *expected)
{
    wl_buffer_t found;

    ranking_compute (arena, self->inputs, &self->list);
    wl_buffer_init (&found, arena);
    for (size_t i = 0; i < self->list.count; i++) {
        wl_buffer_printf (&found, i == 0 ? "%s " : " %s ", at (self, i)->number);
        if (self->list.places[i].group == IN)
            wl_buffer_printf (&found, "%lld", (long long) self->list.places[i].granted_grosze);
        else
            wl_buffer_text (&found, self->list.places[i].group == RESERVE ? "reserve" : "-");
    }
    assert_string_equal (found.data, expected);
}

static void
criteria (Evaluation__RankingCandidate *candidate, int64_t first, int64_t second)
{
    candidate->n_criterion_points = 2;
    candidate->criterion_points = wl_arena_array (arena, 2, sizeof (int64_t));
    candidate->criterion_points[0] = first;
    candidate->criterion_points[1] = second;
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

static void
regional_pools (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, 300);
    add_pool (&scene, "30", 100);
    add_pool (&scene, "32", 150);
    scene.rules.reserve_count = 1;
    add (&scene, "W/1", 900, 80, "30");
    add (&scene, "W/2", 800, 80, "30");
    add (&scene, "W/3", 700, 40, "32");
    add (&scene, "W/4", 600, 40, "14"); /* a region without a pool of its own: the 50 left */
    add (&scene, "W/5", 500, 40, "14");
    expect (&scene, "W/1 80 W/2 reserve W/3 40 W/4 40 W/5 -");
    assert_int_equal (scene.list.pools->n_list, 3);
    assert_string_equal (scene.list.pools->list[0]->region, "");
    assert_int_equal (scene.list.pools->list[0]->grosze, 50);
    assert_int_equal (scene.list.pools->list[2]->used_grosze, 40);
    assert_int_equal (scene.list.pools->carried_grosze, 0);
    scene.rules.carry_over = true; /* 20 and 110 and 10 are left */
    expect (&scene, "W/1 80 W/2 80 W/3 40 W/4 40 W/5 40");
    assert_int_equal (scene.list.pools->carried_grosze, 140);
    assert_int_equal (scene.list.pools->carried_used_grosze, 120);
    assert_int_equal (scene.list.recommended_grosze, 280);
}

/* domain.md 4.8 case 7: the last project is partly affordable. */
static void
case_7_part_funding_only_if_configured (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, 100);
    add (&scene, "W/1", 900, 60, "");
    add (&scene, "W/2", 800, 60, "");
    add (&scene, "W/3", 700, 10, "");
    expect (&scene, "W/1 60 W/2 - W/3 -");
    scene.rules.part_funding = true;
    expect (&scene, "W/1 60 W/2 40 W/3 -");
    scene.rules.part_min_percent = 66; /* 39.6: 40 is enough */
    expect (&scene, "W/1 60 W/2 40 W/3 -");
    scene.rules.part_min_percent = 67; /* 40.2: 40 is not */
    expect (&scene, "W/1 60 W/2 - W/3 -");
    scene.rules.skip_too_large = true;
    expect (&scene, "W/1 60 W/2 - W/3 10");
    scene.rules.part_min_percent = 0;
    scene.inputs->min_grant_grosze = 41;
    expect (&scene, "W/1 60 W/2 - W/3 10");
    scene.inputs->min_grant_grosze = 40;
    expect (&scene, "W/1 60 W/2 40 W/3 -");
}

static void
carry_over_fills_up_a_part (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, 200);
    add_pool (&scene, "30", 100);
    add_pool (&scene, "32", 100);
    scene.rules.part_funding = true;
    scene.rules.carry_over = true;
    add (&scene, "W/1", 900, 60, "30");
    add (&scene, "W/2", 800, 60, "30");
    add (&scene, "W/3", 700, 70, "32");
    add (&scene, "W/4", 600, 60, "30");
    expect (&scene, "W/1 60 W/2 60 W/3 70 W/4 10");
    assert_int_equal (scene.list.recommended_grosze, 200);
}

static void
incompatible_projects (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, 200);
    scene.rules.reserve_count = 2;
    add (&scene, "W/1", 900, 60, "");
    add (&scene, "W/2", 800, 60, "");
    add (&scene, "W/3", 700, 150, "");
    add (&scene, "W/4", 600, 20, "");
    add_incompatible (&scene, "W/2", "W/1");
    add_incompatible (&scene, "W/4", "W/3");
    add_incompatible (&scene, "W/4", "W/9"); /* withdrawn meanwhile */
    /* W/3 does not fit and bars nobody; W/2 is barred and waits on no reserve list. */
    expect (&scene, "W/1 60 W/2 - W/3 reserve W/4 reserve");
    assert_int_equal (scene.list.places[1].blocked_by, 0);
    assert_int_equal (scene.list.places[3].blocked_by, RANKING_NOBODY);
    scene.rules.skip_too_large = true;
    expect (&scene, "W/1 60 W/2 - W/3 - W/4 20");
    assert_int_equal (scene.list.places[2].blocked_by, 3);
}

/* ---- later versions ---- */

static void
hold (scene_t *self, size_t index, int64_t grosze)
{
    self->inputs->candidates[index]->held = true;
    self->inputs->candidates[index]->held_grosze = grosze;
}

/* domain.md 4.8 case 9: two refuse at once, and the reserve moves up in its order. */
static void
case_9_reserve_moves_up_after_two_refusals (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, 100);
    scene.rules.reserve_count = 2;
    for (int i = 1; i <= 6; i++)
        add (&scene, wl_text_printf (arena, "W/%d", i), 1000 - i, i == 4 ? 45 : 40, "");
    expect (&scene, "W/1 40 W/2 40 W/3 reserve W/4 reserve W/5 - W/6 -");
    hold (&scene, 0, 40);
    hold (&scene, 1, 40);
    scene.inputs->candidates[1]->gave_up = true;
    expect (&scene, "W/1 40 W/2 - W/3 40 W/4 reserve W/5 reserve W/6 -");
    assert_int_equal (scene.list.places[1].group, EVALUATION__LIST_GROUP__GAVE_UP);
    scene.inputs->candidates[0]->gave_up = true;
    expect (&scene, "W/1 - W/2 - W/3 40 W/4 45 W/5 reserve W/6 reserve");
    assert_int_equal (scene.list.recommended_grosze, 85);
}

/* domain.md 4.8 case 10: W/4 wins an appeal when W/1 and W/2 have their contracts. They keep their
 * money though one of them stands lower now; W/4 is first in line for what becomes free. */
static void
case_10_an_upheld_appeal_takes_nothing_from_contracts (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, 100);
    scene.rules.reserve_count = 9;
    for (int i = 1; i <= 4; i++)
        add (&scene, wl_text_printf (arena, "W/%d", i), 1000 - i, 40, "");
    scene.inputs->candidates[3]->passed = false;
    expect (&scene, "W/1 40 W/2 40 W/3 reserve W/4 -");
    hold (&scene, 0, 40);
    hold (&scene, 1, 40);
    scene.inputs->candidates[3]->passed = true;
    scene.inputs->candidates[3]->points = 1500;
    expect (&scene, "W/4 reserve W/1 40 W/2 40 W/3 reserve");
    scene.inputs->candidates[0]->gave_up = true;
    expect (&scene, "W/4 40 W/1 - W/2 40 W/3 reserve");
    scene.inputs->candidates[1]->passed = false; /* its own appeal went wrong: it keeps the grant */
    expect (&scene, "W/4 40 W/1 - W/3 reserve W/2 40");
}

/* What one region's pool carried over to another stays there; it cannot be spent twice. */
static void
carried_money_is_gone (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, 100);
    add_pool (&scene, "30", 50);
    add_pool (&scene, "32", 50);
    scene.rules.carry_over = true;
    scene.rules.reserve_count = 9;
    add (&scene, "W/1", 900, 80, "30");
    add (&scene, "W/2", 800, 50, "32");
    scene.inputs->candidates[1]->passed = false;
    expect (&scene, "W/1 80 W/2 -");
    hold (&scene, 0, 80);
    scene.inputs->candidates[1]->passed = true;
    expect (&scene, "W/1 80 W/2 reserve");
    assert_int_equal (scene.list.pools->carried_used_grosze, 30);
    assert_int_equal (scene.list.recommended_grosze, 80);
    scene.inputs->candidates[1]->amount_grosze = 20;
    expect (&scene, "W/1 80 W/2 20");
}

/* ---- properties ---- */

enum { ROUNDS = 300, CROWD = 120 };

typedef struct world {
    Wlacznik__RankingRules rules;
    Evaluation__RankingInputs *inputs;
} world_t;

static void
random_rules (uint64_t *random, scene_t *scene)
{
    static const Wlacznik__TieStep all[] = { STEP (CRITERION),       STEP (LOWER_AMOUNT),
                                             STEP (FILED_EARLIER),   STEP (TOPIC_COVERAGE),
                                             STEP (REGION_COVERAGE), STEP (DRAW) };
    static const char *const regions[] = { "30", "32" };
    Wlacznik__RankingRules *rules = &scene->rules;
    size_t steps = check_random (random) % 5;
    size_t pools = check_random (random) % 3;

    for (size_t i = 0; i < steps; i++)
        add_tie_rule (scene, all[check_random (random) % COUNT (all)], "c0");
    for (size_t i = 0; i < pools; i++)
        add_pool (scene, regions[i], 1 + (int64_t) (check_random (random) % 700));
    rules->reserve_count = (uint32_t) (check_random (random) % 10);
    rules->skip_too_large = check_random (random) % 2 == 0;
    rules->carry_over = check_random (random) % 2 == 0;
    rules->part_funding = check_random (random) % 2 == 0;
    rules->part_min_percent = (uint32_t) (check_random (random) % 101);
    scene->inputs->draw_seed = copy ("seed");
    scene->inputs->min_grant_grosze = (int64_t) (check_random (random) % 30);
}

/* Few different values, so that ties of every depth are frequent. */
static void
random_world (uint64_t *random, world_t *ret)
{
    static const char *const regions[] = { "30", "32", "14" };
    static const char *const topics[] = { "", "soil", "water", "air" };
    scene_t scene = { .list = { 0 } };

    wlacznik__ranking_rules__init (&scene.rules);
    scene.inputs = inputs_new (&ret->rules, (int64_t) (check_random (random) % 2000), CROWD);
    random_rules (random, &scene);
    scene.inputs->n_candidates = check_random (random) % (CROWD + 1);
    for (size_t i = 0; i < scene.inputs->n_candidates; i++) {
        line_t line = { wl_text_printf (arena, "W/%04zu", i),
                        (int) (check_random (random) % 8) - 1,
                        (int64_t) (check_random (random) % 4) * 1000,
                        (int64_t) (check_random (random) % 3) * 100,
                        (int64_t) (check_random (random) % 4) * 40,
                        (wl_time_t) (check_random (random) % 3) + 1 };
        if (line.standing > PASSED)
            line.standing = PASSED;
        Evaluation__RankingCandidate *candidate = candidate_of (&line);
        candidate->region = copy (regions[check_random (random) % COUNT (regions)]);
        candidate->topic = copy (topics[check_random (random) % COUNT (topics)]);
        scene.inputs->candidates[i] = candidate;
    }
    for (size_t i = 0; scene.inputs->n_candidates > 1 && i < check_random (random) % 8; i++)
        add_incompatible (&scene, wl_text_printf (arena, "W/%04zu", check_random (random) % 9),
                          wl_text_printf (arena, "W/%04zu", check_random (random) % 9));
    ret->rules = scene.rules;
    ret->inputs = scene.inputs;
}

static void
shuffle (uint64_t *random, Evaluation__RankingCandidate **candidates, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = check_random (random) % i;
        Evaluation__RankingCandidate *candidate = candidates[i - 1];
        candidates[i - 1] = candidates[other];
        candidates[other] = candidate;
    }
}

static void
assert_same_list (const Evaluation__RankingInputs *a, const ranking_list_t *list_a,
                  const Evaluation__RankingInputs *b, const ranking_list_t *list_b)
{
    assert_int_equal (list_a->recommended_grosze, list_b->recommended_grosze);
    for (size_t i = 0; i < list_a->count; i++) {
        const ranking_place_t *left = &list_a->places[i], *right = &list_b->places[i];
        assert_string_equal (a->candidates[left->candidate]->number,
                             b->candidates[right->candidate]->number);
        assert_int_equal (left->place, right->place);
        assert_int_equal (left->group, right->group);
        assert_int_equal (left->granted_grosze, right->granted_grosze);
        assert_string_equal (left->tie_step, right->tie_step);
        assert_int_equal (left->blocked_by == RANKING_NOBODY, right->blocked_by == RANKING_NOBODY);
    }
}

static void
digest_of (Evaluation__RankingInputs *inputs, char ret[RANKING_DIGEST_TEXT])
{
    uint8_t *bytes;
    size_t length;

    ranking_record (arena, inputs, &bytes, &length, ret);
}

static void
shuffled_inputs_give_the_same (void **state)
{
    uint64_t random = check_seed ("shuffled inputs");
    (void) state;

    for (int round = 0; round < ROUNDS; round++) {
        world_t world;
        Evaluation__RankingCandidate *shuffled[CROWD];
        char digest[RANKING_DIGEST_TEXT], digest_again[RANKING_DIGEST_TEXT];
        ranking_list_t list, again;

        random_world (&random, &world);
        Evaluation__RankingInputs other = *world.inputs;
        memcpy (shuffled, world.inputs->candidates, other.n_candidates * sizeof *shuffled);
        shuffle (&random, shuffled, other.n_candidates);
        other.candidates = shuffled;
        ranking_compute (arena, world.inputs, &list);
        ranking_compute (arena, &other, &again);
        assert_same_list (world.inputs, &list, &other, &again);
        digest_of (world.inputs, digest);
        digest_of (&other, digest_again);
        assert_string_equal (digest, digest_again);
        wl_arena_reset (arena);
    }
}

/* What was recorded and read again gives the same list: `wlacznik ranking verify`. */
static void
the_record_gives_the_same (void **state)
{
    uint64_t random = check_seed ("records");
    (void) state;

    for (int round = 0; round < ROUNDS / 3; round++) {
        world_t world;
        char digest[RANKING_DIGEST_TEXT];
        ranking_list_t list, again;
        Evaluation__RankingInputs *read;
        uint8_t *bytes;
        size_t length;

        random_world (&random, &world);
        ranking_record (arena, world.inputs, &bytes, &length, digest);
        assert_int_equal (wl_message_unpack (arena, &evaluation__ranking_inputs__descriptor, bytes,
                                             length, (ProtobufCMessage **) &read),
                          WL_OK);
        ranking_compute (arena, world.inputs, &list);
        ranking_compute (arena, read, &again);
        assert_same_list (world.inputs, &list, read, &again);
        wl_arena_reset (arena);
    }
}

static uint32_t
place_of (const Evaluation__RankingInputs *inputs, const Evaluation__RankingCandidate *candidate)
{
    ranking_list_t list;

    ranking_compute (arena, inputs, &list);
    for (size_t i = 0; i < list.count; i++)
        if (inputs->candidates[list.places[i].candidate] == candidate)
            return list.places[i].place;
    return 0;
}

static void
a_higher_score_never_lowers_a_place (void **state)
{
    uint64_t random = check_seed ("raised scores");
    (void) state;

    for (int round = 0; round < ROUNDS; round++) {
        world_t world;
        random_world (&random, &world);
        if (world.inputs->n_candidates > 0) {
            Evaluation__RankingCandidate *one =
                world.inputs->candidates[check_random (&random) % world.inputs->n_candidates];
            uint32_t before = place_of (world.inputs, one);
            one->points += (int64_t) (1 + check_random (&random) % 1500);
            assert_true (one->rejected || place_of (world.inputs, one) <= before);
        }
        wl_arena_reset (arena);
    }
}

/* What of the money of a purse went where. */
static void
assert_pools (const world_t *world, const ranking_list_t *list)
{
    const Evaluation__PoolUses *pools = list->pools;
    int64_t money = 0, own = 0;

    for (size_t i = 0; i < pools->n_list; i++) {
        assert_true (pools->list[i]->used_grosze >= 0);
        assert_true (pools->list[i]->used_grosze <= pools->list[i]->grosze);
        money += pools->list[i]->grosze;
        own += pools->list[i]->used_grosze;
    }
    assert_int_equal (money, world->inputs->pool_grosze);
    assert_int_equal (own + pools->carried_used_grosze, list->recommended_grosze);
    assert_true (pools->carried_used_grosze <= pools->carried_grosze);
    if (world->rules.carry_over)
        assert_int_equal (pools->carried_grosze, money - own);
}

static void
assert_incompatible (const world_t *world, const ranking_list_t *list)
{
    for (size_t p = 0; p < world->inputs->n_incompatible; p++) {
        const Evaluation__IncompatiblePair *pair = world->inputs->incompatible[p];
        int both = 0;
        for (size_t i = 0; i < list->count; i++) {
            const char *id = world->inputs->candidates[list->places[i].candidate]->application_id;
            bool in = list->places[i].group == IN;
            both += in && strcmp (id, pair->first_application_id) == 0;
            both += in && strcmp (id, pair->second_application_id) == 0;
        }
        if (strcmp (pair->first_application_id, pair->second_application_id) != 0)
            assert_true (both < 2);
    }
}

/* What every list must be, whatever the rules. */
static void
assert_sound (const world_t *world, const ranking_list_t *list)
{
    int64_t sum = 0;
    uint32_t reserve = 0;

    for (size_t i = 0; i < list->count; i++) {
        const ranking_place_t *place = &list->places[i];
        const Evaluation__RankingCandidate *here = world->inputs->candidates[place->candidate];
        sum += place->granted_grosze;
        reserve += place->group == RESERVE;
        if (place->group != IN)
            assert_int_equal (place->granted_grosze, 0);
        else if (world->rules.part_funding)
            assert_true (place->granted_grosze <= here->amount_grosze);
        else
            assert_int_equal (place->granted_grosze, here->amount_grosze);
        assert_int_equal (here->rejected, place->group == FORMALLY);
        assert_int_equal (!here->rejected && !here->passed, place->group == UNDER);
        if (i == 0 || here->rejected)
            continue;
        const Evaluation__RankingCandidate *before = world->inputs->candidates[place[-1].candidate];
        assert_true (before->passed >= here->passed);
        if (before->passed == here->passed)
            assert_true (before->points >= here->points);
    }
    assert_int_equal (sum, list->recommended_grosze);
    assert_true (sum <= world->inputs->pool_grosze);
    assert_true (reserve <= world->rules.reserve_count);
    assert_pools (world, list);
    assert_incompatible (world, list);
}

static void
lists_are_sound_and_money_never_exceeds_a_pool (void **state)
{
    uint64_t random = check_seed ("sound lists");
    (void) state;

    for (int round = 0; round < ROUNDS; round++) {
        world_t world;
        ranking_list_t list;
        random_world (&random, &world);
        ranking_compute (arena, world.inputs, &list);
        assert_sound (&world, &list);
        wl_arena_reset (arena);
    }
}

/* A later version keeps what was granted, whoever gives up and whoever is assessed anew. */
static void
later_versions_keep_grants_and_pools (void **state)
{
    uint64_t random = check_seed ("later versions");
    (void) state;

    for (int round = 0; round < ROUNDS; round++) {
        world_t world;
        ranking_list_t list;
        random_world (&random, &world);
        ranking_compute (arena, world.inputs, &list);
        for (size_t i = 0; i < list.count; i++) {
            Evaluation__RankingCandidate *one = world.inputs->candidates[list.places[i].candidate];
            one->held = list.places[i].group == IN && check_random (&random) % 5 != 0;
            one->held_grosze = one->held ? list.places[i].granted_grosze : 0;
            one->gave_up = !one->held && !one->rejected && check_random (&random) % 4 == 0;
            if (check_random (&random) % 6 == 0)
                one->points += 1000, one->passed = true;
        }
        ranking_compute (arena, world.inputs, &list);
        int64_t sum = 0;
        for (size_t i = 0; i < list.count; i++) {
            const Evaluation__RankingCandidate *one =
                world.inputs->candidates[list.places[i].candidate];
            sum += list.places[i].granted_grosze;
            if (one->held && !one->rejected)
                assert_int_equal (list.places[i].granted_grosze, one->held_grosze);
            if (one->gave_up)
                assert_int_equal (list.places[i].granted_grosze, 0);
        }
        assert_int_equal (sum, list.recommended_grosze);
        assert_true (sum <= world.inputs->pool_grosze);
        assert_incompatible (&world, &list);
        wl_arena_reset (arena);
    }
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
        cmocka_unit_test (cases_of_the_domain),
        cmocka_unit_test (weights_decide_the_order_only),
        cmocka_unit_test (several_criteria_and_coverage),
        cmocka_unit_test (a_draw_that_anybody_can_check),
        cmocka_unit_test (regional_pools),
        cmocka_unit_test (case_7_part_funding_only_if_configured),
        cmocka_unit_test (carry_over_fills_up_a_part),
        cmocka_unit_test (incompatible_projects),
        cmocka_unit_test (case_9_reserve_moves_up_after_two_refusals),
        cmocka_unit_test (case_10_an_upheld_appeal_takes_nothing_from_contracts),
        cmocka_unit_test (carried_money_is_gone),
        cmocka_unit_test (shuffled_inputs_give_the_same),
        cmocka_unit_test (the_record_gives_the_same),
        cmocka_unit_test (a_higher_score_never_lowers_a_place),
        cmocka_unit_test (lists_are_sound_and_money_never_exceeds_a_pool),
        cmocka_unit_test (later_versions_keep_grants_and_pools),
        cmocka_unit_test (every_input_shows_in_the_digest),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
