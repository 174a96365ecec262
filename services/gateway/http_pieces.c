#include <sys/socket.h>

#include "http_exchange.h"

/* What a slow reader must take in the time of a phase: small, so that a telephone in a village is
 * not cut off, and no piece of a file is. */
enum { PART = 64 * 1024 };

static bool
write_part (struct mg_connection *connection, const http_limits_t *limits,
            http_exchange_t *exchange, const char *part, size_t length)
{
    int written;

    http_watch_begin (limits->watch, &exchange->watch, wl_monotonic () + limits->phase_timeout,
                      SHUT_RDWR);
    written = mg_write (connection, part, length);
    http_watch_end (limits->watch, &exchange->watch);
    return written == (int) length;
}

static bool
write_piece (struct mg_connection *connection, const http_limits_t *limits,
             http_exchange_t *exchange, const char *piece, size_t length)
{
    while (length > 0) {
        size_t part = length < PART ? length : PART;

        if (!write_part (connection, limits, exchange, piece, part))
            return false;
        piece += part;
        length -= part;
    }
    return true;
}

static bool
write_all (struct mg_connection *connection, const http_limits_t *limits, http_exchange_t *exchange)
{
    const http_response_t *response = &exchange->response;
    size_t left = response->body_length;

    while (left > 0) {
        const void *piece;
        size_t length;

        if (!response->more (response->more_context, &piece, &length) || length == 0 ||
            length > left || !write_piece (connection, limits, exchange, piece, length))
            return false;
        left -= length;
    }
    return true;
}

void
http_write_pieces (struct mg_connection *connection, const http_limits_t *limits,
                   http_exchange_t *exchange)
{
    /* The handler's own guard went when it returned. */
    if (setjmp (exchange->guard) == 0) {
        wl_arena_guard (exchange->request.arena, &exchange->guard);
        exchange->whole = write_all (connection, limits, exchange);
    }
    wl_arena_guard (exchange->request.arena, NULL);
    if (!exchange->whole)
        mg_disable_connection_keep_alive (connection);
}
