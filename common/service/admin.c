#include "service/admin.h"

#include <arpa/inet.h>
#include <civetweb.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    /* A page of metrics is well below 1 MiB; growing a buffer leaves twice that behind. */
    ANSWER_MOST = 16 * 1024 * 1024
};

struct wl_admin {
    wl_admin_options_t options;
    struct mg_context *server;
    struct sockaddr_in where;
};

typedef struct answer {
    int status;
    const char *type;
    wl_buffer_t body;
} answer_t;

static const char PLAIN[] = "text/plain; charset=utf-8";
static const char PROMETHEUS[] = "text/plain; version=0.0.4; charset=utf-8";

/* ---- answers ---- */

static void
answer_check (const wl_admin_t *self, wl_admin_check_t *check, answer_t *ret)
{
    ret->status = check (self->options.context, &ret->body) ? 200 : 503;
    if (ret->body.length == 0)
        wl_buffer_text (&ret->body, ret->status == 200 ? "ok\n" : "no\n");
}

static void
compose (const wl_admin_t *self, const struct mg_request_info *request, answer_t *ret)
{
    const char *path = request->local_uri;

    if (!wl_text_equal (request->request_method, "GET") &&
        !wl_text_equal (request->request_method, "HEAD")) {
        ret->status = 405;
        wl_buffer_text (&ret->body, "only GET and HEAD\n");
    } else if (wl_text_equal (path, "/healthz")) {
        answer_check (self, self->options.healthy, ret);
    } else if (wl_text_equal (path, "/readyz")) {
        answer_check (self, self->options.ready, ret);
    } else if (wl_text_equal (path, "/metrics")) {
        ret->type = PROMETHEUS;
        wl_metrics_write (self->options.metrics, &ret->body);
    } else {
        ret->status = 404;
        wl_buffer_text (&ret->body, "there are /healthz, /readyz and /metrics\n");
    }
}

/* False when the answer would be larger than it may be. */
static bool
compose_guarded (const wl_admin_t *self, const struct mg_request_info *request, wl_arena_t *arena,
                 answer_t *ret)
{
    jmp_buf jump;

    if (setjmp (jump) != 0)
        return false;
    wl_arena_guard (arena, &jump);
    *ret = (answer_t){ .status = 200, .type = PLAIN };
    wl_buffer_init (&ret->body, arena);
    compose (self, request, ret);
    wl_arena_guard (arena, NULL);
    return true;
}

static const char *
phrase (int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 503:
        return "Service Unavailable";
    default:
        return "Internal Server Error";
    }
}

/* A reader that went away is its own business: results of writing are not looked at. */
static void
send_answer (struct mg_connection *connection, const struct mg_request_info *request,
             const answer_t *answer)
{
    mg_printf (connection,
               "HTTP/1.1 %d %s\r\n"
               "Content-Type: %s\r\n"
               "Content-Length: %zu\r\n"
               "%s"
               "Cache-Control: no-store\r\n"
               "X-Content-Type-Options: nosniff\r\n"
               "Connection: close\r\n\r\n",
               answer->status, phrase (answer->status), answer->type, answer->body.length,
               answer->status == 405 ? "Allow: GET, HEAD\r\n" : "");
    if (answer->body.length > 0 && !wl_text_equal (request->request_method, "HEAD"))
        mg_write (connection, answer->body.data, answer->body.length);
}

static int
handle (struct mg_connection *connection, void *context)
{
    const struct mg_request_info *request = mg_get_request_info (connection);
    wl_arena_t *arena = wl_arena_new (ANSWER_MOST);
    answer_t answer;

    if (!compose_guarded (context, request, arena, &answer))
        answer = (answer_t){ .status = 500, .type = PLAIN };
    send_answer (connection, request, &answer);
    wl_arena_destroy (&arena);
    return answer.status;
}

/* ---- start and stop ---- */

static struct mg_context *
start_server (const char *where, wl_error_t *error)
{
    const char *options[] = {
        "listening_ports",
        where,
        "num_threads",
        "2",
        "request_timeout_ms",
        "2000",
        "connection_queue",
        "16",
        "listen_backlog",
        "16",
        "max_request_size",
        "4096",
        "enable_keep_alive",
        "no",
        NULL,
    };
    const struct mg_callbacks callbacks = { 0 };
    char why[256] = "";
    struct mg_init_data data = { .callbacks = &callbacks, .configuration_options = options };
    struct mg_error_data failure = { .text = why, .text_buffer_size = sizeof why };
    struct mg_context *server = mg_start2 (&data, &failure);

    if (server == NULL)
        (void) wl_error_set (error, WL_UNAVAILABLE, "admin-port",
                             "the admin port cannot be opened on %s (%s); choose another "
                             "admin.port",
                             where, why);
    return server;
}

static wl_status
start (wl_admin_t *self, wl_error_t *error)
{
    struct mg_server_port port = { 0 };
    char where[64];

    self->where.sin_family = AF_INET;
    if (inet_pton (AF_INET, self->options.address, &self->where.sin_addr) != 1)
        return wl_error_set (error, WL_INVALID_ARGUMENT, "admin-address",
                             "admin.address must be an IPv4 address such as 127.0.0.1 or 0.0.0.0");
    snprintf (where, sizeof where, "%s:%d", self->options.address, self->options.port);
    self->server = start_server (where, error);
    if (self->server == NULL)
        return WL_UNAVAILABLE;
    mg_get_server_ports (self->server, 1, &port);
    self->where.sin_port = htons ((uint16_t) port.port);
    /* The one handler takes every path, so that nothing is left to civetweb's own answers. */
    mg_set_request_handler (self->server, "/", handle, self);
    return WL_OK;
}

wl_status
wl_admin_start (const wl_admin_options_t *options, wl_admin_t **ret, wl_error_t *error)
{
    wl_admin_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        abort ();
    self->options = *options;
    mg_init_library (0); /* never its TLS: engineering.md 0.2 */
    wl_status status = start (self, error);
    self->options.address = NULL; /* the caller's */
    if (status != WL_OK)
        wl_admin_stop (&self);
    else
        *ret = self;
    return status;
}

int
wl_admin_port (const wl_admin_t *self)
{
    return ntohs (self->where.sin_port);
}

/* civetweb's master looks up every 2 s, or when somebody comes: so somebody comes, a moment after
 * mg_stop has said that it is to end. */
static void *
knock (void *context)
{
    const wl_admin_t *self = context;
    struct timespec moment = { .tv_nsec = 20 * 1000 * 1000 };
    int visitor = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    nanosleep (&moment, NULL);
    if (visitor >= 0) {
        (void) connect (visitor, (const struct sockaddr *) &self->where, sizeof self->where);
        close (visitor);
    }
    return NULL;
}

static void
stop_server (wl_admin_t *self)
{
    pthread_t visitor;
    bool knocks = pthread_create (&visitor, NULL, knock, self) == 0;

    mg_stop (self->server);
    if (knocks)
        pthread_join (visitor, NULL);
}

void
wl_admin_stop (wl_admin_t **self_p)
{
    if (self_p == NULL || *self_p == NULL)
        return;
    if ((*self_p)->server != NULL)
        stop_server (*self_p);
    mg_exit_library ();
    free (*self_p);
    *self_p = NULL;
}
