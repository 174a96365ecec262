#include "live_answer.h"

#include <sodium.h>
#include <string.h>

#include "allowance.h"
#include "call.h"
#include "live.h"
#include "token.h"
#include "wlacznik/document.pb-c.h"

enum { RETRY_FULL_S = 60, RETRY_CROWDED_S = 120 };

/* After a restart nobody wants all of them back in the same second. */
enum { COME_BACK_MS = 2000, COME_BACK_SPREAD_MS = 8000 };

typedef struct opening {
    live_t *live;
    live_stream_t *stream;
    char last_event_id[LIVE_EVENT_ID];
} opening_t;

static void
take (void *context, int fd)
{
    const opening_t *self = context;

    live_take (self->live, self->stream, fd, self->last_event_id);
}

static wl_status
refuse (exchange_t *exchange, live_entry_t entry)
{
    exchange->retry_after = entry == LIVE_FULL ? RETRY_FULL_S : RETRY_CROWDED_S;
    if (entry == LIVE_FULL)
        return exchange_refuse (
            exchange, WL_UNAVAILABLE, 0, "streams-full",
            "Wszystkie strumienie są zajęte. Pytaj na razie co minutę o "
            "/v1/me/messages.",
            "Every stream is taken. Until one is free ask for /v1/me/messages once a "
            "minute.");
    return exchange_refuse (
        exchange, WL_RESOURCE_EXHAUSTED, 0, "too-many-streams",
        "Z tego konta albo adresu otwarto już tyle strumieni, ile wolno. Zamknij "
        "któryś albo pytaj co jakiś czas o /v1/me/messages.",
        "This account or address has as many streams as it may. Close one, or "
        "ask for /v1/me/messages now and then.");
}

static void
set_last_event_id (const exchange_t *exchange, ProtobufCMessage *in)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name (in->descriptor, "last_event_id");
    const char *said = http_header (exchange->request, "Last-Event-ID");
    char *copy;

    if (wl_text_empty (said) || strlen (said) >= LIVE_EVENT_ID)
        return;
    copy = wl_text_copy (exchange->arena, said);
    memcpy ((char *) in + field->offset, &copy, sizeof copy);
}

static wl_status
enter (exchange_t *exchange, opening_t *opening)
{
    uint8_t token[TOKEN_HASH];
    live_entry_t entry;

    token_hash (exchange->identity.token, token);
    opening->live = exchange->gateway->live;
    entry = live_enter (opening->live, exchange->identity.actor->user_id,
                        allowance_address (exchange), token, &opening->stream);
    if (entry != LIVE_ENTERED)
        return refuse (exchange, entry);
    exchange->response->take_context = opening;
    exchange->response->take = take; /* from here on the place is given back in any case */
    return WL_OK;
}

static wl_status
ask (exchange_t *exchange, const ProtobufCMessage *in, const Wlacznik__Document **ret)
{
    ProtobufCMessage *out;

    WL_TRY (call_method (exchange->gateway->client, exchange->route.method, &exchange->header, in,
                         exchange->arena, &out, &exchange->error, &exchange->retry_after));
    *ret = (const Wlacznik__Document *) out;
    return WL_OK;
}

static void
fill_response (exchange_t *exchange, const Wlacznik__Document *document)
{
    http_response_t *response = exchange->response;
    wl_buffer_t body;

    wl_buffer_init (&body, exchange->arena);
    wl_buffer_printf (&body, "retry: %u\n\n",
                      COME_BACK_MS + randombytes_uniform (COME_BACK_SPREAD_MS));
    wl_buffer_add (&body, document->content.data, document->content.len);
    response->status = (int) exchange->route.method->success;
    response->content_type = exchange->route.method->produces[0];
    response->body = body.data;
    response->body_length = body.length;
    /* What nginx would otherwise collect until there is a page of it. */
    http_add_header (response, "X-Accel-Buffering", "no");
}

wl_status
live_answer (exchange_t *exchange, ProtobufCMessage *in)
{
    opening_t *opening = wl_arena_alloc (exchange->arena, sizeof *opening);
    const Wlacznik__Document *document;
    wl_status status = WL_OK;

    *opening = (opening_t){ 0 };
    set_last_event_id (exchange, in);
    if (strcmp (exchange->request->verb, "HEAD") != 0)
        WL_TRY (enter (exchange, opening));
    status = ask (exchange, in, &document);
    if (status != WL_OK) {
        exchange->response->take = NULL;
        if (opening->stream)
            live_leave (opening->live, opening->stream);
        return status;
    }
    snprintf (opening->last_event_id, sizeof opening->last_event_id, "%s", document->tag);
    fill_response (exchange, document);
    return WL_OK;
}
