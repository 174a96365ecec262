/* Writing of generated files: the same bytes for the same contract, all or nothing. */
#pragma once

#include "base/text.h"

/* Replaces `folder`/`name`. False, with a line on stderr, when the system refuses. */
WL_MUST_CHECK bool
output_write (wl_arena_t *arena, const char *folder, const char *name, const wl_buffer_t *content);
/* Adds `text` as a C string literal, "NULL" for NULL. */
void output_c_string (wl_buffer_t *out, const char *text);
