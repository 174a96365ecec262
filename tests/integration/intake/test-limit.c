/* The limit per person and the numbers, with many submitting at once (domain.md 4.8 case 1). */
#include "intake_world.h"

#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 16, ROUNDS = 5, EACH = 10 };

static intake_world_t staff;
static char *programme;

static int
set_up (void **state)
{
    (void) state;
    intake_world_migrate ();
    intake_world_init (&staff);
    intake_world_as (&staff, OWNER, WL_ROLE_OWNER, "*");
    programme = intake_world_programme (&staff);
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    intake_world_done (&staff);
    return 0;
}

static const char *
user (int number)
{
    return wl_text_printf (staff.world.arena, "01910000-0000-7000-8000-%012d", number);
}

/* ---- many at once ---- */

typedef struct submitter {
    pthread_t thread;
    pthread_barrier_t *start;
    const char *user_id;
    char *ids[EACH];
    int count;
    int accepted;
    int limited;
    int other;
} submitter_t;

static void *
submit_all (void *argument)
{
    submitter_t *self = argument;
    intake_world_t world;

    intake_world_init (&world);
    intake_world_as (&world, self->user_id, WL_ROLE_SIGNED_IN, "");
    pthread_barrier_wait (self->start);
    for (int i = 0; i < self->count; i++) {
        wl_status status = intake_world_submit (&world, self->ids[i], NULL);
        if (status == WL_OK)
            self->accepted++;
        else if (wl_text_equal (intake_world_reason (&world), "limit-reached"))
            self->limited++;
        else
            self->other++;
    }
    intake_world_done (&world);
    return NULL;
}

