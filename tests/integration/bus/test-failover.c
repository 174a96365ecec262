/* Replicas that die, fall silent, refuse and come back. */
#include "world.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "bus/threads.h"

/* ---- a call in another thread ---- */

typedef struct background {
    wl_rpc_client_t *client;
    ask_t ask;
    pthread_t thread;
    wl_status status;
    wl_time_t took;
} background_t;

static void *
background_run (void *argument)
{
    background_t *self = argument;
    wl_arena_t *arena = wl_arena_new (1024 * 1024);
    wl_time_t start = wl_monotonic ();
    wl_rpc_reply_t reply;

    self->status = ask_in (self->client, arena, &self->ask, &reply);
    self->took = wl_monotonic () - start;
    wl_arena_destroy (&arena);
    return NULL;
}

static void
background_start (world_t *world, background_t *self, const ask_t *ask)
{
    *self = (background_t){ .client = world->client, .ask = *ask };
    assert_true (wl_thread_start (&self->thread, "asker", background_run, self));
}

static void
background_end (background_t *self)
{
    pthread_join (self->thread, NULL);
}

/* ---- two replicas ---- */

static void
connect_both (world_t *world, const char *one, const char *two)
{
    world_connect (world, one);
    assert_ok (world, wl_rpc_client_add (world->client, "echo", two, NULL, &world->error));
}

/* How many of `calls` calls the replica at `endpoint` answered. */
static int
share_of (world_t *world, const char *endpoint, int calls)
{
    int share = 0;

    for (int i = 0; i < calls; i++) {
        wl_rpc_reply_t reply;
        assert_status (world_ask (world, &(ask_t){ .method = "Name" }, &reply), WL_OK);
        share += reply.payload_length == strlen (endpoint) &&
                 memcmp (reply.payload, endpoint, reply.payload_length) == 0;
    }
    return share;
}

static void
equal_replicas_take_turns (void **state)
{
    world_t *world = *state;
    const char *one = world_ipc (world, "one"), *two = world_ipc (world, "two");
    server_t servers[2];

    server_start_ipc (world, &servers[0], one);
    server_start_ipc (world, &servers[1], two);
    connect_both (world, one, two);
    assert_int_equal (share_of (world, one, 20), 10);
    server_stop (&servers[0]);
    server_stop (&servers[1]);
}

static void
the_least_loaded_replica_is_asked (void **state)
{
    world_t *world = *state;
    const char *one = world_ipc (world, "one"), *two = world_ipc (world, "two");
    server_t servers[2];
    background_t slow;

    server_start_ipc (world, &servers[0], one);
    server_start_ipc (world, &servers[1], two);
    connect_both (world, one, two);
    background_start (world, &slow, &(ask_t){ .method = "Sleep", .payload = "500" });
    assert_soon (wl_rpc_client_counters (world->client).in_flight == 1);
    int share = share_of (world, one, 10);
    assert_true (share == 0 || share == 10);
    background_end (&slow);
    assert_status (slow.status, WL_OK);
    server_stop (&servers[0]);
    server_stop (&servers[1]);
}

static void
a_dead_replica_is_set_aside_and_taken_back (void **state)
{
    world_t *world = *state;
    const char *one = world_ipc (world, "one"), *two = world_ipc (world, "two");
    server_t server;
    pid_t child = child_serve (world, one);

    server_start_ipc (world, &server, two);
    connect_both (world, one, two);
    assert_int_equal (share_of (world, two, 10), 5);
    child_kill (child);
    assert_int_equal (share_of (world, two, 100), 100);
    assert_true (wl_rpc_client_counters (world->client).set_aside > 0);

    child = child_serve (world, one);
    assert_soon (share_of (world, two, 1) == 0);
    assert_int_equal (share_of (world, two, 10), 5);
    child_kill (child);
    server_stop (&server);
}

static void
a_replica_that_never_was_costs_one_call_a_moment (void **state)
{
    world_t *world = *state;
    const char *one = world_ipc (world, "one"), *two = world_ipc (world, "two");
    server_t server;

    server_start_ipc (world, &server, two);
    connect_both (world, one, two);
    wl_time_t start = wl_monotonic ();
    assert_int_equal (share_of (world, two, 200), 200);
    assert_true (wl_monotonic () - start < 5 * WL_SECOND);
    assert_int_equal (wl_rpc_client_counters (world->client).set_aside, 1);
    server_stop (&server);
}

static void
a_silent_replica_is_set_aside_and_probed (void **state)
{
    world_t *world = *state;
    const char *one = world_ipc (world, "one"), *two = world_ipc (world, "two");
    server_t server;
    pid_t child = child_serve (world, one);

    server_start_ipc (world, &server, two);
    connect_both (world, one, two);
    assert_int_equal (share_of (world, two, 10), 5);
    kill (child, SIGSTOP);
    for (int i = 0; i < 20; i++)
        assert_answer (world, &(ask_t){ .payload = "x", .timeout_ms = 1000 }, WL_OK, "x");
    assert_true (wl_rpc_client_counters (world->client).set_aside > 0);
    assert_true (wl_rpc_client_counters (world->client).retried > 0);
    kill (child, SIGCONT);
    assert_soon (share_of (world, two, 1) == 0);
    child_kill (child);
    server_stop (&server);
}

