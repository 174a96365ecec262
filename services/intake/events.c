#include "events.h"

#include "application_state.h"
#include "base/uuid.h"
#include "store_applications.h"
#include "store_calls.h"
#include "store_testing.h"
#include "wlacznik/evaluation.pb-c.h"

static wl_status
ignore (const wl_event_t *event, const char *application_id)
{
    wl_log (WL_LOG_DEBUG, event->trace, "event out of place, ignoring",
            WL_LOG_TEXT ("type", event->type), WL_LOG_TEXT ("application", application_id));
    return WL_OK;
}

/* Carries the act out where the table allows it. */
static wl_status
move (wl_request_t *req, const wl_event_t *event, const store_application_t *application,
      application_act_t act)
{
    const char *id = application->view->id;
    Intake__ApplicationState state;

    if (!application_state_after (application->view->state, act, &state))
        return ignore (event, id);
    if (act == ACT_ADMIT || act == ACT_GO_ON)
        store_application_open_next (req, id);
    else if (act == ACT_RETURN)
        store_application_reopen (req, id);
    else
        store_application_set_state (req, id, state);
    return WL_OK;
}

wl_status
on_formal_check_decided (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__FormalCheckDecided *decided = event->body;
    store_application_t application;
    wl_status status = store_application_lock (req, decided->application_id, &application);

    if (status == WL_NOT_FOUND)
        return ignore (event, decided->application_id);
    WL_TRY (status);
    return move (req, event, &application, decided->passed ? ACT_PASS_FORMAL : ACT_FAIL_FORMAL);
}

/* ACT_COUNT for a group that is none. */
static application_act_t
act_of_group (Evaluation__ListGroup group, bool further_stage)
{
    switch (group) {
    case EVALUATION__LIST_GROUP__RECOMMENDED:
        return further_stage ? ACT_ADMIT : ACT_RECOMMEND;
    case EVALUATION__LIST_GROUP__ON_RESERVE:
        return ACT_RESERVE;
    case EVALUATION__LIST_GROUP__NOT_SELECTED:
        return ACT_NOT_SELECT;
    case EVALUATION__LIST_GROUP__BELOW_THRESHOLD:
        return ACT_FALL_BELOW;
    case EVALUATION__LIST_GROUP__REJECTED_FORMALLY:
        return ACT_FAIL_FORMAL;
    case EVALUATION__LIST_GROUP__GAVE_UP: /* refused, or an offered place that was not taken */
        return ACT_WITHDRAW;
    default:
        return ACT_COUNT;
    }
}

/* A ranking speaks of the stage that was assessed by points; an application that went on from it
 * is no longer its matter. */
wl_status
on_application_ranked (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__ApplicationRanked *ranked = event->body;
    store_application_t application;
    wl_status status = store_application_lock (req, ranked->application_id, &application);
    application_act_t act;

    if (status == WL_NOT_FOUND)
        return ignore (event, ranked->application_id);
    WL_TRY (status);
    act = act_of_group (ranked->group, application.further_stage);
    if (act == ACT_COUNT || application.assessment != WLACZNIK__ASSESSMENT_KIND__POINTS)
        return ignore (event, ranked->application_id);
    return move (req, event, &application, act);
}

static application_act_t
act_of_outcome (Evaluation__StageOutcome outcome, bool further_stage)
{
    switch (outcome) {
    case EVALUATION__STAGE_OUTCOME__GO_ON:
        return further_stage ? ACT_GO_ON : ACT_COMPLETE;
    case EVALUATION__STAGE_OUTCOME__RETURN:
        return ACT_RETURN;
    case EVALUATION__STAGE_OUTCOME__STOP:
        return ACT_STOP;
    default:
        return ACT_COUNT;
    }
}

wl_status
on_stage_decided (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__StageDecided *decided = event->body;
    store_application_t application;
    wl_status status = store_application_lock (req, decided->application_id, &application);
    application_act_t act;

    if (status == WL_NOT_FOUND)
        return ignore (event, decided->application_id);
    WL_TRY (status);
    act = act_of_outcome (decided->outcome, application.further_stage);
    if (act == ACT_COUNT || !wl_text_equal (decided->stage, application.view->stage))
        return ignore (event, decided->application_id);
    return move (req, event, &application, act);
}

wl_status
on_ranking_published (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__RankingPublished *published = event->body;

    store_call_decide (req, published->call_id);
    return WL_OK;
}

wl_status
on_carer_appointed (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__CarerAppointed *appointed = event->body;
    store_application_t application;

    /* One that went with its rehearsal gets none; the runtime passes over what is not found of it.
     */
    if (wl_uuid_is_rehearsed (appointed->application_id))
        WL_TRY (store_application_lock (req, appointed->application_id, &application));
    store_carer_set (req, appointed->application_id, appointed->carer_user_id);
    return WL_OK;
}
