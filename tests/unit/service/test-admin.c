#include "check.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "service/admin.h"

#ifdef __SANITIZE_THREAD__
/* civetweb writes the date of its own refusals with gmtime, in two threads at once. */
const char *__tsan_default_suppressions (void);

const char *
__tsan_default_suppressions (void)
{
    return "race:libcivetweb.so";
}
#endif

/* ---- a port with answers that a test chooses ---- */

typedef struct daemon {
    wl_arena_t *arena;
    wl_error_t error;
    wl_metrics_t *metrics;
    wl_admin_t *admin;
    _Atomic bool healthy, ready;
    _Atomic bool endless; /* reasons without end: the answer's arena must stop them */
    char reply[256 * 1024];
} daemon_t;

static bool
is_healthy (void *context, wl_buffer_t *why)
{
    daemon_t *self = context;

    if (!self->healthy)
        wl_buffer_text (why, "thread timers has not moved for two minutes\n");
    return self->healthy;
}

static bool
is_ready (void *context, wl_buffer_t *why)
{
    daemon_t *self = context;

    while (self->endless)
        wl_buffer_text (why, "and another reason\n");
    if (!self->ready)
        wl_buffer_text (why, "starting\nwaiting for the database\n");
    return self->ready;
}

static wl_status
start_on (daemon_t *self, const char *address, int port, wl_admin_t **ret)
{
    wl_admin_options_t options = { .address = address,
                                   .port = port,
                                   .healthy = is_healthy,
                                   .ready = is_ready,
                                   .context = self,
                                   .metrics = self->metrics };

    return wl_admin_start (&options, ret, &self->error);
}

static int
set_up (void **state)
{
    daemon_t *self = calloc (1, sizeof *self);

    self->arena = wl_arena_new (1 << 20);
    wl_error_init (&self->error, self->arena);
    self->metrics = wl_metrics_new ();
    wl_counter_add (wl_metrics_counter (self->metrics, "a_total", "A", ""), 7);
    self->healthy = self->ready = true;
    assert_int_equal (start_on (self, "127.0.0.1", 0, &self->admin), WL_OK);
    *state = self;
    return 0;
}

static int
tear_down (void **state)
{
    daemon_t *self = *state;

    wl_admin_stop (&self->admin);
    assert_null (self->admin);
    wl_admin_stop (&self->admin);
    wl_metrics_destroy (&self->metrics);
    wl_arena_destroy (&self->arena);
    free (self);
    return 0;
}

static int
connect_to (const daemon_t *self)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons ((uint16_t) wl_admin_port (self->admin)),
                                   .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
    struct timeval patience = { .tv_sec = 10 };
    int connection = socket (AF_INET, SOCK_STREAM, 0);

    setsockopt (connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal (connect (connection, (struct sockaddr *) &address, sizeof address), 0);
    return connection;
}

/* Everything until the port closes the connection. */
static const char *
exchange (daemon_t *self, const char *bytes, size_t length)
{
    int connection = connect_to (self);
    size_t got = 0;
    ssize_t piece = 1;

    (void) !send (connection, bytes, length, MSG_NOSIGNAL);
    while (piece > 0 && got < sizeof self->reply - 1) {
        piece = recv (connection, self->reply + got, sizeof self->reply - 1 - got, 0);
        got += piece > 0 ? (size_t) piece : 0;
    }
    self->reply[got] = '\0';
    close (connection);
    return self->reply;
}

static int
ask (daemon_t *self, const char *line)
{
    char request[1024];

    snprintf (request, sizeof request, "%s HTTP/1.1\r\nHost: x\r\n\r\n", line);
    const char *reply = exchange (self, request, strlen (request));
    return strncmp (reply, "HTTP/1.1 ", 9) == 0 ? atoi (reply + 9) : 0;
}

static const char *
body_of (const daemon_t *self)
{
    const char *end = strstr (self->reply, "\r\n\r\n");

    assert_non_null (end);
    return end + 4;
}

/* ---- what it answers ---- */

