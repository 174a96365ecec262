/* The stages after the first, as evaluation moves an application through them. */
#include "intake_world.h"

#include <string.h>

#include "events.h"

static intake_world_t world;
static char *call;
static int applicants;

static int
set_up (void **state)
{
    (void) state;
    intake_world_migrate ();
    intake_world_init (&world);
    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    call = intake_world_open (
        &world, intake_world_definition (&world, intake_world_programme (&world), "ST-1", 2));
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    intake_world_done (&world);
    return 0;
}

/* ---- what evaluation says ---- */

static void
formal (char *id, bool passed)
{
    Evaluation__FormalCheckDecided event = EVALUATION__FORMAL_CHECK_DECIDED__INIT;

    event.application_id = id;
    event.passed = passed;
    assert_int_equal (intake_world_hear (&world, on_formal_check_decided, &event), WL_OK);
}

static void
ranked (char *id, Evaluation__ListGroup group)
{
    Evaluation__ApplicationRanked event = EVALUATION__APPLICATION_RANKED__INIT;

    event.application_id = id;
    event.group = group;
    assert_int_equal (intake_world_hear (&world, on_application_ranked, &event), WL_OK);
}

static void
decided (char *id, const char *stage, Evaluation__StageOutcome outcome)
{
    Evaluation__StageDecided event = EVALUATION__STAGE_DECIDED__INIT;

    event.application_id = id;
    event.stage = wl_text_copy (world.world.arena, stage);
    event.outcome = outcome;
    assert_int_equal (intake_world_hear (&world, on_stage_decided, &event), WL_OK);
}

#define GROUP(name)   EVALUATION__LIST_GROUP__##name
#define OUTCOME(name) EVALUATION__STAGE_OUTCOME__##name

static void
expect (char *id, Intake__ApplicationState state, const char *stage)
{
    Intake__Application *seen = intake_world_get (&world, id);

    if (seen->state != state || strcmp (seen->stage, stage) != 0)
        fail_msg ("state %d in stage %s, should be %d in %s", (int) seen->state, seen->stage,
                  (int) state, stage);
}

#define STATE(name) INTAKE__APPLICATION_STATE__##name

/* ---- what the applicant does ---- */

static char *
submitted (void)
{
    char *email = wl_text_printf (world.world.arena, "a%d@example.org", ++applicants);
    wl_uuid_t user = wl_uuid_new (world.request.now);
    char user_text[WL_UUID_TEXT];
    char *id;

    wl_uuid_format (&user, user_text);
    intake_world_as (&world, user_text, WL_ROLE_SIGNED_IN, "");
    id = intake_world_apply (&world, call, email);
    assert_int_equal (intake_world_fill (&world, id, 1, email, "Pomysł"), WL_OK);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    return id;
}

static wl_status
write_steps (char *id, const char *text, const char *email)
{
    Intake__SaveApplicationRequest save = INTAKE__SAVE_APPLICATION_REQUEST__INIT;
    Intake__Application *seen = intake_world_get (&world, id);
    Wlacznik__Answer answer = WLACZNIK__ANSWER__INIT;
    Wlacznik__Answer *list[] = { &answer };
    Wlacznik__Answers answers = WLACZNIK__ANSWERS__INIT;

    answer.field = wl_text_copy (world.world.arena, "steps");
    answer.text = wl_text_copy (world.world.arena, text);
    answers.list = list;
    answers.n_list = 1;
    save.application_id = id;
    save.version = seen->version;
    save.applicant = seen->applicant;
    save.answers = &answers;
    if (email != NULL)
        save.applicant->members[0]->email = wl_text_copy (world.world.arena, email);
    return intake_world_ask (&world, "SaveApplication", &save, NULL);
}

static Intake__Submission *
submission (char *id, const char *stage)
{
    Intake__GetSubmissionRequest in = INTAKE__GET_SUBMISSION_REQUEST__INIT;
    Intake__Submission *found;

    in.application_id = id;
    in.stage = wl_text_copy (world.world.arena, stage);
    assert_int_equal (intake_world_ask (&world, "GetSubmission", &in, &found), WL_OK);
    return found;
}

/* ---- the ways ---- */

static void
from_idea_to_the_end (void **state)
{
    char *id = submitted ();
    Intake__Receipt *receipt;
    Intake__Application *seen;
    (void) state;

    formal (id, true);
    expect (id, STATE (IN_ASSESSMENT), "idea");
    ranked (id, GROUP (RECOMMENDED));
    expect (id, STATE (IN_INCUBATION), "specification");
    seen = intake_world_get (&world, id);
    assert_true (seen->may_edit);
    assert_null (seen->answers);

    intake_world_at (&world, "2026-09-01T12:00:00Z"); /* long after the call has ended */
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (write_steps (id, "Kroki", NULL), WL_OK);
    assert_int_equal (intake_world_submit (&world, id, &receipt), WL_OK);
    assert_string_equal (receipt->stage, "specification");
    assert_string_equal (receipt->number, seen->number);
    expect (id, STATE (SUBMITTED), "specification");
    assert_string_equal (submission (id, "specification")->title, "Pomysł");
    assert_int_equal (submission (id, "specification")->amount_grosze, 3298340);

    decided (id, "specification", OUTCOME (GO_ON));
    expect (id, STATE (IN_INCUBATION), "report");
    assert_int_equal (write_steps (id, "Raport", NULL), WL_OK);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    decided (id, "report", OUTCOME (GO_ON));
    expect (id, STATE (COMPLETED), "report");
    intake_world_at (&world, IN_CALL);
}

