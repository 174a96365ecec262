/* Two messages as the gateway meets them, and turning them: a draft as an applicant saves it (long
 * Polish texts), and a page of 100 dossiers (many short fields). `texts` is deploy/demo's
 * applications.json. What goes wrong ends the program: a bench of something else is none. */
#pragma once

#include <jansson.h>

#include "message/message.h"

enum { JSON_TURNS_ARENA = 8 << 20 };

void json_turns_must (bool holds, const char *what);

ProtobufCMessage *json_turns_draft (wl_arena_t *arena, json_t *texts);
ProtobufCMessage *json_turns_page (wl_arena_t *arena, json_t *texts);

/* JSON to a message, validated and packed. */
void
json_turns_in (wl_arena_t *arena, const ProtobufCMessageDescriptor *type, const wl_buffer_t *json);
/* Bytes to a message to JSON of `wanted` bytes. */
void json_turns_out (wl_arena_t *arena, const ProtobufCMessageDescriptor *type,
                     const uint8_t *packed, size_t length, size_t wanted);
