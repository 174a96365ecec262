#include "world.h"

#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bus/threads.h"

enum { ARENA_BUDGET = 64 * 1024 * 1024 };

extern char **environ;

int
world_group_setup (void **state)
{
    (void) state;
    wl_bus_init ();
    return 0;
}

int
world_group_teardown (void **state)
{
    (void) state;
    wl_bus_end ();
    return 0;
}

int
world_setup (void **state)
{
    world_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        return -1;
    (void) snprintf (self->folder, sizeof self->folder, "/tmp/wl-bus-XXXXXX");
    if (mkdtemp (self->folder) == NULL) {
        free (self);
        return -1;
    }
    self->arena = wl_arena_new (ARENA_BUDGET);
    wl_error_init (&self->error, self->arena);
    *state = self;
    return 0;
}

int
world_teardown (void **state)
{
    world_t *self = *state;
    zdir_t *folder;

    wl_rpc_client_destroy (&self->client);
    folder = zdir_new (self->folder, NULL);
    if (folder != NULL)
        zdir_remove (folder, true);
    zdir_destroy (&folder);
    wl_arena_destroy (&self->arena);
    free (self);
    return 0;
}

const char *
world_path (world_t *self, const char *name)
{
    return wl_text_printf (self->arena, "%s/%s", self->folder, name);
}

const char *
world_ipc (world_t *self, const char *name)
{
    return wl_text_printf (self->arena, "ipc://%s/%s", self->folder, name);
}

void
world_sleep (wl_time_t time)
{
    struct timespec left = { .tv_sec = (time_t) (time / WL_SECOND),
                             .tv_nsec = (long) (time % WL_SECOND) * 1000 };

    while (nanosleep (&left, &left) != 0)
        ;
}

/* ---- server ---- */

static void
answer (wl_rpc_server_t *server, wl_rpc_call_t **call_p, wl_status status, const void *payload,
        size_t length)
{
    Bus__ReplyHeader header = BUS__REPLY_HEADER__INIT;

    header.status = status;
    wl_rpc_server_reply (server, call_p, &header, payload, length);
}

static void
answer_text (wl_rpc_server_t *server, wl_rpc_call_t **call_p, const char *text)
{
    answer (server, call_p, WL_OK, text, strlen (text));
}

static void
answer_who (wl_rpc_server_t *server, wl_rpc_call_t **call_p)
{
    const wl_rpc_call_t *call = *call_p;
    char text[200];
    int length = snprintf (text, sizeof text, "%s %s", call->caller, call->peer.service);

    for (size_t i = 0; i < call->peer.region_count; i++)
        length +=
            snprintf (text + length, sizeof text - (size_t) length, " %s", call->peer.regions[i]);
    answer_text (server, call_p, text);
}

static void
answer_huge (wl_rpc_server_t *server, wl_rpc_call_t **call_p)
{
    size_t length = WL_BUS_MESSAGE_MAX + 1;
    char *payload = calloc (1, length);

    answer (server, call_p, WL_OK, payload, length);
    free (payload);
}

static void
answer_late (wl_rpc_server_t *server, wl_rpc_call_t **call_p)
{
    char text[16] = { 0 };

    memcpy (text, (*call_p)->payload,
            (*call_p)->payload_length < sizeof text ? (*call_p)->payload_length : 0);
    world_sleep (atoi (text) * WL_MILLISECOND);
    answer (server, call_p, WL_OK, (*call_p)->payload, (*call_p)->payload_length);
}

static void
serve (wl_rpc_server_t *server, wl_rpc_call_t *call)
{
    const char *method = call->header->method;

    if (strcmp (method, "Sleep") == 0)
        answer_late (server, &call);
    else if (strcmp (method, "Who") == 0)
        answer_who (server, &call);
    else if (strcmp (method, "Refuse") == 0)
        answer (server, &call, WL_UNAVAILABLE, NULL, 0);
    else if (strcmp (method, "Huge") == 0)
        answer_huge (server, &call);
    else if (strcmp (method, "Name") == 0)
        answer_text (server, &call, wl_rpc_server_endpoint (server, 0));
    else
        answer (server, &call, WL_OK, call->payload, call->payload_length);
}

static void *
worker_run (void *argument)
{
    wl_rpc_server_t *server = argument;
    wl_rpc_call_t *call;

    while ((call = wl_rpc_server_take (server, WL_HOUR)) != NULL)
        serve (server, call);
    return NULL;
}

void
server_start (world_t *world, server_t *self, const wl_rpc_server_options_t *options,
              size_t workers)
{
    *self = (server_t){ .worker_count = workers };
    assert_ok (world, wl_rpc_server_start (options, &self->rpc, &world->error));
    for (size_t i = 0; i < workers; i++)
        assert_true (wl_thread_start (&self->workers[i], "worker", worker_run, self->rpc));
}

void
server_start_ipc (world_t *world, server_t *self, const char *endpoint)
{
    wl_rpc_server_options_t options = { .endpoints = (const char *[]){ endpoint, NULL } };

    server_start (world, self, &options, 2);
}

void
server_stop (server_t *self)
{
    wl_rpc_server_drain (self->rpc);
    for (size_t i = 0; i < self->worker_count; i++)
        pthread_join (self->workers[i], NULL);
    wl_rpc_server_stop (&self->rpc);
}

/* ---- asking ---- */

