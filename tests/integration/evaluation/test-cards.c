/* Cards after they were locked: changed in the open or not at all, and seen by the others only when
 * all are locked. */
#include "evaluation_world.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "card_record.h"
#include "proofs.h"

static evaluation_world_t world;
static char call[] = CALL;
static char *cards[3]; /* of application 1: the first, the second, the third card */
static int holders[3];

static int
set_up (void **state)
{
    (void) state;
    evaluation_world_call (CALL_FOLDER "/call-cards.json");
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    for (int i = 1; i <= 2; i++)
        evaluation_world_submits (&world,
                                  (evaluation_application_t){ i, "idea", "30", 1000000, false });
    world_sql ("insert into intake_submitted values (2)");
    evaluation_world_assessors (&world, 3, 20);
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

static int64_t number (const char *format, ...) WL_PRINTF (1, 2);

static int64_t
number (const char *format, ...)
{
    va_list args;

    va_start (args, format);
    char *query = wl_text_vprintf (world.world.arena, format, args);
    va_end (args);
    return world_number (query);
}

static int
find_cards (int from)
{
    const char *wanted = application_id (&world, 1);
    int count = from;

    for (int i = 1; i <= 3; i++) {
        Evaluation__ListMyCardsResponse *list =
            evaluation_world_cards (&world, i, EVALUATION__CARD_STATE__DECLARATION_DUE);
        for (size_t j = 0; j < list->n_cards; j++)
            if (strcmp (list->cards[j]->application_id, wanted) == 0 && count < 3) {
                holders[count] = i;
                cards[count++] = list->cards[j]->id;
            }
    }
    return count;
}

static wl_status
peers (int card, Evaluation__PeerCards **ret)
{
    Evaluation__ListPeerCardsRequest in = EVALUATION__LIST_PEER_CARDS_REQUEST__INIT;

    evaluation_world_as (&world, assessor_id (&world, holders[card]), WL_ROLE_ASSESSOR, "30");
    in.card_id = cards[card];
    return evaluation_world_ask (&world, "ListPeerCards", &in, ret);
}

static Evaluation__CardVersions *
versions (int card, const char *user, wl_role_t role, const char *region, wl_status expected)
{
    Evaluation__ListCardVersionsRequest in = EVALUATION__LIST_CARD_VERSIONS_REQUEST__INIT;
    Evaluation__CardVersions *out;

    evaluation_world_as (&world, user, role, region);
    in.card_id = cards[card];
    assert_int_equal (evaluation_world_ask (&world, "ListCardVersions", &in, &out), expected);
    return out;
}

static wl_status
revise (int card, int32_t problem, int32_t novelty, Evaluation__Card **ret)
{
    static const char *const keys[] = { "problem", "novelty", "topic" };
    Evaluation__ReviseCardRequest in = EVALUATION__REVISE_CARD_REQUEST__INIT;
    Evaluation__Scores scores = EVALUATION__SCORES__INIT;
    Evaluation__CriterionScore list[3];
    Evaluation__CriterionScore *places[3];
    int32_t points[3] = { problem, novelty, 0 };
    char reason[] = "Pomyliłam kolumny.", words[] = "Dobrze uzasadnione.";

    for (size_t i = 0; i < 3; i++) {
        evaluation__criterion_score__init (&list[i]);
        list[i].criterion = wl_text_copy (world.world.arena, keys[i]);
        list[i].points = points[i];
        list[i].reason = words;
        places[i] = &list[i];
    }
    scores.list = places;
    scores.n_list = 3;
    in.card_id = cards[card];
    in.scores = &scores;
    in.reason = reason;
    in.version = (uint64_t) number ("select version from card where id = '%s'", cards[card]);
    evaluation_world_as (&world, assessor_id (&world, holders[card]), WL_ROLE_ASSESSOR, "30");
    return evaluation_world_ask (&world, "ReviseCard", &in, ret);
}

/* ---- the story ---- */

static void
nobody_sees_the_others_before_all_have_locked (void **state)
{
    (void) state;
    assert_int_equal (find_cards (0), 2);
    assert_int_equal (evaluation_world_score (&world, holders[0], cards[0], 4025, 4000, 0),
                      WL_INVALID_ARGUMENT); /* the scale of "problem" goes in halves */
    assert_refused (&world, peers (0, NULL), WL_FAILED_PRECONDITION, "not-all-locked");
    /* The failed try has declared already; the score itself stands for the first card. */
    assert_ok (world.world.db,
               evaluation_world_score (&world, holders[0], cards[0], 4000, 4000, 0));
    assert_refused (&world, peers (0, NULL), WL_FAILED_PRECONDITION, "not-all-locked");
    assert_refused (&world, peers (1, NULL), WL_FAILED_PRECONDITION, "not-all-locked");
    assert_refused (&world, revise (1, 4000, 4000, NULL), WL_FAILED_PRECONDITION,
                    "card-not-locked");
    assert_ok (world.world.db,
               evaluation_world_score (&world, holders[1], cards[1], 4000, 3000, 0));
}

static void
then_they_do_without_names (void **state)
{
    Evaluation__PeerCards *seen;
    (void) state;

    assert_ok (world.world.db, peers (0, &seen));
    assert_int_equal (seen->n_cards, 1);
    assert_int_equal (seen->cards[0]->scores->list[1]->points, 3000);
    assert_ok (world.world.db, peers (1, &seen));
    assert_int_equal (seen->cards[0]->scores->list[1]->points, 4000);
    /* Somebody without a card of this application. */
    evaluation_world_as (&world, assessor_id (&world, 9), WL_ROLE_ASSESSOR, "30");
    Evaluation__ListPeerCardsRequest in = EVALUATION__LIST_PEER_CARDS_REQUEST__INIT;
    in.card_id = cards[0];
    assert_refused (&world, evaluation_world_ask (&world, "ListPeerCards", &in, NULL), WL_NOT_FOUND,
                    "");
}

static void
a_locked_card_changes_as_a_new_version (void **state)
{
    Evaluation__Card *card;
    Evaluation__CardVersions *all;
    (void) state;

    assert_ok (world.world.db, revise (1, 4000, 3500, &card));
    assert_int_equal (card->state, EVALUATION__CARD_STATE__LOCKED);
    assert_int_equal (number ("select points from dossier where number = 'WIS-1/0001'"), 7750);
    all = versions (1, assessor_id (&world, holders[1]), WL_ROLE_ASSESSOR, "30", WL_OK);
    assert_int_equal (all->n_versions, 2);
    assert_int_equal (all->versions[0]->scores->list[1]->points, 3000);
    assert_string_equal (all->versions[0]->reason, "");
    assert_int_equal (all->versions[1]->scores->list[1]->points, 3500);
    assert_string_equal (all->versions[1]->reason, "Pomyliłam kolumny.");
    assert_string_equal (all->versions[1]->author_user_id, assessor_id (&world, holders[1]));
    assert_int_equal (versions (1, KAROL, WL_ROLE_COORDINATOR, "30", WL_OK)->n_versions, 2);
    versions (1, LIDIA, WL_ROLE_COORDINATOR, "32", WL_NOT_FOUND);
    versions (1, assessor_id (&world, holders[0]), WL_ROLE_ASSESSOR, "30", WL_NOT_FOUND);
    assert_int_equal (
        number ("select count (*) from runtime.outbox where type = 'evaluation.CardRevised'"), 1);
}

/* Whoever writes past the handlers is stopped by the table itself. */
static void
sealed_scores_cannot_change_silently (void **state)
{
    world_t other = world_new ();
    WL_SQL (change, "update card set scores = '\\x00' where id = $1");
    WL_SQL (change_with_version,
            "update card set scores = '\\x00', version = version + 1 where id = $1");
    (void) state;

    assert_int_not_equal (wl_run (other.db, &change, NULL, wl_p_uuid (cards[0])), WL_OK);
    assert_int_not_equal (wl_run (other.db, &change_with_version, NULL, wl_p_uuid (cards[0])),
                          WL_OK);
    world_destroy (&other);
}

/* The change opens a gap of 26 in "novelty" alone: a third assessor is called, and waited for even
 * if the card is changed back. */
static void
a_change_may_call_a_third (void **state)
{
    (void) state;
    assert_ok (world.world.db, revise (1, 4000, 1400, NULL));
    assert_int_equal (number ("select state from dossier where number = 'WIS-1/0001'"),
                      EVALUATION__DOSSIER_STATE__THIRD_ASSESSMENT);
    assert_int_equal (number ("select count (*) from dossier where third_rule = 'criterion'"
                              " and points is null"),
                      1);
    assert_refused (&world, peers (0, NULL), WL_FAILED_PRECONDITION, "not-all-locked");
    assert_ok (world.world.db, revise (1, 4000, 3000, NULL));
    assert_int_equal (number ("select state from dossier where number = 'WIS-1/0001'"),
                      EVALUATION__DOSSIER_STATE__THIRD_ASSESSMENT);
    assert_int_equal (find_cards (2), 3);
    assert_ok (world.world.db,
               evaluation_world_score (&world, holders[2], cards[2], 4000, 3800, 0));
    assert_int_equal (number ("select points from dossier where number = 'WIS-1/0001'"), 7900);
}

/* domain.md 4.8 case 8: the assessor knew nobody, read the content, began to score, and then saw
 * whom it is about. The card is invalid and stays as a record; somebody else assesses. */
static void
case_8_a_conflict_noticed_while_reading (void **state)
{
    Evaluation__DeclareInterestRequest in = EVALUATION__DECLARE_INTEREST_REQUEST__INIT;
    Evaluation__GetCardRequest get = EVALUATION__GET_CARD_REQUEST__INIT;
    Evaluation__Card *card;
    char reason[] = "To projekt mojej siostry.";
    int reader = 1;
    (void) state;

    while (
        evaluation_world_cards (&world, reader, EVALUATION__CARD_STATE__DECLARATION_DUE)->n_cards ==
        0)
        reader++;
    card =
        evaluation_world_cards (&world, reader, EVALUATION__CARD_STATE__DECLARATION_DUE)->cards[0];
    in.card_id = get.card_id = card->id;
    assert_ok (world.world.db, evaluation_world_ask (&world, "DeclareInterest", &in, NULL));
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetCard", &get, &card));
    assert_int_equal (card->state, EVALUATION__CARD_STATE__OPEN);
    assert_non_null (card->answers); /* it was read */
    in.conflict = true;
    in.reason = reason;
    assert_ok (world.world.db, evaluation_world_ask (&world, "DeclareInterest", &in, &card));
    assert_int_equal (card->state, EVALUATION__CARD_STATE__CONFLICT);
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetCard", &get, &card));
    assert_null (card->answers); /* and is closed now */
    assert_int_equal (number ("select count (*) from card where id = '%s' and state = 4"
                              " and conflict_reason <> '' and declared_at is not null",
                              card->id),
                      1);
    /* Its place is taken by somebody who had no card of this application. */
    assert_int_equal (number ("select count (*) from card where application_id = '%s'"
                              " and state in (1, 2) and assessor_user_id <> '%s'",
                              card->application_id, assessor_id (&world, reader)),
                      2);
}

static void
not_after_the_list_is_out (void **state)
{
    Evaluation__BuildRankingRequest build = EVALUATION__BUILD_RANKING_REQUEST__INIT;
    Evaluation__PublishRankingRequest publish = EVALUATION__PUBLISH_RANKING_REQUEST__INIT;
    Evaluation__GetMyAssessmentRequest mine = EVALUATION__GET_MY_ASSESSMENT_REQUEST__INIT;
    Evaluation__Ranking *list;
    (void) state;

    evaluation_world_score_all (&world, 2, 3000, 3000, 0);
    evaluation_world_as (&world, applicant_id (&world, 1), WL_ROLE_SIGNED_IN, "");
    mine.application_id = application_id (&world, 1);
    assert_refused (&world, evaluation_world_ask (&world, "GetCardRecords", &mine, NULL),
                    WL_FAILED_PRECONDITION, "results-not-published");
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    evaluation_world_at (&world, AFTER_CALL);
    build.call_id = publish.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "BuildRanking", &build, &list));
    publish.inputs_digest = list->inputs_digest;
    assert_ok (world.world.db, evaluation_world_ask (&world, "PublishRanking", &publish, NULL));
    assert_refused (&world, revise (1, 4000, 4000, NULL), WL_FAILED_PRECONDITION,
                    "no-longer-assessed");
}

