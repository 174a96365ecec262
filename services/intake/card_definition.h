/* What is wrong with a card of criteria. Pure. */
#pragma once

#include "base/problems.h"
#include "wlacznik/types.pb-c.h"

/* Names every problem under `at`. `purpose`: whether the cards make a list or serve a decision,
 * which may do without points. */
void card_definition_check (const Wlacznik__MeritCard *card, Wlacznik__AssessmentKind purpose,
                            const char *at, const wl_problems_t *problems);
