/* A list beside two other ways to spend the same money: knapsack.h and equal_shares.h. Pure, and
 * advice only: it shows who would win and lose before a list is published (CONSUL's users ask for
 * it; features.md 3).
 *
 * The frame is the call's own (ranking_money.h): each purse is spent on its regions, then, if the
 * call carries over, what they left on whoever was left out. Incompatible projects exclude each
 * other. Both ways fund projects whole or not at all.
 */
#pragma once

#include "ranking.h"

/* What an assessor gave an application. */
typedef struct comparison_card {
    const char *assessor_id;
    const char *application_id;
    int64_t points;
} comparison_card_t;

/* By application, then by assessor; for qsort. */
int comparison_card_order (const void *left, const void *right);

/* Fills `ret` from the list that was computed from `inputs`. `cards` may stand in any order; those
 * of applications that did not pass do not count. */
void comparison_make (wl_arena_t *arena, const Evaluation__RankingInputs *inputs,
                      const ranking_list_t *list, const comparison_card_t *cards, size_t card_count,
                      Evaluation__RankingComparison *ret);
