/* Not a test: how long lists of 10,000 applications take, against the second that features allow
 * and against sorting as many numbers. services/evaluation/README.md says what it measured. */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "comparison.h"
#include "message/message.h"

enum { APPLICATIONS = 10000, ASSESSORS = 500, RUNS = 9, CARDS = 2 };

static uint64_t seed = 20261126;

static int64_t
draw (int64_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int64_t) ((seed >> 33) % (uint64_t) below);
}

static int
compare_numbers (const void *left, const void *right)
{
    int64_t a = *(const int64_t *) left, b = *(const int64_t *) right;

    return (a > b) - (a < b);
}

static Evaluation__RankingInputs *
inputs_new (wl_arena_t *arena, Wlacznik__RankingRules *rules)
{
    static const char *const regions[] = { "02", "04", "06", "08", "10", "12", "14", "16",
                                           "18", "20", "22", "24", "26", "28", "30", "32" };
    Evaluation__RankingInputs *inputs = wl_arena_alloc (arena, sizeof *inputs);

    evaluation__ranking_inputs__init (inputs);
    inputs->rules = rules;
    inputs->pool_grosze = 5000LL * 100 * APPLICATIONS;
    inputs->draw_seed = wl_text_copy (arena, "seed");
    inputs->n_candidates = APPLICATIONS;
    inputs->candidates = wl_arena_array (arena, APPLICATIONS, sizeof *inputs->candidates);
    for (size_t i = 0; i < APPLICATIONS; i++) {
        Evaluation__RankingCandidate *candidate = wl_arena_alloc (arena, sizeof *candidate);
        evaluation__ranking_candidate__init (candidate);
        candidate->application_id = wl_text_printf (arena, "01910000-0000-7000-8000-%012zu", i);
        candidate->number = wl_text_printf (arena, "WIS-1/%04zu", i);
        candidate->region = wl_text_copy (arena, regions[draw (16)]);
        candidate->topic = wl_text_printf (arena, "topic-%d", (int) draw (60));
        candidate->points = 100 * draw (101); /* about a hundred in each tie */
        candidate->passed = candidate->points >= 5000;
        candidate->amount_grosze = 500000 + draw (4500000);
        candidate->submitted_at = wl_timestamp (arena, 1 + draw (1000));
        inputs->candidates[i] = candidate;
    }
    return inputs;
}

static comparison_card_t *
cards_new (wl_arena_t *arena, const Evaluation__RankingInputs *inputs)
{
    comparison_card_t *cards = wl_arena_array (arena, (size_t) APPLICATIONS * CARDS, sizeof *cards);

    for (size_t i = 0; i < (size_t) APPLICATIONS * CARDS; i++)
        cards[i] = (comparison_card_t){
            wl_text_printf (arena, "assessor-%d",
                            (int) draw (ASSESSORS / CARDS) * CARDS + (int) (i % CARDS)),
            inputs->candidates[i / CARDS]->application_id, inputs->candidates[i / CARDS]->points
        };
    return cards;
}

typedef void
work_t (wl_arena_t *arena, const Evaluation__RankingInputs *inputs, const comparison_card_t *cards);

static void
sort (wl_arena_t *arena, const Evaluation__RankingInputs *inputs, const comparison_card_t *cards)
{
    int64_t *points = wl_arena_array (arena, inputs->n_candidates, sizeof *points);

    (void) cards;
    for (size_t i = 0; i < inputs->n_candidates; i++)
        points[i] = inputs->candidates[i]->amount_grosze;
    qsort (points, inputs->n_candidates, sizeof *points, compare_numbers);
}

static void
list (wl_arena_t *arena, const Evaluation__RankingInputs *inputs, const comparison_card_t *cards)
{
    ranking_list_t list;

    (void) cards;
    ranking_compute (arena, inputs, &list);
}

static void
compare (wl_arena_t *arena, const Evaluation__RankingInputs *inputs, const comparison_card_t *cards)
{
    Evaluation__RankingComparison comparison = EVALUATION__RANKING_COMPARISON__INIT;
    ranking_list_t list;

    ranking_compute (arena, inputs, &list);
    comparison_make (arena, inputs, &list, cards, (size_t) APPLICATIONS * CARDS, &comparison);
    printf ("    (knapsack proved: %s)\n", comparison.knapsack->proved ? "yes" : "no");
}

static int64_t
median (wl_arena_t *arena, work_t *work, const Evaluation__RankingInputs *inputs,
        const comparison_card_t *cards, int runs)
{
    int64_t times[RUNS];

    for (int i = 0; i < runs; i++) {
        wl_arena_mark_t mark = wl_arena_mark (arena);
        int64_t start = wl_monotonic ();
        work (arena, inputs, cards);
        times[i] = wl_monotonic () - start;
        wl_arena_rewind (arena, mark);
    }
    qsort (times, (size_t) runs, sizeof times[0], compare_numbers);
    return times[runs / 2];
}

static void
report (const char *what, int64_t time, int64_t floor)
{
    printf ("%-44s %8.1f ms  %6.3f of 1 s  %6.1f x sorting\n", what, (double) time / 1000,
            (double) time / 1000000, (double) time / (double) floor);
}

int
main (void)
{
    wl_arena_t *arena = wl_arena_new (512L << 20);
    Wlacznik__TieRule rules[3];
    Wlacznik__TieRule *chain[] = { &rules[0], &rules[1], &rules[2] };
    Wlacznik__RankingRules plain = WLACZNIK__RANKING_RULES__INIT;
    Wlacznik__RankingRules full = WLACZNIK__RANKING_RULES__INIT;
    static const Wlacznik__TieStep steps[] = { WLACZNIK__TIE_STEP__TIE_TOPIC_COVERAGE,
                                               WLACZNIK__TIE_STEP__TIE_REGION_COVERAGE,
                                               WLACZNIK__TIE_STEP__TIE_DRAW };
    Evaluation__RankingInputs *inputs = inputs_new (arena, &plain);
    comparison_card_t *cards = cards_new (arena, inputs);
    int64_t floor = median (arena, sort, inputs, cards, RUNS);

    for (size_t i = 0; i < 3; i++) {
        wlacznik__tie_rule__init (&rules[i]);
        rules[i].step = steps[i];
    }
    full.tie_chain = chain;
    full.n_tie_chain = 3;
    report ("sorting 10,000 numbers", floor, floor);
    report ("a list, ties by filing", median (arena, list, inputs, cards, RUNS), floor);
    inputs->rules = &full;
    report ("a list, ties by coverage and a draw", median (arena, list, inputs, cards, RUNS),
            floor);
    for (size_t i = 0; i < inputs->n_candidates; i++)
        inputs->candidates[i]->points = 7000, inputs->candidates[i]->passed = true;
    report ("the same, all 10,000 in one tie", median (arena, list, inputs, cards, RUNS), floor);
    for (size_t i = 0; i < inputs->n_candidates; i++)
        inputs->candidates[i]->points = 5000 + draw (5000);
    report ("a comparison of three ways", median (arena, compare, inputs, cards, 3), floor);
    wl_arena_destroy (&arena);
    return 0;
}
