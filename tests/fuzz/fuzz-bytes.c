/* protobuf from outside: unpacked within a budget, validated, written as JSON, packed again. The
 * first byte chooses the message.
 */
#include "message/message.h"
#include "sample.pb-c.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const ProtobufCMessageDescriptor *const types[] = {
    &sample__thing__descriptor,
    &sample__rules__descriptor,
    &sample__crowd__descriptor,
    &sample__update_thing_request__descriptor,
};

/* What is valid is also fit for JSON and comes back from it. */
static void
check_json (wl_arena_t *arena, const ProtobufCMessage *message)
{
    ProtobufCMessage *again = wl_message_new (arena, message->descriptor);
    wl_buffer_t json;
    wl_error_t error;

    wl_error_init (&error, arena);
    wl_buffer_init (&json, arena);
    wl_message_to_json (message, &json);
    if (wl_message_from_json (arena, json.data, json.length, "en", again, &error) != WL_OK)
        __builtin_trap ();
}

static void
try_one (wl_arena_t *arena, const uint8_t *data, size_t size)
{
    const ProtobufCMessageDescriptor *type = types[data[0] % (sizeof types / sizeof types[0])];
    ProtobufCMessage *message;
    wl_error_t error;
    wl_buffer_t json;

    if (wl_message_unpack (arena, type, data + 1, size - 1, &message) != WL_OK)
        return;
    wl_error_init (&error, arena);
    if (wl_message_validate (message, "pl", &error) == WL_OK) {
        check_json (arena, message);
        return;
    }
    if (error.field_count == 0)
        __builtin_trap ();
    /* Even what is not valid must not hurt a writer. */
    wl_buffer_init (&json, arena);
    wl_message_to_json (message, &json);
    (void) wl_message_copy (arena, message);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    wl_arena_t *arena;
    jmp_buf jump;

    if (size == 0)
        return 0;
    arena = wl_arena_new (256 * 1024);
    if (setjmp (jump) == 0) {
        wl_arena_guard (arena, &jump);
        try_one (arena, data, size);
    }
    wl_arena_destroy (&arena);
    return 0;
}
