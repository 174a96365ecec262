#include "pieces.h"

#include <string.h>

#include "call.h"
#include "document.h"
#include "range.h"
#include "wlacznik/document.pb-c.h"

typedef struct pieces {
    gateway_t *gateway;
    const wl_method_t *method;
    Bus__RequestHeader header;
    ProtobufCMessage *in;
    wl_arena_t *arena;
    wl_arena_mark_t mark; /* what a piece needs is given back before the next */
    Wlacznik__Document *piece;
    const char *tag, *quoted_tag;
    uint64_t at, end;
} pieces_t;

static wl_status
ask (pieces_t *self, uint64_t offset, wl_error_t *error, uint32_t *ret_retry_after)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name (self->method->input, "offset");

    memcpy ((char *) self->in + field->offset, &offset, sizeof offset);
    self->at = offset;
    return call_method (self->gateway->client, self->method, &self->header, self->in, self->arena,
                        (ProtobufCMessage **) &self->piece, error, ret_retry_after);
}

static bool
is_same_document (const pieces_t *self)
{
    return wl_text_equal (self->tag, self->piece->tag);
}

static bool
next_piece (void *context, const void **ret, size_t *ret_length)
{
    pieces_t *self = context;
    wl_error_t error;
    uint32_t retry_after;
    size_t length;

    if (self->piece == NULL) {
        wl_arena_rewind (self->arena, self->mark);
        wl_error_init (&error, self->arena);
        if (ask (self, self->at, &error, &retry_after) != WL_OK || !is_same_document (self))
            return false;
    }
    length = self->piece->content.len;
    if (length > self->end - self->at)
        length = (size_t) (self->end - self->at);
    *ret = self->piece->content.data;
    *ret_length = length;
    self->at += length;
    self->piece = NULL;
    return length > 0;
}

/* A client that went on with a part of an older file would make one of two halves (RFC
 * 9110 13.1.5).
 */
static const char *
wanted_range (const exchange_t *exchange, const char *tag)
{
    const char *only_if = http_header (exchange->request, "If-Range");

    if (only_if != NULL && tag != NULL && strcmp (only_if, tag) != 0)
        return NULL;
    return http_header (exchange->request, "Range");
}

static wl_status
refuse_range (exchange_t *exchange, uint64_t total)
{
    http_add_header (exchange->response, "Content-Range",
                     wl_text_printf (exchange->arena, "bytes */%llu", (unsigned long long) total));
    return exchange_refuse (exchange, WL_INVALID_ARGUMENT, 416, "range-not-satisfiable",
                            "Plik jest krótszy, niż mówi nagłówek Range.",
                            "The file is shorter than the Range header says.");
}

static void
fill_response (exchange_t *exchange, pieces_t *self, const page_t *page, range_kind_t kind,
               uint64_t total)
{
    http_response_t *response = exchange->response;

    response->status = kind == RANGE_PART ? 206 : 200;
    response->content_type = page->type;
    response->body_length = (size_t) (self->end - self->at);
    response->more = next_piece;
    response->more_context = self;
    http_add_header (response, "Accept-Ranges", "bytes");
    http_add_header (response, "ETag", self->quoted_tag);
    if (kind == RANGE_PART)
        http_add_header (
            response, "Content-Range",
            wl_text_printf (exchange->arena, "bytes %llu-%llu/%llu", (unsigned long long) self->at,
                            (unsigned long long) self->end - 1, (unsigned long long) total));
    document_add_headers (exchange->arena, page, response);
}

static wl_status
bad_answer (exchange_t *exchange)
{
    return exchange_refuse (exchange, WL_INTERNAL, 0, "bad-answer",
                            "Usługa odpowiedziała dokumentem nieznanego typu. Zgłoś to, "
                            "podając numer z pola „instance”.",
                            "The service answered with a document of an unknown type. Report it "
                            "with the number in \"instance\".");
}

wl_status
pieces_answer (exchange_t *exchange, ProtobufCMessage *in)
{
    pieces_t *self = wl_arena_alloc (exchange->arena, sizeof *self);
    page_t *page = wl_arena_alloc (exchange->arena, sizeof *page);
    range_kind_t kind;
    range_t range;
    uint64_t total;

    *self = (pieces_t){ .gateway = exchange->gateway,
                        .method = exchange->route.method,
                        .header = exchange->header,
                        .in = in,
                        .arena = exchange->arena };
    WL_TRY (ask (self, range_first (wanted_range (exchange, NULL)), &exchange->error,
                 &exchange->retry_after));
    if (document_read (self->method, &self->piece->base, page) != WL_OK)
        return bad_answer (exchange);
    total = self->piece->total;
    self->tag = self->piece->tag;
    self->quoted_tag = wl_text_printf (exchange->arena, "\"%s\"", self->tag);
    kind = range_read (wanted_range (exchange, self->quoted_tag), total, &range);
    if (kind == RANGE_BEYOND)
        return refuse_range (exchange, total);
    self->end = range.from + range.length;
    if (range.from != self->at)
        self->piece = NULL;
    self->at = range.from;
    fill_response (exchange, self, page, kind, total);
    self->mark = wl_arena_mark (exchange->arena);
    return WL_OK;
}
