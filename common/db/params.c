#include "db/internal.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

wl_param_t
wl_p_null (void)
{
    return (wl_param_t){ .kind = WL_PARAM_NULL };
}

wl_param_t
wl_p_text (const char *text)
{
    return (wl_param_t){ .kind = WL_PARAM_TEXT, .text = text };
}

wl_param_t
wl_p_int (int64_t number)
{
    return (wl_param_t){ .kind = WL_PARAM_INT, .number = number };
}

wl_param_t
wl_p_bool (bool value)
{
    return (wl_param_t){ .kind = WL_PARAM_BOOL, .number = value };
}

wl_param_t
wl_p_uuid (const char *text)
{
    return (wl_param_t){ .kind = WL_PARAM_UUID, .text = text };
}

wl_param_t
wl_p_bytes (const void *data, size_t length)
{
    return (wl_param_t){ .kind = WL_PARAM_BYTES, .bytes = { data, length } };
}

wl_param_t
wl_p_blob (wl_bytes_t bytes)
{
    return wl_p_bytes (bytes.data == NULL ? "" : (const void *) bytes.data, bytes.length);
}

wl_param_t
wl_p_time (wl_time_t time)
{
    return (wl_param_t){ .kind = WL_PARAM_TIME, .number = time };
}

wl_param_t
wl_p_texts (const char *const *texts, size_t count)
{
    return (wl_param_t){ .kind = WL_PARAM_TEXTS, .texts = texts, .count = count };
}

wl_param_t
wl_p_ints (const int64_t *numbers, size_t count)
{
    return (wl_param_t){ .kind = WL_PARAM_INTS, .numbers = numbers, .count = count };
}

wl_param_t
wl_p_enums (wl_arena_t *arena, const int *values, size_t count)
{
    int64_t *numbers = wl_arena_array (arena, count, sizeof *numbers);

    for (size_t i = 0; i < count; i++)
        numbers[i] = values[i];
    return wl_p_ints (numbers, count);
}

wl_param_t
wl_p_uuids (const char *const *texts, size_t count)
{
    return (wl_param_t){ .kind = WL_PARAM_UUIDS, .texts = texts, .count = count };
}

wl_param_t
wl_p_blobs (const wl_bytes_t *blobs, size_t count)
{
    return (wl_param_t){ .kind = WL_PARAM_BLOBS, .blobs = blobs, .count = count };
}

wl_param_t
wl_p_times (const wl_time_t *times, size_t count)
{
    return (wl_param_t){ .kind = WL_PARAM_TIMES, .numbers = times, .count = count };
}

wl_param_t
wl_p_message (const ProtobufCMessage *message)
{
    return (wl_param_t){ .kind = WL_PARAM_MESSAGE, .message = message };
}

/* ---- PostgreSQL's binary format ---- */

/* What one value or one array member is. A kind of array differs from its member's kind only in
 * the number in front. */
typedef struct value {
    wl_param_kind_t kind; /* never an array */
    wl_bytes_t bytes;     /* TEXT, BYTES; data NULL is NULL */
    const char *text;     /* UUID */
    int64_t number;       /* INT, BOOL, TIME */
    const ProtobufCMessage *message;
} value_t;

static void
put_int32 (uint8_t *to, uint32_t number)
{
    for (int i = 3; i >= 0; i--, number >>= 8)
        to[i] = (uint8_t) number;
}

static void
put_int64 (uint8_t *to, int64_t signed_number)
{
    uint64_t number = (uint64_t) signed_number;

    for (int i = 7; i >= 0; i--, number >>= 8)
        to[i] = (uint8_t) number;
}

static value_t
value_text (const char *text)
{
    return (value_t){ .kind = WL_PARAM_TEXT,
                      .bytes = { (const uint8_t *) text, text == NULL ? 0 : strlen (text) } };
}

static value_t
value_of (const wl_param_t *param)
{
    switch (param->kind) {
    case WL_PARAM_TEXT:
        return value_text (param->text);
    case WL_PARAM_UUID:
        return (value_t){ .kind = WL_PARAM_UUID, .text = param->text };
    case WL_PARAM_BYTES:
        return (value_t){ .kind = WL_PARAM_BYTES, .bytes = param->bytes };
    case WL_PARAM_MESSAGE:
        return (value_t){ .kind = WL_PARAM_MESSAGE, .message = param->message };
    default:
        return (value_t){ .kind = param->kind, .number = param->number };
    }
}

