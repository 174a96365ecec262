/* The event log over the bus: replay, credit, reconnection, rights, hostile consumers. */
#include "log_world.h"

#include <string.h>

#include "../../unit/base/check.h"
#include "bus/threads.h"
#include "message/message.h"

typedef struct log_test {
    log_source_t source;
    wl_log_server_t *server;
    const char *endpoint;
    log_reader_t reader;
} log_test_t;

static void
begin (world_t *world, log_test_t *self)
{
    *self = (log_test_t){ .endpoint = world_ipc (world, "log") };
    log_source_begin (&self->source);
    self->server = log_server (world, &self->source, self->endpoint, NULL);
    self->reader.client = log_client (world, self->endpoint, NULL, NULL, 0);
    self->reader.arena = wl_arena_new (16 * 1024 * 1024);
}

static void
end (log_test_t *self)
{
    wl_log_client_destroy (&self->reader.client);
    wl_log_server_stop (&self->server);
    log_source_end (&self->source);
    wl_arena_destroy (&self->reader.arena);
}

static void
a_long_log_is_replayed_without_gaps (void **state)
{
    log_test_t test;

    begin (*state, &test);
    log_source_add (&test.source, "30", 60000);
    log_source_add (&test.source, "pl", 40000);
    assert_int_equal (log_read (&test.reader, 100000), 100000);
    assert_int_equal (log_position (&test.reader, "30"), 60000);
    assert_int_equal (log_position (&test.reader, "pl"), 40000);
    assert_soon (wl_log_server_counters (test.server).entries_sent == 100000);
    assert_int_equal (wl_log_server_counters (test.server).consumers, 1);
    assert_int_equal (wl_log_client_state (test.reader.client).gaps, 0);
    end (&test);
}

static void
streams_take_turns (void **state)
{
    log_test_t test;

    begin (*state, &test);
    log_source_add (&test.source, "30", 1000000);
    log_source_add (&test.source, "32", 2000);
    log_source_add (&test.source, "pl", 2000);
    (void) log_read (&test.reader, 12000);
    assert_int_equal (log_position (&test.reader, "32"), 2000);
    assert_int_equal (log_position (&test.reader, "pl"), 2000);
    end (&test);
}

static void
consumers_take_turns (void **state)
{
    world_t *world = *state;
    log_test_t test;
    log_reader_t other = { .arena = wl_arena_new (16 * 1024 * 1024) };

    begin (world, &test);
    log_source_add (&test.source, "30", 50000);
    other.client = log_client (world, test.endpoint, NULL, NULL, 100);
    for (int i = 0; i < 100; i++) {
        assert_true (log_read (&test.reader, 100) >= 100);
        assert_true (log_read (&other, 100) >= 100);
    }
    wl_log_client_destroy (&other.client);
    wl_arena_destroy (&other.arena);
    end (&test);
}

static void
large_entries_go_in_several_frames (void **state)
{
    log_test_t test;

    begin (*state, &test);
    test.source.payload_length = 200 * 1024;
    log_source_add (&test.source, "30", 100);
    assert_int_equal (log_read (&test.reader, 100), 100);
    end (&test);
}

static void
news_come_soon_after_a_wake_up (void **state)
{
    log_test_t test;

    begin (*state, &test);
    log_source_add (&test.source, "30", 1);
    assert_int_equal (log_read (&test.reader, 1), 1);
    for (int i = 0; i < 20; i++) {
        log_source_grow (&test.source, "30", 3);
        wl_log_server_wake (test.server);
        assert_int_equal (log_read (&test.reader, 3), 3);
    }
    log_source_grow (&test.source, "30", 1); /* nobody rings: found all the same */
    assert_int_equal (log_read (&test.reader, 1), 1);
    assert_int_equal (wl_log_client_state (test.reader.client).behind, 0);
    end (&test);
}

/* ---- credit ---- */

