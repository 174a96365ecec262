#include "world.h"

#include <pthread.h>

#include "db/timer.h"
#include "google/protobuf/timestamp.pb-c.h"

#define NOW ((wl_time_t) 1795474799123456)

static const char *const kinds[] = { "remind", "close" };

WL_SQL (add_run, "insert into run (kind, key) values ($1, $2)");

static int
set_up (void **state)
{
    static world_t world;

    world_sql ("drop schema if exists runtime cascade; drop table if exists run");
    world_migrate ("create table run (kind text, key text)");
    world = world_new ();
    *state = &world;
    return 0;
}

static int
tear_down (void **state)
{
    world_destroy (*state);
    return 0;
}

static void
put (world_t *world, const char *kind, const char *key, wl_time_t due)
{
    wl_db_begin (world->db);
    wl_timer_put (world->db, kind, key, due, NULL);
    assert_ok (world->db, wl_db_commit (world->db));
}

static wl_status
claim (world_t *world, wl_time_t now, wl_time_t lease, wl_timer_t *ret, wl_time_t *ret_next)
{
    return wl_timer_claim (world->db, kinds, COUNT (kinds), now, lease, ret, ret_next);
}

static void
a_timer_runs_when_it_is_due_and_once (void **state)
{
    world_t *world = *state;
    wl_timer_t timer;
    wl_time_t next = 1;

    wl_db_begin (world->db);
    assert_status (claim (world, NOW, 0, &timer, &next), WL_NOT_FOUND);
    assert_true (next == 0);
    assert_ok (world->db, wl_db_commit (world->db));

    put (world, "remind", "a", NOW + WL_SECOND);
    put (world, "other", "a", NOW);
    wl_db_begin (world->db);
    assert_status (claim (world, NOW, 0, &timer, &next), WL_NOT_FOUND);
    assert_true (next == NOW + WL_SECOND);
    assert_ok (world->db, claim (world, next, 0, &timer, &next));
    assert_string_equal (timer.kind, "remind");
    assert_string_equal (timer.key, "a");
    assert_true (timer.due == NOW + WL_SECOND);
    assert_int_equal (timer.attempts, 0);
    assert_int_equal (timer.payload.length, 0);
    wl_timer_done (world->db, &timer);
    assert_ok (world->db, wl_db_commit (world->db));
    assert_int_equal (world_number ("select count (*) from runtime.timers"), 1);
}

static void
the_earliest_of_all_kinds_comes_first (void **state)
{
    world_t *world = *state;
    const char *expected[] = { "c", "a", "d", "b" };
    wl_timer_t timer;

    put (world, "remind", "a", NOW - 3 * WL_SECOND);
    put (world, "remind", "b", NOW - 1 * WL_SECOND);
    put (world, "close", "c", NOW - 4 * WL_SECOND);
    put (world, "close", "d", NOW - 2 * WL_SECOND);
    for (size_t i = 0; i < COUNT (expected); i++) {
        wl_db_begin (world->db);
        assert_ok (world->db, claim (world, NOW, 0, &timer, NULL));
        assert_string_equal (timer.key, expected[i]);
        wl_timer_done (world->db, &timer);
        assert_ok (world->db, wl_db_commit (world->db));
    }
}

static void
setting_a_timer_again_moves_it (void **state)
{
    world_t *world = *state;
    wl_timer_t timer;
    wl_time_t next;

    put (world, "remind", "a", NOW);
    put (world, "remind", "a", NOW + WL_MINUTE);
    wl_db_begin (world->db);
    assert_status (claim (world, NOW, 0, &timer, &next), WL_NOT_FOUND);
    assert_true (next == NOW + WL_MINUTE);
    wl_timer_delete (world->db, "remind", "a");
    assert_status (claim (world, NOW + WL_HOUR, 0, &timer, &next), WL_NOT_FOUND);
    assert_true (next == 0);
    assert_ok (world->db, wl_db_commit (world->db));
}

