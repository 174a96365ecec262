/* Second opinions across regions: asking, offering, agreeing and arriving. What a house may not
 * know of the others it is never told (README.md, "Second opinions"). */
#include <sodium.h>
#include <string.h>

#include "base/uuid.h"
#include "call_halts.h"
#include "certificate.h"
#include "contests.h"
#include "evaluation.handlers.h"
#include "gateway.contract.h"
#include "second_opinions.h"
#include "site.h"
#include "store_second_opinions.h"

/* Of a region in a call, and of one of these; neither is meant for crowds. */
enum { OPEN_MOST = 50, OFFERS_MOST = 20 };

enum { DIGEST_BYTES = 32, DIGEST_TEXT = 2 * DIGEST_BYTES + 1 };

static wl_status
no_such_opinion (wl_request_t *req)
{
    return wl_fail (req, WL_NOT_FOUND, "no-such-second-opinion",
                    "Nie ma takiej prośby o drugą opinię.",
                    "There is no such request for a second opinion.");
}

static char *
today (wl_request_t *req)
{
    return wl_date_text (wl_arena (req), wl_warsaw_date (wl_now (req)));
}

/* As the caller may see it. */
static wl_status
show (wl_request_t *req, const char *id, Evaluation__SecondOpinion *out)
{
    Evaluation__SecondOpinion **found;
    size_t count;

    WL_TRY (store_second_opinions (req, NULL, id, &count, &found));
    if (count == 0)
        return no_such_opinion (req);
    *out = *found[0];
    return WL_OK;
}

/* ---- asking ---- */

/* To the centre, and from there to whom it is for. */
static void
tell_asked (wl_request_t *req, Evaluation__SecondOpinionAsked *event)
{
    site_tell (req, wl_text_empty (event->of_region) ? "pl" : event->of_region,
               event->second_opinion_id, &event->base);
}

static wl_status
check_ask (wl_request_t *req, const Evaluation__AskSecondOpinionRequest *in,
           const store_contest_t *contest)
{
    uint32_t number;

    if (wl_text_equal (in->region, in->of_region))
        return wl_fail_field (req, "ofRegion", "same-region",
                              "Drugą opinię daje ktoś z innego regionu.",
                              "A second opinion is somebody's from another region.");
    if (strcmp (in->until, today (req)) < 0)
        return wl_fail_field (req, "until", "out-of-range", "Ten dzień już minął.",
                              "That day is past.");
    WL_TRY (store_opinion_applications (req, in, contest, &number));
    if (number != in->n_application_ids)
        return wl_fail_field (req, "applicationIds", "not-assessed-here",
                              "Poproś o wnioski swojego regionu, które są tu jeszcze oceniane, "
                              "każdy raz.",
                              "Ask about applications of your region that are still being assessed "
                              "here, each once.");
    WL_TRY (store_opinions_open (req, contest->call_id, in->region, &number));
    if (number < OPEN_MOST)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "too-many-open",
                    "Masz już 50 otwartych próśb w tym naborze. Zamknij te, które są załatwione.",
                    "You have 50 open requests in this call. Close those that are settled.");
}

wl_status
evaluation_ask_second_opinion (wl_request_t *req, const Evaluation__AskSecondOpinionRequest *in,
                               Evaluation__SecondOpinion *out)
{
    Evaluation__SecondOpinionAsked event = EVALUATION__SECOND_OPINION_ASKED__INIT;
    store_contest_t contest;

    if (!wl_has_role (req, WL_ROLE_COORDINATOR, in->region))
        return WL_PERMISSION_DENIED;
    WL_TRY (contest_find (req, in->call_id, in->stage, &contest));
    WL_TRY (contest_check_running (req, &contest));
    if (wl_uuid_is_rehearsed (in->call_id))
        return wl_fail (req, WL_FAILED_PRECONDITION, "only-rehearsed",
                        "W próbie nie prosi się innych regionów.",
                        "A rehearsal does not ask other regions.");
    store_call_lock (req, contest.call_id);
    WL_TRY (check_ask (req, in, &contest));
    event.second_opinion_id = wl_uuid_text (wl_arena (req), wl_uuid_new (wl_now (req)));
    event.call_id = contest.call_id;
    event.stage = contest.stage;
    event.region = in->region;
    event.of_region = in->of_region;
    event.topics = in->topics;
    event.n_topics = in->n_topics;
    event.applications = (uint32_t) in->n_application_ids;
    event.until = in->until;
    event.address = wl_text_copy (wl_arena (req), site_state (req)->url);
    store_second_opinion_put (req, &event, wl_now (req), in->application_ids,
                              in->n_application_ids);
    tell_asked (req, &event);
    return show (req, event.second_opinion_id, out);
}

