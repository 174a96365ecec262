/* A small call from the first submission to the last decision: eight applications of two regions,
 * of every fate (domain.md 4.2, 4.8). The tests build on each other, in their order. */
#include "evaluation_world.h"

static evaluation_world_t world;
static char call[] = CALL;
static char *digest;

#define STATE(name) EVALUATION__DOSSIER_STATE__##name
#define GROUP(name) EVALUATION__LIST_GROUP__##name

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

/* ---- before the cards ---- */

static const evaluation_application_t applications[] = {
    { 1, "idea", "30", 3000000, true },  { 2, "idea", "32", 3000000, false },
    { 3, "idea", "30", 2000000, true },  { 4, "idea", "30", 2500000, false },
    { 5, "idea", "30", 1000000, false }, { 6, "idea", "32", 1000000, false },
    { 7, "idea", "30", 1000000, false }, { 8, "idea", "32", 1000000, true },
};

static Evaluation__Dossier *
dossier (int number)
{
    Evaluation__GetDossierRequest in = EVALUATION__GET_DOSSIER_REQUEST__INIT;
    Evaluation__Dossier *out;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    in.application_id = application_id (&world, number);
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetDossier", &in, &out));
    return out;
}

static void
submissions_arrive (void **state)
{
    Evaluation__Dossier *seen;
    (void) state;

    for (size_t i = 0; i < COUNT (applications); i++)
        evaluation_world_submits (&world, applications[i]);
    /* The same event once more leaves the same rows. */
    evaluation_world_submits (&world, applications[0]);
    world_sql ("insert into intake_submitted values (8)");
    assert_int_equal (world_number ("select count (*) from dossier"), 8);
    seen = dossier (1);
    assert_int_equal (seen->state, STATE (FORMAL_REVIEW));
    assert_string_equal (seen->number, "WIS-1/0001");
    assert_string_equal (seen->title, "Pomysł 1");
    assert_string_equal (seen->applicant->organisation, "Fundacja 1");
    assert_int_equal (seen->answers->n_list, 2);
    assert_int_equal (seen->amount_grosze, 3000000);
}

static void
formal_checks (void **state)
{
    (void) state;
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    for (int i = 1; i <= 8; i++)
        assert_ok (world.world.db, evaluation_world_formal (&world, i, i != 6));
    assert_refused (&world, evaluation_world_formal (&world, 1, true), WL_FAILED_PRECONDITION,
                    "not-in-formal-review");
    assert_int_equal (dossier (6)->state, STATE (FORMALLY_REJECTED));
    assert_string_equal (dossier (6)->formal_check->items[1]->reason, "Brak budżetu");
    assert_int_equal (dossier (1)->state, STATE (MERIT_REVIEW));
    assert_int_equal (evaluation_world_told (NULL, "evaluation.FormalCheckDecided"), 8);
}

/* ---- cards ---- */

static void
cards_are_given_out (void **state)
{
    (void) state;
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    assert_int_equal (evaluation_world_assign (&world), 0); /* nobody is on the list yet */
    evaluation_world_assessors (&world, 6, 20);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    assert_int_equal (evaluation_world_assign (&world), 10); /* 1, 3, 4, 5, 7: the region's own */
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (evaluation_world_assign (&world), 4); /* 2 and 8 */
    assert_int_equal (evaluation_world_assign (&world), 0);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.CardAssigned"), 14);
    assert_int_equal (world_number ("select max (n) - min (n) from (select count (*) as n from card"
                                    " group by assessor_user_id) c"),
                      1); /* 14 cards for six: two or three each */
    assert_int_equal (dossier (1)->cards_open, 2);
}

static void
a_conflict_finds_a_replacement (void **state)
{
    Evaluation__DeclareInterestRequest in = EVALUATION__DECLARE_INTEREST_REQUEST__INIT;
    Evaluation__Card *card = evaluation_world_cards (&world, 1, 0)->cards[0];
    char reason[] = "Znamy się";
    (void) state;

    in.card_id = card->id;
    in.conflict = true;
    in.reason = reason;
    assert_ok (world.world.db, evaluation_world_ask (&world, "DeclareInterest", &in, &card));
    assert_int_equal (card->state, EVALUATION__CARD_STATE__CONFLICT);
    assert_string_equal (card->title, "");
    assert_int_equal (evaluation_world_told (NULL, "evaluation.CardAssigned"), 15);
    assert_int_equal (
        world_number (wl_text_printf (world.world.arena,
                                      "select count (*) from card where application_id = '%s'"
                                      " and state = 1",
                                      card->application_id)),
        2);
    assert_refused (&world, evaluation_world_ask (&world, "DeclareInterest", &in, NULL),
                    WL_FAILED_PRECONDITION, "card-ended");
    /* Whoever declared a conflict never gets the application again. */
    world_sql (wl_text_printf (
        world.world.arena, "update card set state = 5 where application_id = '%s' and state = 1",
        card->application_id));
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    assert_int_equal (evaluation_world_assign (&world), 2);
    assert_int_equal (
        world_number (wl_text_printf (world.world.arena,
                                      "select count (*) from card where application_id = '%s'"
                                      " and state = 1 and assessor_user_id = '%s'",
                                      card->application_id, assessor_id (&world, 1))),
        0);
}

