#include "correction.h"

#include "correction_rules.h"
#include "opening.h"
#include "store_corrections.h"
#include "submission.h"

static wl_status
check_in_time (wl_request_t *req, const Intake__Correction *correction)
{
    wl_time_t due = wl_timestamp_time (correction->due);
    char text[64];

    if (wl_now (req) < due)
        return WL_OK;
    wl_time_format_people (due, wl_locale (req), text);
    return wl_failf (req, WL_FAILED_PRECONDITION, "correction-over",
                     "Termin na poprawki minął: %s.", "The term for corrections ended: %s.", text);
}

wl_status
correction_check_saved (wl_request_t *req, const store_application_t *application,
                        const Wlacznik__Answers *answers)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    size_t before = wl_problem_count (&problems);
    Intake__Submission submitted = INTAKE__SUBMISSION__INIT;
    Intake__Correction *correction;

    WL_TRY (store_correction_open (req, application, &correction));
    WL_TRY (check_in_time (req, correction));
    WL_TRY (store_submission (req, application->view->id, application->view->stage, &submitted));
    correction_check_changes (application->form, correction->defects, submitted.answers, answers,
                              application->view->applicant->type, &problems);
    return wl_problem_count (&problems) == before ? WL_OK : WL_INVALID_ARGUMENT;
}

/* ---- handing in ---- */

static void
announce (wl_request_t *req, const store_application_t *application, const store_frozen_t *frozen)
{
    const Intake__Application *view = application->view;
    Intake__ApplicationCorrected corrected = INTAKE__APPLICATION_CORRECTED__INIT;

    corrected.application_id = view->id;
    corrected.call_id = view->call_id;
    corrected.stage = view->stage;
    corrected.applicant_user_id = application->user_id;
    corrected.number = view->number;
    corrected.amount_grosze = view->amount_grosze;
    corrected.digest = frozen->digest_text;
    wl_emit (req, view->region, view->id, &corrected.base);
}

wl_status
correction_submit (wl_request_t *req, store_application_t *application, uint64_t version,
                   Intake__Receipt *out)
{
    Intake__Application *view = application->view;
    Intake__Correction *correction;
    store_frozen_t frozen;

    WL_TRY (opening_check_act (req, application, ACT_CORRECT));
    if (version != 0)
        WL_TRY (application_check_version (req, application, version));
    WL_TRY (store_correction_open (req, application, &correction));
    WL_TRY (check_in_time (req, correction));
    WL_TRY (submission_check (req, application));
    submission_freeze (req, application, &frozen);
    if (!application_state_after (view->state, ACT_CORRECT, &view->state))
        return WL_INTERNAL;
    store_correction_file (req, application, &frozen);
    wl_timer_cancel (req, CORRECTION_REMINDER_TIMER, view->id);
    wl_timer_cancel (req, CORRECTION_DUE_TIMER, view->id);
    announce (req, application, &frozen);
    submission_receipt (req, application, &frozen, out);
    return WL_OK;
}

/* ---- time ---- */

/* The application that a timer of this key is about, locked; WL_NOT_FOUND when it no longer waits
 * for a correction. */
static wl_status
lock_waiting (wl_request_t *req, const char *application_id, store_application_t *ret)
{
    WL_TRY (store_application_lock (req, application_id, ret));
    if (ret->view->state == INTAKE__APPLICATION_STATE__IN_CORRECTION &&
        ret->call.state != INTAKE__CALL_STATE__CALL_ANNULLED)
        return WL_OK;
    store_correction_end (req, application_id, INTAKE__CORRECTION_OUTCOME__OVERTAKEN);
    return WL_NOT_FOUND;
}

wl_status
on_correction_reminder (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    Intake__CorrectionReminder reminder = INTAKE__CORRECTION_REMINDER__INIT;
    store_application_t application;
    Intake__Correction *correction;
    wl_status status = lock_waiting (req, timer->key, &application);

    (void) payload;
    if (status == WL_NOT_FOUND)
        return WL_OK;
    WL_TRY (status);
    WL_TRY (store_correction_open (req, &application, &correction));
    reminder.application_id = application.view->id;
    reminder.call_id = application.view->call_id;
    reminder.stage = application.view->stage;
    reminder.applicant_user_id = application.user_id;
    reminder.number = application.view->number;
    reminder.due = wl_timestamp_time (correction->due);
    wl_emit (req, application.view->region, application.view->id, &reminder.base);
    return WL_OK;
}

wl_status
on_correction_due (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    Intake__ApplicationNotConsidered lapsed = INTAKE__APPLICATION_NOT_CONSIDERED__INIT;
    store_application_t application;
    Intake__Application *view;
    wl_status status = lock_waiting (req, timer->key, &application);

    (void) payload;
    if (status == WL_NOT_FOUND)
        return WL_OK;
    WL_TRY (status);
    view = application.view;
    if (!application_state_after (view->state, ACT_LAPSE, &view->state))
        return WL_INTERNAL;
    store_application_set_state (req, view->id, view->state);
    store_correction_end (req, view->id, INTAKE__CORRECTION_OUTCOME__LAPSED);
    lapsed.application_id = view->id;
    lapsed.call_id = view->call_id;
    lapsed.stage = view->stage;
    lapsed.applicant_user_id = application.user_id;
    lapsed.number = view->number;
    wl_emit (req, view->region, view->id, &lapsed.base);
    return WL_OK;
}
