#include "log_world.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

WL_SQL (lock_thing, "select version from thing where id = $1 for update");
WL_SQL (update_thing, "update thing set version = $2 where id = $1");
WL_SQL (one, "select 1");

static size_t
read_all (world_t *world, const char *region, wl_event_t **ret)
{
    size_t count;

    assert_ok (world->db,
               wl_event_read (world->db, SOURCE, region, 0, 1000000, SIZE_MAX / 2, ret, &count));
    return count;
}

/* ---- the chain ---- */

static void
the_hash_depends_on_everything (void **state)
{
    uint8_t zeros[WL_EVENT_HASH] = { 0 }, ones[WL_EVENT_HASH] = { 1 }, hashes[10][WL_EVENT_HASH];
    wl_event_t base = { .source = "s",
                        .region = "r",
                        .sequence = 1,
                        .type = "t",
                        .aggregate = "a",
                        .at = 1,
                        .trace = "x",
                        .payload = { (const uint8_t *) "p", 1 } };
    wl_event_t changed[8];
    (void) state;

    for (size_t i = 0; i < COUNT (changed); i++)
        changed[i] = base;
    changed[0].source = "sr";
    changed[0].region = "";
    changed[1].region = "rr";
    changed[2].sequence = 2;
    changed[3].type = "ta";
    changed[3].aggregate = "";
    changed[4].aggregate = "b";
    changed[5].at = 2;
    changed[6].trace = "xp";
    changed[6].payload.length = 0;
    changed[7].payload.data = (const uint8_t *) "q";
    for (size_t i = 0; i < COUNT (changed); i++)
        wl_event_hash (zeros, &changed[i], hashes[i]);
    wl_event_hash (zeros, &base, hashes[8]);
    wl_event_hash (ones, &base, hashes[9]);
    for (size_t i = 0; i < COUNT (hashes); i++)
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal (hashes[i], hashes[j], WL_EVENT_HASH);
}

/* ---- order ---- */

static void
events_get_dense_places_in_their_streams (void **state)
{
    world_t *world = *state;
    wl_stream_head_t *heads;
    wl_event_t *events;
    size_t count;

    wl_db_begin (world->db);
    log_world_append (world->db, "30", "a", "1");
    log_world_append (world->db, "pl", "b", "");
    log_world_append (world->db, "30", "a", "2");
    assert_ok (world->db, wl_db_commit (world->db));
    log_world_commit (world, "30", "3");
    log_world_lead (world);
    assert_int_equal (log_world_drain (world, 2), 4);

    assert_ok (world->db, wl_event_heads (world->db, &heads, &count));
    assert_int_equal (count, 2);
    assert_string_equal (heads[0].region, "30");
    assert_int_equal (heads[0].sequence, 3);
    assert_int_equal (heads[1].sequence, 1);

    assert_int_equal (read_all (world, "30", &events), 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal (events[i].source, SOURCE);
        assert_string_equal (events[i].region, "30");
        assert_string_equal (events[i].type, "intake.ApplicationSubmitted");
        assert_int_equal (events[i].sequence, i + 1);
        assert_true (events[i].at == MOMENT);
        assert_int_equal (events[i].payload.length, 1);
        assert_int_equal (events[i].payload.data[0], '1' + i);
    }
    assert_int_equal (read_all (world, "pl", &events), 1);
    assert_int_equal (events[0].payload.length, 0);
    assert_int_equal (read_all (world, "none", &events), 0);
    assert_int_equal (log_world_first_bad (world, "30"), 0);
    assert_int_equal (log_world_first_bad (world, "pl"), 0);
    assert_int_equal (log_world_first_bad (world, "none"), 0);
}

/* The hazard of a cursor over a BIGSERIAL: a row with a lower number committed later is skipped.
 * Nor may an open transaction hold back what others commit. */
