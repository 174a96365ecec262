/* A grant that nobody takes. */
#pragma once

#include "store_grants.h"

/* Ends an offer: the grant, its application, and word to who gives the money to the next. */
WL_MUST_CHECK wl_status grant_refuse (wl_request_t *req, store_grant_t *grant,
                                      Intake__GrantRefusal refusal);

/* The caller withdraws the application: an offer is refused with it, a grant that runs stands in
 * the way (domain.md 4.2 row 1a: before the agreement). WL_FAILED_PRECONDITION. */
WL_MUST_CHECK wl_status grant_before_withdrawal (wl_request_t *req, const char *application_id);
