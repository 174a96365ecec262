/* Appeals against what a site decided; and what the erasure of a person reaches of its results. */
#include "sites.h"

#include "erasure.h"

static wl_status
file_appeal (int application, const char *contested)
{
    Evaluation__FileAppealRequest in = EVALUATION__FILE_APPEAL_REQUEST__INIT;
    char *keys[] = { copy (contested) };

    in.application_id = application_id (&world, application);
    in.contested = keys;
    in.n_contested = 1;
    in.text = copy ("Ocena pomija opis odbiorców z punktu drugiego.");
    evaluation_world_as (&world, applicant_id (&world, application), WL_ROLE_SIGNED_IN, "");
    return evaluation_world_ask (&world, "FileAppeal", &in, NULL);
}

static wl_status
get_site_appeal (wl_peer_t *peer, int application, Evaluation__AppealKind kind,
                 Evaluation__Appeal **ret)
{
    Evaluation__GetSiteAppealRequest in = EVALUATION__GET_SITE_APPEAL_REQUEST__INIT;
    wl_status status;

    in.application_id = application_id (&world, application);
    in.stage = copy ("idea");
    in.kind = kind;
    evaluation_world_as_peer (&world, "evaluation");
    world.request.peer = peer;
    status = evaluation_world_ask (&world, "GetSiteAppeal", &in, ret);
    world.request.peer = NULL;
    return status;
}

static Evaluation__SiteEvent *
tells_appeal (int application, Evaluation__AppealKind kind, bool upheld)
{
    Evaluation__AppealDecided body = EVALUATION__APPEAL_DECIDED__INIT;
    Evaluation__SiteEvent *event;

    body.application_id = application_id (&world, application);
    body.stage = copy ("idea");
    body.kind = kind;
    body.upheld = upheld;
    body.applicant_user_id = copy (OWNER); /* the centre knows better */
    event = played_site_tells (&played, body.application_id, &body.base);
    event->appeal_reason = copy ("Tak rozstrzygnięto w regionie");
    return event;
}

static void
an_appeal_goes_to_who_decided (void **state)
{
    Evaluation__DecideAppealRequest decide = EVALUATION__DECIDE_APPEAL_REQUEST__INIT;
    wl_peer_t other = played.peer;
    Evaluation__Appeal *appeal;
    (void) state;

    assert_int_equal (file_appeal (3, "deadline"), WL_INVALID_ARGUMENT); /* it was met */
    assert_int_equal (file_appeal (3, "complete"), WL_OK);
    assert_int_equal (file_appeal (2, "problem"), WL_OK);
    assert_int_equal (file_appeal (1, "problem"), WL_OK); /* of 30, decided here */
    assert_int_equal (evaluation_world_told ("32", "evaluation.AppealFiled"), 2);

    assert_int_equal (
        get_site_appeal (&played.peer, 3, EVALUATION__APPEAL_KIND__FORMAL_APPEAL, &appeal), WL_OK);
    assert_string_equal (appeal->contested[0], "complete");
    assert_non_null (strstr (appeal->text, "pomija"));
    assert_int_equal (
        get_site_appeal (&played.peer, 3, EVALUATION__APPEAL_KIND__MERIT_APPEAL, NULL),
        WL_NOT_FOUND);
    assert_int_equal (
        get_site_appeal (&played.peer, 1, EVALUATION__APPEAL_KIND__MERIT_APPEAL, NULL),
        WL_NOT_FOUND);
    memcpy (other.regions[0], "30", 3);
    assert_int_equal (get_site_appeal (&other, 3, EVALUATION__APPEAL_KIND__FORMAL_APPEAL, NULL),
                      WL_NOT_FOUND);

    decide.application_id = application_id (&world, 3);
    decide.kind = EVALUATION__APPEAL_KIND__FORMAL_APPEAL;
    decide.reason = copy ("Rozstrzyga ktoś, kto nie oceniał.");
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (evaluation_world_ask (&world, "DecideAppeal", &decide, NULL),
                      WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "appeal-in-the-region");
}

static void
what_the_site_decides_of_an_appeal_counts (void **state)
{
    Evaluation__ListMyAppealsRequest mine = EVALUATION__LIST_MY_APPEALS_REQUEST__INIT;
    Evaluation__SiteEvent *events[2], *rejected;
    Evaluation__Appeals *appeals;
    (void) state;

    assert_int_equal (played_site_report_refused (
                          &played, tells_appeal (3, EVALUATION__APPEAL_KIND__MERIT_APPEAL, true)),
                      WL_UNAVAILABLE);
    assert_string_equal (evaluation_world_reason (&world), "no-such-appeal");
    events[0] = tells_appeal (3, EVALUATION__APPEAL_KIND__FORMAL_APPEAL, true);
    events[1] = played_site_tells_formal (&played, 3, true);
    assert_int_equal (played_site_report (&played, played.sequence - 2, events, 2, NULL), WL_OK);
    rejected = tells_appeal (2, EVALUATION__APPEAL_KIND__MERIT_APPEAL, false);
    assert_int_equal (played_site_report_last (&played, rejected), WL_OK);
    /* Its card stays as a record, and the application goes on. */
    assert_int_equal (state_of (3), EVALUATION__DOSSIER_STATE__AT_SITE);
    assert_int_equal (world_number ("select count (*) from formal_check where public_reason <> ''"),
                      1);
    assert_int_equal (state_of (2), EVALUATION__DOSSIER_STATE__RANKED);
    assert_int_equal (evaluation_world_told ("32", "evaluation.AppealDecided"), 2);
    assert_int_equal (world_number ("select count (*) from runtime.outbox where type ="
                                    " 'evaluation.AppealDecided' and position ('" OWNER
                                    "'::bytea in payload) > 0"),
                      0);
    mine.application_id = application_id (&world, 2);
    evaluation_world_as (&world, applicant_id (&world, 2), WL_ROLE_SIGNED_IN, "");
    assert_int_equal (evaluation_world_ask (&world, "ListMyAppeals", &mine, &appeals), WL_OK);
    assert_int_equal (appeals->appeals[0]->state, EVALUATION__APPEAL_STATE__APPEAL_REJECTED);
    assert_string_equal (appeals->appeals[0]->decision_reason, "Tak rozstrzygnięto w regionie");
}

static void
erasure_reaches_what_was_told (void **state)
{
    Intake__PersonErased body = INTAKE__PERSON_ERASED__INIT;
    char *ids[] = { application_id (&world, 2) };
    int64_t before = evaluation_world_told ("32", "evaluation.ErasureConfirmed");
    (void) state;

    body.request_id = copy (OWNER);
    body.user_id = applicant_id (&world, 2);
    body.erased_application_ids = ids;
    body.n_erased_application_ids = 1;
    evaluation_world_hears (&world, on_person_erased, &body.base);
    assert_int_equal (world_number ("select count (*) from site_assessment"), 0);
    assert_int_equal (world_number ("select count (*) from appeal where text = ''"), 1);
    /* The copy at the site is for the site to confirm. */
    assert_int_equal (evaluation_world_told ("32", "evaluation.ErasureConfirmed"), before);
}

int
sites_appeals (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (an_appeal_goes_to_who_decided),
        cmocka_unit_test (what_the_site_decides_of_an_appeal_counts),
        cmocka_unit_test (erasure_reaches_what_was_told),
    };

    return cmocka_run_group_tests_name ("appeals", tests, NULL, NULL);
}
