/* Keeping the index true: of one entry in its own transaction, of all by timers. */
#pragma once

#include "service/service.h"
#include "wlacznik/dissemination.pb-c.h"

#define INDEX_TIMER "index-entries"
#define MATCH_TIMER "match-searches"

/* Makes a published entry findable as it is now. Deferred. */
void index_entry (wl_request_t *req, const Dissemination__Entry *entry);
/* Makes it found no more. Deferred. */
void unindex_entry (wl_request_t *req, const Dissemination__Entry *entry);
/* Tells those whose kept searches the entry fits, once it is committed. */
void index_tell_searches (wl_request_t *req, const Dissemination__Entry *entry);

/* Timers: indexes a batch of entries whose index other rules made, and comes again; looks which
 * kept searches a new entry fits, and emits an event for each. */
wl_status on_index_entries (wl_request_t *req, const wl_timer_t *timer, const void *payload);
wl_status on_match_searches (wl_request_t *req, const wl_timer_t *timer, const void *payload);
