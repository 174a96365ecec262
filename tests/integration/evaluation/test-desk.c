/* The discrepancy desk: opened by a difference, written by several, signed by all, read by the
 * applicant. */
#include "evaluation_world.h"

#include <string.h>

static evaluation_world_t world;
static char call[] = CALL;
static char *cards[2];
static int holders[2];

static int
set_up (void **state)
{
    (void) state;
    evaluation_world_call (CALL_FOLDER "/call-desk.json");
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    for (int i = 1; i <= 2; i++)
        evaluation_world_submits (&world,
                                  (evaluation_application_t){ i, "idea", "30", 1000000, true });
    world_sql ("insert into intake_submitted values (2)");
    evaluation_world_assessors (&world, 4, 20);
    for (int i = 1; i <= 2; i++)
        assert_ok (world.world.db, evaluation_world_formal (&world, i, true));
    assert_int_equal (evaluation_world_assign (&world), 4);
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
find_cards (void)
{
    size_t count = 0;

    for (int i = 1; i <= 4; i++) {
        Evaluation__ListMyCardsResponse *list = evaluation_world_cards (&world, i, 0);
        for (size_t j = 0; j < list->n_cards && count < COUNT (cards); j++)
            if (strcmp (list->cards[j]->application_id, application_id (&world, 1)) == 0) {
                holders[count] = i;
                cards[count++] = list->cards[j]->id;
            }
    }
    assert_int_equal (count, COUNT (cards));
}

static void
as_holder (int card)
{
    evaluation_world_as (&world, assessor_id (&world, holders[card]), WL_ROLE_ASSESSOR, "30");
}

static wl_status
get (int card, Evaluation__Desk **ret)
{
    Evaluation__GetDeskRequest in = EVALUATION__GET_DESK_REQUEST__INIT;

    as_holder (card);
    in.card_id = cards[card];
    return evaluation_world_ask (&world, "GetDesk", &in, ret);
}

static wl_status
write_text (int card, uint64_t version, const char *criterion, const char *words,
            Evaluation__Desk **ret)
{
    Evaluation__WriteConsensusRequest in = EVALUATION__WRITE_CONSENSUS_REQUEST__INIT;
    Evaluation__Consensus consensus = EVALUATION__CONSENSUS__INIT;
    Evaluation__ConsensusText text = EVALUATION__CONSENSUS_TEXT__INIT;
    Evaluation__ConsensusText *list[] = { &text };

    as_holder (card);
    text.criterion = wl_text_copy (world.world.arena, criterion);
    text.text = wl_text_copy (world.world.arena, words);
    consensus.list = list;
    consensus.n_list = 1;
    in.card_id = cards[card];
    in.version = version;
    in.consensus = &consensus;
    return evaluation_world_ask (&world, "WriteConsensus", &in, ret);
}

static wl_status
sign (int card, uint64_t version, const char *minority_view, Evaluation__Desk **ret)
{
    Evaluation__SignConsensusRequest in = EVALUATION__SIGN_CONSENSUS_REQUEST__INIT;

    as_holder (card);
    in.card_id = cards[card];
    in.version = version;
    in.minority_view = wl_text_copy (world.world.arena, minority_view);
    return evaluation_world_ask (&world, "SignConsensus", &in, ret);
}

static wl_status
build (Evaluation__Ranking **ret)
{
    Evaluation__BuildRankingRequest in = EVALUATION__BUILD_RANKING_REQUEST__INIT;

    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    in.call_id = call;
    return evaluation_world_ask (&world, "BuildRanking", &in, ret);
}

/* ---- the story ---- */

static void
a_difference_opens_a_desk (void **state)
{
    Evaluation__Desk *desk;
    (void) state;

    find_cards ();
    assert_refused (&world, get (0, &desk), WL_FAILED_PRECONDITION, "no-desk");
    assert_ok (world.world.db,
               evaluation_world_score (&world, holders[0], cards[0], 4000, 4000, 0));
    assert_refused (&world, get (0, &desk), WL_FAILED_PRECONDITION,
                    "no-desk"); /* the other is not locked */
    assert_ok (world.world.db,
               evaluation_world_score (&world, holders[1], cards[1], 4000, 3000, 0));
    assert_ok (world.world.db, get (0, &desk));
    assert_int_equal (desk->state, EVALUATION__DESK_STATE__DESK_OPEN);
    assert_int_equal (desk->n_cards, 2);
    assert_string_equal (desk->cards[0]->label, "A");
    assert_int_equal (desk->cards[0]->own + desk->cards[1]->own, 1);
    assert_false (desk->criteria[0]->differs);
    assert_true (desk->criteria[1]->differs);
    assert_int_equal (desk->criteria[1]->gap, 1000);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.DeskOpened"), 1);
    /* 30 and 30 differ in nothing: no desk for application 2. */
    evaluation_world_score_all (&world, 2, 3000, 3000, 0);
    assert_int_equal (world_number ("select count (*) from desk"), 1);
}

static void
no_list_before_it_is_closed (void **state)
{
    (void) state;
    evaluation_world_at (&world, AFTER_CALL);
    assert_refused (&world, build (NULL), WL_FAILED_PRECONDITION, "desks-open");
}

static void
the_text_is_written_by_both (void **state)
{
    Evaluation__Desk *desk;
    (void) state;

    assert_refused (&world, sign (0, 0, "", NULL), WL_INVALID_ARGUMENT,
                    "invalid-fields"); /* nothing to sign */
    assert_refused (&world, write_text (0, 0, "colour", "Ładny.", NULL), WL_INVALID_ARGUMENT,
                    "invalid-fields");
    assert_ok (world.world.db, write_text (0, 0, "novelty", "Rozwiązanie jest nowe.", &desk));
    assert_int_equal (desk->version, 1);
    assert_refused (&world, write_text (1, 0, "novelty", "Znane z Gdyni.", NULL), WL_ABORTED,
                    "changed-meanwhile");
    assert_ok (world.world.db, sign (0, 1, "", &desk));
    assert_int_equal (desk->state, EVALUATION__DESK_STATE__DESK_OPEN);
    /* A changed text must be signed again. */
    assert_ok (world.world.db,
               write_text (1, 1, "novelty", "Nowe w regionie, znane z Gdyni.", &desk));
    assert_false (desk->cards[0]->signed_ || desk->cards[1]->signed_);
    assert_refused (&world, sign (0, 1, "", NULL), WL_ABORTED, "changed-meanwhile");
    assert_int_equal (world_number ("select count (*) from consensus"), 2);
}

/* Somebody changes their mind openly meanwhile; the desk stays as it is. */
static void
a_revision_leaves_it_open (void **state)
{
    Evaluation__ListCardVersionsRequest in = EVALUATION__LIST_CARD_VERSIONS_REQUEST__INIT;
    Evaluation__CardVersions *versions;
    Evaluation__ReviseCardRequest revise = EVALUATION__REVISE_CARD_REQUEST__INIT;
    char reason[] = "Po rozmowie przy stoliku.";
    (void) state;

    as_holder (1);
    in.card_id = cards[1];
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListCardVersions", &in, &versions));
    revise.card_id = cards[1];
    revise.version = versions->versions[0]->version;
    revise.scores = versions->versions[0]->scores;
    revise.scores->list[1]->points = 3200;
    revise.reason = reason;
    assert_ok (world.world.db, evaluation_world_ask (&world, "ReviseCard", &revise, NULL));
    assert_int_equal (world_number ("select points from dossier where number = 'WIS-1/0001'"),
                      7600);
    assert_int_equal (world_number ("select count (*) from desk where state = 1"), 1);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.DeskOpened"), 1);
}

static void
all_sign_and_a_minority_view_is_kept (void **state)
{
    Evaluation__Desk *desk;
    (void) state;

    assert_ok (world.world.db, sign (0, 2, "", NULL));
    assert_ok (world.world.db, sign (1, 2, "Uważam, że w regionie też to znano.", &desk));
    assert_int_equal (desk->state, EVALUATION__DESK_STATE__DESK_CLOSED);
    assert_refused (&world, write_text (0, 2, "novelty", "Jeszcze jedno.", NULL),
                    WL_FAILED_PRECONDITION, "desk-closed");
    assert_int_equal (evaluation_world_told (NULL, "evaluation.DeskClosed"), 1);
    assert_int_equal (world_number ("select points from dossier where number = 'WIS-1/0001'"),
                      7600);
}

static void
coordinators_see_which_are_open (void **state)
{
    Evaluation__ListDesksRequest in = EVALUATION__LIST_DESKS_REQUEST__INIT;
    Evaluation__Desks *out;
    (void) state;

    in.call_id = call;
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListDesks", &in, &out));
    assert_int_equal (out->n_desks, 1);
    assert_int_equal (out->desks[0]->state, EVALUATION__DESK_STATE__DESK_CLOSED);
    assert_null (out->desks[0]->consensus);
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListDesks", &in, &out));
    assert_int_equal (out->n_desks, 0);
}

static void
the_applicant_reads_it (void **state)
{
    Evaluation__GetMyAssessmentRequest in = EVALUATION__GET_MY_ASSESSMENT_REQUEST__INIT;
    Evaluation__PublishRankingRequest publish = EVALUATION__PUBLISH_RANKING_REQUEST__INIT;
    Evaluation__ConsolidatedCard *card;
    Evaluation__Ranking *list;
    (void) state;

    assert_ok (world.world.db, build (&list));
    /* Two applications say nothing of their assessors. */
    Evaluation__GetCalibrationRequest calibration = EVALUATION__GET_CALIBRATION_REQUEST__INIT;
    calibration.call_id = call;
    assert_refused (&world, evaluation_world_ask (&world, "GetCalibration", &calibration, NULL),
                    WL_FAILED_PRECONDITION, "too-few-cards");
    publish.call_id = call;
    publish.inputs_digest = list->inputs_digest;
    assert_ok (world.world.db, evaluation_world_ask (&world, "PublishRanking", &publish, NULL));
    evaluation_world_as (&world, applicant_id (&world, 1), WL_ROLE_SIGNED_IN, "");
    in.application_id = application_id (&world, 1);
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetMyAssessment", &in, &card));
    assert_string_equal (card->criteria[1]->consensus, "Nowe w regionie, znane z Gdyni.");
    assert_string_equal (card->criteria[0]->consensus, "");
    assert_int_equal (card->n_minority_views, 1);
    assert_int_equal (card->criteria[1]->n_reasons, 2); /* the cards' own reasons stay */
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_difference_opens_a_desk),
        cmocka_unit_test (no_list_before_it_is_closed),
        cmocka_unit_test (the_text_is_written_by_both),
        cmocka_unit_test (a_revision_leaves_it_open),
        cmocka_unit_test (all_sign_and_a_minority_view_is_kept),
        cmocka_unit_test (coordinators_see_which_are_open),
        cmocka_unit_test (the_applicant_reads_it),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
