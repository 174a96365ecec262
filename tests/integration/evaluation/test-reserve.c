/* After the list is out: refusals, offers, appeals, and the versions they make (domain.md 4.8 cases
 * 9 and 10), from the acts to the rows and the events. */
#include "evaluation_world.h"

#include <pthread.h>
#include <string.h>

#include "events.h"
#include "grants.h"
#include "proofs.h"

static evaluation_world_t world;
static char call[] = CALL;

#define GROUP(name) EVALUATION__LIST_GROUP__##name

/* 80, 75, 70, 65, 60 and 55 points of 30,000 zł each in a pool of 70,000; 7 is below; 8 failed
 * formally. */
enum { LISTED = 8, FAILED = 8, BELOW = 7 };

static int
set_up (void **state)
{
    (void) state;
    evaluation_world_call (CALL_FOLDER "/call-reserve.json");
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    for (int i = 1; i <= LISTED; i++)
        evaluation_world_submits (&world,
                                  (evaluation_application_t){ i, "idea", "30", 3000000, true });
    world_sql ("insert into intake_submitted values (8)");
    evaluation_world_assessors (&world, 4, 20);
    for (int i = 1; i <= LISTED; i++)
        assert_ok (world.world.db, evaluation_world_formal (&world, i, i != FAILED));
    assert_int_equal (evaluation_world_assign (&world), LISTED - 1);
    for (int i = 1; i <= BELOW; i++)
        evaluation_world_score_all (&world, i, 4000, i == BELOW ? 500 : 4000 - (i - 1) * 500, 0);
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    evaluation_world_done (&world);
    return 0;
}

static void
publish (void **state)
{
    Evaluation__BuildRankingRequest build = EVALUATION__BUILD_RANKING_REQUEST__INIT;
    Evaluation__PublishRankingRequest in = EVALUATION__PUBLISH_RANKING_REQUEST__INIT;
    Evaluation__Ranking *list;
    (void) state;

    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    evaluation_world_at (&world, AFTER_CALL);
    build.call_id = in.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "BuildRanking", &build, &list));
    in.inputs_digest = list->inputs_digest;
    assert_ok (world.world.db, evaluation_world_ask (&world, "PublishRanking", &in, &list));
    assert_int_equal (list->version, 1);
}

/* "1:60000 2 3r": who is recommended, r on reserve, g gave up, in the order of the latest list. */
static void
expect_list (const char *expected)
{
    Evaluation__GetResultsRequest in = EVALUATION__GET_RESULTS_REQUEST__INIT;
    Evaluation__Ranking *list;
    wl_buffer_t found;
    static const char *const marks[] = { "?", "+", "r", "-", "b", "f", "g" };

    world.request.actor = NULL;
    in.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetResults", &in, &list));
    wl_buffer_init (&found, world.world.arena);
    for (size_t i = 0; i < list->n_entries; i++)
        wl_buffer_printf (&found, "%s%s%s", i == 0 ? "" : " ", list->entries[i]->number + 9,
                          marks[list->entries[i]->group]);
    assert_string_equal (found.data, expected);
    assert_true (list->recommended_grosze <= list->pool_grosze);
}

/* ---- case 9 ---- */

typedef struct refuser {
    pthread_t thread;
    pthread_barrier_t *start;
    int number;
    wl_status status;
} refuser_t;

static void *
refuse (void *argument)
{
    refuser_t *self = argument;
    evaluation_world_t own;
    Evaluation__RecordRefusalRequest in = EVALUATION__RECORD_REFUSAL_REQUEST__INIT;
    char reason[] = "Dostali pieniądze gdzie indziej.";

    evaluation_world_init (&own);
    evaluation_world_at (&own, AFTER_CALL);
    evaluation_world_as (&own, KAROL, WL_ROLE_COORDINATOR, "30");
    in.application_id = application_id (&own, self->number);
    in.reason = reason;
    pthread_barrier_wait (self->start);
    self->status = evaluation_world_ask (&own, "RecordRefusal", &in, NULL);
    evaluation_world_done (&own);
    return NULL;
}

