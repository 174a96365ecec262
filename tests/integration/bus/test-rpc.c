/* A call and its answer: over ipc and over the network, and the server's limits. */
#include "world.h"

#include <string.h>

#include "bus/threads.h"

static void
a_call_brings_its_payload_back (void **state)
{
    world_t *world = *state;
    const char *endpoint = world_ipc (world, "echo");
    server_t server;

    server_start_ipc (world, &server, endpoint);
    world_connect (world, endpoint);
    assert_string_equal (wl_rpc_server_endpoint (server.rpc, 0), endpoint);
    assert_answer (world, &(ask_t){ .payload = "Zażółć gęślą jaźń" }, WL_OK, "Zażółć gęślą jaźń");
    assert_answer (world, &(ask_t){ .payload = "" }, WL_OK, "");
    assert_answer (world, &(ask_t){ .method = "Who" }, WL_OK, "test test *");
    assert_int_equal (wl_rpc_server_counters (server.rpc).accepted, 3);
    assert_int_equal (wl_rpc_client_counters (world->client).calls, 3);
    assert_int_equal (wl_rpc_client_counters (world->client).in_flight, 0);
    server_stop (&server);
}

static void
a_payload_may_be_as_long_as_a_frame (void **state)
{
    world_t *world = *state;
    const char *endpoint = world_ipc (world, "echo");
    char *payload = wl_arena_alloc (world->arena, WL_BUS_MESSAGE_MAX + 2);
    wl_rpc_reply_t reply;
    server_t server;

    server_start_ipc (world, &server, endpoint);
    world_connect (world, endpoint);
    memset (payload, 'x', WL_BUS_MESSAGE_MAX);
    assert_answer (world, &(ask_t){ .payload = payload }, WL_OK, payload);
    payload[WL_BUS_MESSAGE_MAX] = 'x';
    assert_status (world_ask (world, &(ask_t){ .payload = payload }, &reply), WL_INVALID_ARGUMENT);
    assert_answer (world, &(ask_t){ .method = "Huge" }, WL_RESOURCE_EXHAUSTED, "");
    server_stop (&server);
}

static void
an_answer_that_the_callers_arena_cannot_hold_is_refused (void **state)
{
    world_t *world = *state;
    const char *endpoint = world_ipc (world, "echo");
    wl_arena_t *small = wl_arena_new (64 * 1024);
    char *payload = wl_arena_alloc (world->arena, 100 * 1024 + 1);
    wl_rpc_reply_t reply;
    server_t server;

    server_start_ipc (world, &server, endpoint);
    world_connect (world, endpoint);
    memset (payload, 'x', 100 * 1024);
    assert_status (ask_in (world->client, small, &(ask_t){ .payload = payload }, &reply),
                   WL_RESOURCE_EXHAUSTED);
    assert_status (ask_in (world->client, small, &(ask_t){ .payload = "small" }, &reply), WL_OK);
    wl_arena_destroy (&small);
    server_stop (&server);
}

static void
a_target_must_be_known (void **state)
{
    world_t *world = *state;
    wl_rpc_reply_t reply;

    world_connect (world, world_ipc (world, "nobody"));
    assert_status (world_ask (world, &(ask_t){ .target = "other" }, &reply), WL_NOT_FOUND);
    assert_status (
        wl_rpc_client_add (world->client, "echo", world_ipc (world, "nobody"), NULL, &world->error),
        WL_ALREADY_EXISTS);
}

static void
endpoints_are_checked_when_they_are_given (void **state)
{
    world_t *world = *state;
    wl_rpc_server_t *server = NULL;
    wl_rpc_server_options_t options = { .endpoints =
                                            (const char *[]){ "tcp://127.0.0.1:0", NULL } };
    keys_t keys;

    world_connect (world, world_ipc (world, "echo"));
    assert_status (wl_rpc_client_add (world->client, "echo", "udp://x", NULL, &world->error),
                   WL_INVALID_ARGUMENT);
    wl_error_init (&world->error, world->arena);
    assert_status (
        wl_rpc_client_add (world->client, "echo", "tcp://127.0.0.1:1", NULL, &world->error),
        WL_FAILED_PRECONDITION);
    wl_error_init (&world->error, world->arena);
    assert_status (wl_rpc_server_start (&options, &server, &world->error), WL_FAILED_PRECONDITION);
    keys_begin (world, &keys);
    options.keys = &keys.server;
    wl_error_init (&world->error, world->arena);
    assert_status (wl_rpc_server_start (&options, &server, &world->error), WL_FAILED_PRECONDITION);
    options.peers = keys.peers;
    options.endpoints = (const char *[]){ "ipc:///nowhere/at/all", NULL };
    wl_error_init (&world->error, world->arena);
    assert_status (wl_rpc_server_start (&options, &server, &world->error), WL_UNAVAILABLE);
    assert_null (server);
    keys_end (&keys);
}

