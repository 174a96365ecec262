/* A request from outside, up to where the rpc would be called: the address, the headers that decide
 * something, the method, its message from path, query and body, and the problem that tells what is
 * wrong. The input is lines, in this order: verb, path, query, content type, accept-language,
 * traceparent, cookie, accept-encoding, if-none-match, authorization; the rest is the body.
 */
#include <string.h>

#include "exchange.h"
#include "headers.h"
#include "message/message.h"
#include "origin.h"
#include "problem.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

enum {
    VERB,
    PATH,
    QUERY,
    TYPE,
    LANGUAGE,
    TRACEPARENT,
    COOKIE,
    ENCODING,
    TAGS,
    AUTHORIZATION,
    LINES
};

typedef struct input {
    const char *lines[LINES];
    const char *body;
    size_t body_length;
} input_t;

static void
split (wl_arena_t *arena, const uint8_t *data, size_t size, input_t *ret)
{
    const char *rest = wl_text_copy_length (arena, (const char *) data, size);
    const char *end = rest + size;

    for (int i = 0; i < LINES; i++) {
        const char *line_end = memchr (rest, '\n', (size_t) (end - rest));

        if (!line_end)
            line_end = end;
        ret->lines[i] = wl_text_copy_length (arena, rest, (size_t) (line_end - rest));
        rest = line_end < end ? line_end + 1 : end;
    }
    ret->body = rest;
    ret->body_length = (size_t) (end - rest);
}

static void
read_headers (exchange_t *exchange, const input_t *input)
{
    static const uint8_t random[TRACE_RANDOM] = { 1 };
    origin_facts_t facts = { .changes = true,
                             .fetch_site = NULL,
                             .origin = input->lines[TYPE],
                             .host = input->lines[TAGS],
                             .public_url = "https://wlacznik.example" };

    exchange->locale = headers_locale (input->lines[LANGUAGE]);
    trace_continue (input->lines[TRACEPARENT], random, true, &exchange->trace);
    (void) headers_cookie (exchange->arena, input->lines[COOKIE], "wlacznik_session");
    (void) headers_list_names (input->lines[ENCODING], "br");
    (void) headers_tag_matches (input->lines[TAGS], "\"0123\"");
    (void) headers_bearer (input->lines[AUTHORIZATION]);
    (void) headers_idempotency_key_valid (input->lines[AUTHORIZATION]);
    (void) origin_allowed (&facts);
}

static wl_status
read_request (exchange_t *exchange, const route_table_t *routes, const input_t *input)
{
    ProtobufCMessage *message;

    WL_TRY (target_parse (exchange->arena, input->lines[PATH], input->lines[QUERY],
                          exchange->locale, &exchange->target, &exchange->error));
    if (route_find (routes, input->lines[VERB], &exchange->target, &exchange->route) != ROUTE_FOUND)
        return WL_OK;
    return exchange_read_message (exchange, &message);
}

/* A failure has a reason and a problem in clean UTF-8, whatever was sent. */
static void
check_problem (exchange_t *exchange)
{
    wl_buffer_t problem;

    if (wl_text_empty (exchange->error.reason))
        __builtin_trap ();
    wl_buffer_init (&problem, exchange->arena);
    problem_write (&exchange->error, 400, exchange->locale, exchange->trace.id, &problem);
    if (!wl_utf8_valid (problem.data, problem.length, NULL))
        __builtin_trap ();
}

static void
try_one (wl_arena_t *arena, const route_table_t *routes, const uint8_t *data, size_t size)
{
    http_request_t request = { .arena = arena };
    http_response_t response = { 0 };
    exchange_t exchange = { .arena = arena, .request = &request, .response = &response };
    input_t input;

    split (arena, data, size, &input);
    request.verb = input.lines[VERB];
    request.headers[request.header_count++] = (http_header_t){ "content-type", input.lines[TYPE] };
    request.body = input.body;
    request.body_length = input.body_length;
    wl_error_init (&exchange.error, arena);
    read_headers (&exchange, &input);
    if (read_request (&exchange, routes, &input) != WL_OK)
        check_problem (&exchange);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    static route_table_t *routes;
    static wl_arena_t *arena;
    jmp_buf jump;

    if (!routes) {
        routes = route_table_new (wl_contract, wl_contract_count);
        arena = wl_arena_new (1 << 20);
    }
    wl_arena_reset (arena);
    if (setjmp (jump) == 0) {
        wl_arena_guard (arena, &jump);
        try_one (arena, routes, data, size);
    }
    return 0;
}
