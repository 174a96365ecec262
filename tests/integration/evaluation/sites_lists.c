/* One list out of what was assessed here and what a site told. */
#include "sites.h"

#include "region_list.h"

static wl_status
build (Evaluation__Ranking **ret)
{
    Evaluation__BuildRankingRequest in = EVALUATION__BUILD_RANKING_REQUEST__INIT;
    char call[] = CALL;

    in.call_id = call;
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    return evaluation_world_ask (&world, "BuildRanking", &in, ret);
}

static void
close_list (const char *digest)
{
    Evaluation__RegionListClosed body = EVALUATION__REGION_LIST_CLOSED__INIT;
    Evaluation__SiteEvent *event;
    char call[] = CALL;

    body.call_id = call;
    body.stage = copy ("idea");
    body.applications = 2;
    body.digest = copy (digest);
    event = played_site_tells (&played, call, &body.base);
    assert_int_equal (played_site_report_last (&played, event), WL_OK);
}

static void
both_regions_stand_on_one_list (void **state)
{
    region_line_t lines[] = {
        { .application_id = application_id (&world, 2),
          .assessed = true,
          .passed = true,
          .points = 7000,
          .criterion_points = "3000 4000 0" },
        { .application_id = application_id (&world, 3), .assessed = true, .rejected = true },
    };
    Evaluation__GetMyAssessmentRequest mine = EVALUATION__GET_MY_ASSESSMENT_REQUEST__INIT;
    Evaluation__PublishRankingRequest publish = EVALUATION__PUBLISH_RANKING_REQUEST__INIT;
    Evaluation__ListRegionListsRequest ask = EVALUATION__LIST_REGION_LISTS_REQUEST__INIT;
    Evaluation__ConsolidatedCard *card;
    Evaluation__RegionLists *lists;
    Evaluation__Ranking *ranking;
    char digest[REGION_DIGEST_TEXT], call[] = CALL;
    (void) state;

    evaluation_world_at (&world, IN_CALL);
    evaluation_world_assessors (&world, 3, 10);
    assert_int_equal (evaluation_world_formal (&world, 1, true), WL_OK);
    assert_int_equal (evaluation_world_assign (&world), 2);
    evaluation_world_score_all (&world, 1, 2500, 3000, 0);
    evaluation_world_at (&world, AFTER_CALL);
    assert_int_equal (build (&ranking), WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "region-not-closed");
    close_list ("another list");
    assert_int_equal (build (&ranking), WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "region-changed");
    region_list_digest (world.world.arena, lines, 2, digest);
    close_list (digest);

    ask.call_id = call;
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    assert_int_equal (evaluation_world_ask (&world, "ListRegionLists", &ask, &lists), WL_OK);
    assert_int_equal (lists->n_lists, 1);
    assert_string_equal (lists->lists[0]->region, "32");
    assert_true (lists->lists[0]->complete);

    assert_int_equal (build (&ranking), WL_OK);
    assert_int_equal (ranking->n_entries, 3);
    assert_string_equal (ranking->entries[0]->number, "WIS-1/0002");
    assert_string_equal (ranking->entries[0]->title, "Pomysł 2");
    assert_string_equal (ranking->entries[1]->number, "WIS-1/0001");
    assert_int_equal (ranking->entries[2]->group, EVALUATION__LIST_GROUP__REJECTED_FORMALLY);
    publish.call_id = call;
    publish.inputs_digest = ranking->inputs_digest;
    assert_int_equal (evaluation_world_ask (&world, "PublishRanking", &publish, &ranking), WL_OK);
    assert_int_equal (evaluation_world_told ("32", "evaluation.ApplicationRanked"), 1);

    mine.application_id = application_id (&world, 2);
    evaluation_world_as (&world, applicant_id (&world, 2), WL_ROLE_SIGNED_IN, "");
    assert_int_equal (evaluation_world_ask (&world, "GetMyAssessment", &mine, &card), WL_OK);
    assert_int_equal (card->cards, 2);
    assert_int_equal (card->criteria[0]->points, 3000);
    assert_string_equal (card->criteria[0]->reasons[0], "Tak uzasadniono w regionie");
}

static void
letters_tell_what_the_site_told (void **state)
{
    Evaluation__GetResultsForLettersRequest in = EVALUATION__GET_RESULTS_FOR_LETTERS_REQUEST__INIT;
    char *ids[] = { application_id (&world, 1), application_id (&world, 2),
                    application_id (&world, 3) };
    Evaluation__ResultsForLetters *out;
    (void) state;

    in.application_ids = ids;
    in.n_application_ids = 3;
    evaluation_world_as_peer (&world, "notification");
    assert_int_equal (evaluation_world_ask (&world, "GetResultsForLetters", &in, &out), WL_OK);
    assert_int_equal (out->n_results, 3);
    for (size_t i = 0; i < out->n_results; i++) {
        const Evaluation__ResultForLetter *result = out->results[i];
        bool here = strcmp (result->application_id, ids[0]) == 0;
        assert_int_equal (result->appeal_in_region, result->appeal_until != NULL && !here);
        if (strcmp (result->application_id, ids[2]) == 0) {
            assert_int_equal (result->card->n_failed_items, 1);
            continue;
        }
        assert_int_equal (result->card->points, here ? 5500 : 7000);
        assert_true (result->card->passed);
        assert_int_equal (result->card->criteria[0]->points, here ? 2500 : 3000);
        assert_int_equal (result->card->criteria[1]->points, here ? 3000 : 4000);
    }
}

int
sites_lists (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (both_regions_stand_on_one_list),
        cmocka_unit_test (letters_tell_what_the_site_told),
    };

    return cmocka_run_group_tests_name ("lists", tests, NULL, NULL);
}