/* ---- many at once ---- */

enum { CALLERS = 8, CALLS = 300 };

typedef struct caller {
    wl_rpc_client_t *client;
    int number;
    int wrong;
} caller_t;

static void *
caller_run (void *argument)
{
    caller_t *self = argument;
    wl_arena_t *arena = wl_arena_new (1024 * 1024);

    for (int i = 0; i < CALLS; i++) {
        const char *payload = wl_text_printf (arena, "%d-%d", self->number, i);
        wl_rpc_reply_t reply;
        if (ask_in (self->client, arena, &(ask_t){ .payload = payload }, &reply) != WL_OK ||
            reply.payload_length != strlen (payload) ||
            memcmp (reply.payload, payload, reply.payload_length) != 0)
            self->wrong++;
        wl_arena_reset (arena);
    }
    wl_arena_destroy (&arena);
    return NULL;
}

static void
every_caller_gets_its_own_answers (void **state)
{
    world_t *world = *state;
    const char *endpoint = world_ipc (world, "echo");
    pthread_t threads[CALLERS];
    caller_t callers[CALLERS];
    server_t server;

    server_start_ipc (world, &server, endpoint);
    world_connect (world, endpoint);
    for (int i = 0; i < CALLERS; i++) {
        callers[i] = (caller_t){ .client = world->client, .number = i };
        assert_true (wl_thread_start (&threads[i], "caller", caller_run, &callers[i]));
    }
    for (int i = 0; i < CALLERS; i++) {
        pthread_join (threads[i], NULL);
        assert_int_equal (callers[i].wrong, 0);
    }
    assert_int_equal (wl_rpc_client_counters (world->client).in_flight, 0);
    server_stop (&server);
}

/* ---- limits ---- */

/* A raw request that nobody waits for. */
static void
send_request (zsock_t *dealer, const char *method, const char *payload, uint32_t timeout_ms)
{
    zframe_t *header = world_header (method, timeout_ms);
    zmsg_t *message = zmsg_new ();

    zmsg_addstr (message, "any-call");
    zmsg_append (message, &header);
    zmsg_addstr (message, payload);
    assert_int_equal (zmsg_send (&message, dealer), 0);
}

/* The status in the next answer. */
static wl_status
receive_status (zsock_t *dealer)
{
    zmsg_t *message = zmsg_recv (dealer);
    assert_non_null (message);
    assert_int_equal (zmsg_size (message), 3);
    (void) zmsg_first (message);
    zframe_t *frame = zmsg_next (message);
    Bus__ReplyHeader *header =
        bus__reply_header__unpack (NULL, zframe_size (frame), zframe_data (frame));
    assert_non_null (header);
    wl_status status = (wl_status) header->status;
    bus__reply_header__free_unpacked (header, NULL);
    zmsg_destroy (&message);
    return status;
}

static void
a_full_queue_answers_at_once (void **state)
{
    world_t *world = *state;
    const char *endpoint = world_ipc (world, "echo");
    wl_rpc_server_options_t options = { .endpoints = (const char *[]){ endpoint, NULL },
                                        .queue_length = 2 };
    zsock_t *dealer = world_dealer (world, endpoint);
    server_t server;

    server_start (world, &server, &options, 0);
    for (int i = 0; i < 5; i++)
        send_request (dealer, "Echo", "x", 10000);
    for (int i = 0; i < 3; i++)
        assert_status (receive_status (dealer), WL_UNAVAILABLE);
    assert_int_equal (wl_rpc_server_counters (server.rpc).refused_full, 3);
    assert_int_equal (wl_rpc_server_counters (server.rpc).waiting, 2);
    zsock_destroy (&dealer);
    server_stop (&server);
}

