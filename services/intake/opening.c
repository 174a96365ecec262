#include "opening.h"

#include "call_state.h"

static wl_status
refuse_until (wl_request_t *req, const char *reason, wl_time_t when, const char *pl, const char *en)
{
    bool english = wl_text_equal (wl_locale (req), "en");
    char text[64];

    wl_time_format_people (when, wl_locale (req), text);
    return wl_failf (req, WL_FAILED_PRECONDITION, reason, "%s %s.", "%s %s.", english ? en : pl,
                     text);
}

/* Nobody's text is lost over a suspension: what is open for writing stays so. */
static wl_status
check_call_state (wl_request_t *req, const store_call_rules_t *call, application_act_t act)
{
    switch (call->state) {
    case INTAKE__CALL_STATE__CALL_PUBLISHED:
        return WL_OK;
    case INTAKE__CALL_STATE__CALL_SUSPENDED:
        if (act == ACT_SAVE)
            return WL_OK;
        return wl_fail (
            req, WL_FAILED_PRECONDITION, "call-suspended",
            "Ten nabór jest zawieszony. Szkice są bezpieczne i można je zapisywać; "
            "po wznowieniu termin przesunie się o czas zawieszenia.",
            "This call is suspended. Drafts are safe and can be saved; when it goes on, "
            "its last moment moves by as long as it stood still.");
    case INTAKE__CALL_STATE__CALL_ANNULLED:
        return wl_fail (req, WL_FAILED_PRECONDITION, "call-annulled",
                        "Ten nabór jest unieważniony. Treść wniosku możesz czytać i skopiować.",
                        "This call is annulled. You can read the application and copy its text.");
    default:
        return wl_fail (req, WL_FAILED_PRECONDITION, "call-not-open",
                        "Ten nabór nie przyjmuje wniosków. Zobacz listę naborów.",
                        "This call takes no applications. See the list of calls.");
    }
}

static wl_status
check_window (wl_request_t *req, const store_call_rules_t *call)
{
    wl_time_t now = call_clock (call->state, call->suspended_at, wl_now (req));

    switch (submission_window_phase (&call->window, now)) {
    case WINDOW_NOT_YET:
        return refuse_until (req, "call-not-started", call->window.fill_from,
                             "Wnioski można pisać od:", "Applications can be written from:");
    case WINDOW_OVER:
        return refuse_until (req, "call-over", call->window.submit_until,
                             "Ten nabór zakończył się:", "This call ended:");
    default:
        return WL_OK;
    }
}

wl_status
opening_check_starting (wl_request_t *req, const store_call_rules_t *call)
{
    WL_TRY (check_call_state (req, call, ACT_COUNT));
    return check_window (req, call);
}

static wl_status
check_submitting (wl_request_t *req, const store_call_rules_t *call)
{
    if (submission_window_phase (&call->window, wl_now (req)) == WINDOW_OPEN)
        return WL_OK;
    return refuse_until (req, "submitting-not-started", call->window.submit_from,
                         "Zapisaliśmy szkic. Złożyć wniosek można od:",
                         "Your draft is saved. The application can be submitted from:");
}

/* Stages after the first have no dates, and the call may be decided already; but what is suspended
 * or annulled is so for all of them. */
static bool
holds_for_later_stages (Intake__CallState state)
{
    return state == INTAKE__CALL_STATE__CALL_SUSPENDED ||
           state == INTAKE__CALL_STATE__CALL_ANNULLED;
}

wl_status
opening_check_act (wl_request_t *req, const store_application_t *application, application_act_t act)
{
    const store_call_rules_t *call = &application->call;

    if (!application_state_allows (application->view->state, act))
        return wl_fail (req, WL_FAILED_PRECONDITION, "not-open-for-writing",
                        "Tego wniosku nie można teraz zmieniać ani składać: jest złożony albo "
                        "zakończony.",
                        "This application cannot be changed or submitted now: it is submitted or "
                        "closed.");
    /* A correction has a term of its own. */
    if (application->view->state == INTAKE__APPLICATION_STATE__IN_CORRECTION)
        return call->state == INTAKE__CALL_STATE__CALL_ANNULLED ? check_call_state (req, call, act)
                                                                : WL_OK;
    if (application->position == 0 || holds_for_later_stages (call->state))
        WL_TRY (check_call_state (req, call, act));
    if (application->position > 0)
        return WL_OK;
    WL_TRY (check_window (req, call));
    return act == ACT_SUBMIT ? check_submitting (req, call) : WL_OK;
}

bool
opening_may_edit (const store_application_t *application, wl_time_t now)
{
    const store_call_rules_t *call = &application->call;

    if (!application_state_allows (application->view->state, ACT_SAVE) ||
        call->state == INTAKE__CALL_STATE__CALL_ANNULLED)
        return false;
    return application->position > 0 ||
           application->view->state == INTAKE__APPLICATION_STATE__IN_CORRECTION ||
           (call->state != INTAKE__CALL_STATE__CALL_DECIDED &&
            submission_window_writable (&call->window,
                                        call_clock (call->state, call->suspended_at, now)));
}
