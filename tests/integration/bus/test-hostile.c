/* Frames that no client of ours sends: each is refused and counted, and the next good request is
 * answered. `WLACZNIK_SEED=<printed number>` repeats the random ones. */
#include "world.h"

#include <string.h>

#include "../../unit/base/check.h"

enum { RANDOM_MESSAGES = 3000 };

typedef struct hostile {
    server_t server;
    zsock_t *dealer;
} hostile_t;

static void
begin (world_t *world, hostile_t *self)
{
    const char *endpoint = world_ipc (world, "echo");

    server_start_ipc (world, &self->server, endpoint);
    self->dealer = world_dealer (world, endpoint);
}

static void
end (hostile_t *self)
{
    zsock_destroy (&self->dealer);
    server_stop (&self->server);
}

static uint64_t
malformed (const hostile_t *self)
{
    return wl_rpc_server_counters (self->server.rpc).refused_malformed;
}

static void
send_frames (zsock_t *dealer, size_t count, size_t size)
{
    zmsg_t *message = zmsg_new ();

    for (size_t i = 0; i < count; i++) {
        zframe_t *frame = zframe_new (NULL, size);
        memset (zframe_data (frame), 0xff, size);
        zmsg_append (message, &frame);
    }
    assert_int_equal (zmsg_send (&message, dealer), 0);
}

static void
the_number_of_frames_must_be_right (void **state)
{
    hostile_t hostile;
    const size_t counts[] = { 1, 2, 4, 5, 6, 7, 20, 500 };

    begin (*state, &hostile);
    for (size_t i = 0; i < COUNT (counts); i++)
        send_frames (hostile.dealer, counts[i], 8);
    assert_true (raw_echo_works (hostile.dealer));
    assert_int_equal (malformed (&hostile), COUNT (counts));
    end (&hostile);
}

static void
the_sizes_of_frames_must_be_right (void **state)
{
    hostile_t hostile;
    const size_t sizes[] = { 0, 1, 7, 9, 100000 }; /* of an id, which has 8 bytes */

    begin (*state, &hostile);
    for (size_t i = 0; i < COUNT (sizes); i++)
        send_frames (hostile.dealer, 3, sizes[i]);
    assert_true (raw_echo_works (hostile.dealer));
    assert_int_equal (malformed (&hostile), COUNT (sizes));
    end (&hostile);
}

/* Sends a request of these frames; gives the status that comes back. */
static wl_status
ask_with (zsock_t *dealer, zframe_t *header, zframe_t *payload)
{
    zmsg_t *message = zmsg_new ();
    Bus__ReplyHeader *reply;

    zmsg_addstr (message, "any-call");
    zmsg_append (message, &header);
    zmsg_append (message, &payload);
    assert_int_equal (zmsg_send (&message, dealer), 0);
    message = zmsg_recv (dealer);
    assert_non_null (message);
    (void) zmsg_first (message);
    header = zmsg_next (message);
    reply = bus__reply_header__unpack (NULL, zframe_size (header), zframe_data (header));
    assert_non_null (reply);
    wl_status status = (wl_status) reply->status;
    bus__reply_header__free_unpacked (reply, NULL);
    zmsg_destroy (&message);
    return status;
}

static wl_status
ask_with_header (zsock_t *dealer, zframe_t *header)
{
    return ask_with (dealer, header, zframe_new ("payload", 7));
}

static zframe_t *
pack_header (const Bus__RequestHeader *header)
{
    zframe_t *frame = zframe_new (NULL, bus__request_header__get_packed_size (header));

    bus__request_header__pack (header, zframe_data (frame));
    return frame;
}

