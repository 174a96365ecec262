/* Our own small HTTP interface; civetweb is behind it and nowhere else.
 *
 * One handler gets every request whole: headers and body are read, counted and timed here. What the
 * transport itself must refuse (too large, too slow, malformed) reaches the same handler with
 * `refused` set, so that every answer is written, logged and counted in one place. A connection
 * holds a thread for as long as it lives: see README.md, "Limits".
 */
#pragma once

#include "base/arena.h"
#include "base/clock.h"

typedef struct http http_t;

enum { HTTP_REQUEST_HEADERS_MAX = 64, HTTP_RESPONSE_HEADERS_MAX = 16 };

typedef struct http_header {
    const char *name;
    const char *value;
} http_header_t;

typedef struct http_request {
    wl_arena_t *arena; /* everything of this request; reset after the response is written */
    int refused; /* 0, or the HTTP status that must be answered; then the rest may be missing */
    const char *peer;  /* the address that the connection comes from: "192.0.2.1" */
    const char *verb;  /* as it came: "GET" */
    const char *path;  /* as it came, still percent-encoded, never empty */
    const char *query; /* without '?'; NULL when there is none */
    http_header_t headers[HTTP_REQUEST_HEADERS_MAX];
    size_t header_count;
    const char *body; /* NUL-terminated behind `body_length` bytes */
    size_t body_length;
    wl_time_t received_at; /* when the last byte was here: the moment of the act */
    wl_time_t started;     /* wl_monotonic () when the headers were here */
} http_request_t;

/* The value of a header, whatever its case; NULL when it was not sent. */
const char *http_header (const http_request_t *request, const char *name);

/* Texts and body live in the request's arena or outlive the exchange. Content-Length, Date,
 * Connection and the headers that guard browsers are added by the transport. */
typedef struct http_response {
    int status;
    const char *content_type; /* NULL: no body */
    const void *body;
    size_t body_length;
    /* NULL, or what makes a body of `body_length` bytes while it is written, piece after piece, on
     * the same thread and in the request's arena, which it may raise. False: the rest cannot be
     * had; then the connection is closed, so that the peer knows. */
    bool (*more) (void *context, const void **ret, size_t *ret_length);
    void *more_context;
    /* NULL, or who takes the connection over once head and body are written: the body has no end
     * then but the connection's, the descriptor is theirs, and no thread waits for it. Called in
     * any case; with -1 when there is nothing to take. */
    void (*take) (void *context, int fd);
    void *take_context;
    http_header_t headers[HTTP_RESPONSE_HEADERS_MAX];
    size_t header_count;
    /* Called once the response is written or lost; for a body that is lent. May be NULL. */
    void (*done) (void *context);
    void *done_context;
} http_response_t;

/* Descriptors that were taken over have numbers from this on, as far as the process may have so
 * many, so that a search through civetweb's own stays short. */
enum { HTTP_TAKEN_FROM = 2048 };

void http_add_header (http_response_t *response, const char *name, const char *value);

/* Runs on one of the transport's threads, many at a time. May leave by the arena's raise; the
 * transport then answers 413 by itself. */
typedef void
http_handler_t (void *context, const http_request_t *request, http_response_t *response);

typedef struct http_options {
    const char *address; /* IPv4, "127.0.0.1" */
    long port;           /* 0 takes a free one */
    long threads;
    long body_limit;         /* bytes */
    long request_timeout_ms; /* for the headers, then for the whole body, then for the response */
    long keep_alive_timeout_ms; /* how long an idle connection may hold its thread */
    long arena_budget;          /* bytes that one request may use */
    bool secure;                /* a proxy in front has TLS: browsers are told to insist on it */
    http_handler_t *handler;
    void *context;
} http_options_t;

/* WL_UNAVAILABLE with a sentence that names the port when it is taken. */
WL_MUST_CHECK wl_status http_start (const http_options_t *options, http_t **ret, wl_error_t *error);
long http_port (const http_t *self);
/* From now on new requests are refused with 503; returns when the running ones are answered, or
 * after `patience` microseconds. */
void http_drain (http_t *self, wl_time_t patience);
void http_stop (http_t **self_p);

typedef struct http_counters {
    long connections; /* open now; each holds a thread */
    long running;     /* requests being answered */
    long cut_off;     /* connections that were too slow, since the start */
} http_counters_t;
http_counters_t http_counters (http_t *self);
