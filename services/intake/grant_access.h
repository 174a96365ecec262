/* Who may see and act on a grant, and how a refusal reads. */
#pragma once

#include "grant_rules.h"
#include "store_grants.h"

/* The caller as staff: everywhere as an owner, else in the regions of a coordinator. */
store_grant_caller_t grant_staff (wl_request_t *req);

/* The grant for its grantee or for staff, for staff alone, for the grantee alone; the last two with
 * its row locked until commit. What is not the caller's is not there. */
WL_MUST_CHECK wl_status grant_read (wl_request_t *req, const char *application_id,
                                    store_grant_t *ret);
WL_MUST_CHECK wl_status grant_lock_for_staff (wl_request_t *req, const char *application_id,
                                              store_grant_t *ret);
WL_MUST_CHECK wl_status grant_lock_own (wl_request_t *req, const char *application_id,
                                        store_grant_t *ret);

/* WL_OK for GRANT_YES, else WL_FAILED_PRECONDITION or WL_NOT_FOUND in words. */
WL_MUST_CHECK wl_status grant_say (wl_request_t *req, grant_answer_t answer);

/* Appends to the ledger of `grant` and to its view. WL_FAILED_PRECONDITION: there is not as much.
 */
WL_MUST_CHECK wl_status grant_book (wl_request_t *req, store_grant_t *grant,
                                    Intake__LedgerKind kind, int64_t amount, const char *document);
/* Closes the grant once it is settled, and writes its state. */
void grant_close_if_settled (wl_request_t *req, store_grant_t *grant);
