/* A call with all that a list may know: topics, weights, pools of regions, carry-over, a part, a
 * draw, incompatible projects; its comparison, and its proof by the operators' tool. */
#include "evaluation_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proofs.h"

static evaluation_world_t world;
static char call[] = CALL;
static char *digest;

#define GROUP(name) EVALUATION__LIST_GROUP__##name
#define SEED        "Lotto 2026-05-04: 3 11 19 24 40 47"

/* Points are 80 for the first, then a tie of 60 for the next five, then 45, which is too few. */
static const struct {
    evaluation_application_t of;
    int32_t problem, novelty;
} applications[] = {
    { { 1, "idea", "30", 3000000, true, 1 }, 4000, 4000 },
    { { 2, "idea", "32", 2000000, true, 1 }, 3000, 3000 },
    { { 3, "idea", "30", 2500000, true, 2 }, 3000, 3000 },
    { { 4, "idea", "32", 2000000, true, 2 }, 3000, 3000 },
    { { 5, "idea", "30", 2000000, true, 3 }, 3000, 3000 },
    { { 6, "idea", "30", 1000000, true, 3 }, 2500, 2000 },
};

static int
set_up (void **state)
{
    (void) state;
    evaluation_world_call (CALL_FOLDER "/call-lists.json");
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    for (size_t i = 0; i < COUNT (applications); i++)
        evaluation_world_submits (&world, applications[i].of);
    world_sql ("insert into intake_submitted values (6)");
    evaluation_world_assessors (&world, 3, 20);
    for (size_t i = 0; i < COUNT (applications); i++)
        assert_ok (world.world.db, evaluation_world_formal (&world, (int) i + 1, true));
    assert_int_equal (evaluation_world_assign (&world), COUNT (applications));
    for (size_t i = 0; i < COUNT (applications); i++)
        evaluation_world_score_all (&world, (int) i + 1, applications[i].problem,
                                    applications[i].novelty, 0);
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    evaluation_world_done (&world);
    return 0;
}

/* ---- before the list ---- */

static Evaluation__Ranking *
build (wl_status expected, const char *reason)
{
    Evaluation__BuildRankingRequest in = EVALUATION__BUILD_RANKING_REQUEST__INIT;
    Evaluation__Ranking *out;

    in.call_id = call;
    assert_refused (&world, evaluation_world_ask (&world, "BuildRanking", &in, &out), expected,
                    reason);
    return out;
}

static wl_status
record_draw (const char *seed)
{
    Evaluation__RecordDrawRequest in = EVALUATION__RECORD_DRAW_REQUEST__INIT;

    in.call_id = call;
    in.seed = wl_text_copy (world.world.arena, seed);
    return evaluation_world_ask (&world, "RecordDraw", &in, NULL);
}

static void
a_draw_counts_once_and_not_too_early (void **state)
{
    (void) state;
    assert_refused (&world, record_draw (SEED), WL_FAILED_PRECONDITION, "call-open");
    evaluation_world_at (&world, AFTER_CALL);
    build (WL_FAILED_PRECONDITION, "draw-due");
    assert_ok (world.world.db, record_draw (SEED));
    assert_refused (&world, record_draw ("another one"), WL_FAILED_PRECONDITION, "already-drawn");
    assert_int_equal (world_number ("select count (*) from runtime.outbox"
                                    " where type = 'evaluation.DrawRecorded' and region = 'pl'"),
                      1);
}

static wl_status
put_pair (int first, int second, Evaluation__IncompatibleProjects **ret)
{
    Evaluation__PutIncompatibleRequest in = EVALUATION__PUT_INCOMPATIBLE_REQUEST__INIT;
    Evaluation__IncompatiblePair pair = EVALUATION__INCOMPATIBLE_PAIR__INIT;
    Evaluation__IncompatiblePair *pairs[] = { &pair };

    in.call_id = call;
    in.pairs = pairs;
    in.n_pairs = 1;
    pair.first_application_id = application_id (&world, first);
    pair.second_application_id = application_id (&world, second);
    pair.reason = wl_text_copy (world.world.arena, "Ten sam lokal w tym samym czasie.");
    return evaluation_world_ask (&world, "PutIncompatible", &in, ret);
}