/* ---- the digests of locked cards ---- */

static Evaluation__CardRecords *
records (int applicant, wl_status expected)
{
    Evaluation__GetMyAssessmentRequest in = EVALUATION__GET_MY_ASSESSMENT_REQUEST__INIT;
    Evaluation__CardRecords *out = NULL;

    evaluation_world_as (&world, applicant_id (&world, applicant), WL_ROLE_SIGNED_IN, "");
    in.application_id = application_id (&world, 1);
    assert_int_equal (evaluation_world_ask (&world, "GetCardRecords", &in, &out), expected);
    return out;
}

static bool
is_equal (const Evaluation__CardRecord *record)
{
    return strcmp (card_record_digest (world.world.arena, record), record->digest) == 0;
}

static void
applicants_see_what_was_recorded (void **state)
{
    Evaluation__CardRecords *seen;
    Evaluation__CardVersions *all;
    (void) state;

    seen = records (1, WL_OK);
    assert_int_equal (seen->n_cards, 2);
    assert_int_equal (seen->cards[0]->position, 0); /* on its way */
    assert_true (is_equal (seen->cards[0]));
    assert_int_equal (proofs_run ("card verify"), EXIT_SUCCESS);
    proofs_sequence ();
    seen = records (1, WL_OK);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal (seen->cards[i]->stream, "evaluation/30");
        assert_int_not_equal (seen->cards[i]->position, 0);
        assert_int_equal (strlen (seen->cards[i]->chain), 64);
        assert_int_equal (strlen (seen->cards[i]->seal), 64);
        assert_true (is_equal (seen->cards[i]));
    }
    assert_true (seen->cards[0]->third != seen->cards[1]->third);
    records (2, WL_NOT_FOUND); /* somebody else's */
    all = versions (1, KAROL, WL_ROLE_COORDINATOR, "30", WL_OK);
    assert_int_equal (all->n_versions, 4);
    for (size_t i = 0; i < 4; i++)
        assert_true (all->versions[i]->as_recorded);
    assert_string_not_equal (all->versions[0]->digest, all->versions[1]->digest);
    assert_int_equal (proofs_run ("card verify"), EXIT_SUCCESS);
}