/* Work on the old setting must not remove the new one. */
static void
a_timer_set_again_while_it_runs_runs_again (void **state)
{
    world_t *world = *state;
    world_t other = world_new ();
    wl_timer_t timer;

    put (world, "remind", "a", NOW);
    wl_db_begin (world->db);
    assert_ok (world->db, claim (world, NOW, 0, &timer, NULL));
    put (&other, "remind", "a", NOW);
    wl_timer_done (world->db, &timer);
    assert_ok (world->db, wl_db_commit (world->db));
    wl_db_begin (world->db);
    assert_ok (world->db, claim (world, NOW, 0, &timer, NULL));
    wl_timer_done (world->db, &timer);
    assert_ok (world->db, wl_db_commit (world->db));
    assert_int_equal (world_number ("select count (*) from runtime.timers"), 0);
    world_destroy (&other);
}

static void
a_timer_whose_transaction_fails_is_due_still (void **state)
{
    world_t *world = *state;
    wl_timer_t timer;
    wl_time_t next;

    put (world, "remind", "a", NOW);
    wl_db_begin (world->db);
    assert_ok (world->db, claim (world, NOW, 0, &timer, NULL));
    wl_timer_done (world->db, &timer);
    wl_db_rollback (world->db);

    wl_db_begin (world->db);
    wl_timer_failed (world->db, &timer, NOW + WL_MINUTE, "no reason");
    assert_ok (world->db, wl_db_commit (world->db));
    wl_db_begin (world->db);
    assert_status (claim (world, NOW, 0, &timer, &next), WL_NOT_FOUND);
    assert_true (next == NOW + WL_MINUTE);
    assert_ok (world->db, claim (world, next, 0, &timer, NULL));
    assert_int_equal (timer.attempts, 1);
    assert_true (timer.due == NOW);
    wl_db_rollback (world->db);
}

static void
a_lease_outlives_its_transaction_and_runs_out (void **state)
{
    world_t *world = *state;
    world_t other = world_new ();
    wl_timer_t timer, taken;
    wl_time_t next;

    put (world, "remind", "a", NOW);
    wl_db_begin (world->db);
    assert_ok (world->db, claim (world, NOW, WL_MINUTE, &timer, NULL));
    assert_ok (world->db, wl_db_commit (world->db));
    assert_string_equal (timer.key, "a"); /* it stays readable after the commit */

    wl_db_begin (other.db);
    assert_status (claim (&other, NOW + WL_SECOND, WL_MINUTE, &taken, &next), WL_NOT_FOUND);
    assert_true (next == NOW + WL_MINUTE);
    assert_ok (other.db, claim (&other, NOW + WL_MINUTE, WL_MINUTE, &taken, NULL));
    assert_ok (other.db, wl_db_commit (other.db));
    assert_int_equal (taken.id, timer.id);
    wl_db_begin (other.db);
    wl_timer_done (other.db, &taken);
    assert_ok (other.db, wl_db_commit (other.db));

    /* the one who was too slow finds nothing to finish, and that is no failure */
    wl_db_begin (world->db);
    wl_timer_done (world->db, &timer);
    wl_timer_failed (world->db, &timer, NOW, "too slow");
    assert_ok (world->db, wl_db_commit (world->db));
    assert_int_equal (world_number ("select count (*) from runtime.timers"), 0);
    world_destroy (&other);
}

static void
a_payload_comes_along (void **state)
{
    world_t *world = *state;
    Google__Protobuf__Timestamp *payload = wl_timestamp (world->arena, NOW);
    ProtobufCMessage *message;
    wl_timer_t timer;

    wl_db_begin (world->db);
    wl_timer_put (world->db, "close", "x", NOW, &payload->base);
    assert_ok (world->db, wl_db_commit (world->db));
    wl_db_begin (world->db);
    assert_ok (world->db, claim (world, NOW, 0, &timer, NULL));
    assert_ok (world->db, wl_db_commit (world->db));
    assert_ok (world->db, wl_message_unpack (world->arena, payload->base.descriptor,
                                             timer.payload.data, timer.payload.length, &message));
    assert_true (wl_timestamp_time ((Google__Protobuf__Timestamp *) message) == NOW);
}

/* ---- many workers ---- */

