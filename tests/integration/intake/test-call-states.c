/* A call that stands still, goes on, is annulled or copied, with drafts open (domain.md 4.8 case
 * 13). */
#include "intake_world.h"

#include <string.h>

#include "call_notice.h"

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

static char *
text (const char *of)
{
    return wl_text_copy (world.world.arena, of);
}

static void
as_owner (void)
{
    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
}

static void
as_anna (void)
{
    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
}

static char *
open_call (const char *code)
{
    as_owner ();
    intake_world_at (&world, IN_CALL);
    return intake_world_open (&world, intake_world_definition (&world, programme, code, 0));
}

static Wlacznik__LocalText reason = WLACZNIK__LOCAL_TEXT__INIT;

static wl_status
suspend (char *call_id)
{
    Intake__SuspendCallRequest in = INTAKE__SUSPEND_CALL_REQUEST__INIT;

    reason.pl = text ("Poprawiamy kryteria.");
    in.call_id = call_id;
    in.reason = &reason;
    return intake_world_ask (&world, "SuspendCall", &in, NULL);
}

static wl_status
resume (char *call_id, const char *until, Intake__Call **ret)
{
    Intake__ResumeCallRequest in = INTAKE__RESUME_CALL_REQUEST__INIT;
    wl_time_t time = 0;

    in.call_id = call_id;
    if (until != NULL)
        assert_true (wl_time_parse (until, &time));
    in.submit_until = wl_timestamp (world.world.arena, time);
    return intake_world_ask (&world, "ResumeCall", &in, ret);
}

static wl_status
annul (char *call_id)
{
    Intake__AnnulCallRequest in = INTAKE__ANNUL_CALL_REQUEST__INIT;

    reason.pl = text ("Zabrakło środków.");
    in.call_id = call_id;
    in.reason = &reason;
    return intake_world_ask (&world, "AnnulCall", &in, NULL);
}

static wl_status
create (char *call_id)
{
    Intake__CreateApplicationRequest in = INTAKE__CREATE_APPLICATION_REQUEST__INIT;

    in.call_id = call_id;
    in.region = text ("30");
    in.applicant = intake_world_read (
        &world, &wlacznik__applicant__descriptor,
        "{\"type\": \"PERSON\", \"members\": [{\"name\": \"A\", \"email\": \"a@example.org\"}]}");
    return intake_world_ask (&world, "CreateApplication", &in, NULL);
}

static int64_t
count_of (const char *type, const char *call_id)
{
    return world_number (wl_text_printf (world.world.arena,
                                         "select count (*) from runtime.outbox where type ="
                                         " 'intake.%s' and position ('%s'::bytea in payload) > 0",
                                         type, call_id));
}

/* ---- standing still ---- */

