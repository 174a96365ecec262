/* What the numbers of the funnel mean. Pure. */
#pragma once

#include "base/arena.h"
#include "wlacznik/dissemination.pb-c.h"

/* Puts every step in its place, those that nobody reached with 0, and says each one's share of the
 * step before and what other incubators had (domain.md 4.7). */
void impact_complete_funnel (wl_arena_t *arena, Dissemination__Impact *impact);
