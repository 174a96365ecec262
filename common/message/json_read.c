#include <jansson.h>
#include <math.h>
#include <string.h>

#include "message/field.h"
#include "message/json_scan.h"
#include "message/message.h"
#include "message/value.h"

/* While `document` is held, nothing may raise: the jump would lose jansson's memory. So the arena
 * is asked with wl_arena_try_alloc, and `exhausted` is acted upon when the document is freed. */
typedef struct reader {
    wl_arena_t *arena;
    wl_reporter_t reporter;
    bool exhausted;
} reader_t;

static void
read_object (reader_t *self, const wl_path_t *path, json_t *object, ProtobufCMessage *message);

/* ---- what may fail ---- */

static void
report (reader_t *self, const wl_path_t *path, wl_fault_t fault)
{
    const wl_arena_t *arena = self->reporter.error->arena;

    if (fault == WL_FAULT_NO_MEMORY ||
        wl_arena_budget (arena) - wl_arena_used (arena) < WL_REPORT_ROOM)
        self->exhausted = true;
    else
        wl_report (&self->reporter, path, fault);
}

/* Zeroed; NULL when the budget is used up. */
static void *
take (reader_t *self, size_t size)
{
    void *memory = wl_arena_try_alloc (self->arena, size);

    if (memory == NULL)
        self->exhausted = true;
    else
        memset (memory, 0, size);
    return memory;
}

/* ---- single values ---- */

static wl_fault_t
read_number (const ProtobufCFieldDescriptor *field, json_t *json, void *slot)
{
    double number = json_number_value (json);
    int64_t whole;

    if (field->type == PROTOBUF_C_TYPE_FLOAT || field->type == PROTOBUF_C_TYPE_DOUBLE)
        return wl_value_from_double (field, number, slot);
    if (json_is_integer (json))
        return wl_value_from_integer (field, wl_integer (json_integer_value (json)), slot);
    /* 1e3 and 2.0 are whole numbers too, as far as a double is exact. */
    if (fabs (number) > 9007199254740992.0)
        return WL_FAULT_OUT_OF_RANGE;
    whole = (int64_t) number;
    if ((double) whole < number || (double) whole > number)
        return WL_FAULT_NOT_INTEGER;
    return wl_value_from_integer (field, wl_integer (whole), slot);
}

/* What a value of the wrong kind should have been. */
static wl_fault_t
wrong_kind (const ProtobufCFieldDescriptor *field)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_ENUM:
        return WL_FAULT_NOT_TEXT;
    case PROTOBUF_C_TYPE_BYTES:
        return WL_FAULT_NOT_BASE64;
    case PROTOBUF_C_TYPE_BOOL:
        return WL_FAULT_NOT_BOOLEAN;
    case PROTOBUF_C_TYPE_MESSAGE:
        return wl_field_is_timestamp (field) ? WL_FAULT_NOT_TIME : WL_FAULT_NOT_OBJECT;
    case PROTOBUF_C_TYPE_FLOAT:
    case PROTOBUF_C_TYPE_DOUBLE:
        return WL_FAULT_NOT_NUMBER;
    default:
        return WL_FAULT_NOT_INTEGER;
    }
}

static bool
is_integer (const ProtobufCFieldDescriptor *field)
{
    return field->type <= PROTOBUF_C_TYPE_FIXED64;
}

static bool
is_number (const ProtobufCFieldDescriptor *field)
{
    return field->type <= PROTOBUF_C_TYPE_DOUBLE;
}

/* Whether a JSON string may stand for the type. */
static bool
is_written_as_string (const ProtobufCFieldDescriptor *field)
{
    return is_integer (field) || field->type == PROTOBUF_C_TYPE_STRING ||
           field->type == PROTOBUF_C_TYPE_BYTES || field->type == PROTOBUF_C_TYPE_ENUM ||
           wl_field_is_timestamp (field);
}

