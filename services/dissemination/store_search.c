#include "store_search.h"

#include <stdlib.h>
#include <string.h>

#include "highlight.h"
#include "site.h"
#include "store.h"

/* ---- writing ---- */

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
        "      WHERE entry_id = $1) AS lexemes"
        " GROUP BY lexeme HAVING sum (change) <> 0 ORDER BY lexeme"
        " ON CONFLICT (lexeme) DO UPDATE SET entries = search_lexeme.entries + excluded.entries");
WL_SQL (PUT_INDEX,
        "INSERT INTO search_entry (entry_id, published_at, region, themes, recipient_groups,"
        " licence, reach, cost, evidence_level, built, title_terms, terms, words)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::text::tsvector,"
        " $12::text::tsvector, $13)"
        " ON CONFLICT (entry_id) DO UPDATE SET published_at = $2, region = $3, themes = $4,"
        " recipient_groups = $5, licence = $6, reach = $7, cost = $8, evidence_level = $9,"
        " built = $10, title_terms = $11::text::tsvector, terms = $12::text::tsvector, words = $13,"
        " head_terms = $14::text::tsvector");
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
    wl_db_t *db = wl_db (req);
    wl_param_t words = wl_p_texts (document->words, document->word_count);

    wl_defer (db, &COUNT_WORDS, wl_p_uuid (entry->id), words,
              wl_p_texts (document->shown, document->word_count));
    wl_defer (db, &COUNT_LEXEMES, wl_p_uuid (entry->id), wl_p_text (document->terms));
    wl_defer (db, &PUT_INDEX, wl_p_uuid (entry->id),
              wl_p_time (wl_timestamp_time (entry->published_at)), wl_p_text (entry->region),
              texts (text->themes, text->n_themes),
              texts (text->recipient_groups, text->n_recipient_groups), wl_p_text (text->licence),
              wl_p_int (entry->reach), wl_p_int (cost_band (text->cost_grosze)),
              wl_p_int (text->evidence_level), wl_p_text (site_search_built (req)),
              wl_p_text (document->title_terms), wl_p_text (document->terms), words,
              wl_p_text (document->head_terms));
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

/* ---- what all searches share ---- */

#define SUMMARY_COLUMNS                                                                   \
    "e.slug, e.title, e.summary, s.region, s.published_at, s.themes, s.recipient_groups," \
    " s.reach, s.cost, s.licence, s.evidence_level"

#define FITS_THEME    "(cardinality ($2) = 0 OR themes && $2)"
#define FITS_GROUP    "(cardinality ($3) = 0 OR recipient_groups && $3)"
#define FITS_REGION   "(cardinality ($4) = 0 OR region = ANY ($4))"
#define FITS_REACH    "(cardinality ($5) = 0 OR reach = ANY ($5))"
#define FITS_COST     "(cardinality ($6) = 0 OR cost = ANY ($6))"
#define FITS_LICENCE  "(cardinality ($7) = 0 OR licence = ANY ($7))"
#define FITS_EVIDENCE "(cardinality ($8) = 0 OR evidence_level = ANY ($8))"
#define FITS                                                                               \
    FITS_THEME " AND " FITS_GROUP " AND " FITS_REGION " AND " FITS_REACH " AND " FITS_COST \
               " AND " FITS_LICENCE " AND " FITS_EVIDENCE

enum { FACET_PARAMS = 8, PARAMS_MAX = 14 };

static wl_param_t
enums (wl_request_t *req, const int *list, size_t count)
{
    int64_t *numbers = wl_arena_array (wl_arena (req), count, sizeof *numbers);

    for (size_t i = 0; i < count; i++)
        numbers[i] = list[i];
    return wl_p_ints (numbers, count);
}

/* `region` is the older, single form of `regions`. */
static wl_param_t
regions_of (wl_request_t *req, const Dissemination__ListEntriesRequest *facets)
{
    size_t count = facets->n_regions;
    const char **list = wl_arena_array (wl_arena (req), count + 1, sizeof *list);

    for (size_t i = 0; i < count; i++)
        list[i] = facets->regions[i];
    if (!wl_text_empty (facets->region))
        list[count++] = facets->region;
    return wl_p_texts (list, count);
}

