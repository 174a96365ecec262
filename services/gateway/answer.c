#include <stdio.h>
#include <string.h>

#include "cookies.h"
#include "document.h"
#include "exchange.h"
#include "headers.h"
#include "message/message.h"
#include "page_shell.h"
#include "problem.h"
#include "version_tag.h"
#include "wlacznik/document.pb-c.h"

/* What a client that gets 429 or 503 should wait when nobody said how long. */
enum { RETRY_UNAVAILABLE = 2, RETRY_EXHAUSTED = 60 };

enum { JSON_TO_BYTES = 3, LONG_BODY = 64 * 1024 };

static const char json_type[] = "application/json";

wl_status
exchange_refuse (exchange_t *exchange, wl_status status, int http_status, const char *reason,
                 const char *pl, const char *en)
{
    exchange->http_status = http_status;
    return wl_error_set (&exchange->error, status, reason, "%s",
                         strcmp (exchange->locale, "en") == 0 ? en : pl);
}

/* A page to read goes into the client's, when there is one; its policy is then the client's, too.
 */
static void
put_into_client (exchange_t *exchange, const Wlacznik__Document *document, page_t *page)
{
    const char *shell = web_shell (exchange->gateway->web);
    shell_page_t content = {
        .title = document->title,
        .description = document->description,
        .language = wl_text_empty (document->language) ? exchange->locale : document->language,
        .site = exchange->gateway->public_url,
        .path = exchange->request->path,
        .content = page->body,
        .content_length = page->length,
    };
    wl_buffer_t whole;

    if (!shell || wl_text_empty (document->title))
        return;
    wl_buffer_init (&whole, exchange->arena);
    if (page_shell_fill (shell, &content, &whole))
        *page = (page_t){ .body = whole.data, .length = whole.length, .type = page->type };
}

/* JSON is at most about three times as long as the message's bytes. A long answer gets that room at
 * once: a buffer that grew to it would leave as much again behind in the arena. */
static void
body_init (exchange_t *exchange, const ProtobufCMessage *out, wl_buffer_t *ret)
{
    size_t room = JSON_TO_BYTES * protobuf_c_message_get_packed_size (out);

    wl_buffer_init (ret, exchange->arena);
    if (room < LONG_BODY)
        return;
    ret->data = wl_arena_alloc (exchange->arena, room);
    ret->capacity = room;
}

/* What the method answered as the bytes that go out: a document's own, or JSON. */
static wl_status
render (exchange_t *exchange, const ProtobufCMessage *out, page_t *ret)
{
    const wl_method_t *method = exchange->route.method;
    wl_buffer_t body;

    if (document_is_of (method)) {
        if (document_read (method, out, ret) == WL_OK) {
            put_into_client (exchange, (const Wlacznik__Document *) out, ret);
            return WL_OK;
        }
        return exchange_refuse (exchange, WL_INTERNAL, 0, "bad-answer",
                                "Usługa odpowiedziała dokumentem nieznanego typu. Zgłoś to, "
                                "podając numer z pola „instance”.",
                                "The service answered with a document of an unknown type. Report "
                                "it with the number in \"instance\".");
    }
    body_init (exchange, out, &body);
    wl_message_to_json_chosen (out, exchange->fields, &body);
    *ret = (page_t){ .body = body.data, .length = body.length, .type = json_type };
    return WL_OK;
}

static void
set_page (exchange_t *exchange, const page_t *page)
{
    http_response_t *response = exchange->response;

    response->content_type = page->type;
    response->body = page->body;
    response->body_length = page->length;
    document_add_headers (exchange->arena, page, response);
}

wl_status
exchange_answer (exchange_t *exchange, const ProtobufCMessage *out)
{
    const wl_method_t *method = exchange->route.method;
    page_t page;

    if (version_tag_get (out))
        http_add_header (exchange->response, "ETag",
                         version_tag_write (exchange->arena, version_tag_get (out)));
    if (method->command && headers_prefers_minimal (http_header (exchange->request, "Prefer"))) {
        http_add_header (exchange->response, "Preference-Applied", "return=minimal");
        exchange->response->status = 204;
        return WL_OK;
    }
    WL_TRY (render (exchange, out, &page));
    exchange->response->status = method->success ? (int) method->success : 200;
    set_page (exchange, &page);
    return WL_OK;
}

