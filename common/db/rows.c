#include "db/internal.h"

#include <assert.h>
#include <string.h>

/* One value out of a result or out of an array in it. */
typedef struct value {
    Oid type;
    const uint8_t *data;
    size_t length;
} value_t;

/* ---- PostgreSQL's binary format ---- */

static uint64_t
get_uint (const uint8_t *from, size_t length)
{
    uint64_t number = 0;

    for (size_t i = 0; i < length; i++)
        number = number << 8 | from[i];
    return number;
}

static int64_t
value_int (value_t value)
{
    uint64_t number = get_uint (value.data, value.length);

    switch (value.type) {
    case WL_OID_INT4:
        return (int32_t) number;
    case WL_OID_INT2:
        return (int16_t) number;
    case WL_OID_INT8:
    case WL_OID_BOOL:
    case WL_OID_OID:
        return (int64_t) number;
    default:
        assert (false && "a column of integers or booleans");
        return 0;
    }
}

static wl_time_t
value_time (value_t value)
{
    wl_time_t time;

    assert (value.type == WL_OID_TIMESTAMPTZ);
    /* "infinity" is the largest number and stays so. */
    if (__builtin_add_overflow ((wl_time_t) get_uint (value.data, value.length), WL_DB_EPOCH,
                                &time))
        return INT64_MAX;
    return time;
}

static char *
value_text (wl_arena_t *arena, value_t value)
{
    if (value.type == WL_OID_UUID && value.length == sizeof (wl_uuid_t)) {
        char *text = wl_arena_alloc (arena, WL_UUID_TEXT);
        wl_uuid_t uuid;
        memcpy (uuid.bytes, value.data, sizeof uuid.bytes);
        wl_uuid_format (&uuid, text);
        return text;
    }
    assert (value.type != WL_OID_INT8 && value.type != WL_OID_TIMESTAMPTZ &&
            value.type != WL_OID_BYTEA);
    if (value.type == WL_OID_JSONB && value.length > 0) /* a version number, then the text */
        return wl_text_copy_length (arena, (const char *) value.data + 1, value.length - 1);
    return wl_text_copy_length (arena, (const char *) value.data, value.length);
}

/* ---- single values ---- */

static value_t
value_at (const wl_rows_t *rows, int row, int column)
{
    assert (row >= 0 && row < rows->count && column >= 0 && column < PQnfields (rows->result));
    return (value_t){ .type = PQftype (rows->result, column),
                      .data = (const uint8_t *) PQgetvalue (rows->result, row, column),
                      .length = (size_t) PQgetlength (rows->result, row, column) };
}

bool
wl_row_null (const wl_rows_t *rows, int row, int column)
{
    return PQgetisnull (rows->result, row, column) != 0;
}

int64_t
wl_row_int (const wl_rows_t *rows, int row, int column)
{
    return wl_row_null (rows, row, column) ? 0 : value_int (value_at (rows, row, column));
}

bool
wl_row_bool (const wl_rows_t *rows, int row, int column)
{
    return wl_row_int (rows, row, column) != 0;
}

wl_time_t
wl_row_time (const wl_rows_t *rows, int row, int column)
{
    return wl_row_null (rows, row, column) ? 0 : value_time (value_at (rows, row, column));
}

char *
wl_row_text (wl_db_t *self, const wl_rows_t *rows, int row, int column)
{
    if (wl_row_null (rows, row, column))
        return wl_text_copy (self->arena, "");
    return value_text (self->arena, value_at (rows, row, column));
}

wl_bytes_t
wl_row_bytes (const wl_rows_t *rows, int row, int column)
{
    if (wl_row_null (rows, row, column))
        return (wl_bytes_t){ NULL, 0 };
    value_t value = value_at (rows, row, column);
    return (wl_bytes_t){ value.data, value.length };
}