/* ---- reading ---- */

enum { NAMES_MOST = 500 };

static void
name_offers (const Gateway__Contact *contact, Evaluation__SecondOpinionOffer *const *offers,
             size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (wl_text_equal (offers[i]->assessor_user_id, contact->user_id)) {
            offers[i]->name = contact->name;
            offers[i]->email = contact->email;
        }
}

/* People of this house; a list without names is better than none. */
static void
add_names (wl_request_t *req, Evaluation__SecondOpinion *const *opinions, size_t count)
{
    Evaluation__SecondOpinionOffer **offers =
        wl_arena_array (wl_arena (req), NAMES_MOST, sizeof *offers);
    Gateway__GetContactsRequest ask = GATEWAY__GET_CONTACTS_REQUEST__INIT;
    Gateway__GetContactsResponse *contacts;

    ask.user_ids = wl_arena_array (wl_arena (req), NAMES_MOST, sizeof *ask.user_ids);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < opinions[i]->n_offers && ask.n_user_ids < NAMES_MOST; j++)
            if (!wl_text_empty (opinions[i]->offers[j]->assessor_user_id)) {
                offers[ask.n_user_ids] = opinions[i]->offers[j];
                ask.user_ids[ask.n_user_ids++] = opinions[i]->offers[j]->assessor_user_id;
            }
    if (ask.n_user_ids == 0)
        return;
    if (gateway_call_get_contacts (req, &ask, &contacts) != WL_OK) {
        wl_error_init (wl_request_error (req), wl_arena (req));
        return;
    }
    for (size_t i = 0; i < contacts->n_contacts; i++)
        name_offers (contacts->contacts[i], offers, ask.n_user_ids);
}

wl_status
evaluation_list_second_opinions (wl_request_t *req, const Evaluation__ListSecondOpinionsRequest *in,
                                 Evaluation__SecondOpinions *out)
{
    WL_TRY (store_second_opinions (req, in->call_id, NULL, &out->n_second_opinions,
                                   &out->second_opinions));
    add_names (req, out->second_opinions, out->n_second_opinions);
    return WL_OK;
}

/* ---- closing ---- */

static wl_status
find_own (wl_request_t *req, const char *id, Evaluation__SecondOpinion *ret)
{
    wl_status status = store_second_opinion_lock (req, id, ret);

    if (status == WL_OK && ret->own && wl_has_role (req, WL_ROLE_COORDINATOR, ret->region))
        return WL_OK;
    return status == WL_OK || status == WL_NOT_FOUND ? no_such_opinion (req) : status;
}

wl_status
evaluation_close_second_opinion (wl_request_t *req, const Evaluation__CloseSecondOpinionRequest *in,
                                 Evaluation__SecondOpinion *out)
{
    Evaluation__SecondOpinionAsked event = EVALUATION__SECOND_OPINION_ASKED__INIT;
    Evaluation__SecondOpinion asked = EVALUATION__SECOND_OPINION__INIT;

    WL_TRY (find_own (req, in->second_opinion_id, &asked));
    if (asked.closed_at == NULL) {
        store_second_opinion_close (req, in->second_opinion_id);
        event.second_opinion_id = in->second_opinion_id;
        event.call_id = asked.call_id;
        event.stage = asked.stage;
        event.region = asked.region;
        event.of_region = asked.of_region;
        event.topics = asked.topics;
        event.n_topics = asked.n_topics;
        event.applications = asked.applications;
        event.until = asked.until;
        event.address = asked.address;
        event.closed = true;
        tell_asked (req, &event);
    }
    return show (req, in->second_opinion_id, out);
}

/* ---- offering ---- */