static void
a_bad_header_is_told_so (void **state)
{
    hostile_t hostile;
    char service[] = "echo", method[] = "Echo", caller[] = "raw", bad_text[] = "\xc3\x28";
    char long_caller[] = "a-service-name-of-32-characters-";
    Bus__RequestHeader good = BUS__REQUEST_HEADER__INIT, header;

    begin (*state, &hostile);
    good.service = service;
    good.method = method;
    good.caller = caller;
    good.timeout_ms = 1000;
    assert_status (ask_with_header (hostile.dealer, pack_header (&good)), WL_OK);

    header = good;
    header.method = bad_text;
    assert_status (ask_with_header (hostile.dealer, pack_header (&header)), WL_INVALID_ARGUMENT);
    header = good;
    header.timeout_ms = 0;
    assert_status (ask_with_header (hostile.dealer, pack_header (&header)), WL_INVALID_ARGUMENT);
    header.timeout_ms = UINT32_MAX;
    assert_status (ask_with_header (hostile.dealer, pack_header (&header)), WL_INVALID_ARGUMENT);
    header = good;
    header.caller = long_caller;
    assert_status (ask_with_header (hostile.dealer, pack_header (&header)), WL_INVALID_ARGUMENT);
    assert_status (ask_with_header (hostile.dealer, zframe_new ("\x0a\xff\xff\xff\xff\x0f", 6)),
                   WL_INVALID_ARGUMENT);
    assert_status (ask_with_header (hostile.dealer, zframe_new ("", 0)), WL_INVALID_ARGUMENT);
    assert_int_equal (malformed (&hostile), 6);
    assert_true (raw_echo_works (hostile.dealer));
    end (&hostile);
}

/* 60 kB of empty grants want megabytes once they are unpacked. */
static void
a_header_that_swells_is_refused (void **state)
{
    hostile_t hostile;
    char actor[60 * 1024];
    Bus__RequestHeader header = BUS__REQUEST_HEADER__INIT;

    begin (*state, &hostile);
    header.timeout_ms = 1000;
    zframe_t *start = pack_header (&header);
    for (size_t i = 0; i < sizeof actor; i += 2)
        memcpy (actor + i, "\x12\x00", 2);
    /* Field 4, the actor, length-delimited: 61440 is 0x80 0xe0 0x03. */
    zframe_t *frame = zframe_new (NULL, zframe_size (start) + 4 + sizeof actor);
    byte *at = zframe_data (frame);
    memcpy (at, zframe_data (start), zframe_size (start));
    memcpy (at + zframe_size (start), "\x22\x80\xe0\x03", 4);
    memcpy (at + zframe_size (start) + 4, actor, sizeof actor);
    zframe_destroy (&start);
    assert_status (ask_with_header (hostile.dealer, frame), WL_INVALID_ARGUMENT);
    assert_true (raw_echo_works (hostile.dealer));
    end (&hostile);
}

static void
an_oversized_request_is_refused_and_counted (void **state)
{
    hostile_t hostile;
    zframe_t *longest = zframe_new (NULL, WL_BUS_FRAME_MAX);

    begin (*state, &hostile);
    memset (zframe_data (longest), 0, zframe_size (longest));
    assert_status (ask_with (hostile.dealer, zframe_new ("", 0), longest), WL_RESOURCE_EXHAUSTED);
    assert_int_equal (wl_rpc_server_counters (hostile.server.rpc).refused_long, 1);
    assert_int_equal (malformed (&hostile), 0);
    assert_true (raw_echo_works (hostile.dealer));
    end (&hostile);
}

static void
a_frame_past_what_is_read_drops_the_peer (void **state)
{
    world_t *world = *state;
    hostile_t hostile;

    begin (world, &hostile);
    assert_true (raw_echo_works (hostile.dealer));
    send_frames (hostile.dealer, 3, WL_BUS_FRAME_MAX + 1);
    zsock_set_rcvtimeo (hostile.dealer, 200);
    zmsg_t *message = zmsg_recv (hostile.dealer);
    assert_null (message);
    assert_int_equal (malformed (&hostile), 0);

    zsock_t *other = world_dealer (world, wl_rpc_server_endpoint (hostile.server.rpc, 0));
    assert_true (raw_echo_works (other));
    zsock_destroy (&other);
    end (&hostile);
}

static void
send_random (zsock_t *dealer, uint64_t *random)
{
    zmsg_t *message = zmsg_new ();
    size_t count = 1 + check_random (random) % 6;

    for (size_t i = 0; i < count; i++) {
        zframe_t *frame =
            zframe_new (NULL, check_random (random) % 3 == 0 ? 8 : check_random (random) % 200);
        for (size_t at = 0; at < zframe_size (frame); at++)
            zframe_data (frame)[at] = (byte) check_random (random);
        zmsg_append (message, &frame);
    }
    assert_int_equal (zmsg_send (&message, dealer), 0);
}