static void
no_more_comes_than_was_asked_for (void **state)
{
    world_t *world = *state;
    log_test_t test;
    Bus__LogEntry **entries;
    size_t given, total = 0;

    begin (world, &test);
    log_source_add (&test.source, "30", 10000);
    wl_log_client_destroy (&test.reader.client);
    test.reader.client = log_client (world, test.endpoint, NULL, NULL, 700);
    for (int i = 0; i < 10; i++) {
        assert_status (wl_log_client_next (test.reader.client, 50 * WL_MILLISECOND,
                                           test.reader.arena, &entries, &given),
                       WL_OK);
        total += given;
    }
    assert_int_equal (total, 700);
    assert_soon (wl_log_server_counters (test.server).entries_sent == 700);

    wl_log_client_confirm (test.reader.client, 1000000); /* more than there were */
    for (int i = 0; i < 10; i++) {
        assert_status (wl_log_client_next (test.reader.client, 50 * WL_MILLISECOND,
                                           test.reader.arena, &entries, &given),
                       WL_OK);
        total += given;
    }
    assert_int_equal (total, 1400);
    end (&test);
}

static void
the_caller_can_go_back (void **state)
{
    log_test_t test;

    begin (*state, &test);
    log_source_add (&test.source, "30", 5000);
    wl_log_client_position (test.reader.client, "30", 1000);
    test.reader.positions[0] = 1000;
    strcpy (test.reader.regions[0], "30");
    test.reader.stream_count = 1;
    assert_int_equal (log_read (&test.reader, 4000), 4000);

    wl_log_client_position (test.reader.client, "30", 2500);
    test.reader.positions[0] = 2500;
    assert_int_equal (log_read (&test.reader, 2500), 2500);
    end (&test);
}

/* ---- things that go wrong ---- */

static void
a_restart_of_the_server_in_the_middle_loses_nothing (void **state)
{
    world_t *world = *state;
    log_test_t test;
    size_t total = 0;

    begin (world, &test);
    log_source_add (&test.source, "30", 30000);
    log_source_add (&test.source, "32", 30000);
    for (int i = 0; i < 4; i++) {
        total += log_read (&test.reader, 10000);
        wl_log_server_stop (&test.server);
        test.server = log_server (world, &test.source, test.endpoint, NULL);
    }
    total += log_read (&test.reader, 60000 - total);
    assert_int_equal (total, 60000);
    assert_true (wl_log_client_state (test.reader.client).reconnects >= 4);
    end (&test);
}

static void
the_next_replica_takes_over (void **state)
{
    world_t *world = *state;
    log_test_t test;
    wl_log_client_options_t options = { .consumer = "test" };

    begin (world, &test);
    wl_log_client_destroy (&test.reader.client);
    options.endpoints = (const char *[]){ world_ipc (world, "nobody"), test.endpoint, NULL };
    test.reader.client = wl_log_client_new (&options);
    assert_non_null (test.reader.client);
    log_source_add (&test.source, "30", 1000);
    assert_int_equal (log_read (&test.reader, 1000), 1000);
    end (&test);
}

static void
a_source_that_fails_is_asked_again (void **state)
{
    log_test_t test;

    begin (*state, &test);
    log_source_add (&test.source, "30", 1000);
    log_source_fail (&test.source, 3);
    assert_int_equal (log_read (&test.reader, 1000), 1000);
    log_source_fail (&test.source, 2);
    log_source_grow (&test.source, "30", 1000);
    assert_int_equal (log_read (&test.reader, 1000), 1000);
    assert_int_equal (wl_log_client_state (test.reader.client).reconnects, 0);
    end (&test);
}

static void
an_arena_that_is_too_small_is_told_and_nothing_is_lost (void **state)
{
    log_test_t test;
    wl_arena_t *small = wl_arena_new (16 * 1024);
    Bus__LogEntry **entries;
    size_t given;
    wl_status status = WL_OK;

    begin (*state, &test);
    log_source_add (&test.source, "30", 1000);
    for (int i = 0; i < 100 && status == WL_OK; i++)
        status =
            wl_log_client_next (test.reader.client, 50 * WL_MILLISECOND, small, &entries, &given);
    assert_status (status, WL_RESOURCE_EXHAUSTED);
    assert_int_equal (log_read (&test.reader, 1000), 1000);
    wl_arena_destroy (&small);
    end (&test);
}

static void *
wake_run (void *argument)
{
    world_sleep (100 * WL_MILLISECOND);
    wl_log_client_wake (argument);
    return NULL;
}

static void
waiting_ends_when_woken (void **state)
{
    world_t *world = *state;
    log_test_t test;
    pthread_t thread;
    Bus__LogEntry **entries;
    size_t given;

    begin (world, &test);
    wl_time_t start = wl_monotonic ();
    assert_true (wl_thread_start (&thread, "waker", wake_run, test.reader.client));
    assert_status (
        wl_log_client_next (test.reader.client, WL_MINUTE, world->arena, &entries, &given), WL_OK);
    assert_int_equal (given, 0);
    assert_true (wl_monotonic () - start < 20 * WL_SECOND);
    pthread_join (thread, NULL);
    end (&test);
}