static void
a_suspension_loses_no_text (void **state)
{
    char *call = open_call ("CS-1"), *id;
    Intake__Call *resumed;
    (void) state;

    as_anna ();
    id = intake_world_apply (&world, call, "a@example.org");
    as_owner ();
    intake_world_at (&world, "2026-04-30T00:00:00Z");
    assert_int_equal (suspend (call), WL_OK);
    assert_refused (&world, suspend (call), WL_FAILED_PRECONDITION, "not-in-this-state");

    /* Ten days later the old last moment has passed. */
    as_anna ();
    intake_world_at (&world, "2026-05-10T00:00:00Z");
    assert_refused (&world, create (call), WL_FAILED_PRECONDITION, "call-suspended");
    assert_int_equal (intake_world_fill (&world, id, 1, "a@example.org", "Arbuz"), WL_OK);
    assert_true (intake_world_get (&world, id)->may_edit);
    assert_refused (&world, intake_world_submit (&world, id, NULL), WL_FAILED_PRECONDITION,
                    "call-suspended");

    as_owner ();
    assert_int_equal (resume (call, "2026-05-10T12:00:00Z", NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (resume (call, NULL, &resumed), WL_OK);
    assert_int_equal (resumed->phase, INTAKE__CALL_PHASE__PHASE_OPEN);
    as_anna ();
    intake_world_at (&world, "2026-05-10T23:59:59.999999Z");
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    as_owner ();
    intake_world_at (&world, "2026-05-11T00:00:00Z");
    as_anna ();
    assert_refused (&world, create (call), WL_FAILED_PRECONDITION, "call-over");
    assert_int_equal (count_of ("CallExtended", call), 1);
    assert_int_equal (count_of ("CallResumed", call), 1);
}

static void
an_ended_call_stays_ended (void **state)
{
    char *call = open_call ("CS-2");
    Intake__Call *resumed;
    (void) state;

    intake_world_at (&world, "2026-05-02T00:00:00Z");
    assert_int_equal (suspend (call), WL_OK);
    intake_world_at (&world, "2026-05-12T00:00:00Z");
    assert_int_equal (resume (call, "2026-06-01T00:00:00Z", &resumed), WL_OK);
    assert_int_equal (resumed->phase, INTAKE__CALL_PHASE__PHASE_CLOSED);
    assert_int_equal (count_of ("CallExtended", call), 0);
}

static void
an_annulled_call_is_only_read (void **state)
{
    char *call = open_call ("CS-3"), *id;
    (void) state;

    as_anna ();
    id = intake_world_apply (&world, call, "a@example.org");
    intake_world_as (&world, BOGNA, WL_ROLE_COORDINATOR, "14");
    assert_int_equal (annul (call), WL_NOT_FOUND);
    as_owner ();
    assert_int_equal (annul (call), WL_OK);
    assert_refused (&world, resume (call, NULL, NULL), WL_FAILED_PRECONDITION, "not-in-this-state");
    as_anna ();
    assert_refused (&world, create (call), WL_FAILED_PRECONDITION, "call-annulled");
    assert_refused (&world, intake_world_fill (&world, id, 1, "a@example.org", "Arbuz"),
                    WL_FAILED_PRECONDITION, "call-annulled");
    assert_false (intake_world_get (&world, id)->may_edit);
}

/* ---- telling everybody ---- */

static void
run_notices (void)
{
    wl_db_t *db = world.world.db;
    const char *const kinds[] = { CALL_NOTICE_TIMER };
    wl_status status = WL_OK;

    while (status == WL_OK) {
        wl_timer_t timer;
        ProtobufCMessage *task;

        wl_db_begin (db);
        status = wl_timer_claim (db, kinds, 1, world.request.now, 0, &timer, NULL);
        if (status == WL_OK) {
            assert_int_equal (wl_message_unpack (world.world.arena,
                                                 &intake__call_notice_task__descriptor,
                                                 timer.payload.data, timer.payload.length, &task),
                              WL_OK);
            assert_int_equal (on_call_notice (&world.request, &timer, task), WL_OK);
            wl_timer_done (db, &timer);
        }
        assert_int_equal (wl_db_commit (db), WL_OK);
    }
    assert_int_equal (status, WL_NOT_FOUND);
}

/* More than one slice, each holder once; an extension is for drafts, a suspension for all. */
static void
everybody_hears_once (void **state)
{
    char *call = open_call ("CS-4"), *id;
    Intake__ExtendCallRequest extend = INTAKE__EXTEND_CALL_REQUEST__INIT;
    wl_time_t until;
    (void) state;

    run_notices ();
    as_anna ();
    id = intake_world_apply (&world, call, "a@example.org");
    assert_int_equal (intake_world_fill (&world, id, 1, "a@example.org", "Arbuz"), WL_OK);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    world_sql (wl_text_printf (
        world.world.arena,
        "insert into application (id, call_id, region, user_id, state, stage, round, version,"
        " applicant, created_at) select gen_random_uuid (), '%s', '32', gen_random_uuid (), 1, 0, "
        "1,"
        " 1, '', now () from generate_series (1, 1200)",
        call));
    as_owner ();
    assert_true (wl_time_parse ("2026-05-02T00:00:00Z", &until));
    extend.call_id = call;
    extend.submit_until = wl_timestamp (world.world.arena, until);
    assert_int_equal (intake_world_ask (&world, "ExtendCall", &extend, NULL), WL_OK);
    run_notices ();
    assert_int_equal (count_of ("CallNotice", call), 1200);
    assert_int_equal (suspend (call), WL_OK);
    run_notices ();
    assert_int_equal (count_of ("CallNotice", call), 1200 + 1201);
}

/* ---- another one like it ---- */

static wl_status
copy (char *call_id, const char *code, bool supplementary, Intake__Call **ret)
{
    Intake__CopyCallRequest in = INTAKE__COPY_CALL_REQUEST__INIT;
    wl_time_t from, until;

    assert_true (wl_time_parse ("2026-04-17T00:00:00Z", &from));
    assert_true (wl_time_parse ("2026-07-01T00:00:00Z", &until));
    in.call_id = call_id;
    in.code = text (code);
    in.fill_from = in.submit_from = wl_timestamp (world.world.arena, from);
    in.submit_until = wl_timestamp (world.world.arena, until);
    in.supplementary = supplementary;
    return intake_world_ask (&world, "CopyCall", &in, ret);
}

static void
a_copy_is_a_draft (void **state)
{
    char *call = open_call ("CS-5");
    Intake__Call *fresh;
    (void) state;

    assert_int_equal (copy (call, "CS-5b", false, &fresh), WL_OK);
    assert_int_equal (fresh->phase, INTAKE__CALL_PHASE__PHASE_DRAFT);
    assert_string_equal (fresh->definition->code, "CS-5b");
    assert_string_equal (fresh->definition->supplements_call_id, "");
    assert_int_equal (fresh->definition->n_stages, 1);
    assert_refused (&world, copy (call, "CS-5b", false, NULL), WL_ALREADY_EXISTS, "code-taken");
    intake_world_as (&world, BOGNA, WL_ROLE_COORDINATOR, "14");
    assert_int_equal (copy (call, "CS-5c", false, NULL), WL_NOT_FOUND);
}

/* One form per person, over the call and its supplement. */
static void
a_supplement_shares_the_limit (void **state)
{
    char *first, *id;
    Intake__CallDefinition *definition;
    (void) state;

    as_owner ();
    intake_world_at (&world, IN_CALL);
    definition = intake_world_definition (&world, programme, "CS-6", 0);
    definition->applications_per_person = 1;
    first = intake_world_open (&world, definition);
    as_anna ();
    id = intake_world_apply (&world, first, "a@example.org");
    assert_int_equal (intake_world_fill (&world, id, 1, "a@example.org", "Arbuz"), WL_OK);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);

    for (int shared = 0; shared < 2; shared++) {
        as_owner ();
        definition = intake_world_definition (&world, programme, shared ? "CS-6b" : "CS-6a", 0);
        definition->applications_per_person = 1;
        definition->supplements_call_id = first;
        definition->limit_spans_supplemented = shared;
        char *supplement = intake_world_open (&world, definition);
        as_anna ();
        id = intake_world_apply (&world, supplement, "a@example.org");
        assert_int_equal (intake_world_fill (&world, id, 1, "a@example.org", "Dynia"), WL_OK);
        if (shared)
            assert_refused (&world, intake_world_submit (&world, id, NULL), WL_FAILED_PRECONDITION,
                            "limit-reached");
        else
            assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    }
}

static void
definitions_of_a_programme (void **state)
{
    Intake__CreateCallRequest in = INTAKE__CREATE_CALL_REQUEST__INIT;
    Intake__RegionTerms terms = INTAKE__REGION_TERMS__INIT, *list[] = { &terms };
    (void) state;

    as_owner ();
    in.definition = intake_world_definition (&world, programme, "CS-7", 0);
    in.definition->supplements_call_id = text (ANNA);
    assert_int_equal (intake_world_ask (&world, "CreateCall", &in, NULL), WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "definition.supplementsCallId");
    in.definition->supplements_call_id = text ("");
    terms.region = text ("14");
    in.definition->region_terms = list;
    in.definition->n_region_terms = 1;
    assert_int_equal (intake_world_ask (&world, "CreateCall", &in, NULL), WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "definition.regionTerms[0].region");
}

/* ---- before anybody writes ---- */

static void
every_problem_at_once (void **state)
{
    Intake__CheckCallDefinitionRequest in = INTAKE__CHECK_CALL_DEFINITION_REQUEST__INIT;
    Intake__Findings *found;
    (void) state;

    as_owner ();
    in.definition = intake_world_definition (&world, programme, "CS-8", 0);
    assert_int_equal (intake_world_ask (&world, "CheckCallDefinition", &in, &found), WL_OK);
    assert_int_equal (found->n_list, 0);
    in.definition->max_grant_grosze = in.definition->pool_grosze + 1;
    in.definition->stages[0]->form->sections[0]->fields[2]->required = false;
    assert_int_equal (intake_world_ask (&world, "CheckCallDefinition", &in, &found), WL_OK);
    assert_int_equal (found->n_list, 2);
    assert_string_equal (found->list[1]->field,
                         "definition.stages[0].form.sections[0].fields[2].required");
}

static void
a_draft_call_as_an_applicant (void **state)
{
    Intake__CreateCallRequest create_call = INTAKE__CREATE_CALL_REQUEST__INIT;
    Intake__TryFormRequest in = INTAKE__TRY_FORM_REQUEST__INIT;
    Intake__TryFormResponse *out;
    Intake__Call *draft;
    (void) state;

    as_owner ();
    create_call.definition = intake_world_definition (&world, programme, "CS-9", 0);
    assert_int_equal (intake_world_ask (&world, "CreateCall", &create_call, &draft), WL_OK);
    in.call_id = draft->id;
    in.stage = text ("idea");
    in.applicant = intake_world_read (&world, &wlacznik__applicant__descriptor,
                                      "{\"type\": \"INFORMAL_GROUP\", \"members\": "
                                      "[{\"name\": \"A\", \"email\": \"a@example.org\"}]}");
    in.answers = intake_world_read (
        &world, &wlacznik__answers__descriptor,
        "{\"list\": [{\"field\": \"title\", \"text\": \"Arbuz\"}, {\"field\": \"amount\", "
        "\"number\": \"1\"}]}");
    assert_int_equal (intake_world_ask (&world, "TryForm", &in, &out), WL_OK);
    assert_int_equal (out->findings->n_list, 2);
    assert_string_equal (out->findings->list[1]->code, "below-min-grant");
    assert_int_equal (out->submitted->n_list, 2);
    intake_world_as (&world, BOGNA, WL_ROLE_COORDINATOR, "14");
    assert_int_equal (intake_world_ask (&world, "TryForm", &in, NULL), WL_NOT_FOUND);
}

/* What is exported is read in again as it was. */
static void
out_and_in (void **state)
{
    Intake__ExportCallRequest in = INTAKE__EXPORT_CALL_REQUEST__INIT;
    Intake__CreateCallRequest create_call = INTAKE__CREATE_CALL_REQUEST__INIT;
    Wlacznik__Document *file;
    (void) state;

    in.call_id = open_call ("CS-10");
    assert_int_equal (intake_world_ask (&world, "ExportCall", &in, &file), WL_OK);
    assert_string_equal (file->file_name, "CS-10.json");
    create_call.definition = intake_world_read (
        &world, &intake__call_definition__descriptor,
        wl_text_copy_length (world.world.arena, (const char *) file->content.data,
                             file->content.len));
    create_call.definition->programme_id = programme;
    create_call.definition->code = text ("CS-10b");
    assert_int_equal (intake_world_ask (&world, "CreateCall", &create_call, NULL), WL_OK);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_suspension_loses_no_text),
        cmocka_unit_test (an_ended_call_stays_ended),
        cmocka_unit_test (an_annulled_call_is_only_read),
        cmocka_unit_test (everybody_hears_once),
        cmocka_unit_test (a_copy_is_a_draft),
        cmocka_unit_test (a_supplement_shares_the_limit),
        cmocka_unit_test (definitions_of_a_programme),
        cmocka_unit_test (every_problem_at_once),
        cmocka_unit_test (a_draft_call_as_an_applicant),
        cmocka_unit_test (out_and_in),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
