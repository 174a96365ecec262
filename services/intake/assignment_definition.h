/* The part of call_definition.h that looks into how a stage's assessors are chosen. */
#pragma once

#include "base/problems.h"
#include "wlacznik/types.pb-c.h"

/* `at` is the card's path, "definition.stages[0].meritCard". The fields that the rules name must be
 * choices of the stage's form, and the quotas together no more than the cards. */
void assignment_definition_check (const Wlacznik__Stage *stage, const char *at,
                                  const wl_problems_t *problems);
