/* The rows of appeals and receipts. Results live in the request's arena; what is written is
 * deferred unless it says otherwise. */
#pragma once

#include "store_dossiers.h"

/* When the decision that an appeal is against was sent, and when it arrived (0: not recorded). */
typedef struct store_served {
    wl_time_t sent;
    wl_time_t received;
    bool filed; /* there is an appeal against it already */
} store_served_t;

/* WL_NOT_FOUND: there is no such decision (yet). */
WL_MUST_CHECK wl_status store_served (wl_request_t *req, const store_dossier_t *dossier,
                                      Evaluation__AppealKind kind, store_served_t *ret);

/* Not deferred. WL_ALREADY_EXISTS: one was filed before. */
WL_MUST_CHECK wl_status store_appeal_put (wl_request_t *req, const Evaluation__Appeal *appeal,
                                          const char *filed_by);
/* WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_appeal (wl_request_t *req, const char *application_id,
                                      const char *stage, Evaluation__AppealKind kind,
                                      Evaluation__Appeal *ret);
/* The same, locked until commit. */
WL_MUST_CHECK wl_status store_appeal_lock (wl_request_t *req, const store_dossier_t *dossier,
                                           Evaluation__AppealKind kind, Evaluation__Appeal *ret);
/* State, reason and moment as in the message. */
void store_appeal_decide (wl_request_t *req, const Evaluation__Appeal *appeal);
/* Of one application, the latest first. */
WL_MUST_CHECK wl_status store_appeals_of (wl_request_t *req, const char *application_id,
                                          size_t *ret_count, Evaluation__Appeal ***ret);
/* Of a call as the request filters them, in the caller's regions or for an owner in all; those that
 * wait first, then by the moment of filing; at most 1,000. */
WL_MUST_CHECK wl_status store_appeals (wl_request_t *req,
                                       const Evaluation__ListAppealsRequest *asked,
                                       bool all_regions, size_t *ret_count,
                                       Evaluation__Appeal ***ret);

/* Whether the caller scored the application in this stage, in any round. */
WL_MUST_CHECK wl_status store_did_assess (wl_request_t *req, const store_dossier_t *dossier,
                                          bool *ret);
/* Opens a new round of cards. */
void store_new_round (wl_request_t *req, const store_dossier_t *dossier);
/* Takes a formal rejection back: the application goes on to `state`. */
void store_formal_reversed (wl_request_t *req, const store_dossier_t *dossier,
                            Evaluation__DossierState state);

void store_receipt_put (wl_request_t *req, const store_dossier_t *dossier,
                        const Evaluation__Receipt *receipt);
