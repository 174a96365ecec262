/* Carers, and what a stage without points is decided by: cards, their opinion, the decision. */
#include "call_halts.h"
#include "evaluation.handlers.h"
#include "stage_decision.h"
#include "store_cards.h"
#include "store_carers.h"

/* ---- who accompanies what ---- */

static void
tell_carer (wl_request_t *req, const store_dossier_t *dossier, char *user_id)
{
    Evaluation__CarerAppointed event = EVALUATION__CARER_APPOINTED__INIT;

    event.application_id = dossier->application_id;
    event.call_id = dossier->call_id;
    event.number = dossier->number;
    event.carer_user_id = user_id;
    wl_emit (req, dossier->region, dossier->application_id, &event.base);
}

wl_status
evaluation_put_carer (wl_request_t *req, const Evaluation__PutCarerRequest *in,
                      Evaluation__Carer *out)
{
    store_dossier_t dossier;

    WL_TRY (store_dossier_lock (req, in->application_id, &dossier));
    WL_TRY (store_carer (req, in->application_id, out));
    if (wl_text_equal (out->user_id, in->user_id))
        return WL_OK;
    store_carer_put (req, in->application_id, in->user_id);
    tell_carer (req, &dossier, in->user_id);
    evaluation__carer__init (out);
    return store_carer (req, in->application_id, out);
}

wl_status
evaluation_list_accompanied_innovations (wl_request_t *req,
                                         const Evaluation__ListAccompaniedInnovationsRequest *in,
                                         Evaluation__ListAccompaniedInnovationsResponse *out)
{
    (void) in;
    return store_my_innovations (req, &out->n_innovations, &out->innovations);
}

/* ---- their opinion ---- */

static wl_status
check_may_write (wl_request_t *req, const store_dossier_t *dossier, const char *stage)
{
    if (dossier->rules->assessment == WLACZNIK__ASSESSMENT_KIND__DECISION &&
        wl_text_equal (dossier->stage, stage) &&
        dossier->state != EVALUATION__DOSSIER_STATE__DECIDED &&
        dossier->state != EVALUATION__DOSSIER_STATE__WITHDRAWN)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "no-opinion-now",
                    "Opinii o tym etapie nie można teraz pisać: jest rozstrzygnięty, wycofany albo "
                    "oceniany punktami. Odśwież stronę.",
                    "No opinion can be written about this stage now: it is decided, withdrawn or "
                    "assessed by points. Reload the page.");
}

wl_status
evaluation_put_carer_opinion (wl_request_t *req, const Evaluation__PutCarerOpinionRequest *in,
                              Evaluation__CarerOpinion *out)
{
    Evaluation__CarerOpinionWritten event = EVALUATION__CARER_OPINION_WRITTEN__INIT;
    store_dossier_t dossier;

    WL_TRY (store_innovation_lock (req, in->application_id, &dossier));
    WL_TRY (call_check_running (req, dossier.call_id, dossier.call_state));
    WL_TRY (check_may_write (req, &dossier, in->stage));
    out->stage = dossier.stage;
    out->recommendation = in->recommendation;
    out->text = in->text;
    out->written_at = wl_timestamp (wl_arena (req), wl_now (req));
    store_opinion_put (req, in->application_id, out);
    event.application_id = dossier.application_id;
    event.call_id = dossier.call_id;
    event.stage = dossier.stage;
    event.recommendation = in->recommendation;
    wl_emit (req, dossier.region, dossier.application_id, &event.base);
    return WL_OK;
}

/* ---- the whole, for those who decide ---- */

static void
add_cards (wl_request_t *req, Evaluation__Card *const *cards, size_t count,
           Evaluation__StageAssessment *out)
{
    out->cards = wl_arena_array (wl_arena (req), count, sizeof *out->cards);
    for (size_t i = 0; i < count; i++) {
        Evaluation__OpinionCard *card = wl_arena_alloc (wl_arena (req), sizeof *card);
        evaluation__opinion_card__init (card);
        card->label = wl_text_printf (wl_arena (req), "%c", (char) ('A' + i));
        card->third = cards[i]->third;
        card->scores = cards[i]->scores;
        out->cards[out->n_cards++] = card;
    }
}

/* Whether the caller may see it: a dossier of another region is as if it were not there. */
static wl_status
find_stage (wl_request_t *req, const Evaluation__GetStageAssessmentRequest *in,
            store_dossier_t *ret)
{
    store_dossier_t current;

    WL_TRY (store_dossier_find (req, in->application_id, &current));
    if (wl_text_empty (in->stage) || wl_text_equal (in->stage, current.stage)) {
        *ret = current;
        return WL_OK;
    }
    return store_dossier_facts (req, in->application_id, in->stage, ret);
}

wl_status
evaluation_get_stage_assessment (wl_request_t *req, const Evaluation__GetStageAssessmentRequest *in,
                                 Evaluation__StageAssessment *out)
{
    Evaluation__Card **cards;
    store_dossier_t dossier;
    wl_status status;
    size_t count;

    WL_TRY (find_stage (req, in, &dossier));
    out->application_id = dossier.application_id;
    out->number = dossier.number;
    out->stage = dossier.stage;
    out->state = dossier.state;
    out->rules = dossier.rules->merit_card;
    out->panel_decides = dossier.rules->panel != NULL;
    WL_TRY (store_locked_cards (req, dossier.application_id, dossier.stage, dossier.round, &count,
                                &cards));
    add_cards (req, cards, count, out);
    out->carer = wl_arena_alloc (wl_arena (req), sizeof *out->carer);
    evaluation__carer__init (out->carer);
    WL_TRY (store_carer (req, dossier.application_id, out->carer));
    status = store_opinion (req, dossier.application_id, dossier.stage, &out->carer_opinion);
    if (status != WL_OK && status != WL_NOT_FOUND)
        return status;
    out->carer_opinion_due = dossier.rules->carer_opinion && status == WL_NOT_FOUND &&
                             !wl_text_empty (out->carer->user_id);
    status = store_last_decision (req, dossier.application_id, dossier.stage, &out->decision);
    return status == WL_NOT_FOUND ? WL_OK : status;
}
