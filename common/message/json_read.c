#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "message/field.h"
#include "message/json_check.h"
#include "message/json_scan.h"
#include "message/message.h"
#include "message/value.h"

/* Reads a copy of the text that wl_json_check has passed, so nothing here asks whether it is JSON.
 * Strings are unescaped and terminated where they stand: each takes less room than it was written
 * in. */
typedef struct reader {
    wl_arena_t *arena;
    wl_reporter_t reporter;
    char *at;
} reader_t;

enum { FIELDS_MAX = 256, LIST_FIRST = 8 };

static void read_object (reader_t *self, const wl_path_t *path, ProtobufCMessage *message);

/* ---- what may fail ---- */

static void
report (reader_t *self, const wl_path_t *path, wl_fault_t fault)
{
    const wl_arena_t *arena = self->reporter.error->arena;

    if (fault == WL_FAULT_NO_MEMORY ||
        wl_arena_budget (arena) - wl_arena_used (arena) < WL_REPORT_ROOM)
        (void) wl_arena_alloc (self->arena, SIZE_MAX); /* raises */
    wl_report (&self->reporter, path, fault);
}

/* ---- the text ---- */

static char
peek (reader_t *self)
{
    while (*self->at == ' ' || *self->at == '\n' || *self->at == '\t' || *self->at == '\r')
        self->at++;
    return *self->at;
}

/* Moves behind `character` if it comes next. */
static bool
take (reader_t *self, char character)
{
    bool found = peek (self) == character;

    self->at += found;
    return found;
}

static uint32_t
unit_of (const char *digits)
{
    char text[5] = { digits[0], digits[1], digits[2], digits[3], '\0' };

    return (uint32_t) strtoul (text, NULL, 16);
}

/* Writes a code point; gives what is behind it. */
static char *
put_point (char *to, uint32_t point)
{
    if (point < 0x80) {
        *to++ = (char) point;
        return to;
    }
    if (point < 0x800) {
        *to++ = (char) (0xc0 | point >> 6);
    } else {
        if (point < 0x10000) {
            *to++ = (char) (0xe0 | point >> 12);
        } else {
            *to++ = (char) (0xf0 | point >> 18);
            *to++ = (char) (0x80 | (point >> 12 & 0x3f));
        }
        *to++ = (char) (0x80 | (point >> 6 & 0x3f));
    }
    *to++ = (char) (0x80 | (point & 0x3f));
    return to;
}

/* `at` stands behind "\u"; moves behind the unit, or both of a pair. */
static uint32_t
read_point (reader_t *self)
{
    uint32_t unit = unit_of (self->at);

    self->at += 4;
    if (unit < 0xd800 || unit > 0xdbff)
        return unit;
    unit = 0x10000 + ((unit - 0xd800) << 10) + (unit_of (self->at + 2) - 0xdc00);
    self->at += 6;
    return unit;
}

/* `at` stands behind the backslash. */
static char *
put_escape (reader_t *self, char *to)
{
    static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
    char kind = *self->at++;
    const char *letter = strchr (letters, kind);

    if (kind == 'u')
        return put_point (to, read_point (self));
    *to++ = letter ? meant[letter - letters] : kind;
    return to;
}

/* At the opening quote; moves behind the closing one. The text is terminated, and may hold a NUL.
 */
static char *
read_text (reader_t *self, size_t *ret_length)
{
    char *begin = ++self->at, *to = begin + strcspn (begin, "\"\\");

    for (self->at = to; *self->at != '"';) {
        size_t run;

        self->at++;
        to = put_escape (self, to);
        run = strcspn (self->at, "\"\\");
        memmove (to, self->at, run);
        to += run;
        self->at += run;
    }
    self->at++;
    *to = '\0';
    *ret_length = (size_t) (to - begin);
    return begin;
}

static void
skip_text (reader_t *self)
{
    for (self->at++; *self->at != '"'; self->at++)
        self->at += *self->at == '\\';
    self->at++;
}

/* Whatever comes next, as deep as it is. */
static void
skip_value (reader_t *self)
{
    size_t depth = 0;

    do {
        char c = peek (self);

        if (c == '"') {
            skip_text (self);
            continue;
        }
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        self->at++;
        if (depth == 0)
            self->at += strcspn (self->at, ",]} \t\r\n");
    } while (depth > 0);
}

/* ---- single values ---- */

