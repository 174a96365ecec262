#include "world.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "db/command.h"

#define NOW ((wl_time_t) 1795474799123456)

WL_SQL (count_up, "update counter set value = value + 1 returning value");

static int
set_up (void **state)
{
    static world_t world;

    world_sql ("drop schema if exists runtime cascade; drop table if exists counter");
    world_migrate ("create table counter (value bigint); insert into counter values (0)");
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

static wl_command_key_t
key_of (const char *key)
{
    return (
        wl_command_key_t){ .owner = "user", .key = key, .method = "test.Count", .digest = { 1 } };
}

/* What a command does: counts once per key and replies with the count. */
static wl_status
count_once (world_t *world, const char *name, bool *ret_found, char ret_reply[32])
{
    wl_command_key_t key = key_of (name);
    wl_db_t *db = world->db;
    wl_bytes_t reply;
    wl_rows_t rows;

    wl_db_begin (db);
    WL_TRY (wl_command_begin (db, &key, ret_found, &reply));
    if (*ret_found) {
        snprintf (ret_reply, 32, "%.*s", (int) reply.length, (const char *) reply.data);
        return wl_db_commit (db);
    }
    WL_TRY (wl_run (db, &count_up, &rows));
    snprintf (ret_reply, 32, "%lld", (long long) wl_row_int (&rows, 0, 0));
    reply = (wl_bytes_t){ (const uint8_t *) ret_reply, strlen (ret_reply) };
    wl_command_finish (db, &key, reply, NOW);
    return wl_db_commit (db);
}

static void
a_retry_gets_the_first_reply (void **state)
{
    world_t *world = *state;
    char reply[32];
    bool found;

    assert_ok (world->db, count_once (world, "k1", &found, reply));
    assert_false (found);
    assert_string_equal (reply, "1");
    assert_ok (world->db, count_once (world, "k2", &found, reply));
    assert_string_equal (reply, "2");
    for (int i = 0; i < 3; i++) {
        assert_ok (world->db, count_once (world, "k1", &found, reply));
        assert_true (found);
        assert_string_equal (reply, "1");
    }
    assert_int_equal (world_number ("select value from counter"), 2);
}

static void
keys_of_two_owners_are_two_keys (void **state)
{
    world_t *world = *state;
    wl_command_key_t key = key_of ("k1");
    wl_bytes_t reply;
    char text[32];
    bool found;

    assert_ok (world->db, count_once (world, "k1", &found, text));
    key.owner = "someone else";
    wl_db_begin (world->db);
    assert_ok (world->db, wl_command_begin (world->db, &key, &found, &reply));
    assert_false (found);
    wl_db_rollback (world->db);
}

static void
a_key_used_for_another_request_is_refused (void **state)
{
    world_t *world = *state;
    wl_command_key_t method = key_of ("k1"), digest = key_of ("k1");
    wl_bytes_t reply;
    char text[32];
    bool found;

    assert_ok (world->db, count_once (world, "k1", &found, text));
    method.method = "test.Other";
    wl_db_begin (world->db);
    assert_status (wl_command_begin (world->db, &method, &found, &reply), WL_INVALID_ARGUMENT);
    wl_db_rollback (world->db);
    digest.digest[31] = 1;
    wl_db_begin (world->db);
    assert_status (wl_command_begin (world->db, &digest, &found, &reply), WL_INVALID_ARGUMENT);
    wl_db_rollback (world->db);
}

static void
a_command_that_failed_may_be_tried_again (void **state)
{
    world_t *world = *state;
    wl_command_key_t key = key_of ("k1");
    wl_bytes_t reply;
    char text[32];
    bool found;

    wl_db_begin (world->db);
    assert_ok (world->db, wl_command_begin (world->db, &key, &found, &reply));
    wl_command_finish (world->db, &key, (wl_bytes_t){ NULL, 0 }, NOW);
    wl_db_rollback (world->db);
    assert_ok (world->db, count_once (world, "k1", &found, text));
    assert_false (found);
}

static void
an_empty_reply_is_a_reply (void **state)
{
    world_t *world = *state;
    wl_command_key_t key = key_of ("k1");
    wl_bytes_t reply;
    bool found;

    wl_db_begin (world->db);
    assert_ok (world->db, wl_command_begin (world->db, &key, &found, &reply));
    wl_command_finish (world->db, &key, (wl_bytes_t){ NULL, 0 }, NOW);
    assert_ok (world->db, wl_db_commit (world->db));
    wl_db_begin (world->db);
    assert_ok (world->db, wl_command_begin (world->db, &key, &found, &reply));
    assert_true (found);
    assert_int_equal (reply.length, 0);
    wl_db_rollback (world->db);
}

/* The key costs no round trip of its own: BEGIN, lock and look travel together, the reply with
 * COMMIT. */
static void
a_command_is_three_round_trips (void **state)
{
    world_t *world = *state;
    unsigned before = wl_db_round_trips (world->db);
    char text[32];
    bool found;

    assert_ok (world->db, count_once (world, "k1", &found, text));
    assert_int_equal (wl_db_round_trips (world->db) - before, 3);
}

typedef struct caller {
    world_t world;
    int executed;
    int differed;
    wl_status status;
} caller_t;

enum { CALLERS = 6, KEYS = 100 };

static void *
call_all (void *argument)
{
    caller_t *self = argument;
    char key[32], first[32], again[32];
    bool found;

    for (int i = 0; i < KEYS && self->status == WL_OK; i++) {
        snprintf (key, sizeof key, "key %d", i);
        self->status = count_once (&self->world, key, &found, first);
        self->executed += !found;
        if (self->status == WL_OK)
            self->status = count_once (&self->world, key, &found, again);
        self->differed += strcmp (first, again) != 0;
    }
    wl_db_rollback (self->world.db);
    return NULL;
}

static void
callers_with_the_same_key_execute_once_and_all_get_the_reply (void **state)
{
    caller_t callers[CALLERS];
    pthread_t threads[CALLERS];
    int executed = 0;
    (void) state;

    for (int i = 0; i < CALLERS; i++)
        callers[i] = (caller_t){ .world = world_new () };
    for (int i = 0; i < CALLERS; i++)
        pthread_create (&threads[i], NULL, call_all, &callers[i]);
    for (int i = 0; i < CALLERS; i++) {
        pthread_join (threads[i], NULL);
        assert_ok (callers[i].world.db, callers[i].status);
        assert_int_equal (callers[i].differed, 0);
        executed += callers[i].executed;
        world_destroy (&callers[i].world);
    }
    assert_int_equal (executed, KEYS);
    assert_int_equal (world_number ("select value from counter"), KEYS);
}

static void
old_results_are_forgotten_some_at_a_time (void **state)
{
    world_t *world = *state;
    uint64_t count;

    world_sql ("insert into runtime.commands (at, owner, key, method, digest, reply)"
               " select to_timestamp (i), 'o', i, 'm', '', '' from generate_series (1, 2500) i");
    for (int i = 0; i < 2; i++) {
        assert_ok (world->db, wl_command_forget (world->db, 2401 * WL_SECOND, &count));
        assert_int_equal (count, 1000);
    }
    assert_ok (world->db, wl_command_forget (world->db, 2401 * WL_SECOND, &count));
    assert_int_equal (count, 400);
    assert_ok (world->db, wl_command_forget (world->db, 2401 * WL_SECOND, &count));
    assert_int_equal (count, 0);
    assert_int_equal (world_number ("select count (*) from runtime.commands"), 100);
}

int
main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST (a_retry_gets_the_first_reply),
        TEST (keys_of_two_owners_are_two_keys),
        TEST (a_key_used_for_another_request_is_refused),
        TEST (a_command_that_failed_may_be_tried_again),
        TEST (an_empty_reply_is_a_reply),
        TEST (a_command_is_three_round_trips),
        TEST (callers_with_the_same_key_execute_once_and_all_get_the_reply),
        TEST (old_results_are_forgotten_some_at_a_time),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
