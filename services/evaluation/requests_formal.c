/* The formal check: what the house proposes, what a person decides, and what a second one confirms.
 */
#include "appeal_rules.h"
#include "call_halts.h"
#include "call_rules.h"
#include "evaluation.handlers.h"
#include "formal_check.h"
#include "formal_probe.h"
#include "site.h"
#include "store_formal.h"

static wl_status
check_in_formal_review (wl_request_t *req, const store_dossier_t *dossier)
{
    if (dossier->state == EVALUATION__DOSSIER_STATE__FORMAL_REVIEW)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "not-in-formal-review",
                    "Ten wniosek nie czeka na ocenę formalną: jest w poprawkach, już oceniony "
                    "formalnie, wycofany albo na innym etapie. Odśwież listę.",
                    "This application does not wait for a formal check: it is being corrected, was "
                    "checked already, withdrawn, or is at another stage. Reload the list.");
}

/* ---- proposing ---- */

static wl_status
read_facts (wl_request_t *req, const store_dossier_t *dossier, const Evaluation__Dossier *seen,
            formal_facts_t *ret)
{
    Intake__CallDefinition *call;
    char **twins;

    *ret = (formal_facts_t){
        .submitted_at = wl_timestamp_time (seen->submitted_at),
        .amount_grosze = seen->amount_grosze,
        .applicant = seen->applicant,
        .answers = seen->answers,
    };
    WL_TRY (store_call_definition (req, dossier->call_id, &call, &ret->submit_until));
    WL_TRY (store_twins (req, dossier, &ret->twin_count, &twins));
    ret->call = call;
    ret->twins = twins;
    ret->first_stage = call->n_stages > 0 && wl_text_equal (call->stages[0]->key, dossier->stage);
    return WL_OK;
}

wl_status
evaluation_get_formal_proposal (wl_request_t *req, const Evaluation__GetFormalProposalRequest *in,
                                Evaluation__FormalProposal *out)
{
    Evaluation__Dossier seen = EVALUATION__DOSSIER__INIT;
    store_dossier_t dossier;
    formal_facts_t facts;
    wl_status status;

    WL_TRY (store_dossier_read (req, in->application_id, &seen)); /* asks whose region it is */
    WL_TRY (store_dossier_facts (req, in->application_id, seen.stage, &dossier));
    WL_TRY (read_facts (req, &dossier, &seen, &facts));
    out->items = wl_arena_array (wl_arena (req), dossier.rules->n_formal_items, sizeof *out->items);
    out->n_items =
        formal_propose (wl_arena (req), dossier.rules, &facts, wl_locale (req), out->items);
    status = store_formal_draft (req, &dossier, &out->unconfirmed);
    if (status != WL_NOT_FOUND)
        return status;
    status = store_formal_returned (req, &dossier, &out->returned, &out->return_reason);
    return status == WL_NOT_FOUND ? WL_OK : status;
}

/* ---- deciding ---- */

static void
tell_formal_check (wl_request_t *req, const store_dossier_t *dossier,
                   const Evaluation__FormalCheck *check)
{
    Evaluation__FormalCheckDecided event = EVALUATION__FORMAL_CHECK_DECIDED__INIT;

    event.application_id = dossier->application_id;
    event.call_id = dossier->call_id;
    event.passed = check->passed;
    event.applicant_user_id = dossier->applicant_user_id;
    event.number = dossier->number;
    event.stage = dossier->stage;
    event.appeal_until = check->appeal_until;
    event.failed_items =
        wl_arena_array (wl_arena (req), check->n_items, sizeof *event.failed_items);
    for (size_t i = 0; i < check->n_items; i++)
        if (check->items[i]->answer == EVALUATION__FORMAL_ANSWER__NO)
            event.failed_items[event.n_failed_items++] = check->items[i]->item;
    site_tell (req, dossier->region, dossier->application_id, &event.base);
}

