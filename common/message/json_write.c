#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message/base64.h"
#include "message/field.h"
#include "message/mask.h"
#include "message/message.h"
#include "message/timestamp.h"

enum { NUMBER_TEXT = 40 };

/* The shortest digits that read back as the same number. JSON knows no infinity and no NaN, and its
 * readers lose the sign of zero. */
static void
write_double (wl_buffer_t *out, double number, int precision_min, int precision_max, bool narrow)
{
    char text[NUMBER_TEXT];

    if (!isfinite (number)) {
        wl_buffer_text (out, "null");
        return;
    }
    if (fpclassify (number) == FP_ZERO)
        number = 0;
    for (int precision = precision_min; precision <= precision_max; precision++) {
        double back;

        snprintf (text, sizeof text, "%.*g", precision, number);
        back = strtod (text, NULL);
        if (narrow ? (float) back == (float) number : back == number)
            break;
    }
    wl_buffer_text (out, text);
}

static void
write_text (wl_buffer_t *out, const char *text)
{
    if (text == NULL)
        text = "";
    wl_buffer_json_string (out, text, strlen (text));
}

static void
write_bytes (wl_buffer_t *out, const ProtobufCBinaryData *bytes)
{
    wl_buffer_char (out, '"');
    wl_base64_add (out, bytes->data, bytes->len);
    wl_buffer_char (out, '"');
}

static void
write_timestamp (wl_buffer_t *out, const Google__Protobuf__Timestamp *timestamp)
{
    char text[WL_TIME_TEXT];

    if (!wl_timestamp_valid (timestamp)) {
        wl_buffer_text (out, "null");
        return;
    }
    wl_time_format (wl_timestamp_time (timestamp), text);
    write_text (out, text);
}

/* proto3's JSON writes 64 bits as a string, because JavaScript's numbers end at 2^53. */
static void
write_number (wl_buffer_t *out, const ProtobufCFieldDescriptor *field, const void *slot)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_FIXED32:
        wl_buffer_printf (out, "%" PRIu32, *(const uint32_t *) slot);
        break;
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
        wl_buffer_printf (out, "\"%" PRId64 "\"", *(const int64_t *) slot);
        break;
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
        wl_buffer_printf (out, "\"%" PRIu64 "\"", *(const uint64_t *) slot);
        break;
    case PROTOBUF_C_TYPE_FLOAT:
        write_double (out, (double) *(const float *) slot, FLT_DIG, FLT_DECIMAL_DIG, true);
        break;
    case PROTOBUF_C_TYPE_DOUBLE:
        write_double (out, *(const double *) slot, DBL_DIG, DBL_DECIMAL_DIG, false);
        break;
    default:
        wl_buffer_printf (out, "%" PRId32, *(const int32_t *) slot);
        break;
    }
}

static void
write_message (wl_buffer_t *out, const ProtobufCFieldDescriptor *field, const void *message,
               const wl_mask_t *mask)
{
    if (message == NULL)
        wl_buffer_text (out, "null"); /* only in a list that a program filled badly */
    else if (wl_field_is_timestamp (field))
        write_timestamp (out, message);
    else
        wl_message_to_json_chosen (message, mask, out);
}

static void
write_value (wl_buffer_t *out, const ProtobufCFieldDescriptor *field, const void *slot,
             const wl_mask_t *mask)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        write_text (out, *(const char *const *) slot);
        break;
    case PROTOBUF_C_TYPE_BYTES:
        write_bytes (out, slot);
        break;
    case PROTOBUF_C_TYPE_BOOL:
        wl_buffer_text (out, *(const protobuf_c_boolean *) slot ? "true" : "false");
        break;
    case PROTOBUF_C_TYPE_ENUM:
        write_text (out, wl_enum_name (field->descriptor, *(const int *) slot));
        break;
    case PROTOBUF_C_TYPE_MESSAGE:
        write_message (out, field, *(const void *const *) slot, mask);
        break;
    default:
        write_number (out, field, slot);
        break;
    }
}

static void
write_list (wl_buffer_t *out, const ProtobufCMessage *message,
            const ProtobufCFieldDescriptor *field, const wl_mask_t *mask)
{
    wl_buffer_char (out, '[');
    for (size_t i = 0; i < wl_field_count (message, field); i++) {
        if (i > 0)
            wl_buffer_char (out, ',');
        write_value (out, field, wl_field_item (message, field, i), mask);
    }
    wl_buffer_char (out, ']');
}

static bool
is_written (const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    if (wl_field_is_repeated (field))
        return true;
    if (wl_field_is_oneof (field) && !wl_field_is_chosen (message, field))
        return false;
    return field->type != PROTOBUF_C_TYPE_MESSAGE ||
           *(const void *const *) wl_field_slot (message, field) != NULL;
}

/* Recursion (through write_message): as deep as the types nest, and none of ours is recursive. */
void
wl_message_to_json_chosen (const ProtobufCMessage *message, const wl_mask_t *mask, wl_buffer_t *ret)
{
    const wl_message_rules_t *rules = wl_contract_rules (message->descriptor);
    char before = '{';

    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        const char *name = wl_field_json_name (rules, field);
        const wl_mask_t *inner;

        if (!wl_mask_has (mask, i, &inner) || !is_written (message, field))
            continue;
        wl_buffer_printf (ret, "%c\"%s\":", before, name);
        if (wl_field_is_repeated (field))
            write_list (ret, message, field, inner);
        else
            write_value (ret, field, wl_field_slot (message, field), inner);
        before = ',';
    }
    wl_buffer_text (ret, before == '{' ? "{}" : "}");
}

void
wl_message_to_json (const ProtobufCMessage *message, wl_buffer_t *ret)
{
    wl_message_to_json_chosen (message, NULL, ret);
}
