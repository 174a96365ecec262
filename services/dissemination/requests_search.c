/* Finding: search, suggestions, what is similar, searches that people keep. */
#include "dissemination.handlers.h"

#include <stdlib.h>
#include <string.h>

#include "site.h"
#include "spelling.h"
#include "store_search.h"

enum { PAGE = 20, OFFSET_MOST = 500, SUGGESTED_WORDS = 8, SUGGESTED_TITLES = 5, SIMILAR = 5 };

/* ---- search ---- */

/* All words of a title are likely to be in few titles; a text has some twenty times as many. */
static const double TITLE_WORDS = 0.05;

static double
share_of (const search_counts_t *counts, size_t group)
{
    double share =
        counts->newest > 0 ? (double) counts->groups[group] / (double) counts->newest : 1;

    return share < 1 ? share : 1;
}

/* What share of all entries is likely to match, as if words did not know of each other. */
static void
expect (const search_query_t *query, bool any_word, const search_counts_t *counts,
        search_criteria_t *ret)
{
    ret->newest = counts->newest;
    ret->share = ret->title_share = any_word ? 0 : 1;
    for (size_t i = 0; i < query->count; i++) {
        double share = share_of (counts, i);

        if (!any_word) {
            ret->share *= share;
            ret->title_share *= share * TITLE_WORDS;
        } else if (share > ret->share) {
            ret->share = share;
            ret->title_share = share * TITLE_WORDS;
        }
    }
}

static void
ask_for (wl_request_t *req, const search_query_t *query, bool any_word,
         const search_counts_t *counts, search_criteria_t *ret)
{
    wl_arena_t *arena = wl_arena (req);
    const char **list;

    ret->terms = search_query_write (arena, query, any_word);
    ret->lexeme_count = search_query_lexemes (arena, query, false, &list);
    ret->lexemes = list;
    ret->beginning_count = search_query_lexemes (arena, query, true, &list);
    ret->beginnings = list;
    expect (query, any_word, counts, ret);
}

/* As it is written; NULL when no word of the catalogue is near. */
static wl_status
find_nearest (wl_request_t *req, const char *folded, const char **ret)
{
    const char **words, **shown;
    size_t count;

    *ret = NULL;
    for (int anywhere = 0; anywhere < 2 && *ret == NULL; anywhere++) {
        int nearest;

        WL_TRY (store_similar_words (req, folded, anywhere != 0, &count, &words, &shown));
        nearest = spelling_nearest (folded, words, count);
        *ret = nearest < 0 ? NULL : shown[nearest];
    }
    return WL_OK;
}

/* Puts the nearest word of the catalogue in the place of each that occurs nowhere. */
static wl_status
correct (wl_request_t *req, search_query_t *query, search_counts_t *counts, bool *ret_changed)
{
    *ret_changed = false;
    for (size_t i = 0; i < query->count; i++) {
        const char *nearest;

        if (counts->groups[i] > 0)
            continue;
        WL_TRY (find_nearest (req, query->groups[i].word.folded, &nearest));
        if (nearest == NULL)
            continue;
        search_query_replace (site_stemmer (req), query, i, nearest);
        *ret_changed = true;
    }
    return *ret_changed ? store_count_groups (req, query, counts) : WL_OK;
}

/* Where a page of a search begins: an offset, as relevance has no key to go on from. */
static wl_status
read_offset (wl_request_t *req, const char *cursor, uint32_t *ret)
{
    char *key, *end;
    unsigned long offset;

    *ret = 0;
    WL_TRY (wl_cursor_open (req, cursor, &key));
    if (key == NULL)
        return WL_OK;
    offset = strtoul (key, &end, 10);
    if (*end != '\0' || offset > OFFSET_MOST)
        return wl_fail_field (req, "cursor", "format", "To nie jest kursor tej listy.",
                              "This is not a cursor of this list.");
    *ret = (uint32_t) offset;
    return WL_OK;
}

static wl_status
find_page (wl_request_t *req, const search_criteria_t *criteria, uint32_t offset, uint32_t limit,
           Dissemination__ListEntriesResponse *out)
{
    WL_TRY (store_search (req, criteria, offset, limit + 1, &out->n_entries, &out->entries));
    if (out->n_entries <= limit)
        return WL_OK;
    out->n_entries = limit;
    if (offset + limit <= OFFSET_MOST)
        out->next_cursor =
            wl_cursor_make (req, wl_text_printf (wl_arena (req), "%u", offset + limit));
    return WL_OK;
}

