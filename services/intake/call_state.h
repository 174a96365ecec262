/* The life of a call (domain.md 3.2, 4.8 case 13): which act is allowed in which state and where it
 * leads, and where it is now by its dates. Pure. */
#pragma once

#include "submission_window.h"
#include "wlacznik/intake.pb-c.h"

typedef enum call_act {
    CALL_ACT_CHANGE, /* its definition, as a whole */
    CALL_ACT_PUBLISH,
    CALL_ACT_EXTEND,
    CALL_ACT_REVISE, /* a form */
    CALL_ACT_SUSPEND,
    CALL_ACT_RESUME,
    CALL_ACT_ANNUL,
    CALL_ACT_DECIDE,
    CALL_ACT_COUNT,
} call_act_t;

bool call_state_allows (Intake__CallState state, call_act_t act);
/* False, with `ret` untouched, when the act has no place in this state. */
WL_MUST_CHECK bool
call_state_after (Intake__CallState state, call_act_t act, Intake__CallState *ret);

Intake__CallPhase
call_phase (Intake__CallState state, const submission_window_t *window, wl_time_t now);

/* The moment by which a draft is judged. In a suspended call the clock stands still, so that
 * nobody's text is refused because of it. */
wl_time_t call_clock (Intake__CallState state, wl_time_t suspended_at, wl_time_t now);

/* The last moment of a call that goes on at `now`: as much later as it stood still before its last
 * moment; the same when that had passed before. */
wl_time_t
call_resumed_until (const submission_window_t *window, wl_time_t suspended_at, wl_time_t now);
