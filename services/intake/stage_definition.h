/* The part of call_definition.h that looks into one stage: its form, its formal items, its card. */
#pragma once

#include "base/problems.h"
#include "wlacznik/types.pb-c.h"

/* `at` is the stage's path, "definition.stages[0]". The first stage is the application itself, so
 * its form must ask for the title and the amount. */
void stage_definition_check (const Wlacznik__Stage *stage, bool first, const char *at,
                             const wl_problems_t *problems);
