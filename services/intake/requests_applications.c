/* What an applicant and those who write with them do with their own applications. */
#include <string.h>

#include "attachment_submission.h"
#include "coauthor.h"
#include "correction.h"
#include "grant_refusal.h"
#include "intake.handlers.h"
#include "opening.h"
#include "paging.h"
#include "store_corrections.h"
#include "store_persons.h"
#include "submission.h"

enum { APPLICATIONS_PER_PAGE = 50 };

static wl_problems_t
problems_of (wl_request_t *req)
{
    return (wl_problems_t){ wl_request_error (req), wl_locale (req) };
}

static void
show (wl_request_t *req, const store_application_t *application, Intake__Application *out)
{
    *out = *application->view;
    out->may_edit = application->view->your_role <= INTAKE__COAUTHOR_ROLE__COAUTHOR_EDITOR &&
                    opening_may_edit (application, wl_now (req));
}

/* ---- starting ---- */

static wl_status
check_new (wl_request_t *req, const Intake__CreateApplicationRequest *in,
           const store_new_application_t *fresh)
{
    wl_problems_t problems = problems_of (req);

    WL_TRY (opening_check_starting (req, &fresh->call));
    if (fresh->open_drafts >= DRAFTS_WATCHED)
        return wl_failf (req, WL_RESOURCE_EXHAUSTED, "too-many-drafts",
                         "Masz już %d szkiców. Złóż albo wycofaj część z nich.",
                         "You have %d drafts. Submit or withdraw some of them.", DRAFTS_WATCHED);
    if (!fresh->region_known)
        wl_problem_add (
            &problems, "region", "unknown",
            "Program nie działa w tym regionie. Wybierz region z ogłoszenia.",
            "The programme does not work in this region. Choose one of the announcement.");
    WL_TRY (applicant_check (in->applicant, &fresh->call.applicants, APPLICANT_DRAFT, &problems));
    return fresh->region_known ? WL_OK : WL_INVALID_ARGUMENT;
}

/* What the caller wrote before and this form asks for, too. */
static wl_status
copy_answers (wl_request_t *req, const char *from_id, Intake__Application *out)
{
    store_application_t from;
    Wlacznik__Form *form;
    form_facts_t facts = { .title = wl_text_copy (wl_arena (req), "") };
    uint32_t version;

    WL_TRY (application_not_found (req, store_application_visible (req, from_id, NULL, 0, &from)));
    WL_TRY (store_newest_form (req, out->call_id, out->stage, &version, &form));
    out->answers = form_fitting_answers (form, from.view->answers, wl_arena (req));
    form_compute_totals (form, out->answers, wl_arena (req));
    form_read_facts (form, out->answers, &facts);
    out->title = facts.title;
    out->amount_grosze = facts.amount_grosze;
    return WL_OK;
}

wl_status
intake_create_application (wl_request_t *req, const Intake__CreateApplicationRequest *in,
                           Intake__Application *out)
{
    Intake__ApplicationStarted started = INTAKE__APPLICATION_STARTED__INIT;
    wl_uuid_t id = wl_uuid_new (wl_now (req));
    store_new_application_t fresh;
    wl_status status = store_call_for_application (req, in->call_id, in->region, false, &fresh);

    if (status == WL_NOT_FOUND)
        return wl_fail (req, WL_NOT_FOUND, "call-not-found",
                        "Nie ma takiego naboru. Sprawdź adres na liście naborów.",
                        "There is no such call. Check the address on the list of calls.");
    WL_TRY (status);
    WL_TRY (check_new (req, in, &fresh));
    out->id = wl_uuid_text (wl_arena (req), id);
    out->call_id = in->call_id;
    out->region = in->region;
    out->state = INTAKE__APPLICATION_STATE__DRAFT;
    out->stage = fresh.stage;
    out->applicant = in->applicant;
    out->version = 1;
    out->form_version = fresh.form_version;
    out->created_at = wl_timestamp (wl_arena (req), wl_now (req));
    out->may_edit = true;
    out->your_role = INTAKE__COAUTHOR_ROLE__COAUTHOR_LEADER;
    if (!wl_text_empty (in->copy_from_id))
        WL_TRY (copy_answers (req, in->copy_from_id, out));
    store_application_insert (req, out);
    started.application_id = out->id;
    started.call_id = in->call_id;
    started.applicant_user_id = wl_text_copy (wl_arena (req), wl_user (req));
    wl_emit (req, in->region, out->id, &started.base);
    return WL_OK;
}

