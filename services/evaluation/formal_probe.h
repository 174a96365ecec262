/* What the house can look up for formal items (domain.md 4.4). Pure. A proposal is never a
 * decision: duplicates are flagged to a person and reject nobody (4.2 state 2). */
#pragma once

#include "base/clock.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"

typedef struct formal_facts {
    const Intake__CallDefinition *call;
    bool first_stage;       /* only it has a window and an amount of its own */
    wl_time_t submit_until; /* extensions included */
    wl_time_t submitted_at;
    int64_t amount_grosze;
    const Wlacznik__Applicant *applicant; /* NULL when it was erased, as are the answers */
    const Wlacznik__Answers *answers;
    char *const *twins; /* numbers of applications with the same title or content */
    size_t twin_count;
} formal_facts_t;

/* Proposals for the items that have a probe and could be looked up, in the order of the stage; the
 * reason says what was seen, in the language of `locale`. Gives their number; `ret` needs as many
 * places as the stage has items. */
size_t formal_propose (wl_arena_t *arena, const Wlacznik__Stage *stage, const formal_facts_t *facts,
                       const char *locale, Evaluation__FormalItemAnswer **ret);

/* Whether a check with this outcome needs a second person. */
bool formal_needs_confirmation (const Wlacznik__Stage *stage, bool passed);
