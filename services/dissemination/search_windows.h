/* How far back a question looks. Of what very many entries have, only the newest are candidates, so
 * a question is asked of a window of the newest first and of a wider one when that gives too
 * little. Pure.
 */
#pragma once

#include "base/text.h"
#include "wlacznik/dissemination.pb-c.h"

enum {
    SEARCH_WINDOWS_MAX = 4,
    /* Catalogues of so many are looked through whole; there is nothing to save. */
    SEARCH_SMALL = 20000,
};

/* Tokens of what can be chosen as a facet, for an entry's index: " '~t/samotnosc' '~r/30'". */
void search_tokens_write (wl_buffer_t *out, const Dissemination__Entry *entry, int cost_band);

/* The facets of a question as a tsquery's text, "" for none: what fits all of them; or what fits
 * all but one, for counting. Reach is not among them: it changes when the text does not. */
char *search_tokens_asked (wl_arena_t *arena, const Dissemination__ListEntriesRequest *in,
                           bool all_but_one);

/* `asked` within windows of the newest of `newest` entries, narrow to wide, the last without any;
 * the narrowest is likely to have `wanted` matches when a `share` (0..1) of all entries match.
 * Returns how many there are, 1 to SEARCH_WINDOWS_MAX. */
size_t search_windows (wl_arena_t *arena, const char *asked, double share, int64_t newest,
                       uint32_t wanted, const char *ret[SEARCH_WINDOWS_MAX]);
