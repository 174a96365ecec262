/* Open data of calls and their results, out of what intake and evaluation say. Pure. */
#pragma once

#include "base/text.h"
#include "wlacznik/dissemination.pb-c.h"

/* Takes the counts of 1 to 4 out and notes their names in `suppressed`. Of regions, one that alone
 * is taken out could be had by subtraction, so the next smallest goes with it. */
void open_calls_suppress (wl_arena_t *arena, Dissemination__OpenCall *call);

void open_calls_write_table (Dissemination__OpenCall *const *calls, size_t count, wl_buffer_t *out);
void open_calls_write_results (const Dissemination__OpenResults *results, wl_buffer_t *out);
