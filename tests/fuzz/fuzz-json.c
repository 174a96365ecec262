/* JSON from outside: read, validated, written, and what was written read again. The first byte
 * chooses the message, so that one corpus serves all.
 */
#include <string.h>

#include "message/message.h"
#include "sample.pb-c.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const ProtobufCMessageDescriptor *const types[] = {
    &sample__thing__descriptor,
    &sample__rules__descriptor,
    &sample__crowd__descriptor,
    &sample__update_thing_request__descriptor,
};

/* What we wrote must be read, and written again be the same. */
static void
check_round_trip (wl_arena_t *arena, const ProtobufCMessage *message)
{
    ProtobufCMessage *again = wl_message_new (arena, message->descriptor);
    wl_buffer_t first, second;
    wl_error_t error;

    wl_error_init (&error, arena);
    wl_buffer_init (&first, arena);
    wl_buffer_init (&second, arena);
    wl_message_to_json (message, &first);
    if (wl_message_from_json (arena, first.data, first.length, "en", again, &error) != WL_OK)
        __builtin_trap ();
    wl_message_to_json (again, &second);
    if (strcmp (first.data, second.data) != 0)
        __builtin_trap ();
}

static void
try_one (wl_arena_t *arena, const uint8_t *data, size_t size)
{
    const ProtobufCMessageDescriptor *type = types[data[0] % (sizeof types / sizeof types[0])];
    ProtobufCMessage *message = wl_message_new (arena, type);
    wl_error_t error;

    wl_error_init (&error, arena);
    if (wl_message_from_json (arena, (const char *) data + 1, size - 1, "pl", message, &error) !=
        WL_OK) {
        if (error.status != WL_INVALID_ARGUMENT || error.field_count == 0)
            __builtin_trap ();
        return;
    }
    (void) (wl_message_validate (message, "en", &error) == WL_OK);
    check_round_trip (arena, message);
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
