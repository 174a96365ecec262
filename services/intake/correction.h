/* An application while its formal defects are put right: what its applicant may save and hand in,
 * and the timers that remind and end it. */
#pragma once

#include "service/service.h"
#include "store_applications.h"

#define CORRECTION_REMINDER_TIMER "correction-reminder"
#define CORRECTION_DUE_TIMER      "correction-due"

/* Whether these answers may take the draft's place now: in time, and other fields as they were
 * submitted. `answers` have their totals. */
WL_MUST_CHECK wl_status correction_check_saved (wl_request_t *req,
                                                const store_application_t *application,
                                                const Wlacznik__Answers *answers);
/* Hands the correction in; `version` as in SubmitApplicationRequest. */
WL_MUST_CHECK wl_status correction_submit (wl_request_t *req, store_application_t *application,
                                           uint64_t version, Intake__Receipt *out);

wl_status on_correction_reminder (wl_request_t *req, const wl_timer_t *timer, const void *payload);
wl_status on_correction_due (wl_request_t *req, const wl_timer_t *timer, const void *payload);