/* From here on it counts. Terms of appeal run from now. */
static void
settle (wl_request_t *req, const store_dossier_t *dossier, Evaluation__FormalCheck *check)
{
    const Wlacznik__AppealRules *appeal =
        appeal_rules (dossier->rules, EVALUATION__APPEAL_KIND__FORMAL_APPEAL);
    Evaluation__DossierState state = check->passed ? call_state_after_formal (dossier->rules)
                                                   : EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED;

    check->unconfirmed = false;
    check->decided_at = wl_timestamp (wl_arena (req), wl_now (req));
    if (!check->passed && appeal != NULL)
        check->appeal_until = wl_timestamp (wl_arena (req), appeal_until (appeal, wl_now (req), 0));
    store_formal_check (
        req, dossier, check,
        formal_check_public_reason (wl_arena (req), dossier->rules, check->items, check->n_items),
        state);
    tell_formal_check (req, dossier, check);
}

/* Whether somebody's check waits for confirmation already. */
static wl_status
check_no_draft (wl_request_t *req, const store_dossier_t *dossier)
{
    Evaluation__FormalCheck *draft;
    wl_status status;

    if (!formal_needs_confirmation (dossier->rules, false))
        return WL_OK;
    status = store_formal_draft (req, dossier, &draft);
    if (status == WL_OK)
        return wl_fail (req, WL_FAILED_PRECONDITION, "awaits-confirmation",
                        "Ocena formalna tego wniosku czeka na potwierdzenie drugiej osoby.",
                        "The formal check of this application awaits a second person.");
    return status == WL_NOT_FOUND ? WL_OK : status;
}

wl_status
evaluation_decide_formal_check (wl_request_t *req, const Evaluation__DecideFormalCheckRequest *in,
                                Evaluation__FormalCheck *out)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    store_dossier_t dossier;
    bool passed;

    WL_TRY (store_dossier_lock (req, in->application_id, &dossier));
    WL_TRY (call_check_running (req, dossier.call_id, dossier.call_state));
    WL_TRY (check_in_formal_review (req, &dossier));
    WL_TRY (check_no_draft (req, &dossier));
    WL_TRY (formal_check_judge (dossier.rules, in->items, in->n_items, &problems, &passed));
    out->n_items = in->n_items;
    out->items = in->items;
    out->passed = passed;
    out->decided_by = wl_text_copy (wl_arena (req), wl_user (req));
    out->decided_at = wl_timestamp (wl_arena (req), wl_now (req));
    out->unconfirmed = formal_needs_confirmation (dossier.rules, passed);
    if (out->unconfirmed)
        store_formal_draft_put (req, &dossier, out);
    else
        settle (req, &dossier, out);
    return WL_OK;
}

/* ---- confirming ---- */

static wl_status
check_may_confirm (wl_request_t *req, const Evaluation__FormalCheck *draft,
                   const Evaluation__ConfirmFormalCheckRequest *in)
{
    if (wl_text_equal (draft->decided_by, wl_user (req)))
        return wl_fail (req, WL_PERMISSION_DENIED, "own-decision",
                        "To Twoja ocena. Potwierdzić ją musi ktoś inny.",
                        "This check is yours. Somebody else must confirm it.");
    if (!in->confirmed && wl_text_empty (in->reason))
        return wl_fail_field (req, "reason", "required", "Napisz, co poprawić.",
                              "Write what is to be mended.");
    return WL_OK;
}

wl_status
evaluation_confirm_formal_check (wl_request_t *req, const Evaluation__ConfirmFormalCheckRequest *in,
                                 Evaluation__FormalCheck *out)
{
    Evaluation__FormalCheck *draft;
    store_dossier_t dossier;
    wl_status status;

    WL_TRY (store_dossier_lock (req, in->application_id, &dossier));
    WL_TRY (call_check_running (req, dossier.call_id, dossier.call_state));
    WL_TRY (check_in_formal_review (req, &dossier));
    status = store_formal_draft (req, &dossier, &draft);
    if (status == WL_NOT_FOUND)
        return wl_fail (req, WL_FAILED_PRECONDITION, "nothing-to-confirm",
                        "Nie ma oceny formalnej, która czeka na potwierdzenie.",
                        "There is no formal check that awaits confirmation.");
    WL_TRY (status);
    WL_TRY (check_may_confirm (req, draft, in));
    *out = *draft;
    if (!in->confirmed) {
        store_formal_draft_return (req, &dossier, in->reason);
        return WL_OK;
    }
    out->confirmed_by = wl_text_copy (wl_arena (req), wl_user (req));
    store_formal_draft_delete (req, &dossier);
    settle (req, &dossier, out);
    return WL_OK;
}
