/* What happens to places after a list was published: refusals, offers, later versions. */
#include "amendments.h"
#include "call_halts.h"
#include "contests.h"
#include "evaluation.handlers.h"
#include "events.h"
#include "rehearsed_calls.h"
#include "store_amendments.h"
#include "store_dossiers.h"

/* ---- later versions ---- */

wl_status
evaluation_amend_ranking (wl_request_t *req, const Evaluation__AmendRankingRequest *in,
                          Evaluation__Ranking *out)
{
    store_contest_t contest;
    wl_status status;

    contest_expect_long_list (req);
    WL_TRY (contest_find (req, in->call_id, in->stage, &contest));
    WL_TRY (contest_check_running (req, &contest));
    wl_arena_mark_t mark = wl_arena_mark (wl_arena (req));
    status = amendment_make (req, &contest, "amendment");
    if (status == WL_NOT_FOUND)
        return wl_fail (req, WL_FAILED_PRECONDITION, "not-published",
                        "Ta lista nie jest jeszcze ogłoszona. Ułóż ją i ogłoś.",
                        "This list is not published yet. Build and publish it.");
    WL_TRY (status);
    wl_arena_rewind (wl_arena (req), mark); /* the list is long, and is read as people see it */
    return store_ranking_read (req, contest.call_id, contest.stage, true, 0, out);
}

wl_status
evaluation_list_ranking_changes (wl_request_t *req, const Evaluation__ListRankingChangesRequest *in,
                                 Evaluation__RankingChanges *out)
{
    wl_status status = rehearsal_check_seen (req, in->call_id);
    store_contest_t contest;

    if (status == WL_NOT_FOUND)
        return contest_not_found (req);
    WL_TRY (status);
    WL_TRY (contest_find (req, in->call_id, in->stage, &contest));
    return store_ranking_changes (req, &contest, &out->n_changes, &out->changes);
}

/* ---- giving a place up ---- */

/* Whoever changes a list holds all of it first, or two of them would wait for each other. */
static wl_status
find_listing (wl_request_t *req, const char *application_id, store_listing_t *ret)
{
    WL_TRY (store_listing (req, application_id, ret));
    store_list_lock (req, ret->call_id, ret->stage);
    return store_listing (req, application_id, ret);
}

wl_status
evaluation_record_refusal (wl_request_t *req, const Evaluation__RecordRefusalRequest *in,
                           Wlacznik__Empty *out)
{
    store_listing_t listing;
    store_dossier_t dossier;
    wl_status status = find_listing (req, in->application_id, &listing);

    (void) out;
    if (status != WL_OK && status != WL_NOT_FOUND)
        return status;
    WL_TRY (store_dossier_lock (req, in->application_id, &dossier));
    if (status == WL_NOT_FOUND || (listing.group != EVALUATION__LIST_GROUP__RECOMMENDED &&
                                   listing.group != EVALUATION__LIST_GROUP__ON_RESERVE))
        return wl_fail (req, WL_FAILED_PRECONDITION, "no-place",
                        "Ten wniosek nie ma miejsca na ogłoszonej liście, z którego można "
                        "zrezygnować.",
                        "This application has no place on a published list that it could give up.");
    store_give_up (req, in->application_id, listing.stage, "refusal", in->reason);
    return amendment_after_loss (req, listing.call_id, listing.stage, "refusal");
}

/* ---- offers ---- */

wl_status
evaluation_list_offers (wl_request_t *req, const Evaluation__ListOffersRequest *in,
                        Evaluation__Offers *out)
{
    return store_offers (req, in->call_id, wl_has_role (req, WL_ROLE_OWNER, NULL), &out->n_offers,
                         &out->offers);
}

wl_status
evaluation_get_my_offer (wl_request_t *req, const Evaluation__GetMyOfferRequest *in,
                         Evaluation__Offer *out)
{
    store_listing_t listing;

    WL_TRY (store_listing (req, in->application_id, &listing));
    if (!wl_text_equal (listing.applicant_user_id, wl_user (req)))
        return WL_NOT_FOUND;
    return store_offer (req, in->application_id, false, out);
}

/* The term moves by as long as the call stands still, so nobody loses a place by that. */
static wl_status
check_goes_on (wl_request_t *req, const char *call_id)
{
    store_halt_t halt;

    WL_TRY (store_call_halt (req, call_id, &halt));
    return call_check_running (req, call_id, halt.state);
}

