/* A call that is suspended, goes on or is annulled (domain.md 4.8 case 13): every act that would
 * change something is refused with the reason, and terms give back the time. */
#include "evaluation_world.h"

#include "call_halts.h"

static evaluation_world_t world;
static char call[] = CALL;

#define SUSPENDED_AT "2026-05-03T12:00:00Z"
#define RESUMED_AT   "2026-05-13T12:00:00Z"

/* 1 to 3 are assessed, 4 waits for its cards, 5 for the formal check; 6 comes in time. */
enum { SUBMITTED = 5 };

static int
set_up (void **state)
{
    (void) state;
    evaluation_world_call (CALL_FOLDER "/call-reserve.json");
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    for (int i = 1; i <= SUBMITTED; i++)
        evaluation_world_submits (&world,
                                  (evaluation_application_t){ i, "idea", "30", 3000000, true });
    evaluation_world_assessors (&world, 3, 20);
    for (int i = 1; i < SUBMITTED; i++)
        assert_ok (world.world.db, evaluation_world_formal (&world, i, true));
    assert_int_equal (evaluation_world_assign (&world), SUBMITTED - 1);
    for (int i = 1; i <= 3; i++)
        evaluation_world_score_all (&world, i, 4000, 4000 - i * 100, 0);
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
suspend (void)
{
    Intake__CallSuspended body = INTAKE__CALL_SUSPENDED__INIT;

    evaluation_world_at (&world, SUSPENDED_AT);
    body.call_id = call;
    evaluation_world_hears (&world, on_call_suspended, &body.base);
}

static void
resume (void)
{
    Intake__CallResumed body = INTAKE__CALL_RESUMED__INIT;

    evaluation_world_at (&world, RESUMED_AT);
    body.call_id = call;
    evaluation_world_hears (&world, on_call_resumed, &body.base);
}

static void
annul (void)
{
    Intake__CallAnnulled body = INTAKE__CALL_ANNULLED__INIT;

    body.call_id = call;
    evaluation_world_hears (&world, on_call_annulled, &body.base);
}

static void
refused (const char *method, const void *in, const char *reason)
{
    wl_status status = evaluation_world_ask (&world, method, in, NULL);

    if (status != WL_FAILED_PRECONDITION ||
        !wl_text_equal (evaluation_world_reason (&world), reason))
        print_error ("%s: %s %s\n", method, wl_status_name (status),
                     evaluation_world_reason (&world));
    assert_int_equal (status, WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), reason);
    assert_non_null (strstr (world.request.error.text, "Zmiana przepisów."));
}

/* A card of application 4, which waits, and who holds it. */
static Evaluation__Card *
waiting_card (int *ret_assessor)
{
    for (int i = 1; i <= 3; i++) {
        Evaluation__ListMyCardsResponse *cards =
            evaluation_world_cards (&world, i, EVALUATION__CARD_STATE__CARD_STATE_UNSPECIFIED);
        for (size_t j = 0; j < cards->n_cards; j++)
            if (wl_text_equal (cards->cards[j]->number, "WIS-1/0004")) {
                *ret_assessor = i;
                return cards->cards[j];
            }
    }
    return NULL;
}

static void
nothing_changes (const char *reason)
{
    Evaluation__DecideFormalCheckRequest check = EVALUATION__DECIDE_FORMAL_CHECK_REQUEST__INIT;
    Evaluation__ConfirmFormalCheckRequest confirm = EVALUATION__CONFIRM_FORMAL_CHECK_REQUEST__INIT;
    Evaluation__AssignCardsRequest assign = EVALUATION__ASSIGN_CARDS_REQUEST__INIT;
    Evaluation__DecideStageRequest decide = EVALUATION__DECIDE_STAGE_REQUEST__INIT;
    Evaluation__DecideAppealRequest appeal = EVALUATION__DECIDE_APPEAL_REQUEST__INIT;
    Evaluation__BuildRankingRequest build = EVALUATION__BUILD_RANKING_REQUEST__INIT;
    Evaluation__PublishRankingRequest publish = EVALUATION__PUBLISH_RANKING_REQUEST__INIT;
    Evaluation__AmendRankingRequest amend = EVALUATION__AMEND_RANKING_REQUEST__INIT;
    Evaluation__RecordDrawRequest draw = EVALUATION__RECORD_DRAW_REQUEST__INIT;
    Evaluation__PutIncompatibleRequest pairs = EVALUATION__PUT_INCOMPATIBLE_REQUEST__INIT;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    check.application_id = confirm.application_id = decide.application_id = appeal.application_id =
        application_id (&world, SUBMITTED);
    refused ("DecideFormalCheck", &check, reason);
    refused ("ConfirmFormalCheck", &confirm, reason);
    refused ("DecideStage", &decide, reason);
    refused ("DecideAppeal", &appeal, reason);
    assign.call_id = build.call_id = publish.call_id = amend.call_id = draw.call_id =
        pairs.call_id = call;
    refused ("AssignCards", &assign, reason);
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    refused ("BuildRanking", &build, reason);
    refused ("PublishRanking", &publish, reason);
    refused ("AmendRanking", &amend, reason);
    refused ("RecordDraw", &draw, reason);
    refused ("PutIncompatible", &pairs, reason);
}