/* ---- saving ---- */

static bool
same_applicant (wl_request_t *req, const Wlacznik__Applicant *a, const Wlacznik__Applicant *b)
{
    uint8_t *a_bytes, *b_bytes;
    size_t a_length, b_length;

    wl_message_pack (wl_arena (req), &a->base, &a_bytes, &a_length);
    wl_message_pack (wl_arena (req), &b->base, &b_bytes, &b_length);
    return a_length == b_length && memcmp (a_bytes, b_bytes, a_length) == 0;
}

/* Who applies is judged and counted once, with the first stage; the stages after it are theirs. */
static wl_status
check_saved_applicant (wl_request_t *req, const store_application_t *application,
                       const Wlacznik__Applicant *applicant)
{
    wl_problems_t problems = problems_of (req);

    if (application->view->state == INTAKE__APPLICATION_STATE__DRAFT)
        return applicant_check (applicant, &application->call.applicants, APPLICANT_DRAFT,
                                &problems);
    if (same_applicant (req, applicant, application->view->applicant))
        return WL_OK;
    return wl_fail_field (req, "applicant", "frozen",
                          "Wnioskodawcy nie można zmienić po złożeniu wniosku. Napisz do "
                          "koordynatora.",
                          "The applicant cannot change after the application was submitted. Write "
                          "to the coordinator.");
}

static wl_status
check_saved (wl_request_t *req, const store_application_t *application,
             const Intake__SaveApplicationRequest *in)
{
    wl_problems_t problems = problems_of (req);
    wl_status applicant = check_saved_applicant (req, application, in->applicant);
    wl_status answers = form_check_draft (application->form, in->answers, &problems);

    return applicant != WL_OK ? applicant : answers;
}

/* Lists show the title and the amount of a first stage as it is written; later ones take theirs
 * over when they are submitted. */
static void
take_facts (wl_request_t *req, const store_application_t *application)
{
    Intake__Application *view = application->view;
    form_facts_t facts = { .title = wl_text_copy (wl_arena (req), "") };

    form_read_facts (application->form, view->answers, &facts);
    view->title = facts.title;
    view->amount_grosze = facts.amount_grosze;
}

wl_status
intake_save_application (wl_request_t *req, const Intake__SaveApplicationRequest *in,
                         Intake__Application *out)
{
    store_application_t application;
    Intake__Application *view;

    WL_TRY (application_not_found (
        req, store_application_lock_own (req, in->application_id, &application)));
    WL_TRY (application_may (req, &application, INTAKE__COAUTHOR_ROLE__COAUTHOR_EDITOR));
    WL_TRY (opening_check_act (req, &application, ACT_SAVE));
    WL_TRY (application_check_version (req, &application, in->version));
    WL_TRY (check_saved (req, &application, in));
    view = application.view;
    view->applicant = in->applicant;
    form_compute_totals (application.form, in->answers, wl_arena (req));
    if (view->state == INTAKE__APPLICATION_STATE__IN_CORRECTION)
        WL_TRY (correction_check_saved (req, &application, in->answers));
    view->answers = in->answers;
    view->version++;
    view->saved_at = wl_timestamp (wl_arena (req), wl_now (req));
    if (application.position == 0)
        take_facts (req, &application);
    store_application_save (req, &application);
    show (req, &application, out);
    return WL_OK;
}

/* The newest form reads every answer (form_revision.h), so nothing is lost or checked again here.
 */
