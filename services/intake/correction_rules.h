/* Corrections of formal defects (domain.md 2.2, 2.10, 4.2): which fields may be opened, what may
 * change in them, until when. Pure.
 *
 * Only what was named is open, so that a correction never becomes a second application; the checker
 * looks again only at that. */
#pragma once

#include "base/clock.h"
#include "base/problems.h"
#include "wlacznik/intake.pb-c.h"

/* Each defect names a field of the form once, one that the call lets be corrected. Problems are
 * named "defects[2].field". */
void correction_check_defects (const Wlacznik__Form *form, const Intake__CorrectionRules *rules,
                               Intake__Defect *const *defects, size_t count,
                               const wl_problems_t *problems);

/* That `after` differs from `before` only in the fields of `defects`, and in fields that were not
 * shown before: an answer that opens them must not lead into a dead end. */
void correction_check_changes (const Wlacznik__Form *form, const Intake__Defects *defects,
                               const Wlacznik__Answers *before, const Wlacznik__Answers *after,
                               Wlacznik__ApplicantType applicant, const wl_problems_t *problems);

/* The first instant that is too late for a request made at `now` (domain.md 4.8 case 11). */
wl_time_t correction_due (const Intake__CorrectionRules *rules, wl_time_t now);
/* Half-way. */
wl_time_t correction_reminder (wl_time_t requested_at, wl_time_t due);

/* The answers to the fields of `defects`, before and after, in the order of the defects; in
 * `arena`. */
Intake__CorrectedField **
correction_changes (const Intake__Defects *defects, const Wlacznik__Answers *before,
                    const Wlacznik__Answers *after, wl_arena_t *arena);
