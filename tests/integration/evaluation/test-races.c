/* Many at once: cards of one application locked together, and cards given out by several. */
#include "evaluation_world.h"

#include <pthread.h>

enum {
    APPLICATIONS = 40,
    NORTHERN = 17, /* odd on purpose: two who gave out one region each without seeing the other's
                    * cards would load some assessors more than the rest */
    ASSESSORS = 10,
    MAX_CARDS = 13, /* 130 places for 80 cards and the third ones */
    COORDINATORS = 4
};

static evaluation_world_t world;
static char call[] = CALL;

static int
set_up (void **state)
{
    (void) state;
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    for (int i = 1; i <= APPLICATIONS; i++)
        evaluation_world_submits (
            &world,
            (evaluation_application_t){ i, "idea", i <= NORTHERN ? "32" : "30", 1000000, false });
    evaluation_world_assessors (&world, ASSESSORS, MAX_CARDS);
    for (int i = 1; i <= APPLICATIONS; i++)
        assert_ok (world.world.db, evaluation_world_formal (&world, i, true));
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    evaluation_world_done (&world);
    return 0;
}

typedef struct runner {
    pthread_t thread;
    pthread_barrier_t *start;
    int number;
    int failed;
    uint32_t made;
} runner_t;

static void
run (runner_t *runners, int count, void *(*work) (void *) )
{
    pthread_barrier_t start;

    pthread_barrier_init (&start, NULL, (unsigned) count);
    for (int i = 0; i < count; i++) {
        runners[i] = (runner_t){ .start = &start, .number = i + 1 };
        pthread_create (&runners[i].thread, NULL, work, &runners[i]);
    }
    for (int i = 0; i < count; i++)
        pthread_join (runners[i].thread, NULL);
    pthread_barrier_destroy (&start);
}

/* ---- giving out ---- */

static void *
give_out (void *argument)
{
    runner_t *self = argument;
    Evaluation__AssignCardsRequest in = EVALUATION__ASSIGN_CARDS_REQUEST__INIT;
    Evaluation__AssignCardsResponse *out;
    evaluation_world_t own;

    evaluation_world_init (&own);
    evaluation_world_as (&own, KAROL, WL_ROLE_COORDINATOR, self->number % 2 == 0 ? "30" : "32");
    in.call_id = call;
    pthread_barrier_wait (self->start);
    if (evaluation_world_ask (&own, "AssignCards", &in, &out) == WL_OK)
        self->made = out->made;
    else
        self->failed++;
    evaluation_world_done (&own);
    return NULL;
}

static void
several_give_out_the_same_cards (void **state)
{
    runner_t runners[COORDINATORS];
    uint32_t made = 0;
    (void) state;

    run (runners, COORDINATORS, give_out);
    for (int i = 0; i < COORDINATORS; i++) {
        assert_int_equal (runners[i].failed, 0);
        made += runners[i].made;
    }
    assert_int_equal (made, 2 * APPLICATIONS);
    assert_int_equal (
        world_number ("select count (*) from (select from card group by application_id"
                      " having count (*) <> 2) x"),
        0);
    assert_int_equal (world_number ("select max (n) from (select count (*) as n from card"
                                    " group by assessor_user_id) x"),
                      2 * APPLICATIONS / ASSESSORS);
}

/* ---- locking: each assessor works through their cards, so both cards of an application are often
 * locked at the same moment; every third application has a gap ---- */

static void *
assess (void *argument)
{
    runner_t *self = argument;
    evaluation_world_t own;
    Evaluation__ListMyCardsResponse *cards;

    evaluation_world_init (&own);
    pthread_barrier_wait (self->start);
    do {
        cards =
            evaluation_world_cards (&own, self->number, EVALUATION__CARD_STATE__DECLARATION_DUE);
        for (size_t i = 0; i < cards->n_cards; i++) {
            int32_t points = self->number % 3 == 0 ? 1000 : 4000;
            if (evaluation_world_score (&own, self->number, cards->cards[i]->id, points, points,
                                        0) != WL_OK)
                self->failed++;
        }
    } while (cards->n_cards > 0);
    evaluation_world_done (&own);
    return NULL;
}

static void
no_decision_is_lost (void **state)
{
    runner_t runners[ASSESSORS];
    (void) state;

    /* Third cards come to those who are done already: another round takes them. */
    for (int round = 0; round < 3; round++) {
        run (runners, ASSESSORS, assess);
        for (int i = 0; i < ASSESSORS; i++)
            assert_int_equal (runners[i].failed, 0);
    }
    assert_int_equal (world_number ("select count (*) from dossier where state <> 5"), 0);
    assert_int_equal (world_number ("select count (*) from runtime.outbox"
                                    " where type = 'evaluation.ApplicationAssessed'"),
                      APPLICATIONS);
    assert_int_equal (world_number ("select count (*) from runtime.outbox"
                                    " where type = 'evaluation.ThirdAssessmentNeeded'"),
                      world_number ("select count (*) from dossier where third_rule <> ''"));
    assert_int_equal (
        world_number ("select count (*) from (select d.application_id from dossier d join card k"
                      " using (application_id, stage) group by d.application_id, d.third_rule"
                      " having count (*) <> case when third_rule = '' then 2 else 3 end) x"),
        0);
    assert_true (world_number ("select count (*) from card where third") > 0);
    assert_true (world_number ("select max (n) from (select count (*) as n from card"
                               " group by assessor_user_id) x") <= MAX_CARDS);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (several_give_out_the_same_cards),
        cmocka_unit_test (no_decision_is_lost),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