static void
a_withdrawal_voids_cards (void **state)
{
    (void) state;
    evaluation_world_withdraws (&world, 7);
    assert_int_equal (dossier (7)->state, STATE (WITHDRAWN));
    assert_int_equal (dossier (7)->cards_open, 0);
}

static void
scores_decide (void **state)
{
    (void) state;
    evaluation_world_score_all (&world, 1, 4000, 4000, 0);    /* 80 and 80 */
    evaluation_world_score_all (&world, 2, 4000, 4000, 4000); /* 80 and 40: a gap */
    evaluation_world_score_all (&world, 3, 3000, 3000, 0);
    evaluation_world_score_all (&world, 4, 3000, 3000, 0);
    evaluation_world_score_all (&world, 5, 2000, 2000, 0);
    evaluation_world_score_all (&world, 8, 2500, 3000, 1000); /* 55 and 45: a split */
    assert_int_equal (dossier (1)->state, STATE (ASSESSED));
    assert_int_equal (dossier (1)->points, 8000);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.ThirdAssessmentNeeded"), 2);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.ApplicationAssessed"), 4);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.CardLocked"), 12);
}

static Evaluation__Ranking *
build (wl_status expected, const char *reason)
{
    Evaluation__BuildRankingRequest in = EVALUATION__BUILD_RANKING_REQUEST__INIT;
    Evaluation__Ranking *out;

    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    in.call_id = call;
    assert_refused (&world, evaluation_world_ask (&world, "BuildRanking", &in, &out), expected,
                    reason);
    return out;
}

static void
too_early_for_a_list (void **state)
{
    (void) state;
    build (WL_FAILED_PRECONDITION, "call-open");
    evaluation_world_at (&world, AFTER_CALL);
    world_sql ("insert into intake_submitted values (9)");
    build (WL_FAILED_PRECONDITION, "applications-on-their-way");
    world_sql ("delete from intake_submitted where n = 9");
    build (WL_FAILED_PRECONDITION, "not-all-assessed");
}

static void
third_assessments (void **state)
{
    (void) state;
    evaluation_world_score_all (&world, 2, 3000, 3000, 0);
    evaluation_world_score_all (&world, 8, 2500, 2500, 0);
    assert_int_equal (dossier (2)->state, STATE (ASSESSED));
    assert_int_equal (dossier (2)->points, 7000);
    assert_int_equal (dossier (8)->points, 5250); /* 50 is as far from 55 as from 45: the higher */
    assert_int_equal (evaluation_world_told (NULL, "evaluation.ApplicationAssessed"), 6);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.CardLocked"), 14);
}

/* ---- the list ---- */

static Evaluation__ConsolidatedCard *
assessment (int number, wl_status expected, const char *reason)
{
    Evaluation__GetMyAssessmentRequest in = EVALUATION__GET_MY_ASSESSMENT_REQUEST__INIT;
    Evaluation__ConsolidatedCard *out;

    in.application_id = application_id (&world, number);
    assert_refused (&world, evaluation_world_ask (&world, "GetMyAssessment", &in, &out), expected,
                    reason);
    return out;
}

static void
nothing_is_told_before_the_list_is_out (void **state)
{
    Evaluation__GetResultsRequest results = EVALUATION__GET_RESULTS_REQUEST__INIT;
    Evaluation__GetFunnelRequest in = EVALUATION__GET_FUNNEL_REQUEST__INIT;
    Evaluation__Funnel *funnel;
    (void) state;

    in.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetFunnel", &in, &funnel));
    assert_int_equal (funnel->to_merit, 7);
    assert_int_equal (funnel->cards_locked + funnel->third_assessments + funnel->assessed +
                          funnel->above_threshold + funnel->recommended,
                      0);
    digest = build (WL_OK, "")->inputs_digest;
    results.call_id = call;
    assert_refused (&world, evaluation_world_ask (&world, "GetResults", &results, NULL),
                    WL_NOT_FOUND, "results-not-published");
    evaluation_world_as (&world, applicant_id (&world, 1), WL_ROLE_SIGNED_IN, "");
    assessment (1, WL_FAILED_PRECONDITION, "results-not-published");
}

