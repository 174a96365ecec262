#include "world.h"

#include <pthread.h>
#include <string.h>

#include "db/migrate.h"

WL_SQL (read_first, "select count (*) from first");

static const wl_migration_t two[] = {
    { 1, "0001_first.sql", "create table first (id int); insert into first values (1);\n" },
    { 2, "0002_second.sql",
      "-- two statements and a function with its own quotes\n"
      "create table second (id int);\n"
      "create function f () returns int language sql as $$ select 1; $$;\n" },
    { 0, NULL, NULL },
};

static int
set_up (void **state)
{
    static world_t world;

    world_sql ("drop schema if exists runtime cascade; drop table if exists first;"
               "drop table if exists second; drop function if exists f");
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

static wl_status
migrate (world_t *world, const wl_migration_t *list, wl_error_t *error, int *ret_applied)
{
    wl_error_init (error, world->arena);
    return wl_migrate (world->db, "test", list, error, ret_applied);
}

static void
each_migration_runs_once (void **state)
{
    world_t *world = *state;
    wl_error_t error;
    int applied;

    assert_ok (world->db, migrate (world, two, &error, &applied));
    assert_int_equal (applied, 2);
    assert_ok (world->db, migrate (world, two, &error, &applied));
    assert_int_equal (applied, 0);
    assert_int_equal (world_number ("select count (*) from first"), 1);
    assert_int_equal (world_number ("select count (*) from runtime.migrations"
                                    " where set = 'test' and length (checksum) = 64"),
                      2);
}

static void
sets_do_not_know_each_other (void **state)
{
    static const wl_migration_t other[] = { { 1, "0001_other.sql", "select 1" },
                                            { 0, NULL, NULL } };
    world_t *world = *state;
    wl_error_t error;
    int applied;

    assert_ok (world->db, migrate (world, two, &error, &applied));
    assert_ok (world->db, wl_migrate (world->db, "other", other, &error, &applied));
    assert_int_equal (applied, 1);
    assert_ok (world->db, wl_migrate (world->db, "runtime", wl_runtime_migrations, &error, NULL));
}

static void
a_changed_migration_stops (void **state)
{
    static const wl_migration_t changed[] = {
        { 1, "0001_first.sql", "create table first (id bigint);\n" }, { 0, NULL, NULL }
    };
    world_t *world = *state;
    wl_error_t error;
    int applied;

    assert_ok (world->db, migrate (world, two, &error, &applied));
    assert_status (migrate (world, changed, &error, &applied), WL_FAILED_PRECONDITION);
    assert_string_equal (error.reason, "migration-changed");
    assert_non_null (strstr (error.text, "0001_first.sql"));
    assert_false (wl_db_in_transaction (world->db));
}

static void
a_failed_migration_leaves_nothing_and_says_where (void **state)
{
    static const wl_migration_t bad[] = {
        { 1, "0001_first.sql", "create table first (id int); insert into first values (1);\n" },
        { 2, "0002_bad.sql", "create table second (id int);\n-- zażółć\nselect no_such_thing;\n" },
        { 0, NULL, NULL },
    };
    world_t *world = *state;
    wl_error_t error;
    int applied;

    assert_status (migrate (world, bad, &error, &applied), WL_FAILED_PRECONDITION);
    assert_string_equal (error.reason, "migration-failed");
    assert_non_null (strstr (error.text, "0002_bad.sql"));
    assert_non_null (strstr (error.text, "line 3"));
    assert_non_null (strstr (error.text, "no_such_thing"));
    assert_int_equal (world_number ("select count (*) from first"), 1);
    assert_int_equal (world_number ("select (to_regclass ('second') is null)::int"), 1);
    /* and the corrected one runs */
    assert_ok (world->db, migrate (world, two, &error, &applied));
    assert_int_equal (applied, 1);
}

static void
a_migration_may_not_end_its_transaction (void **state)
{
    static const wl_migration_t bad[] = {
        { 1, "0001_bad.sql", "create table first (id int); commit;" }, { 0, NULL, NULL }
    };
    world_t *world = *state;
    wl_error_t error;

    assert_status (migrate (world, bad, &error, NULL), WL_FAILED_PRECONDITION);
    assert_non_null (strstr (error.text, "0001_bad.sql"));
}

/* Longer than the statement timeout would allow. */
static void
a_migration_may_take_its_time (void **state)
{
    static const wl_migration_t slow[] = { { 1, "0001_slow.sql", "select pg_sleep (0.5)" },
                                           { 0, NULL, NULL } };
    world_t *world = *state;
    wl_error_t error;

    PQclear (PQexec (wl_db_connection (world->db), "set statement_timeout = '100ms'"));
    assert_ok (world->db, migrate (world, slow, &error, NULL));
}

static void
without_a_database_it_is_unavailable (void **state)
{
    wl_arena_t *arena = wl_arena_new (1 << 20);
    wl_db_t *db = wl_db_new ("host=/nonexistent", "test", arena);
    wl_error_t error;
    (void) state;

    wl_error_init (&error, arena);
    assert_status (wl_migrate (db, "test", two, &error, NULL), WL_UNAVAILABLE);
    assert_non_null (error.text);
    wl_db_destroy (&db);
    wl_arena_destroy (&arena);
}

typedef struct migrator {
    world_t world;
    wl_status status;
    int applied;
} migrator_t;

static void *
run_migrator (void *argument)
{
    migrator_t *self = argument;
    wl_error_t error;

    self->status = migrate (&self->world, two, &error, &self->applied);
    return NULL;
}

/* With the schema and the table missing too: the very first start of several replicas. */
static void
concurrent_migrators_apply_each_once (void **state)
{
    enum { MANY = 8 };
    migrator_t migrators[MANY];
    pthread_t threads[MANY];
    int applied = 0;
    (void) state;

    for (int i = 0; i < MANY; i++)
        migrators[i] = (migrator_t){ .world = world_new () };
    for (int i = 0; i < MANY; i++)
        pthread_create (&threads[i], NULL, run_migrator, &migrators[i]);
    for (int i = 0; i < MANY; i++) {
        pthread_join (threads[i], NULL);
        assert_ok (migrators[i].world.db, migrators[i].status);
        applied += migrators[i].applied;
        world_destroy (&migrators[i].world);
    }
    assert_int_equal (applied, 2);
    assert_int_equal (world_number ("select count (*) from first"), 1);
}

static void *
add_a_column (void *argument)
{
    static const wl_migration_t list[] = {
        { 3, "0003_third.sql", "alter table first add column late int;\n" },
        { 0, NULL, NULL },
    };
    migrator_t *self = argument;
    wl_error_t error;

    self->status = migrate (&self->world, list, &error, &self->applied);
    return NULL;
}

/* A migration that waits for a table's lock lets its readers pass: without that, the reader here
 * would wait for the migration, and that for a transaction that is over only after the reader. */
static void
who_waits_for_a_lock_lets_readers_pass (void **state)
{
    world_t *world = *state;
    migrator_t migrator = { .world = world_new () };
    wl_error_t error;
    pthread_t thread;

    assert_ok (world->db, migrate (world, two, &error, NULL));
    wl_db_begin (world->db);
    assert_ok (world->db, wl_run (world->db, &read_first, NULL));
    pthread_create (&thread, NULL, add_a_column, &migrator);
    while (world_number ("select count (*) from pg_locks where not granted"
                         " and relation = 'first'::regclass") == 0)
        continue;
    assert_int_equal (world_number ("select count (*) from first"), 1);
    assert_ok (world->db, wl_db_commit (world->db));
    pthread_join (thread, NULL);
    assert_ok (migrator.world.db, migrator.status);
    assert_int_equal (migrator.applied, 1);
    world_destroy (&migrator.world);
}

static void
the_runtime_is_embedded_as_it_is_written (void **state)
{
    (void) state;
    assert_int_equal (wl_runtime_migrations[0].number, 1);
    assert_string_equal (wl_runtime_migrations[0].name, "0001_runtime.sql");
    assert_non_null (strstr (wl_runtime_migrations[0].sql, "create table runtime.outbox (\n"));
}

int
main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST (each_migration_runs_once),
        TEST (sets_do_not_know_each_other),
        TEST (a_changed_migration_stops),
        TEST (a_failed_migration_leaves_nothing_and_says_where),
        TEST (a_migration_may_not_end_its_transaction),
        TEST (a_migration_may_take_its_time),
        TEST (without_a_database_it_is_unavailable),
        TEST (concurrent_migrators_apply_each_once),
        TEST (who_waits_for_a_lock_lets_readers_pass),
        TEST (the_runtime_is_embedded_as_it_is_written),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