static void
health_follows_the_check (void **state)
{
    daemon_t *self = *state;

    assert_int_equal (ask (self, "GET /healthz"), 200);
    assert_string_equal (body_of (self), "ok\n");
    self->healthy = false;
    assert_int_equal (ask (self, "GET /healthz"), 503);
    assert_string_equal (body_of (self), "thread timers has not moved for two minutes\n");
    assert_int_equal (ask (self, "GET /readyz"), 200);
}

static void
readiness_gives_its_reasons_line_by_line (void **state)
{
    daemon_t *self = *state;

    self->ready = false;
    assert_int_equal (ask (self, "GET /readyz"), 503);
    assert_string_equal (body_of (self), "starting\nwaiting for the database\n");
    assert_int_equal (ask (self, "GET /healthz"), 200);
    self->ready = true;
    assert_int_equal (ask (self, "GET /readyz?verbose"), 200);
}

static void
metrics_are_prometheus_text (void **state)
{
    daemon_t *self = *state;

    assert_int_equal (ask (self, "GET /metrics"), 200);
    assert_non_null (
        strstr (self->reply, "Content-Type: text/plain; version=0.0.4; charset=utf-8"));
    assert_string_equal (body_of (self), "# HELP a_total A\n# TYPE a_total counter\na_total 7\n");
}

static void
a_large_page_arrives_whole (void **state)
{
    daemon_t *self = *state;
    char label[64];

    for (int i = 0; i < 100; i++) {
        snprintf (label, sizeof label, "method=\"Method%d\"", i);
        (void) wl_metrics_histogram (self->metrics, "wlacznik_rpc_seconds", "Seconds", label);
    }
    assert_int_equal (ask (self, "GET /metrics"), 200);
    const char *stated = strstr (self->reply, "Content-Length: ");
    assert_true (strlen (body_of (self)) > 100000);
    assert_int_equal (strlen (body_of (self)), atol (stated + 16));
}

static void
head_has_no_body (void **state)
{
    daemon_t *self = *state;

    assert_int_equal (ask (self, "HEAD /healthz"), 200);
    assert_string_equal (body_of (self), "");
    assert_non_null (strstr (self->reply, "Content-Length: 3\r\n"));
}

static void
everything_else_is_refused (void **state)
{
    static const struct {
        const char *line;
        int status;
    } cases[] = {
        { "GET /", 404 },
        { "GET /healthz/", 404 },
        { "GET /healthz/x", 404 },
        { "GET /metrics.html", 404 },
        { "GET /HEALTHZ", 404 },
        { "GET /etc/passwd", 404 },
        { "GET /../../etc/passwd", 404 },
        { "GET /%2e%2e/%2e%2e/etc/passwd", 404 },
        { "POST /healthz", 405 },
        { "PUT /metrics", 405 },
        { "DELETE /metrics", 405 },
        { "OPTIONS /metrics", 405 },
    };
    daemon_t *self = *state;

    for (size_t i = 0; i < COUNT (cases); i++)
        if (ask (self, cases[i].line) != cases[i].status)
            fail_msg ("%s: %.20s", cases[i].line, self->reply);
    assert_non_null (strstr (self->reply, "Allow: GET, HEAD\r\n"));
}

static void
connections_are_closed_and_nothing_is_cached (void **state)
{
    static const char request[] =
        "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n";
    daemon_t *self = *state;

    assert_non_null (
        strstr (exchange (self, request, sizeof request - 1), "Connection: close\r\n"));
    assert_non_null (strstr (self->reply, "Cache-Control: no-store\r\n"));
}

/* ---- what it withstands ---- */

static void
an_answer_past_its_memory_is_a_500_and_the_next_is_good (void **state)
{
    daemon_t *self = *state;

    self->endless = true;
    assert_int_equal (ask (self, "GET /readyz"), 500);
    self->endless = false;
    assert_int_equal (ask (self, "GET /readyz"), 200);
}

