/* The consolidated card: what applicants get to see of the assessors' work (domain.md 2.10, NIW).
 */
#include "consolidation.h"
#include "evaluation.handlers.h"
#include "sealing.h"
#include "store_carers.h"
#include "store_rankings.h"
#include "store_sites.h"

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

static bool
is_decided_without_points (const store_dossier_t *dossier)
{
    return dossier->rules->assessment == WLACZNIK__ASSESSMENT_KIND__DECISION;
}

/* ---- what a partner region's site told ---- */

static Evaluation__ConsolidatedCriterion *
told_criterion (wl_request_t *req, const Wlacznik__Criterion *rules,
                const Evaluation__SiteAssessment *told)
{
    Evaluation__ConsolidatedCriterion *criterion =
        wl_arena_alloc (wl_arena (req), sizeof *criterion);

    evaluation__consolidated_criterion__init (criterion);
    criterion->criterion = rules->key;
    criterion->title = rules->title;
    criterion->max_points = rules->max_points;
    for (size_t i = 0; i < told->n_criteria; i++) {
        if (!wl_text_equal (told->criteria[i]->criterion, rules->key))
            continue;
        criterion->points = told->criteria[i]->points;
        criterion->reasons = told->criteria[i]->reasons;
        criterion->n_reasons = told->criteria[i]->n_reasons;
        criterion->consensus = told->criteria[i]->consensus;
    }
    return criterion;
}

static wl_status
show_told (wl_request_t *req, const store_dossier_t *dossier,
           const Evaluation__SiteAssessment *told, uint32_t round,
           const Evaluation__RankingEntry *line, Evaluation__ConsolidatedCard *out)
{
    const Wlacznik__MeritCard *rules = dossier->rules->merit_card;

    if (round != 0 && round != told->round)
        return WL_NOT_FOUND;
    out->round = told->round;
    out->points = line->points;
    out->passed = line->group != EVALUATION__LIST_GROUP__BELOW_THRESHOLD;
    out->cards = told->cards;
    out->minority_views = told->minority_views;
    out->n_minority_views = told->n_minority_views;
    out->n_criteria = rules->n_criteria;
    out->criteria = wl_arena_array (wl_arena (req), rules->n_criteria, sizeof *out->criteria);
    for (size_t i = 0; i < rules->n_criteria; i++)
        out->criteria[i] = told_criterion (req, rules->criteria[i], told);
    return WL_OK;
}

/* What a commission decided by, once it did. */
static wl_status
find_decision (wl_request_t *req, const store_dossier_t *dossier, Evaluation__StageDecision **ret)
{
    wl_status status = store_last_decision (req, dossier->application_id, dossier->stage, ret);

    if (status == WL_NOT_FOUND || dossier->state != EVALUATION__DOSSIER_STATE__DECIDED)
        return wl_fail (req, WL_FAILED_PRECONDITION, "results-not-published",
                        "Kartę oceny pokażemy, gdy zapadnie decyzja.",
                        "The assessment will be shown when the stage is decided.");
    return status;
}

static wl_status
tell_decided (wl_request_t *req, const store_dossier_t *dossier, Evaluation__ConsolidatedCard *out)
{
    wl_status status;

    WL_TRY (find_decision (req, dossier, &out->decision));
    WL_TRY (consolidation_of (req, dossier, dossier->round, out));
    status = store_opinion (req, dossier->application_id, dossier->stage, &out->carer_opinion);
    return status == WL_NOT_FOUND ? WL_OK : status;
}

wl_status
evaluation_get_my_assessment (wl_request_t *req, const Evaluation__GetMyAssessmentRequest *in,
                              Evaluation__ConsolidatedCard *out)
{
    Evaluation__RankingEntry line = EVALUATION__RANKING_ENTRY__INIT;
    Evaluation__SiteAssessment *told;
    store_dossier_t dossier;
    wl_status status;

    WL_TRY (find_own (req, in, &dossier));
    out->application_id = dossier.application_id;
    out->number = dossier.number;
    if (dossier.state == EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED)
        return list_failed_items (req, &dossier, out);
    out->threshold = dossier.rules->merit_card->threshold;
    if (is_decided_without_points (&dossier))
        return tell_decided (req, &dossier, out);
    WL_TRY (find_line (req, &dossier, &line));
    out->group = line.group;
    out->place = line.place;
    status = store_site_assessment (req, dossier.application_id, dossier.stage, &told);
    if (status != WL_NOT_FOUND)
        return status == WL_OK ? show_told (req, &dossier, told, in->round, &line, out) : status;
    if (in->round > shown_round (&dossier))
        return WL_NOT_FOUND;
    return consolidation_of (req, &dossier, in->round != 0 ? in->round : shown_round (&dossier),
                             out);
}

/* ---- each card, and what the log holds of it ---- */

/* The round whose cards the caller may see now, under the same conditions as above. */
static wl_status
find_seen_round (wl_request_t *req, const store_dossier_t *dossier, uint32_t wanted, uint32_t *ret)
{
    Evaluation__RankingEntry line = EVALUATION__RANKING_ENTRY__INIT;
    Evaluation__StageDecision *decision;
    Evaluation__SiteAssessment *told;
    wl_status status;

    *ret = dossier->round;
    if (is_decided_without_points (dossier))
        return find_decision (req, dossier, &decision);
    WL_TRY (find_line (req, dossier, &line));
    status = store_site_assessment (req, dossier->application_id, dossier->stage, &told);
    if (status == WL_OK)
        return wl_fail (req, WL_FAILED_PRECONDITION, "cards-in-region",
                        "Karty tego wniosku są w rejestrze partnera regionu. Poproś o nie tam.",
                        "The cards of this application are in the register of the region's "
                        "partner. Ask for them there.");
    *ret = wanted != 0 ? wanted : shown_round (dossier);
    if (status != WL_NOT_FOUND)
        return status;
    return *ret > shown_round (dossier) ? WL_NOT_FOUND : WL_OK;
}

wl_status
evaluation_get_card_records (wl_request_t *req, const Evaluation__GetMyAssessmentRequest *in,
                             Evaluation__CardRecords *out)
{
    Evaluation__Card **cards;
    store_dossier_t dossier;
    uint32_t round;
    size_t count;

    WL_TRY (find_own (req, in, &dossier));
    if (dossier.state == EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED)
        return WL_OK; /* nobody had a card */
    WL_TRY (find_seen_round (req, &dossier, in->round, &round));
    WL_TRY (consolidation_cards (req, &dossier, round, &count, &cards));
    return sealing_records (req, cards, count, out);
}
