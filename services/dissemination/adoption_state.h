/* The way of an adoption: interest, talks, start, reports, and on or no further. Pure. */
#pragma once

#include "base/status.h"
#include "wlacznik/dissemination.pb-c.h"

/* Whether an adoption may go from one state to another. A stopped one may be taken up again. */
WL_MUST_CHECK bool
adoption_may_move (Dissemination__AdoptionState from, Dissemination__AdoptionState to);
/* Whether it was ever taken over, so that it counts and may be reported on. */
bool adoption_has_started (Dissemination__AdoptionState state, bool started_before);
