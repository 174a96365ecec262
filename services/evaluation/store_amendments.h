/* The rows of places that are given up, offered and taken after a list was published. Results live
 * in the request's arena; what is written is deferred unless it says otherwise. */
#pragma once

#include "service/request.h"
#include "store_calls.h"

/* Holds every application of the stage until commit, in the order in which all take them, so that
 * of two who change a list at once the second waits. Before anything else is locked. */
void store_list_lock (wl_request_t *req, const char *call_id, const char *stage);

/* What an application's rows say of its place on the latest version. */
typedef struct store_standing {
    char *application_id;
    char *applicant_user_id;
    char *region;
    char *number;
    Evaluation__ListGroup group;
    int64_t granted_grosze;
    bool gave_up; /* refused, let an offer lapse, or withdrew */
} store_standing_t;

/* Of all that are on the list, by application id; to be called when the list is held. */
WL_MUST_CHECK wl_status store_standings (wl_request_t *req, const store_contest_t *contest,
                                         size_t *ret_count, store_standing_t **ret);

/* The stage with a published list on which the application stands, and how. WL_NOT_FOUND. */
typedef struct store_listing {
    char *call_id;
    char *stage;
    char *region;
    char *number;
    char *applicant_user_id;
    Evaluation__ListGroup group;
    uint32_t place;
    int32_t points;
    int64_t granted_grosze;
} store_listing_t;

WL_MUST_CHECK wl_status store_listing (wl_request_t *req, const char *application_id,
                                       store_listing_t *ret);

/* `how`: "refusal" or "lapse". Nothing happens to a place that was given up before. */
void store_give_up (wl_request_t *req, const char *application_id, const char *stage,
                    const char *how, const char *reason);

/* ---- offers ---- */

void store_offer_put (wl_request_t *req, const Evaluation__Offer *offer, const char *stage);
/* The offer for the application, locked until commit if `lock`. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_offer (wl_request_t *req, const char *application_id, bool lock,
                                     Evaluation__Offer *ret);
/* State and moment of the answer as in the message. */
void store_offer_answer (wl_request_t *req, const Evaluation__Offer *offer);
/* Of a call, in the caller's regions or for an owner in all; the latest first, at most 1,000. */
WL_MUST_CHECK wl_status store_offers (wl_request_t *req, const char *call_id, bool all_regions,
                                      size_t *ret_count, Evaluation__Offer ***ret);

typedef struct store_open_offer {
    char *application_id;
    wl_time_t accept_until;
} store_open_offer_t;

/* Moves the terms of the call's open offers; run at once. */
WL_MUST_CHECK wl_status store_offers_postpone (wl_request_t *req, const char *call_id, wl_time_t by,
                                               size_t *ret_count, store_open_offer_t **ret);
/* Ends the call's open offers; run at once. */
WL_MUST_CHECK wl_status store_offers_lapse (wl_request_t *req, const char *call_id,
                                            size_t *ret_count, store_open_offer_t **ret);

/* ---- versions ---- */

/* The stages of the call whose lists are published. */
WL_MUST_CHECK wl_status store_published_stages (wl_request_t *req, const char *call_id,
                                                size_t *ret_count, char ***ret);

/* Each published version after the first, and what it changed. */
WL_MUST_CHECK wl_status store_ranking_changes (wl_request_t *req, const store_contest_t *contest,
                                               size_t *ret_count, Evaluation__RankingChange ***ret);
