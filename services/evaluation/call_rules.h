/* What a call's definition says about its stages and about names. Pure. */
#pragma once

#include "base/clock.h"
#include "base/text.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"

/* Points into the definition; NULL when it has no such stage. */
const Wlacznik__Stage *call_find_stage (const Intake__CallDefinition *definition, const char *key);

/* Where a submission of the stage starts: at the formal check when the stage has formal items, else
 * at its cards or its decision. */
Evaluation__DossierState call_first_state (const Wlacznik__Stage *stage);
/* Where it goes when the formal check is passed: to its cards, or where there are none to its
 * decision. */
Evaluation__DossierState call_state_after_formal (const Wlacznik__Stage *stage);
/* Where it goes when all cards are in: to a list, or to its decision. */
Evaluation__DossierState call_state_after_cards (const Wlacznik__Stage *stage);

/* Whether a form of the call keeps the title from assessors. Later stages carry the first one's
 * title, so one such form is enough. */
bool call_hides_title (const Intake__CallDefinition *definition);

/* What a list is computed from as far as the call says it: all but the candidates, the incompatible
 * ones and the draw. Shares what it points to with the definition. */
void call_ranking_inputs (wl_arena_t *arena, const Intake__CallDefinition *definition,
                          const Wlacznik__Stage *stage, Evaluation__RankingInputs *ret);

/* The first instant that is too late for a term of `days` that starts at `event`. */
wl_time_t call_term_end (wl_time_t event, uint32_t days, Wlacznik__TermKind kind);

/* The application's topic: the one choice in the field that the call names, else "". */
char *call_topic (wl_arena_t *arena, const char *topic_field, const Wlacznik__Answers *answers);

/* How a published list names the applicant (domain.md 4.2, note): an organisation always; persons
 * and groups of persons only if the call says so, else "". */
char *
call_public_name (wl_arena_t *arena, bool names_persons, const Wlacznik__Applicant *applicant);