static void
what_commits_late_is_not_skipped (void **state)
{
    world_t *world = *state;
    world_t early = world_new (), gone = world_new ();
    wl_event_t *events;

    log_world_lead (world);
    wl_db_begin (early.db);
    log_world_append (early.db, "30", "a", "early");
    assert_ok (early.db, wl_run (early.db, &one, NULL)); /* inserted, not committed */
    wl_db_begin (gone.db);
    log_world_append (gone.db, "30", "b", "gone");
    assert_ok (gone.db, wl_run (gone.db, &one, NULL));
    log_world_commit (world, "30", "late");
    assert_int_equal (log_world_drain (world, 100), 1);
    wl_db_rollback (gone.db);
    assert_int_equal (log_world_drain (world, 100), 0);
    assert_ok (early.db, wl_db_commit (early.db));
    assert_int_equal (log_world_drain (world, 100), 1);
    assert_int_equal (read_all (world, "30", &events), 2);
    assert_memory_equal (events[0].payload.data, "late", 4);
    assert_memory_equal (events[1].payload.data, "early", 5);
    world_destroy (&early);
    world_destroy (&gone);
}

typedef struct writer {
    world_t world;
    unsigned seed;
    int rounds;
    int committed;
    wl_status status;
} writer_t;

/* Locks a thing first, as a handler must, then writes two events of it with its new version. */
static wl_status
write_once (writer_t *self)
{
    static const char *const regions[] = { "30", "14", "pl" };
    char version[32], aggregate[32];
    wl_db_t *db = self->world.db;
    int64_t thing = rand_r (&self->seed) % 10;
    wl_rows_t rows;

    wl_db_begin (db);
    WL_TRY (wl_run (db, &lock_thing, &rows, wl_p_int (thing)));
    int64_t next = wl_row_int (&rows, 0, 0) + 1;
    snprintf (version, sizeof version, "%lld", (long long) next);
    snprintf (aggregate, sizeof aggregate, "%lld", (long long) thing);
    log_world_append (db, regions[thing % 3], aggregate, version);
    if (rand_r (&self->seed) % 3 == 0)
        WL_TRY (wl_run (db, &update_thing, NULL, wl_p_int (thing), wl_p_int (next)));
    else
        wl_defer (db, &update_thing, wl_p_int (thing), wl_p_int (next));
    usleep ((useconds_t) (rand_r (&self->seed) % 2000));
    if (rand_r (&self->seed) % 10 == 0)
        return WL_OK; /* rolled back by the caller: its number is never seen */
    WL_TRY (wl_db_commit (db));
    self->committed++;
    return WL_OK;
}

static void *
write_many (void *argument)
{
    writer_t *self = argument;

    for (int i = 0; i < self->rounds && self->status == WL_OK; i++) {
        self->status = write_once (self);
        wl_db_rollback (self->world.db);
        wl_arena_reset (self->world.arena);
    }
    return NULL;
}

enum { WRITERS = 8, ROUNDS = 150 };

static void
start_writers (writer_t *writers, pthread_t *threads)
{
    for (int i = 0; i < WRITERS; i++) {
        writers[i] =
            (writer_t){ .world = world_new (), .seed = (unsigned) i + 1, .rounds = ROUNDS };
        pthread_create (&threads[i], NULL, write_many, &writers[i]);
    }
}

static int
join_writers (writer_t *writers, pthread_t *threads)
{
    int committed = 0;

    for (int i = 0; i < WRITERS; i++) {
        pthread_join (threads[i], NULL);
        assert_ok (writers[i].world.db, writers[i].status);
        committed += writers[i].committed;
        world_destroy (&writers[i].world);
    }
    return committed;
}

/* Every stream is dense and whole, and each thing's versions come in order, without a gap. */
static void
check_streams (world_t *world, int expected)
{
    int64_t versions[10] = { 0 };
    wl_stream_head_t *heads;
    size_t head_count, all = 0;

    assert_ok (world->db, wl_event_heads (world->db, &heads, &head_count));
    for (size_t h = 0; h < head_count; h++) {
        wl_event_t *events;
        size_t count = read_all (world, heads[h].region, &events);
        assert_int_equal (count, heads[h].sequence);
        for (size_t i = 0; i < count; i++) {
            char version[32] = "";
            assert_int_equal (events[i].sequence, i + 1);
            memcpy (version, events[i].payload.data, events[i].payload.length);
            int64_t *last = &versions[atoi (events[i].aggregate)];
            assert_int_equal (atoi (version), *last + 1);
            (*last)++;
        }
        assert_int_equal (log_world_first_bad (world, heads[h].region), 0);
        all += count;
    }
    assert_int_equal (all, expected);
}