static wl_fault_t
read_scalar (reader_t *self, const ProtobufCFieldDescriptor *field, json_t *json, void *slot)
{
    if (json_is_string (json) && is_written_as_string (field))
        return wl_value_from_text (self->arena, field, json_string_value (json),
                                   json_string_length (json), slot);
    if (json_is_number (json) && is_number (field))
        return read_number (field, json, slot);
    if (json_is_boolean (json) && field->type == PROTOBUF_C_TYPE_BOOL) {
        *(protobuf_c_boolean *) slot = json_is_true (json);
        return WL_FAULT_NONE;
    }
    return wrong_kind (field);
}

/* Reads into the message that is there already, or into a new one. */
static void
read_submessage (reader_t *self, const wl_path_t *path, const ProtobufCFieldDescriptor *field,
                 json_t *json, ProtobufCMessage **slot)
{
    const ProtobufCMessageDescriptor *type = field->descriptor;

    if (*slot == NULL) {
        *slot = take (self, type->sizeof_message);
        if (*slot == NULL)
            return;
        protobuf_c_message_init (type, *slot);
    }
    read_object (self, path, json, *slot);
}

static void
read_value (reader_t *self, const wl_path_t *path, const ProtobufCFieldDescriptor *field,
            json_t *json, void *slot)
{
    wl_fault_t fault;

    if (field->type == PROTOBUF_C_TYPE_MESSAGE && json_is_object (json) &&
        !wl_field_is_timestamp (field)) {
        read_submessage (self, path, field, json, slot);
        return;
    }
    fault = read_scalar (self, field, json, slot);
    if (fault != WL_FAULT_NONE)
        report (self, path, fault);
}

/* ---- lists ---- */

static void
read_list (reader_t *self, wl_path_t *path, const ProtobufCFieldDescriptor *field, json_t *json,
           ProtobufCMessage *message)
{
    size_t count = json_array_size (json), size = wl_field_size (field);
    char *items;

    if (!json_is_array (json)) {
        report (self, path, WL_FAULT_NOT_LIST);
        return;
    }
    items = take (self, count * size);
    for (size_t i = 0; i < count && !self->exhausted; i++) {
        path->index = (long) i;
        read_value (self, path, field, json_array_get (json, i), items + i * size);
    }
    if (!self->exhausted)
        wl_field_set_items (message, field, items, count);
}

/* ---- members of an object ---- */

/* null means "as if it were not set". */
static void
clear (reader_t *self, const ProtobufCFieldDescriptor *field, ProtobufCMessage *message)
{
    void *slot = wl_field_slot_to_write (message, field);

    if (wl_field_is_repeated (field)) {
        wl_field_set_items (message, field, NULL, 0);
    } else if (wl_field_is_oneof (field)) {
        if (wl_field_is_chosen (message, field))
            wl_field_choose_none (message, field);
    } else {
        memset (slot, 0, wl_field_size (field));
        if (field->type == PROTOBUF_C_TYPE_STRING)
            *(char **) slot = take (self, 1);
    }
}

static void
read_member (reader_t *self, wl_path_t *path, const ProtobufCFieldDescriptor *field, json_t *json,
             ProtobufCMessage *message)
{
    if (json_is_null (json)) {
        clear (self, field, message);
    } else if (wl_field_is_repeated (field)) {
        read_list (self, path, field, json, message);
    } else {
        if (wl_field_is_oneof (field))
            wl_field_choose (message, field);
        read_value (self, path, field, json, wl_field_slot_to_write (message, field));
    }
}

/* ---- objects ---- */

/* jansson refuses one name twice; it cannot know that a field has two. */
static bool
is_doubled (json_t *object, const char *key, const char *name)
{
    return strcmp (key, name) != 0 && json_object_get (object, name) != NULL;
}

/* Whether the object sets another member of the same oneof. */
static bool
has_rival (json_t *object, const ProtobufCMessageDescriptor *type, const wl_message_rules_t *rules,
           const ProtobufCFieldDescriptor *field)
{
    for (unsigned i = 0; wl_field_is_oneof (field) && i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *other = &type->fields[i];
        json_t *value = json_object_get (object, wl_field_json_name (rules, other));

        if (value == NULL)
            value = json_object_get (object, other->name);
        if (other != field && wl_field_is_oneof (other) &&
            other->quantifier_offset == field->quantifier_offset && value != NULL &&
            !json_is_null (value))
            return true;
    }
    return false;
}

