/* What is wrong with the rules by which a call's list is made. Pure. */
#pragma once

#include "base/problems.h"
#include "wlacznik/intake.pb-c.h"

/* Names every problem under "definition.ranking"; does nothing when there are no rules. */
void
ranking_definition_check (const Intake__CallDefinition *definition, const wl_problems_t *problems);
