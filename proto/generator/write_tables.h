/* contract.c: the tables of message/contract.h. */
#pragma once

#include "model.h"

void write_tables (wl_arena_t *arena, const model_t *model, wl_buffer_t *out);
