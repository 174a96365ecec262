/* Who gets how much. Pure.
 *
 * - The call's pool is one purse, or one for each region that has its own and one for the others.
 *   First each purse goes down the list of its own regions. Then, if the call carries over, what
 *   all of them left goes down the whole list once more.
 * - An application that no longer fits its purse gets nothing; that ends the purse, or is passed
 *   over (`skip_too_large`). With `part_funding` it gets the rest of the purse, if the part is at
 *   least `part_min_percent` of what was asked for and at least the call's smallest grant; a later
 *   purse may fill it up. A part ends its purse.
 * - Of incompatible projects the first to be recommended bars the others, which do not wait on the
 *   reserve list either.
 * - In a later version of a list, whoever was recommended keeps what it got (`held`), whatever its
 *   place is now, and is not filled up; who gave the place up gets nothing. The rest is shared out
 *   as above, so a free place goes to the next on the list.
 * - The next ones above the threshold wait on the reserve list, up to the call's number.
 * - No purse is ever overdrawn, and no more is spent than the pool.
 */
#pragma once

#include "ranking.h"

/* Fills group, granted_grosze and blocked_by of the places, which are in their order. */
void
ranking_spend (wl_arena_t *arena, const Evaluation__RankingInputs *inputs, ranking_list_t *list);

/* ---- the parts that other ways to spend share ---- */

/* The purses of a call before anything is spent: [0] is of the regions without one of their own. */
typedef struct ranking_purses {
    int64_t *grosze;
    size_t count;
} ranking_purses_t;

ranking_purses_t ranking_purses (wl_arena_t *arena, const Evaluation__RankingInputs *inputs);
/* Which purse serves the region. */
size_t ranking_purse_of (const Evaluation__RankingInputs *inputs, const char *region);

/* Incompatible pairs as indexes of candidates; pairs of which one is no candidate are left out. */
typedef struct ranking_rivals {
    size_t (*pairs)[2];
    size_t count;
} ranking_rivals_t;

ranking_rivals_t ranking_rivals (wl_arena_t *arena, const Evaluation__RankingInputs *inputs);
