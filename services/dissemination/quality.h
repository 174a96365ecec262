/* The quality list of an entry: what makes it of use to somebody who was not there (OECD OPSI's
 * acceptance criteria, features.md 1.8, and what the programme asks for). Pure.
 */
#pragma once

#include "base/arena.h"
#include "wlacznik/dissemination.pb-c.h"

/* Points as a set: 1 << Dissemination__QualityPoint. */
typedef unsigned quality_points_t;

/* "complete, consent" as points; unknown names are told by `false`. */
WL_MUST_CHECK bool quality_points_parse (const char *list, quality_points_t *ret);

/* `locale` "pl" or "en" is the language of the advice. */
void
quality_report (wl_arena_t *arena, const Dissemination__Entry *entry, quality_points_t required,
                const char *locale, Dissemination__QualityReport *ret);
/* WL_OK, or WL_INVALID_ARGUMENT with each field of a required point that is not met. */
WL_MUST_CHECK wl_status quality_check_required (const Dissemination__QualityReport *report,
                                                wl_error_t *error);
