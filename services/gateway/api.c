#include "api.h"

#include <sodium.h>
#include <string.h>

#include "allowance.h"
#include "audit.h"
#include "audit_rules.h"
#include "base/uuid.h"
#include "call.h"
#include "cookies.h"
#include "exchange.h"
#include "headers.h"
#include "live.h"
#include "live_answer.h"
#include "message/message.h"
#include "openapi.h"
#include "origin.h"
#include "own_account.h"
#include "pieces.h"
#include "problem_page.h"
#include "service/log.h"
#include "site.h"

/* ---- what is refused before any method ---- */

static const struct {
    int http_status;
    wl_status status;
    const char *reason, *pl, *en;
} refusals[] = {
    { 400, WL_INVALID_ARGUMENT, "malformed-request",
      "Żądanie nie jest poprawnym HTTP/1.1, przyszło niecałe albo ma za duże nagłówki.",
      "The request is not well-formed HTTP/1.1, did not come whole, or its headers are too "
      "large." },
    { 408, WL_DEADLINE_EXCEEDED, "request-too-slow", "Treść żądania nie nadeszła na czas.",
      "The body of the request did not come in time." },
    { 413, WL_INVALID_ARGUMENT, "too-large", "Treść żądania jest za duża.",
      "The body of the request is too large." },
    { 503, WL_UNAVAILABLE, "shutting-down", "Serwer kończy pracę. Spróbuj za chwilę.",
      "The server is shutting down. Try again in a moment." },
    { 505, WL_INVALID_ARGUMENT, "http-version", "Obsługujemy HTTP/1.0 i HTTP/1.1.",
      "We speak HTTP/1.0 and HTTP/1.1." },
};

static wl_status
refuse_transport (exchange_t *exchange)
{
    size_t i = 0;

    while (i < sizeof refusals / sizeof *refusals - 1 &&
           refusals[i].http_status != exchange->request->refused)
        i++;
    return exchange_refuse (exchange, refusals[i].status, refusals[i].http_status,
                            refusals[i].reason, refusals[i].pl, refusals[i].en);
}

static wl_status
refuse_unknown (exchange_t *exchange)
{
    return exchange_refuse (exchange, WL_NOT_FOUND, 0, "no-such-address",
                            "Pod tym adresem nic nie ma. Adresy API opisuje /openapi.json.",
                            "There is nothing at this address. /openapi.json describes the API.");
}

static wl_status
refuse_verb (exchange_t *exchange)
{
    return exchange_refuse (exchange, WL_UNIMPLEMENTED, 405, "method-not-allowed",
                            "Ten adres nie przyjmuje tej metody. Dozwolone są w nagłówku Allow.",
                            "This address does not take this method. The Allow header names those "
                            "that it takes.");
}

/* ---- a method of the contract ---- */

static wl_status
find_method (exchange_t *exchange)
{
    switch (route_find (exchange->gateway->routes, exchange->request->verb, &exchange->target,
                        &exchange->route)) {
    case ROUTE_FOUND:
        return WL_OK;
    case ROUTE_OTHER_VERBS:
        return refuse_verb (exchange);
    case ROUTE_UNKNOWN:
    default:
        return refuse_unknown (exchange);
    }
}

static wl_status
check_origin (exchange_t *exchange)
{
    const http_request_t *request = exchange->request;
    const char *cookie = cookies_session (request, exchange->gateway->secure);
    origin_facts_t facts = {
        .changes = exchange->route.method->verb != WL_VERB_GET,
        .has_bearer = http_header (request, "Authorization") != NULL,
        .has_cookie = *cookie != '\0',
        .fetch_site = http_header (request, "Sec-Fetch-Site"),
        .origin = http_header (request, "Origin"),
        .host = http_header (request, "Host"),
        .public_url = exchange->gateway->public_url,
    };

    if (origin_allowed (&facts))
        return WL_OK;
    return exchange_refuse (exchange, WL_PERMISSION_DENIED, 0, "foreign-origin",
                            "Żądanie pochodzi z obcej strony, więc go nie wykonano.",
                            "The request comes from another site, so it was not carried out.");
}

/* A command without a key gets one, so that the bus may repeat it; the client may not. */
static wl_status
fill_key (exchange_t *exchange)
{
    const char *key = http_header (exchange->request, "Idempotency-Key");
    wl_uuid_t fresh;

    if (!exchange->route.method->command)
        return WL_OK;
    if (key && !headers_idempotency_key_valid (key))
        return exchange_refuse (exchange, WL_INVALID_ARGUMENT, 0, "idempotency-key-not-valid",
                                "Nagłówek Idempotency-Key ma od 1 do 128 znaków ASCII.",
                                "The Idempotency-Key header has 1 to 128 ASCII characters.");
    if (key) {
        exchange->header.idempotency_key = wl_text_copy (exchange->arena, key);
        return WL_OK;
    }
    fresh = wl_uuid_new (exchange->request->received_at);
    exchange->header.idempotency_key = wl_arena_alloc (exchange->arena, WL_UUID_TEXT);
    wl_uuid_format (&fresh, exchange->header.idempotency_key);
    return WL_OK;
}

