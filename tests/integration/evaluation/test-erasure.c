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
    int64_t full =
        world_number ("select count (*) from content where title <> '' and answers <> ''");
    assert_true (full == 2);
    body.request_id = request;
    body.user_id = user;
    body.erased_application_ids = ids;
    body.n_erased_application_ids = 2;
    for (int i = 0; i < 2; i++) { /* the second time changes nothing and says it again */
        wl_db_begin (world.world.db);
        assert_int_equal (on_person_erased (&world.request, &event), WL_OK);
        assert_int_equal (wl_db_commit (world.world.db), WL_OK);
        assert_int_equal (world_number ("select count (*) from content where title <> ''"
                                        " and applicant <> '' and answers <> ''"),
                          1);
        assert_int_equal (world_number ("select count (*) from dossier where applicant_user_id ="
                                        " '00000000-0000-0000-0000-000000000000'"),
                          1);
        assert_int_equal (world_number ("select count (*) from dossier"), 2);
        assert_int_equal (
            world_number ("select count (*) from runtime.outbox where region = '30' and"
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

/* Two assessors, a card each of application 3: one is locked. The second assessor's account is
 * erased. */
static void
an_erased_assessor_leaves_their_scores_and_nothing_else (void **state)
{
    Evaluation__PutAssessorRequest put = EVALUATION__PUT_ASSESSOR_REQUEST__INIT;
    Evaluation__AssessorProfile profile = EVALUATION__ASSESSOR_PROFILE__INIT;
    Evaluation__Affiliation affiliation = EVALUATION__AFFILIATION__INIT;
    Intake__PersonErased body = INTAKE__PERSON_ERASED__INIT;
    char request[] = "01910000-0000-7000-8000-0000000000d2", call[] = CALL, region[] = "30";
    char email[] = "zofia@przyklad.example", text[] = "Pracuję z seniorami.";
    char *regions[] = { region };
    int holders[3] = { 0 }, waiting, locked = 0;
    size_t holder_count = 0;
    (void) state;

    evaluation_world_submits (&world, (evaluation_application_t){ 3, "idea", "30", 3000000 });
    evaluation_world_assessors (&world, 3, 10);
    assert_int_equal (evaluation_world_formal (&world, 3, true), WL_OK);
    assert_int_equal (evaluation_world_assign (&world), 2);
    for (int i = 1; i <= 3; i++)
        if (evaluation_world_cards (&world, i, EVALUATION__CARD_STATE__DECLARATION_DUE)->n_cards >
            0)
            holders[holder_count++] = i;
    assert_int_equal (holder_count, 2);
    locked = holders[0];
    waiting = holders[1];
    assert_int_equal (
        evaluation_world_score (
            &world, locked,
            evaluation_world_cards (&world, locked, EVALUATION__CARD_STATE__DECLARATION_DUE)
                ->cards[0]
                ->id,
            4000, 3000, 0),
        WL_OK);

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    affiliation.email = email;
    profile.text = text;
    profile.affiliation = &affiliation;
    put.call_id = call;
    put.max_cards = 10;
    put.regions = regions;
    put.n_regions = 1;
    put.profile = &profile;
    for (int i = 0; i < 2; i++) {
        put.user_id = assessor_id (&world, holders[i]);
        assert_int_equal (evaluation_world_ask (&world, "PutAssessor", &put, NULL), WL_OK);
    }
    assert_true (world_number ("select count (*) from assessor_key") > 0);

    body.request_id = request;
    for (int i = 0; i < 2; i++) {
        body.user_id = assessor_id (&world, holders[i]);
        evaluation_world_hears (&world, on_person_erased, &body.base);
    }
    assert_int_equal (world_number ("select count (*) from assessor_key"), 0);
    assert_int_equal (world_number ("select count (*) from assessor where profile is not null"), 0);
    assert_int_equal (
        world_number ("select count (*) from card where state = 3 and scores is not null"), 1);
    /* The card that waited is void, and the third assessor, who had none, has one. */
    assert_int_equal (world_number ("select count (*) from card where state = 5"), 1);
    for (int i = 1; i <= 3; i++)
        assert_int_equal (
            evaluation_world_cards (&world, i, EVALUATION__CARD_STATE__DECLARATION_DUE)->n_cards,
            i != locked && i != waiting);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (copies_are_emptied),
        cmocka_unit_test (an_erased_assessor_leaves_their_scores_and_nothing_else),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