static char *
hex_of (const Evaluation__Scores *scores)
{
    uint8_t *bytes =
        wl_arena_alloc (world.world.arena, evaluation__scores__get_packed_size (scores));
    size_t length = evaluation__scores__pack (scores, bytes);
    char *ret = wl_arena_alloc (world.world.arena, 2 * length + 1);

    wl_hex (bytes, length, ret);
    return ret;
}

/* As somebody with the database's password would, past the trigger. */
static void
replace_scores (const char *table, const char *old, const char *new)
{
    world_sql (wl_text_printf (world.world.arena,
                               "set session_replication_role = replica;"
                               " update %s set scores = '\\x%s' where scores = '\\x%s'",
                               table, new, old));
}

static void
a_point_changed_in_the_database_is_found (void **state)
{
    Evaluation__CardRecord *card = records (1, WL_OK)->cards[0];
    char *was = hex_of (card->scores), *is;
    (void) state;

    card->scores->list[0]->points -= 50;
    is = hex_of (card->scores);
    replace_scores ("card", was, is); /* what is shown */
    card = records (1, WL_OK)->cards[0];
    assert_string_equal (hex_of (card->scores), is);
    assert_false (is_equal (card));
    assert_true (is_equal (records (1, WL_OK)->cards[1]));
    assert_int_equal (proofs_run ("card verify"), EXIT_FAILURE);
    replace_scores ("card_version", was, is); /* and its record with it */
    assert_false (is_equal (records (1, WL_OK)->cards[0]));
    assert_int_equal (proofs_run ("card verify"), EXIT_FAILURE);
    replace_scores ("card", is, was);
    replace_scores ("card_version", is, was);
    assert_true (is_equal (records (1, WL_OK)->cards[0]));
    assert_int_equal (proofs_run ("card verify"), EXIT_SUCCESS);
}

