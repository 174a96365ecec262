#include "call.h"

#include "language.h"
#include "message/message.h"

/* What the bus itself says, before any service did. */
static wl_status
tell_transport_failure (wl_status status, const char *locale, wl_error_t *error)
{
    if (status == WL_DEADLINE_EXCEEDED)
        return wl_error_set (error, status, "no-answer-in-time", "%s",
                             in_language (locale,
                                          "Usługa nie odpowiedziała na czas. Ponów żądanie z tym "
                                          "samym nagłówkiem Idempotency-Key.",
                                          "The service did not answer in time. Send the request "
                                          "again with the same Idempotency-Key header."));
    return wl_error_set (error, WL_UNAVAILABLE, "service-unavailable", "%s",
                         in_language (locale,
                                      "Usługa jest chwilowo niedostępna. Spróbuj za chwilę.",
                                      "The service is not available now. Try again in a moment."));
}

/* A bus that refuses by itself (a full queue) has a reason and no sentence: for the caller that is
 * one and the same. */
static wl_status
tell_failure (const Bus__ReplyHeader *header, const char *locale, wl_error_t *error)
{
    wl_status status = (wl_status) header->status;

    if (wl_text_empty (header->text) && header->n_fields == 0)
        return tell_transport_failure (status, locale, error);
    wl_error_set (error, status, header->reason, "%s", header->text);
    for (size_t i = 0; i < header->n_fields; i++)
        wl_error_add_field (error, header->fields[i]->field, header->fields[i]->code, "%s",
                            header->fields[i]->text);
    return status;
}

static const char *
target_of (const wl_method_t *method, const ProtobufCMessage *in)
{
    const ProtobufCFieldDescriptor *field;

    if (method->target == NULL)
        return method->service;
    field = protobuf_c_message_descriptor_get_field_by_name (in->descriptor, method->target);
    return *(const char *const *) (const void *) ((const uint8_t *) in + field->offset);
}

/* A query, or a command with an idempotency key: either may be asked of another replica. */
wl_status
call_method (wl_rpc_client_t *client, const wl_method_t *method, const Bus__RequestHeader *header,
             const ProtobufCMessage *in, wl_arena_t *arena, ProtobufCMessage **ret,
             wl_error_t *error, uint32_t *ret_retry_after)
{
    wl_rpc_reply_t reply;
    uint8_t *payload;
    size_t length;
    wl_status status;

    *ret_retry_after = 0;
    wl_message_pack (arena, in, &payload, &length);
    status = wl_rpc_client_call (client, target_of (method, in), header, payload, length, true,
                                 arena, &reply);
    if (status == WL_NOT_FOUND && method->target != NULL)
        return wl_error_set (error, status, "no-such-service", "%s",
                             in_language (header->locale,
                                          "Nie ma takiej usługi. Są: intake, evaluation, "
                                          "dissemination, notification i gateway.",
                                          "There is no such service. There are: intake, "
                                          "evaluation, dissemination, notification and gateway."));
    if (status != WL_OK)
        return tell_transport_failure (status, header->locale, error);
    *ret_retry_after = reply.header->retry_after_s;
    if (reply.header->status != WL_OK)
        return tell_failure (reply.header, header->locale, error);
    status = wl_message_unpack (arena, method->output, reply.payload, reply.payload_length, ret);
    if (status != WL_OK)
        return wl_error_set (error, WL_INTERNAL, "bad-answer", "%s",
                             in_language (header->locale,
                                          "Usługa odpowiedziała niezrozumiale. Zgłoś to, podając "
                                          "numer z pola „instance”.",
                                          "The service gave an answer that cannot be read. Report "
                                          "it with the number in \"instance\"."));
    return WL_OK;
}