/* One that the region is asked for, and that still waits. */
static wl_status
find_asked (wl_request_t *req, const Evaluation__OfferSecondOpinionRequest *in,
            Evaluation__SecondOpinion *ret)
{
    wl_status status = store_second_opinion_lock (req, in->second_opinion_id, ret);

    if (status == WL_NOT_FOUND ||
        (status == WL_OK &&
         (wl_text_equal (ret->region, in->region) ||
          (!wl_text_empty (ret->of_region) && !wl_text_equal (ret->of_region, in->region)))))
        return no_such_opinion (req);
    WL_TRY (status);
    if (ret->closed_at == NULL && strcmp (ret->until, today (req)) >= 0)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "second-opinion-closed",
                    "Ta prośba jest już zamknięta.", "This request is closed.");
}

static wl_status
check_offer (wl_request_t *req, const Evaluation__OfferSecondOpinionRequest *in,
             const Evaluation__SecondOpinion *asked)
{
    uint32_t number;
    bool is_assessor;

    WL_TRY (
        store_is_assessor_of (req, asked->call_id, in->assessor_user_id, in->region, &is_assessor));
    if (!is_assessor)
        return wl_fail_field (req, "assessorUserId", "no-assessor",
                              "Zaproponuj osobę oceniającą z tego regionu w tym naborze: jej karty "
                              "w obu regionach pozwalają je porównać.",
                              "Offer an assessor of this region in this call: cards in both "
                              "regions are what makes these comparable.");
    WL_TRY (store_opinion_offers (req, in->second_opinion_id, &number));
    if (number < OFFERS_MOST)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "too-many-offers",
                    "Do tej prośby zaproponowano już 20 osób.",
                    "20 people were offered for this request already.");
}

wl_status
evaluation_offer_second_opinion (wl_request_t *req, const Evaluation__OfferSecondOpinionRequest *in,
                                 Evaluation__SecondOpinion *out)
{
    Evaluation__SecondOpinion asked = EVALUATION__SECOND_OPINION__INIT;
    wl_status status;

    if (!wl_has_role (req, WL_ROLE_COORDINATOR, in->region))
        return no_such_opinion (req);
    WL_TRY (find_asked (req, in, &asked));
    WL_TRY (check_offer (req, in, &asked));
    status = store_opinion_offer_put (
        req, wl_uuid_text (wl_arena (req), wl_uuid_new (wl_now (req))), in);
    if (status == WL_ALREADY_EXISTS)
        return wl_fail_field (req, "assessorUserId", "offered-already",
                              "Tę osobę już zaproponowano.", "This person was offered already.");
    WL_TRY (status);
    return show (req, in->second_opinion_id, out);
}

/* ---- the assessor's own word ---- */

wl_status
evaluation_list_my_second_opinions (wl_request_t *req,
                                    const Evaluation__ListMySecondOpinionsRequest *in,
                                    Evaluation__MySecondOpinions *out)
{
    (void) in;
    return store_my_opinions (req, NULL, &out->n_second_opinions, &out->second_opinions);
}

/* Of a hundred random bits, so that nobody finds the code by its digest. */
static char *
digest_of (wl_request_t *req, const char code[CERTIFICATE_CODE])
{
    char *text = wl_arena_alloc (wl_arena (req), DIGEST_TEXT);
    uint8_t digest[DIGEST_BYTES];

    crypto_generichash (digest, sizeof digest, (const uint8_t *) code, CERTIFICATE_CODE - 1, NULL,
                        0);
    wl_hex (digest, sizeof digest, text);
    return text;
}

static void
agree (wl_request_t *req, const store_opinion_offer_t *offer,
       const Evaluation__SecondOpinion *asked, Evaluation__SecondOpinionAnswer *out)
{
    Evaluation__SecondOpinionOffered event = EVALUATION__SECOND_OPINION_OFFERED__INIT;
    char code[CERTIFICATE_CODE];

    certificate_code_new (code);
    event.second_opinion_id = offer->second_opinion_id;
    event.offer_id = offer->id;
    event.home_region = offer->home_region;
    event.code_digest = digest_of (req, code);
    store_opinion_offer_answer (req, offer->id, event.code_digest);
    site_tell (req, asked->region, offer->second_opinion_id, &event.base);
    out->state = EVALUATION__SECOND_OPINION_OFFER_STATE__OPINION_AGREED;
    out->code = certificate_code_show (wl_arena (req), code);
    out->address = asked->address;
    explicit_bzero (code, sizeof code);
}

