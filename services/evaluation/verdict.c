#include "verdict.h"

#include "allocation.h"
#include "call_rules.h"
#include "desk_rules.h"
#include "scoring.h"
#include "site.h"
#include "store_desks.h"

static wl_status
decide (const store_bench_t *bench, scoring_result_t *ret)
{
    scoring_card_t cards[SCORING_CARDS_MAX];
    size_t count = bench->locked_count + 1;

    if (count > SCORING_CARDS_MAX)
        return WL_INTERNAL;
    cards[0] = (scoring_card_t){ bench->own->id, bench->own->third, bench->own->scores };
    for (size_t i = 0; i < bench->locked_count; i++) {
        const Evaluation__Card *card = bench->locked[i];
        cards[i + 1] = (scoring_card_t){ card->id, card->third, card->scores };
    }
    return scoring_decide (bench->dossier.rules->merit_card, cards, count, ret);
}

static wl_status
call_third (wl_request_t *req, const store_bench_t *bench, scoring_third_rule_t rule)
{
    const store_dossier_t *dossier = &bench->dossier;
    Evaluation__ThirdAssessmentNeeded event = EVALUATION__THIRD_ASSESSMENT_NEEDED__INIT;
    store_vacancy_t vacancy = {
        .application_id = dossier->application_id,
        .stage = dossier->stage,
        .region = dossier->region,
        .number = dossier->number,
        .applicant_user_id = dossier->applicant_user_id,
        .third = true,
        .missing = 1,
    };
    allocation_t allocation;

    event.application_id = dossier->application_id;
    event.rule = wl_text_copy (wl_arena (req), scoring_third_rule_name (rule));
    store_third_needed (req, dossier, event.rule);
    wl_emit (req, dossier->region, dossier->application_id, &event.base);
    return allocation_give (req, dossier->call_id, &vacancy, 1, &allocation);
}

/* What the centre gets of an assessment: means and counts. */
static void
tell_centre (wl_request_t *req, const store_bench_t *bench, const scoring_result_t *result)
{
    const store_dossier_t *dossier = &bench->dossier;
    size_t count = dossier->rules->merit_card->n_criteria;
    Evaluation__ApplicationReported event = EVALUATION__APPLICATION_REPORTED__INIT;

    event.application_id = dossier->application_id;
    event.call_id = dossier->call_id;
    event.stage = dossier->stage;
    event.points = (int32_t) result->points;
    event.passed = result->passed;
    event.cards = (uint32_t) bench->locked_count + 1;
    event.third = bench->locked_count >= dossier->rules->merit_card->assessors;
    event.round = dossier->round;
    event.n_criterion_points = count;
    event.criterion_points = wl_arena_array (wl_arena (req), count, sizeof *event.criterion_points);
    for (size_t i = 0; i < count; i++)
        event.criterion_points[i] = (int32_t) result->criterion_points[i];
    site_tell (req, dossier->region, dossier->application_id, &event.base);
}

static void
fix_points (wl_request_t *req, const store_bench_t *bench, const scoring_result_t *result)
{
    const store_dossier_t *dossier = &bench->dossier;
    Evaluation__ApplicationAssessed event = EVALUATION__APPLICATION_ASSESSED__INIT;

    store_assessed (req, dossier, call_state_after_cards (dossier->rules), result->points,
                    result->passed, result->criterion_points,
                    dossier->rules->merit_card->n_criteria);
    event.application_id = dossier->application_id;
    event.points = (int32_t) result->points;
    event.passed = result->passed;
    wl_emit (req, dossier->region, dossier->application_id, &event.base);
    if (site_here (req) != NULL)
        tell_centre (req, bench, result);
}

/* A third assessor who was called is waited for, even if a changed card would no longer call one.
 */
static bool
awaits_third (const store_bench_t *bench)
{
    if (bench->dossier.state != EVALUATION__DOSSIER_STATE__THIRD_ASSESSMENT || bench->own->third)
        return false;
    for (size_t i = 0; i < bench->locked_count; i++)
        if (bench->locked[i]->third)
            return false;
    return true;
}

/* ---- the discrepancy desk ---- */

static void
tell_desk (wl_request_t *req, const store_dossier_t *dossier, const store_desk_card_t *cards,
           size_t count)
{
    Evaluation__DeskOpened event = EVALUATION__DESK_OPENED__INIT;

    event.application_id = dossier->application_id;
    event.call_id = dossier->call_id;
    event.number = dossier->number;
    event.assessor_user_ids =
        wl_arena_array (wl_arena (req), count, sizeof *event.assessor_user_ids);
    for (size_t i = 0; i < count; i++)
        event.assessor_user_ids[event.n_assessor_user_ids++] = cards[i].assessor_user_id;
    wl_emit (req, dossier->region, dossier->application_id, &event.base);
}

/* A card that was changed when the desk was open leaves it open, and does not tell again. */
static wl_status
open_desk (wl_request_t *req, const store_dossier_t *dossier)
{
    const Wlacznik__MeritCard *rules = dossier->rules->merit_card;
    const Evaluation__Scores *scores[DESK_CARDS_MAX];
    desk_criterion_t criteria[SCORING_CRITERIA_MAX];
    store_desk_card_t *cards;
    store_desk_t desk;
    bool third = false;
    size_t count;
    wl_status status;

    if (rules->desk != WLACZNIK__DESK_RULE__DESK_ON_DIFFERENCE)
        return WL_OK;
    status = store_desk (req, dossier, dossier->round, &desk);
    if (status != WL_NOT_FOUND)
        return status;
    WL_TRY (store_desk_cards (req, dossier, dossier->round, &count, &cards));
    if (count > DESK_CARDS_MAX || rules->n_criteria > SCORING_CRITERIA_MAX)
        return WL_INTERNAL;
    for (size_t i = 0; i < count; i++) {
        scores[i] = cards[i].scores;
        third |= cards[i].third;
    }
    WL_TRY (desk_compare (rules, scores, count, criteria));
    if (!desk_needed (rules, criteria, third))
        return WL_OK;
    store_desk_open (req, dossier);
    tell_desk (req, dossier, cards, count);
    return WL_OK;
}

wl_status
verdict_conclude (wl_request_t *req, const store_bench_t *bench)
{
    scoring_result_t result;

    if (awaits_third (bench))
        return WL_OK;

    WL_TRY (decide (bench, &result));
    if (result.state == SCORING_THIRD_NEEDED)
        return call_third (req, bench, result.third_rule);
    if (result.state != SCORING_FINAL)
        return WL_OK;
    fix_points (req, bench, &result);
    return open_desk (req, &bench->dossier);
}
