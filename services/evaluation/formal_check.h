/* The formal check of a stage: yes, no or not applicable to every item (domain.md 4.4). Pure. */
#pragma once

#include "base/problems.h"
#include "wlacznik/evaluation.pb-c.h"

/* Judges the answers: every item of the stage exactly once, a reason for each no. `ret_passed` says
 * that no item was answered no; what does not apply does no harm. WL_OK or WL_INVALID_ARGUMENT with
 * every problem named under "items". */
WL_MUST_CHECK wl_status formal_check_judge (const Wlacznik__Stage *stage,
                                            Evaluation__FormalItemAnswer *const *answers,
                                            size_t count, const wl_problems_t *problems,
                                            bool *ret_passed);

/* The Polish texts of the items that were answered no, for the public list; "" when there are none.
 * Only the call's own words: the reasons that staff wrote may speak of a person. */
char *formal_check_public_reason (wl_arena_t *arena, const Wlacznik__Stage *stage,
                                  Evaluation__FormalItemAnswer *const *answers, size_t count);
