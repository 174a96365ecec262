/* The rows of discrepancy desks. Results live in the request's arena; what is written is deferred.
 */
#pragma once

#include "store_dossiers.h"

/* Opens the desk of the current round, unless it is there. */
void store_desk_open (wl_request_t *req, const store_dossier_t *dossier);

/* A locked card of a round, with whose it is. */
typedef struct store_desk_card {
    char *assessor_user_id;
    bool third;
    const Evaluation__Scores *scores;
} store_desk_card_t;

/* By card id, which says nothing about who wrote them. */
WL_MUST_CHECK wl_status store_desk_cards (wl_request_t *req, const store_dossier_t *dossier,
                                          uint32_t round, size_t *ret_count,
                                          store_desk_card_t **ret);

typedef struct store_signature {
    char *assessor_user_id;
    char *minority_view;
} store_signature_t;

typedef struct store_desk {
    Evaluation__Desk *desk;        /* without cards and criteria; with the latest text */
    store_signature_t *signatures; /* of the latest version */
    size_t signature_count;
} store_desk_t;

/* The desk of a round. WL_NOT_FOUND. The caller has made sure who asks. */
WL_MUST_CHECK wl_status store_desk (wl_request_t *req, const store_dossier_t *dossier,
                                    uint32_t round, store_desk_t *ret);

/* A next version of the text. */
void store_consensus_put (wl_request_t *req, const store_dossier_t *dossier, uint64_t version,
                          const Evaluation__Consensus *consensus);
/* The caller's signature under this version; signing twice keeps the later view. */
void store_consensus_sign (wl_request_t *req, const store_dossier_t *dossier, uint64_t version,
                           const char *minority_view);
void store_desk_close (wl_request_t *req, const store_dossier_t *dossier);

/* Of a call, in the caller's regions or for an owner in all; open ones first; at most 1,000. */
WL_MUST_CHECK wl_status store_desks (wl_request_t *req, const char *call_id, bool all_regions,
                                     size_t *ret_count, Evaluation__Desk ***ret);
/* How many of a stage are open. */
WL_MUST_CHECK wl_status store_open_desks (wl_request_t *req, const char *call_id, const char *stage,
                                          uint32_t *ret);
