/* The transport over real sockets: what it hands on, what it refuses, what it survives. */
#include "http_support.h"

enum { BODY_LIMIT = 64 * 1024, REPLY_MAX = 8192 };

/* Tells what reached it: "verb path query body-length refused". */
static void
tell (void *context, const http_request_t *request, http_response_t *response)
{
    wl_buffer_t text;

    (void) context;
    if (request->path && strcmp (request->path, "/greedy") == 0)
        for (;;)
            wl_arena_alloc (request->arena, 4096);
    wl_buffer_init (&text, request->arena);
    wl_buffer_printf (&text, "%s %s %s %zu %d", request->verb ? request->verb : "-", request->path,
                      request->query ? request->query : "-", request->body_length,
                      request->refused);
    response->status = request->refused ? request->refused : 200;
    response->content_type = "text/plain";
    response->body = text.data;
    response->body_length = text.length;
}

static int
set_up (void **ret)
{
    *ret = start_http (tell, 8, BODY_LIMIT, 1 << 20);
    return 0;
}

/* All that comes until the other side closes. */
static void
hear_all (int fd, char ret[REPLY_MAX])
{
    size_t used = 0;
    ssize_t got;

    while (used < REPLY_MAX - 1 && (got = recv (fd, ret + used, REPLY_MAX - 1 - used, 0)) > 0)
        used += (size_t) got;
    ret[used] = '\0';
}

static void
exchange (const http_t *http, const char *request, size_t length, char ret[REPLY_MAX])
{
    int fd = connect_to (http);

    say (fd, request, length);
    hear_all (fd, ret);
    close (fd);
}

typedef struct example {
    const char *request;
    const char *status; /* the reply begins so; "" for a connection closed without a word */
    const char *body;   /* the reply ends so */
} example_t;

#define HOST "Host: x\r\nConnection: close\r\n"

static const example_t examples[] = {
    { "GET /a/b?c=d HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 200 OK", "GET /a/b c=d 0 0" },
    { "GET /%2e%2E/a%00 HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 200", "GET /%2e%2E/a%00 - 0 0" },
    { "GET /../../etc/passwd HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 200",
      "GET /../../etc/passwd - 0 0" },
    { "POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc", "HTTP/1.1 200", "POST / - 3 0" },
    { "POST / HTTP/1.1\r\n" HOST
      "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
      "HTTP/1.1 200", "POST / - 5 0" },
    { "POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\nExpect: 100-continue\r\n\r\nabc",
      "HTTP/1.1 100 Continue", "POST / - 3 0" },
    { "PROPFIND / HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 200", "PROPFIND / - 0 0" },
    /* civetweb closes without a word on what is meant for another port, and on "*". */
    { "GET http://x/absolute HTTP/1.1\r\n" HOST "\r\n", "", "" },
    { "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", "", "" },
    { "GET / HTTP/1.0\r\n\r\n", "HTTP/1.1 200", "GET / - 0 0" },
    /* An upgrade is an ordinary request to us. */
    { "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
      "HTTP/1.1 200", "GET / - 0 0" },
    /* Too large, said before it is read. */
    { "POST / HTTP/1.1\r\n" HOST "Content-Length: 104857600\r\n\r\n", "HTTP/1.1 413",
      "POST / - 0 413" },
    { "POST / HTTP/1.1\r\n" HOST "Content-Length: 104857600\r\nExpect: 100-continue\r\n\r\n",
      "HTTP/1.1 413", "POST / - 0 413" },
    { "POST / HTTP/1.1\r\n" HOST "Content-Length: 9223372036854775807\r\n\r\n", "HTTP/1.1 413",
      " 413" },
    /* Framing that two readers may read in two ways. */
    { "POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\nContent-Length: 30\r\n\r\nabc",
      "HTTP/1.1 400", " 400" },
    { "POST / HTTP/1.1\r\n" HOST "Content-Length: 3x\r\n\r\nabc", "HTTP/1.1 400", " 400" },
    { "POST / HTTP/1.1\r\n" HOST "Content-Length: +3\r\n\r\nabc", "HTTP/1.1 400", " 400" },
    { "POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
      "0\r\n\r\n",
      "HTTP/1.1 400", " 400" },
    { "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
      "HTTP/1.1 400", " 400" },
    { "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\nnonsense\r\n", "HTTP/1.1 400",
      " 400" },
    { "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc",
      "HTTP/1.1 4", "" },
    { "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n", "HTTP/1.1 400", " 400" },
    { "POST / HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n", "HTTP/1.1 400", " 400" },
    /* No HTTP at all. */
    { "BREW /pot HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 400", "- / - 0 400" },
    { "GET / HTTP/9.9\r\n" HOST "\r\n", "HTTP/1.1 505", "- / - 0 505" },
    { "GET /\x01 HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 400", " 400" },
    { "GET /ą HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 400", " 400" },
    { "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", "HTTP/1.1 400", " 400" },
    { "nonsense\r\n\r\n", "HTTP/1.1 400", " 400" },
    { "GET noslash HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 400", " 400" },
    { "* * *\r\n\r\n", "HTTP/1.1 400", " 400" },
};