const char *
wl_row_peek (const wl_rows_t *rows, int row, int column)
{
    /* libpq ends every value with a NUL, and a NULL is an empty one. */
    return PQgetvalue (rows->result, row, column);
}

/* ---- messages: a value goes to the place of a field, which is in the message itself or in the
 * array of a repeated field ---- */

static void
set_bytes (wl_db_t *self, value_t value, ProtobufCBinaryData *place)
{
    assert (value.type == WL_OID_BYTEA);
    place->len = value.length;
    place->data = wl_arena_alloc (self->arena, value.length);
    memcpy (place->data, value.data, value.length);
}

/* What does not fit any more raises, like every allocation; bytes that are no such message mean
 * that the database was damaged, and the transaction must not go on. */
static ProtobufCMessage *
unpack (wl_db_t *self, value_t value, const ProtobufCMessageDescriptor *type)
{
    ProtobufCMessage *message = NULL;
    wl_status status = wl_message_unpack (self->arena, type, value.data, value.length, &message);

    if (status == WL_RESOURCE_EXHAUSTED)
        (void) wl_arena_alloc (self->arena, wl_arena_budget (self->arena) + 1);
    if (status == WL_OK)
        return message;
    wl_db_fail (self, WL_DATA_LOSS, false, "a stored %s cannot be read", type->name);
    return wl_message_new (self->arena, type);
}

static void
set_message (wl_db_t *self, value_t value, const ProtobufCMessageDescriptor *type, void *place)
{
    if (value.type == WL_OID_TIMESTAMPTZ) {
        assert (strcmp (type->name, "google.protobuf.Timestamp") == 0);
        *(struct Google__Protobuf__Timestamp **) place =
            wl_timestamp (self->arena, value_time (value));
        return;
    }
    assert (value.type == WL_OID_BYTEA);
    *(ProtobufCMessage **) place = unpack (self, value, type);
}

static void
set_value (wl_db_t *self, value_t value, const ProtobufCFieldDescriptor *field, void *place)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        *(char **) place = value_text (self->arena, value);
        return;
    case PROTOBUF_C_TYPE_BYTES:
        set_bytes (self, value, place);
        return;
    case PROTOBUF_C_TYPE_MESSAGE:
        set_message (self, value, field->descriptor, place);
        return;
    case PROTOBUF_C_TYPE_BOOL:
        *(protobuf_c_boolean *) place = value_int (value) != 0;
        return;
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
        *(int64_t *) place = value_int (value);
        return;
    case PROTOBUF_C_TYPE_FLOAT:
    case PROTOBUF_C_TYPE_DOUBLE:
        assert (false &&
                "points and money are integers here; nothing of ours is stored as a float");
        return;
    default: /* the 32-bit integers and enums */
        assert (value_int (value) >= INT32_MIN && value_int (value) <= UINT32_MAX);
        *(int32_t *) place = (int32_t) value_int (value);
        return;
    }
}

static size_t
member_size (const ProtobufCFieldDescriptor *field)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_MESSAGE:
        return sizeof (void *);
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof (ProtobufCBinaryData);
    case PROTOBUF_C_TYPE_BOOL:
        return sizeof (protobuf_c_boolean);
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
        return sizeof (int64_t);
    default:
        return sizeof (int32_t);
    }
}

/* A one-dimensional array (its format: params.c) into a repeated field. A NULL in it becomes an
 * empty value; a message has none, so there it is a programming error. */
static void
set_repeated (wl_db_t *self, value_t array, const ProtobufCFieldDescriptor *field, void *place,
              size_t *ret_count)
{
    static const uint8_t nothing[sizeof (int64_t)];
    Oid type = (Oid) get_uint (array.data + 8, 4);
    size_t count = get_uint (array.data, 4) == 0 ? 0 : (size_t) get_uint (array.data + 12, 4);
    const uint8_t *at = array.data + (count == 0 ? 12 : 20);
    size_t size = member_size (field);
    uint8_t *members = wl_arena_array (self->arena, count, size);

    assert (get_uint (array.data, 4) <= 1);
    for (size_t i = 0; i < count; i++) {
        int32_t length = (int32_t) get_uint (at, 4);
        value_t value = { type, at + 4, (size_t) length };
        if (length < 0) {
            assert (field->type != PROTOBUF_C_TYPE_MESSAGE);
            value = (value_t){ type, nothing, 0 };
        }
        set_value (self, value, field, members + i * size);
        at += 4 + value.length;
    }
    *(void **) place = members;
    *ret_count = count;
}

