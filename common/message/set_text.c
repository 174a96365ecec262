#include <string.h>

#include "message/field.h"
#include "message/message.h"
#include "message/value.h"

static bool
takes_text (const ProtobufCFieldDescriptor *field)
{
    return field->type != PROTOBUF_C_TYPE_MESSAGE || wl_field_is_timestamp (field);
}

/* A list that is one longer; gives the place of its new last value. */
static void *
grow (wl_arena_t *arena, ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    size_t count = wl_field_count (message, field), size = wl_field_size (field);
    char *items = wl_arena_array (arena, count + 1, size);

    if (count > 0)
        memcpy (items, wl_field_item (message, field, 0), count * size);
    wl_field_set_items (message, field, items, count + 1);
    return items + count * size;
}

/* A list grows by a copy each time, so a query string that repeats a name without end must meet its
 * limit here and not only in the validator. */
static bool
is_full (const wl_message_rules_t *rules, const ProtobufCMessage *message,
         const ProtobufCFieldDescriptor *field, size_t *ret_limit)
{
    *ret_limit = rules->fields[field - rules->descriptor->fields].max_items;
    return wl_field_is_repeated (field) && wl_field_count (message, field) >= *ret_limit;
}

static void *
slot_for (wl_arena_t *arena, ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    if (wl_field_is_repeated (field))
        return grow (arena, message, field);
    if (wl_field_is_oneof (field))
        wl_field_choose (message, field);
    return wl_field_slot_to_write (message, field);
}

wl_status
wl_message_set_text (wl_arena_t *arena, ProtobufCMessage *message, const char *name,
                     const char *text, const char *locale, wl_error_t *error)
{
    const wl_message_rules_t *rules = wl_contract_rules (message->descriptor);
    const ProtobufCFieldDescriptor *field = wl_field_find (message->descriptor, rules, name);
    wl_reporter_t reporter;
    wl_fault_t fault;
    wl_path_t path;
    size_t limit;

    if (rules == NULL || field == NULL || !takes_text (field))
        return WL_NOT_FOUND;
    wl_reporter_init (&reporter, locale, error);
    path = (wl_path_t){ NULL, wl_field_json_name (rules, field), WL_NO_INDEX };
    if (is_full (rules, message, field, &limit)) {
        wl_report_count (&reporter, &path, WL_FAULT_TOO_MANY_ITEMS, limit, limit + 1);
        return WL_INVALID_ARGUMENT;
    }
    fault =
        wl_value_from_text (arena, field, text, strlen (text), slot_for (arena, message, field));
    if (fault == WL_FAULT_NONE)
        return WL_OK;
    if (fault == WL_FAULT_NO_MEMORY)
        (void) wl_arena_alloc (arena, SIZE_MAX); /* raises */
    wl_report (&reporter, &path, fault);
    return WL_INVALID_ARGUMENT;
}
