#include "verdict.h"

#include "allocation.h"
#include "scoring.h"

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

static void
fix_points (wl_request_t *req, const store_bench_t *bench, const scoring_result_t *result)
{
    const store_dossier_t *dossier = &bench->dossier;
    Evaluation__ApplicationAssessed event = EVALUATION__APPLICATION_ASSESSED__INIT;

    store_assessed (req, dossier, result->points, result->passed, result->criterion_points,
                    dossier->rules->merit_card->n_criteria);
    event.application_id = dossier->application_id;
    event.points = (int32_t) result->points;
    event.passed = result->passed;
    wl_emit (req, dossier->region, dossier->application_id, &event.base);
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

wl_status
verdict_conclude (wl_request_t *req, const store_bench_t *bench)
{
    scoring_result_t result;

    if (awaits_third (bench))
        return WL_OK;

    WL_TRY (decide (bench, &result));
    if (result.state == SCORING_THIRD_NEEDED)
        return call_third (req, bench, result.third_rule);
    if (result.state == SCORING_FINAL)
        fix_points (req, bench, &result);
    return WL_OK;
}
