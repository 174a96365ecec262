/* What assessors do: declare, read, score, lock. */
#include <stdlib.h>

#include "allocation.h"
#include "base/uuid.h"
#include "call_halts.h"
#include "card_rules.h"
#include "evaluation.handlers.h"
#include "scoring.h"
#include "sealing.h"
#include "verdict.h"

enum { CARD_PAGE = 50 };

/* ---- lists ---- */

/* A page ends behind a state and a card: "2 0190…". */
static wl_status
open_card_cursor (wl_request_t *req, const char *cursor, store_card_page_t *page)
{
    char *key;
    char *id;
    wl_uuid_t uuid;

    WL_TRY (wl_cursor_open (req, cursor, &key));
    if (key == NULL)
        return WL_OK;
    page->after_state = strtol (key, &id, 10);
    page->after_id = *id == ' ' ? id + 1 : "";
    if (wl_uuid_parse (page->after_id, &uuid))
        return WL_OK;
    return wl_fail_field (req, "cursor", "format",
                          "To nie jest kursor z poprzedniej strony wyników.",
                          "This is not a cursor from an earlier page of results.");
}

wl_status
evaluation_list_my_cards (wl_request_t *req, const Evaluation__ListMyCardsRequest *in,
                          Evaluation__ListMyCardsResponse *out)
{
    store_card_page_t page = {
        .state = in->state,
        .limit = wl_page_limit (in->limit, CARD_PAGE),
        .total = in->total,
    };

    WL_TRY (open_card_cursor (req, in->cursor, &page));
    WL_TRY (store_my_cards (req, &page, out));
    if (out->n_cards < page.limit)
        return WL_OK;
    const Evaluation__Card *last = out->cards[out->n_cards - 1];
    out->next_cursor =
        wl_cursor_make (req, wl_text_printf (wl_arena (req), "%d %s", (int) last->state, last->id));
    return WL_OK;
}

wl_status
evaluation_get_card (wl_request_t *req, const Evaluation__GetCardRequest *in, Evaluation__Card *out)
{
    Wlacznik__Stage *rules;
    Wlacznik__Answers *answers;

    WL_TRY (store_card (req, in->card_id, out));
    WL_TRY (store_card_content (req, in->card_id, &rules, &answers));
    out->rules = rules->merit_card;
    if (!card_shows_content (out))
        return WL_OK;
    out->form = card_blind_form (wl_arena (req), rules->form);
    out->answers = card_blind_answers (wl_arena (req), out->form, answers);
    return WL_OK;
}

/* ---- what state a card must be in ---- */

static wl_status
check_open (wl_request_t *req, const Evaluation__Card *card)
{
    switch (card->state) {
    case EVALUATION__CARD_STATE__OPEN:
        return WL_OK;
    case EVALUATION__CARD_STATE__DECLARATION_DUE:
        return wl_fail (req, WL_FAILED_PRECONDITION, "declaration-due",
                        "Najpierw złóż oświadczenie o bezstronności.",
                        "Declare first whether you have a conflict of interest.");
    case EVALUATION__CARD_STATE__LOCKED:
        return wl_fail (req, WL_FAILED_PRECONDITION, "card-locked",
                        "Ta karta jest zatwierdzona i nie można jej już zmienić.",
                        "This card is locked and can no longer be changed.");
    default:
        return wl_fail (req, WL_FAILED_PRECONDITION, "card-ended",
                        "Ta karta już się nie liczy: wniosek wycofano albo zgłoszono konflikt "
                        "interesów.",
                        "This card no longer counts: the application was withdrawn or a conflict "
                        "of interest was declared.");
    }
}

static wl_status
check_version (wl_request_t *req, const Evaluation__Card *card, uint64_t seen)
{
    if (card->version == seen)
        return WL_OK;
    return wl_fail (req, WL_ABORTED, "changed-meanwhile",
                    "Karta została zapisana gdzie indziej po tym, jak ją otwarto. Odśwież ją i "
                    "przenieś swoje zmiany.",
                    "The card was saved elsewhere after you opened it. Load it again and carry "
                    "your changes over.");
}

/* ---- declaring ---- */