static value_t
value_member (const wl_param_t *param, size_t index)
{
    switch (param->kind) {
    case WL_PARAM_TEXTS:
        return value_text (param->texts[index]);
    case WL_PARAM_UUIDS:
        return (value_t){ .kind = WL_PARAM_UUID, .text = param->texts[index] };
    case WL_PARAM_BLOBS:
        return (value_t){ .kind = WL_PARAM_BYTES, .bytes = param->blobs[index] };
    case WL_PARAM_TIMES:
        return (value_t){ .kind = WL_PARAM_TIME, .number = param->numbers[index] };
    default:
        return (value_t){ .kind = WL_PARAM_INT, .number = param->numbers[index] };
    }
}

static bool
value_null (const value_t *value)
{
    switch (value->kind) {
    case WL_PARAM_NULL:
        return true;
    case WL_PARAM_UUID:
        return value->text == NULL || value->text[0] == '\0';
    case WL_PARAM_TIME:
        return value->number == 0;
    case WL_PARAM_MESSAGE:
        return value->message == NULL;
    case WL_PARAM_INT:
    case WL_PARAM_BOOL:
        return false;
    default:
        return value->bytes.data == NULL;
    }
}

static size_t
value_length (const value_t *value)
{
    switch (value->kind) {
    case WL_PARAM_BOOL:
        return 1;
    case WL_PARAM_INT:
    case WL_PARAM_TIME:
        return 8;
    case WL_PARAM_UUID:
        return 16;
    case WL_PARAM_MESSAGE:
        return protobuf_c_message_get_packed_size (value->message);
    default:
        return value->bytes.length;
    }
}

/* `to` has room for value_length. */
static wl_status
value_write (const value_t *value, uint8_t *to)
{
    switch (value->kind) {
    case WL_PARAM_BOOL:
        *to = (uint8_t) value->number;
        return WL_OK;
    case WL_PARAM_INT:
        put_int64 (to, value->number);
        return WL_OK;
    case WL_PARAM_TIME:
        put_int64 (to, value->number - WL_DB_EPOCH);
        return WL_OK;
    case WL_PARAM_UUID: {
        wl_uuid_t uuid;
        if (!wl_uuid_parse (value->text, &uuid))
            return WL_INVALID_ARGUMENT;
        memcpy (to, uuid.bytes, sizeof uuid.bytes);
        return WL_OK;
    }
    case WL_PARAM_MESSAGE:
        protobuf_c_message_pack (value->message, to);
        return WL_OK;
    default:
        memcpy (to, value->bytes.data, value->bytes.length);
        return WL_OK;
    }
}

static Oid
param_type (wl_param_kind_t kind)
{
    switch (kind) {
    case WL_PARAM_NULL:
        return InvalidOid; /* the server infers it */
    case WL_PARAM_TEXT:
        return WL_OID_TEXT;
    case WL_PARAM_INT:
        return WL_OID_INT8;
    case WL_PARAM_BOOL:
        return WL_OID_BOOL;
    case WL_PARAM_UUID:
        return WL_OID_UUID;
    case WL_PARAM_BYTES:
    case WL_PARAM_MESSAGE:
        return WL_OID_BYTEA;
    case WL_PARAM_TIME:
        return WL_OID_TIMESTAMPTZ;
    case WL_PARAM_TEXTS:
        return WL_OID_TEXT_ARRAY;
    case WL_PARAM_INTS:
        return WL_OID_INT8_ARRAY;
    case WL_PARAM_UUIDS:
        return WL_OID_UUID_ARRAY;
    case WL_PARAM_BLOBS:
        return WL_OID_BYTEA_ARRAY;
    case WL_PARAM_TIMES:
        return WL_OID_TIMESTAMPTZ_ARRAY;
    }
    return InvalidOid;
}

static Oid
member_type (wl_param_kind_t kind)
{
    switch (kind) {
    case WL_PARAM_TEXTS:
        return WL_OID_TEXT;
    case WL_PARAM_UUIDS:
        return WL_OID_UUID;
    case WL_PARAM_BLOBS:
        return WL_OID_BYTEA;
    case WL_PARAM_TIMES:
        return WL_OID_TIMESTAMPTZ;
    default:
        return WL_OID_INT8;
    }
}

