/* The final evaluation: cards in words, recommendations, the carer's opinion, the decision; and
 * carers as a source of conflicts of interest. */
#include "evaluation_world.h"

#include <string.h>

static evaluation_world_t world;

#define CARER         "01910000-0000-7000-8000-0000000000cc"
#define OTHER         "01910000-0000-7000-8000-0000000000cd"
#define OUTCOME(name) EVALUATION__STAGE_OUTCOME__##name
#define STATE(name)   EVALUATION__DOSSIER_STATE__##name

static int
set_up (void **state)
{
    (void) state;
    evaluation_world_call (CALL_FOLDER "/call-final.json");
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    evaluation_world_submits (&world,
                              (evaluation_application_t){ 1, "report", "30", 1000000, true, 0 });
    evaluation_world_assessors (&world, 3, 20);
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    evaluation_world_done (&world);
    return 0;
}

static char *
text (const char *of)
{
    return wl_text_copy (world.world.arena, of);
}

static void
as_coordinator (void)
{
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
}

/* ---- carers ---- */

static wl_status
appoint (const char *user_id, Evaluation__Carer **ret)
{
    Evaluation__PutCarerRequest in = EVALUATION__PUT_CARER_REQUEST__INIT;

    in.application_id = application_id (&world, 1);
    in.user_id = text (user_id);
    return evaluation_world_ask (&world, "PutCarer", &in, ret);
}

/* Assessor 1 cared for it once, so they never assess it, and the list of conflicts says why. */
static void
a_carer_does_not_assess (void **state)
{
    Evaluation__FindConflictsRequest find = EVALUATION__FIND_CONFLICTS_REQUEST__INIT;
    Evaluation__FindConflictsResponse *found;
    Evaluation__Carer *carer;
    (void) state;

    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (appoint (CARER, NULL), WL_NOT_FOUND);
    as_coordinator ();
    assert_ok (world.world.db, appoint (assessor_id (&world, 1), &carer));
    assert_ok (world.world.db, appoint (CARER, &carer));
    assert_string_equal (carer->user_id, CARER);
    assert_ok (world.world.db, appoint (CARER, &carer)); /* twice is once */
    assert_int_equal (evaluation_world_told (NULL, "evaluation.CarerAppointed"), 2);
    assert_int_equal (world_number ("select count (*) from carer where ended_at is null"), 1);
    find.call_id = text (CALL);
    find.user_id = assessor_id (&world, 1);
    assert_ok (world.world.db, evaluation_world_ask (&world, "FindConflicts", &find, &found));
    assert_int_equal (found->n_conflicts, 1);
    assert_int_equal (found->conflicts[0]->kind, EVALUATION__CONFLICT_KIND__CARED_FOR);
    assert_int_equal (evaluation_world_assign (&world), 2); /* 2 and 3 */
    assert_int_equal (evaluation_world_cards (&world, 1, 0)->n_cards, 0);
}

/* ---- cards ---- */

static Evaluation__Scores *
words_of (Evaluation__StageOutcome recommendation)
{
    static const char *const keys[] = { "effectiveness", "efficiency", "durability", "potential" };
    Evaluation__Scores *scores =
        (Evaluation__Scores *) wl_message_new (world.world.arena, &evaluation__scores__descriptor);

    scores->list = wl_arena_array (world.world.arena, COUNT (keys), sizeof *scores->list);
    for (size_t i = 0; i < COUNT (keys); i++) {
        Evaluation__CriterionScore *score = (Evaluation__CriterionScore *) wl_message_new (
            world.world.arena, &evaluation__criterion_score__descriptor);
        score->criterion = text (keys[i]);
        score->reason = wl_text_printf (world.world.arena, "Dobrze to opisano: %s.", keys[i]);
        scores->list[scores->n_list++] = score;
    }
    scores->recommendation = recommendation;
    return scores;
}

static wl_status
assess (int assessor, Evaluation__StageOutcome recommendation)
{
    Evaluation__DeclareInterestRequest declare = EVALUATION__DECLARE_INTEREST_REQUEST__INIT;
    Evaluation__SaveCardRequest save = EVALUATION__SAVE_CARD_REQUEST__INIT;
    Evaluation__LockCardRequest lock = EVALUATION__LOCK_CARD_REQUEST__INIT;
    Evaluation__Card *card = evaluation_world_cards (&world, assessor, 0)->cards[0];

    declare.card_id = save.card_id = lock.card_id = card->id;
    WL_TRY (evaluation_world_ask (&world, "DeclareInterest", &declare, &card));
    save.version = card->version;
    save.scores = words_of (recommendation);
    WL_TRY (evaluation_world_ask (&world, "SaveCard", &save, &card));
    lock.version = card->version;
    return evaluation_world_ask (&world, "LockCard", &lock, NULL);
}

static wl_status
decide (Evaluation__StageOutcome outcome)
{
    Evaluation__DecideStageRequest in = EVALUATION__DECIDE_STAGE_REQUEST__INIT;

    as_coordinator ();
    in.application_id = application_id (&world, 1);
    in.stage = text ("report");
    in.outcome = outcome;
    in.reason = text ("Test się udał i inni chcą go powtórzyć.");
    return evaluation_world_ask (&world, "DecideStage", &in, NULL);
}

static int64_t
state_now (void)
{
    return world_number ("select state from dossier where current");
}

