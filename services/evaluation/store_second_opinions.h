/* The rows of second opinions across regions and of bridge experts. Results live in the request's
 * arena; what is written is deferred unless it says otherwise. */
#pragma once

#include "bridges.h"
#include "store_calls.h"

/* ---- what is asked for ---- */

/* How many of these applications of the region are evaluated in this house and go on in the stage.
 */
WL_MUST_CHECK wl_status store_opinion_applications (wl_request_t *req,
                                                    const Evaluation__AskSecondOpinionRequest *in,
                                                    const store_contest_t *contest, uint32_t *ret);
/* Of a region in a call, asked for in this house and not closed. */
WL_MUST_CHECK wl_status store_opinions_open (wl_request_t *req, const char *call_id,
                                             const char *region, uint32_t *ret);
/* `application_ids` NULL: another house asks. What is there already is closed, or stays as it is.
 */
void store_second_opinion_put (wl_request_t *req, const Evaluation__SecondOpinionAsked *asked,
                               wl_time_t at, char *const *application_ids, size_t count);
/* Locked until commit; `own` says whether this house asks, whoever the caller is. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_second_opinion_lock (wl_request_t *req, const char *id,
                                                   Evaluation__SecondOpinion *ret);
void store_second_opinion_close (wl_request_t *req, const char *id);
/* One with its offers as the caller may see it, or for NULL those of a call, at most 200. */
WL_MUST_CHECK wl_status store_second_opinions (wl_request_t *req, const char *call_id,
                                               const char *id, size_t *ret_count,
                                               Evaluation__SecondOpinion ***ret);

/* ---- who is offered ---- */

typedef struct store_opinion_offer {
    char *id;
    char *second_opinion_id;
    char *home_region;
    Evaluation__SecondOpinionOfferState state;
    char *home_user_id, *guest_user_id; /* "": nobody of this house */
} store_opinion_offer_t;

/* Whether this is an assessor of the call and that region in this house. */
WL_MUST_CHECK wl_status store_is_assessor_of (wl_request_t *req, const char *call_id,
                                              const char *user_id, const char *region, bool *ret);
WL_MUST_CHECK wl_status store_opinion_offers (wl_request_t *req, const char *second_opinion_id,
                                              uint32_t *ret);
/* WL_ALREADY_EXISTS: this assessor was offered. Not deferred. */
WL_MUST_CHECK wl_status store_opinion_offer_put (wl_request_t *req, const char *id,
                                                 const Evaluation__OfferSecondOpinionRequest *in);
/* The caller's, locked until commit. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_opinion_offer_lock (wl_request_t *req, const char *id,
                                                  store_opinion_offer_t *ret);
/* Whom another house offers for what this one or the centre knows of. An assessor who came stays.
 */
void store_opinion_offer_told (wl_request_t *req, const Evaluation__SecondOpinionOffered *offered,
                               wl_time_t at);
void store_opinion_offer_answer (wl_request_t *req, const char *id, const char *code_digest);
/* By the code, where this house asks; locked. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_opinion_offer_by_code (wl_request_t *req, const char *code_digest,
                                                     store_opinion_offer_t *ret);
void store_opinion_offer_arrive (wl_request_t *req, const char *id);
/* The caller's own, or the one named; at most 200. */
WL_MUST_CHECK wl_status store_my_opinions (wl_request_t *req, const char *offer_id,
                                           size_t *ret_count, Evaluation__MySecondOpinion ***ret);

/* ---- bridge experts ---- */

/* The locked cards of the round that counts, of whoever scored here. */
WL_MUST_CHECK wl_status store_bridge_cards (wl_request_t *req, const store_contest_t *contest,
                                            size_t *ret_count, bridge_card_t **ret);

/* An account of this house that an offer of the call links with an account elsewhere. */
typedef struct store_bridge {
    char *offer_id;
    char *user_id;
    char *region;  /* where it scores in this house */
    uint32_t told; /* cards of the fact that was told; 0: none */
} store_bridge_t;

WL_MUST_CHECK wl_status store_bridges (wl_request_t *req, const store_contest_t *contest,
                                       size_t *ret_count, store_bridge_t **ret);
void store_bridge_fact_put (wl_request_t *req, const store_contest_t *contest,
                            const store_bridge_t *bridge, const bridge_fact_t *fact);
/* What a site says of its region's list. */
WL_MUST_CHECK wl_status store_site_bridges (wl_request_t *req, const char *call_id,
                                            const char *stage, const char *region,
                                            size_t *ret_count, Evaluation__SiteBridge ***ret);
/* Instead of what the region told before. `ret_known`: how many of them are of offers between that
 * region and another, in that call; only these are kept. Not deferred. */
WL_MUST_CHECK wl_status store_site_bridges_put (wl_request_t *req,
                                                const Evaluation__RegionListClosed *closed,
                                                const char *region,
                                                Evaluation__SiteBridge *const *bridges,
                                                size_t count, size_t *ret_known);
/* All that sites told, by offer. */
WL_MUST_CHECK wl_status store_bridge_facts (wl_request_t *req, const store_contest_t *contest,
                                            size_t *ret_count, bridge_fact_t **ret);
/* Of the applications of the stage, in order. */
WL_MUST_CHECK wl_status store_contest_regions (wl_request_t *req, const store_contest_t *contest,
                                               size_t *ret_count, char ***ret);

/* An erased account is no expert any more, and nothing is known of it. */
void store_opinions_erase (wl_request_t *req, const char *user_id);
