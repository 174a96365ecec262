/* From protoc's descriptor set to the model. */
#pragma once

#include "model.h"

/* Reads a serialised FileDescriptorSet (protoc --include_imports --include_source_info). NULL when
 * the bytes are none. What the contract forbids is not judged here but in check.h. */
model_t *read_contract (wl_arena_t *arena, const uint8_t *bytes, size_t length);
