/* The formal check while an applicant puts defects right; and a form with a newer version. */
#include "evaluation_world.h"

#include <string.h>

#include "corrections.h"
#include "events.h"

static evaluation_world_t world;

#define STATE(name) EVALUATION__DOSSIER_STATE__##name

static int
set_up (void **state)
{
    static const evaluation_application_t applications[] = {
        { 1, "idea", "30", 3000000, true },
        { 2, "idea", "30", 3000000, true },
        { 3, "idea", "30", 3000000, true },
    };
    (void) state;

    evaluation_world_migrate ();
    evaluation_world_init (&world);
    for (size_t i = 0; i < COUNT (applications); i++)
        evaluation_world_submits (&world, applications[i]);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    evaluation_world_done (&world);
    return 0;
}

static Evaluation__DossierState
state_of (int number)
{
    Evaluation__GetDossierRequest in = EVALUATION__GET_DOSSIER_REQUEST__INIT;
    Evaluation__Dossier *out;

    in.application_id = application_id (&world, number);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    assert_int_equal (evaluation_world_ask (&world, "GetDossier", &in, &out), WL_OK);
    return out->state;
}

static void
requested (int number)
{
    Intake__CorrectionRequested event = INTAKE__CORRECTION_REQUESTED__INIT;
    char stage[] = "idea";

    event.application_id = application_id (&world, number);
    event.stage = stage;
    evaluation_world_hears (&world, on_correction_requested, &event.base);
}

static void
corrected (int number, int64_t amount)
{
    Intake__ApplicationCorrected event = INTAKE__APPLICATION_CORRECTED__INIT;
    char stage[] = "idea", call[] = CALL;

    event.application_id = application_id (&world, number);
    event.call_id = call;
    event.stage = stage;
    event.amount_grosze = amount;
    evaluation_world_hears (&world, on_application_corrected, &event.base);
}

static void
lapsed (int number)
{
    Intake__ApplicationNotConsidered event = INTAKE__APPLICATION_NOT_CONSIDERED__INIT;
    char stage[] = "idea";

    event.application_id = application_id (&world, number);
    event.stage = stage;
    evaluation_world_hears (&world, on_application_not_considered, &event.base);
}

/* Of three applications one is being corrected: a list without it would leave it out. */
static void
assert_no_list_yet (void)
{
    Evaluation__BuildRankingRequest in = EVALUATION__BUILD_RANKING_REQUEST__INIT;
    char call[] = CALL;

    in.call_id = call;
    evaluation_world_at (&world, AFTER_CALL);
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    assert_int_equal (evaluation_world_ask (&world, "BuildRanking", &in, NULL),
                      WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "not-all-assessed");
    assert_non_null (strstr (world.request.error.text, "na ocenę formalną czeka 3,"));
    evaluation_world_at (&world, IN_CALL);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
}

static void
the_check_waits_and_sees_what_came (void **state)
{
    (void) state;
    requested (1);
    assert_int_equal (state_of (1), STATE (IN_CORRECTION));
    assert_no_list_yet ();
    assert_int_equal (evaluation_world_formal (&world, 1, true), WL_FAILED_PRECONDITION);
    corrected (1, 2900000);
    assert_int_equal (state_of (1), STATE (FORMAL_REVIEW));
    assert_int_equal (
        world_number ("select amount_grosze from dossier where number = 'WIS-1/0001'"), 2900000);
    assert_int_equal (evaluation_world_formal (&world, 1, true), WL_OK);
}

static void
without_consideration (void **state)
{
    (void) state;
    requested (2);
    lapsed (2);
    lapsed (2);
    assert_int_equal (state_of (2), STATE (FORMALLY_REJECTED));
    assert_int_equal (world_number ("select count (*) from formal_check"
                                    " where public_reason like 'Pozostawiono bez rozpatrzenia%'"),
                      1);
}

/* Events cross on their way: what was decided stands. */
static void
a_decision_stands (void **state)
{
    (void) state;
    assert_int_equal (evaluation_world_formal (&world, 3, true), WL_OK);
    requested (3);
    assert_int_equal (state_of (3), STATE (MERIT_REVIEW));
    corrected (3, 1);
    lapsed (3);
    assert_int_equal (state_of (3), STATE (MERIT_REVIEW));
    assert_int_equal (world_number ("select count (*) from dossier where amount_grosze = 1"), 0);
}

static void
a_newer_form (void **state)
{
    Intake__FormRevised event = INTAKE__FORM_REVISED__INIT;
    char stage[] = "idea", call[] = CALL;
    int64_t length = world_number ("select length (definition) from stage where key = 'idea'");
    (void) state;

    world_sql ("update stage set definition = '' where key = 'idea'");
    event.call_id = call;
    event.stage = stage;
    evaluation_world_hears (&world, on_form_revised, &event.base);
    assert_int_equal (world_number ("select length (definition) from stage where key = 'idea'"),
                      length);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_check_waits_and_sees_what_came),
        cmocka_unit_test (without_consideration),
        cmocka_unit_test (a_decision_stands),
        cmocka_unit_test (a_newer_form),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
