#include "store_search.h"

#include <stdlib.h>
#include <string.h>

#include "highlight.h"
#include "search_windows.h"
#include "store.h"

/* ---- what all searches share ---- */

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
texts (char **list, size_t count)
{
    return wl_p_texts ((const char *const *) list, count);
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
    ret[4] = wl_p_enums (wl_arena (req), (const int *) facets->reaches, facets->n_reaches);
    ret[5] = wl_p_enums (wl_arena (req), (const int *) facets->costs, facets->n_costs);
    ret[6] = texts (facets->licences, facets->n_licences);
    ret[7] = wl_p_enums (wl_arena (req), (const int *) facets->evidence_levels,
                         facets->n_evidence_levels);
}

/* ---- the most relevant ---- */

/* Of a broad search, only so many are compared: the newest of those that match by their title, and
 * of the rest (README, "Search"). The first hundred by title and summary are ranked again by
 * everything they say, which lies out of line and costs more to read than all else. */
#define DEEP   "100"
#define RANKED "ts_rank ('{0.05, 0.2, 0.5, 1.0}', "
WL_SQL (
    SEARCH,
    "WITH hits AS (SELECT found_id FROM search_newest ($9::tsquery[], $2, $3, $4, $5, $6, $7, $8,"
    "     " CANDIDATES ") UNION SELECT found_id FROM search_newest_titles ($10::tsquery[], $2, $3,"
    "     $4, $5, $6, $7, $8, " CANDIDATES ")),"
    " ranked AS (SELECT entry_id, row_number () OVER (ORDER BY head DESC, published_at DESC,"
    "     entry_id DESC) AS place FROM (SELECT s.entry_id, s.published_at,"
    "       " RANKED "s.head_terms, $1::text::tsquery, 1) AS head"
    "     FROM hits JOIN search_entry AS s ON s.entry_id = found_id) AS heads),"
    " best AS (SELECT entry_id, row_number () OVER (ORDER BY whole DESC NULLS LAST, place)"
    "     AS number FROM (SELECT entry_id, place, " RANKED "s.terms, $1::text::tsquery, 1)"
    "         AS whole FROM ranked JOIN search_entry AS s USING (entry_id) WHERE place <= " DEEP
    "       UNION ALL SELECT entry_id, place, NULL FROM ranked WHERE place > " DEEP ") AS judged)"
    " SELECT " SUMMARY_COLUMNS " FROM best JOIN search_entry AS s USING (entry_id)"
    " JOIN entry AS e ON e.id = s.entry_id WHERE best.number > $11 AND best.number <= $11 + $12"
    " ORDER BY best.number");
/* The places of matching words in title and summary, "12 3 40". */
WL_SQL (PLACES,
        "SELECT (SELECT string_agg (place::text, ' ')"
        "          FROM unnest (s.head_terms) AS term, unnest (term.positions) AS place"
        "         WHERE place <= 700 AND (term.lexeme = ANY ($2) OR EXISTS"
        "           (SELECT FROM unnest ($3) AS beginning WHERE starts_with (lexeme, beginning))))"
        " FROM unnest ($1) WITH ORDINALITY AS asked (slug, number)"
        " JOIN entry AS e USING (slug) JOIN search_entry AS s ON s.entry_id = e.id ORDER BY "
        "asked.number");

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

