/* What the other services ask for, with no person behind the call. */
#include "intake.handlers.h"
#include "store_applications.h"
#include "store_submissions.h"

wl_status
intake_get_submission (wl_request_t *req, const Intake__GetSubmissionRequest *in,
                       Intake__Submission *out)
{
    WL_TRY (store_submission (req, in->application_id, in->stage, out));
    /* What is not a site's own looks like what does not exist. */
    return wl_may_region (req, out->region) ? WL_OK : WL_NOT_FOUND;
}

wl_status
intake_get_titles (wl_request_t *req, const Intake__GetTitlesRequest *in,
                   Intake__GetTitlesResponse *out)
{
    return store_titles (req, in->application_ids, in->n_application_ids, out);
}