static void
junk_does_not_stop_it (void **state)
{
    daemon_t *self = *state;
    uint64_t seed = check_seed ("junk to the admin port");
    char junk[6000];

    for (int round = 0; round < 40; round++) {
        size_t length = 1 + check_random (&seed) % sizeof junk;
        for (size_t i = 0; i < length; i++)
            junk[i] = (char) check_random (&seed);
        if (round % 2 == 0)
            memcpy (junk, "GET /", length < 5 ? length : 5);
        int connection = connect_to (self);
        (void) !send (connection, junk, length, MSG_NOSIGNAL);
        close (connection);
    }
    assert_int_equal (ask (self, "GET /healthz"), 200);
}

static void
headers_past_their_limit_are_refused (void **state)
{
    daemon_t *self = *state;
    char *request = wl_arena_alloc (self->arena, 10000);

    snprintf (request, 10000, "GET /healthz HTTP/1.1\r\nX: %08000d\r\n\r\n", 1);
    assert_null (strstr (exchange (self, request, strlen (request)), "HTTP/1.1 200"));
    assert_int_equal (ask (self, "GET /healthz"), 200);
}

static void
silent_connections_hold_it_up_for_seconds_only (void **state)
{
    daemon_t *self = *state;
    int silent[2];
    wl_time_t began = wl_monotonic ();

    for (size_t i = 0; i < COUNT (silent); i++) {
        silent[i] = connect_to (self);
        (void) !send (silent[i], "GET /hea", 8, MSG_NOSIGNAL);
    }
    assert_int_equal (ask (self, "GET /healthz"), 200);
    assert_true (wl_monotonic () - began < 5 * WL_SECOND);
    for (size_t i = 0; i < COUNT (silent); i++)
        close (silent[i]);
}

/* ---- start and stop ---- */

static void
stopping_takes_no_time (void **state)
{
    daemon_t *self = *state;
    wl_admin_t *other = NULL;
    wl_time_t began;

    assert_int_equal (start_on (self, "0.0.0.0", 0, &other), WL_OK);
    began = wl_monotonic ();
    wl_admin_stop (&other);
    assert_true (wl_monotonic () - began < WL_SECOND);
}

static void
a_taken_port_and_a_bad_address_say_so (void **state)
{
    daemon_t *self = *state;
    wl_admin_t *other = NULL;
    char port[16];

    assert_int_equal (start_on (self, "127.0.0.1", wl_admin_port (self->admin), &other),
                      WL_UNAVAILABLE);
    assert_null (other);
    snprintf (port, sizeof port, ":%d", wl_admin_port (self->admin));
    assert_non_null (strstr (self->error.text, port));
    wl_error_init (&self->error, self->arena);
    assert_int_equal (start_on (self, "localhost", 0, &other), WL_INVALID_ARGUMENT);
    assert_non_null (strstr (self->error.text, "admin.address"));
    wl_error_init (&self->error, self->arena);
    assert_int_equal (start_on (self, "127.0.0.1,0.0.0.0", 0, &other), WL_INVALID_ARGUMENT);
    assert_int_equal (ask (self, "GET /healthz"), 200);
}

static void
two_ports_live_side_by_side (void **state)
{
    daemon_t *self = *state;
    wl_admin_t *first = self->admin, *second = NULL;

    assert_int_equal (start_on (self, "127.0.0.1", 0, &second), WL_OK);
    assert_int_not_equal (wl_admin_port (first), wl_admin_port (second));
    self->admin = second;
    assert_int_equal (ask (self, "GET /healthz"), 200);
    wl_admin_stop (&second);
    self->admin = first;
    assert_int_equal (ask (self, "GET /healthz"), 200);
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        TEST (health_follows_the_check),
        TEST (readiness_gives_its_reasons_line_by_line),
        TEST (metrics_are_prometheus_text),
        TEST (a_large_page_arrives_whole),
        TEST (head_has_no_body),
        TEST (everything_else_is_refused),
        TEST (connections_are_closed_and_nothing_is_cached),
        TEST (an_answer_past_its_memory_is_a_500_and_the_next_is_good),
        TEST (junk_does_not_stop_it),
        TEST (headers_past_their_limit_are_refused),
        TEST (silent_connections_hold_it_up_for_seconds_only),
        TEST (a_taken_port_and_a_bad_address_say_so),
        TEST (two_ports_live_side_by_side),
        TEST (stopping_takes_no_time),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