static void
incompatible_projects_are_declared (void **state)
{
    Evaluation__GetIncompatibleRequest in = EVALUATION__GET_INCOMPATIBLE_REQUEST__INIT;
    Evaluation__IncompatibleProjects *out;
    (void) state;

    assert_int_equal (put_pair (3, 3, NULL), WL_INVALID_ARGUMENT);
    assert_refused (&world, put_pair (3, 99, NULL), WL_NOT_FOUND, "no-such-application");
    assert_ok (world.world.db, put_pair (1, 2, NULL));
    assert_ok (world.world.db, put_pair (4, 3, NULL)); /* instead of the pair before */
    in.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetIncompatible", &in, &out));
    assert_int_equal (out->n_pairs, 1);
    assert_string_equal (out->pairs[0]->first_application_id, application_id (&world, 3));
    assert_string_equal (out->pairs[0]->second_application_id, application_id (&world, 4));
}

/* ---- the list ---- */

static const Evaluation__RankingEntry *
entry_of (const Evaluation__Ranking *ranking, int number)
{
    for (size_t i = 0; i < ranking->n_entries; i++)
        if (strcmp (ranking->entries[i]->application_id, application_id (&world, number)) == 0)
            return ranking->entries[i];
    fail_msg ("%d is not on the list", number);
    return NULL;
}

/* 70 for region 30 (30 for 1, then 25 for 3, then 15 of 20 for 5), 30 for 32. Water is covered by
 * the first, so 2 is the last of the tie. Soil: 3 or 4, whoever is drawn; the other is barred. */
static void
the_list (void **state)
{
    Evaluation__Ranking *ranking = build (WL_OK, "");
    const Evaluation__RankingEntry *last = entry_of (ranking, 6);
    const Evaluation__RankingEntry *second = entry_of (ranking, 2);
    const Evaluation__RankingEntry *barred;
    (void) state;

    digest = ranking->inputs_digest;
    assert_string_equal (ranking->draw_seed, SEED);
    assert_int_equal (ranking->entries[0]->points, 8000);
    assert_int_equal (ranking->entries[0]->order_points, 10000); /* 40 and 1.5 times 40 */
    assert_int_equal (last->group, GROUP (BELOW_THRESHOLD));
    assert_null (ranking->entries[1]->tie_trace);
    assert_string_equal (ranking->entries[2]->tie_step, "draw"); /* soil and air are both new */
    barred = entry_of (ranking, 4)->place > entry_of (ranking, 3)->place ? entry_of (ranking, 4)
                                                                         : entry_of (ranking, 3);
    assert_int_equal (barred->group, GROUP (NOT_SELECTED));
    assert_string_equal (barred->blocked_by,
                         barred == entry_of (ranking, 4) ? "WIS-1/0003" : "WIS-1/0004");
    assert_string_equal (ranking->entries[3]->tie_step, "topic-coverage");
    assert_int_equal (ranking->entries[3]->tie_trace->n_list, 1);
    assert_int_equal (second->group, GROUP (RECOMMENDED));
    assert_int_equal (second->granted_grosze, 2000000); /* of the pool of 32, or of the rest */
    assert_int_equal (ranking->pools->n_list, 2);
    assert_int_equal (ranking->pools->list[0]->grosze, 7000000);
    assert_int_equal (ranking->pools->list[1]->grosze, 3000000);
    assert_true (ranking->recommended_grosze <= ranking->pool_grosze);
    assert_string_equal (build (WL_OK, "")->inputs_digest, digest);
}

static void
beside_other_ways (void **state)
{
    Evaluation__CompareRankingRequest in = EVALUATION__COMPARE_RANKING_REQUEST__INIT;
    Evaluation__RankingComparison *out;
    (void) state;

    in.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "CompareRanking", &in, &out));
    assert_string_equal (out->inputs_digest, digest);
    assert_int_equal (out->n_entries, 5);
    assert_true (out->knapsack->proved);
    assert_true (out->knapsack->spent_grosze <= 10000000);
    assert_true (out->equal_shares->spent_grosze <= 10000000);
    assert_true (out->list->funded > 0 && out->knapsack->funded > 0 &&
                 out->equal_shares->funded > 0);
    for (size_t i = 0; i < out->n_entries; i++)
        assert_int_equal (out->entries[i]->place, i + 1);
}

