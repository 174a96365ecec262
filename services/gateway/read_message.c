#include <string.h>

#include "document.h"
#include "exchange.h"
#include "headers.h"
#include "language.h"
#include "message/message.h"
#include "version_tag.h"

static bool
takes_body (const wl_method_t *method)
{
    return method->verb == WL_VERB_POST || method->verb == WL_VERB_PUT ||
           method->verb == WL_VERB_PATCH;
}

static void
refuse_parameter (exchange_t *exchange, const char *name)
{
    wl_error_add_field (
        &exchange->error, name, "unknown-parameter", "%s",
        in_language (exchange->locale, "Nie ma takiego parametru zapytania. Usuń go z adresu.",
                     "There is no such query parameter. Take it out of the address."));
}

/* "fields" is every read's own parameter, whatever its message has. */
static bool
read_fields (exchange_t *exchange, const target_parameter_t *parameter)
{
    const wl_method_t *method = exchange->route.method;
    wl_status parsed;

    if (strcmp (parameter->name, "fields") != 0 || document_is_of (method))
        return false;
    /* What is wrong with it stands in the error, which check_rules returns. */
    parsed = wl_mask_parse (exchange->arena, method->output, parameter->value, exchange->locale,
                            &exchange->fields, &exchange->error);
    (void) parsed;
    return true;
}

/* All parameters are looked at, so that every bad one is named. */
static void
read_query (exchange_t *exchange, ProtobufCMessage *message)
{
    const wl_method_t *method = exchange->route.method;
    bool in_body = takes_body (method) && method->bytes == NULL;

    for (size_t i = 0; i < exchange->target.parameter_count; i++) {
        const target_parameter_t *parameter = &exchange->target.parameters[i];

        if (!in_body && read_fields (exchange, parameter))
            continue;
        if (in_body ||
            wl_message_set_text (exchange->arena, message, parameter->name, parameter->value,
                                 exchange->locale, &exchange->error) == WL_NOT_FOUND)
            refuse_parameter (exchange, parameter->name);
    }
}

static wl_status
read_body (exchange_t *exchange, ProtobufCMessage *message)
{
    const http_request_t *request = exchange->request;

    if (request->body_length == 0)
        return WL_OK;
    if (!takes_body (exchange->route.method))
        return exchange_refuse (exchange, WL_INVALID_ARGUMENT, 0, "body-not-expected",
                                "To żądanie nie ma treści. Wyślij je bez niej.",
                                "This request has no body. Send it without one.");
    if (!headers_type_is_json (http_header (request, "Content-Type")))
        return exchange_refuse (exchange, WL_INVALID_ARGUMENT, 415, "content-type-not-json",
                                "Treść musi być typu application/json w UTF-8.",
                                "The body must be application/json in UTF-8.");
    return wl_message_from_json (exchange->arena, request->body, request->body_length,
                                 exchange->locale, message, &exchange->error);
}

/* Last, so that what the address says stands, whatever the body says. */
static void
read_path (exchange_t *exchange, ProtobufCMessage *message)
{
    for (size_t i = 0; i < exchange->route.parameter_count; i++) {
        const target_parameter_t *parameter = &exchange->route.parameters[i];

        if (wl_message_set_text (exchange->arena, message, parameter->name, parameter->value,
                                 exchange->locale, &exchange->error) == WL_NOT_FOUND)
            refuse_parameter (exchange, parameter->name);
    }
}

/* If-Match is the version that the caller saw; said twice, it must be the same twice. */
static wl_status
read_version (exchange_t *exchange, ProtobufCMessage *message)
{
    const char *if_match = http_header (exchange->request, "If-Match");
    uint64_t version, in_body = version_tag_get (message);

    if (!if_match)
        return WL_OK;
    if (!exchange->route.method->command || !version_tag_has (message->descriptor))
        return exchange_refuse (exchange, WL_INVALID_ARGUMENT, 0, "if-match-not-supported",
                                "To żądanie nie zna wersji. Wyślij je bez nagłówka If-Match.",
                                "This request knows no version. Send it without If-Match.");
    if (!version_tag_read (if_match, &version) || (in_body && in_body != version))
        return exchange_refuse (exchange, WL_INVALID_ARGUMENT, 0, "if-match-not-valid",
                                "If-Match ma mieć jeden ETag z poprzedniej odpowiedzi, zgodny z "
                                "polem version, jeśli jest w treści.",
                                "If-Match must have one ETag of an earlier answer, the same as the "
                                "field version if the body has one.");
    version_tag_set (message, version);
    exchange->if_match = true;
    return WL_OK;
}

