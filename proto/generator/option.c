#include "option.h"

/* protobuf-c's memory comes from the arena, so that nothing needs to be freed. */
static void *
arena_alloc (void *arena, size_t size)
{
    return wl_arena_try_alloc (arena, size);
}

static void
arena_free (void *arena, void *pointer)
{
    (void) arena;
    (void) pointer;
}

ProtobufCMessage *
option_unpack (wl_arena_t *arena, const ProtobufCMessageDescriptor *type, size_t length,
               const uint8_t *bytes)
{
    ProtobufCAllocator allocator = { arena_alloc, arena_free, arena };

    return protobuf_c_message_unpack (type, &allocator, length, bytes);
}

static size_t
read_varint (const uint8_t *bytes, size_t length, uint64_t *ret)
{
    size_t i = 0;

    *ret = 0;
    while (i < length && i < 10) {
        *ret |= (uint64_t) (bytes[i] & 0x7f) << (7 * i);
        if ((bytes[i++] & 0x80) == 0)
            break;
    }
    return i;
}

/* protoc writes an option that was set member by member in pieces, and protobuf joins the pieces of
 * a message by concatenation. */
ProtobufCMessage *
option_message (wl_arena_t *arena, const ProtobufCMessage *options, uint32_t number,
                const ProtobufCMessageDescriptor *type)
{
    wl_buffer_t joined;
    bool found = false;

    wl_buffer_init (&joined, arena);
    for (unsigned i = 0; options != NULL && i < options->n_unknown_fields; i++) {
        const ProtobufCMessageUnknownField *piece = &options->unknown_fields[i];
        uint64_t length;
        size_t prefix;

        if (piece->tag != number || piece->wire_type != PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED)
            continue;
        found = true;
        prefix = read_varint (piece->data, piece->len, &length);
        wl_buffer_add (&joined, piece->data + prefix, (size_t) length);
    }
    if (!found)
        return NULL;
    return option_unpack (arena, type, joined.length, (const uint8_t *) joined.data);
}

uint64_t
option_number (const ProtobufCMessage *options, uint32_t number)
{
    uint64_t value = 0;

    for (unsigned i = 0; options != NULL && i < options->n_unknown_fields; i++) {
        const ProtobufCMessageUnknownField *piece = &options->unknown_fields[i];

        if (piece->tag == number && piece->wire_type == PROTOBUF_C_WIRE_TYPE_VARINT)
            read_varint (piece->data, piece->len, &value);
    }
    return value;
}