static void
an_expired_request_is_dropped (void **state)
{
    world_t *world = *state;
    const char *endpoint = world_ipc (world, "echo");
    wl_rpc_server_options_t options = { .endpoints = (const char *[]){ endpoint, NULL } };
    zsock_t *dealer = world_dealer (world, endpoint);
    server_t server;

    server_start (world, &server, &options, 0);
    send_request (dealer, "Echo", "x", 20);
    send_request (dealer, "Echo", "y", 10000);
    assert_soon (wl_rpc_server_counters (server.rpc).accepted == 2);
    world_sleep (40 * WL_MILLISECOND);

    wl_rpc_call_t *call = wl_rpc_server_take (server.rpc, WL_SECOND);
    assert_non_null (call);
    assert_memory_equal (call->payload, "y", 1);
    assert_true (call->deadline > wl_monotonic ());
    assert_int_equal (wl_rpc_server_counters (server.rpc).expired, 1);
    Bus__ReplyHeader header = BUS__REPLY_HEADER__INIT;
    wl_rpc_server_reply (server.rpc, &call, &header, NULL, 0);
    assert_null (call);
    assert_status (receive_status (dealer), WL_OK);
    assert_null (wl_rpc_server_take (server.rpc, 10 * WL_MILLISECOND));
    zsock_destroy (&dealer);
    server_stop (&server);
}

typedef struct listener {
    zsock_t *dealer;
    int heard;
} listener_t;

/* Waits for two answers, as two callers would. */
static void *
listen_run (void *argument)
{
    listener_t *self = argument;

    for (int i = 0; i < 2; i++) {
        zmsg_t *message = zmsg_recv (self->dealer);
        self->heard += message != NULL;
        zmsg_destroy (&message);
    }
    return NULL;
}

static void
a_draining_server_finishes_what_it_has (void **state)
{
    world_t *world = *state;
    const char *endpoint = world_ipc (world, "echo");
    wl_rpc_server_options_t options = { .endpoints = (const char *[]){ endpoint, NULL } };
    zsock_t *dealer = world_dealer (world, endpoint);
    Bus__ReplyHeader header = BUS__REPLY_HEADER__INIT;
    server_t server;

    server_start (world, &server, &options, 0);
    send_request (dealer, "Echo", "one", 10000);
    send_request (dealer, "Echo", "two", 10000);
    assert_soon (wl_rpc_server_counters (server.rpc).accepted == 2);
    wl_rpc_call_t *one = wl_rpc_server_take (server.rpc, WL_SECOND);
    wl_rpc_server_drain (server.rpc);
    send_request (dealer, "Echo", "three", 10000);
    assert_status (receive_status (dealer), WL_UNAVAILABLE);

    wl_rpc_call_t *two = wl_rpc_server_take (server.rpc, WL_HOUR);
    assert_non_null (two);
    assert_null (wl_rpc_server_take (server.rpc, WL_HOUR));
    listener_t listener = { .dealer = dealer };
    pthread_t thread;
    assert_true (wl_thread_start (&thread, "listener", listen_run, &listener));
    wl_rpc_server_reply (server.rpc, &one, &header, NULL, 0);
    wl_rpc_server_reply (server.rpc, &two, &header, NULL, 0);
    server_stop (&server);
    pthread_join (thread, NULL);
    assert_int_equal (listener.heard, 2);
    zsock_destroy (&dealer);
}

static void
an_answer_to_one_who_left_is_counted (void **state)
{
    world_t *world = *state;
    const char *endpoint = world_ipc (world, "echo");
    wl_rpc_server_options_t options = { .endpoints = (const char *[]){ endpoint, NULL } };
    zsock_t *dealer = world_dealer (world, endpoint);
    Bus__ReplyHeader header = BUS__REPLY_HEADER__INIT;
    server_t server;

    server_start (world, &server, &options, 0);
    send_request (dealer, "Echo", "x", 10000);
    wl_rpc_call_t *call = wl_rpc_server_take (server.rpc, 5 * WL_SECOND);
    assert_non_null (call);
    zsock_destroy (&dealer);
    world_sleep (100 * WL_MILLISECOND); /* until the server's side has noticed */
    wl_rpc_server_reply (server.rpc, &call, &header, NULL, 0);
    assert_soon (wl_rpc_server_counters (server.rpc).replies_lost == 1);
    server_stop (&server);
}

/* ---- the network ---- */

typedef struct network {
    keys_t keys;
    server_t server;
    wl_rpc_client_t *friend, *stranger;
} network_t;

static wl_rpc_client_t *
network_client (world_t *world, const wl_key_pair_t *keys, const char *endpoint,
                const char *server_key)
{
    wl_rpc_client_options_t options = { .keys = keys };
    wl_rpc_client_t *client = wl_rpc_client_new (&options);

    assert_non_null (client);
    assert_ok (world, wl_rpc_client_add (client, "echo", endpoint, server_key, &world->error));
    return client;
}

