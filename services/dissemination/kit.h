/* The adoption kit: everything that somebody needs who wants to do the same elsewhere, as a page,
 * as data, and as an archive of both. Pure.
 */
#pragma once

#include "base/text.h"
#include "wlacznik/dissemination.pb-c.h"

/* A page that stands alone: no script, no other file, headings in order, readable without styles.
 * `site` is our public address. In the entry's language; labels are Polish or English. */
void kit_write_page (const char *site, const Dissemination__Entry *entry, wl_buffer_t *out);
/* What the page says of the innovation itself, headings from h2 on. */
void kit_write_sections (const Dissemination__Entry *entry, wl_buffer_t *out);
/* schema.org, JSON-LD. */
void kit_write_json_ld (const char *site, const Dissemination__Entry *entry, wl_buffer_t *out);
/* The archive: kit.html, entry.json, schema.jsonld, licence.txt, manifest.json with the size and
 * SHA-256 of each, and SHA256SUMS for `sha256sum -c`. The same entry gives the same files. Bytes
 * live in `arena`. WL_INTERNAL when the library fails. */
WL_MUST_CHECK wl_status kit_write_zip (wl_arena_t *arena, const char *site,
                                       const Dissemination__Entry *entry, uint8_t **ret_bytes,
                                       size_t *ret_length);
