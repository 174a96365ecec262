/* The client of a virus scanner against a small server that speaks clamd's protocol: the real one
 * needs signatures that no test may download. */
#include "check.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/text.h"
#include "scanner.h"

typedef struct server {
    int fd;
    char address[128];
    pthread_t thread;
    const char *reply; /* NULL: hangs up */
    size_t reply_length;
    size_t fed;
    char begun[10];
} server_t;

static bool
read_all (int fd, void *ret, size_t length)
{
    return recv (fd, ret, length, MSG_WAITALL) == (ssize_t) length;
}

/* One scan, as clamd(8) has it. */
static void *
serve (void *argument)
{
    server_t *self = argument;
    int fd = accept (self->fd, NULL, NULL);
    uint32_t size = 1;
    char buffer[70000];

    if (!read_all (fd, self->begun, sizeof self->begun))
        size = 0;
    while (size != 0 && read_all (fd, &size, sizeof size)) {
        size = ntohl (size);
        if (size > sizeof buffer || (size > 0 && !read_all (fd, buffer, size)))
            break;
        self->fed += size;
    }
    if (self->reply != NULL)
        (void) !send (fd, self->reply, self->reply_length, MSG_NOSIGNAL);
    close (fd);
    return NULL;
}

static void
listen_tcp (server_t *self)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
    socklen_t length = sizeof at;

    self->fd = socket (AF_INET, SOCK_STREAM, 0);
    assert_int_equal (bind (self->fd, (struct sockaddr *) &at, sizeof at), 0);
    assert_int_equal (getsockname (self->fd, (struct sockaddr *) &at, &length), 0);
    snprintf (self->address, sizeof self->address, "tcp:127.0.0.1:%d", ntohs (at.sin_port));
}

static void
listen_unix (server_t *self)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };

    snprintf (at.sun_path, sizeof at.sun_path, "/tmp/wl-scanner-%d", (int) getpid ());
    self->fd = socket (AF_UNIX, SOCK_STREAM, 0);
    (void) unlink (at.sun_path);
    assert_int_equal (bind (self->fd, (struct sockaddr *) &at, sizeof at), 0);
    snprintf (self->address, sizeof self->address, "unix:%s", at.sun_path);
}

static void
server_start (server_t *self, bool tcp, const char *reply, size_t length)
{
    *self = (server_t){ .reply = reply, .reply_length = length };
    if (tcp)
        listen_tcp (self);
    else
        listen_unix (self);
    assert_int_equal (listen (self->fd, 1), 0);
    assert_int_equal (pthread_create (&self->thread, NULL, serve, self), 0);
}

static void
server_end (server_t *self)
{
    pthread_join (self->thread, NULL);
    close (self->fd);
    if (strncmp (self->address, "unix:", 5) == 0)
        unlink (self->address + 5);
}

static wl_status
scan (const char *address, bool *ret_clean)
{
    static const char bytes[70000] = "x";
    scanner_t *scanner = NULL;
    wl_status status = scanner_open (address, &scanner);

    if (status == WL_OK)
        status = scanner_feed (scanner, bytes, sizeof bytes);
    if (status == WL_OK)
        status = scanner_feed (scanner, bytes, 0);
    if (status == WL_OK)
        status = scanner_feed (scanner, bytes, 1);
    if (status == WL_OK)
        status = scanner_verdict (scanner, ret_clean);
    scanner_close (&scanner);
    return status;
}

static void
verdicts (void **state)
{
    static const struct {
        const char *reply;
        size_t length;
        wl_status status;
        bool clean;
    } cases[] = {
        { "stream: OK", 11, WL_OK, true },
        { "stream: Eicar-Test-Signature FOUND", 35, WL_OK, false },
        { "stream: OK FOUND", 17, WL_OK, false },
        { "INSTREAM size limit exceeded. ERROR", 36, WL_UNAVAILABLE, false },
        { "OK", 3, WL_UNAVAILABLE, false },
        { " FOUND", 7, WL_UNAVAILABLE, false },
        { "stream: O", 9, WL_UNAVAILABLE, false },
        { NULL, 0, WL_UNAVAILABLE, false },
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        bool clean = false;
        server_t server;
        server_start (&server, i % 2 == 0, cases[i].reply, cases[i].length);
        assert_int_equal (scan (server.address, &clean), cases[i].status);
        server_end (&server);
        if (cases[i].status == WL_OK)
            assert_int_equal (clean, cases[i].clean);
        assert_int_equal (server.fed, 70001);
        assert_memory_equal (server.begun, "zINSTREAM", 10);
    }
}

static void
nobody_there (void **state)
{
    bool clean;
    (void) state;

    assert_int_equal (scan ("unix:/tmp/wl-no-such-scanner", &clean), WL_UNAVAILABLE);
    assert_int_equal (scan ("tcp:127.0.0.1:1", &clean), WL_UNAVAILABLE);
    assert_int_equal (scan ("tcp:localhost:3310", &clean), WL_INVALID_ARGUMENT);
    assert_int_equal (scan ("tcp:127.0.0.1:0", &clean), WL_INVALID_ARGUMENT);
    assert_int_equal (scan ("tcp:127.0.0.1", &clean), WL_INVALID_ARGUMENT);
    assert_int_equal (scan ("unix:", &clean), WL_INVALID_ARGUMENT);
    assert_int_equal (scan ("/run/clamd", &clean), WL_INVALID_ARGUMENT);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (verdicts),
        cmocka_unit_test (nobody_there),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