static submitter_t
run (submitter_t submitters[THREADS])
{
    submitter_t sum = { .count = 0 };
    pthread_barrier_t start;

    pthread_barrier_init (&start, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        submitters[i].start = &start;
        pthread_create (&submitters[i].thread, NULL, submit_all, &submitters[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join (submitters[i].thread, NULL);
        sum.accepted += submitters[i].accepted;
        sum.limited += submitters[i].limited;
        sum.other += submitters[i].other;
    }
    pthread_barrier_destroy (&start);
    return sum;
}

static char *
ready (const char *call, const char *user_id, const char *email)
{
    char *id;

    intake_world_as (&staff, user_id, WL_ROLE_SIGNED_IN, "");
    id = intake_world_apply (&staff, call, email);
    assert_int_equal (intake_world_fill (&staff, id, 1, email, "Pomysł"), WL_OK);
    return id;
}

static char *
fresh_call (const char *code, uint32_t per_person, bool withdrawn_counts)
{
    Intake__CallDefinition *definition;

    intake_world_as (&staff, OWNER, WL_ROLE_OWNER, "*");
    definition = intake_world_definition (&staff, programme, code, 0);
    definition->applications_per_person = per_person;
    definition->withdrawn_counts = withdrawn_counts;
    return intake_world_open (&staff, definition);
}

/* Sixteen accounts, one person behind them all: three places, three receipts. */
static void
one_person_in_sixteen_browsers (void **state)
{
    (void) state;
    for (int round = 0; round < ROUNDS; round++) {
        const char *code = wl_text_printf (staff.world.arena, "RACE-%d", round);
        char *call = fresh_call (code, 3, false);
        submitter_t submitters[THREADS] = { 0 };
        for (int i = 0; i < THREADS; i++) {
            submitters[i].user_id = user (1000 * (round + 1) + i);
            submitters[i].ids[0] = ready (call, submitters[i].user_id, "ta.sama@example.org");
            submitters[i].count = 1;
        }
        submitter_t sum = run (submitters);
        assert_int_equal (sum.accepted, 3);
        assert_int_equal (sum.limited, THREADS - 3);
        assert_int_equal (sum.other, 0);
    }
    assert_int_equal (world_number ("select count (*) from submission s join call c"
                                    " on c.id = s.call_id where c.code like 'RACE-%'"),
                      3 * ROUNDS);
    /* Who was refused took no number. */
    assert_int_equal (world_number ("select max (serial) from submission s join call c"
                                    " on c.id = s.call_id where c.code like 'RACE-%'"),
                      3);
}

/* One draft, sixteen clicks: one receipt, one event. */
static void
one_application_sixteen_times (void **state)
{
    char *call = fresh_call ("TWICE", 0, false);
    submitter_t submitters[THREADS] = { 0 };
    char *id = ready (call, ANNA, "raz@example.org");
    (void) state;

    for (int i = 0; i < THREADS; i++) {
        submitters[i].user_id = ANNA;
        submitters[i].ids[0] = id;
        submitters[i].count = 1;
    }
    submitter_t sum = run (submitters);
    assert_int_equal (sum.accepted, 1);
    assert_int_equal (sum.other, THREADS - 1);
    assert_int_equal (world_number ("select count (*) from submission s join call c"
                                    " on c.id = s.call_id where c.code = 'TWICE'"),
                      1);
}

static void
numbers_in_a_rush (void **state)
{
    char *call = fresh_call ("RUSH", 0, false);
    submitter_t submitters[THREADS] = { 0 };
    (void) state;

    for (int i = 0; i < THREADS; i++) {
        submitters[i].user_id = user (500 + i);
        submitters[i].count = EACH;
        for (int j = 0; j < EACH; j++)
            submitters[i].ids[j] = ready (call, submitters[i].user_id, "rush@example.org");
    }
    assert_int_equal (run (submitters).accepted, THREADS * EACH);
    assert_int_equal (world_number ("select count (distinct number) from application"
                                    " where number like 'RUSH/%'"),
                      THREADS * EACH);
    /* None failed, so none is missing. */
    assert_int_equal (world_number ("select max (serial) from submission s join call c"
                                    " on c.id = s.call_id where c.code = 'RUSH'"),
                      THREADS * EACH);
    assert_int_equal (world_number ("select count (*) from application where number = 'RUSH/0001'"),
                      1);
}

/* ---- domain.md 4.8 cases 1 and 3 ---- */

static wl_status
withdraw (char *id)
{
    Intake__WithdrawApplicationRequest in = INTAKE__WITHDRAW_APPLICATION_REQUEST__INIT;

    in.application_id = id;
    return intake_world_ask (&staff, "WithdrawApplication", &in, NULL);
}

static void
the_fourth_is_refused_when_it_is_submitted (void **state)
{
    char *call = fresh_call ("FOUR", 3, false);
    char *ids[4];
    (void) state;

    for (int i = 0; i < 4; i++)
        ids[i] = ready (call, ANNA, "anna@example.org");
    for (int i = 0; i < 3; i++)
        assert_int_equal (intake_world_submit (&staff, ids[i], NULL), WL_OK);
    assert_int_equal (intake_world_submit (&staff, ids[3], NULL), WL_FAILED_PRECONDITION);
    assert_string_equal (intake_world_reason (&staff), "limit-reached");
    assert_int_equal (intake_world_get (&staff, ids[3])->state, INTAKE__APPLICATION_STATE__DRAFT);
    assert_int_equal (withdraw (ids[0]), WL_OK);
    assert_int_equal (intake_world_submit (&staff, ids[3], NULL), WL_OK);
}

static void
withdrawn_may_count (void **state)
{
    char *call = fresh_call ("COUNTS", 1, true);
    char *first = ready (call, ANNA, "anna@example.org");
    char *second = ready (call, ANNA, "anna@example.org");
    (void) state;

    assert_int_equal (intake_world_submit (&staff, first, NULL), WL_OK);
    assert_int_equal (withdraw (first), WL_OK);
    assert_int_equal (intake_world_submit (&staff, second, NULL), WL_FAILED_PRECONDITION);
    assert_string_equal (intake_world_reason (&staff), "limit-reached");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (one_person_in_sixteen_browsers),
        cmocka_unit_test (one_application_sixteen_times),
        cmocka_unit_test (numbers_in_a_rush),
        cmocka_unit_test (the_fourth_is_refused_when_it_is_submitted),
        cmocka_unit_test (withdrawn_may_count),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
