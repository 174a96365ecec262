/* The index of published entries; SQL only here. Everything returned lives in the request's arena.
 */
#pragma once

#include "search_index.h"
#include "service/request.h"

/* Of a broad question no more are compared. */
#define CANDIDATES "250"
enum { CANDIDATES_MOST = 250 };

/* What may be searched for; lists that are empty let everything through. */
typedef struct search_criteria {
    const char *terms;  /* a tsquery's text, "" for none */
    double share;       /* of all entries that are expected to match `terms` */
    double title_share; /* and by their title */
    int64_t newest;     /* the number of the newest entry: about how many there are */
    /* What is marked in titles and summaries: lexemes, and beginnings of lexemes. */
    const char *const *lexemes, *const *beginnings;
    size_t lexeme_count, beginning_count;
    const Dissemination__ListEntriesRequest *facets;
} search_criteria_t;

/* ---- writing; deferred, so that it travels with COMMIT ---- */

/* Makes a published entry findable as it is now. */
void store_index_entry (wl_request_t *req, const Dissemination__Entry *entry,
                        const search_document_t *document);
void store_unindex_entry (wl_request_t *req, const char *entry_id);
/* Up to `limit` entries whose index was made by other rules, locked. */
WL_MUST_CHECK wl_status store_stale_entries (wl_request_t *req, uint32_t limit, size_t *ret_count,
                                             Dissemination__Entry ***ret);

/* ---- reading ---- */

/* Rows of SUMMARY_COLUMNS. */
#define SUMMARY_COLUMNS                                                                   \
    "e.slug, e.title, e.summary, s.region, s.published_at, s.themes, s.recipient_groups," \
    " s.reach, s.cost, s.licence, s.evidence_level"
void store_read_summaries (wl_request_t *req, const wl_rows_t *rows, size_t *ret_count,
                           Dissemination__EntrySummary ***ret);

/* The most relevant from `offset` on. */
WL_MUST_CHECK wl_status store_search (wl_request_t *req, const search_criteria_t *criteria,
                                      uint32_t offset, uint32_t limit, size_t *ret_count,
                                      Dissemination__EntrySummary ***ret);
/* Without words: a page of the newest. `cursor` as wl_cursor_make gave it. */
WL_MUST_CHECK wl_status store_newest_page (wl_request_t *req, const search_criteria_t *criteria,
                                           uint32_t limit, const char *cursor,
                                           Dissemination__ListEntriesResponse *ret);
/* Counts up to 3,000 matches and their facets. */
WL_MUST_CHECK wl_status store_facets (wl_request_t *req, const search_criteria_t *criteria,
                                      Dissemination__ListEntriesResponse *ret);
/* How many entries have a word of each group, and the number of the newest entry. */
typedef struct search_counts {
    int64_t groups[SEARCH_GROUPS_MAX];
    int64_t newest;
} search_counts_t;
WL_MUST_CHECK wl_status store_count_groups (wl_request_t *req, const search_query_t *query,
                                            search_counts_t *ret);
/* Words of the catalogue that look like this one: folded, and as they are written. Those that begin
 * alike, or (`anywhere`) all. */
WL_MUST_CHECK wl_status store_similar_words (wl_request_t *req, const char *folded, bool anywhere,
                                             size_t *ret_count, const char ***ret_words,
                                             const char ***ret_shown);
WL_MUST_CHECK wl_status store_words_from (wl_request_t *req, const char *prefix, uint32_t limit,
                                          size_t *ret_count, char ***ret);
/* Titles that match, the newest first. */
WL_MUST_CHECK wl_status store_titles (wl_request_t *req, const char *terms, uint32_t limit,
                                      size_t *ret_count, Dissemination__EntrySummary ***ret);
/* What shares the rarest lexemes of an entry's title and summary. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_similar (wl_request_t *req, const char *slug, uint32_t limit,
                                       size_t *ret_count, Dissemination__EntrySummary ***ret);

/* ---- searches that people keep ---- */

/* WL_RESOURCE_EXHAUSTED when the account keeps as many as one may. */
WL_MUST_CHECK wl_status store_save_search (wl_request_t *req,
                                           const Dissemination__SavedSearch *search,
                                           const char *terms);
WL_MUST_CHECK wl_status store_saved_searches (wl_request_t *req,
                                              Dissemination__ListSavedSearchesResponse *ret);
/* WL_NOT_FOUND, also for another's. */
WL_MUST_CHECK wl_status store_delete_search (wl_request_t *req, const char *search_id);
/* The next searches after `after` ("" for the first) that an entry fits; events without the entry.
 */
WL_MUST_CHECK wl_status store_matching_searches (wl_request_t *req, const char *entry_id,
                                                 const char *after, uint32_t limit,
                                                 size_t *ret_count,
                                                 Dissemination__SavedSearchMatched ***ret);
