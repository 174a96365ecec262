/* The life of an application as one table: which act is allowed in which state and where it leads
 * (domain.md 4.2). Whatever is not in the table does not happen: a person is told so, an event that
 * comes out of place changes nothing. Pure.
 */
#pragma once

#include "base/status.h"
#include "wlacznik/intake.pb-c.h"

typedef enum application_act {
    /* the applicant's */
    ACT_SAVE,
    ACT_SUBMIT,
    ACT_TAKE_FORM,
    ACT_WITHDRAW,
    ACT_DECLINE, /* a grant that was offered */
    ACT_CORRECT, /* hands the corrected stage in */
    /* what staff ask for, and what happens when it does not come */
    ACT_ASK_CORRECTION,
    ACT_LAPSE,
    /* what evaluation decided on a submitted stage */
    ACT_PASS_FORMAL,
    ACT_FAIL_FORMAL,
    ACT_RECOMMEND, /* by a ranking, and there is no stage after it */
    ACT_ADMIT,     /* by a ranking, to the stage after it */
    ACT_RESERVE,
    ACT_NOT_SELECT,
    ACT_FALL_BELOW,
    ACT_GO_ON,    /* by a commission, to the stage after it */
    ACT_COMPLETE, /* by a commission, after the last stage */
    ACT_RETURN,   /* to be written again */
    ACT_STOP,
    ACT_COUNT,
} application_act_t;

/* False, with `ret` untouched, when the act has no place in this state. */
WL_MUST_CHECK bool application_state_after (Intake__ApplicationState state, application_act_t act,
                                            Intake__ApplicationState *ret);
bool application_state_allows (Intake__ApplicationState state, application_act_t act);
