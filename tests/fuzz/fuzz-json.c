/* JSON from outside: read, validated, written, and what was written read again. The first byte
 * chooses the message, so that one corpus serves all. jansson is the judge of what JSON is: our
 * reader takes nothing that it refuses, refuses nothing as malformed that it takes, and makes the
 * same message of what it writes again.
 */
#include <jansson.h>
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

/* What our own limits refuse has nothing to do with JSON. */
static bool
is_limit (const wl_error_t *error)
{
    const char *code = error->field_count ? error->fields[0].code : "";

    return strcmp (code, "too-deep") == 0 || strcmp (code, "too-many-values") == 0 ||
           strcmp (code, "out-of-range") == 0;
}

static ProtobufCMessage *
read_again (wl_arena_t *arena, const ProtobufCMessageDescriptor *type, json_t *document)
{
    ProtobufCMessage *message = wl_message_new (arena, type);
    char *text = json_dumps (document, JSON_COMPACT);
    wl_error_t error;
    wl_status status;

    if (!text)
        return NULL;
    wl_error_init (&error, arena);
    status = wl_message_from_json (arena, text, strlen (text), "en", message, &error);
    free (text);
    return status == WL_OK ? message : NULL;
}

static void
must_be_the_same (wl_arena_t *arena, const ProtobufCMessage *one, const ProtobufCMessage *other)
{
    uint8_t *first, *second;
    size_t first_length, second_length;

    wl_message_pack (arena, one, &first, &first_length);
    wl_message_pack (arena, other, &second, &second_length);
    if (first_length != second_length || memcmp (first, second, first_length) != 0)
        __builtin_trap ();
}

/* `message` is what we read of the text, NULL when we refused it. */
static void
judge (wl_arena_t *arena, const ProtobufCMessageDescriptor *type, const char *text, size_t length,
       const ProtobufCMessage *message, const wl_error_t *error)
{
    json_t *document = json_loadb (text, length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    bool taken = json_is_object (document);
    bool malformed = !message && strcmp (error->reason, "malformed-json") == 0;
    const ProtobufCMessage *again = NULL;

    /* Nothing of jansson's is left when a check below traps or the arena raises. */
    if (taken && message)
        again = read_again (arena, type, document);
    json_decref (document);
    if (message && strspn (text, " \t\r\n") < length) {
        if (!taken || !again)
            __builtin_trap ();
        must_be_the_same (arena, message, again);
    }
    /* jansson 2.14 passes over a NUL behind a number. */
    if (malformed && taken && !is_limit (error) && !memchr (text, '\0', length))
        __builtin_trap ();
}

static void
try_one (wl_arena_t *arena, const uint8_t *data, size_t size)
{
    const ProtobufCMessageDescriptor *type = types[data[0] % (sizeof types / sizeof types[0])];
    ProtobufCMessage *message = wl_message_new (arena, type);
    wl_error_t error;

    const char *text = wl_text_copy_length (arena, (const char *) data + 1, size - 1);

    wl_error_init (&error, arena);
    if (wl_message_from_json (arena, text, size - 1, "pl", message, &error) != WL_OK) {
        judge (arena, type, text, size - 1, NULL, &error);
        if (error.status != WL_INVALID_ARGUMENT || error.field_count == 0)
            __builtin_trap ();
        return;
    }
    judge (arena, type, text, size - 1, message, &error);
    (void) (wl_message_validate (message, "en", &error) == WL_OK);
    check_round_trip (arena, message);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    static wl_arena_t *arena;
    jmp_buf jump;

    if (size == 0)
        return 0;
    if (arena == NULL)
        arena = wl_arena_new (256 * 1024);
    wl_arena_reset (arena);
    if (setjmp (jump) == 0) {
        wl_arena_guard (arena, &jump);
        try_one (arena, data, size);
    }
    return 0;
}
