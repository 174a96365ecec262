/* How fast the event log is. common/db/README.md has the figures; to get them again:
 *
 *     WLACZNIK_TEST_FSYNC=on tests/integration/with-postgres build/release/bin/bench-event-log
 */
#include "world.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EVENTS = 1000000, PER_TRANSACTION = 500, REGIONS = 4, WRITERS = 8, WRITES = 2000 };

static const char *const regions[REGIONS] = { "14", "30", "32", "pl" };
static const char payload[300] = "about as much as an event with a few ids and numbers takes";

WL_SQL (lock_thing, "select version from thing where id = $1 for update");
WL_SQL (update_thing, "update thing set version = version + 1 where id = $1");
WL_SQL (hold_snapshot, "set transaction isolation level repeatable read");
WL_SQL (one, "select count (*) from runtime.log where sequence = 1");

static void
require (world_t *world, wl_status status)
{
    if (status == WL_OK)
        return;
    fprintf (stderr, "%s\n", wl_db_error (world->db));
    exit (1);
}

static void
report (const char *what, int64_t count, wl_time_t start)
{
    double seconds = (double) (wl_monotonic () - start) / (double) WL_SECOND;

    printf ("%-48s %9lld in %7.2f s  %10.0f/s\n", what, (long long) count, seconds,
            (double) count / seconds);
    fflush (stdout);
}

static void
append (wl_db_t *db, int number)
{
    wl_event_t event = { .region = regions[number % REGIONS],
                         .type = "intake.ApplicationSubmitted",
                         .aggregate = "018f5b6e-7c00-7abc-8def-0123456789ab",
                         .at = WL_SECOND + number,
                         .trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                         .payload = { (const uint8_t *) payload, sizeof payload } };

    wl_event_append (db, &event);
}

static void
fill (world_t *world, int count)
{
    for (int i = 0; i < count;) {
        wl_db_begin (world->db);
        for (int end = i + PER_TRANSACTION; i < end; i++)
            append (world->db, i);
        require (world, wl_db_commit (world->db));
    }
}

static int
sequence (world_t *world, int limit)
{
    int count, all = 0;

    do {
        require (world, wl_sequencer_step (world->db, "intake", limit, &count));
        all += count;
    } while (count == limit);
    return all;
}

static int64_t
read_streams (world_t *world, int limit)
{
    int64_t all = 0;

    for (int r = 0; r < REGIONS; r++) {
        size_t count;
        uint64_t after = 0;
        do {
            wl_event_t *events;
            require (world, wl_event_read (world->db, "intake", regions[r], after, limit, 1 << 20,
                                           &events, &count));
            after += count;
            wl_arena_reset (world->arena);
        } while (count > 0);
        all += (int64_t) after;
    }
    return all;
}

static void
verify (world_t *world)
{
    wl_time_t start = wl_monotonic ();
    uint64_t bad, checked, all = 0;

    for (int r = 0; r < REGIONS; r++) {
        require (world, wl_event_verify (world->db, "intake", regions[r], &bad, &checked));
        all += checked;
    }
    report ("verify the chain", (int64_t) all, start);
}

/* A dump or a report that runs long keeps every moved row in the outbox's index. */
static void
poll_under_an_old_snapshot (world_t *world)
{
    world_t old = world_new ();
    wl_time_t start;
    int count;

    wl_db_begin (old.db);
    wl_defer (old.db, &hold_snapshot);
    require (&old, wl_run (old.db, &one, NULL));
    fill (world, EVENTS / 10);
    sequence (world, 1000);
    start = wl_monotonic ();
    for (int i = 0; i < 10; i++)
        require (world, wl_sequencer_step (world->db, "intake", 1000, &count));
    report ("empty steps over 100,000 rows held by a snapshot", 10, start);
    wl_db_rollback (old.db);
    world_destroy (&old);
}

/* What a command does: reads and locks its aggregate, changes it, emits. */
static void *
write_commands (void *argument)
{
    world_t world = world_new ();
    int first = *(int *) argument;

    for (int i = 0; i < WRITES; i++) {
        wl_rows_t rows;
        wl_db_begin (world.db);
        require (&world, wl_run (world.db, &lock_thing, &rows, wl_p_int (first + i)));
        wl_defer (world.db, &update_thing, wl_p_int (first + i));
        append (world.db, i);
        require (&world, wl_db_commit (world.db));
        wl_arena_reset (world.arena);
    }
    world_destroy (&world);
    return NULL;
}

static void
commands (int writers)
{
    pthread_t threads[WRITERS];
    int firsts[WRITERS];
    char what[64];
    wl_time_t start = wl_monotonic ();

    for (int i = 0; i < writers; i++) {
        firsts[i] = i * WRITES;
        pthread_create (&threads[i], NULL, write_commands, &firsts[i]);
    }
    for (int i = 0; i < writers; i++)
        pthread_join (threads[i], NULL);
    snprintf (what, sizeof what, "commands (read, update, event), %d connections", writers);
    report (what, (int64_t) writers * WRITES, start);
}

int
main (void)
{
    world_t world;
    wl_time_t start;
    bool leads;

    world_migrate (
        "create table thing (id bigint primary key, version bigint) with (fillfactor = 70);"
        "insert into thing select i, 0 from generate_series (0, 20000) i");
    world_sql ("vacuum analyze"); /* the planner knows of empty tables: the worst to begin with */
    world = world_new ();
    require (&world, wl_sequencer_lead (world.db, &leads));
    commands (1);
    commands (WRITERS);
    sequence (&world, 1000);

    start = wl_monotonic ();
    fill (&world, EVENTS);
    report ("append, 500 in a transaction", EVENTS, start);
    start = wl_monotonic ();
    report ("sequence a backlog, batches of 4000", sequence (&world, 4000), start);
    world_sql ("vacuum runtime.outbox");
    for (int limit = 500; limit <= 1000; limit += 500) {
        char what[64];
        fill (&world, EVENTS / 10);
        snprintf (what, sizeof what, "sequence, batches of %d, log of 1,000,000", limit);
        start = wl_monotonic ();
        report (what, sequence (&world, limit), start);
        world_sql ("vacuum runtime.outbox");
    }
    start = wl_monotonic ();
    report ("read, batches of 500", read_streams (&world, 500), start);
    start = wl_monotonic ();
    report ("read, batches of 1000", read_streams (&world, 1000), start);
    verify (&world);
    poll_under_an_old_snapshot (&world);
    world_destroy (&world);
    return 0;
}