static void
fill_params (wl_request_t *req, const char *terms, const Dissemination__ListEntriesRequest *facets,
             wl_param_t ret[PARAMS_MAX])
{
    ret[0] = wl_p_text (terms);
    ret[1] = texts (facets->themes, facets->n_themes);
    ret[2] = texts (facets->recipient_groups, facets->n_recipient_groups);
    ret[3] = regions_of (req, facets);
    ret[4] = enums (req, (const int *) facets->reaches, facets->n_reaches);
    ret[5] = enums (req, (const int *) facets->costs, facets->n_costs);
    ret[6] = texts (facets->licences, facets->n_licences);
    ret[7] = enums (req, (const int *) facets->evidence_levels, facets->n_evidence_levels);
}

/* ---- the most relevant ---- */

/* Of a broad search, only so many are compared: the newest of those that match by their title, of
 * the preferred query's and of the rest (README, "Search"). */
#define CANDIDATES "250"
#define LEG(field, query)                                                                         \
    "(SELECT entry_id FROM search_candidates ('" field "', " query "::text::tsquery, $2, $3, $4," \
    " $5, $6, $7, $8, " CANDIDATES "))"

/* `preferred` is told by where a candidate comes from; comparing again would read its whole index.
 * The first hundred by title and summary are ranked again by everything they say. */
WL_SQL (
    SEARCH,
    "WITH preferred AS MATERIALIZED " LEG (
        "terms",
        "$9") ","
              " hits AS (SELECT entry_id FROM preferred UNION " LEG (
                  "title_terms",
                  "$1") "   UNION " LEG ("terms",
                                         "$12") "),"
                                                " ranked AS (SELECT *, row_number () OVER (ORDER "
                                                "BY preferred DESC, head DESC,"
                                                "   published_at DESC, entry_id DESC) AS place FROM"
                                                "   (SELECT s.entry_id, p.entry_id IS NOT NULL AS "
                                                "preferred, s.published_at,"
                                                "     ts_rank ('{0.05, 0.2, 0.5, 1.0}', "
                                                "s.head_terms, $1::text::tsquery, 1) AS head"
                                                "     FROM hits JOIN search_entry AS s USING "
                                                "(entry_id)"
                                                "     LEFT JOIN preferred AS p ON p.entry_id = "
                                                "s.entry_id) AS heads),"
                                                " best AS (SELECT entry_id, row_number () OVER "
                                                "(ORDER BY ranked.preferred DESC,"
                                                "   place > 100, CASE WHEN place <= 100 THEN"
                                                "     ts_rank ('{0.05, 0.2, 0.5, 1.0}', terms, "
                                                "$1::text::tsquery, 1) END DESC, place)"
                                                "   AS number FROM ranked JOIN search_entry AS s "
                                                "USING (entry_id))"
                                                " SELECT " SUMMARY_COLUMNS
                                                " FROM best JOIN search_entry AS s USING "
                                                "(entry_id) JOIN entry AS e ON e.id = s.entry_id"
                                                " WHERE number > $10 AND number <= $10 + $11 ORDER "
                                                "BY number");
/* The places of matching words in title and summary, "12 3 40". */
WL_SQL (
    PLACES,
    "SELECT (SELECT string_agg (place::text, ' ')"
    "          FROM unnest (s.terms) AS term, unnest (term.positions) AS place"
    "         WHERE place <= 700 AND (term.lexeme = ANY ($2) OR EXISTS"
    "           (SELECT FROM unnest ($3) AS beginning WHERE starts_with (lexeme, beginning))))"
    " FROM unnest ($1) WITH ORDINALITY AS asked (slug, number)"
    " JOIN entry AS e USING (slug) JOIN search_entry AS s ON s.entry_id = e.id ORDER BY number");

