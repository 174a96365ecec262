/* Whether what staff wrote about a call makes sense as a whole (domain.md 4.1: every number of a
 * rule is the call's configuration). The contract has checked each field by itself; here they are
 * held against each other, so that a published call can be written for, assessed and ranked without
 * a question. Pure.
 */
#pragma once

#include "base/problems.h"
#include "wlacznik/intake.pb-c.h"

/* Names every problem with its path under "definition": keys twice, instants out of order, limits
 * that contradict each other, forms that do not give the house a title and an amount, cards whose
 * threshold cannot be reached. WL_OK or WL_INVALID_ARGUMENT. */
WL_MUST_CHECK wl_status call_definition_check (const Intake__CallDefinition *definition,
                                               const wl_problems_t *problems);

/* The part of it that a draft never goes without: its three instants, in order. */
WL_MUST_CHECK wl_status call_definition_check_dates (const Intake__CallDefinition *definition,
                                                     const wl_problems_t *problems);

/* The most that one application may ask for, in grosze: the call's own limit, or else its pool. */
int64_t call_definition_max_grant (const Intake__CallDefinition *definition);
