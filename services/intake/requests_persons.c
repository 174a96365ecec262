/* What people ask about their data, and the register in which staff answer in time. */
#include "base/calendar.h"
#include "erasure.h"
#include "form_reading.h"
#include "intake.handlers.h"
#include "paging.h"
#include "person_page.h"
#include "store_attachments.h"
#include "store_calls.h"
#include "store_coauthors.h"
#include "store_grants.h"
#include "store_persons.h"
#include "store_testing.h"
#include "submission.h"

/* GDPR art. 12(3): a month, and two more when it is said in time. */
enum {
    TERM_DAYS = 30,
    EXTENDED_DAYS = 90,
    REQUESTS_PER_PAGE = 50,
    APPLICATIONS_PER_PAGE = 5,
    DIARY_MOST = 1000
};

static wl_time_t
term (wl_time_t received, int days)
{
    return wl_term_end (received, days, WL_CALENDAR_DAYS);
}

/* ---- telling ---- */

static void
tell_filed (wl_request_t *req, const Intake__DataRequest *request)
{
    Intake__DataRequestFiled event = INTAKE__DATA_REQUEST_FILED__INIT;

    event.request_id = request->id;
    event.user_id = request->user_id;
    event.kind = request->kind;
    event.answer_until = wl_timestamp_time (request->due_until);
    wl_emit (req, "pl", request->id, &event.base);
}

static void
tell_answered (wl_request_t *req, const Intake__DataRequest *request,
               Intake__DataRequestAnswer answer)
{
    Intake__DataRequestAnswered event = INTAKE__DATA_REQUEST_ANSWERED__INIT;

    event.request_id = request->id;
    event.user_id = request->user_id;
    event.answer = answer;
    event.answer_until = wl_timestamp_time (request->due_until);
    wl_emit (req, "pl", request->id, &event.base);
}

/* ---- asking ---- */

/* The first stage up to the application's that was asked for, or any, and has the field. */
static const Wlacznik__Stage *
find_stage (const Intake__CallDefinition *definition, int last,
            const Intake__AskDataRequestRequest *in)
{
    for (size_t i = 0; i < definition->n_stages && (int) i <= last; i++)
        if ((wl_text_empty (in->stage) || wl_text_equal (in->stage, definition->stages[i]->key)) &&
            form_field (definition->stages[i]->form, in->field) != NULL)
            return definition->stages[i];
    return NULL;
}

static wl_status
check_field (wl_request_t *req, const store_application_t *application,
             const Intake__AskDataRequestRequest *in, char **ret_stage)
{
    Intake__Call call = INTAKE__CALL__INIT;
    const Wlacznik__Stage *stage;

    if (wl_text_empty (in->field) || wl_text_empty (in->correct_text))
        return wl_fail_field (req, "correctText", "required",
                              "Wskaż pole i napisz, jak powinno brzmieć.",
                              "Name the field and write how it should read.");
    WL_TRY (store_call (req, application->view->call_id, &call));
    stage = find_stage (call.definition, application->position, in);
    if (stage == NULL)
        return wl_fail_field (req, "field", "unknown",
                              "Formularze złożonych etapów nie mają takiego pola.",
                              "The forms of the stages so far have no such field.");
    *ret_stage = stage->key;
    return WL_OK;
}

/* Only of an application of one's own, and said in full, or staff could not tell what to note. */
static wl_status
check_rectification (wl_request_t *req, const Intake__AskDataRequestRequest *in, char **ret_stage)
{
    store_application_t application;

    if (in->kind == INTAKE__DATA_REQUEST_KIND__RECTIFICATION &&
        wl_text_empty (in->application_id) && wl_text_empty (in->note))
        return wl_fail_field (req, "note", "required", "Napisz, co jest nie tak.",
                              "Write what is wrong.");
    if (wl_text_empty (in->application_id))
        return WL_OK;
    if (in->kind != INTAKE__DATA_REQUEST_KIND__RECTIFICATION)
        return wl_fail_field (req, "applicationId", "not-for-kind",
                              "Wniosek wskazuje się tylko przy sprostowaniu.",
                              "Only a rectification names an application.");
    WL_TRY (application_not_found (
        req, store_application_visible (req, in->application_id, NULL, 0, &application)));
    WL_TRY (application_may (req, &application, INTAKE__COAUTHOR_ROLE__COAUTHOR_LEADER));
    if (wl_text_empty (application.view->number))
        return wl_fail_field (req, "applicationId", "not-submitted",
                              "To jest szkic: popraw go bez żądania.",
                              "This is a draft: change it without a request.");
    return check_field (req, &application, in, ret_stage);
}

