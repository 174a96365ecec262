#include "indexing.h"

#include "site.h"
#include "store.h"
#include "store_search.h"

enum { INDEX_BATCH = 50, MATCH_BATCH = 500 };

/* Often enough that a rolled-back or newly installed dictionary is used soon. */
static const wl_time_t INDEX_PAUSE = 15 * WL_MINUTE;

void
index_entry (wl_request_t *req, const Dissemination__Entry *entry)
{
    search_document_t document;

    search_document_write (wl_arena (req), site_stemmer (req), entry->text, &document);
    store_index_entry (req, entry, &document);
}

void
unindex_entry (wl_request_t *req, const Dissemination__Entry *entry)
{
    store_unindex_entry (req, entry->id);
}

wl_status
on_index_entries (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    Dissemination__Entry **entries;
    size_t count;

    (void) payload;
    WL_TRY (store_stale_entries (req, INDEX_BATCH, &count, &entries));
    for (size_t i = 0; i < count; i++)
        index_entry (req, entries[i]);
    wl_timer_set (req, INDEX_TIMER, timer->key,
                  wl_now (req) + (count == INDEX_BATCH ? 0 : INDEX_PAUSE), NULL);
    return WL_OK;
}

void
index_tell_searches (wl_request_t *req, const Dissemination__Entry *entry)
{
    Dissemination__MatchSearches payload = DISSEMINATION__MATCH_SEARCHES__INIT;

    payload.entry_id = entry->id;
    wl_timer_set (req, MATCH_TIMER, entry->id, wl_now (req), &payload.base);
}

static wl_status
tell_batch (wl_request_t *req, const Dissemination__Entry *entry, const char **after,
            bool *ret_more)
{
    Dissemination__SavedSearchMatched **events;
    size_t count;

    WL_TRY (store_matching_searches (req, entry->id, *after, MATCH_BATCH, &count, &events));
    for (size_t i = 0; i < count; i++) {
        events[i]->entry_id = entry->id;
        events[i]->slug = entry->slug;
        wl_emit (req, "pl", events[i]->search_id, &events[i]->base);
    }
    *ret_more = count == MATCH_BATCH;
    if (count > 0)
        *after = events[count - 1]->search_id;
    return WL_OK;
}

wl_status
on_match_searches (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    const Dissemination__MatchSearches *match = payload;
    Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT;
    const char *after = "";
    bool more = true;

    (void) timer;
    if (store_entry (req, match->entry_id, &entry) != WL_OK)
        return WL_OK; /* deleted meanwhile */
    while (more)
        WL_TRY (tell_batch (req, &entry, &after, &more));
    return WL_OK;
}
