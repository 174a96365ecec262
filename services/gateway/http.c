#include "http.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/condition.h"
#include "base/text.h"
#include "http_exchange.h"

/* An arena that grew past this is given back to the system and not kept for the next request. */
enum { ARENA_KEEP = 512 * 1024 };

struct http {
    struct mg_context *server;
    http_limits_t limits;
    size_t arena_budget;
    struct sockaddr_in address; /* where it listens */
    long threads;
    http_handler_t *handler;
    void *context;
    pthread_mutex_t lock; /* guards the four below */
    pthread_cond_t idle;
    http_exchange_t *pool;
    long running;
    bool draining;
    atomic_long connections;
    atomic_bool started;
    char said[200]; /* the first that civetweb complained of before that */
};

/* ---- exchanges: as many as there ever were requests at the same time ---- */

static http_exchange_t *
take_exchange (http_t *self, bool *ret_draining)
{
    http_exchange_t *exchange;

    pthread_mutex_lock (&self->lock);
    exchange = self->pool;
    if (exchange)
        self->pool = exchange->next;
    self->running++;
    *ret_draining = self->draining;
    pthread_mutex_unlock (&self->lock);
    if (!exchange && !(exchange = calloc (1, sizeof *exchange)))
        abort ();
    if (!exchange->request.arena)
        exchange->request.arena = wl_arena_new (self->arena_budget);
    return exchange;
}

static void
give_exchange (http_t *self, http_exchange_t *exchange)
{
    wl_arena_t *arena = exchange->request.arena;

    wl_arena_guard (arena, NULL);
    if (wl_arena_used (arena) > ARENA_KEEP)
        wl_arena_destroy (&arena);
    else
        wl_arena_reset (arena);
    memset (exchange, 0, sizeof *exchange);
    exchange->request.arena = arena;
    pthread_mutex_lock (&self->lock);
    exchange->next = self->pool;
    self->pool = exchange;
    if (--self->running == 0)
        pthread_cond_broadcast (&self->idle);
    pthread_mutex_unlock (&self->lock);
}

static void
free_pool (http_t *self)
{
    while (self->pool) {
        http_exchange_t *exchange = self->pool;

        self->pool = exchange->next;
        wl_arena_destroy (&exchange->request.arena);
        free (exchange);
    }
}

/* ---- one request ---- */

static void
answer_too_large (http_exchange_t *exchange)
{
    static const char body[] =
        "{\"type\":\"/problems/too-large\",\"title\":\"The request is too large\",\"status\":413}";

    if (exchange->response.take)
        exchange->response.take (exchange->response.take_context, -1);
    exchange->response.take = NULL;
    exchange->response.header_count = 0;
    exchange->response.status = 413;
    exchange->response.content_type = "application/problem+json";
    exchange->response.body = body;
    exchange->response.body_length = sizeof body - 1;
    exchange->keep_alive = false;
    exchange->half_read = true;
}

/* Reading and handling share one guard: both may ask for more than a request may have. */
static void
run (http_t *self, struct mg_connection *connection, http_exchange_t *exchange)
{
    if (setjmp (exchange->guard) != 0) {
        answer_too_large (exchange);
        return;
    }
    wl_arena_guard (exchange->request.arena, &exchange->guard);
    exchange->request.started = wl_monotonic ();
    if (exchange->request.refused == 0)
        http_read_request (connection, &self->limits, exchange);
    else
        exchange->request.path = "/";
    self->handler (self->context, &exchange->request, &exchange->response);
}

/* When every thread has a connection, others may be waiting for one: then each serves one request.
 */
static bool
is_crowded (http_t *self)
{
    return atomic_load (&self->connections) >= self->threads;
}

static int
serve (http_t *self, struct mg_connection *connection, int refused)
{
    bool draining;
    http_exchange_t *exchange = take_exchange (self, &draining);
    const struct mg_request_info *info = mg_get_request_info (connection);
    int status;

    snprintf (exchange->watch.address, sizeof exchange->watch.address, "%s", info->remote_addr);
    exchange->watch.port = (uint16_t) info->remote_port;
    exchange->request.refused = refused ? refused : draining ? 503 : 0;
    /* After a request that it could not parse, civetweb's mg_read reads outside its buffer. */
    exchange->half_read = draining && !refused;
    run (self, connection, exchange);
    if (exchange->half_read || exchange->response.take || is_crowded (self))
        exchange->keep_alive = false;
    http_write_response (connection, &self->limits, exchange);
    if (exchange->response.done)
        exchange->response.done (exchange->response.done_context);
    if (exchange->half_read)
        http_linger (connection, &self->limits, exchange);
    status = exchange->response.status;
    give_exchange (self, exchange);
    return status;
}

/* ---- what civetweb calls ---- */

static http_t *
self_of (const struct mg_connection *connection)
{
    return mg_get_user_context_data (connection);
}

/* Called before civetweb looks at files, websockets or authorisation of its own; since every
 * request is answered here, none of that is ever reached. */
static int
on_request (struct mg_connection *connection)
{
    return serve (self_of (connection), connection, 0);
}

/* What civetweb could not read as a request: malformed, headers past their limit or too slow, or a
 * version that nobody speaks. It tells these apart no further. */
static int
on_error (struct mg_connection *connection, int status, const char *message)
{
    (void) message;
    serve (self_of (connection), connection, status == 505 ? 505 : 400);
    return 0;
}

/* civetweb's messages may quote what a client sent, so they are not logged; the first one of a
 * failed start says why it failed. */
