#include "message/value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "message/base64.h"
#include "message/field.h"

/* ---- integers ---- */

wl_integer_t
wl_integer (int64_t value)
{
    /* Negated as unsigned, because -INT64_MIN is no int64. */
    return value < 0 ? (wl_integer_t){ true, -(uint64_t) value }
                     : (wl_integer_t){ false, (uint64_t) value };
}

/* The value in two's complement, when it lies between -`below` and `above`. */
static bool
fit (wl_integer_t number, uint64_t below, uint64_t above, uint64_t *ret)
{
    *ret = number.negative ? -number.magnitude : number.magnitude;
    return number.magnitude <= (number.negative ? below : above);
}

wl_fault_t
wl_value_from_integer (const ProtobufCFieldDescriptor *field, wl_integer_t number, void *slot)
{
    uint64_t bits;
    uint32_t low;
    bool fits;

    switch (field->type) {
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
        fits = fit (number, 0, UINT64_MAX, &bits);
        break;
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_FIXED32:
        fits = fit (number, 0, UINT32_MAX, &bits);
        break;
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
        fits = fit (number, (uint64_t) INT64_MAX + 1, INT64_MAX, &bits);
        break;
    default:
        fits = fit (number, (uint64_t) INT32_MAX + 1, INT32_MAX, &bits);
        break;
    }
    if (!fits)
        return WL_FAULT_OUT_OF_RANGE;
    low = (uint32_t) bits;
    if (wl_field_size (field) == sizeof bits)
        memcpy (slot, &bits, sizeof bits);
    else
        memcpy (slot, &low, sizeof low);
    return WL_FAULT_NONE;
}

/* Digits with an optional minus; no blank, no plus, no leading zero, as JSON has it. */
static wl_fault_t
integer_from_text (const ProtobufCFieldDescriptor *field, const char *text, size_t length,
                   void *slot)
{
    wl_integer_t number = { length > 0 && text[0] == '-', 0 };
    size_t start = number.negative ? 1 : 0;

    if (length == start || (text[start] == '0' && length > start + 1))
        return WL_FAULT_NOT_INTEGER;
    for (size_t i = start; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return WL_FAULT_NOT_INTEGER;
        if (__builtin_mul_overflow (number.magnitude, 10u, &number.magnitude) ||
            __builtin_add_overflow (number.magnitude, (uint64_t) (text[i] - '0'),
                                    &number.magnitude))
            return WL_FAULT_OUT_OF_RANGE;
    }
    return wl_value_from_integer (field, number, slot);
}

/* ---- fractions ---- */

wl_fault_t
wl_value_from_double (const ProtobufCFieldDescriptor *field, double number, void *slot)
{
    float narrow = (float) number;

    if (field->type == PROTOBUF_C_TYPE_DOUBLE) {
        memcpy (slot, &number, sizeof number);
        return isfinite (number) ? WL_FAULT_NONE : WL_FAULT_OUT_OF_RANGE;
    }
    memcpy (slot, &narrow, sizeof narrow);
    return isfinite (narrow) ? WL_FAULT_NONE : WL_FAULT_OUT_OF_RANGE;
}

static wl_fault_t
double_from_text (const ProtobufCFieldDescriptor *field, const char *text, size_t length,
                  void *slot)
{
    char *end;
    double number;

    /* strtod would also take blanks, hexadecimals and "nan". */
    if (length == 0 || strspn (text, "+-.0123456789eE") != length)
        return WL_FAULT_NOT_NUMBER;
    number = strtod (text, &end);
    return *end == '\0' ? wl_value_from_double (field, number, slot) : WL_FAULT_NOT_NUMBER;
}

/* ---- texts ---- */

static wl_fault_t
string_from_text (wl_arena_t *arena, const char *text, size_t length, void *slot)
{
    char *copy = wl_arena_try_alloc (arena, length + 1);

    if (copy == NULL)
        return WL_FAULT_NO_MEMORY;
    memcpy (copy, text, length);
    copy[length] = '\0';
    *(char **) slot = copy;
    return WL_FAULT_NONE;
}

static wl_fault_t
bytes_from_text (wl_arena_t *arena, const char *text, size_t length, ProtobufCBinaryData *slot)
{
    slot->data = wl_arena_try_alloc (arena, wl_base64_bytes (length));
    slot->len = 0;
    if (slot->data == NULL)
        return WL_FAULT_NO_MEMORY;
    return wl_base64_parse (text, length, slot->data, &slot->len) ? WL_FAULT_NONE
                                                                  : WL_FAULT_NOT_BASE64;
}

static wl_fault_t
bool_from_text (const char *text, protobuf_c_boolean *slot)
{
    *slot = strcmp (text, "true") == 0;
    return *slot || strcmp (text, "false") == 0 ? WL_FAULT_NONE : WL_FAULT_NOT_BOOLEAN;
}

static wl_fault_t
enum_from_text (const ProtobufCEnumDescriptor *type, const char *text, int *slot)
{
    const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value_by_name (type, text);

    if (value == NULL)
        return WL_FAULT_UNKNOWN_VALUE;
    *slot = value->value;
    return WL_FAULT_NONE;
}

static wl_fault_t
timestamp_from_text (wl_arena_t *arena, const char *text, Google__Protobuf__Timestamp **slot)
{
    Google__Protobuf__Timestamp *timestamp;
    wl_time_t time;

    if (!wl_time_parse (text, &time))
        return WL_FAULT_NOT_TIME;
    timestamp = wl_arena_try_alloc (arena, sizeof *timestamp);
    if (timestamp == NULL)
        return WL_FAULT_NO_MEMORY;
    google__protobuf__timestamp__init (timestamp);
    timestamp->seconds = time / WL_SECOND;
    timestamp->nanos = (int32_t) (time % WL_SECOND * 1000);
    *slot = timestamp;
    return WL_FAULT_NONE;
}

wl_fault_t
wl_value_from_text (wl_arena_t *arena, const ProtobufCFieldDescriptor *field, const char *text,
                    size_t length, void *slot)
{
    if (strlen (text) != length)
        return WL_FAULT_ENCODING;
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        return string_from_text (arena, text, length, slot);
    case PROTOBUF_C_TYPE_BYTES:
        return bytes_from_text (arena, text, length, slot);
    case PROTOBUF_C_TYPE_BOOL:
        return bool_from_text (text, slot);
    case PROTOBUF_C_TYPE_ENUM:
        return enum_from_text (field->descriptor, text, slot);
    case PROTOBUF_C_TYPE_FLOAT:
    case PROTOBUF_C_TYPE_DOUBLE:
        return double_from_text (field, text, length, slot);
    case PROTOBUF_C_TYPE_MESSAGE:
        return timestamp_from_text (arena, text, slot);
    default:
        return integer_from_text (field, text, length, slot);
    }
}
