/* The rows of formal checks before they count, and what proposals are made from. Results live in
 * the request's arena; what is written is deferred. */
#pragma once

#include "store_dossiers.h"
#include "wlacznik/intake.pb-c.h"

/* The call's definition and its end; WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_call_definition (wl_request_t *req, const char *call_id,
                                               Intake__CallDefinition **ret,
                                               wl_time_t *ret_submit_until);
/* Numbers of at most 5 other applications of the call that have the same title or content. */
WL_MUST_CHECK wl_status store_twins (wl_request_t *req, const store_dossier_t *dossier,
                                     size_t *ret_count, char ***ret);

/* The check that waits for confirmation; WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_formal_draft (wl_request_t *req, const store_dossier_t *dossier,
                                            Evaluation__FormalCheck **ret);
/* The one that was sent back last of what is submitted now, and why; WL_NOT_FOUND: none. */
WL_MUST_CHECK wl_status store_formal_returned (wl_request_t *req, const store_dossier_t *dossier,
                                               Evaluation__FormalCheck **ret, char **ret_reason);
void store_formal_draft_put (wl_request_t *req, const store_dossier_t *dossier,
                             const Evaluation__FormalCheck *check);
/* Sent back: it stays as a record. */
void
store_formal_draft_return (wl_request_t *req, const store_dossier_t *dossier, const char *reason);
/* Confirmed: the check itself says by whom. */
void store_formal_draft_delete (wl_request_t *req, const store_dossier_t *dossier);
