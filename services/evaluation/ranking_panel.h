/* What a panel moved on a list (domain.md 4.2 state 4). Pure.
 *
 * A move puts an application directly ahead of another one, or directly behind it; points stay as
 * they are. It says who stands next to whom and not which place that is, so that it means the same
 * when others leave the list later. Moves are made one after the other, in the order in which they
 * were decided.
 *
 * A move has no effect where one of the two is not on the list or was rejected formally, where they
 * stand on different sides of the threshold, or where the application is on the wanted side of the
 * other one already. So no move lifts anybody over a threshold.
 */
#pragma once

#include "ranking.h"

/* Moves the places, which are in their order, and numbers them anew. What stands behind another one
 * than the rules put there has no tie step but "panel" if it was moved itself. */
void
ranking_move (wl_arena_t *arena, const Evaluation__RankingInputs *inputs, ranking_list_t *list);

/* Into the order in which they were decided. */
void ranking_sort_moves (Evaluation__PanelMove **moves, size_t count);
