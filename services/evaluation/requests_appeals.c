/* Appeals: filing, reading, deciding, and what follows from an upheld one. */
#include "allocation.h"
#include "appeal_rules.h"
#include "call_halts.h"
#include "call_rules.h"
#include "evaluation.contract.h"
#include "evaluation.handlers.h"
#include "events.h"
#include "site.h"
#include "store_appeals.h"
#include "store_sites.h"

/* ---- what may be appealed against ---- */

/* AppealKind UNSPECIFIED when there is no decision to appeal against. */
static Evaluation__AppealKind
kind_now (const store_dossier_t *dossier)
{
    if (dossier->state == EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED)
        return EVALUATION__APPEAL_KIND__FORMAL_APPEAL;
    if (dossier->state == EVALUATION__DOSSIER_STATE__RANKED)
        return EVALUATION__APPEAL_KIND__MERIT_APPEAL;
    return EVALUATION__APPEAL_KIND__APPEAL_KIND_UNSPECIFIED;
}

static wl_status
find_own (wl_request_t *req, const char *application_id, const char *stage, store_dossier_t *ret)
{
    WL_TRY (store_dossier_facts (req, application_id, stage, ret));
    return wl_text_equal (ret->applicant_user_id, wl_user (req)) ? WL_OK : WL_NOT_FOUND;
}

static wl_status
find_served (wl_request_t *req, const store_dossier_t *dossier, Evaluation__AppealKind kind,
             store_served_t *ret)
{
    wl_status status = WL_NOT_FOUND;

    if (kind != EVALUATION__APPEAL_KIND__APPEAL_KIND_UNSPECIFIED)
        status = store_served (req, dossier, kind, ret);
    if (status == WL_NOT_FOUND)
        return wl_fail (req, WL_FAILED_PRECONDITION, "nothing-to-appeal",
                        "Nie ma jeszcze rozstrzygnięcia, od którego można się odwołać.",
                        "There is no decision yet that an appeal could be against.");
    return status;
}

/* ---- filing ---- */

static wl_status
check_in_time (wl_request_t *req, const Wlacznik__AppealRules *rules, const store_served_t *served)
{
    wl_time_t until;
    char text[64];

    if (rules == NULL)
        return wl_fail (req, WL_FAILED_PRECONDITION, "no-appeals",
                        "Zasady tego naboru nie przewidują odwołania od tego rozstrzygnięcia.",
                        "The rules of this call provide no appeal against this decision.");
    until = appeal_until (rules, served->sent, served->received);
    if (wl_now (req) < until)
        return WL_OK;
    wl_time_format_people (until, wl_locale (req), text);
    return wl_failf (req, WL_FAILED_PRECONDITION, "appeal-too-late",
                     "Termin na odwołanie minął: %s.", "The term for an appeal ended on %s.", text);
}

static wl_status
check_contested (wl_request_t *req, const store_dossier_t *dossier, Evaluation__AppealKind kind,
                 const Evaluation__FileAppealRequest *in)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    Evaluation__FormalCheck *check = NULL;

    if (kind == EVALUATION__APPEAL_KIND__FORMAL_APPEAL)
        WL_TRY (store_find_formal_check (req, dossier, &check));
    return appeal_check_contested (dossier->rules, check, in->contested, in->n_contested,
                                   &problems);
}

static void
tell_filed (wl_request_t *req, const store_dossier_t *dossier, const Evaluation__Appeal *appeal,
            bool decided_at_site)
{
    Evaluation__AppealFiled event = EVALUATION__APPEAL_FILED__INIT;

    event.application_id = dossier->application_id;
    event.call_id = dossier->call_id;
    event.stage = dossier->stage;
    event.kind = appeal->kind;
    /* A site does not know its applicants; the centre writes to them. */
    if (site_here (req) == NULL)
        event.applicant_user_id = dossier->applicant_user_id;
    event.number = dossier->number;
    event.decided_at_site = decided_at_site;
    wl_emit (req, dossier->region, dossier->application_id, &event.base);
}

