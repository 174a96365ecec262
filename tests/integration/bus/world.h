/* What the tests of common/bus share: a folder for sockets and keys, a server with workers that do
 * as they are told, a client, raw sockets, and child processes that can be killed. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <cmocka.h>

#include "base/text.h"
#include "bus/rpc_client.h"
#include "bus/rpc_server.h"

/* Everything of one test. */
typedef struct world {
    char folder[64];
    wl_arena_t *arena;
    wl_error_t error;
    wl_rpc_client_t *client;
} world_t;

/* For cmocka's group and test fixtures. */
int world_group_setup (void **state);
int world_group_teardown (void **state);
int world_setup (void **state);
int world_teardown (void **state);
#define WORLD_TEST(name) cmocka_unit_test_setup_teardown (name, world_setup, world_teardown)

/* "ipc://<folder>/<name>" */
const char *world_ipc (world_t *self, const char *name);
/* "<folder>/<name>" */
const char *world_path (world_t *self, const char *name);

/* Asserts WL_OK, and shows the error if not. Only in the test's own thread. */
#define assert_ok(world, expression)                                                 \
    do {                                                                             \
        wl_status assert_ok_status_ = (expression);                                  \
        if (assert_ok_status_ != WL_OK)                                              \
            fail_msg ("%s: %s, %s", #expression, wl_status_name (assert_ok_status_), \
                      (world)->error.text);                                          \
    } while (0)
#define assert_status(expression, expected) \
    assert_string_equal (wl_status_name (expression), wl_status_name (expected))
/* Waits up to 10 s for `condition`, which may ask something each time. */
#define assert_soon(condition)                                           \
    do {                                                                 \
        wl_time_t assert_soon_until_ = wl_monotonic () + 10 * WL_SECOND; \
        while (!(condition)) {                                           \
            if (wl_monotonic () > assert_soon_until_)                    \
                fail_msg ("%s: not within 10 s", #condition);            \
            world_sleep (5 * WL_MILLISECOND);                            \
        }                                                                \
    } while (0)

void world_sleep (wl_time_t time);

/* ---- a server whose workers do what the method says ----
 *     Echo     the payload
 *     Sleep    the payload after as many milliseconds as it says
 *     Who      "caller service regions" as the server sees them
 *     Refuse   status UNAVAILABLE
 *     Huge     a payload that no frame may hold
 *     Name     the server's endpoint */
enum { WORKERS_MAX = 8 };

typedef struct server {
    wl_rpc_server_t *rpc;
    pthread_t workers[WORKERS_MAX];
    size_t worker_count;
} server_t;

void server_start (world_t *world, server_t *self, const wl_rpc_server_options_t *options,
                   size_t workers);
/* On one ipc endpoint, with two workers. */
void server_start_ipc (world_t *world, server_t *self, const char *endpoint);
void server_stop (server_t *self);

/* ---- asking ---- */

typedef struct ask {
    const char *target; /* NULL: "echo" */
    const char *method; /* NULL: "Echo" */
    const char *payload;
    uint32_t timeout_ms; /* 0: 10 s */
    bool once;           /* not repeatable */
} ask_t;

/* The reply lives in `arena`. Any thread may ask. */
wl_status
ask_in (wl_rpc_client_t *client, wl_arena_t *arena, const ask_t *ask, wl_rpc_reply_t *ret);
wl_status world_ask (world_t *self, const ask_t *ask, wl_rpc_reply_t *ret);
/* Asserts that the answer came, with that status and payload. */
void assert_answer (world_t *self, const ask_t *ask, wl_status status, const char *payload);
/* A client in world->client that knows one replica of "echo". */
void world_connect (world_t *self, const char *endpoint);

/* ---- raw sockets ---- */

zsock_t *world_dealer (world_t *self, const char *endpoint);
/* A packed RequestHeader of a good request. */
zframe_t *world_header (const char *method, uint32_t timeout_ms);
/* Sends a good request by hand, and waits (5 s) for its answer's payload; NULL if none came. */
bool raw_echo_works (zsock_t *dealer);

/* ---- keys ---- */

typedef struct keys {
    wl_key_pair_t server, friend, stranger;
    wl_peers_t *peers; /* has the friend: service "region", regions 30 and 32 */
    const char *peers_path;
    wl_zap_t *zap;
} keys_t;

void keys_begin (world_t *world, keys_t *self);
void keys_end (keys_t *self);
/* Writes "revoked" behind the friend and loads the table anew. */
void keys_revoke_friend (world_t *world, keys_t *self);

/* ---- a process of its own ---- */

/* When the program was started as a child ("serve <endpoint>"): serves until it is killed. Call it
 * first in main. */
void child_main (int argc, char **argv);
/* Starts this program again as a server with two workers; returns when it listens. */
pid_t child_serve (world_t *world, const char *endpoint);
void child_kill (pid_t pid);
