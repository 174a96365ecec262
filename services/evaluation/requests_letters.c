/* What notification asks for letters to many. */
#include <stdlib.h>

#include "appeal_rules.h"
#include "consolidation.h"
#include "evaluation.handlers.h"
#include "scoring.h"
#include "store_letters.h"

/* ---- the consolidated card, in numbers ---- */

/* What the cards were needed for is a handful of numbers, so their memory is given back. */
static wl_status
score (wl_request_t *req, store_result_cards_t *cards, const store_result_t *result,
       scoring_result_t *ret)
{
    wl_arena_mark_t mark = wl_arena_mark (wl_arena (req));
    scoring_card_t list[SCORING_CARDS_MAX];
    Evaluation__Card *card;
    size_t count = 0;
    wl_status status;

    while ((status = store_next_card (req, cards, result->dossier.application_id, &card)) ==
               WL_OK &&
           card != NULL) {
        if (count == SCORING_CARDS_MAX)
            return WL_INTERNAL;
        list[count++] = (scoring_card_t){ card->id, card->third, card->scores };
    }
    if (status == WL_OK)
        status = scoring_decide (result->dossier.rules->merit_card, list, count, ret);
    wl_arena_rewind (wl_arena (req), mark);
    return status;
}

/* As the site's means stand in the dossier: its cards never leave the region. */
static void
read_told (const store_told_t *told, scoring_result_t *ret)
{
    const char *at = told->criterion_points;
    char *end;

    *ret = (scoring_result_t){ .state = SCORING_FINAL,
                               .points = told->points,
                               .passed = told->passed,
                               .counted_cards = told->cards };
    for (size_t i = 0; *at != '\0' && i < SCORING_CRITERIA_MAX; at = end)
        ret->criterion_points[i++] = strtoll (at, &end, 10);
}

static void
add_failed_items (wl_request_t *req, const Evaluation__FormalCheck *check,
                  Evaluation__ConsolidatedCard *out)
{
    out->failed_items = wl_arena_array (wl_arena (req), check->n_items, sizeof *out->failed_items);
    for (size_t i = 0; i < check->n_items; i++)
        if (check->items[i]->answer == EVALUATION__FORMAL_ANSWER__NO)
            out->failed_items[out->n_failed_items++] = check->items[i];
}

static wl_status
add_card (wl_request_t *req, store_result_cards_t *cards, const store_result_t *result,
          Evaluation__ConsolidatedCard *out)
{
    scoring_result_t scored = { 0 };

    out->application_id = result->dossier.application_id;
    out->number = result->dossier.number;
    if (result->check != NULL) {
        out->group = EVALUATION__LIST_GROUP__REJECTED_FORMALLY;
        add_failed_items (req, result->check, out);
        return WL_OK;
    }
    if (result->told != NULL)
        read_told (result->told, &scored);
    else
        WL_TRY (score (req, cards, result, &scored));
    out->points = (int32_t) scored.points;
    out->threshold = result->dossier.rules->merit_card->threshold;
    out->passed = scored.passed;
    out->cards = (uint32_t) scored.counted_cards;
    out->group = result->group;
    out->place = result->place;
    out->round = result->round;
    consolidation_add_criteria (req, result->dossier.rules->merit_card, scored.criterion_points,
                                out);
    return WL_OK;
}

/* ---- until when one may appeal ---- */

/* When the decision was sent: when it was made, or when the letter that was held back left or would
 * leave. */
static wl_time_t
sent_at (const store_result_t *result, wl_time_t if_sent_at)
{
    wl_time_t decided = result->check != NULL ? wl_timestamp_time (result->check->decided_at)
                                              : result->published_at;
    wl_time_t left = result->held_until != 0 ? result->held_until : if_sent_at;

    return left > decided ? left : decided;
}

static void
add_appeal (wl_request_t *req, const store_result_t *result, wl_time_t if_sent_at,
            Evaluation__ResultForLetter *out)
{
    Evaluation__AppealKind kind = result->check != NULL ? EVALUATION__APPEAL_KIND__FORMAL_APPEAL
                                                        : EVALUATION__APPEAL_KIND__MERIT_APPEAL;
    const Wlacznik__AppealRules *rules = appeal_rules (result->dossier.rules, kind);

    if (rules == NULL)
        return;
    out->appeal_until = wl_timestamp (
        wl_arena (req), appeal_until (rules, sent_at (result, if_sent_at), result->received_at));
    out->appeal_from_receipt = rules->from_receipt;
    out->appeal_in_region = result->told != NULL;
}

wl_status
evaluation_get_results_for_letters (wl_request_t *req,
                                    const Evaluation__GetResultsForLettersRequest *in,
                                    Evaluation__ResultsForLetters *out)
{
    store_result_cards_t *cards;
    store_result_t *results;
    size_t count;

    WL_TRY (store_results_for_letters (req, in->application_ids, in->n_application_ids, &results,
                                       &count));
    WL_TRY (store_result_cards (req, results, count, &cards));
    out->results = wl_arena_array (wl_arena (req), count, sizeof *out->results);
    for (size_t i = 0; i < count; i++) {
        Evaluation__ResultForLetter *result = wl_arena_alloc (wl_arena (req), sizeof *result);
        evaluation__result_for_letter__init (result);
        result->card = wl_arena_alloc (wl_arena (req), sizeof *result->card);
        evaluation__consolidated_card__init (result->card);
        result->application_id = results[i].dossier.application_id;
        result->reserve_place = results[i].reserve_place;
        WL_TRY (add_card (req, cards, &results[i], result->card));
        add_appeal (req, &results[i], wl_timestamp_time (in->if_sent_at), result);
        out->results[out->n_results++] = result;
    }
    return WL_OK;
}

/* ---- when they left, and to whom ---- */

wl_status
evaluation_record_sending (wl_request_t *req, const Evaluation__RecordSendingRequest *in,
                           Wlacznik__Empty *out)
{
    (void) out;
    store_sending_put (req, in->application_ids, in->n_application_ids, in->kind,
                       wl_timestamp_time (in->sent_at));
    return WL_OK;
}

wl_status
evaluation_list_recipients (wl_request_t *req, const Evaluation__ListRecipientsRequest *in,
                            Evaluation__ListRecipientsResponse *out)
{
    return store_recipients (req, in, out);
}