/* Good headers with one byte changed come further than noise does. */
static void
send_mutated (zsock_t *dealer, uint64_t *random)
{
    zframe_t *header = world_header ("Echo", 1000);
    zmsg_t *message = zmsg_new ();

    zframe_data (header)[check_random (random) % zframe_size (header)] =
        (byte) check_random (random);
    zmsg_addstr (message, "any-call");
    zmsg_append (message, &header);
    zmsg_addstr (message, "payload");
    assert_int_equal (zmsg_send (&message, dealer), 0);
}

static void
drop_answers (zsock_t *dealer)
{
    zsock_set_rcvtimeo (dealer, 0);
    for (zmsg_t *answer; (answer = zmsg_recv (dealer)) != NULL;)
        zmsg_destroy (&answer);
}

static void
noise_is_refused_and_harms_nobody (void **state)
{
    world_t *world = *state;
    hostile_t hostile;
    uint64_t random = check_seed ("noise");

    begin (world, &hostile);
    for (int i = 0; i < RANDOM_MESSAGES; i++) {
        send_random (hostile.dealer, &random);
        send_mutated (hostile.dealer, &random);
        drop_answers (hostile.dealer);
    }
    zsock_t *other = world_dealer (world, wl_rpc_server_endpoint (hostile.server.rpc, 0));
    assert_true (raw_echo_works (other));
    assert_true (malformed (&hostile) > 0);
    zsock_destroy (&other);
    end (&hostile);
}

/* ---- a server that answers nonsense ---- */

/* Takes one request and answers with as many frames after its id. */
static void
answer_with (zsock_t *router, const char *header, size_t header_size, size_t more)
{
    zmsg_t *message = zmsg_recv (router);
    assert_non_null (message);
    zframe_t *route = zmsg_pop (message), *id = zmsg_pop (message);
    zmsg_destroy (&message);
    message = zmsg_new ();
    zmsg_append (message, &route);
    zmsg_append (message, &id);
    zmsg_addmem (message, header, header_size);
    for (size_t i = 0; i < more; i++)
        zmsg_addstr (message, "payload");
    (void) zmsg_send (&message, router);
}

typedef struct late {
    world_t *world;
    uint32_t timeout_ms;
    wl_status status;
} late_t;

static void *
ask_run (void *argument)
{
    late_t *self = argument;
    wl_arena_t *arena = wl_arena_new (1024 * 1024);
    wl_rpc_reply_t reply;

    self->status =
        ask_in (self->world->client, arena, &(ask_t){ .timeout_ms = self->timeout_ms }, &reply);
    wl_arena_destroy (&arena);
    return NULL;
}

static wl_status
ask_while_answering (world_t *world, zsock_t *router, const char *header, size_t header_size,
                     size_t more)
{
    late_t late = { .world = world, .timeout_ms = 300 };
    pthread_t thread;

    assert_int_equal (pthread_create (&thread, NULL, ask_run, &late), 0);
    answer_with (router, header, header_size, more);
    pthread_join (thread, NULL);
    return late.status;
}

static void
an_answer_that_is_none_is_no_answer (void **state)
{
    world_t *world = *state;
    const char *endpoint = world_ipc (world, "echo");
    zsock_t *router;

    assert_ok (world, wl_bus_listen (endpoint, NULL, &router, &world->error));
    zsock_set_rcvtimeo (router, 5000);
    world_connect (world, endpoint);
    assert_status (ask_while_answering (world, router, "", 0, 1), WL_OK);
    assert_status (ask_while_answering (world, router, "\x0a\xff\xff\xff\xff\x0f", 6, 1),
                   WL_INTERNAL);
    assert_status (ask_while_answering (world, router, "", 0, 0), WL_DEADLINE_EXCEEDED);
    assert_status (ask_while_answering (world, router, "", 0, 20), WL_DEADLINE_EXCEEDED);
    assert_int_equal (wl_rpc_client_counters (world->client).late_replies, 2);
    zsock_destroy (&router);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST (the_number_of_frames_must_be_right),
        WORLD_TEST (the_sizes_of_frames_must_be_right),
        WORLD_TEST (a_bad_header_is_told_so),
        WORLD_TEST (a_header_that_swells_is_refused),
        WORLD_TEST (an_oversized_request_is_refused_and_counted),
        WORLD_TEST (a_frame_past_what_is_read_drops_the_peer),
        WORLD_TEST (noise_is_refused_and_harms_nobody),
        WORLD_TEST (an_answer_that_is_none_is_no_answer),
    };
    return cmocka_run_group_tests (tests, world_group_setup, world_group_teardown);
}
