/* Formal defects put right, not put right, and overtaken, over a real database. */
#include "intake_world.h"

#include <string.h>

#include "correction.h"
#include "events.h"

static intake_world_t world;
static char *call;
static int applicants;
static char *email, *user;

#define STATE(name) INTAKE__APPLICATION_STATE__##name

static Intake__CorrectionRules rules = INTAKE__CORRECTION_RULES__INIT;

static int
set_up (void **state)
{
    Intake__CallDefinition *definition;
    (void) state;

    intake_world_migrate ();
    intake_world_init (&world);
    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    definition = intake_world_definition (&world, intake_world_programme (&world), "CO-1", 0);
    rules.times = 1;
    rules.days = 3;
    rules.day_kind = INTAKE__DAY_KIND__WORKING_DAYS;
    definition->corrections = &rules;
    call = intake_world_open (&world, definition);
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    intake_world_done (&world);
    return 0;
}

static void
as_applicant (void)
{
    intake_world_as (&world, user, WL_ROLE_SIGNED_IN, "");
}

static void
as_checker (void)
{
    intake_world_as (&world, OWNER, WL_ROLE_COORDINATOR, "30");
}

/* The last day of the call is past; Tuesday 5 May 2026. */
#define ASKED "2026-05-05T08:00:00Z"
#define DUE   "2026-05-08T22:00:00Z"

static char *
submitted (void)
{
    wl_uuid_t id = wl_uuid_new (world.request.now);
    char *application;

    user = wl_arena_alloc (world.world.arena, WL_UUID_TEXT);
    wl_uuid_format (&id, user);
    email = wl_text_printf (world.world.arena, "c%d@example.org", ++applicants);
    intake_world_at (&world, IN_CALL);
    as_applicant ();
    application = intake_world_apply (&world, call, email);
    assert_int_equal (intake_world_fill (&world, application, 1, email, "Arbuz"), WL_OK);
    assert_int_equal (intake_world_submit (&world, application, NULL), WL_OK);
    intake_world_at (&world, ASKED);
    as_checker ();
    return application;
}

static wl_status
ask (char *id, const char *field, Intake__Correction **ret)
{
    Intake__RequestCorrectionRequest in = INTAKE__REQUEST_CORRECTION_REQUEST__INIT;
    Intake__Defect defect = INTAKE__DEFECT__INIT, *list[] = { &defect };

    defect.field = wl_text_copy (world.world.arena, field);
    defect.text = wl_text_copy (world.world.arena, "Tytuł jest nazwą własną. Podaj polski.");
    in.application_id = id;
    in.n_defects = 1;
    in.defects = list;
    return intake_world_ask (&world, "RequestCorrection", &in, ret);
}

static Intake__ListCorrectionsResponse *
corrections (char *id)
{
    Intake__ListCorrectionsRequest in = INTAKE__LIST_CORRECTIONS_REQUEST__INIT;
    Intake__ListCorrectionsResponse *list;

    in.application_id = id;
    assert_int_equal (intake_world_ask (&world, "ListCorrections", &in, &list), WL_OK);
    return list;
}

/* Runs what is due at `time`, as the runtime's loop does. */
static void
run_timers (const char *time)
{
    static const char *const kinds[] = { CORRECTION_REMINDER_TIMER, CORRECTION_DUE_TIMER };
    wl_db_t *db = world.world.db;
    wl_status status = WL_OK;

    intake_world_at (&world, time);
    while (status == WL_OK) {
        wl_timer_t timer;

        wl_db_begin (db);
        status = wl_timer_claim (db, kinds, 2, world.request.now, 0, &timer, NULL);
        if (status == WL_OK) {
            assert_int_equal (strcmp (timer.kind, CORRECTION_DUE_TIMER) == 0
                                  ? on_correction_due (&world.request, &timer, NULL)
                                  : on_correction_reminder (&world.request, &timer, NULL),
                              WL_OK);
            wl_timer_done (db, &timer);
        }
        assert_int_equal (wl_db_commit (db), WL_OK);
    }
}

static int64_t
count_of (const char *type, const char *id)
{
    return world_number (wl_text_printf (world.world.arena,
                                         "select count (*) from runtime.outbox where type ="
                                         " 'intake.%s' and aggregate = '%s'",
                                         type, id));
}

/* ---- put right ---- */

