#include "grant_refusal.h"

#include "application_state.h"
#include "store_applications.h"

/* The application's row is locked before the event: the order of its events is the order of the
 * locks (common/db/README.md). */
wl_status
grant_refuse (wl_request_t *req, store_grant_t *grant, Intake__GrantRefusal refusal)
{
    Intake__GrantRefused refused = INTAKE__GRANT_REFUSED__INIT;
    store_application_t application;
    Intake__ApplicationState state;

    WL_TRY (store_application_lock (req, grant->view->application_id, &application));
    if (application_state_after (application.view->state, ACT_DECLINE, &state))
        store_application_set_state (req, grant->view->application_id, state);
    grant->view->state = INTAKE__GRANT_STATE__GRANT_DECLINED;
    grant->view->version++;
    store_grant_update (req, grant->view);
    refused.application_id = grant->view->application_id;
    refused.call_id = grant->call_id;
    refused.applicant_user_id = grant->user_id;
    refused.amount_grosze = grant->view->amount_grosze;
    refused.refusal = refusal;
    wl_emit (req, grant->region, grant->view->application_id, &refused.base);
    return WL_OK;
}