static void
a_replica_that_refuses_leaves_the_call_to_another (void **state)
{
    world_t *world = *state;
    const char *one = world_ipc (world, "one"), *two = world_ipc (world, "two");
    server_t servers[2];

    server_start_ipc (world, &servers[0], one);
    server_start_ipc (world, &servers[1], two);
    connect_both (world, one, two);
    wl_rpc_server_drain (servers[0].rpc);
    assert_int_equal (share_of (world, two, 20), 20);
    /* Shunned for a moment after each refusal, or every second call would have made a detour. */
    assert_true (wl_rpc_client_counters (world->client).retried < 5);
    server_stop (&servers[0]);
    server_stop (&servers[1]);
}

static void
when_all_refuse_the_caller_is_told (void **state)
{
    world_t *world = *state;
    const char *one = world_ipc (world, "one"), *two = world_ipc (world, "two");
    server_t servers[2];

    server_start_ipc (world, &servers[0], one);
    server_start_ipc (world, &servers[1], two);
    connect_both (world, one, two);
    assert_answer (world, &(ask_t){ .method = "Refuse" }, WL_UNAVAILABLE, "");
    assert_int_equal (wl_rpc_client_counters (world->client).retried, 1);
    assert_answer (world, &(ask_t){ .method = "Refuse", .once = true }, WL_UNAVAILABLE, "");
    assert_int_equal (wl_rpc_client_counters (world->client).retried, 1);
    server_stop (&servers[0]);
    server_stop (&servers[1]);
}

/* ---- one replica ---- */

static void
a_repeatable_call_survives_a_restart (void **state)
{
    world_t *world = *state;
    const char *endpoint = world_ipc (world, "echo");
    background_t call;
    pid_t child = child_serve (world, endpoint);

    world_connect (world, endpoint);
    background_start (world, &call,
                      &(ask_t){ .method = "Sleep", .payload = "300", .timeout_ms = 10000 });
    world_sleep (100 * WL_MILLISECOND);
    child_kill (child);
    world_sleep (300 * WL_MILLISECOND);
    child = child_serve (world, endpoint);
    background_end (&call);
    assert_status (call.status, WL_OK);
    assert_true (call.took < 8 * WL_SECOND);
    assert_int_equal (wl_rpc_client_counters (world->client).in_flight, 0);
    child_kill (child);
}

static void
a_call_that_must_not_be_repeated_is_in_doubt_at_once (void **state)
{
    world_t *world = *state;
    const char *endpoint = world_ipc (world, "echo");
    background_t call;
    pid_t child = child_serve (world, endpoint);

    world_connect (world, endpoint);
    background_start (world, &call, &(ask_t){ .method = "Sleep", .payload = "9000", .once = true });
    assert_soon (wl_rpc_client_counters (world->client).in_flight == 1);
    world_sleep (200 * WL_MILLISECOND);
    child_kill (child);
    background_end (&call);
    assert_status (call.status, WL_DEADLINE_EXCEEDED);
    assert_true (call.took < 5 * WL_SECOND);
    assert_int_equal (wl_rpc_client_counters (world->client).timed_out, 1);
}

static void
a_restart_between_calls_goes_unnoticed (void **state)
{
    world_t *world = *state;
    const char *endpoint = world_ipc (world, "echo");
    pid_t child = child_serve (world, endpoint);

    world_connect (world, endpoint);
    for (int i = 0; i < 3; i++) {
        assert_answer (world, &(ask_t){ .payload = "x", .once = true }, WL_OK, "x");
        child_kill (child);
        child = child_serve (world, endpoint);
    }
    assert_answer (world, &(ask_t){ .payload = "x", .once = true }, WL_OK, "x");
    child_kill (child);
}

static void
without_any_replica_a_call_ends_soon (void **state)
{
    world_t *world = *state;
    wl_rpc_reply_t reply;
    wl_time_t start = wl_monotonic ();

    world_connect (world, world_ipc (world, "nobody"));
    assert_status (world_ask (world, &(ask_t){ .timeout_ms = 60000 }, &reply), WL_UNAVAILABLE);
    assert_true (wl_monotonic () - start < 10 * WL_SECOND);
    start = wl_monotonic ();
    assert_status (world_ask (world, &(ask_t){ .timeout_ms = 100 }, &reply), WL_UNAVAILABLE);
    assert_true (wl_monotonic () - start < 2 * WL_SECOND);
}

