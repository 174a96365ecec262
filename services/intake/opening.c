#include "opening.h"

static wl_status
refuse_until (wl_request_t *req, const char *reason, wl_time_t when, const char *pl, const char *en)
{
    bool english = wl_text_equal (wl_locale (req), "en");
    char text[64];

    wl_time_format_people (when, wl_locale (req), text);
    return wl_failf (req, WL_FAILED_PRECONDITION, reason, "%s %s.", "%s %s.", english ? en : pl,
                     text);
}

static wl_status
check_published (wl_request_t *req, const store_call_rules_t *call)
{
    if (call->state == INTAKE__CALL_STATE__CALL_PUBLISHED)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "call-not-open",
                    "Ten nabór nie przyjmuje wniosków. Zobacz listę naborów.",
                    "This call takes no applications. See the list of calls.");
}

wl_status
opening_check_writing (wl_request_t *req, const store_call_rules_t *call)
{
    WL_TRY (check_published (req, call));
    switch (submission_window_phase (&call->window, wl_now (req))) {
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
opening_check_submitting (wl_request_t *req, const store_call_rules_t *call)
{
    WL_TRY (opening_check_writing (req, call));
    if (submission_window_phase (&call->window, wl_now (req)) == WINDOW_OPEN)
        return WL_OK;
    return refuse_until (req, "submitting-not-started", call->window.submit_from,
                         "Zapisaliśmy szkic. Złożyć wniosek można od:",
                         "Your draft is saved. The application can be submitted from:");
}

wl_status
opening_check_act (wl_request_t *req, const store_application_t *application, application_act_t act)
{
    if (!application_state_allows (application->view->state, act))
        return wl_fail (req, WL_FAILED_PRECONDITION, "not-open-for-writing",
                        "Tego wniosku nie można teraz zmieniać ani składać: jest złożony albo "
                        "zakończony.",
                        "This application cannot be changed or submitted now: it is submitted or "
                        "closed.");
    if (application->position > 0)
        return WL_OK;
    return act == ACT_SUBMIT ? opening_check_submitting (req, &application->call)
                             : opening_check_writing (req, &application->call);
}

bool
opening_may_edit (const store_application_t *application, wl_time_t now)
{
    if (!application_state_allows (application->view->state, ACT_SAVE))
        return false;
    return application->position > 0 ||
           (application->call.state == INTAKE__CALL_STATE__CALL_PUBLISHED &&
            submission_window_writable (&application->call.window, now));
}