static bool
is_named (const wl_error_t *error, const char *field)
{
    for (size_t i = 0; i < error->field_count; i++) {
        if (strcmp (error->fields[i].field, field) == 0)
            return true;
    }
    return false;
}

/* What could not be read is empty now and may break a rule for that alone: it is named once. */
static wl_status
check_rules (exchange_t *exchange, const ProtobufCMessage *message)
{
    wl_error_t broken;

    wl_error_init (&broken, exchange->arena);
    if (wl_message_validate (message, exchange->locale, &broken) == WL_OK)
        return exchange->error.status;
    for (size_t i = 0; i < broken.field_count; i++) {
        const wl_field_error_t *field = &broken.fields[i];

        if (!is_named (&exchange->error, field->field))
            wl_error_add_field (&exchange->error, field->field, field->code, "%s", field->text);
    }
    exchange->error.fields_left_out += broken.fields_left_out;
    return exchange->error.status;
}

/* The text of a form as it came: its rpc speaks a protocol that finds its own words for what is
 * wrong with it. */
static wl_status
find_form (exchange_t *exchange, const char **ret)
{
    const http_request_t *request = exchange->request;

    *ret = request->query ? request->query : "";
    if (!takes_body (exchange->route.method))
        return read_body (exchange, NULL);
    *ret = request->body_length > 0 ? request->body : "";
    if (!headers_type_is_form (http_header (request, "Content-Type")))
        return exchange_refuse (exchange, WL_INVALID_ARGUMENT, 415, "content-type-not-form",
                                "Treść musi być typu application/x-www-form-urlencoded.",
                                "The body must be application/x-www-form-urlencoded.");
    if (strlen (*ret) != request->body_length)
        return exchange_refuse (exchange, WL_INVALID_ARGUMENT, 0, "body-with-nul",
                                "Treść ma znak NUL. Wyślij ją bez niego.",
                                "The body has a NUL character. Send it without it.");
    return WL_OK;
}

static wl_status
read_form (exchange_t *exchange, ProtobufCMessage **ret)
{
    const wl_method_t *method = exchange->route.method;
    ProtobufCMessage *message = wl_message_new (exchange->arena, method->input);
    const char *form;

    WL_TRY (find_form (exchange, &form));
    WL_TRY (wl_message_set_text (exchange->arena, message, method->form, form, exchange->locale,
                                 &exchange->error));
    read_path (exchange, message);
    *ret = message;
    return check_rules (exchange, message);
}

/* The body is lent, not copied: it lives as long as the message. */
static wl_status
read_bytes (exchange_t *exchange, ProtobufCMessage **ret)
{
    const http_request_t *request = exchange->request;
    const wl_method_t *method = exchange->route.method;
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name (method->input, method->bytes);
    ProtobufCBinaryData body = { request->body_length, (uint8_t *) (uintptr_t) request->body };

    if (!headers_type_is_bytes (http_header (request, "Content-Type")))
        return exchange_refuse (exchange, WL_INVALID_ARGUMENT, 415, "content-type-not-bytes",
                                "Treść musi być typu application/octet-stream.",
                                "The body must be application/octet-stream.");
    *ret = wl_message_new (exchange->arena, method->input);
    read_query (exchange, *ret);
    memcpy ((char *) *ret + field->offset, &body, sizeof body);
    read_path (exchange, *ret);
    return check_rules (exchange, *ret);
}

wl_status
exchange_read_message (exchange_t *exchange, ProtobufCMessage **ret)
{
    ProtobufCMessage *message;
    wl_status status;

    if (exchange->route.method->form != NULL)
        return read_form (exchange, ret);
    if (exchange->route.method->bytes != NULL)
        return read_bytes (exchange, ret);
    message = wl_message_new (exchange->arena, exchange->route.method->input);
    status = read_body (exchange, message);

    /* Of a body that could be read as far as its end, everything that is wrong is named. */
    if (status != WL_OK && strcmp (exchange->error.reason, "invalid-fields") != 0)
        return status;
    WL_TRY (read_version (exchange, message));
    read_query (exchange, message);
    read_path (exchange, message);
    *ret = message;
    return check_rules (exchange, message);
}