static void
put_right (void **state)
{
    char *id = submitted ();
    Intake__Correction *asked;
    Intake__Application *seen;
    Intake__ListCorrectionsResponse *list;
    Intake__GetSubmissionRequest get = INTAKE__GET_SUBMISSION_REQUEST__INIT;
    Intake__Submission *submission;
    wl_time_t due;
    (void) state;

    assert_int_equal (ask (id, "title", &asked), WL_OK);
    assert_true (wl_time_parse (DUE, &due));
    assert_int_equal (wl_timestamp_time (asked->due), due);
    assert_refused (&world, ask (id, "title", NULL), WL_FAILED_PRECONDITION,
                    "not-in-formal-review");

    as_applicant ();
    run_timers ("2026-05-07T08:00:00Z");
    assert_int_equal (count_of ("CorrectionReminder", id), 1);
    seen = intake_world_get (&world, id);
    assert_int_equal (seen->state, STATE (IN_CORRECTION));
    assert_true (seen->may_edit);
    assert_int_equal (seen->correction->defects->n_list, 1);
    assert_int_equal (intake_world_fill (&world, id, seen->version, email, "Dynia"), WL_OK);
    /* Saved again, by what was submitted and not by the last draft. */
    assert_int_equal (intake_world_fill (&world, id, seen->version + 1, email, "Kawon"), WL_OK);
    intake_world_at (&world, "2026-05-08T21:59:59.999999Z");
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    assert_int_equal (intake_world_get (&world, id)->state, STATE (SUBMITTED));
    assert_int_equal (count_of ("ApplicationCorrected", id), 1);
    assert_int_equal (count_of ("ApplicationSubmitted", id), 1);

    as_checker ();
    list = corrections (id);
    assert_int_equal (list->n_corrections, 1);
    assert_int_equal (list->corrections[0]->outcome, INTAKE__CORRECTION_OUTCOME__CORRECTED);
    assert_string_equal (list->corrections[0]->changes[0]->before->text, "Arbuz");
    assert_string_equal (list->corrections[0]->changes[0]->after->text, "Kawon");
    get.application_id = id;
    get.stage = wl_text_copy (world.world.arena, "idea");
    assert_int_equal (intake_world_ask (&world, "GetSubmission", &get, &submission), WL_OK);
    assert_string_equal (submission->title, "Kawon");
    assert_refused (&world, ask (id, "title", NULL), WL_FAILED_PRECONDITION, "corrections-used");
    run_timers ("2026-05-09T08:00:00Z");
    assert_int_equal (intake_world_get (&world, id)->state, STATE (SUBMITTED));
}

static void
only_what_was_named (void **state)
{
    char *id = submitted ();
    uint64_t version;
    (void) state;

    assert_int_equal (ask (id, "amount", NULL), WL_OK);
    as_applicant ();
    version = intake_world_get (&world, id)->version;
    assert_int_equal (intake_world_fill (&world, id, version, email, "Dynia"), WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "answers.title");
    /* Somebody else in the applicant's place is no correction either. */
    assert_int_equal (intake_world_fill (&world, id, version, "other@example.org", "Arbuz"),
                      WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "applicant");
    assert_int_equal (intake_world_fill (&world, id, version, email, "Arbuz"), WL_OK);
}

/* ---- not put right ---- */

static void
too_late (void **state)
{
    char *id = submitted ();
    (void) state;

    assert_int_equal (ask (id, "title", NULL), WL_OK);
    as_applicant ();
    intake_world_at (&world, DUE);
    assert_refused (&world, intake_world_submit (&world, id, NULL), WL_FAILED_PRECONDITION,
                    "correction-over");
    assert_refused (
        &world,
        intake_world_fill (&world, id, intake_world_get (&world, id)->version, email, "Dynia"),
        WL_FAILED_PRECONDITION, "correction-over");
    /* What came in time may still be on its way for a while. */
    run_timers ("2026-05-08T22:01:00Z");
    assert_int_equal (intake_world_get (&world, id)->state, STATE (IN_CORRECTION));
    run_timers ("2026-05-08T22:02:00Z");
    assert_int_equal (intake_world_get (&world, id)->state, STATE (NOT_CONSIDERED));
    assert_int_equal (count_of ("ApplicationNotConsidered", id), 1);
    assert_int_equal (corrections (id)->corrections[0]->outcome,
                      INTAKE__CORRECTION_OUTCOME__LAPSED);
}

static void
overtaken (void **state)
{
    char *decided = submitted (), *withdrawn;
    Evaluation__FormalCheckDecided event = EVALUATION__FORMAL_CHECK_DECIDED__INIT;
    Intake__WithdrawApplicationRequest withdraw = INTAKE__WITHDRAW_APPLICATION_REQUEST__INIT;
    (void) state;

    assert_int_equal (ask (decided, "title", NULL), WL_OK);
    event.application_id = decided;
    event.passed = true;
    assert_int_equal (intake_world_hear (&world, on_formal_check_decided, &event), WL_OK);
    withdrawn = submitted ();
    assert_int_equal (ask (withdrawn, "title", NULL), WL_OK);
    as_applicant ();
    withdraw.application_id = withdrawn;
    assert_int_equal (intake_world_ask (&world, "WithdrawApplication", &withdraw, NULL), WL_OK);
    run_timers ("2026-05-20T00:00:00Z");
    as_checker ();
    assert_int_equal (intake_world_get (&world, decided)->state, STATE (IN_ASSESSMENT));
    assert_int_equal (intake_world_get (&world, withdrawn)->state, STATE (WITHDRAWN));
    assert_int_equal (corrections (decided)->corrections[0]->outcome,
                      INTAKE__CORRECTION_OUTCOME__OVERTAKEN);
    assert_int_equal (count_of ("ApplicationNotConsidered", decided), 0);
}

/* ---- who ---- */

static void
whose_it_is (void **state)
{
    char *id = submitted ();
    Intake__ListCorrectionsRequest list = INTAKE__LIST_CORRECTIONS_REQUEST__INIT;
    (void) state;

    intake_world_as (&world, BOGNA, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (ask (id, "title", NULL), WL_NOT_FOUND);
    as_checker ();
    assert_int_equal (ask (id, "film", NULL), WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "defects[0].field");
    assert_int_equal (ask (id, "title", NULL), WL_OK);
    list.application_id = id;
    intake_world_as (&world, BOGNA, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (intake_world_ask (&world, "ListCorrections", &list, NULL), WL_NOT_FOUND);
    as_applicant ();
    assert_int_equal (corrections (id)->n_corrections, 1);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (put_right),   cmocka_unit_test (only_what_was_named),
        cmocka_unit_test (too_late),    cmocka_unit_test (overtaken),
        cmocka_unit_test (whose_it_is),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
