/* Whether a form may follow an earlier version of itself: the newest version must read every answer
 * that was ever given, and what applicants were told about who reads them stays true. Pure. */
#pragma once

#include "base/problems.h"
#include "wlacznik/types.pb-c.h"

/* Problems are named with their path from `at`. Fields may be added, reworded, moved, asked under
 * other conditions and with other limits, and retired; not removed, and none changes its kind,
 * meaning, choices that were offered, columns that were asked, or becomes visible to assessors. */
void form_revision_check (const Wlacznik__Form *before, const Wlacznik__Form *after, const char *at,
                          const wl_problems_t *problems);