static bool
is_array (wl_param_kind_t kind)
{
    return kind == WL_PARAM_TEXTS || kind == WL_PARAM_INTS || kind == WL_PARAM_UUIDS ||
           kind == WL_PARAM_BLOBS || kind == WL_PARAM_TIMES;
}

/* ---- arrays: dimensions, "has NULLs", member type; then size, lower bound; then the members, each
 * behind its length. An empty array has no dimension and ends after the first three. ---- */

enum { ARRAY_HEAD = 12, ARRAY_DIMENSION = 8, MEMBER_HEAD = 4 };

static size_t
array_length (const wl_param_t *param, bool *ret_has_null)
{
    size_t length = ARRAY_HEAD + (param->count > 0 ? ARRAY_DIMENSION : 0);

    *ret_has_null = false;
    for (size_t i = 0; i < param->count; i++) {
        value_t member = value_member (param, i);
        length += MEMBER_HEAD;
        if (value_null (&member))
            *ret_has_null = true;
        else
            length += value_length (&member);
    }
    return length;
}

static wl_status
array_write_members (const wl_param_t *param, uint8_t *to)
{
    for (size_t i = 0; i < param->count; i++) {
        value_t member = value_member (param, i);
        if (value_null (&member)) {
            put_int32 (to, UINT32_MAX);
            to += MEMBER_HEAD;
            continue;
        }
        size_t length = value_length (&member);
        put_int32 (to, (uint32_t) length);
        WL_TRY (value_write (&member, to + MEMBER_HEAD));
        to += MEMBER_HEAD + length;
    }
    return WL_OK;
}

static wl_status
encode_array (wl_arena_t *scratch, const wl_param_t *param, wl_encoded_t *ret, int index)
{
    bool has_null;
    size_t length = array_length (param, &has_null);
    uint8_t *bytes = length > INT_MAX ? NULL : wl_arena_try_alloc (scratch, length);

    if (bytes == NULL)
        return WL_RESOURCE_EXHAUSTED;
    put_int32 (bytes, param->count > 0 ? 1 : 0);
    put_int32 (bytes + 4, has_null ? 1 : 0);
    put_int32 (bytes + 8, member_type (param->kind));
    if (param->count > 0) {
        put_int32 (bytes + ARRAY_HEAD, (uint32_t) param->count);
        put_int32 (bytes + ARRAY_HEAD + 4, 1);
        WL_TRY (array_write_members (param, bytes + ARRAY_HEAD + ARRAY_DIMENSION));
    }
    ret->values[index] = (const char *) bytes;
    ret->lengths[index] = (int) length;
    return WL_OK;
}

/* Where a value that is not NULL is written: texts and bytes stay where they are. */
static wl_status
encode_value (wl_arena_t *scratch, const value_t *value, wl_encoded_t *ret, int index)
{
    size_t length = value_length (value);
    uint8_t *bytes = ret->small[index];

    if (length > INT_MAX)
        return WL_RESOURCE_EXHAUSTED;
    ret->lengths[index] = (int) length;
    if (value->kind == WL_PARAM_TEXT || value->kind == WL_PARAM_BYTES) {
        ret->values[index] = (const char *) value->bytes.data;
        return WL_OK;
    }
    if (length > sizeof ret->small[index])
        bytes = wl_arena_try_alloc (scratch, length);
    if (bytes == NULL)
        return WL_RESOURCE_EXHAUSTED;
    ret->values[index] = (const char *) bytes;
    return value_write (value, bytes);
}

wl_status
wl_params_encode (wl_arena_t *scratch, const wl_param_t *params, size_t count, wl_encoded_t *ret)
{
    assert (count <= WL_DB_PARAMS_MAX);
    ret->count = (int) count;
    for (int i = 0; i < ret->count; i++) {
        const wl_param_t *param = &params[i];
        ret->types[i] = param_type (param->kind);
        ret->formats[i] = 1;
        if (is_array (param->kind)) {
            WL_TRY (encode_array (scratch, param, ret, i));
            continue;
        }
        value_t value = value_of (param);
        ret->values[i] = NULL;
        ret->lengths[i] = 0;
        if (!value_null (&value))
            WL_TRY (encode_value (scratch, &value, ret, i));
    }
    return WL_OK;
}
