/* What the centre takes from a site and what it refuses. */
#include "sites.h"

static Evaluation__SiteEvent *
tells_points (int number, int32_t problem, int32_t novelty)
{
    Evaluation__ApplicationReported body = EVALUATION__APPLICATION_REPORTED__INIT;
    int32_t points[] = { problem, novelty, 0 };
    Evaluation__SiteEvent *event;
    Evaluation__SiteAssessment *assessment = wl_arena_alloc (world.world.arena, sizeof *assessment);
    Evaluation__SiteCriterion *criterion = wl_arena_alloc (world.world.arena, sizeof *criterion);
    char **reasons = wl_arena_array (world.world.arena, 1, sizeof *reasons);

    body.application_id = application_id (&world, number);
    body.stage = copy ("idea");
    body.points = problem + novelty;
    body.passed = true;
    body.criterion_points = points;
    body.n_criterion_points = 3;
    body.cards = 2;
    body.round = 1;
    event = played_site_tells (&played, body.application_id, &body.base);
    evaluation__site_assessment__init (assessment);
    assessment->application_id = body.application_id;
    assessment->stage = body.stage;
    assessment->cards = 2;
    assessment->round = 1;
    evaluation__site_criterion__init (criterion);
    criterion->criterion = copy ("problem");
    criterion->points = problem;
    reasons[0] = copy ("Tak uzasadniono w regionie");
    criterion->reasons = reasons;
    criterion->n_reasons = 1;
    assessment->criteria = wl_arena_array (world.world.arena, 1, sizeof criterion);
    assessment->criteria[0] = criterion;
    assessment->n_criteria = 1;
    event->assessment = assessment;
    return event;
}

static void
a_regions_applications_wait_for_its_site (void **state)
{
    Evaluation__DecideFormalCheckRequest decide = EVALUATION__DECIDE_FORMAL_CHECK_REQUEST__INIT;
    (void) state;

    evaluation_world_at (&world, IN_CALL);
    evaluation_world_submits (&world, (evaluation_application_t){ 1, "idea", "30", 3000000 });
    evaluation_world_submits (&world, (evaluation_application_t){ 2, "idea", "32", 3000000 });
    evaluation_world_submits (&world, (evaluation_application_t){ 3, "idea", "32", 3000000 });
    assert_int_equal (state_of (1), EVALUATION__DOSSIER_STATE__FORMAL_REVIEW);
    assert_int_equal (state_of (2), EVALUATION__DOSSIER_STATE__AT_SITE);
    assert_int_equal (world_number ("select count (*) from dossier where at_site"), 2);
    /* What the centre's evaluation has no use for it does not keep. */
    assert_int_equal (
        world_number ("select count (*) from content join dossier using (application_id)"
                      " where at_site and (answers <> '' or applicant <> '')"),
        0);
    assert_int_equal (world_number ("select count (*) from application_key join dossier"
                                    " using (application_id) where at_site"),
                      0);
    decide.application_id = application_id (&world, 2);
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (evaluation_world_ask (&world, "DecideFormalCheck", &decide, NULL),
                      WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "not-in-formal-review");
}

static void
nobody_else_speaks_for_it (void **state)
{
    played_site_t other = played;
    (void) state;

    other.region = "30";
    assert_int_equal (
        played_site_report_refused (&other, played_site_tells_formal (&other, 1, true)),
        WL_PERMISSION_DENIED);
    assert_string_equal (evaluation_world_reason (&world), "other-region");
    other = played;
    memcpy (other.peer.public_key, OTHER_KEY, sizeof other.peer.public_key);
    assert_int_equal (
        played_site_report_refused (&other, played_site_tells_formal (&other, 2, true)),
        WL_PERMISSION_DENIED);
    assert_string_equal (evaluation_world_reason (&world), "other-key");
    world_sql ("update site set revoked_at = now () where region = '32'");
    assert_int_equal (
        played_site_report_refused (&played, played_site_tells_formal (&played, 2, true)),
        WL_PERMISSION_DENIED);
    world_sql ("update site set revoked_at = null where region = '32'");
    assert_int_equal (state_of (2), EVALUATION__DOSSIER_STATE__AT_SITE);
}