wl_status
intake_ask_data_request (wl_request_t *req, const Intake__AskDataRequestRequest *in,
                         Intake__DataRequest *out)
{
    wl_uuid_t id = wl_uuid_new (wl_now (req));
    wl_status status;

    out->id = wl_uuid_text (wl_arena (req), id);
    out->user_id = wl_text_copy (wl_arena (req), wl_user (req));
    out->kind = in->kind;
    out->state = INTAKE__DATA_REQUEST_STATE__REQUEST_OPEN;
    out->note = in->note;
    out->application_id = in->application_id;
    out->field = in->field;
    out->correct_text = in->correct_text;
    WL_TRY (check_rectification (req, in, &out->stage));
    out->received_at = wl_timestamp (wl_arena (req), wl_now (req));
    out->due_until = wl_timestamp (wl_arena (req), term (wl_now (req), TERM_DAYS));
    status = store_data_request_insert (req, out);
    if (status == WL_ALREADY_EXISTS)
        return wl_fail (req, WL_ALREADY_EXISTS, "erasure-runs",
                        "O usunięcie danych już poproszono; zobacz swoje żądania.",
                        "Erasure was asked for already; see your requests.");
    WL_TRY (status);
    tell_filed (req, out);
    return WL_OK;
}

wl_status
intake_list_my_data_requests (wl_request_t *req, const Intake__ListMyDataRequestsRequest *in,
                              Intake__DataRequests *out)
{
    (void) in;
    return store_data_requests_of (req, wl_user (req), &out->n_requests, &out->requests);
}

/* ---- the register ---- */

wl_status
intake_list_data_requests (wl_request_t *req, const Intake__ListDataRequestsRequest *in,
                           Intake__DataRequests *out)
{
    uint32_t limit = wl_page_limit (in->limit, REQUESTS_PER_PAGE);
    char *after;

    WL_TRY (paging_open (req, in->cursor, &after));
    WL_TRY (store_data_requests (req, in->open_only, after, limit + 1, &out->n_requests,
                                 &out->requests));
    if (out->n_requests > limit) {
        out->n_requests = limit;
        out->next_cursor = wl_cursor_make (req, out->requests[limit - 1]->id);
    }
    return in->total ? store_data_requests_count (req, in->open_only, out) : WL_OK;
}

static wl_status
extend (wl_request_t *req, Intake__DataRequest *request)
{
    if (request->extended || wl_now (req) >= wl_timestamp_time (request->due_until))
        return wl_fail (req, WL_FAILED_PRECONDITION, "not-extendable",
                        "Termin można przedłużyć raz i tylko przed jego upływem.",
                        "The term can be extended once, and only before it ends.");
    request->extended = true;
    request->due_until = wl_timestamp (
        wl_arena (req), term (wl_timestamp_time (request->received_at), EXTENDED_DAYS));
    store_data_request_update (req, request);
    tell_answered (req, request, INTAKE__DATA_REQUEST_ANSWER__ANSWER_EXTENDED);
    return WL_OK;
}

static wl_status
close_request (wl_request_t *req, Intake__DataRequest *request, bool done)
{
    if (done && request->kind == INTAKE__DATA_REQUEST_KIND__ERASURE)
        return erasure_carry_out (req, request);
    request->state = done ? INTAKE__DATA_REQUEST_STATE__REQUEST_DONE
                          : INTAKE__DATA_REQUEST_STATE__REQUEST_REFUSED;
    request->answered_at = wl_timestamp (wl_arena (req), wl_now (req));
    store_data_request_update (req, request);
    if (done && !wl_text_empty (request->application_id))
        store_rectification_insert (req, request);
    tell_answered (req, request,
                   done ? INTAKE__DATA_REQUEST_ANSWER__ANSWER_DONE
                        : INTAKE__DATA_REQUEST_ANSWER__ANSWER_REFUSED);
    return WL_OK;
}

wl_status
intake_answer_data_request (wl_request_t *req, const Intake__AnswerDataRequestRequest *in,
                            Intake__DataRequest *out)
{
    wl_status status = store_data_request_lock (req, in->request_id, out);

    if (status == WL_NOT_FOUND)
        return wl_fail (req, WL_NOT_FOUND, "data-request-not-found", "Nie ma takiego żądania.",
                        "There is no such request.");
    WL_TRY (status);
    if (out->state != INTAKE__DATA_REQUEST_STATE__REQUEST_OPEN)
        return wl_fail (req, WL_FAILED_PRECONDITION, "already-answered",
                        "Na to żądanie już odpowiedziano.", "This request was answered already.");
    out->answer = in->reason;
    if (in->answer == INTAKE__DATA_REQUEST_ANSWER__ANSWER_EXTENDED)
        return extend (req, out);
    return close_request (req, out, in->answer == INTAKE__DATA_REQUEST_ANSWER__ANSWER_DONE);
}

