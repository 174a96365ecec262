/* Money and what it was spent on: tranches, reports on them, what is given back. */
#include "grant_access.h"
#include "grant_rules.h"
#include "grant_timers.h"
#include "intake.handlers.h"
#include "signed_file.h"

static void
set_due_timer (wl_request_t *req, const store_grant_t *grant, uint32_t position)
{
    wl_timer_set (req, REPORT_DUE_TIMER,
                  wl_text_printf (wl_arena (req), "%s/%u", grant->view->application_id, position),
                  wl_timestamp_time (grant->view->reports[position - 1]->due_until), NULL);
}

static void
cancel_due_timer (wl_request_t *req, const store_grant_t *grant, uint32_t position)
{
    wl_timer_cancel (
        req, REPORT_DUE_TIMER,
        wl_text_printf (wl_arena (req), "%s/%u", grant->view->application_id, position));
}

/* ---- paying ---- */

wl_status
intake_pay_tranche (wl_request_t *req, const Intake__PayTrancheRequest *in, Intake__Grant *out)
{
    Intake__TranchePaid paid = INTAKE__TRANCHE_PAID__INIT;
    Intake__Tranche *tranche;
    store_grant_t grant;

    WL_TRY (grant_lock_for_staff (req, in->application_id, &grant));
    WL_TRY (grant_say (req, grant_may_pay (grant.view, in->position)));
    tranche = grant.view->tranches[in->position - 1];
    tranche->paid = true;
    tranche->paid_at = wl_timestamp (wl_arena (req), wl_now (req));
    store_tranche_update (req, grant.view, in->position);
    WL_TRY (
        grant_book (req, &grant, INTAKE__LEDGER_KIND__PAID, tranche->amount_grosze, in->document));
    set_due_timer (req, &grant, in->position);
    paid.application_id = in->application_id;
    paid.applicant_user_id = grant.user_id;
    paid.position = in->position;
    paid.amount_grosze = tranche->amount_grosze;
    paid.report_due_until = wl_timestamp_time (grant.view->reports[in->position - 1]->due_until);
    wl_emit (req, grant.region, in->application_id, &paid.base);
    *out = *grant.view;
    return WL_OK;
}

wl_status
intake_record_return (wl_request_t *req, const Intake__RecordReturnRequest *in, Intake__Grant *out)
{
    store_grant_t grant;

    WL_TRY (grant_lock_for_staff (req, in->application_id, &grant));
    if (grant.view->state != INTAKE__GRANT_STATE__GRANT_RUNNING)
        return grant_say (req, GRANT_NOT_RUNNING);
    WL_TRY (grant_book (req, &grant, INTAKE__LEDGER_KIND__MONEY_RETURNED, in->amount_grosze,
                        in->document));
    grant_close_if_settled (req, &grant);
    *out = *grant.view;
    return WL_OK;
}

/* ---- reporting ---- */

wl_status
intake_submit_report (wl_request_t *req, const Intake__SubmitReportRequest *in, Intake__Grant *out)
{
    Intake__ReportSubmitted submitted = INTAKE__REPORT_SUBMITTED__INIT;
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    Intake__GrantReport *report;
    store_grant_t grant;

    WL_TRY (grant_lock_own (req, in->application_id, &grant));
    WL_TRY (grant_say (req, grant_may_report (grant.view, in->position)));
    WL_TRY (grant_check_statement (in->statement, in->spent_grosze, &problems));
    report = grant.view->reports[in->position - 1];
    report->state = INTAKE__REPORT_STATE__REPORT_SUBMITTED;
    report->overdue |= wl_now (req) >= wl_timestamp_time (report->due_until);
    report->submitted_at = wl_timestamp (wl_arena (req), wl_now (req));
    report->spent_grosze = in->spent_grosze;
    report->participants = in->participants;
    report->summary = in->summary;
    report->statement = in->statement != NULL && in->statement->n_lines > 0 ? in->statement : NULL;
    store_tranche_update (req, grant.view, in->position);
    cancel_due_timer (req, &grant, in->position);
    submitted.application_id = in->application_id;
    submitted.position = in->position;
    wl_emit (req, grant.region, in->application_id, &submitted.base);
    *out = *grant.view;
    return WL_OK;
}

/* ---- deciding ---- */

