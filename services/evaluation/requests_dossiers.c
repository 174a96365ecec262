/* What coordinators do with single applications: look, decide a stage. */
#include "call_halts.h"
#include "evaluation.handlers.h"
#include "site.h"
#include "store_dossiers.h"

enum { DOSSIER_PAGE = 100 };

wl_status
evaluation_list_dossiers (wl_request_t *req, const Evaluation__ListDossiersRequest *in,
                          Evaluation__ListDossiersResponse *out)
{
    store_dossier_page_t page = {
        .call_id = in->call_id,
        .state = in->state,
        .all_regions = wl_has_role (req, WL_ROLE_OWNER, NULL),
        .limit = wl_page_limit (in->limit, DOSSIER_PAGE),
    };
    char *after;

    WL_TRY (wl_cursor_open (req, in->cursor, &after));
    page.after = after == NULL ? "" : after;
    WL_TRY (store_dossiers (req, &page, &out->n_dossiers, &out->dossiers));
    if (out->n_dossiers == page.limit)
        out->next_cursor = wl_cursor_make (req, out->dossiers[out->n_dossiers - 1]->number);
    return WL_OK;
}

wl_status
evaluation_get_dossier (wl_request_t *req, const Evaluation__GetDossierRequest *in,
                        Evaluation__Dossier *out)
{
    return store_dossier_read (req, in->application_id, out);
}

/* ---- stages without points ---- */

static wl_status
check_decision_due (wl_request_t *req, const store_dossier_t *dossier, const char *stage)
{
    if (!wl_text_equal (dossier->stage, stage))
        return wl_failf (req, WL_FAILED_PRECONDITION, "other-stage",
                         "Wniosek jest na etapie „%s”. Odśwież stronę i zdecyduj o tym etapie.",
                         "The application is at the stage “%s”. Reload the page and decide that "
                         "one.",
                         dossier->stage);
    if (dossier->state == EVALUATION__DOSSIER_STATE__DECISION_DUE)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "no-decision-due",
                    "Ten etap nie czeka na decyzję: jest już rozstrzygnięty, wycofany albo "
                    "oceniany punktami. Odśwież stronę.",
                    "This stage does not wait for a decision: it is decided, withdrawn, or "
                    "assessed by points. Reload the page.");
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

wl_status
evaluation_decide_stage (wl_request_t *req, const Evaluation__DecideStageRequest *in,
                         Evaluation__StageDecision *out)
{
    store_dossier_t dossier;

    WL_TRY (store_dossier_lock (req, in->application_id, &dossier));
    WL_TRY (call_check_running (req, dossier.call_id, dossier.call_state));
    WL_TRY (check_decision_due (req, &dossier, in->stage));
    out->application_id = dossier.application_id;
    out->stage = dossier.stage;
    out->outcome = in->outcome;
    out->reason = in->reason;
    out->decided_at = wl_timestamp (wl_arena (req), wl_now (req));
    store_decision (req, &dossier, out);
    tell_decision (req, &dossier, in->outcome);
    return WL_OK;
}
