/* What is wrong with a card of criteria. Pure. */
#pragma once

#include "problems.h"
#include "wlacznik/types.pb-c.h"

/* Names every problem under `at`. */
void
card_definition_check (const Wlacznik__MeritCard *card, const char *at, const problems_t *problems);