static void
fill_appeal (wl_request_t *req, const store_dossier_t *dossier,
             const Evaluation__FileAppealRequest *in, const Wlacznik__AppealRules *rules,
             Evaluation__Appeal *out)
{
    wl_time_t now = wl_now (req);

    out->application_id = dossier->application_id;
    out->call_id = dossier->call_id;
    out->number = dossier->number;
    out->region = dossier->region;
    out->stage = dossier->stage;
    out->state = EVALUATION__APPEAL_STATE__APPEAL_PENDING;
    out->contested = in->contested;
    out->n_contested = in->n_contested;
    out->text = in->text;
    out->filed_at = wl_timestamp (wl_arena (req), now);
    if (rules->answer_days > 0)
        out->answer_until = wl_timestamp (
            wl_arena (req), call_term_end (now, rules->answer_days, rules->answer_kind));
}

wl_status
evaluation_file_appeal (wl_request_t *req, const Evaluation__FileAppealRequest *in,
                        Evaluation__Appeal *out)
{
    const Wlacznik__AppealRules *rules;
    store_dossier_t dossier;
    store_served_t served;
    bool at_site;
    wl_status status;

    WL_TRY (find_own (req, in->application_id, in->stage, &dossier));
    /* Terms of appeal run on while a call is suspended, so it can be met. */
    if (dossier.call_state == INTAKE__CALL_STATE__CALL_ANNULLED)
        WL_TRY (call_check_running (req, dossier.call_id, dossier.call_state));
    out->kind = kind_now (&dossier);
    WL_TRY (find_served (req, &dossier, out->kind, &served));
    rules = appeal_rules (dossier.rules, out->kind);
    WL_TRY (check_in_time (req, rules, &served));
    WL_TRY (check_contested (req, &dossier, out->kind, in));
    fill_appeal (req, &dossier, in, rules, out);
    status = store_appeal_put (req, out, wl_user (req));
    if (status == WL_ALREADY_EXISTS)
        return wl_fail (req, WL_FAILED_PRECONDITION, "appeal-filed",
                        "Odwołanie od tego rozstrzygnięcia jest już złożone.",
                        "An appeal against this decision is filed already.");
    WL_TRY (status);
    WL_TRY (store_is_at_site (req, dossier.application_id, dossier.stage, &at_site));
    tell_filed (req, &dossier, out, at_site);
    return WL_OK;
}

/* ---- reading ---- */

wl_status
evaluation_list_my_appeals (wl_request_t *req, const Evaluation__ListMyAppealsRequest *in,
                            Evaluation__Appeals *out)
{
    store_dossier_t dossier;
    store_served_t served = { 0 };
    Evaluation__AppealKind kind;
    const Wlacznik__AppealRules *rules;
    wl_status status;

    WL_TRY (find_own (req, in->application_id, "", &dossier));
    WL_TRY (store_appeals_of (req, in->application_id, &out->n_appeals, &out->appeals));
    kind = kind_now (&dossier);
    rules = appeal_rules (dossier.rules, kind);
    if (kind == EVALUATION__APPEAL_KIND__APPEAL_KIND_UNSPECIFIED || rules == NULL)
        return WL_OK;
    status = store_served (req, &dossier, kind, &served);
    if (status == WL_OK && !served.filed)
        out->file_until =
            wl_timestamp (wl_arena (req), appeal_until (rules, served.sent, served.received));
    return status == WL_NOT_FOUND ? WL_OK : status;
}

wl_status
evaluation_list_appeals (wl_request_t *req, const Evaluation__ListAppealsRequest *in,
                         Evaluation__Appeals *out)
{
    return store_appeals (req, in, wl_has_role (req, WL_ROLE_OWNER, NULL), &out->n_appeals,
                          &out->appeals);
}

/* ---- deciding ---- */

/* Where the decision was made that it is against. */
static wl_status
check_decided_here (wl_request_t *req, const store_dossier_t *dossier)
{
    bool at_site;

    WL_TRY (store_is_at_site (req, dossier->application_id, dossier->stage, &at_site));
    if (!at_site)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "appeal-in-the-region",
                    "O tym wniosku rozstrzygnął partner w regionie. On rozstrzygnie też odwołanie.",
                    "The partner in the region decided this application and decides the appeal, "
                    "too.");
}

