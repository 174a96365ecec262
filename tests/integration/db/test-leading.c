/* Who sequences, and how replicas tell each other. */
#include "log_world.h"

#include <poll.h>

/* Rings are looked for in what is there already; a ring takes a moment from commit to socket. */
static bool
hears (wl_db_t *db)
{
    struct pollfd bell = { .fd = wl_sequencer_bell (db), .events = POLLIN };

    assert_true (bell.fd >= 0);
    if (poll (&bell, 1, 0) > 0)
        assert_ok (db, wl_db_connect (db)); /* reads what came */
    return wl_sequencer_heard (db);
}

static bool
hears_in_time (wl_db_t *db)
{
    struct pollfd bell = { .fd = wl_sequencer_bell (db), .events = POLLIN };

    return poll (&bell, 1, 10000) > 0 && hears (db);
}

static void
replicas_ring_for_each_other (void **state)
{
    world_t first = world_new (), *leader = &first, followers[2] = { world_new (), world_new () };
    bool leads;
    (void) state;

    assert_int_equal (wl_sequencer_bell (leader->db), -1);
    log_world_lead (leader);
    for (size_t i = 0; i < COUNT (followers); i++) {
        assert_ok (followers[i].db, wl_sequencer_lead (followers[i].db, &leads));
        assert_false (leads);
    }

    log_world_commit (&followers[0], "30", "a");
    assert_ok (followers[0].db, wl_sequencer_ring (followers[0].db));
    assert_true (hears_in_time (leader->db));
    assert_int_equal (log_world_drain (leader, 10), 1);
    assert_ok (leader->db, wl_sequencer_ring (leader->db));
    for (size_t i = 0; i < COUNT (followers); i++)
        assert_true (hears_in_time (followers[i].db));
    assert_false (hears (leader->db)); /* nobody hears what it rang, or what is for others */
    assert_false (hears (followers[0].db));

    world_destroy (&first);
    do
        assert_ok (followers[0].db, wl_sequencer_lead (followers[0].db, &leads));
    while (!leads);
    assert_ok (followers[1].db, wl_sequencer_ring (followers[1].db));
    assert_true (hears_in_time (followers[0].db));
    assert_ok (followers[0].db, wl_sequencer_ring (followers[0].db));
    assert_true (hears_in_time (followers[1].db));
    assert_false (hears (followers[0].db));
    for (size_t i = 0; i < COUNT (followers); i++)
        world_destroy (&followers[i]);
}

static void
only_one_leads_and_another_takes_over (void **state)
{
    world_t *world = *state;
    world_t other = world_new ();
    bool leads;
    int count;

    log_world_lead (world);
    assert_ok (other.db, wl_sequencer_lead (other.db, &leads));
    assert_false (leads);
    assert_status (wl_sequencer_step (other.db, SOURCE, 10, &count), WL_FAILED_PRECONDITION);
    log_world_commit (&other, "30", "1");
    assert_int_equal (log_world_drain (world, 10), 1);
    log_world_commit (&other, "30", "2");

    world_sql ("select pg_terminate_backend (pid, 5000) from pg_locks"
               " where locktype = 'advisory' and granted");
    log_world_lead (&other);
    assert_status (wl_sequencer_step (world->db, SOURCE, 10, &count), WL_UNAVAILABLE);
    assert_int_equal (log_world_drain (&other, 10), 1);
    assert_ok (world->db, wl_db_connect (world->db));
    assert_ok (world->db, wl_sequencer_lead (world->db, &leads));
    assert_false (leads);
    assert_int_equal (log_world_first_bad (world, "30"), 0);
    world_destroy (&other);
}

/* Staying the leader costs nothing. */
static void
leading_on_takes_no_round_trip (void **state)
{
    world_t *world = *state;
    unsigned before;

    log_world_lead (world);
    before = wl_db_round_trips (world->db);
    log_world_lead (world);
    assert_int_equal (wl_db_round_trips (world->db), before);
}

int
main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, log_world_set_up, log_world_tear_down)
    const struct CMUnitTest tests[] = {
        TEST (only_one_leads_and_another_takes_over),
        TEST (leading_on_takes_no_round_trip),
        TEST (replicas_ring_for_each_other),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
