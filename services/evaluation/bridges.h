/* How comparable regions are, by bridge experts: people who scored in two of them (features.md 3,
 * point 6). Pure, and advice only: no place is ever changed by it.
 *
 * A card of an application that others scored too deviates from the mean of the others. Somebody
 * who is equally strict everywhere deviates upwards where the others are strict and downwards where
 * they are lenient. So of one expert in regions A and B,
 *
 *     leniency of A against B = mean deviation in B - mean deviation in A,
 *
 * and of several it is the mean of these, each weighted by the inverse of its variance. The
 * variance of a card's deviation is pooled over all experts and regions, within each of them; the
 * interval is 1.96 standard deviations, 95 % if deviations are normal. What it does not hold: that
 * an expert may be stricter as a guest. That shows only when several experts of the same pair
 * disagree.
 *
 * No more than number, sum and sum of squares of the deviations is needed of an expert in a region,
 * and nothing is told before there are enough cards that no single one can be read out of them.
 *
 * Integers but for the weights; results are rounded to hundredths. */
#pragma once

#include "base/arena.h"
#include "wlacznik/evaluation.pb-c.h"

/* Cards in each region that an expert needs to count: of two, sum and squares would tell both. */
enum { BRIDGE_LEAST_CARDS = 3 };

typedef struct bridge_card {
    const char *expert;
    const char *application_id;
    const char *region;
    int64_t points; /* hundredths, without premiums */
} bridge_card_t;

/* Of one expert in one region; deviations in hundredths. */
typedef struct bridge_fact {
    const char *expert;
    const char *region;
    uint32_t cards;
    int64_t sum;
    int64_t squares;
} bridge_fact_t;

/* One fact for each expert and region with a card beside somebody else's, by expert and region.
 * `cards` may stand in any order. All in `arena`; texts are those of `cards`. */
void bridge_facts (wl_arena_t *arena, const bridge_card_t *cards, size_t count, bridge_fact_t **ret,
                   size_t *ret_count);

/* Whether a fact of so many cards may leave the region, after one of `told` cards did (0: none):
 * neither it nor its difference to that one may be about fewer than BRIDGE_LEAST_CARDS. The same
 * number again may: a card that was revised changes it by no more than the revision. */
WL_MUST_CHECK bool bridge_may_tell (uint32_t told, uint32_t cards);

/* Fills pairs, by region, and `unlinked` out of `regions`, which stand in order. An expert is
 * whoever has the same name in several facts; facts of too few cards do not count. */
void bridge_compare (wl_arena_t *arena, const bridge_fact_t *facts, size_t count,
                     char *const *regions, size_t region_count, Evaluation__RegionComparison *ret);
