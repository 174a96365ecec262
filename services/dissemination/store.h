/* The catalogue's rows; SQL only here. Everything returned lives in the request's arena. */
#pragma once

#include "feed.h"
#include "service/request.h"
#include "wlacznik/dissemination.pb-c.h"

#define ENTRY_COLUMNS                                                                            \
    "id, slug, state, application_id, call_id, region, text, version, published_at, updated_at," \
    " reach"

/* A draft for an application. Does nothing when the application has an entry already. */
WL_MUST_CHECK wl_status store_insert_draft (wl_request_t *req, const Dissemination__Entry *entry);

/* WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_entry (wl_request_t *req, const char *entry_id,
                                     Dissemination__Entry *ret);
WL_MUST_CHECK wl_status store_published_entry (wl_request_t *req, const char *slug,
                                               Dissemination__Entry *ret);
/* The entry with its row locked until commit. WL_NOT_FOUND; WL_ABORTED when its version is another.
 */
WL_MUST_CHECK wl_status store_lock_entry (wl_request_t *req, const char *entry_id, uint64_t version,
                                          Dissemination__Entry *ret);
/* Writes text, state and times of a locked entry and raises its version. */
WL_MUST_CHECK wl_status store_write_entry (wl_request_t *req, Dissemination__Entry *entry);

WL_MUST_CHECK wl_status store_list_drafts (wl_request_t *req, uint32_t limit, const char *cursor,
                                           Dissemination__ListDraftsResponse *ret);

/* ---- for programs ---- */

/* The newest published entries. */
WL_MUST_CHECK wl_status store_newest (wl_request_t *req, uint32_t count, size_t *ret_count,
                                      Dissemination__Entry ***ret);
/* Published entries in the order of their ids, `size` to a sitemap: where each sitemap begins, and
 * one that begins at `from_id`. */
WL_MUST_CHECK wl_status store_sitemaps (wl_request_t *req, uint32_t size, size_t *ret_count,
                                        sitemap_place_t **ret);
WL_MUST_CHECK wl_status store_sitemap (wl_request_t *req, const char *from_id, uint32_t size,
                                       size_t *ret_count, sitemap_place_t **ret);
