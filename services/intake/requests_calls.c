/* Programmes and calls: what staff decide before anybody writes. */
#include <stdio.h>

#include "call_access.h"
#include "call_definition.h"
#include "intake.handlers.h"
#include "paging.h"
#include "store_calls.h"
#include "submission_window.h"

enum { CALLS_PER_PAGE = 20 };

static char *
fresh_id (wl_request_t *req)
{
    char *text = wl_arena_alloc (wl_arena (req), WL_UUID_TEXT);
    wl_uuid_t id = wl_uuid_new (wl_now (req));

    wl_uuid_format (&id, text);
    return text;
}

/* ---- programmes ---- */

wl_status
intake_create_programme (wl_request_t *req, const Intake__CreateProgrammeRequest *in,
                         Intake__Programme *out)
{
    out->id = fresh_id (req);
    out->name = in->name;
    out->description = in->description;
    out->policy_target = in->policy_target;
    store_programme_insert (req, out);
    return WL_OK;
}

wl_status
intake_list_programmes (wl_request_t *req, const Intake__ListProgrammesRequest *in,
                        Intake__ListProgrammesResponse *out)
{
    (void) in;
    return store_programmes (req, out);
}

static wl_status
no_programme (wl_request_t *req)
{
    return wl_fail (req, WL_NOT_FOUND, "programme-not-found",
                    "Nie ma takiego programu. Sprawdź adres na liście programów.",
                    "There is no such programme. Check the address on the list of programmes.");
}

wl_status
intake_put_region (wl_request_t *req, const Intake__PutRegionRequest *in, Intake__Programme *out)
{
    Intake__Region region = INTAKE__REGION__INIT;
    wl_status status;

    if (wl_text_equal (in->region, CALL_STREAM))
        return wl_fail_field (
            req, "region", "reserved",
            "„pl” oznacza cały program. Podaj region partnera, na przykład 30.",
            "“pl” means the whole programme. Give a partner's region, such as 30.");
    status = store_programme_lock (req, in->programme_id, out);
    if (status == WL_NOT_FOUND)
        return no_programme (req);
    WL_TRY (status);
    region.region = in->region;
    region.name = in->name;
    store_region_put (req, in->programme_id, &region);
    return store_programme (req, in->programme_id, out);
}

/* ---- drafts of calls ---- */

static wl_status
check_definition (wl_request_t *req, const Intake__CallDefinition *definition)
{
    problems_t problems = { wl_request_error (req), wl_locale (req) };

    return call_definition_check (definition, &problems);
}

/* The regions of the programme that the definition names. */
static wl_status
check_programme (wl_request_t *req, const Intake__CallDefinition *definition, Intake__Call *call)
{
    Intake__Programme programme = INTAKE__PROGRAMME__INIT;
    wl_status status = store_programme (req, definition->programme_id, &programme);

    if (status == WL_NOT_FOUND ||
        (status == WL_OK && !call_is_staff (req, programme.regions, programme.n_regions)))
        return wl_fail_field (req, "definition.programmeId", "unknown",
                              "Nie prowadzisz takiego programu. Wybierz inny.",
                              "You run no such programme. Choose another one.");
    call->n_regions = programme.n_regions;
    call->regions = programme.regions;
    return status;
}

static wl_status
code_is_taken (wl_request_t *req, wl_status status)
{
    if (status != WL_ALREADY_EXISTS)
        return status;
    return wl_fail (
        req, WL_ALREADY_EXISTS, "code-taken",
        "Inny nabór ma już ten kod. Numery wniosków by się powtarzały; podaj inny.",
        "Another call has this code. Numbers of applications would repeat; give another "
        "one.");
}

wl_status
intake_create_call (wl_request_t *req, const Intake__CreateCallRequest *in, Intake__Call *out)
{
    WL_TRY (check_definition (req, in->definition));
    WL_TRY (check_programme (req, in->definition, out));
    out->id = fresh_id (req);
    out->state = INTAKE__CALL_STATE__CALL_DRAFT;
    out->definition = in->definition;
    out->version = 1;
    return code_is_taken (req, store_call_insert (req, out));
}

static wl_status
check_still_draft (wl_request_t *req, const Intake__Call *call)
{
    if (call->state == INTAKE__CALL_STATE__CALL_DRAFT)
        return WL_OK;
    return wl_fail (
        req, WL_FAILED_PRECONDITION, "call-published",
        "Nabór jest już ogłoszony, więc jego zasady są stałe. Można tylko przedłużyć "
        "termin.",
        "The call is announced, so its rules stand. Only its last moment can be moved.");
}

