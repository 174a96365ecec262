/* Options and whole messages out of protobuf bytes. Our own options (options.proto) reach a C
 * program as unknown fields of protoc's options messages.
 */
#pragma once

#include "base/text.h"
#include <protobuf-c/protobuf-c.h>

/* A message in the arena; NULL when the bytes are malformed. */
ProtobufCMessage *option_unpack (wl_arena_t *arena, const ProtobufCMessageDescriptor *type,
                                 size_t length, const uint8_t *bytes);
/* The option `number`, a message of `type`; NULL when it is not set. `options` may be NULL. */
ProtobufCMessage *option_message (wl_arena_t *arena, const ProtobufCMessage *options,
                                  uint32_t number, const ProtobufCMessageDescriptor *type);
/* The option `number`, a number or an enum; 0 when it is not set. */
uint64_t option_number (const ProtobufCMessage *options, uint32_t number);