/* ---- a list that one answer does not hold ---- */

enum { BEFORE_IT_IS_MADE = 800000, WHEN_IT_IS_TOLD = 698975 };

/* So many letters in each of the six names. In the second case the texts alone would fit, 75 bytes
 * below a sixth of 4 MiB, but not with what the rules say of each application. */
static void
give_names (int letters)
{
    char sql[100];

    snprintf (sql, sizeof sql, "update content set public_name = repeat ('x', %d)", letters);
    world_sql (sql);
}

static void
a_list_that_cannot_be_told_is_not_published (void **state)
{
    static const int letters[] = { BEFORE_IT_IS_MADE, WHEN_IT_IS_TOLD };
    Evaluation__PublishRankingRequest in = EVALUATION__PUBLISH_RANKING_REQUEST__INIT;
    (void) state;

    in.call_id = call;
    in.inputs_digest = digest;
    for (size_t i = 0; i < COUNT (letters); i++) {
        give_names (letters[i]);
        build (WL_FAILED_PRECONDITION, "list-too-long");
        assert_refused (&world, evaluation_world_ask (&world, "PublishRanking", &in, NULL),
                        WL_FAILED_PRECONDITION, "list-too-long");
        assert_non_null (strstr (world.request.error.text, "17 000"));
    }
    assert_int_equal (world_number ("select count (*) from ranking where published_at is not null"),
                      0);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.ApplicationRanked"), 0);
    give_names (20);
    assert_string_equal (build (WL_OK, "")->inputs_digest, digest);
}

static void
published_is_published (void **state)
{
    Evaluation__PublishRankingRequest in = EVALUATION__PUBLISH_RANKING_REQUEST__INIT;
    Evaluation__Ranking *out;
    (void) state;

    assert_ok (world.world.db, put_pair (1, 2, NULL));
    in.call_id = call;
    in.inputs_digest = digest;
    assert_refused (&world, evaluation_world_ask (&world, "PublishRanking", &in, NULL),
                    WL_FAILED_PRECONDITION, "ranking-changed");
    digest = in.inputs_digest = build (WL_OK, "")->inputs_digest;
    assert_ok (world.world.db, evaluation_world_ask (&world, "PublishRanking", &in, &out));
    assert_string_equal (entry_of (out, 2)->blocked_by, "WIS-1/0001");
    assert_refused (&world, put_pair (3, 4, NULL), WL_FAILED_PRECONDITION, "already-published");
    assert_int_equal (world_number ("select sum (granted_grosze)::int8 from dossier"),
                      out->recommended_grosze);
    beside_other_ways (state);
}

/* ---- the proof ---- */

static void
the_list_is_proved_and_a_changed_one_is_found (void **state)
{
    (void) state;
    assert_int_equal (proofs_run ("ranking verify " CALL),
                      EXIT_FAILURE); /* the log does not tell of it yet */
    proofs_sequence ();
    assert_int_equal (proofs_run ("ranking verify " CALL), EXIT_SUCCESS);
    assert_int_equal (proofs_run ("ranking verify " OWNER), EXIT_FAILURE); /* no such list */
    world_sql ("update ranking_entry set granted_grosze = granted_grosze + 1 where line = 1");
    assert_int_equal (proofs_run ("ranking verify " CALL), EXIT_FAILURE);
    world_sql ("update ranking_entry set granted_grosze = granted_grosze - 1 where line = 1");
    assert_int_equal (proofs_run ("ranking verify " CALL), EXIT_SUCCESS);
    /* Who changes list and record together is betrayed by the log. */
    world_sql ("update ranking set inputs = inputs || '\\x10', inputs_digest = repeat ('a', 64)");
    assert_int_equal (proofs_run ("ranking verify " CALL), EXIT_FAILURE);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_draw_counts_once_and_not_too_early),
        cmocka_unit_test (incompatible_projects_are_declared),
        cmocka_unit_test (the_list),
        cmocka_unit_test (beside_other_ways),
        cmocka_unit_test (a_list_that_cannot_be_told_is_not_published),
        cmocka_unit_test (published_is_published),
        cmocka_unit_test (the_list_is_proved_and_a_changed_one_is_found),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