static void
report_unknown (reader_t *self, const wl_path_t *path)
{
    char shown[WL_JSON_KEY_TEXT];
    wl_path_t plain = { path->parent, shown, WL_NO_INDEX };

    wl_json_plain_key (path->name, strlen (path->name), shown);
    report (self, &plain, WL_FAULT_UNKNOWN_FIELD);
}

/* Recursion (through read_member): bounded by the depth of the document and by the types. */
static void
read_object (reader_t *self, const wl_path_t *parent, json_t *object, ProtobufCMessage *message)
{
    const ProtobufCMessageDescriptor *type = message->descriptor;
    const wl_message_rules_t *rules = wl_contract_rules (type);
    const char *key;
    json_t *value;

    json_object_foreach (object, key, value)
    {
        const ProtobufCFieldDescriptor *field = wl_field_find (type, rules, key);
        wl_path_t path = { parent, key, WL_NO_INDEX };

        if (self->exhausted)
            return;
        if (field == NULL)
            report_unknown (self, &path);
        else if (is_doubled (object, key, wl_field_json_name (rules, field)))
            report (self, &path, WL_FAULT_DUPLICATE);
        else if (!json_is_null (value) && has_rival (object, type, rules, field))
            report (self, &path, WL_FAULT_ONE_OF);
        else
            read_member (self, &path, field, value, message);
    }
}

/* ---- the document ---- */

static wl_fault_t
fault_of (const json_error_t *error)
{
    switch (json_error_code (error)) {
    case json_error_duplicate_key:
        return WL_FAULT_DUPLICATE;
    case json_error_numeric_overflow:
        return WL_FAULT_OUT_OF_RANGE;
    case json_error_invalid_utf8:
        return WL_FAULT_ENCODING;
    default:
        return WL_FAULT_MALFORMED;
    }
}

/* Says where in the text it is that jansson or the scan gave up. */
static void
report_place (reader_t *self, const wl_json_scan_t *scan, wl_fault_t fault)
{
    char path[WL_JSON_PATH_TEXT];

    wl_json_scan_path (scan, path);
    wl_report_document (&self->reporter, path, fault, (int) scan->lines + 1);
}

/* A bracket that came too early has not closed its level. */
static size_t
place_of (const json_error_t *error, const char *json)
{
    size_t place = error->position > 0 ? (size_t) error->position : 0;

    if (place > 0 && (json[place - 1] == '}' || json[place - 1] == ']'))
        place--;
    return place;
}

/* The document, an object; NULL when it was refused and reported. Ownership passes. */
static json_t *
parse (reader_t *self, const char *json, size_t length)
{
    wl_json_scan_t scan;
    json_error_t error;
    json_t *document;

    wl_json_scan (json, length, &scan);
    if (scan.too_deep || scan.too_many) {
        report_place (self, &scan, scan.too_deep ? WL_FAULT_TOO_DEEP : WL_FAULT_TOO_MANY_VALUES);
        return NULL;
    }
    document = json_loadb (json, length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (document == NULL) {
        wl_json_scan (json, place_of (&error, json), &scan);
        report_place (self, &scan, fault_of (&error));
    } else if (!json_is_object (document)) {
        json_decref (document);
        document = NULL;
        wl_report_document (&self->reporter, "", WL_FAULT_NOT_OBJECT, 1);
    }
    return document;
}

static bool
is_blank (const char *json, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (strchr (" \t\r\n", json[i]) == NULL || json[i] == '\0')
            return false;
    return true;
}

wl_status
wl_message_from_json (wl_arena_t *arena, const char *json, size_t length, const char *locale,
                      ProtobufCMessage *into, wl_error_t *error)
{
    reader_t self = { .arena = arena };
    json_t *document;

    wl_reporter_init (&self.reporter, locale, error);
    if (is_blank (json, length))
        return WL_OK;
    document = parse (&self, json, length);
    if (document != NULL)
        read_object (&self, NULL, document, into);
    json_decref (document);
    if (self.exhausted)
        (void) wl_arena_alloc (arena, SIZE_MAX); /* raises */
    return self.reporter.clean ? WL_OK : WL_INVALID_ARGUMENT;
}
