/* The catalogue as pages to read: the main part of a page, which the gateway puts into the web
 * client's (wlacznik/document.proto). Pure.
 */
#pragma once

#include "base/text.h"
#include "wlacznik/dissemination.pb-c.h"

/* What was found for `query` ("": the newest), with a field to search in that works without
 * JavaScript. */
void read_page_write_catalogue (const Dissemination__ListEntriesResponse *found, const char *query,
                                const char *locale, wl_buffer_t *out);
/* One published innovation, in the entry's language. */
void
read_page_write_entry (const Dissemination__Entry *entry, const char *locale, wl_buffer_t *out);
