/* The best assignment, proved. Pure: arrays in, pairs and prices out; integers only.
 *
 * The problem is a transportation problem. Application i needs need[i] different assessors;
 * assessor j takes least[j] to most[j] applications; a pair has a fit or is forbidden; of an
 * application's cards at least quota[i][c] come from assessors of cell c, and an assessor is in one
 * cell of each application. The solver first leaves as few cards unserved and minimum loads unmet
 * as can be, and then makes the sum of fits less those costs as large as can be. It is exact for
 * every input within the bounds.
 *
 * Prices prove it. With any prices at all no assignment can be worth more than
 *
 *     sum over applications: the best cards that it could choose at fit minus price
 *   + sum over assessors:    the most that its load could earn at its price
 *
 * (weak duality), so prices under which that bound equals the assignment's own worth are a proof
 * that nothing beats it. assignment_proof.h adds it up; it does not know how the prices came about.
 *
 * Method: an auction (Bertsekas and Castanon 1989, "transportation problems with similar objects")
 * with scaling of the increment. Applications bid for assessors up to the value of their best
 * alternative; an assessor lets the lowest bid go. Room that nobody needs is held by one bidder,
 * `idle`, so that both sides balance and prices only rise; hence each application may keep a short
 * list of candidates, which is scanned again only when it no longer holds the best. Fits are scaled
 * by more than the number of prices, so the last increment, 1, is too small to hide a better
 * assignment, and rounding the prices at a remainder that none of them has gives exact integers.
 *
 * Time grows with applications x assessors and the logarithm of the range of fits; memory beside
 * the matrix with applications x (longest need + 16). tests/bench/README.md has the figures.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"

#define ASSIGNMENT_FORBIDDEN INT32_MIN  /* as a fit */
#define ASSIGNMENT_NOBODY    UINT32_MAX /* as a choice: the card is unserved */

enum {
    ASSIGNMENT_CELLS = 4,
    ASSIGNMENT_ASSESSORS_MAX = 1 << 14,
    ASSIGNMENT_APPLICATIONS_MAX = 1 << 20,
    ASSIGNMENT_FIT_MAX = 1 << 27, /* of either sign */
    ASSIGNMENT_NEED_MAX = 64,
};
#define ASSIGNMENT_STEP_MAX ((int64_t) 1 << 40)

typedef struct assignment_network {
    size_t applications, assessors;
    const int32_t *fit;    /* row by row: of application i and assessor j at i * assessors + j */
    const uint32_t *need;  /* per application */
    const uint32_t *least; /* per assessor; NULL: none */
    const uint32_t *most;  /* per assessor */
    /* Cells of the pairs, in the shape of `fit`, each below ASSIGNMENT_CELLS, and how many cards of
     * each an application must get; their sum is at most its need. Both or neither. */
    const uint8_t *cell;
    const uint8_t (*quota)[ASSIGNMENT_CELLS];
    /* The l-th card of assessor j costs load_step * (held[j] + l); 0: loads cost nothing. A step
     * above every sum of fits makes loads as even as can be (least sum of squares), then fits. */
    int64_t load_step;
    const uint32_t *held; /* cards that assessors have beside this problem; NULL: none */
} assignment_network_t;

typedef struct assignment_optimum {
    /* The assessors of application i: choice[first[i]] to choice[first[i + 1] - 1], ascending, with
     * ASSIGNMENT_NOBODY behind them. */
    uint32_t *choice;
    size_t *first;
    int64_t *price;      /* per assessor, in units of fit; below 0 only to make up a minimum load */
    int64_t total;       /* sum of the fits of the pairs */
    uint64_t unserved;   /* cards that nobody takes */
    uint64_t underloads; /* cards that assessors lack for their minimum */
} assignment_optimum_t;

/* Results and working memory live in the arena. WL_INVALID_ARGUMENT: not within the bounds of
 * assignment_proof.h. WL_INTERNAL: the result did not pass its own
 * proof, which would be a fault of the solver. Not thread-safe on the same arena. */
WL_MUST_CHECK wl_status assignment_optimise (wl_arena_t *arena, const assignment_network_t *network,
                                             assignment_optimum_t *ret);
