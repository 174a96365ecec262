/* The consolidated card: what applicants get to see of the assessors' work (domain.md 2.10, NIW).
 */
#include "evaluation.handlers.h"
#include "scoring.h"
#include "store_cards.h"
#include "store_desks.h"
#include "store_rankings.h"

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

static void
add_criteria (wl_request_t *req, const Wlacznik__MeritCard *rules, const counted_t *counted,
              Evaluation__ConsolidatedCard *out)
{
    out->n_criteria = rules->n_criteria;
    out->criteria = wl_arena_array (wl_arena (req), rules->n_criteria, sizeof *out->criteria);
    for (size_t i = 0; i < rules->n_criteria; i++) {
        Evaluation__ConsolidatedCriterion *criterion =
            wl_arena_alloc (wl_arena (req), sizeof *criterion);
        evaluation__consolidated_criterion__init (criterion);
        criterion->criterion = rules->criteria[i]->key;
        criterion->title = rules->criteria[i]->title;
        criterion->points = (int32_t) counted->result.criterion_points[i];
        criterion->max_points = rules->criteria[i]->max_points;
        add_reasons (req, counted, criterion);
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

static wl_status
consolidate (wl_request_t *req, const store_dossier_t *dossier, uint32_t round,
             Evaluation__ConsolidatedCard *out)
{
    counted_t counted;

    WL_TRY (read_counted (req, dossier, round, &counted));
    out->round = round;
    out->points = (int32_t) counted.result.points;
    out->passed = counted.result.passed;
    out->cards = (uint32_t) counted.count;
    add_criteria (req, dossier->rules->merit_card, &counted, out);
    return add_desk (req, dossier, round, out);
}

/* What an application that failed formally may know, from the moment that it was decided. */
static wl_status
list_failed_items (wl_request_t *req, const store_dossier_t *dossier,
                   Evaluation__ConsolidatedCard *out)
{
    Evaluation__FormalCheck *check;

    WL_TRY (store_find_formal_check (req, dossier, &check));
    out->group = EVALUATION__LIST_GROUP__REJECTED_FORMALLY;
    out->failed_items = wl_arena_array (wl_arena (req), check->n_items, sizeof *out->failed_items);
    for (size_t i = 0; i < check->n_items; i++)
        if (check->items[i]->answer == EVALUATION__FORMAL_ANSWER__NO)
            out->failed_items[out->n_failed_items++] = check->items[i];
    return WL_OK;
}

/* ---- who may ask, and when ---- */

static wl_status
find_own (wl_request_t *req, const Evaluation__GetMyAssessmentRequest *in, store_dossier_t *ret)
{
    bool from_peer = !wl_text_empty (wl_caller (req));

    WL_TRY (store_dossier_facts (req, in->application_id, in->stage, ret));
    if (!from_peer && !wl_text_equal (ret->applicant_user_id, wl_user (req)))
        return WL_NOT_FOUND; /* as if it did not exist */
    return ret->rules->merit_card == NULL ? WL_NOT_FOUND : WL_OK;
}

static wl_status
find_line (wl_request_t *req, const store_dossier_t *dossier, Evaluation__RankingEntry *ret)
{
    wl_status status = store_ranking_line (req, dossier->application_id, dossier->stage, ret);

    if (status == WL_NOT_FOUND)
        return wl_fail (req, WL_FAILED_PRECONDITION, "results-not-published",
                        "Kartę oceny pokażemy po ogłoszeniu wyników.",
                        "The assessment will be shown when the results are published.");
    return status;
}

/* The round that the published result is made of: a new one counts when its result is published. */
static uint32_t
shown_round (const store_dossier_t *dossier)
{
    bool assessed_anew = dossier->state == EVALUATION__DOSSIER_STATE__MERIT_REVIEW ||
                         dossier->state == EVALUATION__DOSSIER_STATE__THIRD_ASSESSMENT ||
                         dossier->state == EVALUATION__DOSSIER_STATE__ASSESSED;

    return assessed_anew && dossier->round > 1 ? dossier->round - 1 : dossier->round;
}

wl_status
evaluation_get_my_assessment (wl_request_t *req, const Evaluation__GetMyAssessmentRequest *in,
                              Evaluation__ConsolidatedCard *out)
{
    Evaluation__RankingEntry line = EVALUATION__RANKING_ENTRY__INIT;
    store_dossier_t dossier;

    WL_TRY (find_own (req, in, &dossier));
    out->application_id = dossier.application_id;
    out->number = dossier.number;
    if (dossier.state == EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED)
        return list_failed_items (req, &dossier, out);
    WL_TRY (find_line (req, &dossier, &line));
    out->threshold = dossier.rules->merit_card->threshold;
    out->group = line.group;
    out->place = line.place;
    if (in->round > shown_round (&dossier))
        return WL_NOT_FOUND;
    return consolidate (req, &dossier, in->round != 0 ? in->round : shown_round (&dossier), out);
}
