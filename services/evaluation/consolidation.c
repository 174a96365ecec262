#include "consolidation.h"

#include "scoring.h"
#include "store_desks.h"

/* The counted cards of an application and what they amount to. */
typedef struct counted {
    Evaluation__Card *cards[SCORING_CARDS_MAX];
    size_t count;
    scoring_result_t result;
} counted_t;

static wl_status
read_counted (wl_request_t *req, const store_dossier_t *dossier, uint32_t round, counted_t *ret)
{
    scoring_card_t list[SCORING_CARDS_MAX];
    Evaluation__Card **cards;
    size_t count;

    WL_TRY (
        store_locked_cards (req, dossier->application_id, dossier->stage, round, &count, &cards));
    if (count > SCORING_CARDS_MAX)
        return WL_INTERNAL;
    for (size_t i = 0; i < count; i++)
        list[i] = (scoring_card_t){ cards[i]->id, cards[i]->third, cards[i]->scores };
    *ret = (counted_t){ 0 };
    WL_TRY (scoring_decide (dossier->rules->merit_card, list, count, &ret->result));
    for (size_t i = 0; i < count; i++)
        if (ret->result.counted[i])
            ret->cards[ret->count++] = cards[i];
    return WL_OK;
}

/* ---- the message ---- */

/* In the order of the cards' ids, which is the same under every criterion and says nothing about
 * who wrote them. */
static void
add_reasons (wl_request_t *req, const counted_t *counted, Evaluation__ConsolidatedCriterion *out)
{
    out->reasons = wl_arena_array (wl_arena (req), counted->count, sizeof *out->reasons);
    for (size_t i = 0; i < counted->count; i++) {
        const Evaluation__Scores *scores = counted->cards[i]->scores;
        for (size_t j = 0; j < scores->n_list; j++)
            if (wl_text_equal (scores->list[j]->criterion, out->criterion) &&
                !wl_text_empty (scores->list[j]->reason))
                out->reasons[out->n_reasons++] = scores->list[j]->reason;
    }
}

void
consolidation_add_criteria (wl_request_t *req, const Wlacznik__MeritCard *rules,
                            const int64_t *points, Evaluation__ConsolidatedCard *out)
{
    out->n_criteria = rules->n_criteria;
    out->criteria = wl_arena_array (wl_arena (req), rules->n_criteria, sizeof *out->criteria);
    for (size_t i = 0; i < rules->n_criteria; i++) {
        Evaluation__ConsolidatedCriterion *criterion =
            wl_arena_alloc (wl_arena (req), sizeof *criterion);
        evaluation__consolidated_criterion__init (criterion);
        criterion->criterion = rules->criteria[i]->key;
        criterion->title = rules->criteria[i]->title;
        criterion->points = (int32_t) points[i];
        criterion->max_points = rules->criteria[i]->max_points;
        out->criteria[i] = criterion;
    }
}

/* ---- what the assessors wrote together ---- */

static void
add_consensus (const store_desk_t *desk, Evaluation__ConsolidatedCard *out)
{
    const Evaluation__Consensus *consensus = desk->desk->consensus;

    for (size_t i = 0; consensus != NULL && i < consensus->n_list; i++)
        for (size_t j = 0; j < out->n_criteria; j++)
            if (wl_text_equal (out->criteria[j]->criterion, consensus->list[i]->criterion))
                out->criteria[j]->consensus = consensus->list[i]->text;
}

static wl_status
add_desk (wl_request_t *req, const store_dossier_t *dossier, uint32_t round,
          Evaluation__ConsolidatedCard *out)
{
    store_desk_t desk;
    wl_status status = store_desk (req, dossier, round, &desk);

    if (status == WL_NOT_FOUND)
        return WL_OK;
    WL_TRY (status);
    if (desk.desk->state != EVALUATION__DESK_STATE__DESK_CLOSED)
        return WL_OK;
    add_consensus (&desk, out);
    out->minority_views =
        wl_arena_array (wl_arena (req), desk.signature_count, sizeof *out->minority_views);
    for (size_t i = 0; i < desk.signature_count; i++)
        if (!wl_text_empty (desk.signatures[i].minority_view))
            out->minority_views[out->n_minority_views++] = desk.signatures[i].minority_view;
    return WL_OK;
}

/* In the order of the cards' ids, as the reasons are. */
static void
add_recommendations (wl_request_t *req, const counted_t *counted, Evaluation__ConsolidatedCard *out)
{
    out->recommendations =
        wl_arena_array (wl_arena (req), counted->count, sizeof *out->recommendations);
    for (size_t i = 0; i < counted->count; i++) {
        Evaluation__StageOutcome outcome = counted->cards[i]->scores->recommendation;
        if (outcome != EVALUATION__STAGE_OUTCOME__STAGE_OUTCOME_UNSPECIFIED)
            out->recommendations[out->n_recommendations++] = outcome;
    }
}

wl_status
consolidation_of (wl_request_t *req, const store_dossier_t *dossier, uint32_t round,
                  Evaluation__ConsolidatedCard *out)
{
    counted_t counted;

    WL_TRY (read_counted (req, dossier, round, &counted));
    out->round = round;
    out->points = (int32_t) counted.result.points;
    out->passed = counted.result.passed;
    out->cards = (uint32_t) counted.count;
    consolidation_add_criteria (req, dossier->rules->merit_card, counted.result.criterion_points,
                                out);
    for (size_t i = 0; i < out->n_criteria; i++)
        add_reasons (req, &counted, out->criteria[i]);
    add_recommendations (req, &counted, out);
    return add_desk (req, dossier, round, out);
}

wl_status
consolidation_cards (wl_request_t *req, const store_dossier_t *dossier, uint32_t round,
                     size_t *ret_count, Evaluation__Card ***ret)
{
    counted_t counted;

    WL_TRY (read_counted (req, dossier, round, &counted));
    *ret_count = counted.count;
    *ret = wl_arena_array (wl_arena (req), counted.count, sizeof **ret);
    for (size_t i = 0; i < counted.count; i++)
        (*ret)[i] = counted.cards[i];
    return WL_OK;
}
