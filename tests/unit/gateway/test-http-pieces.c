/* Bodies that are made while they are written, over real sockets. */
#include "http_support.h"

enum { PIECE = 100 * 1000, PIECES = 30, SIZE = PIECE * PIECES };

/* What the path asks for: "/whole", "/broken" (the tenth piece is not to be had), "/greedy" (it
 * asks for more memory than there is), "/long" (the last piece is a byte too long). */
typedef struct source {
    const http_request_t *request;
    wl_arena_mark_t mark;
    int given;
} source_t;

static char
letter_at (size_t offset)
{
    return (char) ('a' + offset / 997 % 26);
}

static bool
more (void *context, const void **ret, size_t *ret_length)
{
    source_t *self = context;
    const char *path = self->request->path;
    size_t length = PIECE + (strcmp (path, "/long") == 0 && self->given == PIECES - 1 ? 1u : 0u);
    char *piece;

    if (strcmp (path, "/broken") == 0 && self->given == 9)
        return false;
    wl_arena_rewind (self->request->arena, self->mark);
    while (strcmp (path, "/greedy") == 0 && self->given == 9)
        wl_arena_alloc (self->request->arena, 4096);
    piece = wl_arena_alloc (self->request->arena, length);
    for (size_t i = 0; i < length; i++)
        piece[i] = letter_at ((size_t) self->given * PIECE + i);
    self->given++;
    *ret = piece;
    *ret_length = length;
    return true;
}

/* The arena has room for three pieces: that they are given back is part of the test. */
static void
answer (void *context, const http_request_t *request, http_response_t *response)
{
    source_t *source = wl_arena_alloc (request->arena, sizeof *source);

    (void) context;
    *source = (source_t){ .request = request, .mark = wl_arena_mark (request->arena) };
    response->status = 200;
    response->content_type = "application/pdf";
    response->body_length = SIZE;
    response->more = more;
    response->more_context = source;
}

static int
set_up (void **ret)
{
    *ret = start_http (answer, 4, 1024, 3 * PIECE);
    return 0;
}

/* Everything until the other side closes; to be freed. `ret` is its length. */
static char *
exchange (const http_t *http, const char *request, size_t *ret)
{
    int fd = connect_to (http);
    char *reply = calloc (1, 3 * SIZE);
    ssize_t got;

    assert_non_null (reply);
    say (fd, request, strlen (request));
    *ret = 0;
    while ((got = recv (fd, reply + *ret, 3 * SIZE - *ret, 0)) > 0)
        *ret += (size_t) got;
    close (fd);
    return reply;
}

static void
all_of_it_and_the_connection_lives (void **context)
{
    size_t length, head;
    char *reply = exchange (*context,
                            "GET /whole HTTP/1.1\r\nHost: x\r\n\r\n"
                            "HEAD /broken HTTP/1.1\r\nHost: x\r\n\r\n"
                            "GET /whole HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                            &length);
    const char *at = reply;

    for (int i = 0; i < 3; i++) {
        assert_memory_equal (at, "HTTP/1.1 200", 12);
        head = (size_t) (strstr (at, "\r\n\r\n") + 4 - at);
        assert_non_null (strstr (at, "Content-Length: 3000000\r\n"));
        at += head;
        if (i == 1)
            continue;
        for (size_t byte = 0; byte < SIZE; byte++)
            if (at[byte] != letter_at (byte))
                fail_msg ("byte %zu is wrong", byte);
        at += SIZE;
    }
    assert_int_equal (at - reply, length);
    free (reply);
}

/* Fewer bytes than were announced, and then the end: the client knows. */
static void
what_breaks_is_cut_off (void **context)
{
    static const char *const requests[] = { "GET /broken HTTP/1.1\r\nHost: x\r\n\r\n",
                                            "GET /greedy HTTP/1.1\r\nHost: x\r\n\r\n" };

    for (size_t i = 0; i < COUNT (requests); i++) {
        size_t length;
        char *reply = exchange (*context, requests[i], &length);
        size_t head = (size_t) (strstr (reply, "\r\n\r\n") + 4 - reply);
        assert_int_equal (length - head, 9 * PIECE);
        free (reply);
    }
}

static void
no_more_than_was_announced (void **context)
{
    size_t length;
    char *reply = exchange (*context, "GET /long HTTP/1.1\r\nHost: x\r\n\r\n", &length);
    size_t head = (size_t) (strstr (reply, "\r\n\r\n") + 4 - reply);

    assert_int_equal (length - head, SIZE - PIECE);
    free (reply);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (all_of_it_and_the_connection_lives, set_up, tear_down),
        cmocka_unit_test_setup_teardown (what_breaks_is_cut_off, set_up, tear_down),
        cmocka_unit_test_setup_teardown (no_more_than_was_announced, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