wl_status
intake_get_retention (wl_request_t *req, const Intake__GetRetentionRequest *in,
                      Intake__Retention *out)
{
    out->programme_id = in->programme_id;
    return store_retention (req, in->programme_id, out);
}

wl_status
intake_put_retention (wl_request_t *req, const Intake__Retention *in, Intake__Retention *out)
{
    *out = *in;
    store_retention_put (req, in);
    return WL_OK;
}

/* ---- seeing ---- */

/* What came after the decision, and what others see of it. PESEL numbers as everywhere: ShowPesels
 * has them in full. */
static wl_status
add_later_parts (wl_request_t *req, Intake__ApplicationData *data)
{
    Intake__Cooperation *cooperation = wl_arena_alloc (wl_arena (req), sizeof *cooperation);
    Intake__Diary diary = INTAKE__DIARY__INIT;
    Intake__FieldComments comments = INTAKE__FIELD_COMMENTS__INIT;
    Intake__Coauthors coauthors = INTAKE__COAUTHORS__INIT;
    wl_status status;

    intake__cooperation__init (cooperation);
    WL_TRY (store_rectifications (req, data->id, &data->n_rectifications, &data->rectifications));
    WL_TRY (store_person_versions (req, data));
    WL_TRY (store_diary (req, data->id, NULL, DIARY_MOST, &diary));
    data->n_diary = diary.n_entries;
    data->diary = diary.entries;
    WL_TRY (store_comments (req, data->id, false, &comments));
    data->n_comments = comments.n_list;
    data->comments = comments.list;
    WL_TRY (store_coauthors (req, data->id, &coauthors));
    data->n_coauthors = coauthors.n_list;
    data->coauthors = coauthors.list;
    status = store_cooperation (req, data->id, false, cooperation);
    if (status == WL_NOT_FOUND)
        return WL_OK;
    data->cooperation = cooperation;
    return status;
}

static wl_status
add_parts (wl_request_t *req, Intake__ApplicationData *data)
{
    store_reader_t reader = { 0 };
    store_grant_caller_t caller = { .user_id = wl_user (req) };
    Intake__ListAttachmentsResponse attachments = INTAKE__LIST_ATTACHMENTS_RESPONSE__INIT;
    store_grant_t grant;
    wl_status status;

    WL_TRY (store_attachments (req, &reader, data->id, &attachments));
    data->attachments = attachments.attachments;
    data->n_attachments = attachments.n_attachments;
    WL_TRY (add_later_parts (req, data));
    status = store_grant_read (req, &caller, data->id, &grant);
    if (status == WL_NOT_FOUND)
        return WL_OK;
    WL_TRY (status);
    data->grant = grant.view;
    return WL_OK;
}

wl_status
intake_get_my_data (wl_request_t *req, const Intake__GetMyDataRequest *in, Intake__PersonData *out)
{
    char *after;

    WL_TRY (paging_open (req, in->cursor, &after));
    out->user_id = wl_text_copy (wl_arena (req), wl_user (req));
    WL_TRY (store_person_applications (req, wl_user (req), after, APPLICATIONS_PER_PAGE + 1,
                                       &out->n_applications, &out->applications));
    if (out->n_applications > APPLICATIONS_PER_PAGE) {
        out->n_applications = APPLICATIONS_PER_PAGE;
        out->next_cursor = wl_cursor_make (req, out->applications[APPLICATIONS_PER_PAGE - 1]->id);
    }
    for (size_t i = 0; i < out->n_applications; i++)
        WL_TRY (add_parts (req, out->applications[i]));
    if (after != NULL)
        return WL_OK;
    WL_TRY (store_person_together (req, wl_user (req), out));
    return store_data_requests_of (req, wl_user (req), &out->n_requests, &out->requests);
}

/* The words of the questions: the answers of an application name them by key. */
wl_status
intake_read_my_data (wl_request_t *req, const Intake__GetMyDataRequest *in, Wlacznik__Document *out)
{
    Intake__PersonData data = INTAKE__PERSON_DATA__INIT;
    const char *language = wl_text_empty (in->language) ? wl_locale (req) : in->language;
    const Intake__CallDefinition **definitions;
    wl_buffer_t page;

    WL_TRY (intake_get_my_data (req, in, &data));
    definitions = wl_arena_array (wl_arena (req), data.n_applications, sizeof *definitions);
    for (size_t i = 0; i < data.n_applications; i++) {
        Intake__Call call = INTAKE__CALL__INIT;
        WL_TRY (store_call (req, data.applications[i]->call_id, &call));
        definitions[i] = call.definition;
    }
    wl_buffer_init (&page, wl_arena (req));
    person_page_write (&data, definitions, language, &page);
    out->language = wl_text_copy (wl_arena (req), language);
    out->content = wl_message_bytes (&page);
    return WL_OK;
}
