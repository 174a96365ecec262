#include "bridges.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const double wide = 1.959964; /* standard deviations of a 95 % interval */

/* ---- what experts did ---- */

static int
compare_applications (const void *left, const void *right)
{
    const bridge_card_t *a = left, *b = right;
    int order = strcmp (a->application_id, b->application_id);

    return order != 0 ? order : strcmp (a->expert, b->expert);
}

static int
compare_facts (const void *left, const void *right)
{
    const bridge_fact_t *a = left, *b = right;
    int order = strcmp (a->expert, b->expert);

    return order != 0 ? order : strcmp (a->region, b->region);
}

/* Half away from zero; `divisor` is above it. */
static int64_t
divide (int64_t dividend, int64_t divisor)
{
    int64_t half = dividend < 0 ? -(divisor / 2) : divisor / 2;

    return (dividend + half) / divisor;
}

/* The cards of one application: each against the mean of the others. */
static void
add_deviations (const bridge_card_t *cards, size_t count, bridge_fact_t *facts, size_t *fact_count)
{
    int64_t total = 0;

    if (count < 2)
        return;
    for (size_t i = 0; i < count; i++)
        total += cards[i].points;
    for (size_t i = 0; i < count; i++) {
        int64_t others = (int64_t) count - 1;
        int64_t deviation = divide (cards[i].points * others - (total - cards[i].points), others);
        facts[(*fact_count)++] = (bridge_fact_t){ .expert = cards[i].expert,
                                                  .region = cards[i].region,
                                                  .cards = 1,
                                                  .sum = deviation,
                                                  .squares = deviation * deviation };
    }
}

static void
add_up (bridge_fact_t *facts, size_t *count)
{
    size_t kept = 0;

    qsort (facts, *count, sizeof *facts, compare_facts);
    for (size_t i = 0; i < *count; i++) {
        bridge_fact_t *last = kept == 0 ? NULL : &facts[kept - 1];
        if (last == NULL || compare_facts (last, &facts[i]) != 0) {
            facts[kept++] = facts[i];
            continue;
        }
        last->cards += facts[i].cards;
        last->sum += facts[i].sum;
        last->squares += facts[i].squares;
    }
    *count = kept;
}

void
bridge_facts (wl_arena_t *arena, const bridge_card_t *cards, size_t count, bridge_fact_t **ret,
              size_t *ret_count)
{
    bridge_card_t *sorted = wl_arena_array (arena, count, sizeof *sorted);

    *ret = wl_arena_array (arena, count, sizeof **ret);
    *ret_count = 0;
    if (count == 0)
        return;
    memcpy (sorted, cards, count * sizeof *sorted);
    qsort (sorted, count, sizeof *sorted, compare_applications);
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first + 1; next < count && strcmp (sorted[next].application_id,
                                                       sorted[first].application_id) == 0;)
            next++;
        add_deviations (&sorted[first], next - first, *ret, ret_count);
    }
    add_up (*ret, ret_count);
}

bool
bridge_may_tell (uint32_t told, uint32_t cards)
{
    uint32_t apart = told > cards ? told - cards : cards - told;

    return cards >= BRIDGE_LEAST_CARDS && (apart == 0 || apart >= BRIDGE_LEAST_CARDS);
}

/* ---- regions ---- */

static bool
counts (const bridge_fact_t *fact)
{
    return fact->cards >= BRIDGE_LEAST_CARDS;
}

static double
mean (const bridge_fact_t *fact)
{
    return (double) fact->sum / fact->cards;
}

/* Of a single card's deviation. */
static double
pooled_variance (const bridge_fact_t *facts, size_t count)
{
    double squares = 0, freedom = 0;

    for (size_t i = 0; i < count; i++)
        if (counts (&facts[i])) {
            squares += (double) facts[i].squares - mean (&facts[i]) * (double) facts[i].sum;
            freedom += facts[i].cards - 1;
        }
    return freedom > 0 ? fmax (squares, 0) / freedom : 0;
}

typedef struct pair {
    const char *region, *other;
    uint32_t experts, cards, other_cards;
    double weight, weighted; /* of 1 / (1/n + 1/m): the variance of a card is common to all */
} pair_t;

