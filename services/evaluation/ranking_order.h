/* The order of a list: thresholds, points, and the chain of tie rules. Pure.
 *
 * A chain of the call (`tie_chain`, or the older `tie_steps`) is followed by the moment of filing
 * and by the number, so that the order is always total and the money line never falls inside a tie.
 *
 * A coverage rule (domain.md 3.1) looks at everybody who stands higher, so it changes as the list
 * grows: of two applications of a new topic the second is no longer new. An application without a
 * topic covers none and gains nothing.
 *
 * A draw compares the first 63 bits of BLAKE2b-256 of "SEED\nNUMBER", the lower first, so that
 * anybody can check it:  printf '%s\n%s' SEED NUMBER | b2sum -l 256
 */
#pragma once

#include "ranking.h"

/* Fills candidate, points, place, tie_step and tie_trace of `ret`, one per candidate. */
void
ranking_order (wl_arena_t *arena, const Evaluation__RankingInputs *inputs, ranking_place_t *ret);