static void
case_9_two_refusals_at_once (void **state)
{
    refuser_t refusers[] = { { .number = 1 }, { .number = 2 } };
    pthread_barrier_t start;
    (void) state;

    expect_list ("1+ 2+ 3r 4r 5- 6- 7b 8f");
    pthread_barrier_init (&start, NULL, COUNT (refusers));
    for (size_t i = 0; i < COUNT (refusers); i++) {
        refusers[i].start = &start;
        pthread_create (&refusers[i].thread, NULL, refuse, &refusers[i]);
    }
    for (size_t i = 0; i < COUNT (refusers); i++) {
        pthread_join (refusers[i].thread, NULL);
        assert_int_equal (refusers[i].status, WL_OK);
    }
    pthread_barrier_destroy (&start);
    /* In order, each once, and no more than the pool. */
    expect_list ("1g 2g 3+ 4+ 5r 6r 7b 8f");
    assert_int_equal (world_number ("select max (version) from ranking"), 3);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.OfferMade"), 2);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.RankingAmended"), 2);
    assert_int_equal (
        world_number ("select count (*) from runtime.timers where kind = 'offer-due'"), 2);
    /* A place that was given up is not given up twice. */
    assert_int_equal (world_number ("select count (*) from given_up"), 2);
}

static void
strangers_refuse_for_nobody (void **state)
{
    Evaluation__RecordRefusalRequest in = EVALUATION__RECORD_REFUSAL_REQUEST__INIT;
    char reason[] = "Tak nam się wydaje.";
    (void) state;

    in.application_id = application_id (&world, 3);
    in.reason = reason;
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    assert_refused (&world, evaluation_world_ask (&world, "RecordRefusal", &in, NULL), WL_NOT_FOUND,
                    "");
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    in.application_id = application_id (&world, BELOW);
    assert_refused (&world, evaluation_world_ask (&world, "RecordRefusal", &in, NULL),
                    WL_FAILED_PRECONDITION, "no-place");
}

/* ---- offers ---- */

static wl_status
answer (int number, int as, bool accept)
{
    Evaluation__AnswerOfferRequest in = EVALUATION__ANSWER_OFFER_REQUEST__INIT;

    evaluation_world_as (&world, applicant_id (&world, as), WL_ROLE_SIGNED_IN, "");
    in.application_id = application_id (&world, number);
    in.accept = accept;
    return evaluation_world_ask (&world, "AnswerOffer", &in, NULL);
}

static void
an_offer_is_taken (void **state)
{
    Evaluation__GetMyOfferRequest get = EVALUATION__GET_MY_OFFER_REQUEST__INIT;
    Evaluation__Offer *offer;
    int64_t ranked = evaluation_world_told (NULL, "evaluation.ApplicationRanked");
    (void) state;

    get.application_id = application_id (&world, 3);
    evaluation_world_as (&world, applicant_id (&world, 4), WL_ROLE_SIGNED_IN, "");
    assert_refused (&world, evaluation_world_ask (&world, "GetMyOffer", &get, NULL), WL_NOT_FOUND,
                    "");
    evaluation_world_as (&world, applicant_id (&world, 3), WL_ROLE_SIGNED_IN, "");
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetMyOffer", &get, &offer));
    assert_int_equal (offer->state, EVALUATION__OFFER_STATE__OFFERED);
    assert_int_equal (offer->grosze, 3000000);
    /* 2 May and 5 days: to the end of the 7th in Warsaw. */
    char until[WL_TIME_TEXT];
    wl_time_format (wl_timestamp_time (offer->accept_until), until);
    assert_string_equal (until, "2026-05-07T22:00:00Z");
    assert_refused (&world, answer (3, 4, true), WL_NOT_FOUND, "");
    assert_ok (world.world.db, answer (3, 3, true));
    assert_refused (&world, answer (3, 3, false), WL_FAILED_PRECONDITION, "offer-answered");
    assert_int_equal (evaluation_world_told (NULL, "evaluation.ApplicationRanked"), ranked + 1);
    expect_list ("1g 2g 3+ 4+ 5r 6r 7b 8f");
}

/* The timer ends what nobody answered; a second run of it changes nothing. */
static void
an_offer_lapses (void **state)
{
    wl_timer_t timer = { .kind = "offer-due", .key = application_id (&world, 4) };
    (void) state;

    evaluation_world_at (&world, "2026-05-07T22:00:00Z");
    assert_refused (&world, answer (4, 4, true), WL_FAILED_PRECONDITION, "offer-lapsed");
    world.request.actor = NULL;
    for (int i = 0; i < 2; i++) {
        wl_db_begin (world.world.db);
        assert_ok (world.world.db, on_offer_due (&world.request, &timer, NULL));
        assert_ok (world.world.db, wl_db_commit (world.world.db));
    }
    expect_list ("1g 2g 3+ 4g 5+ 6r 7b 8f");
    assert_int_equal (world_number ("select count (*) from offer where state = 4"), 1);
}