static wl_fault_t
read_number (reader_t *self, const ProtobufCFieldDescriptor *field, void *slot)
{
    size_t length = strcspn (self->at, ",]} \t\r\n");
    bool whole = strcspn (self->at, ".eE") >= length;
    const char *text = self->at;
    double number;
    int64_t integer;

    self->at += length;
    if (whole && field->type != PROTOBUF_C_TYPE_FLOAT && field->type != PROTOBUF_C_TYPE_DOUBLE)
        return wl_value_from_integer (field, wl_integer (strtoll (text, NULL, 10)), slot);
    number = strtod (text, NULL);
    if (field->type == PROTOBUF_C_TYPE_FLOAT || field->type == PROTOBUF_C_TYPE_DOUBLE)
        return wl_value_from_double (field, number, slot);
    /* 1e3 and 2.0 are whole numbers too, as far as a double is exact. */
    if (fabs (number) > 9007199254740992.0)
        return WL_FAULT_OUT_OF_RANGE;
    integer = (int64_t) number;
    if ((double) integer < number || (double) integer > number)
        return WL_FAULT_NOT_INTEGER;
    return wl_value_from_integer (field, wl_integer (integer), slot);
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
read_scalar (reader_t *self, const ProtobufCFieldDescriptor *field, void *slot)
{
    char kind = peek (self);

    if (kind == '"' && is_written_as_string (field)) {
        size_t length;
        char *text = read_text (self, &length);

        return wl_value_from_text (self->arena, field, text, length, slot);
    }
    if ((kind == '-' || (kind >= '0' && kind <= '9')) && is_number (field))
        return read_number (self, field, slot);
    if ((kind == 't' || kind == 'f') && field->type == PROTOBUF_C_TYPE_BOOL) {
        skip_value (self);
        *(protobuf_c_boolean *) slot = kind == 't';
        return WL_FAULT_NONE;
    }
    skip_value (self);
    return wrong_kind (field);
}

/* Reads into the message that is there already, or into a new one. */
static void
read_submessage (reader_t *self, const wl_path_t *path, const ProtobufCFieldDescriptor *field,
                 ProtobufCMessage **slot)
{
    if (*slot == NULL)
        *slot = wl_message_new (self->arena, field->descriptor);
    read_object (self, path, *slot);
}

static void
read_value (reader_t *self, const wl_path_t *path, const ProtobufCFieldDescriptor *field,
            void *slot)
{
    wl_fault_t fault;

    if (field->type == PROTOBUF_C_TYPE_MESSAGE && peek (self) == '{' &&
        !wl_field_is_timestamp (field)) {
        read_submessage (self, path, field, slot);
        return;
    }
    fault = read_scalar (self, field, slot);
    if (fault != WL_FAULT_NONE)
        report (self, path, fault);
}

/* ---- lists ---- */

/* Room for twice as many; what was there stays behind in the arena. */
static char *
grow (reader_t *self, char *items, size_t count, size_t size)
{
    char *more = wl_arena_array (self->arena, count ? 2 * count : LIST_FIRST, size);

    if (count > 0)
        memcpy (more, items, count * size);
    return more;
}

static void
read_list (reader_t *self, wl_path_t *path, const ProtobufCFieldDescriptor *field,
           ProtobufCMessage *message)
{
    size_t count = 0, room = 0, size = wl_field_size (field);
    char *items = NULL;

    if (peek (self) != '[') {
        skip_value (self);
        report (self, path, WL_FAULT_NOT_LIST);
        return;
    }
    for (self->at++; !take (self, ']'); (void) take (self, ',')) {
        if (count == room) {
            items = grow (self, items, count, size);
            room = count ? 2 * count : LIST_FIRST;
        }
        path->index = (long) count;
        read_value (self, path, field, items + count++ * size);
    }
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
            *(char **) slot = wl_text_copy (self->arena, "");
    }
}

static void
read_member (reader_t *self, wl_path_t *path, const ProtobufCFieldDescriptor *field,
             ProtobufCMessage *message)
{
    if (peek (self) == 'n') {
        skip_value (self);
        clear (self, field, message);
    } else if (wl_field_is_repeated (field)) {
        read_list (self, path, field, message);
    } else {
        if (wl_field_is_oneof (field))
            wl_field_choose (message, field);
        read_value (self, path, field, wl_field_slot_to_write (message, field));
    }
}

/* ---- objects ---- */

/* One object while it is read. */
typedef struct object {
    const wl_path_t *parent;
    const ProtobufCMessageDescriptor *type;
    const wl_message_rules_t *rules;
    unsigned expected;                /* the field after the last one: mostly the next */
    uint64_t seen[FIELDS_MAX / 64];   /* named, by the place of the field */
    uint64_t filled[FIELDS_MAX / 64]; /* and not with null */
} object_t;

static bool
has_bit (const uint64_t *bits, unsigned place)
{
    return (bits[place / 64] >> place % 64 & 1) != 0;
}

static void
set_bit (uint64_t *bits, unsigned place)
{
    bits[place / 64] |= (uint64_t) 1 << place % 64;
}

