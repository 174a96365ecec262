#include "world.h"

#include <pthread.h>
#include <string.h>

static const uint8_t hash[WL_EVENT_HASH] = { 1, 2, 3 };

WL_SQL (add_effect, "update effect set count = count + 1");

static int
set_up (void **state)
{
    static world_t world;

    world_sql ("drop schema if exists runtime cascade; drop table if exists effect");
    world_migrate ("create table effect (count bigint); insert into effect values (0)");
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

static wl_event_t
event_of (const char *aggregate, uint64_t sequence)
{
    wl_event_t event = { .source = "intake",
                         .region = "30",
                         .sequence = sequence,
                         .type = "intake.ApplicationSubmitted",
                         .aggregate = aggregate,
                         .at = 1795474799123456,
                         .trace = "trace",
                         .payload = { (const uint8_t *) "payload", 7 } };

    memcpy (event.hash, hash, sizeof hash);
    return event;
}

/* ---- offsets ---- */

static void
an_offset_moves_with_its_transaction (void **state)
{
    world_t *world = *state;
    wl_stream_head_t *offsets;
    uint64_t offset;
    size_t count;

    wl_db_begin (world->db);
    assert_ok (world->db, wl_offset_lock (world->db, "intake", "30", &offset));
    assert_int_equal (offset, 0);
    wl_offset_set (world->db, "intake", "30", 5, hash);
    wl_db_rollback (world->db);
    for (uint64_t i = 1; i <= 3; i++) {
        wl_db_begin (world->db);
        assert_ok (world->db, wl_offset_lock (world->db, "intake", "30", &offset));
        assert_int_equal (offset, i - 1);
        wl_offset_set (world->db, "intake", "30", i, hash);
        wl_offset_set (world->db, "intake", "14", i * 10, hash);
        assert_ok (world->db, wl_db_commit (world->db));
    }
    assert_ok (world->db, wl_offset_list (world->db, "intake", &offsets, &count));
    assert_int_equal (count, 2);
    assert_string_equal (offsets[0].region, "14");
    assert_int_equal (offsets[0].sequence, 30);
    assert_string_equal (offsets[1].region, "30");
    assert_int_equal (offsets[1].sequence, 3);
    assert_ok (world->db, wl_offset_list (world->db, "evaluation", &offsets, &count));
    assert_int_equal (count, 0);
}

typedef struct consumer {
    world_t world;
    uint64_t until;
    int applied;
    wl_status status;
} consumer_t;

static wl_status
consume_once (consumer_t *self, uint64_t *ret_offset)
{
    wl_db_t *db = self->world.db;

    wl_db_begin (db);
    WL_TRY (wl_offset_lock (db, "intake", "30", ret_offset));
    if (*ret_offset >= self->until)
        return WL_OK;
    wl_defer (db, &add_effect);
    wl_offset_set (db, "intake", "30", *ret_offset + 1, hash);
    WL_TRY (wl_db_commit (db));
    self->applied++;
    return WL_OK;
}

static void *
consume (void *argument)
{
    consumer_t *self = argument;
    uint64_t offset = 0;

    while (self->status == WL_OK && offset < self->until) {
        self->status = consume_once (self, &offset);
        wl_db_rollback (self->world.db);
    }
    return NULL;
}

/* Also for the very first event, when there is no row to lock. */
static void
two_consumers_of_one_stream_apply_each_event_once (void **state)
{
    enum { MANY = 4, EVENTS = 200 };
    consumer_t consumers[MANY];
    pthread_t threads[MANY];
    int applied = 0;
    (void) state;

    for (int i = 0; i < MANY; i++)
        consumers[i] = (consumer_t){ .world = world_new (), .until = EVENTS };
    for (int i = 0; i < MANY; i++)
        pthread_create (&threads[i], NULL, consume, &consumers[i]);
    for (int i = 0; i < MANY; i++) {
        pthread_join (threads[i], NULL);
        assert_ok (consumers[i].world.db, consumers[i].status);
        applied += consumers[i].applied;
        world_destroy (&consumers[i].world);
    }
    assert_int_equal (applied, EVENTS);
    assert_int_equal (world_number ("select count from effect"), EVENTS);
}

/* ---- dead letters ---- */

static void
put (world_t *world, const char *aggregate, uint64_t sequence, int attempts)
{
    wl_event_t event = event_of (aggregate, sequence);

    wl_db_begin (world->db);
    wl_dead_letter_put (world->db, &event, "reason", attempts);
    assert_ok (world->db, wl_db_commit (world->db));
}

static bool
blocks (world_t *world, const char *aggregate)
{
    bool blocked;

    assert_ok (world->db, wl_dead_letter_blocks (world->db, "intake", aggregate, &blocked));
    return blocked;
}

/* The sequence of the letter that is taken, 0 for none. `finish` deletes it. */
static uint64_t
take (world_t *world, bool finish)
{
    wl_event_t event = { 0 };
    wl_status status;

    wl_db_begin (world->db);
    status = wl_dead_letter_take (world->db, &event);
    if (status == WL_OK && finish)
        wl_dead_letter_delete (world->db, &event);
    if (status != WL_NOT_FOUND)
        assert_ok (world->db, status);
    assert_ok (world->db, wl_db_commit (world->db));
    return event.sequence;
}

static void
a_dead_letter_blocks_its_aggregate_until_it_is_retried (void **state)
{
    world_t *world = *state;
    wl_event_t event = { 0 };

    assert_false (blocks (world, "a"));
    put (world, "a", 7, 5);
    assert_true (blocks (world, "a"));
    assert_false (blocks (world, "b"));
    assert_int_equal (take (world, false), 0);

    world_sql ("update runtime.dead_letters set retry_requested = true");
    wl_db_begin (world->db);
    assert_ok (world->db, wl_dead_letter_take (world->db, &event));
    assert_string_equal (event.source, "intake");
    assert_string_equal (event.region, "30");
    assert_int_equal (event.sequence, 7);
    assert_string_equal (event.type, "intake.ApplicationSubmitted");
    assert_string_equal (event.aggregate, "a");
    assert_true (event.at == 1795474799123456);
    assert_string_equal (event.trace, "trace");
    assert_int_equal (event.payload.length, 7);
    assert_memory_equal (event.payload.data, "payload", 7);
    assert_memory_equal (event.hash, hash, sizeof hash);
    wl_dead_letter_delete (world->db, &event);
    assert_ok (world->db, wl_db_commit (world->db));
    assert_false (blocks (world, "a"));
}

static void
a_retry_that_fails_again_waits_for_the_operator (void **state)
{
    world_t *world = *state;

    put (world, "a", 7, 5);
    world_sql ("update runtime.dead_letters set retry_requested = true");
    assert_int_equal (take (world, false), 7);
    put (world, "a", 7, 6);
    assert_int_equal (take (world, false), 0);
    assert_int_equal (world_number ("select attempts from runtime.dead_letters"), 6);
    assert_int_equal (world_number ("select count (*) from runtime.dead_letters"), 1);
}

/* Those behind were never tried: they follow by themselves, in their order. */
static void
followers_come_after_the_one_that_failed (void **state)
{
    world_t *world = *state;

    put (world, "a", 7, 5);
    put (world, "a", 8, 0);
    put (world, "a", 9, 0);
    put (world, "b", 10, 5);
    assert_int_equal (take (world, true), 0);
    world_sql ("update runtime.dead_letters set retry_requested = true where aggregate = 'a'");
    assert_int_equal (take (world, true), 7);
    assert_int_equal (take (world, true), 8);
    assert_int_equal (take (world, true), 9);
    assert_int_equal (take (world, true), 0);
    assert_true (blocks (world, "b"));
}

/* While one is being retried, nobody else has it, nor the next of the same aggregate. */
static void
a_dead_letter_is_taken_by_one (void **state)
{
    world_t *world = *state;
    world_t other = world_new ();
    wl_event_t event;

    put (world, "a", 7, 5);
    put (world, "a", 8, 0);
    put (world, "b", 9, 5);
    world_sql ("update runtime.dead_letters set retry_requested = true");
    wl_db_begin (world->db);
    assert_ok (world->db, wl_dead_letter_take (world->db, &event));
    assert_int_equal (event.sequence, 7);
    assert_int_equal (take (&other, true), 9);
    assert_int_equal (take (&other, true), 0);
    wl_db_rollback (world->db);
    assert_int_equal (take (&other, true), 7);
    assert_int_equal (take (&other, true), 8);
    world_destroy (&other);
}

int
main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST (an_offset_moves_with_its_transaction),
        TEST (two_consumers_of_one_stream_apply_each_event_once),
        TEST (a_dead_letter_blocks_its_aggregate_until_it_is_retried),
        TEST (a_retry_that_fails_again_waits_for_the_operator),
        TEST (followers_come_after_the_one_that_failed),
        TEST (a_dead_letter_is_taken_by_one),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
