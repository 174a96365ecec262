/* Answers that are lists: the rows of a table, the lines of a budget, people, attachments. Pure.
 *
 * Totals are the house's: whoever sends one that differs from what comes out is told so, and what
 * is kept is always computed here. */
#pragma once

#include "base/problems.h"
#include "wlacznik/types.pb-c.h"

enum { LIST_ROWS_MAX = 100 };

#define MONEY_MAX INT64_C (100000000000000) /* grosze; a sum above it is a slip of the pen */

/* What is wrong even in a draft. The answer has no other parts than its field's kind. */
void table_check_fit (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
                      const wl_problems_t *problems);
/* What is missing in a submission: rows, required columns, a line's category, name, price, count.
 */
void table_check_gaps (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
                       const wl_problems_t *problems);

/* Writes the totals into an answer that fits: of each line and of the whole budget, and of each
 * column of a table that has one. Other kinds stay as they are. */
void table_compute_totals (const Wlacznik__FormField *field, Wlacznik__Answer *answer,
                           wl_arena_t *arena);