/* Other people decide: not who checked formally, and not who scored. */
static wl_status
check_other_person (wl_request_t *req, const store_dossier_t *dossier, Evaluation__AppealKind kind)
{
    Evaluation__FormalCheck *check;
    bool own;

    if (kind == EVALUATION__APPEAL_KIND__FORMAL_APPEAL) {
        WL_TRY (store_find_formal_check (req, dossier, &check));
        own = wl_text_equal (check->decided_by, wl_user (req)) ||
              wl_text_equal (check->confirmed_by, wl_user (req));
    } else
        WL_TRY (store_did_assess (req, dossier, &own));
    if (!own)
        return WL_OK;
    return wl_fail (req, WL_PERMISSION_DENIED, "own-decision",
                    "To rozstrzygnięcie jest Twoje. O odwołaniu musi zdecydować ktoś inny.",
                    "This decision is yours. Somebody else must decide the appeal.");
}

static wl_status
check_pending (wl_request_t *req, const store_dossier_t *dossier, const Evaluation__Appeal *appeal)
{
    if (appeal->state != EVALUATION__APPEAL_STATE__APPEAL_PENDING)
        return wl_fail (req, WL_FAILED_PRECONDITION, "appeal-decided",
                        "To odwołanie jest już rozstrzygnięte.", "This appeal is decided already.");
    if (appeal->kind == kind_now (dossier))
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "decision-gone",
                    "Rozstrzygnięcie, od którego się odwołano, już nie obowiązuje: wniosek "
                    "wycofano albo jest na innym etapie.",
                    "The decision that the appeal is against no longer stands: the application "
                    "was withdrawn or is at another stage.");
}

/* The formal card stays as it is; the appeal says that it does not hold. */
static void
reverse_formal_check (wl_request_t *req, const store_dossier_t *dossier)
{
    Evaluation__FormalCheckDecided event = EVALUATION__FORMAL_CHECK_DECIDED__INIT;

    store_formal_reversed (req, dossier, call_state_after_formal (dossier->rules));
    event.application_id = dossier->application_id;
    event.call_id = dossier->call_id;
    event.passed = true;
    event.stage = dossier->stage;
    event.applicant_user_id = dossier->applicant_user_id;
    event.number = dossier->number;
    site_tell (req, dossier->region, dossier->application_id, &event.base);
}

/* Whoever had a card of this application never gets another one, so others assess it anew. Whom
 * nobody can serve now shows up when cards are given out. */
static wl_status
assess_anew (wl_request_t *req, const store_dossier_t *dossier)
{
    store_vacancy_t vacancy = {
        .application_id = dossier->application_id,
        .stage = dossier->stage,
        .region = dossier->region,
        .number = dossier->number,
        .applicant_user_id = dossier->applicant_user_id,
        .missing = dossier->rules->merit_card->assessors,
    };
    allocation_t allocation;

    store_new_round (req, dossier);
    return allocation_give (req, dossier->call_id, &vacancy, 1, &allocation);
}

static void
tell_decided (wl_request_t *req, const store_dossier_t *dossier, const Evaluation__Appeal *appeal)
{
    Evaluation__AppealDecided event = EVALUATION__APPEAL_DECIDED__INIT;

    event.application_id = dossier->application_id;
    event.call_id = dossier->call_id;
    event.stage = dossier->stage;
    event.kind = appeal->kind;
    event.upheld = appeal->state == EVALUATION__APPEAL_STATE__APPEAL_UPHELD;
    event.applicant_user_id = dossier->applicant_user_id;
    event.number = dossier->number;
    site_tell (req, dossier->region, dossier->application_id, &event.base);
}

