#include "stage_decision.h"

#include "site.h"
#include "store_carers.h"
#include "store_desks.h"

/* Those who wrote cards are still agreeing on their common text. */
static wl_status
check_desk_closed (wl_request_t *req, const store_dossier_t *dossier)
{
    store_desk_t desk;
    wl_status status = store_desk (req, dossier, dossier->round, &desk);

    if (status == WL_NOT_FOUND)
        return WL_OK;
    WL_TRY (status);
    if (desk.desk->state == EVALUATION__DESK_STATE__DESK_CLOSED)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "desks-open",
                    "Oceniający uzgadniają jeszcze wspólny tekst.",
                    "The assessors are still writing their common text.");
}

static wl_status
check_opinion (wl_request_t *req, const store_dossier_t *dossier)
{
    Evaluation__Carer carer = EVALUATION__CARER__INIT;
    Evaluation__CarerOpinion *opinion;
    wl_status status;

    if (!dossier->rules->carer_opinion)
        return WL_OK;
    WL_TRY (store_carer (req, dossier->application_id, &carer));
    if (wl_text_empty (carer.user_id))
        return WL_OK;
    status = store_opinion (req, dossier->application_id, dossier->stage, &opinion);
    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_FAILED_PRECONDITION, "carer-opinion-due",
                    "Brakuje jeszcze opinii opiekuna innowacji.",
                    "The opinion of the innovation's carer is still missing.");
}

wl_status
decision_check_due (wl_request_t *req, const store_dossier_t *dossier, const char *stage)
{
    if (!wl_text_equal (dossier->stage, stage))
        return wl_failf (req, WL_FAILED_PRECONDITION, "other-stage",
                         "Wniosek jest na etapie „%s”. Odśwież stronę i zdecyduj o tym etapie.",
                         "The application is at the stage “%s”. Reload the page and decide that "
                         "one.",
                         dossier->stage);
    if (dossier->state != EVALUATION__DOSSIER_STATE__DECISION_DUE)
        return wl_fail (req, WL_FAILED_PRECONDITION, "no-decision-due",
                        "Ten etap nie czeka na decyzję: jest już rozstrzygnięty, wycofany, czeka "
                        "na karty albo jest oceniany punktami. Odśwież stronę.",
                        "This stage does not wait for a decision: it is decided, withdrawn, waits "
                        "for cards, or is assessed by points. Reload the page.");
    WL_TRY (check_desk_closed (req, dossier));
    return check_opinion (req, dossier);
}

static void
tell_decision (wl_request_t *req, const store_dossier_t *dossier, Evaluation__StageOutcome outcome)
{
    Evaluation__StageDecided event = EVALUATION__STAGE_DECIDED__INIT;

    event.application_id = dossier->application_id;
    event.call_id = dossier->call_id;
    event.stage = dossier->stage;
    event.outcome = outcome;
    event.last_stage = dossier->last_stage;
    event.applicant_user_id = dossier->applicant_user_id;
    event.number = dossier->number;
    site_tell (req, dossier->region, dossier->application_id, &event.base);
}

void
decision_make (wl_request_t *req, const store_dossier_t *dossier, Evaluation__StageOutcome outcome,
               char *reason, Evaluation__StageDecision *ret)
{
    ret->application_id = dossier->application_id;
    ret->stage = dossier->stage;
    ret->outcome = outcome;
    ret->reason = reason;
    ret->decided_at = wl_timestamp (wl_arena (req), wl_now (req));
    store_decision (req, dossier, ret);
    tell_decision (req, dossier, outcome);
}