static wl_status
check_open_offer (wl_request_t *req, const Evaluation__Offer *offer)
{
    char until[64];

    if (offer->state != EVALUATION__OFFER_STATE__OFFERED)
        return wl_fail (req, WL_FAILED_PRECONDITION, "offer-answered",
                        "Na tę propozycję już odpowiedziano albo jej termin minął.",
                        "This offer was answered already, or its term has ended.");
    if (wl_now (req) < wl_timestamp_time (offer->accept_until))
        return WL_OK;
    wl_time_format_people (wl_timestamp_time (offer->accept_until), wl_locale (req), until);
    return wl_failf (req, WL_FAILED_PRECONDITION, "offer-lapsed",
                     "Na przyjęcie miejsca był czas do: %s.",
                     "The place could be accepted until %s.", until);
}

static void
tell_answer (wl_request_t *req, const store_listing_t *listing, const Evaluation__Offer *offer)
{
    Evaluation__OfferAnswered event = EVALUATION__OFFER_ANSWERED__INIT;

    event.application_id = offer->application_id;
    event.call_id = listing->call_id;
    event.state = offer->state;
    event.applicant_user_id = listing->applicant_user_id;
    event.number = listing->number;
    wl_emit (req, listing->region, offer->application_id, &event.base);
}

static void
tell_recommended (wl_request_t *req, const store_listing_t *listing, const Evaluation__Offer *offer)
{
    Evaluation__ApplicationRanked event = EVALUATION__APPLICATION_RANKED__INIT;

    event.application_id = offer->application_id;
    event.call_id = listing->call_id;
    event.group = EVALUATION__LIST_GROUP__RECOMMENDED;
    event.place = listing->place;
    event.points = listing->points;
    event.applicant_user_id = listing->applicant_user_id;
    event.number = listing->number;
    event.granted_grosze = listing->granted_grosze;
    wl_emit (req, listing->region, offer->application_id, &event.base);
}

/* The offer ends as `state`; the list moves on unless it was accepted. */
static wl_status
end_offer (wl_request_t *req, store_listing_t *listing, Evaluation__Offer *offer,
           Evaluation__OfferState state)
{
    bool lapsed = state == EVALUATION__OFFER_STATE__LAPSED;

    offer->state = state;
    offer->answered_at = wl_timestamp (wl_arena (req), wl_now (req));
    store_offer_answer (req, offer);
    tell_answer (req, listing, offer);
    if (state == EVALUATION__OFFER_STATE__ACCEPTED) {
        tell_recommended (req, listing, offer);
        return WL_OK;
    }
    store_give_up (req, offer->application_id, listing->stage, lapsed ? "lapse" : "refusal", "");
    return amendment_after_loss (req, listing->call_id, listing->stage,
                                 lapsed ? "lapse" : "refusal");
}

wl_status
evaluation_answer_offer (wl_request_t *req, const Evaluation__AnswerOfferRequest *in,
                         Evaluation__Offer *out)
{
    store_listing_t listing;

    WL_TRY (find_listing (req, in->application_id, &listing));
    if (!wl_text_equal (listing.applicant_user_id, wl_user (req)))
        return WL_NOT_FOUND;
    WL_TRY (check_goes_on (req, listing.call_id));
    WL_TRY (store_offer (req, in->application_id, true, out));
    WL_TRY (check_open_offer (req, out));
    wl_timer_cancel (req, "offer-due", in->application_id);
    return end_offer (req, &listing, out,
                      in->accept ? EVALUATION__OFFER_STATE__ACCEPTED
                                 : EVALUATION__OFFER_STATE__DECLINED);
}

wl_status
on_offer_due (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    Evaluation__Offer offer = EVALUATION__OFFER__INIT;
    store_listing_t listing;
    store_halt_t halt;

    (void) payload;
    WL_TRY (find_listing (req, timer->key, &listing));
    WL_TRY (store_offer (req, timer->key, true, &offer));
    WL_TRY (store_call_halt (req, listing.call_id, &halt));
    /* When the call goes on, the term that moved sets the timer anew. */
    if (offer.state != EVALUATION__OFFER_STATE__OFFERED ||
        halt.state != INTAKE__CALL_STATE__CALL_PUBLISHED)
        return WL_OK;
    return end_offer (req, &listing, &offer, EVALUATION__OFFER_STATE__LAPSED);
}