static void
concurrent_writers_lose_nothing_and_keep_each_order (void **state)
{
    world_t *world = *state;
    writer_t writers[WRITERS];
    pthread_t threads[WRITERS];
    int placed = 0, committed;

    log_world_lead (world);
    start_writers (writers, threads);
    for (int i = 0; i < 200; i++) {
        placed += log_world_drain (world, 7);
        usleep (1000);
    }
    committed = join_writers (writers, threads);
    placed += log_world_drain (world, 7);
    assert_int_equal (placed, committed);
    check_streams (world, committed);
}

/* ---- leading ---- */

typedef struct candidate {
    world_t world;
    atomic_bool *stop;
    int placed;
} candidate_t;

static void *
lead_and_step (void *argument)
{
    candidate_t *self = argument;
    bool leads = false;
    int count;

    while (!atomic_load (self->stop)) {
        if (wl_db_connect (self->world.db) != WL_OK ||
            wl_sequencer_lead (self->world.db, &leads) != WL_OK || !leads)
            usleep (2000);
        else if (wl_sequencer_step (self->world.db, SOURCE, 5, &count) == WL_OK)
            self->placed += count;
    }
    return NULL;
}

/* Whatever moment it is killed at: every event gets one place, and no place is left out. */
static void
leaders_killed_at_any_moment_leave_the_streams_whole (void **state)
{
    enum { CANDIDATES = 3, KILLS = 60 };
    world_t *world = *state;
    writer_t writers[WRITERS];
    pthread_t threads[WRITERS], leaders[CANDIDATES];
    candidate_t candidates[CANDIDATES];
    atomic_bool stop = false;
    int committed;

    for (int i = 0; i < CANDIDATES; i++) {
        candidates[i] = (candidate_t){ .world = world_new (), .stop = &stop };
        pthread_create (&leaders[i], NULL, lead_and_step, &candidates[i]);
    }
    start_writers (writers, threads);
    for (int i = 0; i < KILLS; i++) {
        usleep ((useconds_t) (rand () % 20000));
        world_sql ("select pg_terminate_backend (pid) from pg_locks"
                   " where locktype = 'advisory' and granted");
    }
    committed = join_writers (writers, threads);
    assert_true (world_wait ("select count (*) from runtime.log", committed));
    atomic_store (&stop, true);
    for (int i = 0; i < CANDIDATES; i++) {
        pthread_join (leaders[i], NULL);
        world_destroy (&candidates[i].world);
    }
    check_streams (world, committed);
}

/* ---- reading ---- */

static void
reading_heeds_its_limits (void **state)
{
    world_t *world = *state;
    wl_event_t *events;
    size_t count;

    wl_db_begin (world->db);
    for (int i = 0; i < 10; i++)
        log_world_append (world->db, "30", "a", "0123456789");
    assert_ok (world->db, wl_db_commit (world->db));
    log_world_lead (world);
    assert_int_equal (log_world_drain (world, 100), 10);
    assert_ok (world->db, wl_event_read (world->db, SOURCE, "30", 4, 3, 1000, &events, &count));
    assert_int_equal (count, 3);
    assert_int_equal (events[0].sequence, 5);
    assert_ok (world->db, wl_event_read (world->db, SOURCE, "30", 0, 100, 35, &events, &count));
    assert_int_equal (count, 3);
    assert_ok (world->db, wl_event_read (world->db, SOURCE, "30", 8, 100, 1, &events, &count));
    assert_int_equal (count, 1);
    assert_int_equal (events[0].sequence, 9);
    assert_ok (world->db, wl_event_read (world->db, SOURCE, "30", 10, 100, 1, &events, &count));
    assert_int_equal (count, 0);
}

