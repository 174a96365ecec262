#include "scoring.h"

#include <stdlib.h>
#include <string.h>

#include "base/amount.h"

/* A card in numbers. */
typedef struct tally {
    const scoring_card_t *card;
    size_t criterion_count;
    int64_t points[SCORING_CRITERIA_MAX]; /* parallel to rules->criteria */
    int64_t base;                         /* the sum without premiums */
    int64_t total;                        /* the sum with them */
    bool counted;
} tally_t;

/* All cards of an application: the first ones with the higher in front, and the third. */
typedef struct bench {
    const Wlacznik__MeritCard *rules;
    tally_t first[SCORING_CARDS_MAX];
    size_t first_count;
    tally_t third;
    bool has_third;
} bench_t;

/* ---- reading cards ---- */

static const Evaluation__CriterionScore *
score_of (const Evaluation__Scores *scores, const char *criterion)
{
    for (size_t i = 0; i < scores->n_list; i++)
        if (strcmp (scores->list[i]->criterion, criterion) == 0)
            return scores->list[i];
    return NULL;
}

/* As many scores as criteria, and one for each, is exactly one for each. */
static wl_status
tally_scores (const Wlacznik__MeritCard *rules, const Evaluation__Scores *scores, tally_t *ret)
{
    *ret = (tally_t){ .criterion_count = rules->n_criteria };
    if (scores == NULL || scores->n_list != rules->n_criteria ||
        rules->n_criteria > SCORING_CRITERIA_MAX)
        return WL_INVALID_ARGUMENT;
    for (size_t i = 0; i < rules->n_criteria; i++) {
        const Wlacznik__Criterion *criterion = rules->criteria[i];
        const Evaluation__CriterionScore *score = score_of (scores, criterion->key);
        if (score == NULL || score->points < 0 || score->points > criterion->max_points)
            return WL_INVALID_ARGUMENT;
        ret->points[i] = score->points;
        ret->total += score->points;
        if (!criterion->premium)
            ret->base += score->points;
    }
    return WL_OK;
}

