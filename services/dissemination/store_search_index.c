#include "search_windows.h"
#include "site.h"
#include "store.h"
#include "store_search.h"

WL_SQL (
    COUNT_WORDS,
    "INSERT INTO search_word"
    " SELECT word, max (shown), sum (change)::int FROM"
    "   (SELECT unnest ($2) AS word, lower (unnest ($3)) AS shown, 1 AS change"
    "    UNION ALL SELECT unnest (words), '', -1 FROM search_entry WHERE entry_id = $1) AS words"
    " GROUP BY word HAVING sum (change) <> 0 ORDER BY word"
    " ON CONFLICT (word) DO UPDATE SET entries = search_word.entries + excluded.entries");
WL_SQL (COUNT_LEXEMES,
        "INSERT INTO search_lexeme"
        " SELECT lexeme, sum (change)::int FROM"
        "   (SELECT unnest (tsvector_to_array ($2::text::tsvector)) AS lexeme, 1 AS change"
        "    UNION ALL SELECT unnest (tsvector_to_array (terms)), -1 FROM search_entry"
        "      WHERE entry_id = $1) AS lexemes WHERE NOT starts_with (lexeme, '~')"
        " GROUP BY lexeme HAVING sum (change) <> 0 ORDER BY lexeme"
        " ON CONFLICT (lexeme) DO UPDATE SET entries = search_lexeme.entries + excluded.entries");
/* An entry keeps the number that it got when it was first published. */
WL_SQL (PUT_INDEX,
        "WITH placed AS (SELECT coalesce ((SELECT number FROM search_entry WHERE entry_id = $1),"
        "   nextval ('search_number')) AS number)"
        " INSERT INTO search_entry (entry_id, published_at, region, themes, recipient_groups,"
        " licence, reach, cost, evidence_level, built, title_terms, terms, words, head_terms,"
        " number)"
        " SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
        "   $11::text::tsvector || search_window_tokens (number),"
        "   $12::text::tsvector || search_window_tokens (number), $13, $14::text::tsvector, number"
        " FROM placed"
        " ON CONFLICT (entry_id) DO UPDATE SET published_at = excluded.published_at,"
        " region = excluded.region, themes = excluded.themes,"
        " recipient_groups = excluded.recipient_groups, licence = excluded.licence,"
        " reach = excluded.reach, cost = excluded.cost, evidence_level = excluded.evidence_level,"
        " built = excluded.built, title_terms = excluded.title_terms, terms = excluded.terms,"
        " words = excluded.words, head_terms = excluded.head_terms");
WL_SQL (DELETE_INDEX, "DELETE FROM search_entry WHERE entry_id = $1");
WL_SQL (STALE_ENTRIES,
        PUBLIC_ENTRY (
            "'pl'") " AND id IN"
                    " (SELECT entry_id FROM search_entry WHERE built <> $1 ORDER BY built LIMIT $2)"
                    " FOR UPDATE OF entry SKIP LOCKED");

static Dissemination__CostBand
cost_band (int64_t grosze)
{
    static const int64_t thousand = 100000;

    if (grosze <= 0)
        return DISSEMINATION__COST_BAND__COST_BAND_UNSPECIFIED;
    if (grosze <= 5 * thousand)
        return DISSEMINATION__COST_BAND__UP_TO_5;
    if (grosze <= 20 * thousand)
        return DISSEMINATION__COST_BAND__UP_TO_20;
    return grosze <= 50 * thousand ? DISSEMINATION__COST_BAND__UP_TO_50
                                   : DISSEMINATION__COST_BAND__ABOVE_50;
}

static wl_param_t
texts (char **list, size_t count)
{
    return wl_p_texts ((const char *const *) list, count);
}

void
store_index_entry (wl_request_t *req, const Dissemination__Entry *entry,
                   const search_document_t *document)
{
    const Dissemination__EntryText *text = entry->text;
    const Dissemination__CostBand cost = cost_band (text->cost_grosze);
    wl_db_t *db = wl_db (req);
    wl_buffer_t terms;
    wl_param_t words = wl_p_texts (document->words, document->word_count);

    wl_buffer_init (&terms, wl_arena (req));
    wl_buffer_text (&terms, document->terms);
    search_tokens_write (&terms, entry, (int) cost);
    wl_defer (db, &COUNT_WORDS, wl_p_uuid (entry->id), words,
              wl_p_texts (document->shown, document->word_count));
    wl_defer (db, &COUNT_LEXEMES, wl_p_uuid (entry->id), wl_p_text (document->terms));
    wl_defer (db, &PUT_INDEX, wl_p_uuid (entry->id),
              wl_p_time (wl_timestamp_time (entry->published_at)), wl_p_text (entry->region),
              texts (text->themes, text->n_themes),
              texts (text->recipient_groups, text->n_recipient_groups), wl_p_text (text->licence),
              wl_p_int (entry->reach), wl_p_int (cost), wl_p_int (text->evidence_level),
              wl_p_text (site_search_built (req)), wl_p_text (document->title_terms),
              wl_p_text (terms.data), words, wl_p_text (document->head_terms));
}

void
store_unindex_entry (wl_request_t *req, const char *entry_id)
{
    wl_db_t *db = wl_db (req);

    wl_defer (db, &COUNT_WORDS, wl_p_uuid (entry_id), wl_p_texts (NULL, 0), wl_p_texts (NULL, 0));
    wl_defer (db, &COUNT_LEXEMES, wl_p_uuid (entry_id), wl_p_text (""));
    wl_defer (db, &DELETE_INDEX, wl_p_uuid (entry_id));
}

wl_status
store_stale_entries (wl_request_t *req, uint32_t limit, size_t *ret_count,
                     Dissemination__Entry ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &STALE_ENTRIES, &rows, wl_p_text (site_search_built (req)),
                    wl_p_int (limit)));
    wl_rows_messages (wl_db (req), &rows, &dissemination__entry__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}
