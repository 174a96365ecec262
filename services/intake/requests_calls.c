/* Programmes and calls: what staff decide before anybody writes. */
#include <stdio.h>

#include "base/uuid.h"
#include "call_access.h"
#include "call_definition.h"
#include "call_notice.h"
#include "call_state.h"
#include "call_writing.h"
#include "intake.handlers.h"
#include "paging.h"
#include "store_calls.h"
#include "submission_window.h"

enum { CALLS_PER_PAGE = 20 };

/* ---- programmes ---- */

wl_status
intake_create_programme (wl_request_t *req, const Intake__CreateProgrammeRequest *in,
                         Intake__Programme *out)
{
    out->id = wl_uuid_text (wl_arena (req), wl_uuid_new (wl_now (req)));
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

/* An unfinished draft is kept as far as it goes: what contradicts itself in it is told when asked
 * for, and refused when it is announced. */
static wl_status
check_definition (wl_request_t *req, const Intake__CallDefinition *definition, bool unfinished)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };

    return unfinished ? call_definition_check_dates (definition, &problems)
                      : call_definition_check (definition, &problems);
}

static bool
works_there (const Intake__Programme *programme, const char *region)
{
    for (size_t i = 0; i < programme->n_regions; i++)
        if (wl_text_equal (programme->regions[i]->region, region))
            return true;
    return false;
}

static wl_status
check_region_terms (wl_request_t *req, const Intake__CallDefinition *definition,
                    const Intake__Programme *programme)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    size_t before = wl_problem_count (&problems);

    for (size_t i = 0; i < definition->n_region_terms; i++)
        if (!works_there (programme, definition->region_terms[i]->region))
            wl_problem_add (
                &problems, wl_text_printf (wl_arena (req), "definition.regionTerms[%zu].region", i),
                "unknown", "Program nie działa w tym regionie.",
                "The programme does not work there.");
    return wl_problem_count (&problems) == before ? WL_OK : WL_INVALID_ARGUMENT;
}

/* A supplementary call may share the limit per person with the one that it supplements. */
static wl_status
check_supplemented (wl_request_t *req, const Intake__Call *call, char **ret_counted_with)
{
    const Intake__CallDefinition *definition = call->definition;
    char *shared = NULL;
    wl_status status;

    *ret_counted_with = call->id;
    if (wl_text_empty (definition->supplements_call_id))
        return WL_OK;
    status = wl_text_equal (definition->supplements_call_id, call->id)
                 ? WL_NOT_FOUND
                 : store_call_counted_with (req, definition->supplements_call_id,
                                            definition->programme_id, &shared);
    if (status == WL_NOT_FOUND)
        return wl_fail_field (req, "definition.supplementsCallId", "unknown",
                              "Wskaż inny ogłoszony nabór tego samego programu.",
                              "Name another announced call of the same programme.");
    if (definition->limit_spans_supplemented)
        *ret_counted_with = shared;
    return status;
}

/* What a definition says of its programme: one that the caller runs, its regions, its calls. Fills
 * in the call's regions. */