/* Who wrote a version and why is bound, too; and the operator misses a version that is gone or one
 * that was put in. */
static void
what_hangs_on_a_version_is_bound (void **state)
{
    (void) state;
    world_sql ("update card_version set reason = 'Inna przyczyna.' where reason <> ''");
    assert_false (versions (1, KAROL, WL_ROLE_COORDINATOR, "30", WL_OK)->versions[1]->as_recorded);
    assert_int_equal (proofs_run ("card verify"), EXIT_FAILURE);
    world_sql ("update card_version set reason = 'Pomyliłam kolumny.' where reason <> ''");
    assert_int_equal (proofs_run ("card verify"), EXIT_SUCCESS);
    world_sql ("insert into card_version select card_id, 900, scores, author_user_id, reason,"
               " sealed_at, salt from card_version limit 1");
    assert_int_equal (proofs_run ("card verify"), EXIT_FAILURE);
    world_sql ("delete from card_version where version = 900");
    assert_int_equal (proofs_run ("card verify"), EXIT_SUCCESS);
    world_sql ("create table kept as select * from card_version where reason <> '';"
               " delete from card_version where reason <> ''");
    assert_int_equal (proofs_run ("card verify"), EXIT_FAILURE);
    world_sql ("insert into card_version select * from kept");
    assert_int_equal (proofs_run ("card verify"), EXIT_SUCCESS);
}

