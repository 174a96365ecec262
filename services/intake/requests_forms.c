/* Forms beside their call: new versions, a page to print, the places that answers name. */
#include "call_access.h"
#include "form_definition.h"
#include "form_page.h"
#include "form_revision.h"
#include "intake.handlers.h"
#include "territory.h"

wl_status
intake_list_places (wl_request_t *req, const Intake__ListPlacesRequest *in,
                    Intake__ListPlacesResponse *out)
{
    wl_arena_t *arena = wl_arena (req);
    Intake__Place *places = wl_arena_array (arena, territory_unit_count, sizeof *places);

    (void) in;
    out->version = wl_text_copy (arena, territory_version);
    out->n_places = territory_unit_count;
    out->places = wl_arena_array (arena, territory_unit_count, sizeof (Intake__Place *));
    for (size_t i = 0; i < territory_unit_count; i++) {
        intake__place__init (&places[i]);
        places[i].code = wl_text_copy (arena, territory_units[i].code);
        places[i].name = wl_text_copy (arena, territory_units[i].name);
        out->places[i] = &places[i];
    }
    return WL_OK;
}

/* ---- new versions ---- */

static wl_status
no_stage (wl_request_t *req)
{
    return wl_fail (req, WL_NOT_FOUND, "stage-not-found",
                    "Ten nabór nie ma takiego etapu. Zobacz etapy na stronie naboru.",
                    "This call has no such stage. See the stages on the call's page.");
}

/* The position of a stage in its call, or the number of stages if there is none. */
static size_t
find_stage (const Intake__CallDefinition *definition, const char *key)
{
    size_t at = 0;

    while (at < definition->n_stages && !wl_text_equal (definition->stages[at]->key, key))
        at++;
    return at;
}

/* The first stage's form stands from the last moment on: whoever submitted by it is judged by it.
 */
static wl_status
check_revisable (wl_request_t *req, const Intake__Call *call, size_t position)
{
    WL_TRY (call_check_act (req, call, CALL_ACT_REVISE));
    if (position == 0 && wl_now (req) >= wl_timestamp_time (call->definition->submit_until))
        return wl_fail (req, WL_FAILED_PRECONDITION, "call-over",
                        "Termin składania minął, więc formularz tego etapu się już nie zmieni.",
                        "The last moment has passed, so the form of this stage stands.");
    return WL_OK;
}

static wl_status
check_revision (wl_request_t *req, const Intake__Call *call, size_t position,
                const Wlacznik__Form *form)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };

    form_definition_check (form, position == 0, "form", &problems);
    form_revision_check (call->definition->stages[position]->form, form, "form", &problems);
    return wl_problem_count (&problems) == 0 ? WL_OK : WL_INVALID_ARGUMENT;
}

wl_status
intake_revise_form (wl_request_t *req, const Intake__ReviseFormRequest *in, Intake__Call *out)
{
    Intake__FormRevised revised = INTAKE__FORM_REVISED__INIT;
    size_t position;

    WL_TRY (call_lock_for_staff (req, in->call_id, out));
    position = find_stage (out->definition, in->stage);
    if (position == out->definition->n_stages)
        return no_stage (req);
    WL_TRY (check_revisable (req, out, position));
    WL_TRY (call_check_version (req, out, in->version));
    WL_TRY (check_revision (req, out, position, in->form));
    out->definition->stages[position]->form = in->form;
    out->version++;
    WL_TRY (store_form_revise (req, out, position, in->note));
    revised.call_id = out->id;
    revised.stage = in->stage;
    wl_emit (req, CALL_STREAM, out->id, &revised.base);
    return WL_OK;
}

wl_status
intake_list_form_versions (wl_request_t *req, const Intake__ListFormVersionsRequest *in,
                           Intake__ListFormVersionsResponse *out)
{
    Intake__Call call = INTAKE__CALL__INIT;
    wl_status status;

    WL_TRY (call_read_visible (req, in->call_id, &call));
    status = store_form_versions (req, in->call_id, in->stage, out);
    return status == WL_NOT_FOUND ? no_stage (req) : status;
}

/* ---- a form to print ---- */

/* The form as it is asked now; a draft may be pinned to an earlier version. */
wl_status
intake_get_blank_form (wl_request_t *req, const Intake__GetBlankFormRequest *in,
                       Wlacznik__Document *out)
{
    Intake__Call call = INTAKE__CALL__INIT;
    wl_buffer_t page;
    size_t position;

    WL_TRY (call_read_visible (req, in->call_id, &call));
    position = find_stage (call.definition, in->stage);
    if (position == call.definition->n_stages)
        return no_stage (req);
    wl_buffer_init (&page, wl_arena (req));
    form_page_write (call.definition, call.definition->stages[position], wl_locale (req), &page);
    out->content = wl_message_bytes (&page);
    return WL_OK;
}
