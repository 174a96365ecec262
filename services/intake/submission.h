/* What submitting a stage and handing in its correction have in common. */
#pragma once

#include "service/request.h"
#include "store_submissions.h"

/* Turns WL_NOT_FOUND into "there is no such application among yours"; any other status stays. */
wl_status application_not_found (wl_request_t *req, wl_status status);
/* Whether the caller's role in the application reaches as far as `least`: a leader's further than
 * an editor's, and that further than a reader's. WL_PERMISSION_DENIED with the reason. */
WL_MUST_CHECK wl_status application_may (wl_request_t *req, const store_application_t *application,
                                         Intake__CoauthorRole least);
/* WL_ABORTED when the draft is no longer what the caller saw. */
WL_MUST_CHECK wl_status application_check_version (wl_request_t *req,
                                                   const store_application_t *application,
                                                   uint64_t version);

/* Whether applicant and answers are complete; names every gap. */
WL_MUST_CHECK wl_status submission_check (wl_request_t *req,
                                          const store_application_t *application);
/* The bytes to keep, their digest and moment; sets title and amount of the view by the answers. */
void
submission_freeze (wl_request_t *req, const store_application_t *application, store_frozen_t *ret);
void submission_receipt (wl_request_t *req, const store_application_t *application,
                         const store_frozen_t *frozen, Intake__Receipt *out);
/* Tells the other services, and has it compared with what is there. */
void submission_announce (wl_request_t *req, const store_application_t *application,
                          const store_frozen_t *frozen);