static void
network_begin (world_t *world, network_t *self)
{
    wl_rpc_server_options_t options = {
        .endpoints = (const char *[]){ world_ipc (world, "echo"), "tcp://127.0.0.1:*", NULL },
        .keys = &self->keys.server,
    };

    keys_begin (world, &self->keys);
    options.peers = self->keys.peers;
    server_start (world, &self->server, &options, 2);
    const char *endpoint = wl_rpc_server_endpoint (self->server.rpc, 1);
    const char *server_key = self->keys.server.public_key;
    self->friend = network_client (world, &self->keys.friend, endpoint, server_key);
    self->stranger = network_client (world, &self->keys.stranger, endpoint, server_key);
}

static void
network_end (network_t *self)
{
    wl_rpc_client_destroy (&self->friend);
    wl_rpc_client_destroy (&self->stranger);
    server_stop (&self->server);
    keys_end (&self->keys);
}

static void
on_the_network_the_key_says_who_calls (void **state)
{
    world_t *world = *state;
    network_t network;
    wl_rpc_reply_t reply;

    network_begin (world, &network);
    assert_status (ask_in (network.friend, world->arena, &(ask_t){ .method = "Who" }, &reply),
                   WL_OK);
    assert_int_equal (reply.payload_length, strlen ("region region 30 32"));
    assert_memory_equal (reply.payload, "region region 30 32", reply.payload_length);
    network_end (&network);
}

static void
an_unknown_key_does_not_get_in (void **state)
{
    world_t *world = *state;
    network_t network;
    wl_rpc_reply_t reply;

    network_begin (world, &network);
    assert_status (ask_in (network.stranger, world->arena, &(ask_t){ .timeout_ms = 500 }, &reply),
                   WL_UNAVAILABLE);
    assert_true (wl_zap_refused (network.keys.zap) > 0);
    assert_int_equal (wl_rpc_server_counters (network.server.rpc).accepted, 0);
    network_end (&network);
}

static void
a_server_with_another_key_is_not_spoken_to (void **state)
{
    world_t *world = *state;
    network_t network;
    wl_rpc_reply_t reply;

    network_begin (world, &network);
    wl_rpc_client_t *misled =
        network_client (world, &network.keys.friend, wl_rpc_server_endpoint (network.server.rpc, 1),
                        network.keys.stranger.public_key);
    assert_status (ask_in (misled, world->arena, &(ask_t){ .timeout_ms = 500 }, &reply),
                   WL_UNAVAILABLE);
    wl_rpc_client_destroy (&misled);
    network_end (&network);
}

static void
revoking_a_key_cuts_a_live_connection_off (void **state)
{
    world_t *world = *state;
    network_t network;
    wl_rpc_reply_t reply;

    network_begin (world, &network);
    assert_status (ask_in (network.friend, world->arena, &(ask_t){ 0 }, &reply), WL_OK);
    keys_revoke_friend (world, &network.keys);
    assert_status (ask_in (network.friend, world->arena, &(ask_t){ .timeout_ms = 300 }, &reply),
                   WL_DEADLINE_EXCEEDED);
    assert_true (wl_rpc_server_counters (network.server.rpc).refused_peer > 0);
    assert_int_equal (wl_rpc_server_counters (network.server.rpc).accepted, 1);
    network_end (&network);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST (a_call_brings_its_payload_back),
        WORLD_TEST (a_payload_may_be_as_long_as_a_frame),
        WORLD_TEST (an_answer_that_the_callers_arena_cannot_hold_is_refused),
        WORLD_TEST (a_target_must_be_known),
        WORLD_TEST (endpoints_are_checked_when_they_are_given),
        WORLD_TEST (every_caller_gets_its_own_answers),
        WORLD_TEST (a_full_queue_answers_at_once),
        WORLD_TEST (an_expired_request_is_dropped),
        WORLD_TEST (a_draining_server_finishes_what_it_has),
        WORLD_TEST (an_answer_to_one_who_left_is_counted),
        WORLD_TEST (on_the_network_the_key_says_who_calls),
        WORLD_TEST (an_unknown_key_does_not_get_in),
        WORLD_TEST (a_server_with_another_key_is_not_spoken_to),
        WORLD_TEST (revoking_a_key_cuts_a_live_connection_off),
    };
    return cmocka_run_group_tests (tests, world_group_setup, world_group_teardown);
}