static void
answers_every_example (void **context)
{
    char reply[REPLY_MAX];

    for (size_t i = 0; i < COUNT (examples); i++) {
        size_t ending = strlen (examples[i].body), length;

        exchange (*context, examples[i].request, strlen (examples[i].request), reply);
        length = strlen (reply);
        if (strncmp (reply, examples[i].status, strlen (examples[i].status)) != 0 ||
            length < ending || strcmp (reply + length - ending, examples[i].body) != 0)
            fail_msg ("example %zu: %s", i, reply);
    }
}

static void
guards_browsers (void **context)
{
    char reply[REPLY_MAX];
    static const char request[] = "GET / HTTP/1.1\r\n" HOST "\r\n";

    exchange (*context, request, sizeof request - 1, reply);
    assert_non_null (strstr (reply, "\r\nX-Content-Type-Options: nosniff\r\n"));
    assert_non_null (strstr (reply, "\r\nReferrer-Policy: no-referrer\r\n"));
    assert_non_null (strstr (reply, "frame-ancestors 'none'\r\n"));
    assert_non_null (strstr (reply, "\r\nCache-Control: no-store\r\n"));
    assert_non_null (strstr (reply, "\r\nContent-Length: 11\r\n"));
    assert_non_null (strstr (reply, "\r\nDate: "));
    assert_non_null (strstr (reply, "\r\nConnection: close\r\n"));
}

static void
keeps_connections (void **context)
{
    static const char requests[] = "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
                                   "HEAD /2 HTTP/1.1\r\nHost: x\r\n\r\n"
                                   "GET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    char reply[REPLY_MAX];

    exchange (*context, requests, sizeof requests - 1, reply);
    assert_non_null (strstr (reply, "GET /1 - 0 0HTTP/1.1 200"));
    assert_null (strstr (reply, "HEAD /2"));
    assert_non_null (strstr (reply, "GET /3 - 0 0"));
}

static void
limits_chunked_bodies (void **context)
{
    char reply[REPLY_MAX], chunk[1024 + 7];
    int fd = connect_to (*context);
    static const char head[] = "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n";

    say (fd, head, sizeof head - 1);
    memset (chunk, 'a', sizeof chunk);
    memcpy (chunk, "400\r\n", 5);
    memcpy (chunk + sizeof chunk - 2, "\r\n", 2);
    for (int i = 0; i <= BODY_LIMIT / 1024; i++)
        say (fd, chunk, sizeof chunk);
    hear_all (fd, reply);
    close (fd);
    assert_memory_equal (reply, "HTTP/1.1 413", 12);
}

static void
limits_headers (void **context)
{
    char reply[REPLY_MAX];
    char *request = calloc (1, 40000);

    strcpy (request, "GET / HTTP/1.1\r\nX: ");
    memset (request + strlen (request), 'x', 20000);
    strcat (request, "\r\n\r\n");
    exchange (*context, request, strlen (request), reply);
    free (request);
    assert_memory_equal (reply, "HTTP/1.1 400", 12);
}

static void
limits_memory (void **context)
{
    static const char request[] = "GET /greedy HTTP/1.1\r\nHost: x\r\n\r\n";
    char reply[REPLY_MAX];

    exchange (*context, request, sizeof request - 1, reply);
    assert_memory_equal (reply, "HTTP/1.1 413", 12);
    assert_non_null (strstr (reply, "/problems/too-large"));
}

