/* Whether a form makes sense as a whole; checked when a call or a new version of its form is
 * written. Pure. Every problem is named with its path from `at`. */
#pragma once

#include "base/problems.h"
#include "wlacznik/types.pb-c.h"

/* `first`: of the call's first stage, which must ask for the title and the amount. */
void form_definition_check (const Wlacznik__Form *form, bool first, const char *at,
                            const wl_problems_t *problems);
