/* A call before anybody writes: its definition checked, tried out as an applicant, kept as a file.
 */
#include "call_access.h"
#include "call_definition.h"
#include "form_rules.h"
#include "intake.handlers.h"
#include "store_applications.h"

/* What the rules said, as an answer and not as a failure. */
static Intake__Findings *
findings (wl_request_t *req, const wl_error_t *error)
{
    wl_arena_t *arena = wl_arena (req);
    Intake__Findings *ret = wl_arena_alloc (arena, sizeof *ret);
    Intake__Finding *list = wl_arena_array (arena, error->field_count, sizeof *list);

    intake__findings__init (ret);
    ret->n_list = error->field_count;
    ret->list = wl_arena_array (arena, error->field_count, sizeof (Intake__Finding *));
    ret->left_out = (uint32_t) error->fields_left_out;
    for (size_t i = 0; i < error->field_count; i++) {
        intake__finding__init (&list[i]);
        list[i].field = wl_text_copy (arena, error->fields[i].field);
        list[i].code = wl_text_copy (arena, error->fields[i].code);
        list[i].text = wl_text_copy (arena, error->fields[i].text);
        ret->list[i] = &list[i];
    }
    return ret;
}

wl_status
intake_check_call_definition (wl_request_t *req, const Intake__CheckCallDefinitionRequest *in,
                              Intake__Findings *out)
{
    wl_error_t error;
    wl_problems_t problems = { &error, wl_locale (req) };

    wl_error_init (&error, wl_arena (req));
    (void) (call_definition_check (in->definition, &problems) == WL_OK);
    *out = *findings (req, &error);
    return WL_OK;
}

/* ---- as an applicant ---- */

static const Wlacznik__Stage *
find_stage (const Intake__CallDefinition *definition, const char *key)
{
    for (size_t i = 0; i < definition->n_stages; i++)
        if (wl_text_equal (definition->stages[i]->key, key))
            return definition->stages[i];
    return NULL;
}

static void
try_answers (wl_request_t *req, const Intake__CallDefinition *definition,
             const Wlacznik__Stage *stage, const Intake__TryFormRequest *in,
             Intake__TryFormResponse *out)
{
    wl_error_t error;
    wl_problems_t problems = { &error, wl_locale (req) };
    applicant_limits_t applicants = {
        .types = applicant_types_mask (definition->applicant_types, definition->n_applicant_types),
        .per_person = definition->applications_per_person,
    };
    form_context_t context = {
        .grant = { definition->min_grant_grosze > 0 ? definition->min_grant_grosze : 1,
                   call_definition_max_grant (definition) },
        .applicant = in->applicant->type,
    };

    wl_error_init (&error, wl_arena (req));
    if (form_check_draft (stage->form, in->answers, &problems) == WL_OK)
        form_compute_totals (stage->form, in->answers, wl_arena (req));
    wl_error_init (&error, wl_arena (req));
    if (stage == definition->stages[0])
        (void) (applicant_check (in->applicant, &applicants, APPLICANT_COMPLETE, &problems) ==
                WL_OK);
    (void) (form_check_complete (stage->form, in->answers, &context, &problems) == WL_OK);
    out->findings = findings (req, &error);
    out->submitted =
        form_shown_answers (stage->form, in->answers, context.applicant, wl_arena (req));
}

static wl_status
read_for_staff (wl_request_t *req, const char *call_id, Intake__Call *ret)
{
    WL_TRY (call_read_visible (req, call_id, ret));
    return call_is_staff (req, ret->regions, ret->n_regions) ? WL_OK : call_not_found (req);
}

wl_status
intake_try_form (wl_request_t *req, const Intake__TryFormRequest *in, Intake__TryFormResponse *out)
{
    Intake__Call call = INTAKE__CALL__INIT;
    const Wlacznik__Stage *stage;

    WL_TRY (read_for_staff (req, in->call_id, &call));
    stage = find_stage (call.definition, in->stage);
    if (stage == NULL)
        return wl_fail (req, WL_NOT_FOUND, "stage-not-found",
                        "Ten nabór nie ma takiego etapu. Zobacz etapy na stronie naboru.",
                        "This call has no such stage. See the stages on the call's page.");
    try_answers (req, call.definition, stage, in, out);
    return WL_OK;
}

/* ---- as a file ---- */

/* The file is of no programme: where it is read in again, that is said then. */
wl_status
intake_export_call (wl_request_t *req, const Intake__ExportCallRequest *in, Wlacznik__Document *out)
{
    Intake__Call call = INTAKE__CALL__INIT;
    wl_buffer_t file;

    WL_TRY (read_for_staff (req, in->call_id, &call));
    call.definition->programme_id = wl_text_copy (wl_arena (req), "");
    call.definition->supplements_call_id = call.definition->programme_id;
    wl_buffer_init (&file, wl_arena (req));
    wl_message_to_json (&call.definition->base, &file);
    out->content = wl_message_bytes (&file);
    out->file_name = wl_text_printf (wl_arena (req), "%s.json", call.definition->code);
    return WL_OK;
}