static void
a_withdrawal_makes_room_too (void **state)
{
    (void) state;
    evaluation_world_withdraws (&world, 5);
    expect_list ("1g 2g 3+ 4g 5g 6+ 7b 8f");
    assert_ok (world.world.db, answer (6, 6, true));
}

/* ---- case 10 ---- */

static wl_status
appeal (int number, const char *contested, Evaluation__Appeal **ret)
{
    Evaluation__FileAppealRequest in = EVALUATION__FILE_APPEAL_REQUEST__INIT;
    char text[] = "Ocena pomija trzy strony opisu odbiorców.";
    char *keys[] = { wl_text_copy (world.world.arena, contested) };

    evaluation_world_as (&world, applicant_id (&world, number), WL_ROLE_SIGNED_IN, "");
    in.application_id = application_id (&world, number);
    in.contested = keys;
    in.n_contested = 1;
    in.text = text;
    return evaluation_world_ask (&world, "FileAppeal", &in, ret);
}

static wl_status
decide (int number, const char *user, Evaluation__AppealKind kind, bool upheld)
{
    Evaluation__DecideAppealRequest in = EVALUATION__DECIDE_APPEAL_REQUEST__INIT;
    char reason[] = "Oceniający nie odniósł się do opisu.";

    evaluation_world_as (&world, user, WL_ROLE_COORDINATOR, "30");
    in.application_id = application_id (&world, number);
    in.kind = kind;
    in.upheld = upheld;
    in.reason = reason;
    return evaluation_world_ask (&world, "DecideAppeal", &in, NULL);
}

#define KIND(name) EVALUATION__APPEAL_KIND__##name##_APPEAL

static void
appeals_are_filed_in_time (void **state)
{
    Evaluation__Appeal *filed;
    Evaluation__ListMyAppealsRequest mine = EVALUATION__LIST_MY_APPEALS_REQUEST__INIT;
    Evaluation__Appeals *list;
    char until[WL_TIME_TEXT];
    (void) state;

    /* Sent on Saturday 2 May 2026; 3 May is a holiday; five working days end on Friday the 8th. */
    evaluation_world_at (&world, "2026-05-08T22:00:00Z");
    assert_refused (&world, appeal (BELOW, "novelty", NULL), WL_FAILED_PRECONDITION,
                    "appeal-too-late");
    evaluation_world_at (&world, "2026-05-08T21:59:59.999Z");
    mine.application_id = application_id (&world, BELOW);
    evaluation_world_as (&world, applicant_id (&world, BELOW), WL_ROLE_SIGNED_IN, "");
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListMyAppeals", &mine, &list));
    wl_time_format (wl_timestamp_time (list->file_until), until);
    assert_string_equal (until, "2026-05-08T22:00:00Z");
    assert_refused (&world, appeal (BELOW, "colour", NULL), WL_INVALID_ARGUMENT, "invalid-fields");
    assert_ok (world.world.db, appeal (BELOW, "novelty", &filed));
    assert_int_equal (filed->kind, KIND (MERIT));
    wl_time_format (wl_timestamp_time (filed->answer_until), until);
    assert_string_equal (until, "2026-05-15T22:00:00Z");
    assert_refused (&world, appeal (BELOW, "novelty", NULL), WL_FAILED_PRECONDITION,
                    "appeal-filed");
    /* The formal rejection of 20 April is long past three working days. */
    assert_refused (&world, appeal (FAILED, "complete", NULL), WL_FAILED_PRECONDITION,
                    "appeal-too-late");
    mine.application_id = application_id (&world, 1);
    assert_refused (&world, evaluation_world_ask (&world, "ListMyAppeals", &mine, NULL),
                    WL_NOT_FOUND, "");
    assert_int_equal (evaluation_world_told (NULL, "evaluation.AppealFiled"), 1);
}

