/* What a consumer of the event log makes of a server that lies. */
#include "log_world.h"

#include "../../unit/base/check.h"
#include "message/message.h"

typedef struct liar {
    zsock_t *router;
    zframe_t *route;
    uint64_t generation;
    wl_log_client_t *client;
    wl_arena_t *arena;
} liar_t;

static void
liar_begin (world_t *world, liar_t *self)
{
    const char *endpoint = world_ipc (world, "liar");

    *self = (liar_t){ .arena = wl_arena_new (16 * 1024 * 1024) };
    assert_ok (world, wl_bus_listen (endpoint, NULL, &self->router, &world->error));
    zsock_set_rcvtimeo (self->router, 0);
    self->client = log_client (world, endpoint, NULL, NULL, 100);
}

static void
liar_end (liar_t *self)
{
    wl_log_client_destroy (&self->client);
    zframe_destroy (&self->route);
    zsock_destroy (&self->router);
    wl_arena_destroy (&self->arena);
}

/* Lets the client work for a moment; gives how many entries it took. */
static size_t
client_works (liar_t *self)
{
    Bus__LogEntry **entries;
    size_t given;

    assert_status (
        wl_log_client_next (self->client, 30 * WL_MILLISECOND, self->arena, &entries, &given),
        WL_OK);
    wl_arena_reset (self->arena);
    return given;
}

/* Waits for the client's next subscription and notes from where it came. */
static Bus__Subscribe *
liar_subscribed (world_t *world, liar_t *self)
{
    for (int i = 0; i < 300; i++) {
        (void) client_works (self);
        zmsg_t *message = zmsg_recv (self->router);
        if (message == NULL)
            continue;
        zframe_destroy (&self->route);
        self->route = zmsg_pop (message);
        zframe_t *body = zmsg_first (message);
        ProtobufCMessage *frame;
        assert_status (wl_message_unpack (world->arena, &bus__log_frame__descriptor,
                                          zframe_data (body), zframe_size (body), &frame),
                       WL_OK);
        zmsg_destroy (&message);
        if (((Bus__LogFrame *) frame)->kind_case == BUS__LOG_FRAME__KIND_SUBSCRIBE) {
            self->generation = ((Bus__LogFrame *) frame)->subscribe->generation;
            return ((Bus__LogFrame *) frame)->subscribe;
        }
    }
    fail_msg ("no subscription came");
    return NULL;
}

static void
liar_send (liar_t *self, const Bus__LogFrame *frame)
{
    zframe_t *body = zframe_new (NULL, bus__log_frame__get_packed_size (frame));
    zmsg_t *message = zmsg_new ();
    zframe_t *route = zframe_dup (self->route);

    bus__log_frame__pack (frame, zframe_data (body));
    zmsg_append (message, &route);
    zmsg_append (message, &body);
    assert_int_equal (zmsg_send (&message, self->router), 0);
}

/* Sends entries `first`..`last` of stream "30". */
static void
liar_send_entries (liar_t *self, uint64_t generation, uint64_t first, uint64_t last)
{
    Bus__LogEntry entries[200];
    Bus__LogEntry *list[200];
    char region[] = "30";
    Bus__Entries message = BUS__ENTRIES__INIT;
    Bus__LogFrame frame = BUS__LOG_FRAME__INIT;

    for (uint64_t sequence = first; sequence <= last; sequence++) {
        size_t i = message.n_entries++;
        bus__log_entry__init (&entries[i]);
        entries[i].region = region;
        entries[i].sequence = sequence;
        list[i] = &entries[i];
    }
    message.entries = list;
    message.generation = generation;
    frame.kind_case = BUS__LOG_FRAME__KIND_ENTRIES;
    frame.entries = &message;
    liar_send (self, &frame);
}

static void
a_gap_makes_it_ask_again_from_where_it_was (void **state)
{
    world_t *world = *state;
    liar_t liar;

    liar_begin (world, &liar);
    (void) liar_subscribed (world, &liar);
    liar_send_entries (&liar, liar.generation, 1, 10);
    assert_soon (client_works (&liar) == 10);
    liar_send_entries (&liar, liar.generation, 12, 14);
    Bus__Subscribe *again = liar_subscribed (world, &liar);
    assert_int_equal (again->n_positions, 1);
    assert_int_equal (again->positions[0]->sequence, 10);
    assert_int_equal (wl_log_client_state (liar.client).gaps, 1);

    liar_send_entries (&liar, liar.generation, 10, 12); /* not twice either */
    again = liar_subscribed (world, &liar);
    assert_int_equal (again->positions[0]->sequence, 10);
    liar_end (&liar);
}