static void
cuts_off_who_stops (void **context)
{
    static const char request[] = "POST / HTTP/1.1\r\n" HOST "Content-Length: 10\r\n\r\nabc";
    char reply[REPLY_MAX];

    exchange (*context, request, sizeof request - 1, reply);
    assert_memory_equal (reply, "HTTP/1.1 408", 12);
}

static void
cuts_off_who_drips (void **context)
{
    static const char head[] = "POST / HTTP/1.1\r\n" HOST "Content-Length: 1000\r\n\r\n";
    int fd = connect_to (*context);
    wl_time_t began = wl_monotonic ();
    char reply[REPLY_MAX];

    say (fd, head, sizeof head - 1);
    for (int i = 0; i < 100; i++) {
        if (send (fd, "a", 1, MSG_NOSIGNAL) < 0 || recv (fd, reply, 1, MSG_DONTWAIT | MSG_PEEK) > 0)
            break;
        usleep (100 * 1000);
    }
    hear_all (fd, reply);
    close (fd);
    assert_memory_equal (reply, "HTTP/1.1 408", 12);
    assert_true (wl_monotonic () - began < 4 * WL_SECOND);
}

static void
answers_who_sends_too_much (void **context)
{
    static const char head[] = "POST / HTTP/1.1\r\n" HOST "Content-Length: 104857600\r\n\r\n";
    int fd = connect_to (*context);
    char reply[REPLY_MAX], piece[65536] = { 0 };

    say (fd, head, sizeof head - 1);
    for (int i = 0; i < 64; i++) {
        if (send (fd, piece, sizeof piece, MSG_NOSIGNAL) < 0)
            break;
    }
    hear_all (fd, reply);
    close (fd);
    assert_memory_equal (reply, "HTTP/1.1 413", 12);
}

/* More than civetweb keeps: whatever it left out may say how long the body is. */
static void
limits_the_number_of_headers (void **context)
{
    char request[2048] = "GET / HTTP/1.1\r\nHost: x\r\n", reply[REPLY_MAX];
    size_t length = strlen (request);

    for (int i = 0; i < HTTP_REQUEST_HEADERS_MAX; i++)
        length += (size_t) snprintf (request + length, sizeof request - length, "X-%d: 1\r\n", i);
    length += (size_t) snprintf (request + length, sizeof request - length,
                                 "Content-Length: 5\r\n\r\nhello");
    exchange (*context, request, length, reply);
    assert_memory_equal (reply, "HTTP/1.1 400", 12);
}

static void
drains (void **context)
{
    static const char request[] = "GET / HTTP/1.1\r\n" HOST "\r\n";
    char reply[REPLY_MAX];

    http_drain (*context, WL_SECOND);
    exchange (*context, request, sizeof request - 1, reply);
    assert_memory_equal (reply, "HTTP/1.1 503", 12);
}

static void
names_the_port_that_is_taken (void **context)
{
    http_options_t options = { .address = "127.0.0.1",
                               .port = http_port (*context),
                               .threads = 2,
                               .body_limit = BODY_LIMIT,
                               .request_timeout_ms = 700,
                               .keep_alive_timeout_ms = 500,
                               .arena_budget = 1 << 20,
                               .handler = tell };
    wl_arena_t *arena = wl_arena_new (1 << 16);
    http_t *second = NULL;
    wl_error_t error;
    char port[16];

    wl_error_init (&error, arena);
    snprintf (port, sizeof port, "%ld", options.port);
    assert_int_equal (http_start (&options, &second, &error), WL_UNAVAILABLE);
    assert_non_null (strstr (error.text, port));

    assert_non_null (strstr (error.text, "in use"));
    assert_null (second);
    wl_arena_destroy (&arena);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (answers_every_example),
        cmocka_unit_test (guards_browsers),
        cmocka_unit_test (keeps_connections),
        cmocka_unit_test (limits_chunked_bodies),
        cmocka_unit_test (limits_headers),
        cmocka_unit_test (limits_the_number_of_headers),
        cmocka_unit_test (limits_memory),
        cmocka_unit_test (cuts_off_who_stops),
        cmocka_unit_test (cuts_off_who_drips),
        cmocka_unit_test (answers_who_sends_too_much),
        cmocka_unit_test (names_the_port_that_is_taken),
        cmocka_unit_test (drains),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
