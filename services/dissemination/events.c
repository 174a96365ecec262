#include "events.h"

#include "entry_rules.h"
#include "intake.contract.h"
#include "newsletters.h"
#include "store.h"
#include "store_adoption.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"

/* The key of the field with this meaning, NULL when the form has none. */
static const char *
field_with_meaning (const Wlacznik__Form *form, Wlacznik__FieldMeaning meaning)
{
    for (size_t s = 0; s < form->n_sections; s++)
        for (size_t f = 0; f < form->sections[s]->n_fields; f++)
            if (form->sections[s]->fields[f]->meaning == meaning)
                return form->sections[s]->fields[f]->key;
    return NULL;
}

/* The answer to the field with this meaning, NULL when there is none. */
static const Wlacznik__Answer *
answer_to (const Wlacznik__Form *form, Wlacznik__FieldMeaning meaning,
           const Wlacznik__Answers *answers)
{
    const char *key = field_with_meaning (form, meaning);

    for (size_t i = 0; key != NULL && answers != NULL && i < answers->n_list; i++)
        if (wl_text_equal (answers->list[i]->field, key))
            return answers->list[i];
    return NULL;
}

static wl_status
fetch_submission (wl_request_t *req, const char *application_id, const char *stage,
                  Intake__Submission **ret)
{
    Intake__GetSubmissionRequest in = INTAKE__GET_SUBMISSION_REQUEST__INIT;

    in.application_id = wl_text_copy (wl_arena (req), application_id);
    in.stage = wl_text_copy (wl_arena (req), stage);
    return intake_call_get_submission (req, &in, ret);
}

/* What the record says already; the editor adds the rest. */
static void
write_text (wl_request_t *req, const Wlacznik__Form *form, const Intake__Submission *idea,
            const Intake__Submission *last, Dissemination__EntryText *ret)
{
    const Wlacznik__Answer *recipients =
        answer_to (form, WLACZNIK__FIELD_MEANING__RECIPIENTS, idea->answers);
    const Wlacznik__Answer *licence =
        answer_to (form, WLACZNIK__FIELD_MEANING__LICENCE, idea->answers);

    ret->title = idea->title;
    ret->summary = idea->summary;
    if (recipients != NULL)
        ret->recipients = recipients->text;
    if (licence != NULL && licence->n_choices > 0)
        ret->licence = entry_licence_of_choice (wl_arena (req), licence->choices[0]);
    ret->evidence = last->summary;
    ret->cost_grosze = idea->amount_grosze;
    if (!wl_text_empty (idea->applicant->organisation))
        ret->authors = idea->applicant->organisation;
}

wl_status
on_stage_decided (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__StageDecided *decided = event->body;
    Intake__GetCallRequest ask = INTAKE__GET_CALL_REQUEST__INIT;
    Dissemination__EntryText text = DISSEMINATION__ENTRY_TEXT__INIT;
    Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT;
    Intake__Submission *idea, *last;
    Intake__Call *call;
    char id[WL_UUID_TEXT];
    wl_uuid_t uuid;

    if (decided->last_stage && decided->outcome != EVALUATION__STAGE_OUTCOME__RETURN)
        store_funnel_step (req, decided->application_id, decided->call_id,
                           DISSEMINATION__FUNNEL_STEP__FUNNEL_TESTED, event->region, 0);
    if (!decided->last_stage || decided->outcome != EVALUATION__STAGE_OUTCOME__GO_ON)
        return WL_OK;
    ask.call_id = decided->call_id;
    WL_TRY (intake_call_get_call (req, &ask, &call));
    const Wlacznik__Stage *first = call->definition->stages[0];
    WL_TRY (fetch_submission (req, decided->application_id, first->key, &idea));
    WL_TRY (fetch_submission (req, decided->application_id, decided->stage, &last));
    write_text (req, first->form, idea, last, &text);
    uuid = wl_uuid_new (wl_now (req));
    wl_uuid_format (&uuid, id);
    entry.id = id;
    entry.slug = entry_slug (wl_arena (req), text.title, id);
    entry.application_id = decided->application_id;
    entry.call_id = decided->call_id;
    entry.region = wl_text_copy (wl_arena (req), event->region);
    entry.text = &text;
    return store_insert_draft (req, &entry, decided->applicant_user_id);
}

/* ---- the funnel ---- */

/* Later stages are submitted too; the step is noted once. */
wl_status
on_application_submitted (wl_request_t *req, const wl_event_t *event)
{
    const Intake__ApplicationSubmitted *submitted = event->body;

    store_funnel_step (req, submitted->application_id, submitted->call_id,
                       DISSEMINATION__FUNNEL_STEP__FUNNEL_IDEAS, event->region,
                       (int) submitted->applicant_type);
    return WL_OK;
}

wl_status
on_formal_check_decided (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__FormalCheckDecided *decided = event->body;

    if (decided->passed)
        store_funnel_step (req, decided->application_id, decided->call_id,
                           DISSEMINATION__FUNNEL_STEP__FUNNEL_FORMAL, event->region, 0);
    return WL_OK;
}

wl_status
on_application_ranked (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__ApplicationRanked *ranked = event->body;

    if (ranked->group == EVALUATION__LIST_GROUP__RECOMMENDED)
        store_funnel_step (req, ranked->application_id, ranked->call_id,
                           DISSEMINATION__FUNNEL_STEP__FUNNEL_FUNDED, event->region, 0);
    return WL_OK;
}

wl_status
on_call_published (wl_request_t *req, const wl_event_t *event)
{
    const Intake__CallPublished *published = event->body;

    store_call_programme (req, published->call_id, published->programme_id);
    newsletters_send (req, DISSEMINATION__TOPIC__CALLS, published->call_id);
    return WL_OK;
}
