#include <math.h>
#include <string.h>

#include "message/field.h"
#include "message/format.h"
#include "message/message.h"
#include "message/report.h"
#include "message/timestamp.h"

/* Whether a value stands there because somebody put it (a member of a list, the chosen one of a
 * oneof), or may be proto3's "not set". */
typedef enum presence {
    MAYBE_UNSET,
    PRESENT,
} presence_t;

/* One field to judge: what it is, what it must be, where it is. */
typedef struct subject {
    const ProtobufCFieldDescriptor *field;
    const wl_field_rules_t *rules;
    const wl_message_rules_t *inner; /* of a message field, once they were looked up */
    wl_path_t path;
    presence_t presence;
} subject_t;

static void validate_message (wl_reporter_t *to, const ProtobufCMessage *message,
                              const wl_message_rules_t *rules, const wl_path_t *path);

/* ---- single values ---- */

static void
validate_string (wl_reporter_t *to, const subject_t *subject, const char *text)
{
    const wl_field_rules_t *rules = subject->rules;
    size_t length = strlen (text);
    size_t characters;

    if (length == 0 && rules->required)
        wl_report (to, &subject->path, WL_FAULT_REQUIRED);
    else if (length == 0 && subject->presence == MAYBE_UNSET)
        return;
    else if (!wl_utf8_valid (text, length, &characters))
        wl_report (to, &subject->path, WL_FAULT_ENCODING);
    else if (characters > rules->max_length)
        wl_report_count (to, &subject->path, WL_FAULT_TOO_LONG, rules->max_length, characters);
    else if (characters < rules->min_length)
        wl_report_count (to, &subject->path, WL_FAULT_TOO_SHORT, rules->min_length, characters);
    else if (!wl_format_valid (rules->format, text))
        wl_report (to, &subject->path, WL_FAULT_FORMAT + rules->format);
}

static void
validate_bytes (wl_reporter_t *to, const subject_t *subject, size_t length)
{
    const wl_field_rules_t *rules = subject->rules;

    if (length == 0 && rules->required)
        wl_report (to, &subject->path, WL_FAULT_REQUIRED);
    else if (length == 0 && subject->presence == MAYBE_UNSET)
        return;
    else if (length > rules->max_length)
        wl_report_count (to, &subject->path, WL_FAULT_TOO_MANY_BYTES, rules->max_length, length);
    else if (length < rules->min_length)
        wl_report_count (to, &subject->path, WL_FAULT_TOO_FEW_BYTES, rules->min_length, length);
}

/* Zero of a field that may be unset is "not set": it must be there only if it is required. */
static bool
skip_zero (wl_reporter_t *to, const subject_t *subject, bool zero)
{
    if (zero && subject->rules->required)
        wl_report (to, &subject->path, WL_FAULT_REQUIRED);
    return zero && (subject->rules->required || subject->presence == MAYBE_UNSET);
}

static void
validate_signed (wl_reporter_t *to, const subject_t *subject, int64_t value)
{
    const wl_field_rules_t *rules = subject->rules;

    if (skip_zero (to, subject, value == 0))
        return;
    if (rules->has_min && value < rules->min)
        wl_report_bound (to, &subject->path, WL_FAULT_TOO_SMALL, rules->min);
    else if (rules->has_max && value > rules->max)
        wl_report_bound (to, &subject->path, WL_FAULT_TOO_LARGE, rules->max);
}

static void
validate_unsigned (wl_reporter_t *to, const subject_t *subject, uint64_t value)
{
    const wl_field_rules_t *rules = subject->rules;

    if (skip_zero (to, subject, value == 0))
        return;
    if (rules->has_min && rules->min > 0 && value < (uint64_t) rules->min)
        wl_report_bound (to, &subject->path, WL_FAULT_TOO_SMALL, rules->min);
    else if (rules->has_max && (rules->max < 0 || value > (uint64_t) rules->max))
        wl_report_bound (to, &subject->path, WL_FAULT_TOO_LARGE, rules->max);
}

static void
validate_double (wl_reporter_t *to, const subject_t *subject, double value)
{
    if (!isfinite (value))
        wl_report (to, &subject->path, WL_FAULT_OUT_OF_RANGE);
    else
        (void) skip_zero (to, subject, fpclassify (value) == FP_ZERO);
}

static void
validate_enum (wl_reporter_t *to, const subject_t *subject, int value)
{
    if (skip_zero (to, subject, value == 0))
        return;
    if (protobuf_c_enum_descriptor_get_value (subject->field->descriptor, value) == NULL)
        wl_report (to, &subject->path, WL_FAULT_UNKNOWN_VALUE);
}

