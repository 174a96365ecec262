/* Connections that leave the transport, over real sockets: they live on, and hold none of its
 * threads. */
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/resource.h>

#include "http_support.h"

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
    atomic_store (&taken_count, 0);
    for (int i = 0; i < STREAMS; i++)
        atomic_store (&taken[i], UNTOLD);
    *ret = start_http (answer, THREADS, 1024, 1 << 20);
    return 0;
}

static int
ask (const http_t *http, const char *path)
{
    int fd = connect_to (http);
    char request[100];

    snprintf (request, sizeof request, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path);
    say (fd, request, strlen (request));
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
    /* All of them first: which reader has which is not known. */
    for (int i = 0; i < STREAMS; i++)
        close (taken_fd (i));
    for (int i = 0; i < STREAMS; i++) {
        assert_int_equal (recv (readers[i], text, sizeof text, 0), 0);
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