static void
fill_header (exchange_t *exchange)
{
    Bus__RequestHeader *header = &exchange->header;
    const wl_method_t *method = exchange->route.method;

    header->service = wl_text_copy (exchange->arena, method->service);
    header->method = wl_text_copy (exchange->arena, method->name);
    header->timeout_ms = exchange->gateway->rpc_timeout_ms;
    header->traceparent = exchange->trace.parent;
    header->locale = wl_text_copy (exchange->arena, exchange->locale);
    header->received_at = exchange->request->received_at;
    header->caller = wl_text_copy (exchange->arena, "gateway");
}

static wl_status
find_caller (exchange_t *exchange)
{
    const wl_method_t *method = exchange->route.method;
    bool is_public = (method->roles & WL_ROLE_BIT (WL_ROLE_PUBLIC)) != 0;

    WL_TRY (identity_find (exchange->gateway, exchange->request, &exchange->header, is_public,
                           &exchange->identity, &exchange->error));
    exchange->header.actor = (Bus__Actor *) (uintptr_t) exchange->identity.actor;
    WL_TRY (allowance_take_caller (exchange));
    return identity_check_roles (&exchange->identity, method, exchange->locale, &exchange->error);
}

static wl_status
call (exchange_t *exchange, const ProtobufCMessage *in, ProtobufCMessage **ret)
{
    return call_method (exchange->gateway->client, exchange->route.method, &exchange->header, in,
                        exchange->arena, ret, &exchange->error, &exchange->retry_after);
}

static wl_status
record_act (exchange_t *exchange, const ProtobufCMessage *in, wl_status outcome)
{
    const wl_method_t *method = exchange->route.method;
    const Bus__Actor *actor = exchange->identity.actor;
    Gateway__AuditEntry *entry;

    if (!audit_records (method, actor))
        return WL_OK;
    entry = audit_entry (exchange->arena, method, actor, in, exchange->request->received_at);
    entry->status = outcome;
    return audit_record (exchange, entry);
}

/* The call of somebody who is known, recorded before its outcome is told. */
static wl_status
call_recorded (exchange_t *exchange, const ProtobufCMessage *in, ProtobufCMessage **ret)
{
    wl_status outcome = call (exchange, in, ret);

    WL_TRY (record_act (exchange, in, outcome));
    return outcome;
}

/* As call_recorded, out of memory where it is there. */
static wl_status
call_own_account (exchange_t *exchange, const ProtobufCMessage *in, ProtobufCMessage **ret)
{
    uint64_t generation = own_account_generation (exchange);

    if (own_account_find (exchange, ret))
        return record_act (exchange, in, WL_OK);
    WL_TRY (call_recorded (exchange, in, ret));
    own_account_keep (exchange, generation, *ret);
    return WL_OK;
}

/* The answer is for everybody, so it is asked for as nobody. */
static wl_status
serve_public (exchange_t *exchange)
{
    uint64_t generation = page_cache_generation (exchange->gateway->pages);
    ProtobufCMessage *in, *out;

    if (exchange_answer_cached (exchange))
        return WL_OK;
    WL_TRY (exchange_read_message (exchange, &in));
    WL_TRY (call (exchange, in, &out));
    return exchange_answer_and_keep (exchange, out, generation);
}

static wl_status
serve_caller (exchange_t *exchange)
{
    const wl_method_t *method = exchange->route.method;
    ProtobufCMessage *in, *out;

    WL_TRY (find_caller (exchange));
    WL_TRY (exchange_read_message (exchange, &in));
    WL_TRY (
        identity_check_scope (&exchange->identity, method, in, exchange->locale, &exchange->error));
    if (method->pieces) {
        /* Its bytes leave while they are asked for: recorded first, as seen. */
        WL_TRY (record_act (exchange, in, WL_OK));
        return pieces_answer (exchange, in);
    }
    if (method->live) {
        WL_TRY (record_act (exchange, in, WL_OK));
        return live_answer (exchange, in);
    }
    cookies_before (method, in, exchange->request, exchange->gateway->secure);
    WL_TRY (fill_key (exchange));
    if (own_account_is (method))
        WL_TRY (call_own_account (exchange, in, &out));
    else
        WL_TRY (call_recorded (exchange, in, &out));
    /* Whatever changed about accounts may change who somebody is. */
    if (method->command && strcmp (method->service, "gateway") == 0) {
        session_cache_forget (exchange->gateway->sessions);
        session_cache_forget (exchange->gateway->own_accounts);
        live_recheck (exchange->gateway->live);
    }
    WL_TRY (exchange_answer (exchange, out));
    cookies_after (method, out, exchange->gateway->secure, exchange->arena, exchange->response);
    return WL_OK;
}

