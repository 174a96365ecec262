/* What the tables of the office say in words, in Polish or in English. Pure; constant texts, but
 * for the code. */
#pragma once

#include "base/text.h"
#include "wlacznik/evaluation.pb-c.h"

typedef struct table_label {
    const char *pl, *en;
} table_label_t;

const char *table_say (const char *locale, table_label_t label);
const char *table_yes_no (const char *locale, bool yes);
const char *table_group (const char *locale, Evaluation__ListGroup group);
/* `step` is a RankingEntry's tie_step. */
const char *table_tie_step (const char *locale, const char *step);
const char *table_card_state (const char *locale, Evaluation__CardState state);
const char *table_answer (const char *locale, Evaluation__FormalAnswer answer);
const char *table_appeal_kind (const char *locale, Evaluation__AppealKind kind);
const char *table_appeal_state (const char *locale, Evaluation__AppealState state);

/* Who somebody is in a table that does not name them: the same person has the same code throughout
 * a call and another in the next. It keeps names from whoever gets the table; not from those who
 * know accounts. */
char *table_code (wl_arena_t *arena, const char *locale, const char *call_id, const char *user_id);