static void
a_late_answer_is_nobodys (void **state)
{
    world_t *world = *state;
    const char *endpoint = world_ipc (world, "echo");
    wl_rpc_reply_t reply;
    server_t server;

    server_start_ipc (world, &server, endpoint);
    world_connect (world, endpoint);
    assert_status (world_ask (world,
                              &(ask_t){ .method = "Sleep", .payload = "200", .timeout_ms = 50 },
                              &reply),
                   WL_DEADLINE_EXCEEDED);
    assert_answer (world, &(ask_t){ .method = "Sleep", .payload = "400" }, WL_OK, "400");
    assert_int_equal (wl_rpc_client_counters (world->client).late_replies, 1);
    assert_int_equal (wl_rpc_client_counters (world->client).set_aside, 0);
    server_stop (&server);
}

static void
sockets_are_bounded (void **state)
{
    world_t *world = *state;
    const char *endpoint = world_ipc (world, "echo");
    wl_rpc_client_options_t options = { .sockets_per_replica = 1 };
    wl_rpc_reply_t reply;
    background_t slow;
    server_t server;

    server_start_ipc (world, &server, endpoint);
    world->client = wl_rpc_client_new (&options);
    assert_ok (world, wl_rpc_client_add (world->client, "echo", endpoint, NULL, &world->error));
    background_start (world, &slow, &(ask_t){ .method = "Sleep", .payload = "500" });
    assert_soon (wl_rpc_client_counters (world->client).in_flight == 1);
    assert_status (world_ask (world, &(ask_t){ 0 }, &reply), WL_RESOURCE_EXHAUSTED);
    background_end (&slow);
    assert_status (slow.status, WL_OK);
    assert_status (world_ask (world, &(ask_t){ 0 }, &reply), WL_OK);
    server_stop (&server);
}

/* ---- under fire ---- */

enum { SHOOTERS = 6, SHOTS = 400, KILLS = 5 };

typedef struct shooter {
    wl_rpc_client_t *client;
    pthread_t thread;
    int failed;
} shooter_t;

static void *
shooter_run (void *argument)
{
    shooter_t *self = argument;
    wl_arena_t *arena = wl_arena_new (1024 * 1024);

    for (int i = 0; i < SHOTS; i++) {
        wl_rpc_reply_t reply;
        ask_t ask = { .method = "Sleep", .payload = "2", .timeout_ms = 20000 };
        self->failed += ask_in (self->client, arena, &ask, &reply) != WL_OK;
        wl_arena_reset (arena);
    }
    wl_arena_destroy (&arena);
    return NULL;
}

static void
no_repeatable_call_fails_while_one_replica_after_the_other_is_killed (void **state)
{
    world_t *world = *state;
    const char *endpoints[2] = { world_ipc (world, "one"), world_ipc (world, "two") };
    pid_t children[2];
    shooter_t shooters[SHOOTERS];

    for (int i = 0; i < 2; i++)
        children[i] = child_serve (world, endpoints[i]);
    connect_both (world, endpoints[0], endpoints[1]);
    for (int i = 0; i < SHOOTERS; i++) {
        shooters[i] = (shooter_t){ .client = world->client };
        assert_true (wl_thread_start (&shooters[i].thread, "shooter", shooter_run, &shooters[i]));
    }
    for (int i = 0; i < KILLS; i++) {
        world_sleep (100 * WL_MILLISECOND);
        child_kill (children[i % 2]);
        world_sleep (100 * WL_MILLISECOND);
        children[i % 2] = child_serve (world, endpoints[i % 2]);
    }
    for (int i = 0; i < SHOOTERS; i++) {
        pthread_join (shooters[i].thread, NULL);
        assert_int_equal (shooters[i].failed, 0);
    }
    assert_int_equal (wl_rpc_client_counters (world->client).in_flight, 0);
    child_kill (children[0]);
    child_kill (children[1]);
}

int
main (int argc, char **argv)
{
    child_main (argc, argv);

    const struct CMUnitTest tests[] = {
        WORLD_TEST (equal_replicas_take_turns),
        WORLD_TEST (the_least_loaded_replica_is_asked),
        WORLD_TEST (a_dead_replica_is_set_aside_and_taken_back),
        WORLD_TEST (a_replica_that_never_was_costs_one_call_a_moment),
        WORLD_TEST (a_silent_replica_is_set_aside_and_probed),
        WORLD_TEST (a_replica_that_refuses_leaves_the_call_to_another),
        WORLD_TEST (when_all_refuse_the_caller_is_told),
        WORLD_TEST (a_repeatable_call_survives_a_restart),
        WORLD_TEST (a_call_that_must_not_be_repeated_is_in_doubt_at_once),
        WORLD_TEST (a_restart_between_calls_goes_unnoticed),
        WORLD_TEST (without_any_replica_a_call_ends_soon),
        WORLD_TEST (a_late_answer_is_nobodys),
        WORLD_TEST (sockets_are_bounded),
        WORLD_TEST (no_repeatable_call_fails_while_one_replica_after_the_other_is_killed),
    };
    return cmocka_run_group_tests (tests, world_group_setup, world_group_teardown);
}