static wl_status
publish (Evaluation__Ranking **ret)
{
    Evaluation__PublishRankingRequest in = EVALUATION__PUBLISH_RANKING_REQUEST__INIT;

    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    in.call_id = call;
    in.inputs_digest = digest;
    return evaluation_world_ask (&world, "PublishRanking", &in, ret);
}

static void
only_what_was_looked_at_is_published (void **state)
{
    Evaluation__Ranking *published;
    (void) state;

    evaluation_world_withdraws (&world, 8);
    assert_refused (&world, publish (NULL), WL_FAILED_PRECONDITION, "ranking-changed");
    digest = build (WL_OK, "")->inputs_digest;
    assert_string_equal (build (WL_OK, "")->inputs_digest, digest);
    assert_ok (world.world.db, publish (&published));
    assert_true (published->published);
    assert_refused (&world, publish (NULL), WL_FAILED_PRECONDITION, "already-published");
    build (WL_FAILED_PRECONDITION, "already-published");
    assert_int_equal (evaluation_world_told (NULL, "evaluation.ApplicationRanked"), 5);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.RankingPublished"), 1);
    assert_int_equal (world_number ("select count (*) from runtime.outbox where region = 'pl'"), 1);
}

typedef struct expected {
    const char *number;
    uint32_t place;
    Evaluation__ListGroup group;
    int32_t points;
    const char *tie_step;
    const char *applicant;
    const char *reason;
} expected_t;

static void
everybody_reads_the_list (void **state)
{
    static const expected_t list[] = {
        { "WIS-1/0001", 1, GROUP (RECOMMENDED), 8000, "", "Fundacja 1", "" },
        { "WIS-1/0002", 2, GROUP (RECOMMENDED), 7000, "", "", "" },
        { "WIS-1/0003", 3, GROUP (ON_RESERVE), 6000, "", "Fundacja 3", "" },
        { "WIS-1/0004", 4, GROUP (NOT_SELECTED), 6000, "lower-amount", "", "" },
        { "WIS-1/0005", 5, GROUP (BELOW_THRESHOLD), 4000, "", "", "" },
        { "WIS-1/0006", 0, GROUP (REJECTED_FORMALLY), 0, "", "", "Wniosek jest kompletny" },
    };
    Evaluation__GetResultsRequest in = EVALUATION__GET_RESULTS_REQUEST__INIT;
    Evaluation__Ranking *out;
    (void) state;

    world.request.actor = NULL;
    in.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetResults", &in, &out));
    assert_int_equal (out->n_entries, COUNT (list));
    assert_int_equal (out->recommended_grosze, 6000000);
    assert_string_equal (out->stage, "idea");
    for (size_t i = 0; i < COUNT (list); i++) {
        const Evaluation__RankingEntry *entry = out->entries[i];
        assert_string_equal (entry->number, list[i].number);
        assert_int_equal (entry->place, list[i].place);
        assert_int_equal (entry->group, list[i].group);
        assert_int_equal (entry->points, list[i].points);
        assert_string_equal (entry->tie_step, list[i].tie_step);
        assert_string_equal (entry->applicant, list[i].applicant);
        assert_string_equal (entry->reason, list[i].reason);
    }
}

static void
the_funnel (void **state)
{
    Evaluation__GetFunnelRequest in = EVALUATION__GET_FUNNEL_REQUEST__INIT;
    Evaluation__Funnel *out;
    (void) state;

    in.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetFunnel", &in, &out));
    assert_int_equal (out->submitted, 8);
    assert_int_equal (out->formally_rejected, 1);
    assert_int_equal (out->to_merit, 7);
    assert_int_equal (out->cards_locked, 14);
    assert_int_equal (out->third_assessments, 2);
    assert_int_equal (out->assessed, 6);
    assert_int_equal (out->above_threshold, 5);
    assert_int_equal (out->recommended, 2);
    assert_int_equal (out->on_reserve, 1);
    assert_int_equal (out->recommended_grosze, 6000000);
    assert_int_equal (out->completed, 0);
    assert_int_equal (out->withdrawn, 2);
    assert_int_equal (out->n_regions, 2);
    assert_string_equal (out->regions[0]->region, "30");
    assert_int_equal (out->regions[0]->submitted, 5);
    assert_int_equal (out->regions[0]->recommended, 1);
    assert_int_equal (out->regions[1]->submitted, 3);
}

