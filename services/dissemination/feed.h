/* What programs read of the catalogue instead of its pages: Atom (RFC 4287), sitemaps (sitemaps.org
 * 0.9). Pure. `site` is our public address without a slash at its end.
 */
#pragma once

#include "base/clock.h"
#include "base/text.h"
#include "wlacznik/dissemination.pb-c.h"

/* A sitemap stays below what the gateway keeps; the protocol itself would allow 50,000. */
enum { FEED_ENTRIES = 50, SITEMAP_ENTRIES = 1500 };

/* The address of an entry's page; in the buffer's arena. */
char *feed_entry_url (wl_arena_t *arena, const char *site, const char *slug);

/* `entries` newest first. `now` stands as the feed's date while there is no entry. */
void feed_write_atom (const char *site, Dissemination__Entry *const *entries, size_t count,
                      wl_time_t now, wl_buffer_t *out);

/* One place of a sitemap: an entry's slug, or in the index the id that a sitemap begins with. */
typedef struct sitemap_place {
    const char *name;
    wl_time_t changed;
} sitemap_place_t;

void
sitemap_write (const char *site, const sitemap_place_t *places, size_t count, wl_buffer_t *out);
void sitemap_write_index (const char *site, const sitemap_place_t *places, size_t count,
                          wl_buffer_t *out);
void robots_write (const char *site, wl_buffer_t *out);