static size_t
read_places (wl_request_t *req, const char *text, unsigned **ret)
{
    size_t count = 0;
    char *end;

    *ret = wl_arena_array (wl_arena (req), strlen (text) / 2 + 1, sizeof **ret);
    for (; *text != '\0'; text = end)
        (*ret)[count++] = (unsigned) strtoul (text, &end, 10);
    return count;
}

static void
mark_entry (wl_request_t *req, const char *places_text, Dissemination__EntrySummary *entry)
{
    unsigned *places;
    size_t count = read_places (req, places_text, &places);
    unsigned title_words = highlight_words (entry->title);

    highlight_write (wl_arena (req), entry->title, 1, places, count, &entry->n_title_parts,
                     &entry->title_parts);
    highlight_write (wl_arena (req), entry->summary, title_words + 1, places, count,
                     &entry->n_summary_parts, &entry->summary_parts);
}

static wl_status
mark (wl_request_t *req, const search_criteria_t *criteria, size_t count,
      Dissemination__EntrySummary **entries)
{
    const char **slugs = wl_arena_array (wl_arena (req), count, sizeof *slugs);
    wl_rows_t rows;

    for (size_t i = 0; i < count; i++)
        slugs[i] = entries[i]->slug;
    WL_TRY (wl_run (wl_db (req), &PLACES, &rows, wl_p_texts (slugs, count),
                    wl_p_texts (criteria->lexemes, criteria->lexeme_count),
                    wl_p_texts (criteria->beginnings, criteria->beginning_count)));
    for (int i = 0; i < rows.count && (size_t) i < count; i++)
        mark_entry (req, wl_row_text (wl_db (req), &rows, i, 0), entries[i]);
    return WL_OK;
}

static void
read_summaries (wl_request_t *req, const wl_rows_t *rows, size_t *ret_count,
                Dissemination__EntrySummary ***ret)
{
    wl_rows_messages (wl_db (req), rows, &dissemination__entry_summary__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
}

wl_status
store_search (wl_request_t *req, const search_criteria_t *criteria, uint32_t offset, uint32_t limit,
              size_t *ret_count, Dissemination__EntrySummary ***ret)
{
    wl_param_t params[PARAMS_MAX];
    wl_rows_t rows;

    fill_params (req, criteria->terms, criteria->facets, params);
    params[8] = wl_p_text (criteria->preferred);
    params[9] = wl_p_int (offset);
    params[10] = wl_p_int (limit);
    /* What is preferred need not be looked for twice; no word is named "?". */
    params[11] =
        wl_p_text (strcmp (criteria->terms, criteria->preferred) == 0 ? "'?'" : criteria->terms);
    WL_TRY (wl_db_run (wl_db (req), &SEARCH, &rows, params, 12));
    read_summaries (req, &rows, ret_count, ret);
    return mark (req, criteria, *ret_count, *ret);
}

/* ---- the newest ---- */

/* $1 is not needed here; comparing it keeps the numbers of the others. */
WL_SQL (NEWEST_PAGE,
        "SELECT " SUMMARY_COLUMNS " FROM"
        " (SELECT * FROM search_entry WHERE $1 = '' AND " FITS
        "    AND ($9::timestamptz IS NULL OR (published_at, entry_id) < ($9, $10::uuid))"
        "    ORDER BY published_at DESC, entry_id DESC LIMIT $11) AS s"
        " JOIN entry AS e ON e.id = s.entry_id ORDER BY s.published_at DESC, s.entry_id DESC");
WL_SQL (ENTRY_ID, "SELECT id FROM entry WHERE slug = $1");

/* The key of a cursor is "<microseconds>/<id>". */
static wl_status
split_cursor (wl_request_t *req, const char *cursor, wl_time_t *ret_time, const char **ret_id)
{
    char *key, *slash;

    *ret_time = 0;
    *ret_id = NULL;
    WL_TRY (wl_cursor_open (req, cursor, &key));
    if (key == NULL)
        return WL_OK;
    *ret_time = strtoll (key, &slash, 10);
    if (*slash != '/' || *ret_time <= 0)
        return wl_fail_field (req, "cursor", "format", "To nie jest kursor tej listy.",
                              "This is not a cursor of this list.");
    *ret_id = slash + 1;
    return WL_OK;
}

static wl_status
make_cursor (wl_request_t *req, const Dissemination__EntrySummary *last, char **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &ENTRY_ID, &rows, wl_p_text (last->slug)));
    if (rows.count == 0)
        return WL_OK; /* withdrawn between two statements: this page is the last */
    *ret = wl_cursor_make (req, wl_text_printf (wl_arena (req), "%lld/%s",
                                                (long long) wl_timestamp_time (last->published_at),
                                                wl_row_text (wl_db (req), &rows, 0, 0)));
    return WL_OK;
}