wl_status
evaluation_decide_appeal (wl_request_t *req, const Evaluation__DecideAppealRequest *in,
                          Evaluation__Appeal *out)
{
    store_dossier_t dossier;
    wl_status status;

    WL_TRY (store_dossier_lock (req, in->application_id, &dossier));
    WL_TRY (check_decided_here (req, &dossier));
    WL_TRY (call_check_running (req, dossier.call_id, dossier.call_state));
    status = store_appeal_lock (req, &dossier, in->kind, out);
    if (status == WL_NOT_FOUND)
        return wl_fail (req, status, "no-appeal", "Takiego odwołania nie złożono.",
                        "There is no such appeal.");
    WL_TRY (status);
    WL_TRY (check_pending (req, &dossier, out));
    WL_TRY (check_other_person (req, &dossier, in->kind));
    out->state = in->upheld ? EVALUATION__APPEAL_STATE__APPEAL_UPHELD
                            : EVALUATION__APPEAL_STATE__APPEAL_REJECTED;
    out->decision_reason = in->reason;
    out->decided_at = wl_timestamp (wl_arena (req), wl_now (req));
    store_appeal_decide (req, out);
    tell_decided (req, &dossier, out);
    if (!in->upheld)
        return WL_OK;
    if (in->kind == EVALUATION__APPEAL_KIND__MERIT_APPEAL)
        return assess_anew (req, &dossier);
    reverse_formal_check (req, &dossier);
    return WL_OK;
}

/* ---- appeals against what a site decided ---- */

/* At the centre, asked by the site: the text is no part of the event, which nobody could erase. */
wl_status
evaluation_get_site_appeal (wl_request_t *req, const Evaluation__GetSiteAppealRequest *in,
                            Evaluation__Appeal *out)
{
    store_dossier_t dossier;
    bool at_site;

    WL_TRY (store_dossier_facts (req, in->application_id, in->stage, &dossier));
    WL_TRY (store_is_at_site (req, in->application_id, in->stage, &at_site));
    if (!at_site || !wl_may_region (req, dossier.region))
        return WL_NOT_FOUND;
    return store_appeal (req, in->application_id, in->stage, in->kind, out);
}

static wl_status
fetch_appeal (wl_request_t *req, const Evaluation__AppealFiled *filed, Evaluation__Appeal **ret)
{
    Evaluation__GetSiteAppealRequest ask = EVALUATION__GET_SITE_APPEAL_REQUEST__INIT;
    ProtobufCMessage *answer;

    ask.application_id = filed->application_id;
    ask.stage = filed->stage;
    ask.kind = filed->kind;
    WL_TRY (wl_call_at (req, WL_TARGET_CENTRE, wl_contract_method ("evaluation", "GetSiteAppeal"),
                        &ask.base, &answer));
    *ret = (Evaluation__Appeal *) answer;
    return WL_OK;
}

/* Of the region's applications only some were decided here; about the others the centre answers
 * that there is nothing for us. */
wl_status
on_centre_appeal_filed (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__AppealFiled *body = event->body;
    Evaluation__Appeal *appeal;
    store_dossier_t dossier;
    wl_status status = fetch_appeal (req, body, &appeal);

    if (status == WL_NOT_FOUND)
        return WL_OK;
    WL_TRY (status);
    status = store_dossier_facts (req, body->application_id, body->stage, &dossier);
    if (status == WL_NOT_FOUND)
        return WL_UNAVAILABLE; /* of a restored site: intake tells of it again */
    WL_TRY (status);
    appeal->state = EVALUATION__APPEAL_STATE__APPEAL_PENDING;
    status = store_appeal_put (req, appeal, dossier.applicant_user_id);
    if (status == WL_OK)
        tell_filed (req, &dossier, appeal, false);
    return status == WL_ALREADY_EXISTS ? WL_OK : status;
}

/* ---- receipts ---- */

wl_status
evaluation_record_receipt (wl_request_t *req, const Evaluation__RecordReceiptRequest *in,
                           Evaluation__Receipt *out)
{
    store_dossier_t dossier;
    store_served_t served;
    wl_time_t received = wl_timestamp_time (in->received_at);

    WL_TRY (store_dossier_lock (req, in->application_id, &dossier));
    WL_TRY (find_served (req, &dossier, in->kind, &served));
    if (received < served.sent || received > wl_now (req))
        return wl_fail_field (req, "receivedAt", "out-of-range",
                              "Doręczenie jest między wysłaniem a dziś.",
                              "A receipt is between the sending and now.");
    out->application_id = dossier.application_id;
    out->kind = in->kind;
    out->received_at = in->received_at;
    store_receipt_put (req, &dossier, out);
    return WL_OK;
}
