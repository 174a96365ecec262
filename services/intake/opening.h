/* What stands between a person and their application: the state it is in, and the dates of the
 * call. Each refusal says when or why, in the reader's language. */
#pragma once

#include "application_state.h"
#include "service/request.h"
#include "store_applications.h"

/* Whether an application to a call can be started at the moment of the act. */
WL_MUST_CHECK wl_status opening_check_starting (wl_request_t *req, const store_call_rules_t *call);
/* Whether the application can be saved or submitted now. Later stages have no dates of their own:
 * they are open while the state says so. */
WL_MUST_CHECK wl_status opening_check_act (wl_request_t *req,
                                           const store_application_t *application,
                                           application_act_t act);
/* The same for saving, as a fact to show. */
bool opening_may_edit (const store_application_t *application, wl_time_t now);