wl_status
store_newest_page (wl_request_t *req, const search_criteria_t *criteria, uint32_t limit,
                   const char *cursor, Dissemination__ListEntriesResponse *ret)
{
    wl_param_t params[PARAMS_MAX];
    wl_time_t before;
    const char *id;
    wl_rows_t rows;

    WL_TRY (split_cursor (req, cursor, &before, &id));
    fill_params (req, "", criteria->facets, params);
    params[8] = wl_p_time (before);
    params[9] = wl_p_uuid (id);
    params[10] = wl_p_int (limit + 1L);
    WL_TRY (wl_db_run (wl_db (req), &NEWEST_PAGE, &rows, params, 11));
    read_summaries (req, &rows, &ret->n_entries, &ret->entries);
    if (ret->n_entries <= limit)
        return WL_OK;
    ret->n_entries = limit;
    return make_cursor (req, ret->entries[limit - 1], &ret->next_cursor);
}

/* ---- facets ---- */

/* A value is counted among what fits all the *other* facets, so that it says what choosing it would
 * give. So rows that fail one facet are kept, and for each facet those that fail no other count. */
#define FACET(kind, value, from, fits)                                                             \
    " UNION ALL SELECT " kind "::int, " value "::text, count (*) FROM " from " WHERE fits - " fits \
    "::int = 6 GROUP BY 2"
#define FACETS(found)                                                                 \
    "WITH found AS MATERIALIZED (" found ")"                                          \
    " SELECT 0, '', count (*) FROM found WHERE fits = 7" FACET (                      \
        "1", "value", "found, unnest (themes) AS value",                              \
        "f1") FACET ("2", "value", "found, unnest (recipient_groups) AS value", "f2") \
        FACET ("3", "region", "found", "f3") FACET ("4", "reach", "found", "f4")      \
            FACET ("5", "cost", "found", "f5") FACET ("6", "licence", "found", "f6")  \
                FACET ("7", "evidence_level", "found", "f7") " ORDER BY 1, 3 DESC, 2 LIMIT 500"

WL_SQL (FACETS_OF_SEARCH, FACETS ("SELECT * FROM search_facets ($1::text::tsquery, $2, $3, $4, $5,"
                                  " $6, $7, $8, 3001)"));
WL_SQL (FACETS_OF_ALL,
        FACETS ("SELECT * FROM (SELECT themes, recipient_groups, region, reach,"
                " cost, licence, evidence_level, " FITS_THEME " AS f1, " FITS_GROUP
                " AS f2, " FITS_REGION " AS f3, " FITS_REACH " AS f4, " FITS_COST
                " AS f5, " FITS_LICENCE " AS f6, " FITS_EVIDENCE " AS f7, " FITS_THEME
                "::int + " FITS_GROUP "::int + " FITS_REGION "::int + " FITS_REACH
                "::int + " FITS_COST "::int + " FITS_LICENCE "::int + " FITS_EVIDENCE
                "::int AS fits"
                " FROM search_entry WHERE $1 = '') AS rows WHERE fits >= 6 LIMIT 3001"));