wl_status
ask_in (wl_rpc_client_t *client, wl_arena_t *arena, const ask_t *ask, wl_rpc_reply_t *ret)
{
    char service[] = "echo", caller[] = "test";
    Bus__RequestHeader header = BUS__REQUEST_HEADER__INIT;
    const char *payload = ask->payload != NULL ? ask->payload : "";

    header.service = service;
    header.caller = caller;
    header.method = wl_text_copy (arena, ask->method != NULL ? ask->method : "Echo");
    header.timeout_ms = ask->timeout_ms > 0 ? ask->timeout_ms : 10000;
    return wl_rpc_client_call (client, ask->target != NULL ? ask->target : "echo", &header, payload,
                               strlen (payload), !ask->once, arena, ret);
}

wl_status
world_ask (world_t *self, const ask_t *ask, wl_rpc_reply_t *ret)
{
    return ask_in (self->client, self->arena, ask, ret);
}

void
assert_answer (world_t *self, const ask_t *ask, wl_status status, const char *payload)
{
    wl_rpc_reply_t reply;

    assert_status (world_ask (self, ask, &reply), WL_OK);
    assert_status ((wl_status) reply.header->status, status);
    assert_int_equal (reply.payload_length, strlen (payload));
    assert_memory_equal (reply.payload, payload, strlen (payload));
}

void
world_connect (world_t *self, const char *endpoint)
{
    wl_rpc_client_options_t options = { 0 };

    self->client = wl_rpc_client_new (&options);
    assert_non_null (self->client);
    assert_ok (self, wl_rpc_client_add (self->client, "echo", endpoint, NULL, &self->error));
}

/* ---- raw sockets ---- */

zsock_t *
world_dealer (world_t *self, const char *endpoint)
{
    zsock_t *dealer;

    assert_ok (self, wl_bus_connect (endpoint, NULL, NULL, &dealer, &self->error));
    zsock_set_rcvtimeo (dealer, 5000);
    zsock_set_sndtimeo (dealer, 5000);
    return dealer;
}

zframe_t *
world_header (const char *method, uint32_t timeout_ms)
{
    char service[] = "echo", caller[] = "raw", name[64];
    Bus__RequestHeader header = BUS__REQUEST_HEADER__INIT;

    (void) snprintf (name, sizeof name, "%s", method);
    header.service = service;
    header.caller = caller;
    header.method = name;
    header.timeout_ms = timeout_ms;
    zframe_t *frame = zframe_new (NULL, bus__request_header__get_packed_size (&header));
    bus__request_header__pack (&header, zframe_data (frame));
    return frame;
}

bool
raw_echo_works (zsock_t *dealer)
{
    zframe_t *header = world_header ("Echo", 5000);
    zmsg_t *message = zmsg_new ();
    bool works = false;

    zmsg_addstr (message, "good-one");
    zmsg_append (message, &header);
    zmsg_addstr (message, "payload");
    if (zmsg_send (&message, dealer) == 0)
        message = zmsg_recv (dealer);
    if (message != NULL && zmsg_size (message) == 3)
        works = zframe_streq (zmsg_first (message), "good-one") &&
                zframe_streq (zmsg_last (message), "payload");
    zmsg_destroy (&message);
    return works;
}

/* ---- keys ---- */

void
keys_begin (world_t *world, keys_t *self)
{
    wl_peer_t peer = { .service = "region", .regions = { "30", "32" }, .region_count = 2 };

    *self = (keys_t){ .peers_path = world_path (world, "peers") };
    wl_key_pair_new (&self->server);
    wl_key_pair_new (&self->friend);
    wl_key_pair_new (&self->stranger);
    memcpy (peer.public_key, self->friend.public_key, WL_KEY_TEXT);
    assert_ok (world, wl_peers_add (self->peers_path, &peer, &world->error));
    self->peers = wl_peers_new ();
    assert_non_null (self->peers);
    assert_ok (world, wl_peers_load (self->peers, self->peers_path, &world->error));
    self->zap = wl_zap_start (self->peers);
    assert_non_null (self->zap);
}

void
keys_end (keys_t *self)
{
    wl_zap_stop (&self->zap);
    wl_peers_destroy (&self->peers);
}

void
keys_revoke_friend (world_t *world, keys_t *self)
{
    assert_ok (world, wl_peers_revoke (self->peers_path, self->friend.public_key, &world->error));
    assert_ok (world, wl_peers_refresh (self->peers, &world->error));
}

/* ---- a process of its own ---- */

void
child_main (int argc, char **argv)
{
    world_t world = { 0 };
    server_t server;

    if (argc != 3 || strcmp (argv[1], "serve") != 0)
        return;
    wl_bus_init ();
    world.arena = wl_arena_new (ARENA_BUDGET);
    wl_error_init (&world.error, world.arena);
    server_start_ipc (&world, &server, argv[2]);
    for (;;)
        pause ();
}

pid_t
child_serve (world_t *world, const char *endpoint)
{
    char *arguments[] = { wl_text_copy (world->arena, "child"),
                          wl_text_copy (world->arena, "serve"),
                          wl_text_copy (world->arena, endpoint), NULL };
    const char *path = endpoint + strlen ("ipc://");
    pid_t pid;

    (void) unlink (path); /* what a killed one left behind is not listening */
    assert_int_equal (posix_spawn (&pid, "/proc/self/exe", NULL, NULL, arguments, environ), 0);
    assert_soon (access (path, F_OK) == 0);
    return pid;
}

void
child_kill (pid_t pid)
{
    kill (pid, SIGKILL);
    waitpid (pid, NULL, 0);
}
