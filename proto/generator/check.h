/* What the contract forbids: everything that the runtime could not enforce or that a reader of the
 * .proto would misread. The whole list is in proto/README.md.
 */
#pragma once

#include <stdio.h>

#include "model.h"

/* Writes one line "file:line: what is wrong" to `out` for each fault and gives their number. */
size_t check_contract (wl_arena_t *arena, const model_t *model, FILE *out);
