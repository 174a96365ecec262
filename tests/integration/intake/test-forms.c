/* Forms over a real database: versions pinned by drafts, what is hidden left out of what is
 * submitted, totals computed, the page to print. */
#include "intake_world.h"

#include <string.h>

static intake_world_t world;
static char *programme;

static int
set_up (void **state)
{
    (void) state;
    intake_world_migrate ();
    intake_world_init (&world);
    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    programme = intake_world_programme (&world);
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    intake_world_done (&world);
    return 0;
}

static void *
from_json (const ProtobufCMessageDescriptor *type, const char *json)
{
    return intake_world_read (&world, type, json);
}

#define COSTS                                                                                   \
    "{\"key\": \"costs\", \"kind\": \"BUDGET\", \"label\": {\"pl\": \"Koszty\"}, \"choices\": " \
    "[{\"key\": \"work\", \"label\": {\"pl\": \"Praca\"}}]}"
#define TEAM                                                                           \
    "{\"key\": \"team\", \"kind\": \"LONG_TEXT\", \"label\": {\"pl\": \"Zespół\"}, " \
    "\"visibleIf\": {\"list\": [{\"test\": \"APPLICANT_IS\", \"applicantTypes\": [\"NGO\"]}]}}"

/* Adds fields to the first section of the first stage's form. */
static void
add_field (Wlacznik__Form *form, const char *json)
{
    Wlacznik__FormSection *section = form->sections[0];
    Wlacznik__FormField **fields =
        wl_arena_array (world.world.arena, section->n_fields + 1, sizeof (Wlacznik__FormField *));

    memcpy (fields, section->fields, section->n_fields * sizeof (Wlacznik__FormField *));
    fields[section->n_fields++] = from_json (&wlacznik__form_field__descriptor, json);
    section->fields = fields;
}

static char *
open_call (const char *code)
{
    Intake__CallDefinition *definition;

    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    definition = intake_world_definition (&world, programme, code, 0);
    add_field (definition->stages[0]->form, COSTS);
    add_field (definition->stages[0]->form, TEAM);
    return intake_world_open (&world, definition);
}

static Intake__Call *
get_call (char *call_id)
{
    Intake__GetCallRequest get = INTAKE__GET_CALL_REQUEST__INIT;
    Intake__Call *call;

    get.call_id = call_id;
    assert_int_equal (intake_world_ask (&world, "GetCall", &get, &call), WL_OK);
    return call;
}

static wl_status
revise_saying (char *call_id, const char *stage, uint64_t version, Wlacznik__Form *form,
               Wlacznik__LocalText *note)
{
    Intake__ReviseFormRequest in = INTAKE__REVISE_FORM_REQUEST__INIT;

    in.note = note;
    in.call_id = call_id;
    in.stage = wl_text_copy (world.world.arena, stage);
    in.version = version;
    in.form = form;
    return intake_world_ask (&world, "ReviseForm", &in, NULL);
}

static wl_status
revise (char *call_id, const char *stage, uint64_t version, Wlacznik__Form *form)
{
    return revise_saying (call_id, stage, version, form, NULL);
}

static Wlacznik__Form *
with_a_film (char *call_id)
{
    Wlacznik__Form *form = get_call (call_id)->definition->stages[0]->form;

    add_field (form, "{\"key\": \"film\", \"kind\": \"LINK\", \"label\": {\"pl\": \"Film\"}}");
    return form;
}

static wl_status
save (char *id, uint64_t version, const char *answers)
{
    Intake__SaveApplicationRequest in = INTAKE__SAVE_APPLICATION_REQUEST__INIT;

    in.application_id = id;
    in.version = version;
    in.applicant = intake_world_get (&world, id)->applicant;
    in.answers = from_json (&wlacznik__answers__descriptor, answers);
    return intake_world_ask (&world, "SaveApplication", &in, NULL);
}

#define ANSWERED                                                                        \
    "{\"field\": \"title\", \"text\": \"Arbuz\"}, {\"field\": \"amount\", \"number\": " \
    "\"3000000\"}"
#define FILM "{\"field\": \"film\", \"text\": \"https://example.org/film\"}"

/* ---- versions ---- */

