/* What goes wrong by itself: deadlocks, timeouts, servers that go away. */
#include "world.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

WL_SQL (one, "select 1");
WL_SQL (backend, "select pg_backend_pid ()");
WL_SQL (update_item, "update item set note = note || 'x' where id = $1");
WL_SQL (insert_item, "insert into item (id, note) values ($1, $2)");
WL_SQL (serializable, "set transaction isolation level serializable");
WL_SQL (sum_items, "select sum (length (note)) from item");
WL_SQL (short_statement, "set statement_timeout = '100ms'");
WL_SQL (short_lock, "set lock_timeout = '100ms'");
WL_SQL (sleep_long, "select pg_sleep (20)");
WL_SQL (all_items, "select * from item where id = 1");
WL_SQL (cast_text, "select $1::text::int");
WL_SQL (insert_child, "insert into child (item) values ($1)");
WL_SQL (disk_full, "do $$ begin raise exception using errcode = 'disk_full'; end $$");
WL_SQL (overlap, "insert into booking (during) values (int4range ($1::int, $2::int))");

static int
set_up (void **state)
{
    static world_t world;

    world_sql (
        "drop table if exists child; drop table if exists item; drop table if exists booking;"
        "create table item (id bigint primary key, note text not null);"
        "create table child (item bigint references item);"
        "create table booking (during int4range, exclude using gist (during with &&));"
        "insert into item select i, 'item' from generate_series (1, 10) i");
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

static int64_t
backend_of (world_t *world)
{
    wl_rows_t rows;

    assert_ok (world->db, wl_run (world->db, &backend, &rows));
    return wl_row_int (&rows, 0, 0);
}

static void
kill_backend (int64_t pid)
{
    char sql[100];

    snprintf (sql, sizeof sql, "select pg_terminate_backend (%lld, 5000)", (long long) pid);
    world_sql (sql);
}

/* ---- constraints ---- */

static void
each_kind_of_constraint_has_its_status (void **state)
{
    world_t *world = *state;

    assert_status (wl_run (world->db, &insert_item, NULL, wl_p_int (1), wl_p_text ("x")),
                   WL_ALREADY_EXISTS);
    assert_string_equal (wl_db_constraint (world->db), "item_pkey");
    assert_status (wl_run (world->db, &insert_item, NULL, wl_p_int (99), wl_p_text (NULL)),
                   WL_FAILED_PRECONDITION);
    assert_string_equal (wl_db_constraint (world->db), "");
    assert_status (wl_run (world->db, &insert_child, NULL, wl_p_int (99)), WL_FAILED_PRECONDITION);
    assert_string_equal (wl_db_constraint (world->db), "child_item_fkey");
    assert_ok (world->db, wl_run (world->db, &overlap, NULL, wl_p_int (1), wl_p_int (5)));
    assert_status (wl_run (world->db, &overlap, NULL, wl_p_int (2), wl_p_int (3)),
                   WL_FAILED_PRECONDITION);
    assert_string_equal (wl_db_constraint (world->db), "booking_during_excl");
    assert_false (wl_db_may_retry (world->db));
}

static void
an_error_tells_no_value (void **state)
{
    world_t *world = *state;

    assert_status (wl_run (world->db, &cast_text, NULL, wl_p_text ("Zofia")), WL_INTERNAL);
    assert_null (strstr (wl_db_error (world->db), "Zofia"));
    assert_non_null (strstr (wl_db_error (world->db), "cast_text"));
    assert_non_null (strstr (wl_db_error (world->db), "22P02"));
}

/* ---- conflicts ---- */

typedef struct crossing {
    world_t world;
    int64_t first, second;
    pthread_barrier_t *barrier;
    wl_status status;
    bool may_retry;
} crossing_t;

static void *
cross (void *argument)
{
    crossing_t *self = argument;

    wl_db_begin (self->world.db);
    self->status = wl_run (self->world.db, &update_item, NULL, wl_p_int (self->first));
    pthread_barrier_wait (self->barrier);
    if (self->status == WL_OK)
        self->status = wl_run (self->world.db, &update_item, NULL, wl_p_int (self->second));
    if (self->status == WL_OK)
        self->status = wl_db_commit (self->world.db);
    self->may_retry = wl_db_may_retry (self->world.db);
    wl_db_rollback (self->world.db);
    return NULL;
}

static void
of_two_in_a_deadlock_one_goes_on_and_one_may_retry (void **state)
{
    pthread_barrier_t barrier;
    pthread_t threads[2];
    crossing_t sides[2] = { { world_new (), 1, 2, &barrier, WL_OK, false },
                            { world_new (), 2, 1, &barrier, WL_OK, false } };
    int loser;

    (void) state;
    pthread_barrier_init (&barrier, NULL, 2);
    for (int i = 0; i < 2; i++)
        pthread_create (&threads[i], NULL, cross, &sides[i]);
    for (int i = 0; i < 2; i++)
        pthread_join (threads[i], NULL);
    loser = sides[0].status == WL_OK ? 1 : 0;
    assert_status (sides[1 - loser].status, WL_OK);
    assert_status (sides[loser].status, WL_ABORTED);
    assert_true (sides[loser].may_retry);
    assert_non_null (strstr (wl_db_error (sides[loser].world.db), "40P01"));
    for (int i = 0; i < 2; i++)
        world_destroy (&sides[i].world);
    pthread_barrier_destroy (&barrier);
}

static void
a_serialization_failure_may_be_retried (void **state)
{
    world_t *world = *state;
    world_t other = world_new ();
    wl_status status;

    wl_db_begin (world->db);
    wl_defer (world->db, &serializable);
    assert_ok (world->db, wl_run (world->db, &sum_items, NULL));
    wl_db_begin (other.db);
    wl_defer (other.db, &serializable);
    assert_ok (other.db, wl_run (other.db, &sum_items, NULL));
    wl_defer (other.db, &update_item, wl_p_int (1));
    assert_ok (other.db, wl_db_commit (other.db));
    wl_defer (world->db, &update_item, wl_p_int (2));
    status = wl_db_commit (world->db);
    assert_status (status, WL_ABORTED);
    assert_true (wl_db_may_retry (world->db));
    assert_non_null (strstr (wl_db_error (world->db), "40001"));
    assert_false (wl_db_in_transaction (world->db));
    world_destroy (&other);
}

/* So that an event waits for room, and does not end among the dead letters after its tries. */
static void
a_full_disk_heals_with_time (void **state)
{
    world_t *world = *state;

    assert_status (wl_run (world->db, &disk_full, NULL), WL_UNAVAILABLE);
    assert_false (wl_db_may_retry (world->db));
    assert_true (wl_db_connected (world->db));
}

static void
a_lock_timeout_may_be_retried (void **state)
{
    world_t *world = *state;
    world_t other = world_new ();

    wl_db_begin (other.db);
    assert_ok (other.db, wl_run (other.db, &update_item, NULL, wl_p_int (1)));
    assert_ok (world->db, wl_run (world->db, &short_lock, NULL));
    assert_status (wl_run (world->db, &update_item, NULL, wl_p_int (1)), WL_DEADLINE_EXCEEDED);
    assert_true (wl_db_may_retry (world->db));
    world_destroy (&other);
}

static void
a_statement_timeout_is_a_deadline_exceeded (void **state)
{
    world_t *world = *state;

    assert_ok (world->db, wl_run (world->db, &short_statement, NULL));
    assert_status (wl_run (world->db, &sleep_long, NULL), WL_DEADLINE_EXCEEDED);
    assert_false (wl_db_may_retry (world->db));
    assert_true (wl_db_connected (world->db));
}

/* A rolling upgrade changes a table under a prepared statement. */
static void
a_plan_that_a_migration_made_stale_is_made_anew (void **state)
{
    world_t *world = *state;
    wl_rows_t rows;

    assert_ok (world->db, wl_run (world->db, &all_items, &rows));
    world_sql ("alter table item add column more text default 'new'");
    assert_status (wl_run (world->db, &all_items, &rows), WL_ABORTED);
    assert_true (wl_db_may_retry (world->db));
    assert_ok (world->db, wl_run (world->db, &all_items, &rows));
    assert_string_equal (wl_row_text (world->db, &rows, 0, 2), "new");
}

/* ---- the server goes away ---- */

static void
nothing_runs_without_a_connection (void **state)
{
    wl_arena_t *arena = wl_arena_new (1 << 20);
    wl_db_t *db = wl_db_new ("host=/nonexistent dbname=none", "test", arena);
    (void) state;

    assert_status (wl_run (db, &one, NULL), WL_UNAVAILABLE);
    assert_status (wl_db_connect (db), WL_UNAVAILABLE);
    assert_non_null (strstr (wl_db_error (db), "cannot connect"));
    assert_null (strchr (wl_db_error (db), '\n'));
    assert_true (wl_db_may_retry (db));
    assert_false (wl_db_connected (db));
    wl_db_begin (db);
    wl_defer (db, &one);
    assert_status (wl_db_commit (db), WL_UNAVAILABLE);
    wl_db_destroy (&db);
    wl_arena_destroy (&arena);
}

static void
a_killed_session_fails_its_transaction_and_the_next_one_works (void **state)
{
    world_t *world = *state;
    int64_t pid = backend_of (world);

    wl_db_begin (world->db);
    assert_ok (world->db,
               wl_run (world->db, &insert_item, NULL, wl_p_int (50), wl_p_text ("lost")));
    kill_backend (pid);
    assert_status (wl_run (world->db, &one, NULL), WL_UNAVAILABLE);
    assert_non_null (strstr (wl_db_error (world->db), "57P01"));
    assert_true (wl_db_may_retry (world->db));
    assert_false (wl_db_connected (world->db));
    /* to the end of the transaction, whatever is tried */
    assert_status (wl_db_connect (world->db), WL_UNAVAILABLE);
    assert_status (wl_run (world->db, &one, NULL), WL_UNAVAILABLE);
    assert_status (wl_db_commit (world->db), WL_UNAVAILABLE);

    assert_ok (world->db, wl_db_connect (world->db));
    assert_int_not_equal (backend_of (world), pid);
    wl_db_begin (world->db);
    wl_defer (world->db, &insert_item, wl_p_int (50), wl_p_text ("kept"));
    assert_ok (world->db, wl_db_commit (world->db));
    assert_int_equal (world_number ("select count (*) from item where id = 50"), 1);
}

static void
a_session_killed_while_idle_is_noticed_by_connect (void **state)
{
    world_t *world = *state;

    for (int i = 0; i < 3; i++) {
        kill_backend (backend_of (world));
        assert_ok (world->db, wl_db_connect (world->db));
        assert_ok (world->db, wl_run (world->db, &one, NULL));
    }
}

static void *
kill_later (void *argument)
{
    usleep (200000);
    kill_backend (*(int64_t *) argument);
    return NULL;
}

static void
a_session_killed_during_a_statement_is_lost (void **state)
{
    world_t *world = *state;
    int64_t pid = backend_of (world);
    pthread_t killer;

    pthread_create (&killer, NULL, kill_later, &pid);
    assert_status (wl_run (world->db, &sleep_long, NULL), WL_UNAVAILABLE);
    assert_false (wl_db_connected (world->db));
    pthread_join (killer, NULL);
    assert_ok (world->db, wl_db_connect (world->db));
    assert_ok (world->db, wl_run (world->db, &one, NULL));
}

/* Results belong to the transaction, not to the connection. */
static void
rows_outlive_a_lost_connection (void **state)
{
    world_t *world = *state;
    int64_t pid = backend_of (world);
    wl_rows_t rows;

    wl_db_begin (world->db);
    assert_ok (world->db, wl_run (world->db, &all_items, &rows));
    kill_backend (pid);
    assert_status (wl_run (world->db, &one, NULL), WL_UNAVAILABLE);
    assert_string_equal (wl_row_text (world->db, &rows, 0, 1), "item");
    wl_db_rollback (world->db);
}

static void
deferred_statements_of_a_lost_session_are_rolled_back_quietly (void **state)
{
    world_t *world = *state;
    int64_t pid = backend_of (world);

    wl_db_begin (world->db);
    wl_defer (world->db, &insert_item, wl_p_int (50), wl_p_text ("lost"));
    kill_backend (pid);
    wl_db_rollback (world->db);
    assert_ok (world->db, wl_db_connect (world->db));
    assert_int_equal (world_number ("select count (*) from item where id = 50"), 0);
}

/* A server that was stopped (SIGSTOP here, a dead network elsewhere) says nothing at all. */
static void
a_silent_server_is_given_up (void **state)
{
    world_t world;
    wl_arena_t *arena = wl_arena_new (1 << 20);
    char conninfo[500];
    wl_rows_t rows;
    (void) state;

    snprintf (conninfo, sizeof conninfo, "%s options='-c statement_timeout=100ms'",
              getenv ("WLACZNIK_TEST_DB"));
    world = (world_t){ arena, wl_db_new (conninfo, "test", arena) };
    assert_ok (world.db, wl_db_connect (world.db));
    assert_ok (world.db, wl_run (world.db, &backend, &rows));
    pid_t pid = (pid_t) wl_row_int (&rows, 0, 0);
    wl_time_t start = wl_monotonic ();
    if (kill (pid, SIGSTOP) != 0)
        skip ();
    assert_status (wl_run (world.db, &one, NULL), WL_UNAVAILABLE);
    assert_in_range (wl_monotonic () - start, 4 * WL_SECOND, 8 * WL_SECOND);
    assert_non_null (strstr (wl_db_error (world.db), "silent"));
    kill (pid, SIGCONT);
    world_destroy (&world);
}

int
main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST (each_kind_of_constraint_has_its_status),
        TEST (an_error_tells_no_value),
        TEST (of_two_in_a_deadlock_one_goes_on_and_one_may_retry),
        TEST (a_serialization_failure_may_be_retried),
        TEST (a_full_disk_heals_with_time),
        TEST (a_lock_timeout_may_be_retried),
        TEST (a_statement_timeout_is_a_deadline_exceeded),
        TEST (a_plan_that_a_migration_made_stale_is_made_anew),
        TEST (nothing_runs_without_a_connection),
        TEST (a_killed_session_fails_its_transaction_and_the_next_one_works),
        TEST (a_session_killed_while_idle_is_noticed_by_connect),
        TEST (a_session_killed_during_a_statement_is_lost),
        TEST (rows_outlive_a_lost_connection),
        TEST (deferred_statements_of_a_lost_session_are_rolled_back_quietly),
        TEST (a_silent_server_is_given_up),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
