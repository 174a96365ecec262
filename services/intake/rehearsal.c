#include "rehearsal.h"

#include <sodium.h>

#include "base/uuid.h"
#include "call_access.h"
#include "invention.h"
#include "opening.h"
#include "store_attachments.h"
#include "store_rehearsals.h"
#include "submission.h"

enum { APPLICATIONS_PER_SLICE = 20, FILES_MOST = 60 };

void
rehearsal_invent (wl_request_t *req, const char *call_id)
{
    wl_timer_set (req, INVENTION_TIMER, call_id, wl_now (req), NULL);
}

/* ---- one application ---- */

char *
rehearsal_new_id (wl_request_t *req)
{
    return wl_uuid_text (wl_arena (req), wl_uuid_new_rehearsed (wl_now (req)));
}

static void
add_file (wl_request_t *req, const store_application_t *application, const invention_file_t *wanted,
          Wlacznik__Answer *answer)
{
    store_invented_file_t file = { .id = rehearsal_new_id (req),
                                   .field = wanted->field->key,
                                   .name = wanted->name,
                                   .media_type = wanted->media_type };
    size_t length = 0;

    file.content.data = (const uint8_t *) invention_file_content (wanted->media_type, &length);
    file.content.length = length;
    crypto_generichash (file.digest, sizeof file.digest, file.content.data, length, NULL, 0);
    store_invented_file (req, application, &file);
    answer->attachments[answer->n_attachments++] = wl_text_copy (wl_arena (req), file.id);
}

/* The files without which there is no application. False: one is of a type that cannot be invented.
 */
static bool
add_files (wl_request_t *req, const invention_t *invention, const store_application_t *application)
{
    wl_arena_t *arena = wl_arena (req);
    Wlacznik__Answers *answers = application->view->answers;
    invention_file_t wanted[FILES_MOST];
    size_t count =
        invention_files (arena, invention, application->form, answers, wanted, FILES_MOST);
    Wlacznik__Answer **list = wl_arena_array (arena, answers->n_list + count, sizeof *list);

    for (size_t i = 0; i < answers->n_list; i++)
        list[i] = answers->list[i];
    answers->list = list;
    for (size_t i = 0; i < count; i++) {
        Wlacznik__Answer *answer = wl_arena_alloc (arena, sizeof *answer);
        if (wanted[i].media_type == NULL)
            return false;
        wlacznik__answer__init (answer);
        answer->field = wanted[i].field->key;
        answer->attachments = wl_arena_array (arena, wanted[i].count, sizeof *answer->attachments);
        for (uint32_t f = 0; f < wanted[i].count; f++)
            add_file (req, application, &wanted[i], answer);
        answers->list[answers->n_list++] = answer;
    }
    return true;
}

static Intake__Application *
invent_view (wl_request_t *req, const invention_t *invention, const char *call_id,
             const store_new_application_t *fresh, const Wlacznik__Form *form)
{
    wl_arena_t *arena = wl_arena (req);
    Intake__Application *view = wl_arena_alloc (arena, sizeof *view);

    intake__application__init (view);
    view->id = rehearsal_new_id (req);
    view->call_id = wl_text_copy (arena, call_id);
    view->region = wl_text_copy (arena, invention->region);
    view->state = INTAKE__APPLICATION_STATE__DRAFT;
    view->stage = fresh->stage;
    view->form_version = fresh->form_version;
    view->version = 1;
    view->applicant = invention_applicant (arena, invention);
    view->answers = invention_answers (arena, invention, form);
    view->title = wl_text_copy (arena, "");
    form_compute_totals (form, view->answers, arena);
    return view;
}

/* What an applicant would be told; "" when it can be submitted. */
static const char *
find_gap (wl_request_t *req, const store_application_t *application)
{
    wl_error_t *error = wl_request_error (req);

    if (submission_check (req, application) == WL_OK)
        return "";
    return error->field_count > 0 ? error->fields[0].text
           : error->text != NULL  ? error->text
                                  : "Nie wszystkie odpowiedzi pasują do formularza.";
}

