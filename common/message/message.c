#include "message/message.h"

#include "message/field.h"

/* ---- protobuf-c's memory ---- */

typedef struct source {
    wl_arena_t *arena;
    bool exhausted; /* tells a used-up budget from malformed bytes */
} source_t;

static void *
source_alloc (void *context, size_t size)
{
    source_t *self = context;
    void *memory = wl_arena_try_alloc (self->arena, size);

    if (memory == NULL)
        self->exhausted = true;
    return memory;
}

/* The arena frees everything at once. */
static void
source_free (void *context, void *pointer)
{
    (void) context;
    (void) pointer;
}

/* ---- making and copying ---- */

ProtobufCMessage *
wl_message_new (wl_arena_t *arena, const ProtobufCMessageDescriptor *type)
{
    ProtobufCMessage *message = wl_arena_alloc (arena, type->sizeof_message);

    protobuf_c_message_init (type, message);
    return message;
}

static void drop_unknown (ProtobufCMessage *message);

static void
drop_unknown_in (const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    ProtobufCMessage *const *slot = wl_field_slot (message, field);

    if (wl_field_is_repeated (field)) {
        for (size_t i = 0; i < wl_field_count (message, field); i++)
            drop_unknown (*(ProtobufCMessage *const *) wl_field_item (message, field, i));
    } else if (*slot != NULL &&
               (!wl_field_is_oneof (field) || wl_field_is_chosen (message, field))) {
        drop_unknown (*slot);
    }
}

/* Recursion: as deep as the types nest, and no type of ours is recursive. */
static void
drop_unknown (ProtobufCMessage *message)
{
    message->n_unknown_fields = 0;
    message->unknown_fields = NULL;
    for (unsigned i = 0; i < message->descriptor->n_fields; i++)
        if (message->descriptor->fields[i].type == PROTOBUF_C_TYPE_MESSAGE)
            drop_unknown_in (message, &message->descriptor->fields[i]);
}

wl_status
wl_message_unpack (wl_arena_t *arena, const ProtobufCMessageDescriptor *type, const void *bytes,
                   size_t length, ProtobufCMessage **ret)
{
    source_t source = { arena, false };
    ProtobufCAllocator allocator = { source_alloc, source_free, &source };
    ProtobufCMessage *message = protobuf_c_message_unpack (type, &allocator, length, bytes);

    if (message == NULL)
        return source.exhausted ? WL_RESOURCE_EXHAUSTED : WL_INVALID_ARGUMENT;
    drop_unknown (message);
    *ret = message;
    return WL_OK;
}

void
wl_message_pack (wl_arena_t *arena, const ProtobufCMessage *message, uint8_t **ret_bytes,
                 size_t *ret_length)
{
    *ret_length = protobuf_c_message_get_packed_size (message);
    *ret_bytes = wl_arena_alloc (arena, *ret_length);
    protobuf_c_message_pack (message, *ret_bytes);
}

ProtobufCBinaryData
wl_message_bytes (const wl_buffer_t *buffer)
{
    return (ProtobufCBinaryData){ buffer->length, (uint8_t *) buffer->data };
}

ProtobufCMessage *
wl_message_copy (wl_arena_t *arena, const ProtobufCMessage *message)
{
    ProtobufCMessage *copy = NULL;
    uint8_t *bytes;
    size_t length;

    wl_message_pack (arena, message, &bytes, &length);
    /* What we packed is well-formed, so only the budget can have refused: raise as it would. */
    if (wl_message_unpack (arena, message->descriptor, bytes, length, &copy) != WL_OK)
        (void) wl_arena_alloc (arena, SIZE_MAX);
    return copy;
}

const char *
wl_enum_name (const ProtobufCEnumDescriptor *type, int value)
{
    const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value (type, value);

    return found != NULL ? found->name : "";
}
