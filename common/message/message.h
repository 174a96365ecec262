/* Messages in and out of bytes and JSON, and the one validator (design.md 3.1).
 *
 * protobuf-c checks neither UTF-8 nor depth nor size (engineering.md 0.5); everything that comes
 * from outside goes through wl_message_unpack or wl_message_from_json, then wl_message_validate,
 * and only then to a handler. All results live in the arena; nothing is freed one by one.
 * Thread-safe as long as each arena is used by one thread.
 */
#pragma once

#include <protobuf-c/protobuf-c.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "message/contract.h"

/* An empty message of the type, in the arena. */
ProtobufCMessage *wl_message_new (wl_arena_t *arena, const ProtobufCMessageDescriptor *type);

/* WL_INVALID_ARGUMENT (malformed bytes), WL_RESOURCE_EXHAUSTED (more than the arena's budget).
 * Unknown fields are dropped, so that a relayed message carries nothing that we did not read. */
WL_MUST_CHECK wl_status wl_message_unpack (wl_arena_t *arena,
                                           const ProtobufCMessageDescriptor *type,
                                           const void *bytes, size_t length,
                                           ProtobufCMessage **ret);

/* Packs into the arena. */
void wl_message_pack (wl_arena_t *arena, const ProtobufCMessage *message, uint8_t **ret_bytes,
                      size_t *ret_length);

/* What was written, as the bytes of a field; they stay in the buffer's arena. */
ProtobufCBinaryData wl_message_bytes (const wl_buffer_t *buffer);

/* A deep copy in `arena`. */
ProtobufCMessage *wl_message_copy (wl_arena_t *arena, const ProtobufCMessage *message);

/* Checks every rule of the contract in the whole message: required, lengths, ranges, formats,
 * UTF-8, known enum values, numbers of items. Adds each bad field to `error` with its JSON path, in
 * Polish or English by `locale`. WL_OK or WL_INVALID_ARGUMENT. */
WL_MUST_CHECK wl_status wl_message_validate (const ProtobufCMessage *message, const char *locale,
                                             wl_error_t *error);

/* Reads proto3 JSON (lowerCamelCase names and the .proto's own, enums as names, 64-bit as strings
 * or numbers, bytes as base64, Timestamp as RFC 3339) into `into`, keeping what it does not name.
 * Refused with a named field: unknown fields, wrong types, duplicates, NUL, bad UTF-8, deeper than
 * 32 levels. An empty body is an empty message. WL_OK or WL_INVALID_ARGUMENT with details. */
WL_MUST_CHECK wl_status wl_message_from_json (wl_arena_t *arena, const char *json, size_t length,
                                              const char *locale, ProtobufCMessage *into,
                                              wl_error_t *error);

/* Sets one field from text, as it stands in a path or a query string; a repeated field grows by
 * one. `name` may be either form. WL_NOT_FOUND when there is no such scalar field,
 * WL_INVALID_ARGUMENT with details when the text does not fit. */
WL_MUST_CHECK wl_status wl_message_set_text (wl_arena_t *arena, ProtobufCMessage *message,
                                             const char *name, const char *text, const char *locale,
                                             wl_error_t *error);

/* Writes proto3 JSON. Default values are written too (people and TypeScript want every field),
 * except unset messages, which are left out. */
void wl_message_to_json (const ProtobufCMessage *message, wl_buffer_t *ret);

/* google.protobuf.Timestamp <-> our microseconds. NULL and 0 mean "not set" to each other. */
struct Google__Protobuf__Timestamp *wl_timestamp (wl_arena_t *arena, wl_time_t time);
wl_time_t wl_timestamp_time (const struct Google__Protobuf__Timestamp *timestamp);

/* A text in the language asked for: English where there is one, else Polish. NULL is "". */
struct Wlacznik__LocalText;
const char *wl_local_text (const struct Wlacznik__LocalText *text, const char *locale);

/* The name of an enum value ("OPEN"), or "" for a number that has none. */
const char *wl_enum_name (const ProtobufCEnumDescriptor *type, int value);