static int
compare_numbers (int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* The higher card first; equal ones in an order that does not depend on how they were given. */
static int
compare_tallies (const void *left, const void *right)
{
    const tally_t *a = left;
    const tally_t *b = right;
    int order = compare_numbers (b->base, a->base);

    if (order == 0)
        order = compare_numbers (b->total, a->total);
    for (size_t i = 0; order == 0 && i < a->criterion_count; i++)
        order = compare_numbers (b->points[i], a->points[i]);
    return order != 0 ? order : strcmp (a->card->id, b->card->id);
}

static wl_status
add_card (bench_t *bench, const scoring_card_t *card)
{
    tally_t *place = card->third ? &bench->third : &bench->first[bench->first_count];

    if (card->third && (bench->has_third || bench->rules->assessors != 2))
        return WL_INVALID_ARGUMENT;
    if (!card->third && bench->first_count == bench->rules->assessors)
        return WL_INVALID_ARGUMENT;
    WL_TRY (tally_scores (bench->rules, card->scores, place));
    place->card = card;
    if (card->third)
        bench->has_third = true;
    else
        bench->first_count++;
    return WL_OK;
}

static wl_status
seat (const Wlacznik__MeritCard *rules, const scoring_card_t *cards, size_t count, bench_t *ret)
{
    *ret = (bench_t){ .rules = rules };
    if (count > SCORING_CARDS_MAX || rules->assessors < 1 || rules->assessors > SCORING_CARDS_MAX)
        return WL_INVALID_ARGUMENT;
    for (size_t i = 0; i < count; i++)
        WL_TRY (add_card (ret, &cards[i]));
    qsort (ret->first, ret->first_count, sizeof ret->first[0], compare_tallies);
    return WL_OK;
}

/* ---- the rules ---- */

/* A percentage is of the highest sum without premiums, and never rounded. */
static bool
is_wide (const Wlacznik__MeritCard *rules, int64_t gap)
{
    int64_t most = 0;

    if (rules->third_gap > 0 && gap >= rules->third_gap)
        return true;
    if (rules->third_gap_percent == 0)
        return false;
    for (size_t i = 0; i < rules->n_criteria; i++)
        if (!rules->criteria[i]->premium)
            most += rules->criteria[i]->max_points;
    return 100 * gap >= rules->third_gap_percent * most;
}

static scoring_third_rule_t
third_rule (const bench_t *bench)
{
    const Wlacznik__MeritCard *rules = bench->rules;
    const tally_t *higher = &bench->first[0];
    const tally_t *lower = &bench->first[1];

    if (rules->assessors != 2)
        return SCORING_NO_THIRD;
    if (is_wide (rules, higher->base - lower->base))
        return SCORING_GAP;
    if (rules->third_on_split && higher->base >= rules->threshold && lower->base < rules->threshold)
        return SCORING_SPLIT;
    for (size_t i = 0; i < rules->n_criteria; i++)
        if (rules->criteria[i]->third_gap > 0 &&
            llabs (higher->points[i] - lower->points[i]) >= rules->criteria[i]->third_gap)
            return SCORING_CRITERION;
    return SCORING_NO_THIRD;
}

static void
count_with_third (bench_t *bench)
{
    tally_t *higher = &bench->first[0];
    tally_t *lower = &bench->first[1];
    int64_t to_higher = llabs (bench->third.base - higher->base);
    int64_t to_lower = llabs (bench->third.base - lower->base);

    bench->third.counted = true;
    if (to_higher != to_lower) {
        higher->counted = to_higher < to_lower;
        lower->counted = !higher->counted;
        return;
    }
    /* No public rule says what holds here (domain.md 4.3), so the call must. */
    higher->counted = true;
    lower->counted = bench->rules->equidistant == WLACZNIK__EQUIDISTANT_RULE__EQUIDISTANT_ALL;
}

static void
count_cards (bench_t *bench)
{
    if (bench->has_third) {
        count_with_third (bench);
        return;
    }
    for (size_t i = 0; i < bench->first_count; i++)
        bench->first[i].counted = true;
}

/* The counted ones, in any order: means do not mind. */
static size_t
list_counted (const bench_t *bench, const tally_t *ret[SCORING_CARDS_MAX + 1])
{
    size_t count = 0;

    for (size_t i = 0; i < bench->first_count; i++)
        if (bench->first[i].counted)
            ret[count++] = &bench->first[i];
    if (bench->third.counted)
        ret[count++] = &bench->third;
    return count;
}

static wl_status
settle (const bench_t *bench, scoring_result_t *ret)
{
    const Wlacznik__MeritCard *rules = bench->rules;
    const tally_t *counted[SCORING_CARDS_MAX + 1];
    int64_t values[SCORING_CARDS_MAX + 1];

    ret->counted_cards = list_counted (bench, counted);
    for (size_t i = 0; i < ret->counted_cards; i++)
        values[i] = counted[i]->total;
    if (!wl_mean (values, ret->counted_cards, &ret->points))
        return WL_INVALID_ARGUMENT;
    for (size_t i = 0; i < ret->counted_cards; i++)
        values[i] = counted[i]->base;
    if (!wl_mean (values, ret->counted_cards, &ret->threshold_points))
        return WL_INVALID_ARGUMENT;
    ret->passed = ret->threshold_points >= rules->threshold;
    for (size_t c = 0; c < rules->n_criteria; c++) {
        for (size_t i = 0; i < ret->counted_cards; i++)
            values[i] = counted[i]->points[c];
        if (!wl_mean (values, ret->counted_cards, &ret->criterion_points[c]))
            return WL_INVALID_ARGUMENT;
        if (!rules->criteria[c]->premium &&
            ret->criterion_points[c] < rules->criteria[c]->min_points)
            ret->passed = false;
    }
    return WL_OK;
}

static void
mark_counted (const bench_t *bench, const scoring_card_t *cards, scoring_result_t *ret)
{
    for (size_t i = 0; i < bench->first_count; i++)
        ret->counted[bench->first[i].card - cards] = bench->first[i].counted;
    if (bench->has_third)
        ret->counted[bench->third.card - cards] = bench->third.counted;
}

wl_status
scoring_decide (const Wlacznik__MeritCard *rules, const scoring_card_t *cards, size_t count,
                scoring_result_t *ret)
{
    scoring_result_t result = { .state = SCORING_WAITING };
    bench_t bench;

    WL_TRY (seat (rules, cards, count, &bench));
    if (bench.first_count < rules->assessors) {
        result.missing = rules->assessors - bench.first_count;
        *ret = result;
        return WL_OK;
    }
    result.third_rule = third_rule (&bench);
    if (result.third_rule != SCORING_NO_THIRD && !bench.has_third) {
        result.state = SCORING_THIRD_NEEDED;
        *ret = result;
        return WL_OK;
    }
    result.state = SCORING_FINAL;
    count_cards (&bench);
    WL_TRY (settle (&bench, &result));
    mark_counted (&bench, cards, &result);
    *ret = result;
    return WL_OK;
}

const char *
scoring_third_rule_name (scoring_third_rule_t rule)
{
    switch (rule) {
    case SCORING_GAP:
        return "gap";
    case SCORING_SPLIT:
        return "split";
    case SCORING_CRITERION:
        return "criterion";
    case SCORING_NO_THIRD:
        break;
    }
    return "";
}

wl_status
scoring_sum (const Wlacznik__MeritCard *rules, const Evaluation__Scores *scores, int64_t *ret)
{
    tally_t tally;

    WL_TRY (tally_scores (rules, scores, &tally));
    *ret = tally.total;
    return WL_OK;
}