static void
a_draft_keeps_its_form (void **state)
{
    char *call = open_call ("FV-1"), *early, *late;
    Intake__Application *seen;
    (void) state;

    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
    early = intake_world_apply (&world, call, "anna@example.org");
    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    assert_int_equal (revise (call, "idea", get_call (call)->version, with_a_film (call)), WL_OK);
    intake_world_as (&world, BOGNA, WL_ROLE_SIGNED_IN, "");
    late = intake_world_apply (&world, call, "bogna@example.org");
    assert_int_equal (save (late, 1, "{\"list\": [" FILM "]}"), WL_OK);
    seen = intake_world_get (&world, late);
    assert_int_equal (seen->form_version, 2);
    assert_false (seen->newer_form);

    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
    seen = intake_world_get (&world, early);
    assert_int_equal (seen->form_version, 1);
    assert_true (seen->newer_form);
    assert_int_equal (seen->form->sections[0]->n_fields, 5);
    assert_int_equal (save (early, 1, "{\"list\": [" FILM "]}"), WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "answers.list[0].field");
    assert_int_equal (save (early, 1, "{\"list\": [" ANSWERED "]}"), WL_OK);
    assert_int_equal (intake_world_submit (&world, early, NULL), WL_OK);
    assert_false (intake_world_get (&world, early)->newer_form);
}

/* Anybody reads what changed: the text of whoever changed it, and the forms to compare. */
static void
versions_say_what_changed (void **state)
{
    char *call = open_call ("FV-9");
    Intake__ListFormVersionsRequest in = INTAKE__LIST_FORM_VERSIONS_REQUEST__INIT;
    Wlacznik__LocalText note = WLACZNIK__LOCAL_TEXT__INIT;
    Intake__ListFormVersionsResponse *found;
    (void) state;

    note.pl = wl_text_copy (world.world.arena, "Można dodać film.");
    assert_int_equal (
        revise_saying (call, "idea", get_call (call)->version, with_a_film (call), &note), WL_OK);
    intake_world_as (&world, BOGNA, WL_ROLE_SIGNED_IN, "");
    in.call_id = call;
    in.stage = wl_text_copy (world.world.arena, "idea");
    assert_int_equal (intake_world_ask (&world, "ListFormVersions", &in, &found), WL_OK);
    assert_int_equal (found->n_versions, 2);
    assert_int_equal (found->versions[0]->version, 2);
    assert_string_equal (found->versions[0]->note->pl, "Można dodać film.");
    assert_non_null (found->versions[0]->announced_at);
    assert_int_equal (found->versions[0]->form->sections[0]->n_fields, 6);
    assert_null (found->versions[1]->note);
    assert_null (found->versions[1]->announced_at);
    assert_int_equal (found->versions[1]->form->sections[0]->n_fields, 5);
    in.stage = wl_text_copy (world.world.arena, "no-such-stage");
    assert_int_equal (intake_world_ask (&world, "ListFormVersions", &in, &found), WL_NOT_FOUND);
}

static void
a_draft_may_take_the_newest (void **state)
{
    char *call = open_call ("FV-2"), *id;
    Intake__TakeNewestFormRequest in = INTAKE__TAKE_NEWEST_FORM_REQUEST__INIT;
    Intake__GetSubmissionRequest ask = INTAKE__GET_SUBMISSION_REQUEST__INIT;
    Intake__Submission *submission;
    Intake__Application *seen;
    (void) state;

    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
    id = intake_world_apply (&world, call, "anna@example.org");
    assert_int_equal (save (id, 1, "{\"list\": [" ANSWERED "]}"), WL_OK);
    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    assert_int_equal (revise (call, "idea", get_call (call)->version, with_a_film (call)), WL_OK);
    assert_int_equal (revise (call, "idea", get_call (call)->version,
                              get_call (call)->definition->stages[0]->form),
                      WL_OK);
    intake_world_as (&world, BOGNA, WL_ROLE_SIGNED_IN, "");
    in.application_id = id;
    assert_int_equal (intake_world_ask (&world, "TakeNewestForm", &in, NULL), WL_NOT_FOUND);
    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
    assert_int_equal (intake_world_ask (&world, "TakeNewestForm", &in, &seen), WL_OK);
    assert_int_equal (seen->form_version, 3);
    assert_int_equal (seen->version, 3);
    assert_int_equal (seen->answers->n_list, 2);
    /* Taken already: nothing changes. */
    assert_int_equal (intake_world_ask (&world, "TakeNewestForm", &in, &seen), WL_OK);
    assert_int_equal (seen->version, 3);
    assert_int_equal (save (id, 3, "{\"list\": [" ANSWERED ", " FILM "]}"), WL_OK);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    ask.application_id = id;
    ask.stage = wl_text_copy (world.world.arena, "idea");
    assert_int_equal (intake_world_ask (&world, "GetSubmission", &ask, &submission), WL_OK);
    assert_int_equal (submission->answers->n_list, 3);
    assert_int_equal (intake_world_ask (&world, "TakeNewestForm", &in, NULL),
                      WL_FAILED_PRECONDITION);
}

