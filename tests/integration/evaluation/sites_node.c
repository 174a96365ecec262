/* The other side: this node is region 32's site. */
#include "sites.h"

#include "events.h"

static site_t site;

static int
become_a_site (void **state)
{
    (void) state;
    site = (site_t){ .region = "32", .since = moment ("2026-03-02T12:00:00Z") };
    world.daemon.state = &site;
    world_sql ("delete from runtime.outbox");
    return 0;
}

static int
be_the_centre (void **state)
{
    (void) state;
    world.daemon.state = NULL;
    return 0;
}

static wl_status
close_region_list (Evaluation__RegionList **ret)
{
    Evaluation__CloseRegionListRequest in = EVALUATION__CLOSE_REGION_LIST_REQUEST__INIT;

    in.call_id = copy (CALL);
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    return evaluation_world_ask (&world, "CloseRegionList", &in, ret);
}

static void
it_takes_its_own_applications (void **state)
{
    (void) state;
    evaluation_world_at (&world, IN_CALL);
    evaluation_world_submits (&world, (evaluation_application_t){ 4, "idea", "32", 3000000 });
    evaluation_world_submits (&world, (evaluation_application_t){ 5, "idea", "30", 3000000 });
    assert_int_equal (state_of (4), EVALUATION__DOSSIER_STATE__FORMAL_REVIEW);
    assert_int_equal (world_number ("select count (*) from dossier where number = 'WIS-1/0005'"),
                      0);
}

static void
it_tells_results_and_nothing_of_assessors (void **state)
{
    Evaluation__RegionList *list;
    (void) state;

    evaluation_world_at (&world, AFTER_CALL);
    assert_int_equal (close_region_list (NULL), WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "not-all-assessed");
    assert_int_equal (evaluation_world_formal (&world, 4, true), WL_OK);
    assert_int_equal (evaluation_world_assign (&world), 2);
    evaluation_world_score_all (&world, 4, 2500, 3000, 0);
    assert_int_equal (close_region_list (&list), WL_OK);
    assert_int_equal (list->applications, 1);
    assert_int_equal (evaluation_world_told (SITE_STREAM, "evaluation.FormalCheckDecided"), 1);
    assert_int_equal (evaluation_world_told (SITE_STREAM, "evaluation.ApplicationReported"), 1);
    assert_int_equal (evaluation_world_told (SITE_STREAM, "evaluation.RegionListClosed"), 1);
    assert_int_equal (world_number ("select count (*) from runtime.outbox where region = 'report'"),
                      3);
    assert_int_equal (evaluation_world_told ("32", "evaluation.CardAssigned"), 2);
    assert_int_equal (evaluation_world_told ("32", "evaluation.CardLocked"), 2);
    assert_int_equal (evaluation_world_told ("32", "evaluation.FormalCheckDecided"), 0);
}

static void
it_answers_for_calls_as_intake_does (void **state)
{
    Intake__GetCallRequest ask = INTAKE__GET_CALL_REQUEST__INIT;
    Intake__ListCallsRequest all = INTAKE__LIST_CALLS_REQUEST__INIT;
    Intake__ListCallsResponse *calls;
    Intake__Call *call;
    (void) state;

    ask.call_id = copy (CALL);
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (evaluation_world_ask (&world, "GetCall", &ask, &call), WL_OK);
    assert_int_equal (call->phase, INTAKE__CALL_PHASE__PHASE_CLOSED);
    assert_int_equal (call->n_regions, 1);
    assert_string_equal (call->regions[0]->region, "32");
    assert_int_equal (evaluation_world_ask (&world, "ListCalls", &all, &calls), WL_OK);
    assert_int_equal (calls->n_calls, 1);
    assert_string_equal (calls->calls[0]->id, CALL);
}

