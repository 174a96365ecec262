/* What differs between two versions of an entry, word by word. Pure. */
#pragma once

#include "base/arena.h"
#include "wlacznik/dissemination.pb-c.h"

/* Every text of the entry that differs, in the order of the contract. Texts that differ in more
 * than a screen or two of words are told as one removed and one added. */
void
changes_write (wl_arena_t *arena, const Dissemination__EntryText *before,
               const Dissemination__EntryText *after, Dissemination__CompareVersionsResponse *ret);