static wl_status
check_may_declare (wl_request_t *req, const Evaluation__Card *card)
{
    /* A conflict may also be noticed while reading (domain.md 4.8 case 8). */
    if (card->state == EVALUATION__CARD_STATE__DECLARATION_DUE)
        return WL_OK;
    return check_open (req, card);
}

static wl_status
replace_assessor (wl_request_t *req, const store_bench_t *bench)
{
    const store_dossier_t *dossier = &bench->dossier;
    store_vacancy_t vacancy = {
        .application_id = dossier->application_id,
        .stage = dossier->stage,
        .region = dossier->region,
        .number = dossier->number,
        .applicant_user_id = dossier->applicant_user_id,
        .third = bench->own->third,
        .missing = 1,
    };
    allocation_t allocation;

    /* Whom nobody can replace now leaves a gap that the coordinator's list shows. */
    return allocation_give (req, dossier->call_id, &vacancy, 1, &allocation);
}

wl_status
evaluation_declare_interest (wl_request_t *req, const Evaluation__DeclareInterestRequest *in,
                             Evaluation__Card *out)
{
    store_bench_t bench;

    WL_TRY (store_bench_lock (req, in->card_id, &bench));
    WL_TRY (call_check_running (req, bench.dossier.call_id, bench.dossier.call_state));
    WL_TRY (check_may_declare (req, bench.own));
    if (!in->conflict && bench.own->state == EVALUATION__CARD_STATE__OPEN) {
        *out = *bench.own;
        return WL_OK;
    }
    bench.own->state =
        in->conflict ? EVALUATION__CARD_STATE__CONFLICT : EVALUATION__CARD_STATE__OPEN;
    bench.own->version++;
    store_card_declared (req, bench.own, in->reason);
    if (in->conflict)
        WL_TRY (replace_assessor (req, &bench));
    /* Read again, because the declaration decides whether the title is shown. */
    return store_card (req, in->card_id, out);
}

/* ---- scoring ---- */

wl_status
evaluation_save_card (wl_request_t *req, const Evaluation__SaveCardRequest *in,
                      Evaluation__Card *out)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    Intake__CallState call_state;
    Wlacznik__Stage *rules;

    WL_TRY (store_card_lock (req, in->card_id, out, &rules, &call_state));
    WL_TRY (call_check_running (req, out->call_id, call_state));
    WL_TRY (check_open (req, out));
    WL_TRY (check_version (req, out, in->version));
    WL_TRY (card_check_draft (rules->merit_card, in->scores, &problems));
    out->scores = in->scores;
    out->version++;
    store_card_update (req, out);
    return WL_OK;
}

/* ---- locking ---- */

static wl_status
tell_locked (wl_request_t *req, const store_bench_t *bench, char *digest)
{
    Evaluation__CardLocked event = EVALUATION__CARD_LOCKED__INIT;
    int64_t points;

    WL_TRY (scoring_sum (bench->dossier.rules->merit_card, bench->own->scores, &points));
    event.card_id = bench->own->id;
    event.application_id = bench->dossier.application_id;
    event.points = (int32_t) points;
    event.version = bench->own->version;
    event.digest = digest;
    wl_emit (req, bench->dossier.region, event.application_id, &event.base);
    return WL_OK;
}

wl_status
evaluation_lock_card (wl_request_t *req, const Evaluation__LockCardRequest *in,
                      Evaluation__Card *out)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    store_bench_t bench;
    char *digest;

    WL_TRY (store_bench_lock (req, in->card_id, &bench));
    WL_TRY (call_check_running (req, bench.dossier.call_id, bench.dossier.call_state));
    WL_TRY (check_open (req, bench.own));
    WL_TRY (check_version (req, bench.own, in->version));
    WL_TRY (card_check_complete (bench.dossier.rules->merit_card, bench.own->scores, &problems));
    bench.own->state = EVALUATION__CARD_STATE__LOCKED;
    bench.own->version++;
    bench.own->locked_at = wl_timestamp (wl_arena (req), wl_now (req));
    store_card_update (req, bench.own);
    sealing_keep (req, &bench, "", &digest);
    WL_TRY (tell_locked (req, &bench, digest));
    WL_TRY (verdict_conclude (req, &bench));
    *out = *bench.own;
    return WL_OK;
}