wl_status
intake_update_call (wl_request_t *req, const Intake__UpdateCallRequest *in, Intake__Call *out)
{
    WL_TRY (call_lock_for_staff (req, in->call_id, out));
    WL_TRY (check_still_draft (req, out));
    WL_TRY (call_check_version (req, out, in->version));
    WL_TRY (check_definition (req, in->definition));
    WL_TRY (check_programme (req, in->definition, out));
    out->definition = in->definition;
    out->version++;
    return code_is_taken (req, store_call_update (req, out));
}

/* ---- announcing and extending ---- */

static wl_status
check_may_open (wl_request_t *req, const Intake__Call *call)
{
    WL_TRY (check_still_draft (req, call));
    WL_TRY (check_definition (req, call->definition));
    if (call->n_regions == 0)
        return wl_fail (
            req, WL_FAILED_PRECONDITION, "no-regions",
            "Program nie ma jeszcze regionu partnerskiego. Dodaj go i ogłoś nabór potem.",
            "The programme has no partner region yet. Add one, then announce the call.");
    if (wl_now (req) >= wl_timestamp_time (call->definition->submit_until))
        return wl_fail (
            req, WL_FAILED_PRECONDITION, "call-over",
            "Ostatni dzień tego naboru już minął. Popraw daty przed ogłoszeniem.",
            "The last day of this call has passed. Change the dates before announcing.");
    return WL_OK;
}

wl_status
intake_publish_call (wl_request_t *req, const Intake__PublishCallRequest *in, Intake__Call *out)
{
    Intake__CallPublished published = INTAKE__CALL_PUBLISHED__INIT;

    WL_TRY (call_lock_for_staff (req, in->call_id, out));
    WL_TRY (check_may_open (req, out));
    out->state = INTAKE__CALL_STATE__CALL_PUBLISHED;
    out->published_at = wl_timestamp (wl_arena (req), wl_now (req));
    out->version++;
    WL_TRY (store_call_publish (req, out));
    published.call_id = out->id;
    published.programme_id = out->definition->programme_id;
    wl_emit (req, CALL_STREAM, out->id, &published.base);
    return WL_OK;
}

static wl_status
check_extension (wl_request_t *req, const Intake__Call *call, wl_time_t until)
{
    const Intake__CallDefinition *definition = call->definition;
    submission_window_t window = { .fill_from = wl_timestamp_time (definition->fill_from),
                                   .submit_from = wl_timestamp_time (definition->submit_from),
                                   .submit_until = wl_timestamp_time (definition->submit_until) };

    if (call->state != INTAKE__CALL_STATE__CALL_PUBLISHED)
        return wl_fail (
            req, WL_FAILED_PRECONDITION, "call-not-open",
            "Przedłużyć można tylko ogłoszony nabór, który jeszcze nie jest rozstrzygnięty.",
            "Only a call that is announced and not yet decided can be extended.");
    switch (submission_window_extension (&window, until, wl_now (req))) {
    case EXTENSION_TOO_LATE:
        return wl_fail (req, WL_FAILED_PRECONDITION, "call-over",
                        "Termin już minął, więc nie można go przedłużyć. Ogłoś nowy nabór.",
                        "The last moment has passed, so it cannot be moved. Announce a new call.");
    case EXTENSION_NOT_LATER:
        return wl_fail_field (req, "submitUntil", "not-later",
                              "Nowy termin musi być późniejszy niż obecny.",
                              "The new last moment must be later than the present one.");
    default:
        return WL_OK;
    }
}

wl_status
intake_extend_call (wl_request_t *req, const Intake__ExtendCallRequest *in, Intake__Call *out)
{
    Intake__CallExtended extended = INTAKE__CALL_EXTENDED__INIT;

    WL_TRY (call_lock_for_staff (req, in->call_id, out));
    WL_TRY (check_extension (req, out, wl_timestamp_time (in->submit_until)));
    out->definition->submit_until = in->submit_until;
    out->version++;
    WL_TRY (store_call_update (req, out));
    extended.call_id = out->id;
    extended.submit_until = wl_timestamp_time (in->submit_until);
    wl_emit (req, CALL_STREAM, out->id, &extended.base);
    return WL_OK;
}

/* ---- reading ---- */

wl_status
intake_list_calls (wl_request_t *req, const Intake__ListCallsRequest *in,
                   Intake__ListCallsResponse *out)
{
    uint32_t limit = wl_page_limit (in->limit, CALLS_PER_PAGE);
    char *after;

    WL_TRY (paging_open (req, in->cursor, &after));
    WL_TRY (store_published_calls (req, after, limit + 1, &out->n_calls, &out->calls));
    if (out->n_calls > limit) {
        out->n_calls = limit;
        out->next_cursor = wl_cursor_make (req, out->calls[limit - 1]->id);
    }
    return WL_OK;
}

wl_status
intake_get_call (wl_request_t *req, const Intake__GetCallRequest *in, Intake__Call *out)
{
    return call_read_visible (req, in->call_id, out);
}