static void
validate_submessage (wl_reporter_t *to, subject_t *subject, const ProtobufCMessage *message)
{
    if (message == NULL) {
        if (subject->rules->required || subject->presence == PRESENT)
            wl_report (to, &subject->path, WL_FAULT_REQUIRED);
    } else if (wl_field_is_timestamp (subject->field)) {
        if (!wl_timestamp_valid ((const Google__Protobuf__Timestamp *) message))
            wl_report (to, &subject->path, WL_FAULT_OUT_OF_RANGE);
    } else {
        if (subject->inner == NULL) /* the items of a list share one look-up */
            subject->inner = wl_contract_rules (message->descriptor);
        if (subject->inner != NULL)
            validate_message (to, message, subject->inner, &subject->path);
    }
}

static void
validate_value (wl_reporter_t *to, subject_t *subject, const void *slot)
{
    const char *text;

    switch (subject->field->type) {
    case PROTOBUF_C_TYPE_STRING:
        text = *(const char *const *) slot;
        validate_string (to, subject, text != NULL ? text : "");
        break;
    case PROTOBUF_C_TYPE_BYTES:
        validate_bytes (to, subject, ((const ProtobufCBinaryData *) slot)->len);
        break;
    case PROTOBUF_C_TYPE_BOOL:
        (void) skip_zero (to, subject, !*(const protobuf_c_boolean *) slot);
        break;
    case PROTOBUF_C_TYPE_ENUM:
        validate_enum (to, subject, *(const int *) slot);
        break;
    case PROTOBUF_C_TYPE_MESSAGE:
        validate_submessage (to, subject, *(const ProtobufCMessage *const *) slot);
        break;
    case PROTOBUF_C_TYPE_FLOAT:
        validate_double (to, subject, (double) *(const float *) slot);
        break;
    case PROTOBUF_C_TYPE_DOUBLE:
        validate_double (to, subject, *(const double *) slot);
        break;
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_FIXED32:
        validate_unsigned (to, subject, *(const uint32_t *) slot);
        break;
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
        validate_unsigned (to, subject, *(const uint64_t *) slot);
        break;
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
        validate_signed (to, subject, *(const int64_t *) slot);
        break;
    default:
        validate_signed (to, subject, *(const int32_t *) slot);
        break;
    }
}

/* ---- lists and messages ---- */

/* `required` asks for an item at all; an item itself is always there, even if it is zero. */
static void
validate_list (wl_reporter_t *to, const ProtobufCMessage *message, subject_t *subject)
{
    size_t count = wl_field_count (message, subject->field);
    wl_field_rules_t of_item = *subject->rules;
    subject_t item = *subject;

    if (count == 0 && subject->rules->required)
        wl_report (to, &subject->path, WL_FAULT_REQUIRED);
    if (count > subject->rules->max_items) {
        /* A hostile list is not looked at item by item. */
        wl_report_count (to, &subject->path, WL_FAULT_TOO_MANY_ITEMS, subject->rules->max_items,
                         count);
        return;
    }
    of_item.required = false;
    item.rules = &of_item;
    item.presence = PRESENT;
    for (size_t i = 0; i < count; i++) {
        item.path.index = (long) i;
        validate_value (to, &item, wl_field_item (message, item.field, i));
    }
}

static void
validate_field (wl_reporter_t *to, const ProtobufCMessage *message, subject_t *subject)
{
    if (wl_field_is_repeated (subject->field)) {
        validate_list (to, message, subject);
        return;
    }
    if (wl_field_is_oneof (subject->field)) {
        if (!wl_field_is_chosen (message, subject->field))
            return;
        subject->presence = PRESENT;
    }
    validate_value (to, subject, wl_field_slot (message, subject->field));
}

/* Recursion (through validate_submessage): as deep as the types nest, and none is recursive. */
static void
validate_message (wl_reporter_t *to, const ProtobufCMessage *message,
                  const wl_message_rules_t *rules, const wl_path_t *path)
{
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        subject_t subject = {
            .field = &message->descriptor->fields[i],
            .rules = &rules->fields[i],
            .path = { path, rules->fields[i].json_name, WL_NO_INDEX },
            .presence = MAYBE_UNSET,
        };

        validate_field (to, message, &subject);
    }
}

wl_status
wl_message_validate (const ProtobufCMessage *message, const char *locale, wl_error_t *error)
{
    const wl_message_rules_t *rules = wl_contract_rules (message->descriptor);
    wl_reporter_t to;

    wl_reporter_init (&to, locale, error);
    if (rules != NULL)
        validate_message (&to, message, rules, NULL);
    return to.clean ? WL_OK : WL_INVALID_ARGUMENT;
}