static void
returned_to_be_written_again (void **state)
{
    char *id = submitted ();
    char *first;
    (void) state;

    formal (id, true);
    ranked (id, GROUP (RECOMMENDED));
    assert_int_equal (write_steps (id, "Za krótko", NULL), WL_OK);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    first = submission (id, "specification")->digest;
    decided (id, "specification", OUTCOME (RETURN));
    expect (id, STATE (IN_INCUBATION), "specification");
    assert_string_equal (intake_world_get (&world, id)->answers->list[0]->text, "Za krótko");
    assert_int_equal (write_steps (id, "Dłużej", NULL), WL_OK);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    assert_string_not_equal (submission (id, "specification")->digest, first);
    assert_string_equal (submission (id, "specification")->answers->list[0]->text, "Dłużej");
    assert_string_equal (submission (id, "idea")->answers->list[0]->text, "Pomysł");
    decided (id, "specification", OUTCOME (STOP));
    expect (id, STATE (ENDED), "specification");
}

static void
the_applicant_stays (void **state)
{
    char *id = submitted ();
    (void) state;

    formal (id, true);
    ranked (id, GROUP (RECOMMENDED));
    assert_int_equal (write_steps (id, "Kroki", "inny@example.org"), WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "applicant");
}

static void
ways_out (void **state)
{
    char *rejected = submitted (), *reserve, *below, *left_out;
    (void) state;

    formal (rejected, false);
    expect (rejected, STATE (FORMALLY_REJECTED), "idea");
    ranked (rejected, GROUP (REJECTED_FORMALLY));
    expect (rejected, STATE (FORMALLY_REJECTED), "idea");

    below = submitted ();
    formal (below, true);
    ranked (below, GROUP (BELOW_THRESHOLD));
    expect (below, STATE (BELOW_THRESHOLD), "idea");

    left_out = submitted ();
    formal (left_out, true);
    ranked (left_out, GROUP (NOT_SELECTED));
    expect (left_out, STATE (NOT_SELECTED), "idea");

    reserve = submitted ();
    formal (reserve, true);
    ranked (reserve, GROUP (ON_RESERVE));
    expect (reserve, STATE (RESERVE), "idea");
    ranked (reserve, GROUP (RECOMMENDED));
    expect (reserve, STATE (IN_INCUBATION), "specification");
}

/* domain.md 4.8 case 3, and events that come out of place. */
static void
withdrawn_stays_withdrawn (void **state)
{
    Intake__WithdrawApplicationRequest in = INTAKE__WITHDRAW_APPLICATION_REQUEST__INIT;
    char *id = submitted ();
    char nobody[] = "01910000-0000-7000-8000-00000000dead";
    (void) state;

    formal (id, true);
    in.application_id = id;
    assert_int_equal (intake_world_ask (&world, "WithdrawApplication", &in, NULL), WL_OK);
    formal (id, true);
    ranked (id, GROUP (RECOMMENDED));
    decided (id, "idea", OUTCOME (GO_ON));
    expect (id, STATE (WITHDRAWN), "idea");
    assert_int_equal (intake_world_ask (&world, "WithdrawApplication", &in, NULL),
                      WL_FAILED_PRECONDITION);
    assert_int_equal (world_number ("select count (*) from runtime.outbox"
                                    " where type = 'intake.ApplicationWithdrawn'"),
                      1);
    formal (nobody, true);
}

/* What speaks of an earlier stage does not touch the present one. */
static void
late_words_change_nothing (void **state)
{
    char *id = submitted ();
    (void) state;

    formal (id, true);
    ranked (id, GROUP (RECOMMENDED));
    assert_int_equal (write_steps (id, "Kroki", NULL), WL_OK);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    ranked (id, GROUP (NOT_SELECTED));
    decided (id, "idea", OUTCOME (STOP));
    expect (id, STATE (SUBMITTED), "specification");
}

/* A coordinator reads what was submitted, not what is being written. */
static void
a_draft_of_a_later_stage_is_the_applicants (void **state)
{
    char *id = submitted ();
    Intake__Application *seen;
    (void) state;

    formal (id, true);
    ranked (id, GROUP (RECOMMENDED));
    assert_int_equal (write_steps (id, "Tajne", NULL), WL_OK);
    intake_world_as (&world, BOGNA, WL_ROLE_COORDINATOR, "30");
    seen = intake_world_get (&world, id);
    assert_string_equal (seen->stage, "idea");
    assert_string_equal (seen->answers->list[0]->text, "Pomysł");
    assert_false (seen->may_edit);
}

static void
a_call_is_decided (void **state)
{
    Evaluation__RankingPublished event = EVALUATION__RANKING_PUBLISHED__INIT;
    Intake__GetCallRequest in = INTAKE__GET_CALL_REQUEST__INIT;
    Intake__Call *seen;
    (void) state;

    event.call_id = in.call_id = call;
    assert_int_equal (intake_world_hear (&world, on_ranking_published, &event), WL_OK);
    assert_int_equal (intake_world_ask (&world, "GetCall", &in, &seen), WL_OK);
    assert_int_equal (seen->state, INTAKE__CALL_STATE__CALL_DECIDED);
    assert_int_equal (seen->submitted_count, applicants);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (from_idea_to_the_end),
        cmocka_unit_test (returned_to_be_written_again),
        cmocka_unit_test (the_applicant_stays),
        cmocka_unit_test (ways_out),
        cmocka_unit_test (withdrawn_stays_withdrawn),
        cmocka_unit_test (late_words_change_nothing),
        cmocka_unit_test (a_draft_of_a_later_stage_is_the_applicants),
        cmocka_unit_test (a_call_is_decided),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
