/* People who write an application together: whom its call counts for it, and what is shown of them.
 */
#pragma once

#include "db/timer.h"
#include "service/request.h"
#include "store_applications.h"

/* Those whom the call's limit per person counts for this application: the applicant, and where the
 * call says so, everybody who ever wrote it with them. None in a call without a limit. */
WL_MUST_CHECK wl_status coauthor_counted (wl_request_t *req, const store_application_t *application,
                                          int64_t ret[APPLICANT_COUNTED_MAX], size_t *ret_count);

/* Who writes and reads the application, as the caller may see it. */
WL_MUST_CHECK wl_status coauthor_show (wl_request_t *req, const store_application_t *application,
                                       Intake__Coauthors *ret);

/* Fills in the names that only the gateway knows: of who leads it now, and of who did. Without its
 * answer they stay empty. */
void coauthor_learn_names (wl_request_t *req, Intake__Coauthors *all);

#define COAUTHOR_INVITATION_TIMER      "coauthor-invitation" /* its letter; key: the co-author */
#define COAUTHOR_INVITATION_OVER_TIMER "coauthor-invitation-over"

wl_status coauthor_letter_prepare (wl_request_t *req, const wl_timer_t *timer, const void *payload,
                                   void **ret);
wl_status coauthor_letter_act (wl_request_t *req, void *prepared);
wl_status coauthor_letter_record (wl_request_t *req, void *prepared, wl_status acted);
/* Forgets an invitation that nobody took in time. */
wl_status
on_coauthor_invitation_over (wl_request_t *req, const wl_timer_t *timer, const void *payload);
