/* What intake let go of goes here, too, and what was decided stays. */
#include "evaluation_world.h"

#include "erasure.h"
#include "events.h"

static evaluation_world_t world;

static int
set_up (void **state)
{
    (void) state;
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    evaluation_world_done (&world);
    return 0;
}

static int64_t
number (const char *sql)
{
    return world_number (wl_text_copy (world.world.arena, sql));
}

/* One of two applications of region 30 goes, and one of region 32 that nobody has. */
static void
copies_are_emptied (void **state)
{
    Intake__PersonErased body = INTAKE__PERSON_ERASED__INIT;
    char request[] = "01910000-0000-7000-8000-0000000000d1";
    char user[] = "01910000-0000-7000-8000-0000000000a1";
    char unknown[] = "01910000-0000-7000-8000-0000000000ff";
    char *ids[] = { application_id (&world, 1), unknown };
    wl_event_t event = { .source = "intake", .region = "pl", .body = &body };
    (void) state;

    evaluation_world_submits (&world, (evaluation_application_t){ 1, "idea", "30", 3000000 });
    evaluation_world_submits (&world, (evaluation_application_t){ 2, "idea", "30", 3000000 });
    int64_t full = number ("select count (*) from content where title <> '' and answers <> ''");
    assert_true (full == 2);
    body.request_id = request;
    body.user_id = user;
    body.erased_application_ids = ids;
    body.n_erased_application_ids = 2;
    for (int i = 0; i < 2; i++) { /* the second time changes nothing and says it again */
        wl_db_begin (world.world.db);
        assert_int_equal (on_person_erased (&world.request, &event), WL_OK);
        assert_int_equal (wl_db_commit (world.world.db), WL_OK);
        assert_int_equal (number ("select count (*) from content where title <> ''"
                                  " and applicant <> '' and answers <> ''"),
                          1);
        assert_int_equal (number ("select count (*) from dossier where applicant_user_id ="
                                  " '00000000-0000-0000-0000-000000000000'"),
                          1);
        assert_int_equal (number ("select count (*) from dossier"), 2);
        assert_int_equal (number ("select count (*) from runtime.outbox where region = '30' and"
                                  " type = 'evaluation.ErasureConfirmed'"),
                          i + 1);
    }
    Evaluation__GetDossierRequest in = EVALUATION__GET_DOSSIER_REQUEST__INIT;
    Evaluation__Dossier *dossier;
    in.application_id = ids[0];
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    assert_int_equal (evaluation_world_ask (&world, "GetDossier", &in, &dossier), WL_OK);
    assert_string_equal (dossier->number, "WIS-1/0001");
}

int
main (void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test (copies_are_emptied) };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
