/* Appeals (domain.md 2.10, 4.2 state 5a): until when, and against what. Pure. */
#pragma once

#include "base/clock.h"
#include "base/problems.h"
#include "wlacznik/evaluation.pb-c.h"

/* The rules for this kind of appeal; NULL when the stage has none. */
const Wlacznik__AppealRules *
appeal_rules (const Wlacznik__Stage *stage, Evaluation__AppealKind kind);

/* The first instant that is too late to appeal against a decision that was sent at `sent`.
 * `received` is 0 when no receipt was recorded: then, where the term runs from receipt, the letter
 * counts as received when 14 days have passed since it was sent (KPA art. 44 para. 4). */
wl_time_t appeal_until (const Wlacznik__AppealRules *rules, wl_time_t sent, wl_time_t received);

/* Each contested key once, and each a criterion of the card (against a result) or one of the items
 * that the formal check found not met. Problems under "contested". */
WL_MUST_CHECK wl_status appeal_check_contested (const Wlacznik__Stage *stage,
                                                const Evaluation__FormalCheck *check,
                                                char *const *contested, size_t count,
                                                const wl_problems_t *problems);