static void
cards_come_before_the_decision (void **state)
{
    (void) state;
    assert_int_equal (state_now (), STATE (MERIT_REVIEW));
    assert_refused (&world, decide (OUTCOME (GO_ON)), WL_FAILED_PRECONDITION, "no-decision-due");
    assert_int_equal (assess (2, 0), WL_INVALID_ARGUMENT); /* what would they do? */
    assert_string_equal (world.request.error.fields[0].field, "scores.recommendation");
    assert_ok (world.world.db, assess (2, OUTCOME (GO_ON)));
    assert_int_equal (state_now (), STATE (MERIT_REVIEW));
    assert_ok (world.world.db, assess (3, OUTCOME (RETURN)));
    assert_int_equal (state_now (), STATE (DECISION_DUE));
}

/* ---- the carer's opinion ---- */

static wl_status
write_opinion (const char *user_id)
{
    Evaluation__PutCarerOpinionRequest in = EVALUATION__PUT_CARER_OPINION_REQUEST__INIT;

    evaluation_world_as (&world, user_id, WL_ROLE_CARER, "30");
    in.application_id = application_id (&world, 1);
    in.stage = text ("report");
    in.recommendation = OUTCOME (GO_ON);
    in.text = text ("Towarzyszę im od początku i widzę, że umieją to prowadzić dalej.");
    return evaluation_world_ask (&world, "PutCarerOpinion", &in, NULL);
}

static Evaluation__ListAccompaniedInnovationsResponse *
innovations (const char *user_id)
{
    Evaluation__ListAccompaniedInnovationsRequest in =
        EVALUATION__LIST_ACCOMPANIED_INNOVATIONS_REQUEST__INIT;
    Evaluation__ListAccompaniedInnovationsResponse *out;

    evaluation_world_as (&world, user_id, WL_ROLE_CARER, "30");
    assert_ok (world.world.db,
               evaluation_world_ask (&world, "ListAccompaniedInnovations", &in, &out));
    return out;
}

static void
the_decision_waits_for_the_carer (void **state)
{
    (void) state;
    assert_refused (&world, decide (OUTCOME (GO_ON)), WL_FAILED_PRECONDITION, "carer-opinion-due");
    assert_int_equal (innovations (OTHER)->n_innovations, 0);
    assert_int_equal (innovations (CARER)->n_innovations, 1);
    assert_true (innovations (CARER)->innovations[0]->opinion_due);
    assert_int_equal (write_opinion (OTHER), WL_NOT_FOUND);
    assert_int_equal (write_opinion (assessor_id (&world, 1)), WL_NOT_FOUND); /* no longer */
    assert_ok (world.world.db, write_opinion (CARER));
    assert_false (innovations (CARER)->innovations[0]->opinion_due);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.CarerOpinionWritten"), 1);
}

/* ---- the whole ---- */

static wl_status
stage_assessment (Evaluation__StageAssessment **ret)
{
    Evaluation__GetStageAssessmentRequest in = EVALUATION__GET_STAGE_ASSESSMENT_REQUEST__INIT;

    in.application_id = application_id (&world, 1);
    return evaluation_world_ask (&world, "GetStageAssessment", &in, ret);
}

static wl_status
my_assessment (const char *user_id, Evaluation__ConsolidatedCard **ret)
{
    Evaluation__GetMyAssessmentRequest in = EVALUATION__GET_MY_ASSESSMENT_REQUEST__INIT;

    evaluation_world_as (&world, user_id, WL_ROLE_SIGNED_IN, "");
    in.application_id = application_id (&world, 1);
    in.stage = text ("report");
    return evaluation_world_ask (&world, "GetMyAssessment", &in, ret);
}

static void
the_final_recommendation (void **state)
{
    Evaluation__StageAssessment *whole;
    Evaluation__ConsolidatedCard *mine;
    (void) state;

    assert_refused (&world, my_assessment (applicant_id (&world, 1), NULL), WL_FAILED_PRECONDITION,
                    "results-not-published");
    as_coordinator ();
    assert_ok (world.world.db, stage_assessment (&whole));
    assert_int_equal (whole->n_cards, 2);
    assert_int_equal (whole->cards[0]->scores->recommendation +
                          whole->cards[1]->scores->recommendation,
                      OUTCOME (GO_ON) + OUTCOME (RETURN));
    assert_non_null (whole->carer_opinion);
    assert_null (whole->decision);
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (stage_assessment (NULL), WL_NOT_FOUND);
    assert_ok (world.world.db, decide (OUTCOME (GO_ON)));
    assert_int_equal (state_now (), STATE (DECIDED));
    assert_int_equal (evaluation_world_told (NULL, "evaluation.StageDecided"), 1);
    assert_ok (world.world.db, my_assessment (applicant_id (&world, 1), &mine));
    assert_int_equal (mine->n_criteria, 4);
    assert_int_equal (mine->criteria[0]->n_reasons, 2);
    assert_int_equal (mine->n_recommendations, 2);
    assert_int_equal (mine->decision->outcome, OUTCOME (GO_ON));
    assert_int_equal (mine->carer_opinion->recommendation, OUTCOME (GO_ON));
    assert_int_equal (my_assessment (applicant_id (&world, 2), NULL), WL_NOT_FOUND);
    assert_refused (&world, write_opinion (CARER), WL_FAILED_PRECONDITION, "no-opinion-now");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_carer_does_not_assess),
        cmocka_unit_test (cards_come_before_the_decision),
        cmocka_unit_test (the_decision_waits_for_the_carer),
        cmocka_unit_test (the_final_recommendation),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
