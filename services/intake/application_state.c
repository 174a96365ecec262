#include "application_state.h"

#define STATE(name) INTAKE__APPLICATION_STATE__##name
#define IN(name)    (1u << STATE (name))

typedef struct transition {
    unsigned from;               /* a mask of IN */
    Intake__ApplicationState to; /* UNSPECIFIED: the state stays */
} transition_t;

enum {
    WRITTEN = IN (DRAFT) | IN (IN_INCUBATION),
    /* A call without formal items has no formal check: its submissions are assessed as they come.
     */
    ASSESSED = IN (SUBMITTED) | IN (IN_ASSESSMENT),
    /* The reserve list moves up, and an appeal may lift what was not selected or fell below. */
    PROMOTABLE = ASSESSED | IN (RESERVE) | IN (NOT_SELECTED) | IN (BELOW_THRESHOLD),
};

static const transition_t transitions[ACT_COUNT] = {
    [ACT_SAVE] = { WRITTEN | IN (IN_CORRECTION), STATE (APPLICATION_STATE_UNSPECIFIED) },
    [ACT_TAKE_FORM] = { WRITTEN, STATE (APPLICATION_STATE_UNSPECIFIED) },
    [ACT_CORRECT] = { IN (IN_CORRECTION), STATE (SUBMITTED) },
    [ACT_ASK_CORRECTION] = { IN (SUBMITTED), STATE (IN_CORRECTION) },
    [ACT_LAPSE] = { IN (IN_CORRECTION), STATE (NOT_CONSIDERED) },
    [ACT_SUBMIT] = { WRITTEN, STATE (SUBMITTED) },
    [ACT_WITHDRAW] = { IN (DRAFT) | IN (SUBMITTED) | IN (IN_ASSESSMENT) | IN (RESERVE) |
                           IN (RECOMMENDED) | IN (IN_INCUBATION) | IN (IN_CORRECTION),
                       STATE (WITHDRAWN) },
    [ACT_DECLINE] = { IN (RECOMMENDED) | IN (IN_INCUBATION), STATE (ENDED) },
    /* Who decided the formal check no longer waits for a correction. After a rejection: by an
     * appeal that was upheld. */
    [ACT_PASS_FORMAL] = { IN (SUBMITTED) | IN (IN_CORRECTION) | IN (FORMALLY_REJECTED),
                          STATE (IN_ASSESSMENT) },
    [ACT_FAIL_FORMAL] = { IN (SUBMITTED) | IN (IN_CORRECTION), STATE (FORMALLY_REJECTED) },
    [ACT_RECOMMEND] = { PROMOTABLE, STATE (RECOMMENDED) },
    [ACT_ADMIT] = { PROMOTABLE, STATE (IN_INCUBATION) },
    /* A later version of the list may move what is not recommended. */
    [ACT_RESERVE] = { PROMOTABLE & ~IN (RESERVE), STATE (RESERVE) },
    [ACT_NOT_SELECT] = { PROMOTABLE & ~IN (NOT_SELECTED), STATE (NOT_SELECTED) },
    [ACT_FALL_BELOW] = { PROMOTABLE & ~IN (BELOW_THRESHOLD), STATE (BELOW_THRESHOLD) },
    [ACT_GO_ON] = { ASSESSED, STATE (IN_INCUBATION) },
    [ACT_COMPLETE] = { ASSESSED, STATE (COMPLETED) },
    [ACT_RETURN] = { ASSESSED, STATE (IN_INCUBATION) },
    [ACT_STOP] = { ASSESSED, STATE (ENDED) },
};

bool
application_state_allows (Intake__ApplicationState state, application_act_t act)
{
    return (transitions[act].from & (1u << (unsigned) state)) != 0;
}

bool
application_state_after (Intake__ApplicationState state, application_act_t act,
                         Intake__ApplicationState *ret)
{
    if (!application_state_allows (state, act))
        return false;
    if (transitions[act].to == STATE (APPLICATION_STATE_UNSPECIFIED))
        *ret = state;
    else
        *ret = transitions[act].to;
    return true;
}