/* 80 and 40 and a third of 60: the third and the higher count, in points and in reasons. */
static void
applicants_read_their_consolidated_card (void **state)
{
    Evaluation__ConsolidatedCard *card;
    (void) state;

    evaluation_world_as (&world, applicant_id (&world, 2), WL_ROLE_SIGNED_IN, "");
    card = assessment (2, WL_OK, "");
    assert_int_equal (card->points, 7000);
    assert_int_equal (card->threshold, 5000);
    assert_true (card->passed);
    assert_int_equal (card->cards, 2);
    assert_int_equal (card->place, 2);
    assert_int_equal (card->group, GROUP (RECOMMENDED));
    assert_int_equal (card->n_criteria, 3);
    assert_string_equal (card->criteria[1]->criterion, "novelty");
    assert_string_equal (card->criteria[1]->title->pl, "Nowość");
    assert_int_equal (card->criteria[1]->points, 3500);
    assert_int_equal (card->criteria[1]->max_points, 5000);
    assert_int_equal (card->criteria[1]->n_reasons, 2);
    assessment (1, WL_NOT_FOUND, ""); /* somebody else's */
    evaluation_world_as_peer (&world, "notification");
    assert_int_equal (assessment (6, WL_OK, "")->group, GROUP (REJECTED_FORMALLY));
}

/* ---- later stages ---- */

static wl_status
decide (int number, const char *stage, Evaluation__StageOutcome outcome)
{
    Evaluation__DecideStageRequest in = EVALUATION__DECIDE_STAGE_REQUEST__INIT;
    char reason[] = "Plan jest wykonalny.";

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    in.application_id = application_id (&world, number);
    in.stage = wl_text_copy (world.world.arena, stage);
    in.outcome = outcome;
    in.reason = reason;
    return evaluation_world_ask (&world, "DecideStage", &in, NULL);
}

#define OUTCOME(name) EVALUATION__STAGE_OUTCOME__##name

static void
submit_stage (const char *stage, const char *time)
{
    evaluation_world_at (&world, time);
    evaluation_world_submits (&world, (evaluation_application_t){ 1, stage, "30", 3000000, true });
}

static void
a_commission_decides (void **state)
{
    (void) state;
    assert_refused (&world, decide (1, "idea", OUTCOME (GO_ON)), WL_FAILED_PRECONDITION,
                    "no-decision-due");
    submit_stage ("specification", "2026-06-01T12:00:00Z");
    assert_int_equal (dossier (1)->state, STATE (DECISION_DUE));
    assert_refused (&world, decide (1, "idea", OUTCOME (GO_ON)), WL_FAILED_PRECONDITION,
                    "other-stage");
    assert_ok (world.world.db, decide (1, "specification", OUTCOME (RETURN)));
    assert_refused (&world, decide (1, "specification", OUTCOME (GO_ON)), WL_FAILED_PRECONDITION,
                    "no-decision-due");
    submit_stage ("specification", "2026-06-10T12:00:00Z");
    assert_ok (world.world.db, decide (1, "specification", OUTCOME (GO_ON)));
    submit_stage ("report", "2027-01-10T12:00:00Z");
    assert_ok (world.world.db, decide (1, "report", OUTCOME (GO_ON)));
    assert_int_equal (evaluation_world_told (NULL, "evaluation.StageDecided"), 3);
    assert_int_equal (world_number ("select count (*) from decision"), 3);
}

/* The list and the card of the first stage are what they were; the funnel goes on. */
static void
the_record_stays (void **state)
{
    Evaluation__GetFunnelRequest in = EVALUATION__GET_FUNNEL_REQUEST__INIT;
    Evaluation__Funnel *out;
    (void) state;

    everybody_reads_the_list (state);
    evaluation_world_as (&world, applicant_id (&world, 1), WL_ROLE_SIGNED_IN, "");
    assert_int_equal (assessment (1, WL_OK, "")->points, 8000);
    in.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetFunnel", &in, &out));
    assert_int_equal (out->completed, 1);
    assert_int_equal (out->submitted, 8);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (submissions_arrive),
        cmocka_unit_test (formal_checks),
        cmocka_unit_test (cards_are_given_out),
        cmocka_unit_test (a_conflict_finds_a_replacement),
        cmocka_unit_test (a_withdrawal_voids_cards),
        cmocka_unit_test (scores_decide),
        cmocka_unit_test (too_early_for_a_list),
        cmocka_unit_test (third_assessments),
        cmocka_unit_test (nothing_is_told_before_the_list_is_out),
        cmocka_unit_test (only_what_was_looked_at_is_published),
        cmocka_unit_test (everybody_reads_the_list),
        cmocka_unit_test (the_funnel),
        cmocka_unit_test (applicants_read_their_consolidated_card),
        cmocka_unit_test (a_commission_decides),
        cmocka_unit_test (the_record_stays),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