static void
add_retry_after (exchange_t *exchange, int http_status)
{
    uint32_t seconds = exchange->retry_after;

    if (http_status != 429 && http_status != 503)
        return;
    if (seconds == 0)
        seconds = http_status == 429 ? RETRY_EXHAUSTED : RETRY_UNAVAILABLE;
    http_add_header (exchange->response, "Retry-After",
                     wl_text_printf (exchange->arena, "%u", seconds));
}

/* A version that no longer stands is told as it was asked: in a header (412) or in the body (409).
 */
static int
http_status_of (const exchange_t *exchange)
{
    if (exchange->http_status)
        return exchange->http_status;
    if (exchange->if_match && exchange->error.status == WL_ABORTED)
        return 412;
    return wl_status_http (exchange->error.status);
}

/* To a browser where people read pages, the client itself says what is wrong, and what it knows
 * that the page does not (a draft for its staff, other words in the address). */
static bool
answer_with_client (exchange_t *exchange, int status)
{
    const wl_method_t *method = exchange->route.method;
    const char *shell = web_shell (exchange->gateway->web);

    if (!shell || !method || !document_is_page (method) ||
        !headers_list_names (http_header (exchange->request, "Accept"), "text/html"))
        return false;
    exchange->response->status = status == 400 ? 200 : status;
    exchange->response->content_type = method->produces[0];
    exchange->response->body = shell;
    exchange->response->body_length = strlen (shell);
    http_add_header (exchange->response, "Cache-Control", "no-cache");
    add_retry_after (exchange, status);
    return true;
}

void
exchange_answer_problem (exchange_t *exchange)
{
    int status = http_status_of (exchange);
    wl_buffer_t body;

    if (answer_with_client (exchange, status))
        return;
    wl_buffer_init (&body, exchange->arena);
    problem_write (&exchange->error, status, exchange->locale, exchange->trace.id, &body);
    exchange->response->status = status;
    exchange->response->content_type = PROBLEM_TYPE;
    exchange->response->body = body.data;
    exchange->response->body_length = body.length;
    http_add_header (exchange->response, "Content-Language", exchange->locale);
    add_retry_after (exchange, status);
    if (status == 401)
        http_add_header (exchange->response, "WWW-Authenticate", "Bearer");
    if (status == 401 && exchange->identity.from_cookie)
        cookies_clear_session (exchange->gateway->secure, exchange->response);
    if (status == 405)
        http_add_header (exchange->response, "Allow",
                         wl_text_copy (exchange->arena, exchange->route.allow));
}

/* ---- public reads ---- */

bool
exchange_is_cacheable (const exchange_t *exchange)
{
    const wl_method_t *method = exchange->route.method;

    return method->cache_seconds > 0 && (method->roles & WL_ROLE_BIT (WL_ROLE_PUBLIC));
}

static const char *
key_of (const exchange_t *exchange)
{
    const http_request_t *request = exchange->request;

    return wl_text_printf (exchange->arena, "%s %s?%s", exchange->locale, request->path,
                           request->query ? request->query : "");
}

/* A browser keeps the page but asks each time whether it still stands: what an editor changes is
 * seen at once, and nearly all answers are a 304. */
static void
answer_page (exchange_t *exchange, const page_t *page)
{
    http_response_t *response = exchange->response;
    const char *wanted = http_header (exchange->request, "If-None-Match");

    http_add_header (response, "Cache-Control", "public, no-cache");
    http_add_header (response, "ETag", page->tag);
    http_add_header (response, "Vary", "Accept-Language");
    response->status = headers_tag_matches (wanted, page->tag) ? 304 : 200;
    set_page (exchange, page);
    if (response->status == 304)
        response->body_length = 0;
}

bool
exchange_answer_cached (exchange_t *exchange)
{
    const char *key = key_of (exchange);
    const page_t *page = page_cache_find (exchange->gateway->pages, key, wl_monotonic ());

    measures_cache (exchange->gateway->measures, MEASURES_PAGES, page != NULL);
    if (!page)
        return false;
    exchange->response->done = page_release;
    exchange->response->done_context = (void *) (uintptr_t) page;
    answer_page (exchange, page);
    return true;
}

wl_status
exchange_answer_and_keep (exchange_t *exchange, const ProtobufCMessage *out, uint64_t generation)
{
    page_t *page = wl_arena_alloc (exchange->arena, sizeof *page);

    WL_TRY (render (exchange, out, page));
    page_tag (page->body, page->length, page->tag);
    page_cache_keep (exchange->gateway->pages, key_of (exchange), generation,
                     wl_monotonic () + exchange->route.method->cache_seconds * WL_SECOND, page);
    answer_page (exchange, page);
    return WL_OK;
}