static void
heads_tell_the_clock_and_how_far_behind_we_are (void **state)
{
    world_t *world = *state;
    log_test_t test;
    Bus__LogEntry **entries;
    size_t given;

    begin (world, &test);
    log_source_add (&test.source, "30", 5000);
    wl_log_client_destroy (&test.reader.client);
    test.reader.client = log_client (world, test.endpoint, NULL, NULL, 100);
    assert_false (wl_log_client_state (test.reader.client).connected);
    for (int i = 0; i < 25; i++)
        assert_status (wl_log_client_next (test.reader.client, 100 * WL_MILLISECOND, world->arena,
                                           &entries, &given),
                       WL_OK);
    wl_log_client_state_t told = wl_log_client_state (test.reader.client);
    assert_true (told.connected);
    assert_int_equal (told.behind, 4900);
    assert_in_range (told.clock_difference + WL_SECOND, 0, 2 * WL_SECOND);
    end (&test);
}

/* ---- consumers that lie ---- */

static void
send_raw (zsock_t *dealer, const Bus__LogFrame *frame)
{
    zframe_t *body = zframe_new (NULL, bus__log_frame__get_packed_size (frame));
    zmsg_t *message = zmsg_new ();

    bus__log_frame__pack (frame, zframe_data (body));
    zmsg_append (message, &body);
    assert_int_equal (zmsg_send (&message, dealer), 0);
}

static void
hostile_consumers_are_refused (void **state)
{
    world_t *world = *state;
    log_test_t test;
    uint64_t random = check_seed ("log server noise");
    Bus__Credit credit = BUS__CREDIT__INIT;
    Bus__Heads heads = BUS__HEADS__INIT;
    Bus__LogFrame frame = BUS__LOG_FRAME__INIT;

    begin (world, &test);
    log_source_add (&test.source, "30", 1000);
    zsock_t *dealer = world_dealer (world, test.endpoint);
    for (int i = 0; i < 2000; i++) {
        zmsg_t *message = zmsg_new ();
        for (uint64_t frames = 1 + check_random (&random) % 3; frames > 0; frames--) {
            zframe_t *noise = zframe_new (NULL, check_random (&random) % 60);
            for (size_t at = 0; at < zframe_size (noise); at++)
                zframe_data (noise)[at] = (byte) check_random (&random);
            zmsg_append (message, &noise);
        }
        assert_int_equal (zmsg_send (&message, dealer), 0);
    }
    frame.kind_case = BUS__LOG_FRAME__KIND_HEADS; /* only a server says that */
    frame.heads = &heads;
    send_raw (dealer, &frame);
    assert_soon (wl_log_server_counters (test.server).refused_malformed > 1000);

    credit.credit = 5; /* of one who never subscribed */
    frame.kind_case = BUS__LOG_FRAME__KIND_CREDIT;
    frame.credit = &credit;
    send_raw (dealer, &frame);
    zmsg_t *refusal = zmsg_recv (dealer);
    assert_non_null (refusal);
    zmsg_destroy (&refusal);
    assert_int_equal (log_read (&test.reader, 1000), 1000);
    assert_int_equal (wl_log_server_counters (test.server).consumers, 1);
    zsock_destroy (&dealer);
    end (&test);
}

/* Credit beyond the limit buys nothing: it is capped, and one that is absurd is malformed. */
static void
credit_is_bounded (void **state)
{
    world_t *world = *state;
    log_test_t test;
    char consumer[] = "greedy";
    Bus__Subscribe subscribe = BUS__SUBSCRIBE__INIT;
    Bus__Credit credit = BUS__CREDIT__INIT;
    Bus__LogFrame frame = BUS__LOG_FRAME__INIT;

    begin (world, &test);
    zsock_t *dealer = world_dealer (world, test.endpoint);
    subscribe.consumer = consumer;
    subscribe.generation = 1;
    frame.kind_case = BUS__LOG_FRAME__KIND_SUBSCRIBE;
    frame.subscribe = &subscribe;
    send_raw (dealer, &frame);
    credit.generation = 1;
    frame.kind_case = BUS__LOG_FRAME__KIND_CREDIT;
    frame.credit = &credit;
    credit.credit = 10001;
    send_raw (dealer, &frame);
    credit.credit = 10000;
    for (int i = 0; i < 5; i++)
        send_raw (dealer, &frame);
    assert_soon (wl_log_server_counters (test.server).refused_malformed == 1);
    world_sleep (50 * WL_MILLISECOND);
    log_source_add (&test.source, "30", 100000);
    wl_log_server_wake (test.server);

    /* It does not read: what is sent stops at the credit or at what the connection takes. */
    world_sleep (500 * WL_MILLISECOND);
    assert_true (wl_log_server_counters (test.server).entries_sent <= 10000);
    zsock_destroy (&dealer);
    end (&test);
}