static int
on_message (const struct mg_connection *connection, const char *message)
{
    http_t *self = connection ? mg_get_user_context_data (connection) : NULL;

    if (self && !atomic_load (&self->started) && self->said[0] == '\0')
        snprintf (self->said, sizeof self->said, "%s", message);
    return 1;
}

static int
on_connection (const struct mg_connection *connection, void **data)
{
    (void) data;
    atomic_fetch_add (&self_of (connection)->connections, 1);
    return 0;
}

static void
on_connection_closed (const struct mg_connection *connection)
{
    atomic_fetch_sub (&self_of (connection)->connections, 1);
}

/* ---- start and stop ---- */

static struct mg_context *
start_server (http_t *self, const http_options_t *options)
{
    static const struct mg_callbacks callbacks = {
        .begin_request = on_request,
        .http_error = on_error,
        .log_message = on_message,
        .init_connection = on_connection,
        .connection_closed = on_connection_closed,
    };
    char port[80], threads[24], request_timeout[24], keep_alive_timeout[24];
    const char *settings[] = {
        "listening_ports",
        port,
        "num_threads",
        threads,
        "request_timeout_ms",
        request_timeout,
        "enable_keep_alive",
        "yes",
        "keep_alive_timeout_ms",
        keep_alive_timeout,
        "max_request_size",
        "16384",
        "connection_queue",
        "64",
        "listen_backlog",
        "512",
        "tcp_nodelay",
        "1",
        "decode_url",
        "no",
        "decode_query_string",
        "no",
        "enable_auth_domain_check",
        "no",
        NULL,
    };
    struct mg_init_data start = { &callbacks, self, settings };

    snprintf (port, sizeof port, "%s:%ld", options->address, options->port);
    snprintf (threads, sizeof threads, "%ld", options->threads);
    snprintf (request_timeout, sizeof request_timeout, "%ld", options->request_timeout_ms);
    snprintf (keep_alive_timeout, sizeof keep_alive_timeout, "%ld", options->keep_alive_timeout_ms);
    return mg_start2 (&start, NULL);
}

static struct sockaddr_in
bound_address (struct mg_context *server, const char *address)
{
    struct sockaddr_in bound = { .sin_family = AF_INET };
    struct mg_server_port ports[1];

    if (mg_get_server_ports (server, 1, ports) == 1)
        bound.sin_port = htons ((uint16_t) ports[0].port);
    inet_pton (AF_INET, address, &bound.sin_addr);
    return bound;
}

wl_status
http_start (const http_options_t *options, http_t **ret, wl_error_t *error)
{
    http_t *self = calloc (1, sizeof *self);

    if (!self)
        abort ();
    mg_init_library (MG_FEATURES_DEFAULT);
    pthread_mutex_init (&self->lock, NULL);
    wl_condition_init (&self->idle);
    self->limits = (http_limits_t){ http_watch_new (), (size_t) options->body_limit,
                                    options->request_timeout_ms * WL_MILLISECOND, options->secure };
    self->arena_budget = (size_t) options->arena_budget;
    self->threads = options->threads;
    self->handler = options->handler;
    self->context = options->context;
    self->server = start_server (self, options);
    if (!self->server) {
        wl_error_set (error, WL_UNAVAILABLE, "http-not-started",
                      "cannot listen on port %ld of %s: %s; is another program there? "
                      "(settings http.port, http.address)",
                      options->port, options->address, self->said);
        http_stop (&self);
        return WL_UNAVAILABLE;
    }
    atomic_store (&self->started, true);
    self->address = bound_address (self->server, options->address);
    *ret = self;
    return WL_OK;
}

long
http_port (const http_t *self)
{
    return ntohs (self->address.sin_port);
}

void
http_drain (http_t *self, wl_time_t patience)
{
    wl_time_t until = wl_monotonic () + patience;

    pthread_mutex_lock (&self->lock);
    self->draining = true;
    while (self->running > 0 && wl_condition_wait (&self->idle, &self->lock, until))
        continue;
    pthread_mutex_unlock (&self->lock);
}

/* civetweb's master looks every two seconds whether it shall stop, or when somebody connects. */
static void *
knock (void *context)
{
    const http_t *self = context;
    struct timespec until_it_stops = { .tv_nsec = 20 * 1000 * 1000 };
    int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    nanosleep (&until_it_stops, NULL);
    if (fd < 0)
        return NULL;
    (void) connect (fd, (const struct sockaddr *) &self->address, sizeof self->address);
    close (fd);
    return NULL;
}

static void
stop_server (http_t *self)
{
    pthread_t knocking;
    bool knocks = pthread_create (&knocking, NULL, knock, self) == 0;

    mg_stop (self->server);
    if (knocks)
        pthread_join (knocking, NULL);
}

void
http_stop (http_t **self_p)
{
    http_t *self = *self_p;

    if (!self)
        return;
    if (self->server)
        stop_server (self);
    http_watch_destroy (&self->limits.watch);
    free_pool (self);
    pthread_cond_destroy (&self->idle);
    pthread_mutex_destroy (&self->lock);
    free (self);
    mg_exit_library ();
    *self_p = NULL;
}

http_counters_t
http_counters (http_t *self)
{
    http_counters_t counters = { .connections = atomic_load (&self->connections) };

    pthread_mutex_lock (&self->lock);
    counters.running = self->running;
    pthread_mutex_unlock (&self->lock);
    counters.cut_off = http_watch_cut_count (self->limits.watch);
    return counters;
}
