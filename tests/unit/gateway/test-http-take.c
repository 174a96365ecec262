/* Connections that leave the transport, over real sockets: they live on, and hold none of its
 * threads. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "check.h"
#include "http.h"

enum { STREAMS = 40, THREADS = 2, LOST = -1, UNTOLD = -2 };

static atomic_int taken[STREAMS], taken_count;

static void
take (void *context, int fd)
{
    (void) context;
    atomic_store (&taken[atomic_fetch_add (&taken_count, 1)], fd);
}

/* "/stream" goes on, "/greedy" wants more memory than there is after it said that it would. */
static void
answer (void *context, const http_request_t *request, http_response_t *response)
{
    (void) context;
    response->status = 200;
    response->content_type = "text/event-stream";
    response->body = "begins\n\n";
    response->body_length = 8;
    if (strcmp (request->path, "/plain") == 0)
        return;
    response->take = take;
    while (strcmp (request->path, "/greedy") == 0)
        wl_arena_alloc (request->arena, 4096);
}

static int
set_up (void **ret)
{
    http_options_t options = {
        .address = "127.0.0.1",
        .threads = THREADS,
        .body_limit = 1024,
        .request_timeout_ms = 700,
        .keep_alive_timeout_ms = 500,
        .arena_budget = 1 << 20,
        .handler = answer,
    };
    wl_arena_t *arena = wl_arena_new (1 << 16);
    http_t *http = NULL;
    wl_error_t error;

    wl_error_init (&error, arena);
    assert_int_equal (http_start (&options, &http, &error), WL_OK);
    wl_arena_destroy (&arena);
    atomic_store (&taken_count, 0);
    for (int i = 0; i < STREAMS; i++)
        atomic_store (&taken[i], UNTOLD);
    *ret = http;
    return 0;
}

static int
tear_down (void **context)
{
    http_t *http = *context;

    http_stop (&http);
    return 0;
}

static int
ask (const http_t *http, const char *path)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons ((uint16_t) http_port (http)),
                                   .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
    struct timeval patience = { .tv_sec = 3 };
    int fd = socket (AF_INET, SOCK_STREAM, 0);
    char request[100];

    setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal (connect (fd, (struct sockaddr *) &address, sizeof address), 0);
    snprintf (request, sizeof request, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path);
    assert_int_equal (send (fd, request, strlen (request), MSG_NOSIGNAL),
                      (ssize_t) strlen (request));
    return fd;
}

/* Until the text ends so, or the connection does; whether it did the former. */
static bool
hear_until (int fd, const char *wanted, char *ret, size_t size)
{
    size_t used = 0;
    ssize_t got;

    do {
        got = recv (fd, ret + used, size - 1 - used, 0);
        used += got > 0 ? (size_t) got : 0;
        ret[used] = '\0';
    } while (got > 0 &&
             (used < strlen (wanted) || strcmp (ret + used - strlen (wanted), wanted) != 0));
    return got > 0;
}

static int
taken_fd (int place)
{
    for (int i = 0; i < 1000 && atomic_load (&taken[place]) == UNTOLD; i++)
        usleep (5000);
    return atomic_load (&taken[place]);
}

static void
connections_live_on_without_threads (void **state)
{
    const http_t *http = *state;
    int readers[STREAMS];
    char text[2000];

    for (int i = 0; i < STREAMS; i++) {
        readers[i] = ask (http, "/stream");
        assert_true (hear_until (readers[i], "begins\n\n", text, sizeof text));
        assert_non_null (strstr (text, "Connection: close\r\n"));
        assert_null (strstr (text, "Content-Length"));
    }
    /* Twenty times as many as there are threads, and others are still served. */
    int plain = ask (http, "/plain");
    assert_true (hear_until (plain, "begins\n\n", text, sizeof text));
    assert_non_null (strstr (text, "Content-Length: 8\r\n"));
    close (plain);
    for (int i = 0; i < STREAMS; i++) {
        int fd = taken_fd (i);

        assert_true (fd >= HTTP_TAKEN_FROM);
        assert_true (fcntl (fd, F_GETFD) & FD_CLOEXEC);
        assert_int_equal (send (fd, "more\n\n", 6, MSG_NOSIGNAL), 6);
    }
    for (int i = 0; i < STREAMS; i++)
        assert_true (hear_until (readers[i], "more\n\n", text, sizeof text));
    for (int i = 0; i < STREAMS; i++) {
        close (taken_fd (i));
        assert_false (hear_until (readers[i], "?", text, sizeof text));
        close (readers[i]);
    }
}

static void
what_is_not_to_be_had_is_told (void **state)
{
    const http_t *http = *state;
    char text[2000];
    int reader = ask (http, "/greedy");

    (void) hear_until (reader, "?", text, sizeof text);
    assert_memory_equal (text, "HTTP/1.1 413", 12);
    assert_int_equal (taken_fd (0), LOST);
    assert_int_equal (atomic_load (&taken_count), 1);
    close (reader);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (connections_live_on_without_threads, set_up, tear_down),
        cmocka_unit_test_setup_teardown (what_is_not_to_be_had_is_told, set_up, tear_down),
    };
    struct rlimit limit;

    /* As the gateway does at its start: numbers from HTTP_TAKEN_FROM on must be allowed. */
    if (getrlimit (RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void) setrlimit (RLIMIT_NOFILE, &limit);
    }
    return cmocka_run_group_tests (tests, NULL, NULL);
}