static wl_status
serve_method (exchange_t *exchange)
{
    WL_TRY (find_method (exchange));
    WL_TRY (allowance_take_address (exchange));
    WL_TRY (check_origin (exchange));
    WL_TRY (site_check (exchange));
    fill_header (exchange);
    return exchange_is_cacheable (exchange) ? serve_public (exchange) : serve_caller (exchange);
}

/* ---- everything else ---- */

static bool
is_read (const http_request_t *request)
{
    return strcmp (request->verb, "GET") == 0 || strcmp (request->verb, "HEAD") == 0;
}

static wl_status
serve_description (exchange_t *exchange)
{
    http_response_t *response = exchange->response;

    exchange->other = MEASURES_DESCRIPTION;
    memcpy (exchange->route.allow, "GET, HEAD", sizeof "GET, HEAD");
    if (!is_read (exchange->request))
        return refuse_verb (exchange);
    response->status = 200;
    response->content_type = "application/json";
    response->body = openapi_json;
    response->body_length = openapi_json_length ();
    http_add_header (response, "Cache-Control", "no-cache");
    return WL_OK;
}

/* Feeds, sitemaps and the like have addresses of their own; all else outside of /v1 is a file. */
static bool
is_of_contract (const exchange_t *exchange)
{
    const target_t *target = &exchange->target;
    route_t route;

    return (target->segment_count > 0 && strcmp (target->segments[0], "v1") == 0) ||
           route_find (exchange->gateway->routes, exchange->request->verb, target, &route) !=
               ROUTE_UNKNOWN;
}

static wl_status
serve (exchange_t *exchange)
{
    const http_request_t *request = exchange->request;

    if (request->refused)
        return refuse_transport (exchange);
    WL_TRY (target_parse (exchange->arena, request->path, request->query, exchange->locale,
                          &exchange->target, &exchange->error));
    if (is_of_contract (exchange))
        return serve_method (exchange);
    if (strcmp (request->path, "/openapi.json") == 0)
        return serve_description (exchange);
    if (!problem_page_respond (request, exchange->response) &&
        !web_respond (exchange->gateway->web, request, exchange->response))
        return refuse_unknown (exchange);
    exchange->other = MEASURES_FILE;
    return WL_OK;
}

static void
begin (exchange_t *exchange)
{
    static const Bus__RequestHeader empty = BUS__REQUEST_HEADER__INIT;
    uint8_t random[TRACE_RANDOM];

    randombytes_buf (random, sizeof random);
    trace_continue (http_header (exchange->request, "traceparent"), random,
                    wl_spans_chooses (exchange->gateway->spans, random), &exchange->trace);
    exchange->locale = headers_locale (http_header (exchange->request, "Accept-Language"));
    exchange->header = empty;
    exchange->other = MEASURES_NOTHING;
    wl_error_init (&exchange->error, exchange->arena);
}

/* What is of the contract; a page's files would bury it. */
static void
add_span (const exchange_t *exchange)
{
    const wl_method_t *method = exchange->route.method;
    wl_span_facts_t facts = { .kind = WL_SPAN_SERVER,
                              .system = "http",
                              .http_status = exchange->response->status };
    wl_span_t span;

    if (method == NULL)
        return;
    facts.service = method->service;
    facts.name = method->name;
    wl_span_take (exchange->gateway->spans, exchange->trace.parent, exchange->trace.asked_by,
                  exchange->request->started, &span);
    wl_span_end (exchange->gateway->spans, &span, &facts);
}

/* Never the path, the query or the body: they may hold what is personal. */
static void
record (const exchange_t *exchange)
{
    wl_time_t duration = wl_monotonic () - exchange->request->started;
    const wl_method_t *method = exchange->route.method;

    measures_count (exchange->gateway->measures, method, exchange->other,
                    exchange->response->status, duration);
    add_span (exchange);
    wl_log (WL_LOG_INFO, exchange->trace.id, "http",
            WL_LOG_TEXT ("method", measures_name (method, exchange->other)),
            WL_LOG_NUMBER ("status", exchange->response->status), WL_LOG_NUMBER ("us", duration));
}

void
api_handle (void *context, const http_request_t *request, http_response_t *response)
{
    exchange_t exchange = {
        .gateway = context,
        .request = request,
        .response = response,
        .arena = request->arena,
    };

    begin (&exchange);
    if (serve (&exchange) != WL_OK)
        exchange_answer_problem (&exchange);
    allowance_add_headers (&exchange);
    record (&exchange);
}
