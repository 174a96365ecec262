/* openapi.json: OpenAPI 3.1 of every rpc that HTTP reaches. */
#pragma once

#include "model.h"

void write_openapi (wl_arena_t *arena, const model_t *model, const char *version, wl_buffer_t *out);
