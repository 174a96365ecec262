#include "call_state.h"

#define STATE(name) INTAKE__CALL_STATE__##name
#define IN(name)    (1u << STATE (name))
#define PHASE(name) INTAKE__CALL_PHASE__PHASE_##name

typedef struct transition {
    unsigned from;        /* a mask of IN */
    Intake__CallState to; /* UNSPECIFIED: the state stays */
} transition_t;

static const transition_t transitions[CALL_ACT_COUNT] = {
    [CALL_ACT_CHANGE] = { IN (CALL_DRAFT), STATE (CALL_STATE_UNSPECIFIED) },
    [CALL_ACT_PUBLISH] = { IN (CALL_DRAFT), STATE (CALL_PUBLISHED) },
    [CALL_ACT_EXTEND] = { IN (CALL_PUBLISHED), STATE (CALL_STATE_UNSPECIFIED) },
    /* Later stages are written after the call was decided. */
    [CALL_ACT_REVISE] = { IN (CALL_PUBLISHED) | IN (CALL_SUSPENDED) | IN (CALL_DECIDED),
                          STATE (CALL_STATE_UNSPECIFIED) },
    [CALL_ACT_SUSPEND] = { IN (CALL_PUBLISHED), STATE (CALL_SUSPENDED) },
    [CALL_ACT_RESUME] = { IN (CALL_SUSPENDED), STATE (CALL_PUBLISHED) },
    [CALL_ACT_ANNUL] = { IN (CALL_PUBLISHED) | IN (CALL_SUSPENDED), STATE (CALL_ANNULLED) },
    [CALL_ACT_DECIDE] = { IN (CALL_PUBLISHED), STATE (CALL_DECIDED) },
};

bool
call_state_allows (Intake__CallState state, call_act_t act)
{
    return (transitions[act].from & (1u << (unsigned) state)) != 0;
}

bool
call_state_after (Intake__CallState state, call_act_t act, Intake__CallState *ret)
{
    if (!call_state_allows (state, act))
        return false;
    *ret = transitions[act].to == STATE (CALL_STATE_UNSPECIFIED) ? state : transitions[act].to;
    return true;
}

static Intake__CallPhase
phase_by_dates (const submission_window_t *window, wl_time_t now)
{
    switch (submission_window_phase (window, now)) {
    case WINDOW_NOT_YET:
        return PHASE (ANNOUNCED);
    case WINDOW_WRITING:
        return PHASE (WRITING);
    case WINDOW_OPEN:
        return PHASE (OPEN);
    default:
        return PHASE (CLOSED);
    }
}

Intake__CallPhase
call_phase (Intake__CallState state, const submission_window_t *window, wl_time_t now)
{
    switch (state) {
    case STATE (CALL_DRAFT):
        return PHASE (DRAFT);
    case STATE (CALL_PUBLISHED):
        return phase_by_dates (window, now);
    case STATE (CALL_DECIDED):
        return PHASE (DECIDED);
    case STATE (CALL_SUSPENDED):
        return PHASE (SUSPENDED);
    case STATE (CALL_ANNULLED):
        return PHASE (ANNULLED);
    default:
        return INTAKE__CALL_PHASE__CALL_PHASE_UNSPECIFIED;
    }
}

wl_time_t
call_clock (Intake__CallState state, wl_time_t suspended_at, wl_time_t now)
{
    return state == STATE (CALL_SUSPENDED) && suspended_at < now ? suspended_at : now;
}

wl_time_t
call_resumed_until (const submission_window_t *window, wl_time_t suspended_at, wl_time_t now)
{
    if (suspended_at >= window->submit_until || now <= suspended_at)
        return window->submit_until;
    return window->submit_until + (now - suspended_at);
}