static void
other_people_decide_and_assess (void **state)
{
    char *first =
        wl_text_printf (world.world.arena, "select count (*) from card where application_id = '%s'",
                        application_id (&world, BELOW));
    (void) state;

    assert_refused (&world, decide (BELOW, LIDIA, KIND (FORMAL), true), WL_NOT_FOUND, "no-appeal");
    /* Whoever scored it does not decide. */
    for (int i = 1; i <= 4; i++) {
        const char *query = wl_text_printf (
            world.world.arena,
            "select count (*) from card where application_id = '%s' and assessor_user_id = '%s'",
            application_id (&world, BELOW), assessor_id (&world, i));
        if (world_number (query) == 1)
            assert_refused (&world, decide (BELOW, assessor_id (&world, i), KIND (MERIT), true),
                            WL_PERMISSION_DENIED, "own-decision");
    }
    assert_ok (world.world.db, decide (BELOW, KAROL, KIND (MERIT), true));
    assert_refused (&world, decide (BELOW, KAROL, KIND (MERIT), false), WL_FAILED_PRECONDITION,
                    "appeal-decided");
    assert_int_equal (world_number (first), 2);
    assert_int_equal (
        world_number (wl_text_printf (world.world.arena,
                                      "select count (distinct assessor_user_id) from card"
                                      " where application_id = '%s'",
                                      application_id (&world, BELOW))),
        2);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.AppealDecided"), 1);
}

static Evaluation__ConsolidatedCard *
assessment (uint32_t round, wl_status expected)
{
    Evaluation__GetMyAssessmentRequest in = EVALUATION__GET_MY_ASSESSMENT_REQUEST__INIT;
    Evaluation__ConsolidatedCard *out;

    evaluation_world_as (&world, applicant_id (&world, BELOW), WL_ROLE_SIGNED_IN, "");
    in.application_id = application_id (&world, BELOW);
    in.round = round;
    assert_int_equal (evaluation_world_ask (&world, "GetMyAssessment", &in, &out), expected);
    return out;
}

/* 3 and 6 have accepted: they keep their money. 7 is first now, and first on the reserve. */
static void
case_10_an_upheld_appeal_changes_the_order_after_contracts (void **state)
{
    Evaluation__AmendRankingRequest in = EVALUATION__AMEND_RANKING_REQUEST__INIT;
    (void) state;

    assert_int_equal (assessment (0, WL_OK)->points, 4500);
    assessment (2, WL_NOT_FOUND); /* not before the list is out */
    evaluation_world_score_all (&world, BELOW, 5000, 4500, 0);
    assert_int_equal (assessment (0, WL_OK)->points, 4500);
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    in.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "AmendRanking", &in, NULL));
    expect_list ("7r 1g 2g 3+ 4g 5g 6+ 8f");
    assert_int_equal (assessment (0, WL_OK)->points, 9500);
    assert_int_equal (assessment (0, WL_OK)->round, 2);
    assert_int_equal (assessment (1, WL_OK)->points, 4500); /* the old card stays */
    /* Once more changes nothing and makes no version. */
    int64_t versions = world_number ("select count (*) from ranking");
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    assert_ok (world.world.db, evaluation_world_ask (&world, "AmendRanking", &in, NULL));
    assert_int_equal (world_number ("select count (*) from ranking"), versions);
}

/* As intake tells it; no person is behind it. */
static void
grant_refused (int number)
{
    Intake__GrantRefused body = INTAKE__GRANT_REFUSED__INIT;
    wl_event_t event = { .source = "intake", .region = "30", .body = &body };

    body.application_id = application_id (&world, number);
    body.refusal = INTAKE__GRANT_REFUSAL__BY_GRANTEE;
    world.request.actor = NULL;
    wl_db_begin (world.world.db);
    assert_ok (world.world.db, on_grant_refused (&world.request, &event));
    assert_ok (world.world.db, wl_db_commit (world.world.db));
}

/* They do not sign the agreement; said twice, and of one that has no place. */
static void
promotion_after_the_upheld_appeal (void **state)
{
    (void) state;

    grant_refused (6);
    grant_refused (6);
    grant_refused (8);
    expect_list ("7+ 1g 2g 3+ 4g 5g 6g 8f");
    assert_ok (world.world.db, answer (BELOW, BELOW, true));
}