/* Writes and files one. `*ret_refusal` says why it cannot be, as an applicant would be told. */
static wl_status
invent_one (wl_request_t *req, const char *call_id, invention_t *invention,
            const Wlacznik__ApplicantType *types, size_t type_count, const char **ret_refusal)
{
    store_application_t application = { .round = 1 };
    store_new_application_t fresh;
    store_frozen_t frozen;
    uint32_t version;

    WL_TRY (store_call_for_application (req, call_id, invention->region, true, &fresh));
    WL_TRY (opening_check_starting (req, &fresh.call));
    WL_TRY (store_newest_form (req, call_id, fresh.stage, &version, &application.form));
    invention->grant = fresh.call.grant;
    invention->applicant = types[invention->position % type_count];
    application.call = fresh.call;
    application.user_id = rehearsal_new_id (req);
    application.view = invent_view (req, invention, call_id, &fresh, application.form);
    if (!add_files (req, invention, &application)) {
        *ret_refusal = "Formularz wymaga pliku takiego rodzaju, jakiego nie umiemy wymyślić.";
        return WL_OK;
    }
    *ret_refusal = find_gap (req, &application);
    if (!wl_text_empty (*ret_refusal))
        return store_attachments_erase (req, application.view->id);
    submission_freeze (req, &application, &frozen);
    store_invented_insert (req, &application, invention->position);
    WL_TRY (store_submission_file (req, &application, &frozen, NULL, 0, &application.view->number));
    submission_announce (req, &application, &frozen);
    return WL_OK;
}

/* ---- many ---- */

static wl_status
invent_slice (wl_request_t *req, const Intake__Call *call, const store_inventing_t *inventing)
{
    uint32_t last = inventing->made + APPLICATIONS_PER_SLICE;
    const char *refusal = "";
    uint32_t made = inventing->made;

    for (; made < inventing->asked && made < last && wl_text_empty (refusal); made++) {
        uint32_t position = made + 1;
        invention_t invention = { .seed = inventing->seed,
                                  .position = position,
                                  .region = call->regions[position % call->n_regions]->region,
                                  .now = wl_now (req) };
        WL_TRY (invent_one (req, call->id, &invention, call->definition->applicant_types,
                            call->definition->n_applicant_types, &refusal));
    }
    if (!wl_text_empty (refusal)) {
        store_inventing_made (req, call->id, made - 1);
        store_inventing_stop (req, call->id, refusal);
        return WL_OK;
    }
    store_inventing_made (req, call->id, made);
    if (made < inventing->asked)
        rehearsal_invent (req, call->id);
    return WL_OK;
}

wl_status
on_invention_due (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    Intake__Call call = INTAKE__CALL__INIT;
    store_inventing_t inventing;
    wl_status status = store_inventing_lock (req, timer->key, &inventing);

    (void) payload;
    if (status == WL_NOT_FOUND)
        return WL_OK; /* the rehearsal was deleted */
    WL_TRY (status);
    WL_TRY (store_call (req, timer->key, &call));
    call_show_phase (req, &call);
    if (call.phase != INTAKE__CALL_PHASE__PHASE_OPEN) {
        store_inventing_stop (req, call.id, "Ta próba nie przyjmuje teraz wniosków.");
        return WL_OK;
    }
    return invent_slice (req, &call, &inventing);
}

/* ---- as a whole ---- */

static void
move_dates (wl_request_t *req, Intake__CallDefinition *definition, wl_time_t by)
{
    Google__Protobuf__Timestamp **dates[] = { &definition->fill_from, &definition->submit_from,
                                              &definition->submit_until };

    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++)
        *dates[i] = wl_timestamp (wl_arena (req), wl_timestamp_time (*dates[i]) - by);
}

/* Once in each stream, in order with what happened there. */
static void
tell_moved (wl_request_t *req, const Intake__Call *call, wl_time_t by)
{
    Intake__RehearsalClockMoved moved = INTAKE__REHEARSAL_CLOCK_MOVED__INIT;

    moved.call_id = call->id;
    moved.by_us = by;
    wl_emit (req, CALL_STREAM, call->id, &moved.base);
    for (size_t i = 0; i < call->n_regions; i++)
        wl_emit (req, call->regions[i]->region, call->id, &moved.base);
}

wl_status
rehearsal_move (wl_request_t *req, Intake__Call *call, wl_time_t by)
{
    move_dates (req, call->definition, by);
    call->version++;
    call_show_phase (req, call);
    WL_TRY (store_call_update (req, call, NULL));
    store_rehearsal_move (req, call->id, by);
    tell_moved (req, call, by);
    return WL_OK;
}

void
rehearsal_delete (wl_request_t *req, const char *call_id)
{
    Intake__RehearsalDeleted deleted = INTAKE__REHEARSAL_DELETED__INIT;

    store_rehearsal_delete (req, call_id);
    deleted.call_id = wl_text_copy (wl_arena (req), call_id);
    wl_emit (req, CALL_STREAM, call_id, &deleted.base);
}

wl_status
on_rehearsal_over (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    store_inventing_t inventing;
    wl_status status = store_inventing_lock (req, timer->key, &inventing);

    (void) payload;
    if (status == WL_NOT_FOUND)
        return WL_OK; /* somebody did before */
    WL_TRY (status);
    rehearsal_delete (req, timer->key);
    return WL_OK;
}
