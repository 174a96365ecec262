/* An assignment in words, Polish or English: why this pair, why cards are missing, why a wish
 * cannot be. Pure; results live in the arena and name no person. */
#pragma once

#include "assignment.h"
#include "assignment_shortage.h"

/* `likeness` as text_compare gives it; `load`: cards that the assessor has with this result. */
char *assignment_reason (wl_arena_t *arena, const char *locale, const assignment_problem_t *problem,
                         const assignment_result_t *result, const assignment_pair_t *pair,
                         int32_t likeness, uint32_t load);

/* Why a pair may not be; `pl` and `en` get a sentence each. */
void assignment_bar_words (assignment_bar_t bar, const char **ret_pl, const char **ret_en);

/* One line for each rule of the problem: how many more cards would be served without it. Solves the
 * problem once for each. `count` gets the number of lines. WL_OK or what assignment_solve says. */
WL_MUST_CHECK wl_status assignment_blame (wl_arena_t *arena, const char *locale,
                                          const assignment_problem_t *problem,
                                          const assignment_result_t *result, char ***ret,
                                          size_t *ret_count);