/* proto3's plain fields have no flag to set; optional scalars have "has", a oneof has its case. */
static void
set_presence (const ProtobufCFieldDescriptor *field, void *quantifier)
{
    if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF)
        *(uint32_t *) quantifier = field->id;
    else if (field->label == PROTOBUF_C_LABEL_OPTIONAL && field->quantifier_offset != 0)
        *(protobuf_c_boolean *) quantifier = 1;
}

static const ProtobufCFieldDescriptor **
fields_of_columns (wl_db_t *self, const wl_rows_t *rows, const ProtobufCMessageDescriptor *type)
{
    int count = PQnfields (rows->result);
    const ProtobufCFieldDescriptor **fields =
        wl_arena_array (self->arena, (size_t) count, sizeof *fields);

    for (int i = 0; i < count; i++) {
        fields[i] =
            protobuf_c_message_descriptor_get_field_by_name (type, PQfname (rows->result, i));
        assert (fields[i] != NULL);
    }
    return fields;
}

static void
fill (wl_db_t *self, const wl_rows_t *rows, int row, const ProtobufCFieldDescriptor **fields,
      ProtobufCMessage *message)
{
    for (int i = 0; i < PQnfields (rows->result); i++) {
        const ProtobufCFieldDescriptor *field = fields[i];
        if (field == NULL || wl_row_null (rows, row, i))
            continue;
        uint8_t *base = (uint8_t *) message;
        void *quantifier = base + field->quantifier_offset;
        if (field->label == PROTOBUF_C_LABEL_REPEATED)
            set_repeated (self, value_at (rows, row, i), field, base + field->offset, quantifier);
        else {
            set_value (self, value_at (rows, row, i), field, base + field->offset);
            set_presence (field, quantifier);
        }
    }
}

void
wl_row_message (wl_db_t *self, const wl_rows_t *rows, int row, ProtobufCMessage *message)
{
    fill (self, rows, row, fields_of_columns (self, rows, message->descriptor), message);
}

void
wl_rows_messages (wl_db_t *self, const wl_rows_t *rows, const ProtobufCMessageDescriptor *type,
                  size_t *ret_count, ProtobufCMessage ***ret)
{
    const ProtobufCFieldDescriptor **fields = fields_of_columns (self, rows, type);

    *ret_count = (size_t) rows->count;
    *ret = wl_arena_array (self->arena, *ret_count, sizeof **ret);
    for (int i = 0; i < rows->count; i++) {
        (*ret)[i] = wl_message_new (self->arena, type);
        fill (self, rows, i, fields, (*ret)[i]);
    }
}

/* ---- totals ---- */

void
wl_tell_total (int64_t counted, uint32_t *ret_total, protobuf_c_boolean *ret_is_more)
{
    *ret_is_more = counted > WL_COUNT_MOST;
    *ret_total = (uint32_t) (*ret_is_more ? WL_COUNT_MOST : counted);
}

wl_status
wl_db_count (wl_db_t *self, const wl_statement_t *statement, uint32_t *ret_total,
             protobuf_c_boolean *ret_is_more, const wl_param_t *params, size_t count)
{
    wl_rows_t rows;

    WL_TRY (wl_db_run (self, statement, &rows, params, count));
    wl_tell_total (wl_row_int (&rows, 0, 0), ret_total, ret_is_more);
    return WL_OK;
}
