/* Which projects have the most points together for the money there is: the 0-1 knapsack, exact and
 * in integers, with pairs that exclude each other. Pure.
 *
 * Dynamic programming over undominated states (Nemhauser and Ullmann, 1969), items by points per
 * grosz, states dropped when even the best fractional filling (Dantzig's bound) could not beat the
 * best choice known. Pairs are branched on: a choice that has both is tried without the one and
 * without the other. The work is bounded; a search that is cut off says so and gives its bound.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"

typedef struct knapsack_item {
    int64_t cost;   /* not negative, at most 10^14 */
    int64_t points; /* not negative, at most 10^9 */
} knapsack_item_t;

typedef struct knapsack_input {
    const knapsack_item_t *items; /* in an order that decides between equally good choices */
    size_t count;
    int64_t money;
    size_t (*rivals)[2]; /* indexes of items */
    size_t rival_count;
} knapsack_input_t;

typedef struct knapsack_choice {
    bool *taken; /* by item */
    int64_t points;
    int64_t cost;
    bool proved;   /* nothing has more points */
    int64_t bound; /* what no choice exceeds; `points` when proved */
} knapsack_choice_t;

void knapsack_choose (wl_arena_t *arena, const knapsack_input_t *input, knapsack_choice_t *ret);