wl_status
intake_take_newest_form (wl_request_t *req, const Intake__TakeNewestFormRequest *in,
                         Intake__Application *out)
{
    store_application_t application;
    Intake__Application *view;
    uint32_t newest;

    WL_TRY (application_not_found (
        req, store_application_lock_own (req, in->application_id, &application)));
    WL_TRY (application_may (req, &application, INTAKE__COAUTHOR_ROLE__COAUTHOR_EDITOR));
    WL_TRY (opening_check_act (req, &application, ACT_TAKE_FORM));
    view = application.view;
    WL_TRY (store_newest_form (req, view->call_id, view->stage, &newest, &application.form));
    if (newest != view->form_version) {
        store_application_take_form (req, view->id, newest);
        view->form_version = newest;
        view->version++;
    }
    show (req, &application, out);
    out->form = application.form;
    return WL_OK;
}

/* ---- submitting ---- */

static wl_status
file_first_stage (wl_request_t *req, store_application_t *application, const store_frozen_t *frozen)
{
    int64_t persons[APPLICANT_COUNTED_MAX];
    size_t count;
    wl_status status;

    WL_TRY (coauthor_counted (req, application, persons, &count));
    status = store_submission_file (req, application, frozen, persons, count,
                                    &application->view->number);
    if (status != WL_RESOURCE_EXHAUSTED)
        return status;
    return wl_failf (
        req, WL_FAILED_PRECONDITION, "limit-reached",
        "W tym naborze za jedną osobą albo organizacją może stać najwyżej tyle "
        "złożonych wniosków: %u. Ktoś z wnioskodawców ma już tyle. Szkic jest zapisany.",
        "In this call one person or organisation may stand behind at most this many "
        "submitted applications: %u. One of the applicants has them already. The draft "
        "is saved.",
        application->call.applicants.per_person);
}

wl_status
intake_submit_application (wl_request_t *req, const Intake__SubmitApplicationRequest *in,
                           Intake__Receipt *out)
{
    store_application_t application;
    store_frozen_t frozen;

    WL_TRY (application_not_found (
        req, store_application_lock_own (req, in->application_id, &application)));
    WL_TRY (application_may (req, &application, INTAKE__COAUTHOR_ROLE__COAUTHOR_LEADER));
    if (application.view->state == INTAKE__APPLICATION_STATE__IN_CORRECTION)
        return correction_submit (req, &application, in->version, out);
    WL_TRY (opening_check_act (req, &application, ACT_SUBMIT));
    if (in->version != 0)
        WL_TRY (application_check_version (req, &application, in->version));
    WL_TRY (submission_check (req, &application));
    submission_freeze (req, &application, &frozen);
    if (application.position == 0)
        WL_TRY (file_first_stage (req, &application, &frozen));
    else
        store_submission_file_stage (req, &application, &frozen);
    submission_announce (req, &application, &frozen);
    submission_receipt (req, &application, &frozen, out);
    return WL_OK;
}

/* ---- withdrawing ---- */

static void
announce_withdrawal (wl_request_t *req, const store_application_t *application)
{
    const Intake__Application *view = application->view;
    Intake__ApplicationWithdrawn withdrawn = INTAKE__APPLICATION_WITHDRAWN__INIT;

    withdrawn.application_id = view->id;
    withdrawn.call_id = view->call_id;
    withdrawn.applicant_user_id = application->user_id;
    withdrawn.number = view->number;
    wl_emit (req, view->region, view->id, &withdrawn.base);
}

static void
announce_dropped (wl_request_t *req, const Intake__Application *view)
{
    Intake__ApplicationDropped dropped = INTAKE__APPLICATION_DROPPED__INIT;

    dropped.application_id = view->id;
    dropped.call_id = view->call_id;
    wl_emit (req, view->region, view->id, &dropped.base);
}

/* Of a draft that was never submitted others know only that it was begun. */
static wl_status
leave (wl_request_t *req, const store_application_t *application)
{
    int64_t persons[APPLICANT_COUNTED_MAX];
    size_t count;

    if (wl_text_empty (application->view->number)) {
        announce_dropped (req, application->view);
        return WL_OK;
    }
    WL_TRY (coauthor_counted (req, application, persons, &count));
    if (count > 0 && !application->call.withdrawn_counts)
        store_standing_remove (req, application, persons, count);
    announce_withdrawal (req, application);
    return WL_OK;
}

