/* One request and its response on the way through the transport. Only the http_*.c files know it.
 */
#pragma once

#include <civetweb.h>
#include <setjmp.h>

#include "http.h"
#include "http_watch.h"

typedef struct http_exchange {
    struct http_exchange *next; /* in the pool */
    http_request_t request;
    http_response_t response;
    http_watch_entry_t watch;
    jmp_buf guard;
    bool keep_alive; /* the connection may serve another request after this one */
    bool whole;      /* every piece of the body was written */
    bool half_read;  /* the peer may still be sending what nobody wants */
} http_exchange_t;

typedef struct http_limits {
    http_watch_t *watch;
    size_t body;             /* bytes */
    wl_time_t phase_timeout; /* for the body; for the response */
    bool secure;             /* people come by TLS */
} http_limits_t;

/* Fills exchange->request from the connection, `refused` included. May raise the arena's guard. */
void http_read_request (struct mg_connection *connection, const http_limits_t *limits,
                        http_exchange_t *exchange);

/* Writes exchange->response. Needs no memory of the arena. */
void http_write_response (struct mg_connection *connection, const http_limits_t *limits,
                          http_exchange_t *exchange);

/* Writes the body that response->more makes; each part of it has the time of a phase. */
void http_write_pieces (struct mg_connection *connection, const http_limits_t *limits,
                        http_exchange_t *exchange);

/* Takes the socket away from civetweb, which gets a dead one in its place to close. The caller is
 * the handler of that connection, so civetweb does not use it meanwhile. -1: it was not found. */
int http_take_over (struct mg_connection *connection);

/* Reads on for a moment after a refusal, so that closing the socket does not throw the answer away
 * before the peer has read it (RFC 9112 9.6). */
void http_linger (struct mg_connection *connection, const http_limits_t *limits,
                  http_exchange_t *exchange);