/* What the API gave, in a file, and the same with one point more. */
static void
a_saved_file_checks_itself (void **state)
{
    Evaluation__CardRecords *saved = records (1, WL_OK);
    char path[] = "/tmp/card-records-XXXXXX";
    (void) state;

    int descriptor = mkstemp (path);
    assert_true (descriptor >= 0);
    for (int expected = EXIT_SUCCESS; expected <= EXIT_FAILURE; expected++) {
        FILE *file = fopen (path, "w");
        wl_buffer_t json;
        wl_buffer_init (&json, world.world.arena);
        wl_message_to_json (&saved->base, &json);
        assert_int_equal (fwrite (json.data, 1, json.length, file), json.length);
        assert_int_equal (fclose (file), 0);
        assert_int_equal (proofs_run (wl_text_printf (world.world.arena, "card check %s", path)),
                          expected);
        saved->cards[1]->scores->list[0]->points++;
    }
    assert_int_equal (close (descriptor), 0);
    assert_int_equal (unlink (path), 0);
}

/* What an upheld appeal was about stays as it was, whatever is assessed anew. */
static void
a_card_of_an_earlier_round_stays (void **state)
{
    (void) state;
    world_sql ("update dossier set round = 2, state = 3 where number = 'WIS-1/0001'");
    assert_refused (&world, revise (1, 4000, 4000, NULL), WL_FAILED_PRECONDITION,
                    "no-longer-assessed");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (nobody_sees_the_others_before_all_have_locked),
        cmocka_unit_test (then_they_do_without_names),
        cmocka_unit_test (a_locked_card_changes_as_a_new_version),
        cmocka_unit_test (sealed_scores_cannot_change_silently),
        cmocka_unit_test (a_change_may_call_a_third),
        cmocka_unit_test (case_8_a_conflict_noticed_while_reading),
        cmocka_unit_test (not_after_the_list_is_out),
        cmocka_unit_test (applicants_see_what_was_recorded),
        cmocka_unit_test (a_point_changed_in_the_database_is_found),
        cmocka_unit_test (what_hangs_on_a_version_is_bound),
        cmocka_unit_test (a_saved_file_checks_itself),
        cmocka_unit_test (a_card_of_an_earlier_round_stays),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