static void
who_may_revise_and_when (void **state)
{
    char *call = open_call ("FV-3");
    uint64_t version = get_call (call)->version;
    Wlacznik__Form *form = with_a_film (call);
    (void) state;

    intake_world_as (&world, ANNA, WL_ROLE_COORDINATOR, "14");
    assert_int_equal (revise (call, "idea", version, form), WL_NOT_FOUND);
    intake_world_as (&world, ANNA, WL_ROLE_COORDINATOR, "30");
    assert_int_equal (revise (call, "idea", version - 1, form), WL_ABORTED);
    assert_int_equal (revise (call, "plan", version, form), WL_NOT_FOUND);
    form->sections[0]->fields[1]->key = form->sections[0]->fields[0]->key;
    assert_int_equal (revise (call, "idea", version, form), WL_INVALID_ARGUMENT);
    intake_world_at (&world, "2026-05-01T00:00:00Z");
    assert_int_equal (revise (call, "idea", version, with_a_film (call)), WL_FAILED_PRECONDITION);
    assert_string_equal (intake_world_reason (&world), "call-over");
    intake_world_at (&world, IN_CALL);
    assert_int_equal (revise (call, "idea", version, with_a_film (call)), WL_OK);
}

/* ---- what is kept and what is submitted ---- */

static void
hidden_answers_stay_in_the_draft (void **state)
{
    char *call = open_call ("FV-4"), *id;
    Intake__GetSubmissionRequest ask = INTAKE__GET_SUBMISSION_REQUEST__INIT;
    Intake__Submission *submission;
    (void) state;

    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
    id = intake_world_apply (&world, call, "anna@example.org");
    assert_int_equal (
        save (id, 1,
              "{\"list\": [" ANSWERED ", {\"field\": \"team\", \"text\": \"ja\"}, "
              "{\"field\": \"costs\", \"budget\": [{\"category\": \"work\", \"name\": \"Praca\", "
              "\"unitPriceGrosze\": \"5000\", \"count\": \"400\"}]}]}"),
        WL_OK);
    assert_int_equal (intake_world_get (&world, id)->answers->n_list, 4);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    ask.application_id = id;
    ask.stage = wl_text_copy (world.world.arena, "idea");
    assert_int_equal (intake_world_ask (&world, "GetSubmission", &ask, &submission), WL_OK);
    assert_int_equal (submission->answers->n_list, 3);
    assert_string_equal (submission->answers->list[2]->field, "costs");
    assert_int_equal (submission->answers->list[2]->number, 2000000);
    assert_int_equal (submission->answers->list[2]->budget[0]->total_grosze, 2000000);
    assert_string_equal (submission->territory_version, "2024-01-01");
}

/* ---- what everybody may read ---- */

static void
a_blank_form_for_everybody (void **state)
{
    Intake__GetBlankFormRequest get = INTAKE__GET_BLANK_FORM_REQUEST__INIT;
    Wlacznik__Document *page;
    (void) state;

    get.call_id = open_call ("FV-5");
    get.stage = wl_text_copy (world.world.arena, "idea");
    world.request.actor = NULL;
    assert_int_equal (intake_world_ask (&world, "GetBlankForm", &get, &page), WL_OK);
    assert_non_null (memmem (page->content.data, page->content.len, "Koszty", 6));
    get.stage = wl_text_copy (world.world.arena, "plan");
    assert_int_equal (intake_world_ask (&world, "GetBlankForm", &get, NULL), WL_NOT_FOUND);
}

static void
places (void **state)
{
    Intake__ListPlacesRequest list = INTAKE__LIST_PLACES_REQUEST__INIT;
    Intake__ListPlacesResponse *places_known;
    (void) state;

    assert_int_equal (intake_world_ask (&world, "ListPlaces", &list, &places_known), WL_OK);
    assert_int_equal (places_known->n_places, 16 + 314 + 66);
    assert_string_equal (places_known->places[0]->name, "dolnośląskie");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_draft_keeps_its_form),
        cmocka_unit_test (versions_say_what_changed),
        cmocka_unit_test (a_draft_may_take_the_newest),
        cmocka_unit_test (who_may_revise_and_when),
        cmocka_unit_test (hidden_answers_stay_in_the_draft),
        cmocka_unit_test (a_blank_form_for_everybody),
        cmocka_unit_test (places),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