static void
what_was_sent_for_an_earlier_subscription_is_dropped (void **state)
{
    world_t *world = *state;
    liar_t liar;

    liar_begin (world, &liar);
    (void) liar_subscribed (world, &liar);
    liar_send_entries (&liar, liar.generation + 1, 1, 10);
    liar_send_entries (&liar, liar.generation - 1, 1, 10);
    for (int i = 0; i < 5; i++)
        assert_int_equal (client_works (&liar), 0);
    assert_int_equal (wl_log_client_state (liar.client).gaps, 0);
    liar_send_entries (&liar, liar.generation, 1, 10);
    assert_soon (client_works (&liar) == 10);
    liar_end (&liar);
}

static void
more_than_the_credit_ends_the_connection (void **state)
{
    world_t *world = *state;
    liar_t liar;

    liar_begin (world, &liar);
    (void) liar_subscribed (world, &liar);
    liar_send_entries (&liar, liar.generation, 1, 101);
    (void) liar_subscribed (world, &liar);
    assert_int_equal (wl_log_client_state (liar.client).reconnects, 1);
    liar_end (&liar);
}

static void
a_refusal_is_waited_out (void **state)
{
    world_t *world = *state;
    liar_t liar;
    Bus__Refused refused = BUS__REFUSED__INIT;
    Bus__LogFrame frame = BUS__LOG_FRAME__INIT;

    liar_begin (world, &liar);
    (void) liar_subscribed (world, &liar);
    refused.generation = liar.generation;
    frame.kind_case = BUS__LOG_FRAME__KIND_REFUSED;
    frame.refused = &refused;
    liar_send (&liar, &frame);
    (void) liar_subscribed (world, &liar);
    assert_int_equal (wl_log_client_state (liar.client).reconnects, 1);
    liar_end (&liar);
}

static void
a_last_message_that_was_lost_is_missed (void **state)
{
    world_t *world = *state;
    liar_t liar;
    char region[] = "30";
    Bus__StreamPosition head = BUS__STREAM_POSITION__INIT;
    Bus__Heads heads = BUS__HEADS__INIT;
    Bus__LogFrame frame = BUS__LOG_FRAME__INIT;
    uint64_t first;

    liar_begin (world, &liar);
    (void) liar_subscribed (world, &liar);
    first = liar.generation;
    head.region = region;
    head.sequence = 5;
    heads.heads = (Bus__StreamPosition *[]){ &head };
    heads.n_heads = 1;
    heads.generation = first;
    frame.kind_case = BUS__LOG_FRAME__KIND_HEADS;
    frame.heads = &heads;
    for (int i = 0; i < 7; i++) {
        liar_send (&liar, &frame);
        for (wl_time_t until = wl_monotonic () + WL_SECOND; wl_monotonic () < until;)
            (void) client_works (&liar);
    }
    assert_int_equal (wl_log_client_state (liar.client).gaps, 1);
    assert_int_equal (wl_log_client_state (liar.client).behind, 5);
    liar_end (&liar);
}

static void
noise_from_the_server_is_survived (void **state)
{
    world_t *world = *state;
    liar_t liar;
    uint64_t random = check_seed ("log noise");

    liar_begin (world, &liar);
    (void) liar_subscribed (world, &liar);
    for (int i = 0; i < 20; i++) {
        zmsg_t *message = zmsg_new ();
        zframe_t *route = zframe_dup (liar.route);
        zmsg_append (message, &route);
        for (uint64_t frames = check_random (&random) % 3; frames > 0; frames--) {
            zframe_t *noise = zframe_new (NULL, check_random (&random) % 50);
            for (size_t at = 0; at < zframe_size (noise); at++)
                zframe_data (noise)[at] = (byte) check_random (&random);
            zmsg_append (message, &noise);
        }
        if (zmsg_size (message) == 1)
            zmsg_addstr (message, "\xff\xff");
        (void) zmsg_send (&message, liar.router);
        (void) client_works (&liar);
        if (wl_log_client_state (liar.client).reconnects > 0)
            break;
    }
    (void) liar_subscribed (world, &liar);
    liar_send_entries (&liar, liar.generation, 1, 10);
    assert_soon (client_works (&liar) == 10);
    liar_end (&liar);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST (a_gap_makes_it_ask_again_from_where_it_was),
        WORLD_TEST (what_was_sent_for_an_earlier_subscription_is_dropped),
        WORLD_TEST (more_than_the_credit_ends_the_connection),
        WORLD_TEST (a_refusal_is_waited_out),
        WORLD_TEST (a_last_message_that_was_lost_is_missed),
        WORLD_TEST (noise_from_the_server_is_survived),
    };
    return cmocka_run_group_tests (tests, world_group_setup, world_group_teardown);
}