static wl_status
check_accepted (wl_request_t *req, const Intake__DecideReportRequest *in,
                const Intake__GrantReport *report)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    size_t before = wl_problem_count (&problems);

    if (wl_text_empty (in->protocol_number))
        wl_problem_add (&problems, "protocolNumber", "required",
                        "Podaj numer protokołu odbioru podpisanego przez obie strony.",
                        "Give the number of the acceptance protocol that both sides signed.");
    if (wl_text_empty (in->protocol_signed_on))
        wl_problem_add (&problems, "protocolSignedOn", "required",
                        "Podaj dzień podpisania protokołu odbioru.",
                        "Give the day on which the acceptance protocol was signed.");
    if (in->accepted_grosze > report->spent_grosze)
        wl_problem_add (&problems, "acceptedGrosze", "above-spent",
                        "Nie można uznać większych kosztów, niż wydano.",
                        "Costs above what was spent cannot be accepted.");
    return wl_problem_count (&problems) > before ? WL_INVALID_ARGUMENT : WL_OK;
}

static wl_status
take_protocol (wl_request_t *req, const Intake__DecideReportRequest *in,
               Intake__GrantReport *report)
{
    if (wl_text_empty (in->protocol_file_id))
        return WL_OK;
    report->protocol_file_id = in->protocol_file_id;
    return signed_file_digest (req, in->application_id, in->protocol_file_id,
                               ATTACHMENT_SIGNED_PROTOCOL, "protocolFileId",
                               &report->protocol_digest);
}

/* What the final report leaves unpaid is no longer needed. */
static wl_status
settle (wl_request_t *req, store_grant_t *grant, const Intake__DecideReportRequest *in)
{
    bool final = in->position == grant->view->n_reports;

    if (in->accepted_grosze > 0)
        WL_TRY (grant_book (req, grant, INTAKE__LEDGER_KIND__COST_ACCEPTED, in->accepted_grosze,
                            in->protocol_number));
    if (final && grant->ledger.to_pay > 0)
        WL_TRY (grant_book (req, grant, INTAKE__LEDGER_KIND__MONEY_RELEASED, grant->ledger.to_pay,
                            in->protocol_number));
    grant_close_if_settled (req, grant);
    return WL_OK;
}

static wl_status
accept (wl_request_t *req, store_grant_t *grant, const Intake__DecideReportRequest *in)
{
    Intake__GrantReport *report = grant->view->reports[in->position - 1];

    WL_TRY (check_accepted (req, in, report));
    WL_TRY (take_protocol (req, in, report));
    report->state = INTAKE__REPORT_STATE__REPORT_ACCEPTED;
    report->accepted_grosze = in->accepted_grosze;
    report->protocol_number = in->protocol_number;
    report->protocol_signed_on = in->protocol_signed_on;
    report->decision_reason = in->reason;
    store_tranche_update (req, grant->view, in->position);
    return settle (req, grant, in);
}

static wl_status
send_back (wl_request_t *req, store_grant_t *grant, const Intake__DecideReportRequest *in)
{
    Intake__GrantReport *report = grant->view->reports[in->position - 1];

    if (wl_text_empty (in->reason))
        return wl_fail_field (req, "reason", "required", "Napisz, co trzeba poprawić.",
                              "Say what must be mended.");
    if (grant_day_end (in->mend_on) <= wl_now (req))
        return wl_fail_field (req, "mendOn", "in-the-past",
                              "Podaj dzień w przyszłości, do którego trzeba poprawić.",
                              "Give a day to come by which it must be mended.");
    report->state = INTAKE__REPORT_STATE__REPORT_TO_MEND;
    report->decision_reason = in->reason;
    report->due_until = wl_timestamp (wl_arena (req), grant_day_end (in->mend_on));
    store_tranche_update (req, grant->view, in->position);
    set_due_timer (req, grant, in->position);
    return WL_OK;
}

wl_status
intake_decide_report (wl_request_t *req, const Intake__DecideReportRequest *in, Intake__Grant *out)
{
    Intake__ReportDecided decided = INTAKE__REPORT_DECIDED__INIT;
    store_grant_t grant;

    WL_TRY (grant_lock_for_staff (req, in->application_id, &grant));
    WL_TRY (grant_say (req, grant_may_decide (grant.view, in->position)));
    WL_TRY (in->accept ? accept (req, &grant, in) : send_back (req, &grant, in));
    decided.application_id = in->application_id;
    decided.applicant_user_id = grant.user_id;
    decided.position = in->position;
    decided.accepted = in->accept;
    decided.due_until =
        in->accept ? 0 : wl_timestamp_time (grant.view->reports[in->position - 1]->due_until);
    wl_emit (req, grant.region, in->application_id, &decided.base);
    *out = *grant.view;
    return WL_OK;
}
