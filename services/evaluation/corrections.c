#include "corrections.h"

#include "call_rules.h"
#include "intake.contract.h"
#include "store_calls.h"
#include "store_corrections.h"

/* Published lists give it as the reason; in the language of the procedure. */
static const char not_considered[] =
    "Pozostawiono bez rozpatrzenia: braków nie uzupełniono w terminie.";

wl_status
on_correction_requested (wl_request_t *req, const wl_event_t *event)
{
    const Intake__CorrectionRequested *body = event->body;

    store_correction_wait (req, body->application_id, body->stage);
    return WL_OK;
}

wl_status
on_application_corrected (wl_request_t *req, const wl_event_t *event)
{
    static const Wlacznik__Answers nothing = WLACZNIK__ANSWERS__INIT;
    const Intake__ApplicationCorrected *body = event->body;
    Intake__GetSubmissionRequest ask = INTAKE__GET_SUBMISSION_REQUEST__INIT;
    Intake__Submission *submission;
    store_stage_t stage;
    store_corrected_t corrected;

    ask.application_id = body->application_id;
    ask.stage = body->stage;
    WL_TRY (store_stage (req, body->call_id, body->stage, &stage));
    WL_TRY (intake_call_get_submission (req, &ask, &submission));
    corrected = (store_corrected_t){
        .application_id = body->application_id,
        .stage = body->stage,
        .title = submission->title,
        .open_title = stage.title_hidden ? wl_text_copy (wl_arena (req), "") : submission->title,
        .digest = submission->digest,
        .amount_grosze = body->amount_grosze,
        .answers = submission->answers == NULL ? &nothing : submission->answers,
    };
    store_correction_take (req, &corrected);
    return WL_OK;
}

wl_status
on_application_not_considered (wl_request_t *req, const wl_event_t *event)
{
    const Intake__ApplicationNotConsidered *body = event->body;

    store_correction_lapse (req, body->application_id, body->stage, not_considered);
    return WL_OK;
}
