/* Cards after they were locked: changing one in the open, and seeing the others'. */
#include "call_halts.h"
#include "card_rules.h"
#include "evaluation.handlers.h"
#include "scoring.h"
#include "sealing.h"
#include "verdict.h"

/* ---- a new version ---- */

static wl_status
check_may_revise (wl_request_t *req, const store_bench_t *bench, uint64_t seen)
{
    Evaluation__DossierState state = bench->dossier.state;

    if (!bench->dossier.rules->merit_card->revisions)
        return wl_fail (req, WL_FAILED_PRECONDITION, "no-revisions",
                        "W tym naborze zatwierdzonej karty nie można zmienić.",
                        "This call does not let a locked card be changed.");
    if (bench->own->state != EVALUATION__CARD_STATE__LOCKED)
        return wl_fail (req, WL_FAILED_PRECONDITION, "card-not-locked",
                        "Ta karta nie jest zatwierdzona. Zapisz ją zwyczajnie.",
                        "This card is not locked. Save it as usual.");
    if (bench->own_round != bench->dossier.round ||
        (state != EVALUATION__DOSSIER_STATE__MERIT_REVIEW &&
         state != EVALUATION__DOSSIER_STATE__THIRD_ASSESSMENT &&
         state != EVALUATION__DOSSIER_STATE__ASSESSED &&
         state != EVALUATION__DOSSIER_STATE__DECISION_DUE))
        return wl_fail (
            req, WL_FAILED_PRECONDITION, "no-longer-assessed",
            "Tego wniosku już się nie ocenia: lista jest ogłoszona, decyzja podjęta albo go "
            "wycofano. Ogłoszony wynik może zmienić tylko odwołanie.",
            "This application is no longer assessed: the list is published, it is decided or it "
            "was withdrawn. Only an appeal can change a published result.");
    if (bench->own->version == seen)
        return WL_OK;
    return wl_fail (req, WL_ABORTED, "changed-meanwhile",
                    "Karta została zmieniona gdzie indziej po tym, jak ją otwarto. Odśwież ją i "
                    "przenieś swoje zmiany.",
                    "The card was changed elsewhere after you opened it. Load it again and carry "
                    "your changes over.");
}

static wl_status
tell_revised (wl_request_t *req, const store_bench_t *bench, char *digest)
{
    Evaluation__CardRevised event = EVALUATION__CARD_REVISED__INIT;
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
evaluation_revise_card (wl_request_t *req, const Evaluation__ReviseCardRequest *in,
                        Evaluation__Card *out)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    store_bench_t bench;
    char *digest;

    WL_TRY (store_bench_lock (req, in->card_id, &bench));
    WL_TRY (call_check_running (req, bench.dossier.call_id, bench.dossier.call_state));
    WL_TRY (check_may_revise (req, &bench, in->version));
    WL_TRY (card_check_complete (bench.dossier.rules->merit_card, in->scores, &problems));
    bench.own->scores = in->scores;
    bench.own->version++;
    sealing_keep (req, &bench, in->reason, &digest);
    store_card_update (req, bench.own);
    WL_TRY (tell_revised (req, &bench, digest));
    WL_TRY (verdict_conclude (req, &bench));
    *out = *bench.own;
    return WL_OK;
}

wl_status
evaluation_list_card_versions (wl_request_t *req, const Evaluation__ListCardVersionsRequest *in,
                               Evaluation__CardVersions *out)
{
    WL_TRY (store_card_versions (req, in->card_id, &out->n_versions, &out->versions));
    return sealing_compare (req, in->card_id, out->n_versions, out->versions);
}

/* ---- the others' cards ---- */

static wl_status
check_may_see_peers (wl_request_t *req, const store_bench_t *bench)
{
    Evaluation__DossierState state = bench->dossier.state;

    if (!bench->dossier.rules->merit_card->peers_visible)
        return wl_fail (req, WL_FAILED_PRECONDITION, "peers-hidden",
                        "W tym naborze oceniający nie widzą nawzajem swoich kart.",
                        "In this call assessors do not see each other's cards.");
    if (bench->own->state == EVALUATION__CARD_STATE__LOCKED &&
        (state == EVALUATION__DOSSIER_STATE__ASSESSED ||
         state == EVALUATION__DOSSIER_STATE__RANKED ||
         state == EVALUATION__DOSSIER_STATE__DECISION_DUE ||
         state == EVALUATION__DOSSIER_STATE__DECIDED))
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "not-all-locked",
                    "Karty innych pokażemy, gdy wszyscy zatwierdzą swoje.",
                    "The others' cards will be shown when everybody has locked theirs.");
}

wl_status
evaluation_list_peer_cards (wl_request_t *req, const Evaluation__ListPeerCardsRequest *in,
                            Evaluation__PeerCards *out)
{
    store_bench_t bench;

    WL_TRY (store_bench_read (req, in->card_id, &bench));
    WL_TRY (check_may_see_peers (req, &bench));
    out->cards = wl_arena_array (wl_arena (req), bench.locked_count, sizeof *out->cards);
    for (size_t i = 0; i < bench.locked_count; i++) {
        Evaluation__PeerCard *card = wl_arena_alloc (wl_arena (req), sizeof *card);
        evaluation__peer_card__init (card);
        card->third = bench.locked[i]->third;
        card->scores = bench.locked[i]->scores;
        out->cards[out->n_cards++] = card;
    }
    return WL_OK;
}
