#include "grant_refusal.h"

#include "application_state.h"
#include "grant_timers.h"
#include "store_applications.h"

static void
announce_refusal (wl_request_t *req, const store_grant_t *grant, Intake__GrantRefusal refusal)
{
    Intake__GrantRefused refused = INTAKE__GRANT_REFUSED__INIT;

    refused.application_id = grant->view->application_id;
    refused.call_id = grant->call_id;
    refused.applicant_user_id = grant->user_id;
    refused.amount_grosze = grant->view->amount_grosze;
    refused.refusal = refusal;
    wl_emit (req, grant->region, grant->view->application_id, &refused.base);
}

static void
end_offer (wl_request_t *req, store_grant_t *grant, Intake__GrantRefusal refusal)
{
    grant->view->state = INTAKE__GRANT_STATE__GRANT_DECLINED;
    grant->view->version++;
    store_grant_update (req, grant->view);
    wl_timer_cancel (req, GRANT_OFFER_TIMER, grant->view->application_id);
    announce_refusal (req, grant, refusal);
}

/* The application's row is locked before the event: the order of its events is the order of the
 * locks (common/db/README.md). */
wl_status
grant_refuse (wl_request_t *req, store_grant_t *grant, Intake__GrantRefusal refusal)
{
    store_application_t application;
    Intake__ApplicationState state;

    WL_TRY (store_application_lock (req, grant->view->application_id, &application));
    if (application_state_after (application.view->state, ACT_DECLINE, &state))
        store_application_set_state (req, grant->view->application_id, state);
    end_offer (req, grant, refusal);
    return WL_OK;
}

wl_status
grant_before_withdrawal (wl_request_t *req, const char *application_id)
{
    store_grant_caller_t caller = { .user_id = wl_user (req) };
    store_grant_t grant;
    wl_status status = store_grant_lock (req, &caller, application_id, &grant);

    if (status == WL_NOT_FOUND)
        return WL_OK;
    WL_TRY (status);
    if (grant.view->state == INTAKE__GRANT_STATE__GRANT_RUNNING)
        return wl_fail (req, WL_FAILED_PRECONDITION, "grant-runs",
                        "Umowa jest podpisana, więc wniosku nie można wycofać. Napisz do "
                        "koordynatora.",
                        "The agreement is signed, so the application cannot be withdrawn. Write to "
                        "the coordinator.");
    if (grant.view->state == INTAKE__GRANT_STATE__GRANT_OFFERED)
        end_offer (req, &grant, INTAKE__GRANT_REFUSAL__BY_GRANTEE);
    return WL_OK;
}
