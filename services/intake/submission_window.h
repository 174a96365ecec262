/* When an application of a call may be written and handed in (domain.md 2.3, 4.2).
 *
 * Three instants, each the first microsecond of what follows; the last one is the first that is too
 * late, so that a call "until the end of 30 November" takes 23:59:59.999999 and refuses
 * 00:00:00.000000. Pure: the moment judged is the caller's, which is when the gateway held the
 * whole request.
 */
#pragma once

#include "base/clock.h"

typedef struct submission_window {
    wl_time_t fill_from;
    wl_time_t submit_from;
    wl_time_t submit_until;
} submission_window_t;

typedef enum submission_phase {
    WINDOW_NOT_YET, /* before fill_from */
    WINDOW_WRITING, /* drafts may be written, not handed in */
    WINDOW_OPEN,    /* drafts may be written and handed in */
    WINDOW_OVER,
} submission_phase_t;

submission_phase_t submission_window_phase (const submission_window_t *window, wl_time_t now);
bool submission_window_writable (const submission_window_t *window, wl_time_t now);

/* Whether the last instant may move to `until` at `now`: only to a later one, and only while the
 * call has not passed its present one. A deadline that has passed is a fact that people relied on.
 */
typedef enum submission_extension {
    EXTENSION_ALLOWED,
    EXTENSION_TOO_LATE,
    EXTENSION_NOT_LATER,
} submission_extension_t;

submission_extension_t
submission_window_extension (const submission_window_t *window, wl_time_t until, wl_time_t now);