static int
compare_pairs (const void *left, const void *right)
{
    const pair_t *a = left, *b = right;
    int order = strcmp (a->region, b->region);

    return order != 0 ? order : strcmp (a->other, b->other);
}

static pair_t
pair_of (const bridge_fact_t *first, const bridge_fact_t *second)
{
    double weight = 1 / (1.0 / first->cards + 1.0 / second->cards);

    return (pair_t){ .region = first->region,
                     .other = second->region,
                     .experts = 1,
                     .cards = first->cards,
                     .other_cards = second->cards,
                     .weight = weight,
                     .weighted = weight * (mean (second) - mean (first)) };
}

/* Every two regions of every expert. `facts` stand by expert and region. With `pairs` NULL it only
 * counts. */
static size_t
find_pairs (const bridge_fact_t *facts, size_t count, pair_t *pairs)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count && strcmp (facts[j].expert, facts[i].expert) == 0; j++)
            if (counts (&facts[i]) && counts (&facts[j])) {
                if (pairs != NULL)
                    pairs[found] = pair_of (&facts[i], &facts[j]);
                found++;
            }
    return found;
}

static size_t
merge_pairs (pair_t *pairs, size_t count)
{
    size_t kept = 0;

    if (count > 0)
        qsort (pairs, count, sizeof *pairs, compare_pairs);
    for (size_t i = 0; i < count; i++) {
        pair_t *last = kept == 0 ? NULL : &pairs[kept - 1];
        if (last == NULL || compare_pairs (last, &pairs[i]) != 0) {
            pairs[kept++] = pairs[i];
            continue;
        }
        last->experts++;
        last->cards += pairs[i].cards;
        last->other_cards += pairs[i].other_cards;
        last->weight += pairs[i].weight;
        last->weighted += pairs[i].weighted;
    }
    return kept;
}

static Evaluation__RegionsCompared *
describe_pair (wl_arena_t *arena, const pair_t *pair, double variance)
{
    Evaluation__RegionsCompared *compared = wl_arena_alloc (arena, sizeof *compared);
    double difference = pair->weighted / pair->weight;
    double half = wide * sqrt (variance / pair->weight);

    evaluation__regions_compared__init (compared);
    compared->region = wl_text_copy (arena, pair->region);
    compared->other = wl_text_copy (arena, pair->other);
    compared->experts = pair->experts;
    compared->cards = pair->cards;
    compared->other_cards = pair->other_cards;
    compared->difference = (int32_t) lround (difference);
    compared->low = (int32_t) lround (difference - half);
    compared->high = (int32_t) lround (difference + half);
    return compared;
}

static bool
is_linked (const pair_t *pairs, size_t count, const char *region)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp (pairs[i].region, region) == 0 || strcmp (pairs[i].other, region) == 0)
            return true;
    return false;
}

void
bridge_compare (wl_arena_t *arena, const bridge_fact_t *facts, size_t count, char *const *regions,
                size_t region_count, Evaluation__RegionComparison *ret)
{
    bridge_fact_t *sorted = wl_arena_array (arena, count, sizeof *sorted);
    double variance = pooled_variance (facts, count);
    size_t pair_count;
    pair_t *pairs;

    if (count > 0) {
        memcpy (sorted, facts, count * sizeof *sorted);
        qsort (sorted, count, sizeof *sorted, compare_facts);
    }
    pairs = wl_arena_array (arena, find_pairs (sorted, count, NULL), sizeof *pairs);
    pair_count = merge_pairs (pairs, find_pairs (sorted, count, pairs));
    ret->least_cards = BRIDGE_LEAST_CARDS;
    ret->pairs = wl_arena_array (arena, pair_count, sizeof (Evaluation__RegionsCompared *));
    for (size_t i = 0; i < pair_count; i++)
        ret->pairs[ret->n_pairs++] = describe_pair (arena, &pairs[i], variance);
    ret->unlinked = wl_arena_array (arena, region_count, sizeof *ret->unlinked);
    for (size_t i = 0; i < region_count; i++)
        if (!is_linked (pairs, pair_count, regions[i]))
            ret->unlinked[ret->n_unlinked++] = regions[i];
}