static const ProtobufCFieldDescriptor *
find_field (object_t *object, const char *key)
{
    const ProtobufCFieldDescriptor *field = NULL;

    if (object->expected < object->type->n_fields)
        field = &object->type->fields[object->expected];
    if (field == NULL || strcmp (wl_field_json_name (object->rules, field), key) != 0)
        field = wl_field_find (object->type, object->rules, key);
    if (field != NULL)
        object->expected = (unsigned) (field - object->type->fields) + 1;
    return field;
}

/* The member of the same oneof that the object has set already; NULL when there is none. */
static const ProtobufCFieldDescriptor *
rival_of (const object_t *object, const ProtobufCFieldDescriptor *field)
{
    for (unsigned i = 0; wl_field_is_oneof (field) && i < object->type->n_fields; i++) {
        const ProtobufCFieldDescriptor *other = &object->type->fields[i];

        if (other != field && wl_field_is_oneof (other) &&
            other->quantifier_offset == field->quantifier_offset && has_bit (object->filled, i))
            return other;
    }
    return NULL;
}

static void
report_unknown (reader_t *self, const wl_path_t *path)
{
    char shown[WL_JSON_KEY_TEXT];
    wl_path_t plain = { path->parent, shown, WL_NO_INDEX };

    wl_json_plain_key (path->name, strlen (path->name), shown);
    report (self, &plain, WL_FAULT_UNKNOWN_FIELD);
}

/* Both are named, so that nobody has to find out which one was meant. */
static void
report_rivals (reader_t *self, const object_t *object, const wl_path_t *path,
               const ProtobufCFieldDescriptor *rival)
{
    wl_path_t first = { object->parent, wl_field_json_name (object->rules, rival), WL_NO_INDEX };

    report (self, &first, WL_FAULT_ONE_OF);
    report (self, path, WL_FAULT_ONE_OF);
}

/* Behind the colon of `key`. */
static void
read_named (reader_t *self, object_t *object, const char *key, ProtobufCMessage *message)
{
    const ProtobufCFieldDescriptor *field = find_field (object, key), *rival;
    wl_path_t path = { object->parent, key, WL_NO_INDEX };
    bool filled = peek (self) != 'n';
    unsigned place;

    if (field == NULL) {
        skip_value (self);
        report_unknown (self, &path);
        return;
    }
    place = (unsigned) (field - object->type->fields);
    rival = filled ? rival_of (object, field) : NULL;
    if (has_bit (object->seen, place) || rival) {
        skip_value (self);
        if (rival)
            report_rivals (self, object, &path, rival);
        else
            report (self, &path, WL_FAULT_DUPLICATE);
        return;
    }
    set_bit (object->seen, place);
    if (filled)
        set_bit (object->filled, place);
    read_member (self, &path, field, message);
}

/* Recursion (through read_member): bounded by the depth of the document and by the types. */
static void
read_object (reader_t *self, const wl_path_t *parent, ProtobufCMessage *message)
{
    object_t object = { .parent = parent, .type = message->descriptor };

    if (object.type->n_fields > FIELDS_MAX)
        abort (); /* the contract has no such message */
    object.rules = wl_contract_rules (object.type);
    (void) peek (self);
    for (self->at++; !take (self, '}'); (void) take (self, ',')) {
        size_t length;
        char *key;

        (void) peek (self);
        key = read_text (self, &length);
        (void) take (self, ':');
        read_named (self, &object, key, message);
    }
}

/* ---- the document ---- */

/* Says where in the text the check gave up. */
static void
report_place (reader_t *self, const char *json, size_t length, wl_fault_t fault)
{
    char path[WL_JSON_PATH_TEXT];
    wl_json_scan_t scan;

    wl_json_scan (json, length, &scan);
    wl_json_scan_path (&scan, path);
    wl_report_document (&self->reporter, path, fault, (int) scan.lines + 1);
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
    size_t place;
    wl_fault_t fault;

    wl_reporter_init (&self.reporter, locale, error);
    if (is_blank (json, length))
        return WL_OK;
    fault = wl_json_check (json, length, &place);
    if (fault == WL_FAULT_NONE) {
        self.at = wl_text_copy_length (arena, json, length);
        if (peek (&self) == '{')
            read_object (&self, NULL, into);
        else
            wl_report_document (&self.reporter, "", WL_FAULT_NOT_OBJECT, 1);
    } else {
        /* The scan stops by itself where there is too much. */
        bool too_much = fault == WL_FAULT_TOO_DEEP || fault == WL_FAULT_TOO_MANY_VALUES;
        report_place (&self, json, too_much ? length : place, fault);
    }
    return self.reporter.clean ? WL_OK : WL_INVALID_ARGUMENT;
}