static void
forged_and_foreign_reports_leave_no_trace (void **state)
{
    Evaluation__CardLocked card = EVALUATION__CARD_LOCKED__INIT;
    Evaluation__SiteEvent *forged, *pair[2];
    (void) state;

    forged = played_site_tells_formal (&played, 2, true);
    forged->payload.data[4] ^= 1;
    assert_int_equal (played_site_report_refused (&played, forged), WL_DATA_LOSS);
    assert_string_equal (evaluation_world_reason (&world), "broken-chain");
    forged = played_site_tells_formal (&played, 2, true);
    forged->at += 1;
    assert_int_equal (played_site_report_refused (&played, forged), WL_DATA_LOSS);
    /* One left out: the second does not follow. */
    (void) played_site_tells_formal (&played, 2, true);
    forged = played_site_tells_formal (&played, 3, true);
    played.sequence--;
    assert_int_equal (played_site_report_refused (&played, forged), WL_DATA_LOSS);
    /* Another region's application, after a good event: all of it goes. */
    pair[0] = played_site_tells_formal (&played, 2, true);
    pair[1] = played_site_tells_formal (&played, 1, true);
    assert_int_equal (played_site_report (&played, played.sequence - 2, pair, 2, NULL),
                      WL_UNAVAILABLE);
    assert_string_equal (evaluation_world_reason (&world), "no-such-application");
    played.sequence -= 1;
    assert_int_equal (played_site_report_refused (&played, pair[1]), WL_DATA_LOSS);
    /* A single card is nothing for the centre. */
    card.card_id = copy (OWNER);
    card.application_id = application_id (&world, 2);
    assert_int_equal (played_site_report_refused (
                          &played, played_site_tells (&played, card.application_id, &card.base)),
                      WL_INVALID_ARGUMENT);
    assert_string_equal (evaluation_world_reason (&world), "other-event");
    assert_int_equal (world_number ("select taken from site where region = '32'"), 0);
    assert_int_equal (world_number ("select count (*) from runtime.outbox where region = '32'"), 0);
    assert_int_equal (state_of (2), EVALUATION__DOSSIER_STATE__AT_SITE);
}

static void
results_take_effect_once (void **state)
{
    Evaluation__SiteEvent *events[3];
    uint64_t taken;
    (void) state;

    assert_int_equal (played.sequence, 0);
    evaluation_world_at (&world, "2026-04-25T23:59:59Z"); /* when it was done, there */
    events[0] = played_site_tells_formal (&played, 2, true);
    events[1] = played_site_tells_formal (&played, 3, false);
    events[2] = tells_points (2, 3000, 4000);
    evaluation_world_at (&world, "2026-04-28T08:00:00Z"); /* the line was cut for days */
    for (int i = 0; i < 3; i++) { /* replayed, it changes nothing and tells where we are */
        assert_int_equal (played_site_report (&played, 0, events, 3, &taken), WL_OK);
        assert_int_equal (taken, 3);
        assert_int_equal (evaluation_world_told ("32", "evaluation.FormalCheckDecided"), 2);
        assert_int_equal (evaluation_world_told ("32", "evaluation.ApplicationAssessed"), 1);
    }
    assert_int_equal (state_of (2), EVALUATION__DOSSIER_STATE__ASSESSED);
    assert_int_equal (state_of (3), EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED);
    assert_int_equal (world_number ("select points from dossier where state = 5"), 7000);
    assert_int_equal (world_number ("select count (*) from runtime.outbox where region = '32'"
                                    " and at = '2026-04-25T23:59:59Z'"),
                      3);
    /* What the site says of number and account is not believed. */
    assert_int_equal (world_number ("select count (*) from runtime.outbox where region = '32'"
                                    " and position ('WIS-9'::bytea in payload) > 0"),
                      0);
    /* It is ahead: it has to go back. */
    assert_int_equal (played_site_report (&played, 7, NULL, 0, &taken), WL_OK);
    assert_int_equal (taken, 3);
    assert_int_equal (world_number ("select clock_difference_us from site where region = '32'"),
                      -1500);
    assert_int_equal (world_number ("select heard from site where region = '32'"), 7);
}

int
sites_reports (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_regions_applications_wait_for_its_site),
        cmocka_unit_test (nobody_else_speaks_for_it),
        cmocka_unit_test (forged_and_foreign_reports_leave_no_trace),
        cmocka_unit_test (results_take_effect_once),
    };

    return cmocka_run_group_tests_name ("reports", tests, NULL, NULL);
}