static wl_status
check_answer (wl_request_t *req, const store_opinion_offer_t *offer,
              const Evaluation__SecondOpinion *asked, bool agrees)
{
    bool open = offer->state == EVALUATION__SECOND_OPINION_OFFER_STATE__OPINION_OFFERED;

    if (offer->state == EVALUATION__SECOND_OPINION_OFFER_STATE__OPINION_AGREED && agrees)
        open = true; /* the code was lost */
    if (!open)
        return wl_fail (req, WL_FAILED_PRECONDITION, "answered-already",
                        "Na tę prośbę już odpowiedziano.", "This request is answered already.");
    if (asked->closed_at == NULL)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "second-opinion-closed",
                    "Ta prośba jest już zamknięta.", "This request is closed.");
}

wl_status
evaluation_answer_second_opinion (wl_request_t *req,
                                  const Evaluation__AnswerSecondOpinionRequest *in,
                                  Evaluation__SecondOpinionAnswer *out)
{
    Evaluation__SecondOpinion asked = EVALUATION__SECOND_OPINION__INIT;
    store_opinion_offer_t offer;

    WL_TRY (store_opinion_offer_lock (req, in->offer_id, &offer));
    WL_TRY (store_second_opinion_lock (req, offer.second_opinion_id, &asked));
    WL_TRY (check_answer (req, &offer, &asked, in->agree));
    if (in->agree)
        agree (req, &offer, &asked, out);
    else {
        store_opinion_offer_answer (req, offer.id, NULL);
        out->state = EVALUATION__SECOND_OPINION_OFFER_STATE__OPINION_DECLINED;
    }
    return WL_OK;
}

/* ---- arriving ---- */

static wl_status
check_arrival (wl_request_t *req, const store_opinion_offer_t *offer)
{
    Evaluation__SecondOpinion asked = EVALUATION__SECOND_OPINION__INIT;

    if (!wl_text_empty (offer->guest_user_id) &&
        !wl_text_equal (offer->guest_user_id, wl_user (req)))
        return wl_fail_field (req, "code", "used", "Ten kod już wykorzystano.",
                              "This code was used.");
    /* Both regions are in this house: one person, one account. */
    if (!wl_text_empty (offer->home_user_id) && !wl_text_equal (offer->home_user_id, wl_user (req)))
        return wl_fail_field (req, "code", "other-account",
                              "Wejdź na konto, na którym zgodzono się napisać opinię.",
                              "Sign in with the account that agreed to write the opinion.");
    WL_TRY (store_second_opinion_lock (req, offer->second_opinion_id, &asked));
    if (asked.closed_at == NULL || !wl_text_empty (offer->guest_user_id))
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "second-opinion-closed",
                    "Ta prośba jest już zamknięta.", "This request is closed.");
}

wl_status
evaluation_arrive_for_second_opinion (wl_request_t *req,
                                      const Evaluation__ArriveForSecondOpinionRequest *in,
                                      Evaluation__MySecondOpinion *out)
{
    Evaluation__MySecondOpinion **mine;
    store_opinion_offer_t offer;
    char code[CERTIFICATE_CODE];
    wl_status status = WL_NOT_FOUND;
    size_t count;

    if (certificate_code_read (in->code, code))
        status = store_opinion_offer_by_code (req, digest_of (req, code), &offer);
    if (status == WL_NOT_FOUND)
        return wl_fail_field (req, "code", "no-such-code",
                              "Tego kodu tu nie znamy. Sprawdź, czy to adres podany z kodem; jeśli "
                              "kod jest nowy, spróbuj za kilka minut.",
                              "We do not know this code here. Check that this is the address given "
                              "with it; if the code is new, try again in a few minutes.");
    WL_TRY (status);
    WL_TRY (check_arrival (req, &offer));
    if (wl_text_empty (offer.guest_user_id))
        store_opinion_offer_arrive (req, offer.id);
    WL_TRY (store_my_opinions (req, offer.id, &count, &mine));
    if (count == 0)
        return WL_INTERNAL;
    *out = *mine[0];
    return WL_OK;
}

/* ---- what the centre says, at a site ---- */

wl_status
on_second_opinion_asked (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__SecondOpinionAsked *body = event->body;

    if (!wl_text_equal (body->region, site_here (req)->region))
        store_second_opinion_put (req, body, event->at, NULL, 0);
    return WL_OK;
}

wl_status
on_second_opinion_offered (wl_request_t *req, const wl_event_t *event)
{
    store_opinion_offer_told (req, event->body, event->at);
    return WL_OK;
}
