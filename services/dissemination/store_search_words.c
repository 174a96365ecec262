#include "store.h"
#include "store_search.h"

/* ---- words ---- */

/* How many entries have each group of lexemes; group -1 is the newest entry's number. Of what
 * begins so, two hundred words tell enough. */
WL_SQL (COUNT_GROUPS,
        "SELECT -1::int8, coalesce (max (number), 0) FROM search_entry"
        " UNION ALL SELECT asked.of_group, coalesce (sum (CASE WHEN begins = 0 THEN"
        "    (SELECT entries FROM search_lexeme WHERE lexeme = word)"
        "   ELSE (SELECT sum (entries) FROM (SELECT entries FROM search_lexeme"
        "     WHERE lexeme >= word AND lexeme < word || U&'\\+10FFFF' AND entries > 0 LIMIT 200)"
        "     AS begun) END), 0)::int8"
        "  FROM unnest ($1, $2, $3) AS asked (word, of_group, begins) GROUP BY asked.of_group");
WL_SQL (SIMILAR_WORDS, "SELECT word, shown FROM similar_words ($1)");
WL_SQL (SIMILAR_OF_LETTER, "SELECT word, shown FROM similar_words_of_letter ($1)");
WL_SQL (WORDS_FROM, "SELECT shown FROM search_word WHERE word >= $1 AND word < $2 AND entries > 0"
                    " ORDER BY entries DESC, word LIMIT $3");
WL_SQL (TITLES, "SELECT e.slug, e.title FROM search_entry AS s JOIN entry AS e ON e.id = s.entry_id"
                " WHERE s.title_terms @@ $1::text::tsquery"
                " ORDER BY s.published_at DESC, s.entry_id DESC LIMIT $2");

wl_status
store_count_groups (wl_request_t *req, const search_query_t *query, search_counts_t *ret)
{
    int64_t *groups, *begins;
    const char **lexemes;
    size_t count = search_query_counted (wl_arena (req), query, &lexemes, &groups, &begins);
    wl_rows_t rows;

    *ret = (search_counts_t){ 0 };
    WL_TRY (wl_run (wl_db (req), &COUNT_GROUPS, &rows, wl_p_texts (lexemes, count),
                    wl_p_ints (groups, count), wl_p_ints (begins, count)));
    for (int i = 0; i < rows.count; i++) {
        int64_t group = wl_row_int (&rows, i, 0);

        if (group < 0)
            ret->newest = wl_row_int (&rows, i, 1);
        else if (group < SEARCH_GROUPS_MAX)
            ret->groups[group] = wl_row_int (&rows, i, 1);
    }
    return WL_OK;
}

wl_status
store_similar_words (wl_request_t *req, const char *folded, bool anywhere, size_t *ret_count,
                     const char ***ret_words, const char ***ret_shown)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, anywhere ? &SIMILAR_WORDS : &SIMILAR_OF_LETTER, &rows, wl_p_text (folded)));
    *ret_count = (size_t) rows.count;
    *ret_words = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret_words);
    *ret_shown = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret_shown);
    for (int i = 0; i < rows.count; i++) {
        (*ret_words)[i] = wl_row_text (db, &rows, i, 0);
        (*ret_shown)[i] = wl_row_text (db, &rows, i, 1);
    }
    return WL_OK;
}

wl_status
store_words_from (wl_request_t *req, const char *prefix, uint32_t limit, size_t *ret_count,
                  char ***ret)
{
    /* Bytes that no word has behind the prefix: U+10FFFF. */
    const char *end = wl_text_printf (wl_arena (req), "%s\xf4\x8f\xbf\xbf", prefix);
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &WORDS_FROM, &rows, wl_p_text (prefix), wl_p_text (end),
                    wl_p_int (limit)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = wl_row_text (wl_db (req), &rows, i, 0);
    return WL_OK;
}

wl_status
store_titles (wl_request_t *req, const char *terms, uint32_t limit, size_t *ret_count,
              Dissemination__EntrySummary ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &TITLES, &rows, wl_p_text (terms), wl_p_int (limit)));
    store_read_summaries (req, &rows, ret_count, ret);
    return WL_OK;
}

/* ---- similar ones ---- */

WL_SQL (RAREST_LEXEMES,
        "SELECT string_agg (quote_literal (lexeme), ' | ') FROM"
        " (SELECT term.lexeme FROM entry AS e JOIN search_entry AS s ON s.entry_id = e.id,"
        "    unnest (s.terms) AS term JOIN search_lexeme AS l ON l.lexeme = term.lexeme"
        "   WHERE e.slug = $1 AND term.weights && '{A,B}' AND l.entries > 1"
        "   ORDER BY l.entries, term.lexeme LIMIT 12) AS rarest");
WL_SQL (SIMILAR,
        "WITH best AS (SELECT s.entry_id,"
        "    ts_rank ('{0.05, 0.2, 0.5, 1.0}', s.head_terms, $1::text::tsquery, 1) AS rank"
        "   FROM search_newest (ARRAY[$1::text::tsquery], '{}', '{}', '{}', '{}', '{}', '{}',"
        "          '{}', " CANDIDATES ") AS hits"
        "   JOIN search_entry AS s ON s.entry_id = found_id JOIN entry AS e ON e.id = s.entry_id"
        "   WHERE e.slug <> $2 ORDER BY rank DESC, s.published_at DESC, s.entry_id LIMIT $3)"
        " SELECT " SUMMARY_COLUMNS " FROM best JOIN search_entry AS s USING (entry_id)"
        " JOIN entry AS e ON e.id = s.entry_id ORDER BY best.rank DESC, s.published_at DESC");
WL_SQL (IS_PUBLISHED, "SELECT FROM entry WHERE slug = $1 AND " ENTRY_IS_PUBLIC);

wl_status
store_similar (wl_request_t *req, const char *slug, uint32_t limit, size_t *ret_count,
               Dissemination__EntrySummary ***ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;
    char *terms;

    *ret_count = 0;
    WL_TRY (wl_run (db, &IS_PUBLISHED, &rows, wl_p_text (slug)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    WL_TRY (wl_run (db, &RAREST_LEXEMES, &rows, wl_p_text (slug)));
    terms = wl_row_text (db, &rows, 0, 0);
    if (terms[0] == '\0')
        return WL_OK;
    WL_TRY (wl_run (db, &SIMILAR, &rows, wl_p_text (terms), wl_p_text (slug), wl_p_int (limit)));
    store_read_summaries (req, &rows, ret_count, ret);
    return WL_OK;
}
