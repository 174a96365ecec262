#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "http_exchange.h"

enum { PIECE = 16 * 1024 };

static const wl_time_t LINGER = WL_SECOND;

const char *
http_header (const http_request_t *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        if (strcasecmp (request->headers[i].name, name) == 0)
            return request->headers[i].value;
    }
    return NULL;
}

static size_t
count_headers (const http_request_t *request, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < request->header_count; i++)
        count += strcasecmp (request->headers[i].name, name) == 0;
    return count;
}

/* civetweb takes the first of several lengths and ignores what follows the digits; a proxy in front
 * may read the same request otherwise, and the difference is a smuggled request. */
static bool
is_framed_clearly (const http_request_t *request)
{
    const char *length = http_header (request, "Content-Length");
    size_t lengths = count_headers (request, "Content-Length");
    size_t encodings = count_headers (request, "Transfer-Encoding");

    if (lengths + encodings > 1 || count_headers (request, "Host") > 1)
        return false;
    return !length || (*length != '\0' && strspn (length, "0123456789") == strlen (length));
}

/* As civetweb decides it, so that what we say in the Connection header is what happens. */
static bool
wants_keep_alive (const http_request_t *request, const char *version)
{
    const char *connection = http_header (request, "Connection");

    if (connection)
        return strcasestr (connection, "keep-alive") != NULL;
    return version && strcmp (version, "1.1") == 0;
}

/* Memory is taken before the watch begins: the arena's raise would leave the entry behind. */
static void
read_whole (struct mg_connection *connection, const http_limits_t *limits,
            http_exchange_t *exchange, size_t length, bool chunked)
{
    http_request_t *request = &exchange->request;
    size_t capacity = chunked ? limits->body + 1 : length;
    char *body = wl_arena_alloc (request->arena, capacity + 1);
    wl_time_t deadline = wl_monotonic () + limits->phase_timeout;
    int got;

    http_watch_begin (limits->watch, &exchange->watch, deadline, SHUT_RD);
    got = mg_read (connection, body, capacity);
    http_watch_end (limits->watch, &exchange->watch);
    request->body = body;
    request->body_length = got > 0 ? (size_t) got : 0;
    if (got < 0 || (!chunked && request->body_length < length))
        request->refused = wl_monotonic () >= deadline ? 408 : 400;
    else if (request->body_length > limits->body)
        request->refused = 413;
}

static void
read_body (struct mg_connection *connection, const http_limits_t *limits, http_exchange_t *exchange,
           long long length)
{
    http_request_t *request = &exchange->request;
    bool chunked = http_header (request, "Transfer-Encoding") != NULL;
    const char *expect = http_header (request, "Expect");

    if (!chunked && length > (long long) limits->body) {
        request->refused = 413;
        return;
    }
    if (!chunked && length <= 0)
        return;
    if (expect && strcasecmp (expect, "100-continue") == 0)
        mg_write (connection, "HTTP/1.1 100 Continue\r\n\r\n", 25);
    read_whole (connection, limits, exchange, (size_t) length, chunked);
}

static void
read_headers (const struct mg_request_info *info, http_request_t *request)
{
    request->peer = info->remote_addr;
    request->verb = info->request_method;
    request->path = info->local_uri_raw && *info->local_uri_raw ? info->local_uri_raw : "/";
    request->query = info->query_string;
    for (int i = 0; i < info->num_headers && i < HTTP_REQUEST_HEADERS_MAX; i++)
        request->headers[request->header_count++] =
            (http_header_t){ info->http_headers[i].name, info->http_headers[i].value };
}

void
http_read_request (struct mg_connection *connection, const http_limits_t *limits,
                   http_exchange_t *exchange)
{
    const struct mg_request_info *info = mg_get_request_info (connection);
    http_request_t *request = &exchange->request;

    read_headers (info, request);
    exchange->keep_alive = wants_keep_alive (request, info->http_version);
    /* civetweb leaves out the headers past its last place, and those may contradict these. */
    if (info->num_headers >= HTTP_REQUEST_HEADERS_MAX || !is_framed_clearly (request))
        request->refused = 400;
    else
        read_body (connection, limits, exchange, info->content_length);
    exchange->half_read = request->refused != 0;
    request->received_at = wl_clock_now (&wl_clock_system);
}

void
http_linger (struct mg_connection *connection, const http_limits_t *limits,
             http_exchange_t *exchange)
{
    char piece[PIECE];

    http_watch_begin (limits->watch, &exchange->watch, wl_monotonic () + LINGER, SHUT_RD);
    while (mg_read (connection, piece, sizeof piece) > 0)
        continue;
    http_watch_end (limits->watch, &exchange->watch);
}