/* They reach nobody who has no account here. */
static void
its_letters_name_what_they_are_about (void **state)
{
    Intake__GetTitlesRequest in = INTAKE__GET_TITLES_REQUEST__INIT;
    Intake__GetTitlesResponse *titles;
    char *ids[] = { application_id (&world, 4), application_id (&world, 5) };
    (void) state;

    in.application_ids = ids;
    in.n_application_ids = 2;
    evaluation_world_as_peer (&world, "notification");
    assert_int_equal (evaluation_world_ask (&world, "GetTitles", &in, &titles), WL_OK);
    assert_int_equal (titles->n_titles, 1);
    assert_string_equal (titles->titles[0]->number, "WIS-1/0004");
    assert_string_equal (titles->titles[0]->call_id, CALL);
    assert_string_equal (titles->titles[0]->applicant_user_id, "");
}

static void
it_hears_where_its_own_are_ranked (void **state)
{
    Evaluation__ApplicationRanked ranked = EVALUATION__APPLICATION_RANKED__INIT;
    (void) state;

    ranked.application_id = application_id (&world, 4);
    ranked.group = EVALUATION__LIST_GROUP__RECOMMENDED;
    ranked.place = 1;
    evaluation_world_hears (&world, on_centre_ranked, &ranked.base);
    assert_int_equal (state_of (4), EVALUATION__DOSSIER_STATE__RANKED);
}

static void
it_decides_appeals_that_the_centre_took (void **state)
{
    Evaluation__AppealFiled filed = EVALUATION__APPEAL_FILED__INIT;
    Evaluation__Appeal appeal = EVALUATION__APPEAL__INIT;
    Evaluation__DecideAppealRequest decide = EVALUATION__DECIDE_APPEAL_REQUEST__INIT;
    char *contested[] = { copy ("problem") };
    (void) state;

    filed.application_id = appeal.application_id = decide.application_id =
        application_id (&world, 4);
    filed.call_id = appeal.call_id = copy (CALL);
    filed.stage = appeal.stage = copy ("idea");
    filed.kind = appeal.kind = decide.kind = EVALUATION__APPEAL_KIND__MERIT_APPEAL;
    filed.applicant_user_id = applicant_id (&world, 4);
    filed.number = copy ("WIS-1/0004");
    appeal.contested = contested;
    appeal.n_contested = 1;
    appeal.text = copy ("Ocena pomija opis odbiorców z punktu drugiego.");
    appeal.filed_at = wl_timestamp (world.world.arena, world.request.now);
    decide.upheld = true;
    decide.reason = copy ("Opis odbiorców rzeczywiście pominięto.");
    /* Of what the centre decides itself it says that there is nothing for us. */
    evaluation_world_appeal_at_centre (NULL);
    evaluation_world_hears (&world, on_centre_appeal_filed, &filed.base);
    assert_int_equal (world_number ("select count (*) from appeal where application_id in"
                                    " (select application_id from dossier where number ="
                                    " 'WIS-1/0004')"),
                      0);
    evaluation_world_appeal_at_centre (&appeal);
    for (int i = 0; i < 2; i++)
        evaluation_world_hears (&world, on_centre_appeal_filed, &filed.base);
    assert_int_equal (evaluation_world_told ("32", "evaluation.AppealFiled"), 1);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (evaluation_world_ask (&world, "DecideAppeal", &decide, NULL), WL_OK);
    assert_int_equal (evaluation_world_told (SITE_STREAM, "evaluation.AppealDecided"), 1);
    /* The new round is for others, and 3 is one who did not score it. */
    assert_int_equal (state_of (4), EVALUATION__DOSSIER_STATE__MERIT_REVIEW);
    assert_int_equal (world_number ("select max (round) from dossier where number = 'WIS-1/0004'"),
                      2);
}

static void
the_centre_closes_no_regions_list (void **state)
{
    (void) be_the_centre (state);
    assert_int_equal (close_region_list (NULL), WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "not-a-site");
}

int
sites_node (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (it_takes_its_own_applications),
        cmocka_unit_test (it_tells_results_and_nothing_of_assessors),
        cmocka_unit_test (it_answers_for_calls_as_intake_does),
        cmocka_unit_test (its_letters_name_what_they_are_about),
        cmocka_unit_test (it_hears_where_its_own_are_ranked),
        cmocka_unit_test (it_decides_appeals_that_the_centre_took),
        cmocka_unit_test (the_centre_closes_no_regions_list),
    };

    return cmocka_run_group_tests_name ("node", tests, become_a_site, be_the_centre);
}