void
store_read_summaries (wl_request_t *req, const wl_rows_t *rows, size_t *ret_count,
                      Dissemination__EntrySummary ***ret)
{
    wl_rows_messages (wl_db (req), rows, &dissemination__entry_summary__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
}

/* ---- windows ---- */

/* A facet lets through less than everything; how much less is found out by looking. */
static const double FACET_SHARE = 0.2;
/* The question and its facets as one tsquery; of a small catalogue the columns alone decide. */
static const char *
with_tokens (wl_request_t *req, const search_criteria_t *criteria, bool all_but_one)
{
    const char *tokens = criteria->newest > SEARCH_SMALL
                             ? search_tokens_asked (wl_arena (req), criteria->facets, all_but_one)
                             : "";

    if (tokens[0] == '\0')
        return criteria->terms;
    return criteria->terms[0] == '\0'
               ? tokens
               : wl_text_printf (wl_arena (req), "(%s) & %s", criteria->terms, tokens);
}

static wl_param_t
windows (wl_request_t *req, const char *asked, double share, int64_t newest, uint32_t wanted)
{
    const char **list = wl_arena_array (wl_arena (req), SEARCH_WINDOWS_MAX, sizeof *list);
    size_t count = search_windows (wl_arena (req), asked, share, newest, wanted, list);

    return wl_p_texts (list, count);
}

static double
share_with (const search_criteria_t *criteria, const char *asked)
{
    return asked == criteria->terms ? criteria->share : criteria->share * FACET_SHARE;
}

wl_status
store_search (wl_request_t *req, const search_criteria_t *criteria, uint32_t offset, uint32_t limit,
              size_t *ret_count, Dissemination__EntrySummary ***ret)
{
    const char *asked = with_tokens (req, criteria, false);
    wl_param_t params[PARAMS_MAX];
    wl_rows_t rows;

    fill_params (req, criteria->terms, criteria->facets, params);
    params[8] =
        windows (req, asked, share_with (criteria, asked), criteria->newest, CANDIDATES_MOST);
    params[9] =
        windows (req, criteria->terms, criteria->title_share, criteria->newest, CANDIDATES_MOST);
    params[10] = wl_p_int (offset);
    params[11] = wl_p_int (limit);
    WL_TRY (wl_db_run (wl_db (req), &SEARCH, &rows, params, 12));
    store_read_summaries (req, &rows, ret_count, ret);
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
/* In a large catalogue what is rare is found by the index. */
WL_SQL (NEWEST_WITH_FACETS,
        "SELECT " SUMMARY_COLUMNS " FROM search_newest ($12::tsquery[], $2, $3, $4, $5, $6, $7, $8,"
        "   $11) JOIN search_entry AS s ON s.entry_id = found_id JOIN entry AS e ON e.id = found_id"
        " WHERE $1 = '' AND $9::timestamptz IS NULL AND $10::uuid IS NULL"
        " ORDER BY s.published_at DESC, s.entry_id DESC");
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
    const char *asked = with_tokens (req, criteria, false);
    wl_param_t params[PARAMS_MAX];
    wl_time_t before;
    const char *id;
    wl_rows_t rows;

    WL_TRY (split_cursor (req, cursor, &before, &id));
    fill_params (req, "", criteria->facets, params);
    params[8] = wl_p_time (before);
    params[9] = wl_p_uuid (id);
    params[10] = wl_p_int (limit + 1L);
    params[11] = windows (req, asked, FACET_SHARE, criteria->newest, limit + 1);
    if (asked[0] != '\0' && id == NULL)
        WL_TRY (wl_db_run (wl_db (req), &NEWEST_WITH_FACETS, &rows, params, 12));
    else
        WL_TRY (wl_db_run (wl_db (req), &NEWEST_PAGE, &rows, params, 11));
    store_read_summaries (req, &rows, &ret->n_entries, &ret->entries);
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
    " SELECT -1, '', count (*) FROM found"                                            \
    " UNION ALL SELECT 0, '', count (*) FROM found WHERE fits = 7" FACET (            \
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

/* Facets and the total of these rows; how many rows there were. */
static int64_t
read_facets (wl_request_t *req, const wl_rows_t *rows, Dissemination__ListEntriesResponse *ret)
{
    int64_t found = 0;

    ret->n_facets = 0;
    ret->facets = wl_arena_array (wl_arena (req), (size_t) rows->count, sizeof *ret->facets);
    for (int i = 0; i < rows->count; i++) {
        Dissemination__FacetValue *value = read_facet (req, rows, i);

        if ((int) value->kind < 0)
            found = wl_row_int (rows, i, 2);
        else if (value->kind == DISSEMINATION__FACET_KIND__FACET_KIND_UNSPECIFIED)
            ret->total = value->count;
        else if (value->value[0] != '\0')
            ret->facets[ret->n_facets++] = value;
    }
    return found;
}

/* Counts in the narrowest window that has enough to count. */
static wl_status
count_facets (wl_request_t *req, const search_criteria_t *criteria, const char *asked,
              Dissemination__ListEntriesResponse *ret, int64_t *ret_found)
{
    const char *list[SEARCH_WINDOWS_MAX];
    size_t count = search_windows (wl_arena (req), asked, share_with (criteria, asked),
                                   criteria->newest, COUNTED_MOST, list);
    wl_param_t params[PARAMS_MAX];
    wl_rows_t rows;

    fill_params (req, "", criteria->facets, params);
    *ret_found = 0;
    for (size_t i = 0; i < count && *ret_found <= COUNTED_MOST; i++) {
        params[0] = wl_p_text (list[i]);
        WL_TRY (wl_db_run (wl_db (req), list[i][0] == '\0' ? &FACETS_OF_ALL : &FACETS_OF_SEARCH,
                           &rows, params, FACET_PARAMS));
        *ret_found = read_facets (req, &rows, ret);
    }
    return WL_OK;
}

wl_status
store_facets (wl_request_t *req, const search_criteria_t *criteria,
              Dissemination__ListEntriesResponse *ret)
{
    int64_t found;

    WL_TRY (count_facets (req, criteria, with_tokens (req, criteria, true), ret, &found));
    ret->total_is_least = found > COUNTED_MOST;
    if (ret->total > COUNTED_MOST)
        ret->total = COUNTED_MOST;
    return WL_OK;
}