static wl_status
check_programme (wl_request_t *req, Intake__Call *call, char **ret_counted_with)
{
    const Intake__CallDefinition *definition = call->definition;
    Intake__Programme programme = INTAKE__PROGRAMME__INIT;
    wl_status status = store_programme (req, definition->programme_id, &programme);

    if (status == WL_NOT_FOUND ||
        (status == WL_OK && !call_is_staff (req, programme.regions, programme.n_regions)))
        return wl_fail_field (req, "definition.programmeId", "unknown",
                              "Nie prowadzisz takiego programu. Wybierz inny.",
                              "You run no such programme. Choose another one.");
    WL_TRY (status);
    call->n_regions = programme.n_regions;
    call->regions = programme.regions;
    WL_TRY (check_region_terms (req, definition, &programme));
    return check_supplemented (req, call, ret_counted_with);
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
call_write_new (wl_request_t *req, char *id, Intake__CallDefinition *definition, bool unfinished,
                Intake__Call *out)
{
    char *counted_with;

    out->id = id;
    out->state = INTAKE__CALL_STATE__CALL_DRAFT;
    out->definition = definition;
    out->version = 1;
    out->rehearsed = wl_uuid_is_rehearsed (id);
    WL_TRY (check_definition (req, definition, unfinished));
    WL_TRY (check_programme (req, out, &counted_with));
    call_show_phase (req, out);
    return code_is_taken (req, store_call_insert (wl_db (req), out, counted_with));
}

wl_status
intake_create_call (wl_request_t *req, const Intake__CreateCallRequest *in, Intake__Call *out)
{
    return call_write_new (req, wl_uuid_text (wl_arena (req), wl_uuid_new (wl_now (req))),
                           in->definition, in->unfinished, out);
}

/* All rules of the earlier call, as they stand now, for other dates. */
wl_status
intake_copy_call (wl_request_t *req, const Intake__CopyCallRequest *in, Intake__Call *out)
{
    Intake__Call from = INTAKE__CALL__INIT;
    Intake__CallDefinition *definition;

    WL_TRY (call_lock_for_staff (req, in->call_id, &from));
    if (from.rehearsed)
        return call_only_rehearsed (req);
    definition = from.definition;
    definition->code = in->code;
    definition->fill_from = in->fill_from;
    definition->submit_from = in->submit_from;
    definition->submit_until = in->submit_until;
    definition->supplements_call_id =
        wl_text_copy (wl_arena (req), in->supplementary ? in->call_id : "");
    definition->limit_spans_supplemented &= in->supplementary;
    return call_write_new (req, wl_uuid_text (wl_arena (req), wl_uuid_new (wl_now (req))),
                           definition, false, out);
}

wl_status
intake_update_call (wl_request_t *req, const Intake__UpdateCallRequest *in, Intake__Call *out)
{
    char *counted_with;

    WL_TRY (call_lock_for_staff (req, in->call_id, out));
    WL_TRY (call_check_act (req, out, CALL_ACT_CHANGE));
    WL_TRY (call_check_version (req, out, in->version));
    WL_TRY (check_definition (req, in->definition, in->unfinished));
    out->definition = in->definition;
    WL_TRY (check_programme (req, out, &counted_with));
    out->version++;
    return code_is_taken (req, store_call_update (req, out, counted_with));
}

/* ---- announcing and extending ---- */

static wl_status
check_may_open (wl_request_t *req, Intake__Call *call, char **ret_counted_with)
{
    WL_TRY (call_check_act (req, call, CALL_ACT_PUBLISH));
    WL_TRY (check_definition (req, call->definition, false));
    /* Again, because a draft may be older than the programme is now, or come from a file. */
    WL_TRY (check_programme (req, call, ret_counted_with));
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
call_open (wl_request_t *req, Intake__Call *call)
{
    Intake__CallPublished published = INTAKE__CALL_PUBLISHED__INIT;
    char *counted_with;

    WL_TRY (check_may_open (req, call, &counted_with));
    call->state = INTAKE__CALL_STATE__CALL_PUBLISHED;
    call->published_at = wl_timestamp (wl_arena (req), wl_now (req));
    call->version++;
    call_show_phase (req, call);
    WL_TRY (store_call_update (req, call, counted_with));
    WL_TRY (store_call_publish (req, call));
    published.call_id = call->id;
    published.programme_id = call->definition->programme_id;
    wl_emit (req, CALL_STREAM, call->id, &published.base);
    return WL_OK;
}

wl_status
intake_publish_call (wl_request_t *req, const Intake__PublishCallRequest *in, Intake__Call *out)
{
    WL_TRY (call_lock_for_staff (req, in->call_id, out));
    return call_open (req, out);
}

static wl_status
check_extension (wl_request_t *req, const Intake__Call *call, wl_time_t until)
{
    submission_window_t window = call_window (call->definition);

    WL_TRY (call_check_act (req, call, CALL_ACT_EXTEND));
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
    call_show_phase (req, out);
    WL_TRY (store_call_update (req, out, NULL));
    extended.call_id = out->id;
    extended.submit_until = wl_timestamp_time (in->submit_until);
    wl_emit (req, CALL_STREAM, out->id, &extended.base);
    call_notice_start (req, out, INTAKE__CALL_NOTICE_KIND__NOTICE_EXTENDED);
    return WL_OK;
}

/* ---- reading ---- */

static void
show_phase_of_summary (wl_request_t *req, Intake__CallSummary *call)
{
    submission_window_t window = { wl_timestamp_time (call->fill_from),
                                   wl_timestamp_time (call->submit_from),
                                   wl_timestamp_time (call->submit_until) };

    call->phase = call_phase (call->state, &window, wl_now (req));
}

/* As call_is_staff says of one call: owners see every region of their programmes. */
static store_drafts_of_t
drafts_of_caller (wl_request_t *req)
{
    const char *const *coordinated, *const *owned;
    size_t coordinated_count, owned_count;
    const char **scopes;

    wl_role_scopes (req, WL_ROLE_COORDINATOR, &coordinated, &coordinated_count);
    wl_role_programmes (req, WL_ROLE_OWNER, &owned, &owned_count);
    scopes = wl_arena_array (wl_arena (req), coordinated_count + owned_count + 1, sizeof *scopes);
    for (size_t i = 0; i < coordinated_count; i++)
        scopes[i] = coordinated[i];
    for (size_t i = 0; i < owned_count; i++)
        scopes[coordinated_count + i] = wl_text_printf (wl_arena (req), "%s/*", owned[i]);
    return (store_drafts_of_t){ scopes, coordinated_count + owned_count };
}

static wl_status
read_calls (wl_request_t *req, const Intake__ListCallsRequest *in, const char *after,
            uint32_t limit, Intake__ListCallsResponse *out)
{
    store_drafts_of_t of;

    if (!in->drafts && !in->rehearsals)
        return store_published_calls (req, after, limit, &out->n_calls, &out->calls);
    of = drafts_of_caller (req);
    if (in->rehearsals)
        return store_rehearsed_calls (req, &of, after, limit, &out->n_calls, &out->calls);
    return store_draft_calls (req, &of, after, limit, &out->n_calls, &out->calls);
}

static wl_status
count_calls (wl_request_t *req, const Intake__ListCallsRequest *in, Intake__ListCallsResponse *out)
{
    store_drafts_of_t of;

    if (!in->drafts && !in->rehearsals)
        return store_published_calls_count (req, out);
    of = drafts_of_caller (req);
    if (in->rehearsals)
        return store_rehearsed_calls_count (req, &of, out);
    return store_draft_calls_count (req, &of, out);
}

wl_status
intake_list_calls (wl_request_t *req, const Intake__ListCallsRequest *in,
                   Intake__ListCallsResponse *out)
{
    uint32_t limit = wl_page_limit (in->limit, CALLS_PER_PAGE);
    char *after;

    WL_TRY (paging_open (req, in->cursor, &after));
    WL_TRY (read_calls (req, in, after, limit + 1, out));
    if (out->n_calls > limit) {
        out->n_calls = limit;
        out->next_cursor = wl_cursor_make (req, out->calls[limit - 1]->id);
    }
    for (size_t i = 0; i < out->n_calls; i++)
        show_phase_of_summary (req, out->calls[i]);
    return in->total ? count_calls (req, in, out) : WL_OK;
}

wl_status
intake_get_call (wl_request_t *req, const Intake__GetCallRequest *in, Intake__Call *out)
{
    return call_read_visible (req, in->call_id, out);
}