typedef struct worker {
    world_t world;
    wl_time_t lease;
    int runs;
    wl_status status;
} worker_t;

static wl_status
work_once (worker_t *self)
{
    wl_db_t *db = self->world.db;
    wl_timer_t timer;

    wl_db_begin (db);
    WL_TRY (claim (&self->world, NOW, self->lease, &timer, NULL));
    if (self->lease > 0) {
        WL_TRY (wl_db_commit (db));
        wl_db_begin (db);
    }
    wl_defer (db, &add_run, wl_p_text (timer.kind), wl_p_text (timer.key));
    wl_timer_done (db, &timer);
    WL_TRY (wl_db_commit (db));
    self->runs++;
    return WL_OK;
}

static void *
work (void *argument)
{
    worker_t *self = argument;

    while (self->status == WL_OK) {
        self->status = work_once (self);
        wl_db_rollback (self->world.db);
        wl_arena_reset (self->world.arena);
    }
    return NULL;
}

static void
many_workers_run_each_timer_once (wl_time_t lease)
{
    enum { WORKERS = 8, TIMERS = 1000 };
    worker_t workers[WORKERS];
    pthread_t threads[WORKERS];
    int runs = 0;

    world_sql ("insert into runtime.timers (kind, key, ready, due, payload)"
               " select case when i % 3 = 0 then 'close' else 'remind' end, i, '2020-01-01',"
               "        '2020-01-01', '' from generate_series (1, 1000) i");
    for (int i = 0; i < WORKERS; i++)
        workers[i] = (worker_t){ .world = world_new (), .lease = lease };
    for (int i = 0; i < WORKERS; i++)
        pthread_create (&threads[i], NULL, work, &workers[i]);
    for (int i = 0; i < WORKERS; i++) {
        pthread_join (threads[i], NULL);
        assert_status (workers[i].status, WL_NOT_FOUND);
        runs += workers[i].runs;
        world_destroy (&workers[i].world);
    }
    assert_int_equal (runs, TIMERS);
    assert_int_equal (world_number ("select count (*) from run"), TIMERS);
    assert_int_equal (world_number ("select count (distinct (kind, key)) from run"), TIMERS);
    assert_int_equal (world_number ("select count (*) from runtime.timers"), 0);
}

static void
many_workers_run_each_timer_once_in_the_claiming_transaction (void **state)
{
    (void) state;
    many_workers_run_each_timer_once (0);
}

static void
many_workers_run_each_timer_once_under_a_lease (void **state)
{
    (void) state;
    many_workers_run_each_timer_once (WL_MINUTE);
}

/* ---- back-off ---- */

static void
back_off_doubles_up_to_a_quarter_of_an_hour (void **state)
{
    (void) state;
    for (int attempts = -1; attempts < 100; attempts++) {
        int doublings = attempts < 1 ? 0 : attempts - 1;
        wl_time_t longest = doublings > 9 ? 15 * WL_MINUTE : WL_SECOND << doublings;
        wl_time_t sum = 0;
        if (longest > 15 * WL_MINUTE)
            longest = 15 * WL_MINUTE;
        for (int i = 0; i < 1000; i++) {
            wl_time_t wait = wl_timer_backoff (attempts);
            assert_in_range (wait, 1, longest);
            sum += wait;
        }
        /* full jitter: half of the longest on average */
        assert_in_range (sum / 1000, longest * 4 / 10, longest * 6 / 10);
    }
}

int
main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST (a_timer_runs_when_it_is_due_and_once),
        TEST (the_earliest_of_all_kinds_comes_first),
        TEST (setting_a_timer_again_moves_it),
        TEST (a_timer_set_again_while_it_runs_runs_again),
        TEST (a_timer_whose_transaction_fails_is_due_still),
        TEST (a_lease_outlives_its_transaction_and_runs_out),
        TEST (a_payload_comes_along),
        TEST (many_workers_run_each_timer_once_in_the_claiming_transaction),
        TEST (many_workers_run_each_timer_once_under_a_lease),
        cmocka_unit_test (back_off_doubles_up_to_a_quarter_of_an_hour),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