static bool
each_occurs (const search_query_t *query, const search_counts_t *counts)
{
    for (size_t i = 0; i < query->count; i++)
        if (counts->groups[i] == 0)
            return false;
    return true;
}

static wl_status
search (wl_request_t *req, search_query_t *query, const Dissemination__ListEntriesRequest *in,
        Dissemination__ListEntriesResponse *out)
{
    search_criteria_t criteria = { .facets = in };
    uint32_t offset, limit = wl_page_limit (in->limit, PAGE);
    search_counts_t counts;
    bool corrected;

    WL_TRY (read_offset (req, in->cursor, &offset));
    WL_TRY (store_count_groups (req, query, &counts));
    WL_TRY (correct (req, query, &counts, &corrected));
    if (corrected)
        out->corrected_query = search_query_text (wl_arena (req), query);
    ask_for (req, query, false, &counts, &criteria);
    if (each_occurs (query, &counts))
        WL_TRY (find_page (req, &criteria, offset, limit, out));
    if (out->n_entries == 0 && query->count > 1) {
        out->any_word = true;
        ask_for (req, query, true, &counts, &criteria);
        WL_TRY (find_page (req, &criteria, offset, limit, out));
    }
    return offset > 0 ? WL_OK : store_facets (req, &criteria, out);
}

wl_status
dissemination_list_entries (wl_request_t *req, const Dissemination__ListEntriesRequest *in,
                            Dissemination__ListEntriesResponse *out)
{
    search_criteria_t criteria = { .terms = "", .facets = in, .share = 1 };
    search_query_t query;
    search_counts_t counts;

    search_query_read (site_stemmer (req), in->query, &query);
    if (query.count > 0)
        return search (req, &query, in, out);
    WL_TRY (store_count_groups (req, &query, &counts));
    criteria.newest = counts.newest;
    WL_TRY (store_newest_page (req, &criteria, wl_page_limit (in->limit, PAGE), in->cursor, out));
    return wl_text_empty (in->cursor) ? store_facets (req, &criteria, out) : WL_OK;
}

/* ---- suggestions ---- */

/* The last word may be half of one: what it is now, or what begins so. */
wl_status
dissemination_suggest (wl_request_t *req, const Dissemination__SuggestRequest *in,
                       Dissemination__SuggestResponse *out)
{
    search_query_t query;
    search_group_t *last;

    search_query_read (site_stemmer (req), in->query, &query);
    if (query.count == 0)
        return WL_OK;
    last = &query.groups[query.count - 1];
    WL_TRY (store_words_from (req, last->word.folded, SUGGESTED_WORDS, &out->n_words, &out->words));
    return store_titles (req, search_query_write_begun (wl_arena (req), &query), SUGGESTED_TITLES,
                         &out->n_entries, &out->entries);
}

wl_status
dissemination_list_similar (wl_request_t *req, const Dissemination__ListSimilarRequest *in,
                            Dissemination__ListSimilarResponse *out)
{
    return store_similar (req, in->slug, SIMILAR, &out->n_entries, &out->entries);
}

/* ---- searches that people keep ---- */

wl_status
dissemination_save_search (wl_request_t *req, const Dissemination__SaveSearchRequest *in,
                           Dissemination__SavedSearch *out)
{
    search_query_t query;
    wl_uuid_t id = wl_uuid_new (wl_now (req));

    out->id = wl_uuid_text (wl_arena (req), id);
    out->name = in->name;
    out->criteria = in->criteria;
    out->created_at = wl_timestamp (wl_arena (req), wl_now (req));
    search_query_read (site_stemmer (req), in->criteria->query, &query);
    if (store_save_search (req, out, search_query_write (wl_arena (req), &query, false)) ==
        WL_RESOURCE_EXHAUSTED)
        return wl_fail (req, WL_RESOURCE_EXHAUSTED, "too-many-searches",
                        "Masz już 50 zapisanych wyszukiwań. Usuń któreś z nich.",
                        "You keep 50 searches already. Delete one of them.");
    return WL_OK;
}

wl_status
dissemination_list_saved_searches (wl_request_t *req,
                                   const Dissemination__ListSavedSearchesRequest *in,
                                   Dissemination__ListSavedSearchesResponse *out)
{
    (void) in;
    return store_saved_searches (req, out);
}

wl_status
dissemination_delete_saved_search (wl_request_t *req,
                                   const Dissemination__DeleteSavedSearchRequest *in,
                                   Dissemination__DeleteSavedSearchResponse *out)
{
    (void) out;
    return store_delete_search (req, in->search_id);
}