static void
a_suspended_call_stands_still (void **state)
{
    Evaluation__DeclareInterestRequest declare = EVALUATION__DECLARE_INTEREST_REQUEST__INIT;
    Evaluation__SaveCardRequest save = EVALUATION__SAVE_CARD_REQUEST__INIT;
    Evaluation__LockCardRequest lock = EVALUATION__LOCK_CARD_REQUEST__INIT;
    Evaluation__ReviseCardRequest revise = EVALUATION__REVISE_CARD_REQUEST__INIT;
    Evaluation__GetCardRequest look = EVALUATION__GET_CARD_REQUEST__INIT;
    Evaluation__Card *card;
    int assessor = 0;
    (void) state;

    suspend ();
    nothing_changes ("call-suspended");
    card = waiting_card (&assessor);
    assert_non_null (card);
    declare.card_id = save.card_id = lock.card_id = revise.card_id = look.card_id = card->id;
    refused ("DeclareInterest", &declare, "call-suspended");
    refused ("SaveCard", &save, "call-suspended");
    refused ("LockCard", &lock, "call-suspended");
    refused ("ReviseCard", &revise, "call-suspended");
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetCard", &look, NULL));
}

/* Who is erased meanwhile keeps nothing, and their cards wait for somebody until the call goes on.
 */
static void
it_goes_on_as_it_was (void **state)
{
    (void) state;

    resume ();
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    assert_ok (world.world.db, evaluation_world_formal (&world, SUBMITTED, true));
    assert_int_equal (evaluation_world_assign (&world), 1);
    evaluation_world_score_all (&world, 4, 3000, 3000, 0);
    evaluation_world_score_all (&world, 5, 2500, 3000, 0);
}

static void
publish_list (void)
{
    Evaluation__BuildRankingRequest build = EVALUATION__BUILD_RANKING_REQUEST__INIT;
    Evaluation__PublishRankingRequest in = EVALUATION__PUBLISH_RANKING_REQUEST__INIT;
    Evaluation__Ranking *list;

    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    build.call_id = in.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "BuildRanking", &build, &list));
    in.inputs_digest = list->inputs_digest;
    assert_ok (world.world.db, evaluation_world_ask (&world, "PublishRanking", &in, NULL));
}

static int64_t
offers (const char *state)
{
    return world_number (
        wl_text_printf (world.world.arena, "select count (*) from offer where state = %s", state));
}

/* One place is free before and is offered, one while the call stands still: it is offered after.
 * The term of the first moves by the ten days that were lost. */
static void
terms_move_and_places_wait (void **state)
{
    Evaluation__RecordRefusalRequest refusal = EVALUATION__RECORD_REFUSAL_REQUEST__INIT;
    Evaluation__AnswerOfferRequest answer = EVALUATION__ANSWER_OFFER_REQUEST__INIT;
    char reason[] = "Dostali pieniądze gdzie indziej.";
    int64_t before;
    (void) state;

    evaluation_world_at (&world, AFTER_CALL);
    publish_list ();
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    refusal.application_id = application_id (&world, 1);
    refusal.reason = reason;
    assert_ok (world.world.db, evaluation_world_ask (&world, "RecordRefusal", &refusal, NULL));
    assert_int_equal (offers ("1"), 1);
    before = world_number ("select extract (epoch from accept_until)::int8 from offer");

    suspend ();
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    refusal.application_id = application_id (&world, 2);
    assert_ok (world.world.db, evaluation_world_ask (&world, "RecordRefusal", &refusal, NULL));
    assert_int_equal (offers ("1"), 1);
    evaluation_world_as (&world, applicant_id (&world, 3), WL_ROLE_SIGNED_IN, "");
    answer.application_id = application_id (&world, 3);
    refused ("AnswerOffer", &answer, "call-suspended");

    resume ();
    assert_int_equal (offers ("1"), 2);
    assert_int_equal (world_number ("select extract (epoch from min (accept_until))::int8"
                                    " from offer where application_id ="
                                    " '01910000-0000-7000-8000-a00000000003'") -
                          before,
                      10 * 24 * 3600);
    assert_int_equal (
        world_number ("select count (*) from runtime.timers where kind = 'offer-due'"), 2);
}

static void
an_annulled_call_has_ended (void **state)
{
    Evaluation__FileAppealRequest appeal = EVALUATION__FILE_APPEAL_REQUEST__INIT;
    Evaluation__GetResultsRequest look = EVALUATION__GET_RESULTS_REQUEST__INIT;
    (void) state;

    evaluation_world_at (&world, RESUMED_AT);
    annul ();
    nothing_changes ("call-annulled");
    evaluation_world_as (&world, applicant_id (&world, 4), WL_ROLE_SIGNED_IN, "");
    appeal.application_id = application_id (&world, 4);
    refused ("FileAppeal", &appeal, "call-annulled");
    assert_int_equal (offers ("1"), 0);
    assert_int_equal (world_number ("select count (*) from card where state in (1, 2)"), 0);
    assert_true (world_number ("select count (*) from card where state = 3") > 0);
    look.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetResults", &look, NULL));
    resume (); /* comes late, and wakes nothing */
    evaluation_world_at (&world, RESUMED_AT);
    nothing_changes ("call-annulled");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_suspended_call_stands_still),
        cmocka_unit_test (it_goes_on_as_it_was),
        cmocka_unit_test (terms_move_and_places_wait),
        cmocka_unit_test (an_annulled_call_has_ended),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
