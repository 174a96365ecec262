/* Every message that a method of the contract takes or gives, filled in from the input: what is
 * written as JSON and read again packs to the same bytes, and so does what is unpacked. The first
 * two bytes choose the message.
 */
#include <string.h>

#include "message/contract.h"
#include "message/field.h"
#include "message/message.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

enum { ITEMS = 3, TEXT = 12, VALUES = 2000 };

typedef struct tape {
    const uint8_t *data;
    size_t left, values;
    wl_arena_t *arena;
} tape_t;

static uint64_t
draw (tape_t *tape, size_t bytes)
{
    uint64_t ret = 0;

    for (size_t i = 0; i < bytes; i++) {
        ret = ret << 8 | (tape->left ? *tape->data : 0);
        if (tape->left) {
            tape->data++;
            tape->left--;
        }
    }
    return ret;
}

/* Any characters but NUL and halves of pairs. */
static char *
draw_text (tape_t *tape)
{
    char *text = wl_arena_alloc (tape->arena, TEXT * 4 + 1), *to = text;

    for (uint64_t length = draw (tape, 1) % TEXT; length > 0; length--) {
        uint32_t point = (uint32_t) draw (tape, 1);

        if (point >= 0x80)
            point = (uint32_t) (draw (tape, 3) % 0x110000);
        if (point == 0 || (point >= 0xd800 && point <= 0xdfff))
            point = '"';
        if (point < 0x80) {
            *to++ = (char) point;
        } else if (point < 0x800) {
            *to++ = (char) (0xc0 | point >> 6);
            *to++ = (char) (0x80 | (point & 0x3f));
        } else if (point < 0x10000) {
            *to++ = (char) (0xe0 | point >> 12);
            *to++ = (char) (0x80 | (point >> 6 & 0x3f));
            *to++ = (char) (0x80 | (point & 0x3f));
        } else {
            *to++ = (char) (0xf0 | point >> 18);
            *to++ = (char) (0x80 | (point >> 12 & 0x3f));
            *to++ = (char) (0x80 | (point >> 6 & 0x3f));
            *to++ = (char) (0x80 | (point & 0x3f));
        }
    }
    return text;
}

static ProtobufCMessage *draw_message (tape_t *tape, const ProtobufCMessageDescriptor *type);

static void
draw_value (tape_t *tape, const ProtobufCFieldDescriptor *field, void *slot)
{
    ProtobufCBinaryData bytes;
    uint64_t number;

    tape->values++;
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        *(char **) slot = draw_text (tape);
        break;
    case PROTOBUF_C_TYPE_BYTES:
        bytes.data = (uint8_t *) draw_text (tape);
        bytes.len = strlen ((char *) bytes.data);
        memcpy (slot, &bytes, sizeof bytes);
        break;
    case PROTOBUF_C_TYPE_ENUM: {
        const ProtobufCEnumDescriptor *names = field->descriptor;

        *(int *) slot = names->values[draw (tape, 1) % names->n_values].value;
        break;
    }
    case PROTOBUF_C_TYPE_BOOL:
        *(protobuf_c_boolean *) slot = draw (tape, 1) & 1;
        break;
    case PROTOBUF_C_TYPE_FLOAT:
        *(float *) slot = (float) (int32_t) draw (tape, 4) / 1024;
        break;
    case PROTOBUF_C_TYPE_DOUBLE:
        *(double *) slot = (double) (int64_t) draw (tape, 8) / 1024;
        break;
    case PROTOBUF_C_TYPE_MESSAGE:
        /* Of the years that we know, in microseconds. */
        if (wl_field_is_timestamp (field))
            *(void **) slot =
                wl_timestamp (tape->arena, (wl_time_t) (1 + draw (tape, 7) % 253402300799000000u));
        else
            *(void **) slot = draw_message (tape, field->descriptor);
        break;
    default:
        number = draw (tape, wl_field_size (field));
        memcpy (slot, &number, wl_field_size (field)); /* little-endian, as our machines are */
        break;
    }
}

static void
draw_list (tape_t *tape, const ProtobufCFieldDescriptor *field, ProtobufCMessage *message)
{
    size_t count = draw (tape, 1) % ITEMS, size = wl_field_size (field);
    char *items = wl_arena_array (tape->arena, count + 1, size);

    for (size_t i = 0; i < count; i++)
        draw_value (tape, field, items + i * size);
    wl_field_set_items (message, field, items, count);
}

/* Recursion: along the types, of which none is recursive. */
static ProtobufCMessage *
draw_message (tape_t *tape, const ProtobufCMessageDescriptor *type)
{
    ProtobufCMessage *message = wl_message_new (tape->arena, type);

    for (unsigned i = 0; i < type->n_fields && tape->values < VALUES; i++) {
        const ProtobufCFieldDescriptor *field = &type->fields[i];

        if (tape->left == 0 || (draw (tape, 1) & 3) == 0)
            continue;
        if (wl_field_is_repeated (field)) {
            draw_list (tape, field, message);
            continue;
        }
        if (wl_field_is_oneof (field))
            wl_field_choose (message, field);
        draw_value (tape, field, wl_field_slot_to_write (message, field));
    }
    return message;
}

static const ProtobufCMessageDescriptor *
choose (tape_t *tape)
{
    size_t total = 0, wanted;

    for (size_t i = 0; i < wl_contract_count; i++)
        total += 2 * wl_contract[i]->method_count;
    wanted = draw (tape, 2) % total;
    for (size_t i = 0;; i++) {
        if (wanted < 2 * wl_contract[i]->method_count) {
            const wl_method_t *method = &wl_contract[i]->methods[wanted / 2];

            return wanted % 2 ? method->output : method->input;
        }
        wanted -= 2 * wl_contract[i]->method_count;
    }
}

static void
must_pack_as (wl_arena_t *arena, const ProtobufCMessage *message, const uint8_t *packed,
              size_t length)
{
    uint8_t *bytes;
    size_t count;

    wl_message_pack (arena, message, &bytes, &count);
    if (count != length || memcmp (bytes, packed, length) != 0)
        __builtin_trap ();
}

static void
try_one (tape_t *tape)
{
    wl_arena_t *arena = tape->arena;
    const ProtobufCMessageDescriptor *type = choose (tape);
    ProtobufCMessage *message = draw_message (tape, type), *again = wl_message_new (arena, type);
    uint8_t *packed;
    wl_error_t error;
    wl_buffer_t json;
    size_t length;

    wl_error_init (&error, arena);
    wl_buffer_init (&json, arena);
    wl_message_pack (arena, message, &packed, &length);
    wl_message_to_json (message, &json);
    if (wl_message_from_json (arena, json.data, json.length, "pl", again, &error) != WL_OK)
        __builtin_trap ();
    must_pack_as (arena, again, packed, length);
    if (wl_message_unpack (arena, type, packed, length, &again) != WL_OK)
        __builtin_trap ();
    must_pack_as (arena, again, packed, length);
    (void) (wl_message_validate (message, "en", &error) == WL_OK);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    static wl_arena_t *arena;
    tape_t tape = { .data = data, .left = size };
    jmp_buf jump;

    if (arena == NULL)
        arena = wl_arena_new (4 << 20);
    wl_arena_reset (arena);
    tape.arena = arena;
    if (setjmp (jump) == 0) {
        wl_arena_guard (tape.arena, &jump);
        try_one (&tape);
    }
    return 0;
}