wl_status
intake_withdraw_application (wl_request_t *req, const Intake__WithdrawApplicationRequest *in,
                             Intake__Application *out)
{
    store_application_t application;

    WL_TRY (application_not_found (
        req, store_application_lock_own (req, in->application_id, &application)));
    WL_TRY (application_may (req, &application, INTAKE__COAUTHOR_ROLE__COAUTHOR_LEADER));
    if (!application_state_after (application.view->state, ACT_WITHDRAW, &application.view->state))
        return wl_fail (req, WL_FAILED_PRECONDITION, "already-ended",
                        "Ta sprawa jest już zakończona, nie ma czego wycofać.",
                        "This application has come to its end; there is nothing to withdraw.");
    WL_TRY (grant_before_withdrawal (req, in->application_id));
    application.view->version++;
    store_application_withdraw (req, application.view->id, in->reason);
    WL_TRY (leave (req, &application));
    show (req, &application, out);
    return WL_OK;
}

/* ---- reading ---- */

/* A coordinator reads what was submitted, never what is being written. */
static wl_status
show_submitted (wl_request_t *req, const store_application_t *application, Intake__Application *out)
{
    Intake__Submission submission = INTAKE__SUBMISSION__INIT;

    WL_TRY (store_submission (req, application->view->id, NULL, &submission));
    *out = *application->view;
    out->stage = submission.stage;
    out->applicant = submission.applicant;
    out->answers = submission.answers;
    return store_newest_form (req, out->call_id, out->stage, &out->form_version, &out->form);
}

/* Only where it can be taken: what is submitted stays with the form that it was written by. */
static wl_status
show_newer_form (wl_request_t *req, Intake__Application *out)
{
    Wlacznik__Form *form;
    uint32_t newest;

    if (!out->may_edit || !application_state_allows (out->state, ACT_TAKE_FORM))
        return WL_OK;
    WL_TRY (store_newest_form (req, out->call_id, out->stage, &newest, &form));
    out->newer_form = newest != out->form_version;
    return WL_OK;
}

wl_status
intake_get_application (wl_request_t *req, const Intake__GetApplicationRequest *in,
                        Intake__Application *out)
{
    store_application_t application;
    const char *const *regions;
    size_t region_count;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &region_count);
    WL_TRY (application_not_found (req, store_application_visible (req, in->application_id, regions,
                                                                   region_count, &application)));
    WL_TRY (store_rectifications (req, in->application_id, &application.view->n_rectifications,
                                  &application.view->rectifications));
    if (application.view->your_role == INTAKE__COAUTHOR_ROLE__COAUTHOR_ROLE_UNSPECIFIED ||
        application.view->your_role == INTAKE__COAUTHOR_ROLE__COAUTHOR_CARER)
        return show_submitted (req, &application, out);
    show (req, &application, out);
    out->form = application.form;
    if (out->state == INTAKE__APPLICATION_STATE__IN_CORRECTION)
        WL_TRY (store_correction_open (req, &application, &out->correction));
    return show_newer_form (req, out);
}

wl_status
intake_list_my_applications (wl_request_t *req, const Intake__ListMyApplicationsRequest *in,
                             Intake__ListMyApplicationsResponse *out)
{
    uint32_t limit = wl_page_limit (in->limit, APPLICATIONS_PER_PAGE);
    store_application_t *applications;
    size_t count;
    char *after;

    WL_TRY (paging_open (req, in->cursor, &after));
    WL_TRY (store_applications_own (req, after, limit + 1, &applications, &count));
    if (count > limit) {
        count = limit;
        out->next_cursor = wl_cursor_make (req, applications[limit - 1].view->id);
    }
    out->n_applications = count;
    out->applications = wl_arena_array (wl_arena (req), count, sizeof *out->applications);
    for (size_t i = 0; i < count; i++) {
        out->applications[i] = applications[i].view;
        show (req, &applications[i], out->applications[i]);
    }
    return in->total ? store_applications_own_count (req, out) : WL_OK;
}
