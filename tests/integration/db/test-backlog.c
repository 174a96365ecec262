#include "world.h"

#include <string.h>

#include "db/backlog.h"
#include "wlacznik/operation.pb-c.h"

#define ACCOUNT "01890a5d-ac96-774b-bcce-b302099a8057"

static int
set_up (void **state)
{
    static world_t world;

    world_sql ("drop schema if exists runtime cascade");
    world_migrate ("");
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
put (world_t *world, const char *aggregate, uint64_t sequence, int attempts)
{
    wl_event_t event = { .source = "intake",
                         .region = "30",
                         .sequence = sequence,
                         .type = "intake.ApplicationSubmitted",
                         .aggregate = aggregate,
                         .at = 1795474799123456,
                         .trace = "trace",
                         .payload = { (const uint8_t *) "payload", 7 } };

    wl_db_begin (world->db);
    wl_dead_letter_put (world->db, &event, "INTERNAL", attempts);
    assert_ok (world->db, wl_db_commit (world->db));
}

/* ---- what waits ---- */

static void
a_quiet_service_has_nothing_waiting (void **state)
{
    world_t *world = *state;
    const char *kinds[] = { "digest" };
    Operation__Backlog backlog = OPERATION__BACKLOG__INIT;

    assert_ok (world->db, wl_backlog_read (world->db, kinds, COUNT (kinds), &backlog));
    assert_non_null (backlog.at);
    assert_int_equal (backlog.unplaced + backlog.dead_events, 0);
    assert_null (backlog.unplaced_since);
    assert_int_equal (backlog.n_streams + backlog.n_taken + backlog.n_timers, 0);
}

static void
what_waits_is_counted (void **state)
{
    world_t *world = *state;
    const char *kinds[] = { "digest", "reminder", "never-due" };
    Operation__Backlog backlog = OPERATION__BACKLOG__INIT;

    put (world, "a", 7, 8);
    put (world, "a", 8, 0);
    world_sql ("insert into runtime.outbox (at, region, type, aggregate, trace, payload)"
               " select now (), '30', 'x', 'y', '', '' from generate_series (1, 3);"
               "insert into runtime.stream values ('30', 12, ''), ('pl', 2, '');"
               "insert into runtime.offsets values ('intake', '30', 6, '');"
               "insert into runtime.timers (ready, due, kind, key, payload) values"
               " (now () - interval '1 hour', now (), 'reminder', 'a', ''),"
               " (now () - interval '1 minute', now (), 'reminder', 'b', ''),"
               " (now () - interval '1 second', now (), 'digest', 'on its way', ''),"
               " (now () + interval '1 hour', now (), 'digest', 'later', ''),"
               " (now () - interval '1 hour', now (), 'of another table', 'c', '')");
    assert_ok (world->db, wl_backlog_read (world->db, kinds, COUNT (kinds), &backlog));
    assert_int_equal (backlog.unplaced, 3);
    assert_non_null (backlog.unplaced_since);
    assert_int_equal (backlog.dead_events, 2);
    assert_int_equal (backlog.n_streams, 2);
    assert_string_equal (backlog.streams[0]->region, "30");
    assert_int_equal (backlog.streams[0]->sequence, 12);
    assert_int_equal (backlog.n_taken, 1);
    assert_string_equal (backlog.taken[0]->source, "intake");
    assert_int_equal (backlog.taken[0]->sequence, 6);
    assert_int_equal (backlog.n_timers, 1);
    assert_string_equal (backlog.timers[0]->kind, "reminder");
    assert_int_equal (backlog.timers[0]->count, 2);
}

/* ---- dead events ---- */

static Operation__ListDeadEventsResponse
list (world_t *world, uint64_t from, uint32_t limit)
{
    Operation__ListDeadEventsResponse found = OPERATION__LIST_DEAD_EVENTS_RESPONSE__INIT;
    wl_backlog_page_t page = { from, limit, true };

    assert_ok (world->db, wl_dead_event_list (world->db, &page, &found));
    return found;
}

static void
of_each_thing_the_first_is_listed (void **state)
{
    world_t *world = *state;
    Operation__ListDeadEventsResponse found;

    put (world, "a", 7, 8);
    put (world, "b", 8, 8);
    put (world, "a", 9, 0);
    put (world, "a", 10, 0);
    found = list (world, 0, 10);
    assert_int_equal (found.n_events, 2);
    assert_int_equal (found.total, 2);
    assert_int_equal (found.events[0]->sequence, 7);
    assert_int_equal (found.events[0]->behind, 2);
    assert_int_equal (found.events[0]->tries, 8);
    assert_string_equal (found.events[0]->reason, "INTERNAL");
    assert_false (found.events[0]->asked_again);
    assert_int_equal (found.events[1]->sequence, 8);
    assert_int_equal (found.events[1]->behind, 0);
    assert_int_equal (list (world, 0, 1).n_events, 1);
    assert_int_equal (list (world, found.events[0]->id, 10).n_events, 1);
}

static void
one_or_all_are_asked_for_again (void **state)
{
    world_t *world = *state;
    Operation__ListDeadEventsResponse found;
    uint32_t count;

    put (world, "a", 7, 8);
    put (world, "a", 8, 0);
    put (world, "b", 9, 8);
    put (world, "c", 10, 8);
    found = list (world, 0, 10);
    assert_ok (world->db, wl_dead_event_retry (world->db, found.events[1]->id, "", &count));
    assert_int_equal (count, 1);
    assert_true (list (world, 0, 10).events[1]->asked_again);
    assert_false (list (world, 0, 10).events[0]->asked_again);
    assert_ok (world->db, wl_dead_event_retry (world->db, 12345, "", &count));
    assert_int_equal (count, 0);
    assert_ok (world->db, wl_dead_event_retry (world->db, 0, "c", &count));
    assert_int_equal (count, 1);
    assert_ok (world->db, wl_dead_event_retry (world->db, 0, "", &count));
    assert_int_equal (count, 3); /* the one behind needs no asking */
}

/* What is given up is kept with all it was, and no longer stands before the others. */
static void
an_event_is_put_aside_with_its_reason (void **state)
{
    world_t *world = *state;
    Operation__ListEventsAsideResponse kept = OPERATION__LIST_EVENTS_ASIDE_RESPONSE__INIT;
    Operation__EventAside aside = OPERATION__EVENT_ASIDE__INIT;
    Operation__ListDeadEventsResponse found;
    wl_backlog_page_t page = { 0, 10, true };
    wl_event_t next;
    uint64_t first;

    put (world, "a", 7, 8);
    put (world, "a", 8, 0);
    first = list (world, 0, 10).events[0]->id;
    /* One that waits behind another cannot be given up before it. */
    assert_status (wl_dead_event_aside (world->db, first + 1, "because", ACCOUNT, 1, &aside),
                   WL_NOT_FOUND);
    assert_ok (world->db, wl_dead_event_aside (world->db, first, "done by hand", ACCOUNT,
                                               1795474799123456, &aside));
    assert_int_equal (aside.sequence, 7);
    assert_string_equal (aside.failure, "INTERNAL");
    assert_string_equal (aside.reason, "done by hand");
    assert_string_equal (aside.account_id, ACCOUNT);
    assert_status (wl_dead_event_aside (world->db, first, "again", ACCOUNT, 1, &aside),
                   WL_NOT_FOUND);
    assert_ok (world->db, wl_event_aside_list (world->db, &page, &kept));
    assert_int_equal (kept.total, 1);
    assert_int_equal (kept.events[0]->id, first);
    assert_int_equal (world_number ("select count (*) from runtime.events_aside"
                                    " where payload = 'payload' and trace = 'trace'"
                                    "   and attempts = 8"),
                      1);
    found = list (world, 0, 10);
    assert_int_equal (found.n_events, 1);
    assert_true (found.events[0]->asked_again); /* it is tried by itself */
    wl_db_begin (world->db);
    assert_ok (world->db, wl_dead_letter_take (world->db, &next));
    assert_int_equal (next.sequence, 8);
    wl_db_rollback (world->db);
}

int
main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST (a_quiet_service_has_nothing_waiting),   TEST (what_waits_is_counted),
        TEST (of_each_thing_the_first_is_listed),     TEST (one_or_all_are_asked_for_again),
        TEST (an_event_is_put_aside_with_its_reason),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