static char *
facet_value (wl_request_t *req, Dissemination__FacetKind kind, char *text)
{
    const ProtobufCEnumDescriptor *type =
        kind == DISSEMINATION__FACET_KIND__REACH      ? &dissemination__reach__descriptor
        : kind == DISSEMINATION__FACET_KIND__COST     ? &dissemination__cost_band__descriptor
        : kind == DISSEMINATION__FACET_KIND__EVIDENCE ? &dissemination__evidence_level__descriptor
                                                      : NULL;

    return type == NULL
               ? text
               : wl_text_copy (wl_arena (req), wl_enum_name (type, (int) strtol (text, NULL, 10)));
}

static Dissemination__FacetValue *
read_facet (wl_request_t *req, const wl_rows_t *rows, int row)
{
    Dissemination__FacetValue *value = wl_arena_alloc (wl_arena (req), sizeof *value);

    dissemination__facet_value__init (value);
    value->kind = (Dissemination__FacetKind) wl_row_int (rows, row, 0);
    value->value = facet_value (req, value->kind, wl_row_text (wl_db (req), rows, row, 1));
    value->count = (uint32_t) wl_row_int (rows, row, 2);
    return value;
}

enum { COUNTED_MOST = 3000 };

wl_status
store_facets (wl_request_t *req, const search_criteria_t *criteria,
              Dissemination__ListEntriesResponse *ret)
{
    wl_param_t params[PARAMS_MAX];
    wl_rows_t rows;

    fill_params (req, criteria->terms, criteria->facets, params);
    WL_TRY (wl_db_run (wl_db (req), criteria->terms[0] == '\0' ? &FACETS_OF_ALL : &FACETS_OF_SEARCH,
                       &rows, params, FACET_PARAMS));
    ret->facets = wl_arena_array (wl_arena (req), (size_t) rows.count, sizeof *ret->facets);
    for (int i = 0; i < rows.count; i++) {
        Dissemination__FacetValue *value = read_facet (req, &rows, i);

        if (value->kind == DISSEMINATION__FACET_KIND__FACET_KIND_UNSPECIFIED)
            ret->total = value->count;
        else if (value->value[0] != '\0')
            ret->facets[ret->n_facets++] = value;
    }
    ret->total_is_least = ret->total > COUNTED_MOST;
    ret->total = ret->total_is_least ? COUNTED_MOST : ret->total;
    return WL_OK;
}

/* ---- words ---- */

WL_SQL (MATCH_ANY, "SELECT EXISTS (SELECT FROM search_entry WHERE terms @@ terms_asked::tsquery)"
                   " FROM unnest ($1) WITH ORDINALITY AS q (terms_asked, number) ORDER BY number");
WL_SQL (SIMILAR_WORDS, "SELECT word, shown FROM similar_words ($1)");
WL_SQL (SIMILAR_OF_LETTER, "SELECT word, shown FROM similar_words_of_letter ($1)");
WL_SQL (WORDS_FROM, "SELECT shown FROM search_word WHERE word >= $1 AND word < $2 AND entries > 0"
                    " ORDER BY entries DESC, word LIMIT $3");
WL_SQL (TITLES, "SELECT e.slug, e.title FROM search_entry AS s JOIN entry AS e ON e.id = s.entry_id"
                " WHERE s.title_terms @@ $1::text::tsquery"
                " ORDER BY s.published_at DESC, s.entry_id DESC LIMIT $2");

wl_status
store_match_any (wl_request_t *req, const char *const *queries, size_t count, bool *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &MATCH_ANY, &rows, wl_p_texts (queries, count)));
    for (int i = 0; i < rows.count && (size_t) i < count; i++)
        ret[i] = wl_row_bool (&rows, i, 0);
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
    read_summaries (req, &rows, ret_count, ret);
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
        "   FROM search_candidates ('terms', $1::text::tsquery, '{}', '{}', '{}', '{}', '{}', '{}',"
        "          '{}', " CANDIDATES ") AS hits"
        "   JOIN search_entry AS s USING (entry_id) JOIN entry AS e ON e.id = s.entry_id"
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
    read_summaries (req, &rows, ret_count, ret);
    return WL_OK;
}
