/* Which words of a text matched, told as parts of it and never as markup. Pure. */
#pragma once

#include "wlacznik/dissemination.pb-c.h"
#include "words.h"

/* How many words a text has, as positions count them. */
unsigned highlight_words (const char *text);
/* `text` cut into parts; a word whose position is in `positions` (any order) matched. The text's
 * first word has the position `first`. */
void
highlight_write (wl_arena_t *arena, const char *text, unsigned first, const unsigned *positions,
                 size_t count, size_t *ret_count, Dissemination__TextPart ***ret);