/* Ten events of 4 MiB are more than one batch holds in memory. */
static void
large_events_are_placed_in_smaller_batches (void **state)
{
    enum { SIZE = 4 * 1024 * 1024, MANY = 10 };
    world_t *world = *state;
    uint8_t *payload = test_calloc (1, SIZE);
    wl_event_t event = { .region = "30",
                         .type = "t",
                         .aggregate = "a",
                         .at = MOMENT,
                         .trace = "",
                         .payload = { payload, SIZE } };
    int count;

    wl_db_begin (world->db);
    for (int i = 0; i < MANY; i++)
        wl_event_append (world->db, &event);
    assert_ok (world->db, wl_db_commit (world->db));
    log_world_lead (world);
    assert_ok (world->db, wl_sequencer_step (world->db, SOURCE, 1000, &count));
    assert_int_equal (count, 4);
    assert_int_equal (log_world_drain (world, 1000), MANY - 4);
    assert_int_equal (log_world_first_bad (world, "30"), 0);
    test_free (payload);
}

static void
the_lag_is_that_of_the_oldest_that_waits (void **state)
{
    world_t *world = *state;
    double seconds;

    assert_ok (world->db, wl_event_lag (world->db, &seconds));
    assert_true (seconds == 0);
    log_world_commit (world, "30", "1");
    usleep (50000);
    log_world_commit (world, "30", "2");
    assert_ok (world->db, wl_event_lag (world->db, &seconds));
    assert_true (seconds >= 0.05 && seconds < 5);
    log_world_lead (world);
    log_world_drain (world, 100);
    assert_ok (world->db, wl_event_lag (world->db, &seconds));
    assert_true (seconds == 0);
}

/* ---- tampering ---- */

static void
every_tampering_is_found (void **state)
{
    static const struct {
        const char *sql;
        uint64_t bad;
    } tamperings[] = {
        { "update runtime.log set payload = 'forged' where sequence = 7", 7 },
        { "update runtime.log set at = at + interval '1 microsecond' where sequence = 1", 1 },
        { "update runtime.log set type = type || 'x' where sequence = 20", 20 },
        { "update runtime.log set hash = decode (repeat ('00', 32), 'hex') where sequence = 5", 5 },
        { "update runtime.log set hash = '' where sequence = 6", 6 },
        { "delete from runtime.log where sequence = 12", 12 },
        { "delete from runtime.log where sequence >= 19", 19 },
        { "update runtime.stream set hash = decode (repeat ('00', 32), 'hex')", 20 },
        { "update runtime.log a set payload = b.payload, hash = b.hash from runtime.log b"
          " where a.sequence in (3, 4) and b.sequence = 7 - a.sequence",
          3 },
    };
    world_t *world = *state;
    char payload[8];

    log_world_lead (world);
    for (size_t i = 0; i < COUNT (tamperings); i++) {
        world_sql ("truncate runtime.log, runtime.stream");
        for (int n = 1; n <= 20; n++) {
            snprintf (payload, sizeof payload, "%d", n);
            log_world_commit (world, "30", payload);
        }
        log_world_drain (world, 6);
        assert_int_equal (log_world_first_bad (world, "30"), 0);
        world_sql (tamperings[i].sql);
        assert_int_equal (log_world_first_bad (world, "30"), tamperings[i].bad);
    }
}

static void
a_stream_without_its_end_is_found (void **state)
{
    world_t *world = *state;
    const char **endless;
    size_t count;

    log_world_lead (world);
    for (const char *const *region = (const char *const[]){ "30", "32", "pl", NULL };
         *region != NULL; region++)
        log_world_commit (world, *region, "1");
    assert_int_equal (log_world_drain (world, 10), 3);
    assert_ok (world->db, wl_event_endless (world->db, &endless, &count));
    assert_int_equal (count, 0);
    world_sql ("delete from runtime.stream where region in ('30', 'pl')");
    assert_ok (world->db, wl_event_endless (world->db, &endless, &count));
    assert_int_equal (count, 2);
    assert_string_equal (endless[0], "30");
    assert_string_equal (endless[1], "pl");
}

int
main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, log_world_set_up, log_world_tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_hash_depends_on_everything),
        TEST (events_get_dense_places_in_their_streams),
        TEST (what_commits_late_is_not_skipped),
        TEST (concurrent_writers_lose_nothing_and_keep_each_order),
        TEST (leaders_killed_at_any_moment_leave_the_streams_whole),
        TEST (reading_heeds_its_limits),
        TEST (large_events_are_placed_in_smaller_batches),
        TEST (the_lag_is_that_of_the_oldest_that_waits),
        TEST (every_tampering_is_found),
        TEST (a_stream_without_its_end_is_found),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
