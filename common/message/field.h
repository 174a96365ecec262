/* Where protobuf-c keeps the fields of a message. Internal to common/message.
 *
 * Only what proto3 of protobuf-c 1.4.1 has: a single value, a repeated field, a member of a oneof
 * (the generator refuses all else).
 */
#pragma once

#include <google/protobuf/timestamp.pb-c.h>
#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>

#include "message/contract.h"

static inline bool
wl_field_is_repeated (const ProtobufCFieldDescriptor *field)
{
    return field->label == PROTOBUF_C_LABEL_REPEATED;
}

static inline bool
wl_field_is_oneof (const ProtobufCFieldDescriptor *field)
{
    return (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
}

static inline bool
wl_field_is_timestamp (const ProtobufCFieldDescriptor *field)
{
    return field->type == PROTOBUF_C_TYPE_MESSAGE &&
           field->descriptor == &google__protobuf__timestamp__descriptor;
}

/* The bytes of one value; a message stands there as a pointer. */
static inline size_t
wl_field_size (const ProtobufCFieldDescriptor *field)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_SINT32:
    case PROTOBUF_C_TYPE_SFIXED32:
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_FIXED32:
    case PROTOBUF_C_TYPE_FLOAT:
    case PROTOBUF_C_TYPE_ENUM:
    case PROTOBUF_C_TYPE_BOOL:
        return 4;
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof (ProtobufCBinaryData);
    default: /* 64-bit numbers and pointers */
        return 8;
    }
}

/* The single value, or the pointer to the values of a repeated field. */
static inline const void *
wl_field_slot (const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    return (const char *) message + field->offset;
}

static inline void *
wl_field_slot_to_write (ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    return (char *) message + field->offset;
}

/* The number of values of a repeated field. */
static inline size_t
wl_field_count (const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    return *(const size_t *) (const void *) ((const char *) message + field->quantifier_offset);
}

static inline const void *
wl_field_item (const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t index)
{
    const char *const *items = wl_field_slot (message, field);

    return *items + index * wl_field_size (field);
}

/* Replaces the values of a repeated field. */
static inline void
wl_field_set_items (ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, void *items,
                    size_t count)
{
    *(void **) wl_field_slot_to_write (message, field) = items;
    *(size_t *) (void *) ((char *) message + field->quantifier_offset) = count;
}

/* Of a member of a oneof: whether it is the one that is set. */
static inline bool
wl_field_is_chosen (const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    const char *which = (const char *) message + field->quantifier_offset;

    return *(const uint32_t *) (const void *) which == field->id;
}

static inline void
wl_field_choose_none (ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    *(uint32_t *) (void *) ((char *) message + field->quantifier_offset) = 0;
}

/* Sets a member of a oneof to zero, unless it is the chosen one already: what another member left
 * in the union means nothing to this one. */
void wl_field_choose (ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);

/* "cardId"; the .proto's own name for types that are not of our contract (`rules` is NULL). */
const char *
wl_field_json_name (const wl_message_rules_t *rules, const ProtobufCFieldDescriptor *field);

/* By either of its names; NULL when there is none. */
const ProtobufCFieldDescriptor *wl_field_find (const ProtobufCMessageDescriptor *type,
                                               const wl_message_rules_t *rules, const char *name);
