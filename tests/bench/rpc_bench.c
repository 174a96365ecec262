/* What our rpc costs over the bare sockets that it stands on: the median round trip of a small
 * request over ipc, once through a DEALER/ROUTER echo and once through our client, server and a
 * worker thread. The two take turns in rounds, so that a busy moment of the machine hits both; the
 * goal is a ratio of at most 2.
 *
 *     bench-rpc [round trips of one round, default 5000]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus/rpc_client.h"
#include "bus/rpc_server.h"
#include "bus/threads.h"

enum { ROUNDS = 7, WARM_UP = 500, PAYLOAD = 200 };

#define CALL_BUDGET (1024 * 1024)

static const char payload[PAYLOAD];

static int
compare (const void *a, const void *b)
{
    wl_time_t left = *(const wl_time_t *) a, right = *(const wl_time_t *) b;

    return (left > right) - (left < right);
}

static double
median (wl_time_t *times, size_t count)
{
    qsort (times, count, sizeof *times, compare);
    return (double) times[count / 2];
}

/* ---- bare ---- */

static void *
echo_run (void *argument)
{
    zsock_t *router = argument;

    for (;;) {
        zmsg_t *message = zmsg_recv (router);
        if (message == NULL || zmsg_size (message) != 3) {
            zmsg_destroy (&message);
            return NULL;
        }
        (void) zmsg_send (&message, router);
    }
}

static wl_time_t
bare_once (zsock_t *dealer)
{
    wl_time_t start = wl_monotonic ();

    (void) zsock_send (dealer, "bb", "12345678", (size_t) 8, payload, sizeof payload);
    zmsg_t *message = zmsg_recv (dealer);
    zmsg_destroy (&message);
    return wl_monotonic () - start;
}

/* ---- ours ---- */

static void *
worker_run (void *argument)
{
    wl_rpc_server_t *server = argument;
    Bus__ReplyHeader header = BUS__REPLY_HEADER__INIT;

    for (;;) {
        wl_rpc_call_t *call = wl_rpc_server_take (server, 10 * WL_SECOND);
        if (call == NULL)
            return NULL;
        wl_rpc_server_reply (server, &call, &header, call->payload, call->payload_length);
    }
}

static wl_time_t
ours_once (wl_rpc_client_t *client, const Bus__RequestHeader *header, wl_arena_t *arena)
{
    wl_rpc_reply_t reply;
    wl_time_t start = wl_monotonic ();

    if (wl_rpc_client_call (client, "echo", header, payload, sizeof payload, true, arena, &reply) !=
        WL_OK)
        abort ();
    wl_arena_reset (arena);
    return wl_monotonic () - start;
}

/* ---- both, in turns ---- */

typedef struct bench {
    zsock_t *dealer;
    wl_rpc_client_t *client;
    Bus__RequestHeader header;
    wl_arena_t *arena;
    size_t count;
    wl_time_t *bare, *ours; /* ROUNDS * count */
} bench_t;

static void
run_rounds (bench_t *self)
{
    for (int i = 0; i < WARM_UP; i++) {
        (void) bare_once (self->dealer);
        (void) ours_once (self->client, &self->header, self->arena);
    }
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < self->count; i++)
            self->bare[round * self->count + i] = bare_once (self->dealer);
        for (size_t i = 0; i < self->count; i++)
            self->ours[round * self->count + i] =
                ours_once (self->client, &self->header, self->arena);
    }
}

static void
report (bench_t *self)
{
    double bare = median (self->bare, ROUNDS * self->count);
    double ours = median (self->ours, ROUNDS * self->count);

    printf ("{\"bench\":\"rpc\",\"transport\":\"ipc\",\"bare_us\":%.0f,\"ours_us\":%.0f,"
            "\"ratio\":%.2f,\"round_trips\":%zu}\n",
            bare, ours, ours / bare, ROUNDS * self->count);
}

static void
fail (const char *what)
{
    fprintf (stderr, "bench-rpc: %s\n", what);
    exit (1);
}

static void
bench_run (bench_t *self, const char *folder)
{
    wl_arena_t *arena = wl_arena_new (CALL_BUDGET);
    const char *bare = wl_text_printf (arena, "ipc://%s/bare", folder);
    const char *ours = wl_text_printf (arena, "ipc://%s/ours", folder);
    wl_rpc_server_options_t server_options = { .endpoints = (const char *[]){ ours, NULL } };
    wl_rpc_client_options_t client_options = { 0 };
    wl_rpc_server_t *server;
    pthread_t echo, worker;
    zsock_t *router;
    wl_error_t error;

    wl_error_init (&error, arena);
    if (wl_bus_listen (bare, NULL, &router, &error) != WL_OK ||
        wl_bus_connect (bare, NULL, NULL, &self->dealer, &error) != WL_OK ||
        wl_rpc_server_start (&server_options, &server, &error) != WL_OK)
        fail (error.text);
    self->client = wl_rpc_client_new (&client_options);
    if (self->client == NULL ||
        wl_rpc_client_add (self->client, "echo", ours, NULL, &error) != WL_OK ||
        !wl_thread_start (&echo, "echo", echo_run, router) ||
        !wl_thread_start (&worker, "worker", worker_run, server))
        fail ("cannot start");

    run_rounds (self);
    report (self);

    (void) zsock_send (self->dealer, "s", "end");
    pthread_join (echo, NULL);
    wl_rpc_server_drain (server);
    pthread_join (worker, NULL);
    wl_rpc_client_destroy (&self->client);
    wl_rpc_server_stop (&server);
    zsock_destroy (&self->dealer);
    zsock_destroy (&router);
    wl_arena_destroy (&arena);
}

/* libzmq leaves its socket files behind. */
static void
remove_folder (const char *path)
{
    zdir_t *folder = zdir_new (path, NULL);

    if (folder != NULL)
        zdir_remove (folder, true);
    zdir_destroy (&folder);
}

int
main (int argc, char **argv)
{
    char folder[] = "/tmp/bench-rpc-XXXXXX";
    char service[] = "echo", method[] = "Echo", caller[] = "bench";
    bench_t bench = {
        .header = BUS__REQUEST_HEADER__INIT,
        .arena = wl_arena_new (CALL_BUDGET),
        .count = argc > 1 ? strtoul (argv[1], NULL, 10) : 5000,
    };

    bench.header.service = service;
    bench.header.method = method;
    bench.header.caller = caller;
    bench.header.timeout_ms = 5000;
    bench.bare = calloc (ROUNDS * bench.count, sizeof *bench.bare);
    bench.ours = calloc (ROUNDS * bench.count, sizeof *bench.ours);
    if (bench.count == 0 || bench.bare == NULL || bench.ours == NULL || mkdtemp (folder) == NULL)
        fail ("usage: bench-rpc [round trips of one round]");

    wl_bus_init ();
    bench_run (&bench, folder);
    remove_folder (folder);
    wl_bus_end ();
    free (bench.bare);
    free (bench.ours);
    wl_arena_destroy (&bench.arena);
    return 0;
}
