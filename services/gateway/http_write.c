#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

#include "http_exchange.h"

/* Head and body go out in one segment as long as both fit. */
enum { HEAD_MAX = 4096, TOGETHER_MAX = 16 * 1024 };

/* What a page may do: only what our own files ask for (CSP 3). An answer that is no page may do
 * nothing at all, should a browser ever take it for one. */
static const char page_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src "
    "'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";
static const char other_policy[] = "default-src 'none'; frame-ancestors 'none'";

/* Nothing that a page of ours or one that somebody smuggled in could want of the device. */
static const char no_permissions[] =
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
    "gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), "
    "xr-spatial-tracking=()";

typedef struct head {
    char text[TOGETHER_MAX];
    size_t length;
} head_t;

static void add (head_t *head, const char *format, ...) WL_PRINTF (2, 3);

static void
add (head_t *head, const char *format, ...)
{
    va_list args;
    int length;

    va_start (args, format);
    length = vsnprintf (head->text + head->length, HEAD_MAX - head->length, format, args);
    va_end (args);
    /* A header that does not fit is left out whole; ours are short. */
    if (length > 0 && (size_t) length < HEAD_MAX - head->length)
        head->length += (size_t) length;
    head->text[head->length] = '\0';
}

static void
add_date (head_t *head)
{
    time_t now = time (NULL);
    struct tm utc;
    char text[40];

    (void) strftime (text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r (&now, &utc));
    add (head, "Date: %s\r\n", text);
}

static bool
has_header (const http_response_t *response, const char *name)
{
    for (size_t i = 0; i < response->header_count; i++) {
        if (strcasecmp (response->headers[i].name, name) == 0)
            return true;
    }
    return false;
}

static void
add_guards (head_t *head, const http_response_t *response, bool secure)
{
    const char *type = response->content_type ? response->content_type : "";
    bool page = strncmp (type, "text/html", 9) == 0;
    /* A service worker may do what the policy of its own file allows, not that of the page. */
    bool script = strncmp (type, "text/javascript", 15) == 0;

    add (head, "X-Content-Type-Options: nosniff\r\n"
               "Referrer-Policy: no-referrer\r\n"
               "Cross-Origin-Resource-Policy: same-origin\r\n");
    if (!has_header (response, "Content-Security-Policy"))
        add (head, "Content-Security-Policy: %s\r\n", page || script ? page_policy : other_policy);
    /* Two years. The proxy in front has the TLS; other hosts of the domain are not ours to decide.
     */
    if (secure)
        add (head, "Strict-Transport-Security: max-age=63072000\r\n");
    if (page)
        add (head,
             "Cross-Origin-Opener-Policy: same-origin\r\n"
             "Permissions-Policy: %s\r\n",
             no_permissions);
}

static void
write_head (struct mg_connection *connection, const http_exchange_t *exchange, bool secure,
            head_t *head)
{
    const http_response_t *response = &exchange->response;

    add (head, "HTTP/1.1 %d %s\r\n", response->status,
         mg_get_response_code_text (connection, response->status));
    add_date (head);
    if (response->content_type)
        add (head, "Content-Type: %s\r\n", response->content_type);
    if (response->status != 304 && response->status != 204 && !response->take)
        add (head, "Content-Length: %zu\r\n", response->body_length);
    add_guards (head, response, secure);
    if (!has_header (response, "Cache-Control"))
        add (head, "Cache-Control: no-store\r\n");
    for (size_t i = 0; i < response->header_count; i++)
        add (head, "%s: %s\r\n", response->headers[i].name, response->headers[i].value);
    add (head, "Connection: %s\r\n\r\n", exchange->keep_alive ? "keep-alive" : "close");
}

static bool
sends_body (const http_exchange_t *exchange)
{
    const http_response_t *response = &exchange->response;

    return response->body_length > 0 && response->status != 304 && response->status != 204 &&
           !(exchange->request.verb && strcmp (exchange->request.verb, "HEAD") == 0);
}

void
http_add_header (http_response_t *response, const char *name, const char *value)
{
    if (response->header_count < HTTP_RESPONSE_HEADERS_MAX)
        response->headers[response->header_count++] = (http_header_t){ name, value };
}

void
http_write_response (struct mg_connection *connection, const http_limits_t *limits,
                     http_exchange_t *exchange)
{
    const http_response_t *response = &exchange->response;
    bool body = sends_body (exchange) && response->more == NULL;
    head_t head = { .length = 0 };
    int written;

    if (!exchange->keep_alive)
        mg_disable_connection_keep_alive (connection);
    write_head (connection, exchange, limits->secure, &head);
    http_watch_begin (limits->watch, &exchange->watch, wl_monotonic () + limits->phase_timeout,
                      SHUT_RDWR);
    if (body && head.length + response->body_length <= sizeof head.text) {
        memcpy (head.text + head.length, response->body, response->body_length);
        head.length += response->body_length;
        body = false;
    }
    written = mg_write (connection, head.text, head.length);
    if (written > 0 && body)
        written = mg_write (connection, response->body, response->body_length);
    http_watch_end (limits->watch, &exchange->watch);
    if (response->take)
        response->take (response->take_context, written > 0 ? http_take_over (connection) : -1);
    if (response->more != NULL && sends_body (exchange))
        http_write_pieces (connection, limits, exchange);
}
