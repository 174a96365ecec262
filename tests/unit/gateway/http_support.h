/* A transport for each test, and sockets to it by hand. */
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "check.h"
#include "http.h"

/* On a free port, and impatient: 0.7 s for a request, 0.5 s from one to the next. */
static inline http_t *
start_http (http_handler_t *handler, long threads, long body_limit, long arena_budget)
{
    http_options_t options = {
        .address = "127.0.0.1",
        .threads = threads,
        .body_limit = body_limit,
        .request_timeout_ms = 700,
        .keep_alive_timeout_ms = 500,
        .arena_budget = arena_budget,
        .handler = handler,
    };
    wl_arena_t *arena = wl_arena_new (1 << 16);
    http_t *http = NULL;
    wl_error_t error;

    wl_error_init (&error, arena);
    assert_int_equal (http_start (&options, &http, &error), WL_OK);
    wl_arena_destroy (&arena);
    return http;
}

/* For cmocka: *state is the transport. */
static inline int
tear_down (void **state)
{
    http_t *http = *state;

    http_stop (&http);
    return 0;
}

static inline int
connect_to (const http_t *http)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons ((uint16_t) http_port (http)),
                                   .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
    struct timeval patience = { .tv_sec = 10 };
    int fd = socket (AF_INET, SOCK_STREAM, 0);

    assert_true (fd >= 0);
    setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal (connect (fd, (struct sockaddr *) &address, sizeof address), 0);
    return fd;
}

static inline void
say (int fd, const char *text, size_t length)
{
    assert_int_equal (send (fd, text, length, MSG_NOSIGNAL), (ssize_t) length);
}
