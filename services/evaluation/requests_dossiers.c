/* What coordinators do with single applications: look, decide a stage. */
#include "call_halts.h"
#include "evaluation.handlers.h"
#include "stage_decision.h"

enum { DOSSIER_PAGE = 100 };

wl_status
evaluation_list_dossiers (wl_request_t *req, const Evaluation__ListDossiersRequest *in,
                          Evaluation__ListDossiersResponse *out)
{
    store_dossier_page_t page = {
        .call_id = in->call_id,
        .state = in->state,
        .region = in->region,
        .all_regions = wl_has_role (req, WL_ROLE_OWNER, NULL),
        .limit = wl_page_limit (in->limit, DOSSIER_PAGE),
        .total = in->total,
    };
    char *after;

    WL_TRY (wl_cursor_open (req, in->cursor, &after));
    page.after = after == NULL ? "" : after;
    WL_TRY (store_dossiers (req, &page, out));
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

wl_status
evaluation_decide_stage (wl_request_t *req, const Evaluation__DecideStageRequest *in,
                         Evaluation__StageDecision *out)
{
    store_dossier_t dossier;

    WL_TRY (store_dossier_lock (req, in->application_id, &dossier));
    WL_TRY (call_check_running (req, dossier.call_id, dossier.call_state));
    WL_TRY (decision_check_due (req, &dossier, in->stage));
    if (dossier.rules->panel != NULL)
        return wl_fail (req, WL_FAILED_PRECONDITION, "panel-decides",
                        "O tym etapie decyduje panel na posiedzeniu.",
                        "A panel decides about this stage in a meeting.");
    decision_make (req, &dossier, in->outcome, in->reason, out);
    return WL_OK;
}
