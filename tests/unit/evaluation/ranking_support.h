/* Candidates, rules and scenes for the tests of lists, in the arena of the test. */
#pragma once

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

#define IN       EVALUATION__LIST_GROUP__RECOMMENDED
#define RESERVE  EVALUATION__LIST_GROUP__ON_RESERVE
#define OUT      EVALUATION__LIST_GROUP__NOT_SELECTED
#define UNDER    EVALUATION__LIST_GROUP__BELOW_THRESHOLD
#define FORMALLY EVALUATION__LIST_GROUP__REJECTED_FORMALLY

static inline Evaluation__RankingCandidate *
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
static inline Evaluation__RankingInputs *
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

/* ---- a small list of its own ---- */

typedef struct scene {
    Wlacznik__RankingRules rules;
    Evaluation__RankingInputs *inputs;
    ranking_list_t list;
} scene_t;

static inline void
scene_init (scene_t *self, int64_t pool)
{
    wlacznik__ranking_rules__init (&self->rules);
    self->inputs = inputs_new (&self->rules, pool, LIST_MAX);
}

static inline Evaluation__RankingCandidate *
add (scene_t *self, const char *number, int64_t points, int64_t amount, const char *region)
{
    line_t line = { number, PASSED, points, 0, amount, 1 };
    Evaluation__RankingCandidate *candidate = candidate_of (&line);

    candidate->region = copy (region);
    self->inputs->candidates[self->inputs->n_candidates++] = candidate;
    return candidate;
}

static inline void
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

static inline void
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

static inline void
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

static inline const Evaluation__RankingCandidate *
at (const scene_t *self, size_t line)
{
    return self->inputs->candidates[self->list.places[line].candidate];
}

/* "W/2 60 W/1 -": who stands where with how much. */
static inline void
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

static inline void
criteria (Evaluation__RankingCandidate *candidate, int64_t first, int64_t second)
{
    candidate->n_criterion_points = 2;
    candidate->criterion_points = wl_arena_array (arena, 2, sizeof (int64_t));
    candidate->criterion_points[0] = first;
    candidate->criterion_points[1] = second;
}

/* ---- later versions ---- */

static inline void
hold (scene_t *self, size_t index, int64_t grosze)
{
    self->inputs->candidates[index]->held = true;
    self->inputs->candidates[index]->held_grosze = grosze;
}

static inline void
digest_of (Evaluation__RankingInputs *inputs, char ret[RANKING_DIGEST_TEXT])
{
    uint8_t *bytes;
    size_t length;

    ranking_record (arena, inputs, &bytes, &length, ret);
}
