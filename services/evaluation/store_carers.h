/* The rows of carers and their opinions. Results live in the request's arena; what is written is
 * deferred. */
#pragma once

#include "store_dossiers.h"

/* ---- who accompanies what ---- */

/* The carer of an application now; user_id stays empty when it has none. */
WL_MUST_CHECK wl_status store_carer (wl_request_t *req, const char *application_id,
                                     Evaluation__Carer *ret);
/* Ends whoever was, and begins `user_id` unless it is "". */
void store_carer_put (wl_request_t *req, const char *application_id, const char *user_id);

/* ---- what they think ---- */

/* What the caller accompanies, what waits for them first; at most 500. */
WL_MUST_CHECK wl_status store_my_innovations (wl_request_t *req, size_t *ret_count,
                                              Evaluation__MyInnovation ***ret);
/* The current stage of what the caller accompanies, locked until commit. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_innovation_lock (wl_request_t *req, const char *application_id,
                                               store_dossier_t *ret);
/* The opinion about a stage. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_opinion (wl_request_t *req, const char *application_id,
                                       const char *stage, Evaluation__CarerOpinion **ret);
void store_opinion_put (wl_request_t *req, const char *application_id,
                        const Evaluation__CarerOpinion *opinion);

/* The last decision of a stage. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_last_decision (wl_request_t *req, const char *application_id,
                                             const char *stage, Evaluation__StageDecision **ret);