/* What everybody reads of it, and that nothing published was touched. */
static void
the_differences_are_public (void **state)
{
    Evaluation__ListRankingChangesRequest in = EVALUATION__LIST_RANKING_CHANGES_REQUEST__INIT;
    Evaluation__GetResultsRequest first = EVALUATION__GET_RESULTS_REQUEST__INIT;
    Evaluation__RankingChanges *changes;
    Evaluation__Ranking *list;
    (void) state;

    world.request.actor = NULL;
    in.call_id = first.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListRankingChanges", &in, &changes));
    assert_int_equal (changes->n_changes, 6);
    assert_string_equal (changes->changes[0]->amended_for, "refusal");
    assert_string_equal (changes->changes[2]->amended_for, "lapse");
    assert_string_equal (changes->changes[3]->amended_for, "withdrawal");
    assert_string_equal (changes->changes[4]->amended_for, "amendment");
    const Evaluation__RankingDifference *top = changes->changes[4]->differences[0];
    assert_string_equal (top->number, "WIS-1/0007");
    assert_int_equal (top->place_before, 7);
    assert_int_equal (top->place, 1);
    assert_int_equal (top->group_before, GROUP (BELOW_THRESHOLD));
    assert_int_equal (top->group, GROUP (ON_RESERVE));
    first.version = 1;
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetResults", &first, &list));
    assert_int_equal (list->entries[0]->group, GROUP (RECOMMENDED));
    assert_string_equal (list->entries[0]->number, "WIS-1/0001");
    first.version = 99;
    assert_refused (&world, evaluation_world_ask (&world, "GetResults", &first, NULL), WL_NOT_FOUND,
                    "results-not-published");
}

static void
every_version_is_proved (void **state)
{
    (void) state;
    proofs_sequence ();
    assert_int_equal (proofs_run ("ranking verify " CALL), 0);
}

/* ---- a formal appeal ---- */

static void
a_formal_appeal_after_receipt (void **state)
{
    Evaluation__RecordReceiptRequest in = EVALUATION__RECORD_RECEIPT_REQUEST__INIT;
    (void) state;

    /* This call's terms run from sending; the receipt is kept and changes nothing. */
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    in.application_id = application_id (&world, FAILED);
    in.kind = KIND (FORMAL);
    in.received_at = wl_timestamp (world.world.arena, world.request.now + WL_DAY);
    assert_refused (&world, evaluation_world_ask (&world, "RecordReceipt", &in, NULL),
                    WL_INVALID_ARGUMENT, "invalid-fields");
    evaluation_world_at (&world, "2026-04-21T12:00:00Z");
    in.received_at = wl_timestamp (world.world.arena, world.request.now);
    assert_ok (world.world.db, evaluation_world_ask (&world, "RecordReceipt", &in, NULL));
    assert_ok (world.world.db, appeal (FAILED, "complete", NULL));
    assert_refused (&world, decide (FAILED, KAROL, KIND (FORMAL), true), WL_PERMISSION_DENIED,
                    "own-decision");
    int64_t told = evaluation_world_told (NULL, "evaluation.FormalCheckDecided");
    assert_ok (world.world.db, decide (FAILED, OWNER, KIND (FORMAL), true));
    assert_int_equal (evaluation_world_told (NULL, "evaluation.FormalCheckDecided"), told + 1);
    assert_int_equal (world_number ("select state from dossier where number = 'WIS-1/0008'"),
                      EVALUATION__DOSSIER_STATE__MERIT_REVIEW);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    assert_int_equal (evaluation_world_assign (&world), 1);
    evaluation_world_score_all (&world, FAILED, 3000, 3000, 0);
    Evaluation__AmendRankingRequest amend = EVALUATION__AMEND_RANKING_REQUEST__INIT;
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    amend.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "AmendRanking", &amend, NULL));
    expect_list ("7+ 1g 2g 3+ 4g 8r 5g 6g");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (publish),
        cmocka_unit_test (case_9_two_refusals_at_once),
        cmocka_unit_test (strangers_refuse_for_nobody),
        cmocka_unit_test (an_offer_is_taken),
        cmocka_unit_test (an_offer_lapses),
        cmocka_unit_test (a_withdrawal_makes_room_too),
        cmocka_unit_test (appeals_are_filed_in_time),
        cmocka_unit_test (other_people_decide_and_assess),
        cmocka_unit_test (case_10_an_upheld_appeal_changes_the_order_after_contracts),
        cmocka_unit_test (promotion_after_the_upheld_appeal),
        cmocka_unit_test (the_differences_are_public),
        cmocka_unit_test (every_version_is_proved),
        cmocka_unit_test (a_formal_appeal_after_receipt),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
