/* What each service includes: X.contract.h (its contract and typed calls to it) for whoever calls
 * X; X.handlers.h and X.handlers.c (prototypes and the table of handlers) for X itself.
 */
#pragma once

#include "model.h"

void write_contract_header (wl_arena_t *arena, const model_service_t *service, wl_buffer_t *out);
void write_handlers_header (wl_arena_t *arena, const model_service_t *service, wl_buffer_t *out);
void write_handlers_source (wl_arena_t *arena, const model_service_t *service, wl_buffer_t *out);
