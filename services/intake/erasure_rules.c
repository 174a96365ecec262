#include "erasure_rules.h"

/* A procedure ends some day, and a hold is lifted; nobody tells us when. */
static const wl_time_t LOOK_AGAIN = 7 * WL_DAY;

/* Somebody is at work on it, and the applicant can end that by withdrawing. A draft is theirs. */
static bool
is_at_work (Intake__ApplicationState state)
{
    switch (state) {
    case INTAKE__APPLICATION_STATE__SUBMITTED:
    case INTAKE__APPLICATION_STATE__IN_ASSESSMENT:
    case INTAKE__APPLICATION_STATE__RESERVE:
    case INTAKE__APPLICATION_STATE__RECOMMENDED:
    case INTAKE__APPLICATION_STATE__IN_INCUBATION:
        return true;
    default:
        return false;
    }
}

/* Refused or not chosen: until the call is decided and no appeal is open, others decide about it on
 * what it says. */
static bool
may_be_disputed (Intake__ApplicationState state)
{
    return state == INTAKE__APPLICATION_STATE__FORMALLY_REJECTED ||
           state == INTAKE__APPLICATION_STATE__BELOW_THRESHOLD ||
           state == INTAKE__APPLICATION_STATE__NOT_SELECTED;
}

Intake__KeepReason
erasure_judge (const erasure_facts_t *facts, wl_time_t now)
{
    bool submitted = facts->state != INTAKE__APPLICATION_STATE__DRAFT;

    if (facts->legal_hold && submitted)
        return INTAKE__KEEP_REASON__LEGAL_HOLD;
    if (facts->paid && (facts->keep_until == 0 || now < facts->keep_until))
        return INTAKE__KEEP_REASON__MONEY_WAS_PAID;
    if (is_at_work (facts->state) || facts->grant_open ||
        (may_be_disputed (facts->state) && facts->running))
        return INTAKE__KEEP_REASON__PROCEDURE_RUNS;
    return INTAKE__KEEP_REASON__KEEP_REASON_UNSPECIFIED;
}

wl_time_t
erasure_look_again (const erasure_facts_t *facts, Intake__KeepReason reason, wl_time_t now)
{
    if (reason == INTAKE__KEEP_REASON__KEEP_REASON_UNSPECIFIED)
        return 0;
    if (reason == INTAKE__KEEP_REASON__MONEY_WAS_PAID && facts->keep_until > now)
        return facts->keep_until;
    return now + LOOK_AGAIN;
}