/* ---- the network ---- */

static void
a_key_opens_its_regions_only (void **state)
{
    world_t *world = *state;
    log_source_t source;
    keys_t keys;
    log_reader_t reader = { .arena = wl_arena_new (16 * 1024 * 1024) };
    wl_log_client_options_t options = { .consumer = "region" };

    keys_begin (world, &keys);
    log_source_begin (&source);
    log_source_add (&source, "14", 500);
    log_source_add (&source, "30", 500);
    log_source_add (&source, "32", 500);
    wl_log_server_t *server = log_server (world, &source, "tcp://127.0.0.1:*", &keys);
    const char *endpoint = wl_log_server_endpoint (server, 0);
    reader.client = log_client (world, endpoint, &keys.friend, keys.server.public_key, 0);
    assert_int_equal (log_read (&reader, 1000), 1000);
    assert_int_equal (log_position (&reader, "14"), 0);
    assert_soon (wl_log_server_counters (server).entries_sent == 1000);

    /* Asking for another's by name is refused, and counted. */
    options.endpoints = (const char *[]){ endpoint, NULL };
    options.keys = &keys.friend;
    options.server_key = keys.server.public_key;
    options.regions = (const char *[]){ "14", NULL };
    log_reader_t greedy = { .client = wl_log_client_new (&options), .arena = reader.arena };
    for (int i = 0; i < 10; i++) {
        Bus__LogEntry **entries;
        size_t given;
        assert_status (
            wl_log_client_next (greedy.client, 50 * WL_MILLISECOND, greedy.arena, &entries, &given),
            WL_OK);
        assert_int_equal (given, 0);
    }
    assert_true (wl_log_server_counters (server).refused_peer > 0);
    wl_log_client_destroy (&greedy.client);

    /* Revoked: the live connection gets nothing any more. */
    keys_revoke_friend (world, &keys);
    log_source_grow (&source, "30", 500);
    wl_log_server_wake (server);
    Bus__LogEntry **entries;
    size_t given;
    for (int i = 0; i < 10; i++) {
        assert_status (
            wl_log_client_next (reader.client, 50 * WL_MILLISECOND, reader.arena, &entries, &given),
            WL_OK);
        assert_int_equal (given, 0);
    }
    assert_soon (wl_log_server_counters (server).consumers == 0);

    wl_log_client_destroy (&reader.client);
    wl_log_server_stop (&server);
    log_source_end (&source);
    wl_arena_destroy (&reader.arena);
    keys_end (&keys);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST (a_long_log_is_replayed_without_gaps),
        WORLD_TEST (streams_take_turns),
        WORLD_TEST (consumers_take_turns),
        WORLD_TEST (large_entries_go_in_several_frames),
        WORLD_TEST (news_come_soon_after_a_wake_up),
        WORLD_TEST (no_more_comes_than_was_asked_for),
        WORLD_TEST (the_caller_can_go_back),
        WORLD_TEST (a_restart_of_the_server_in_the_middle_loses_nothing),
        WORLD_TEST (the_next_replica_takes_over),
        WORLD_TEST (a_source_that_fails_is_asked_again),
        WORLD_TEST (an_arena_that_is_too_small_is_told_and_nothing_is_lost),
        WORLD_TEST (waiting_ends_when_woken),
        WORLD_TEST (heads_tell_the_clock_and_how_far_behind_we_are),
        WORLD_TEST (hostile_consumers_are_refused),
        WORLD_TEST (credit_is_bounded),
        WORLD_TEST (a_key_opens_its_regions_only),
    };
    return cmocka_run_group_tests (tests, world_group_setup, world_group_teardown);
}
