#include "store_search.h"

#include "store.h"
#include "store_dossier_columns.h"

enum { FILL = 200 };

/* ---- the words ---- */

WL_SQL (put_words, "update content set found_by = array_to_tsvector ($3)"
                   " where application_id = $1 and stage = $2");

static void
put_words_of (wl_request_t *req, const char *application_id, const char *stage,
              const search_texts_t *texts)
{
    wl_arena_mark_t mark = wl_arena_mark (wl_arena (req));
    size_t count;
    char **words = search_words_of (wl_arena (req), texts, &count);

    wl_defer (wl_db (req), &put_words, wl_p_uuid (application_id), wl_p_text (stage),
              wl_p_texts ((const char *const *) words, count));
    wl_arena_rewind (wl_arena (req), mark);
}

WL_SQL (select_without, "select c.application_id, c.stage, d.region, d.number, c.title,"
                        " c.applicant, c.answers from content c"
                        " join dossier d using (application_id, stage) where c.found_by is null"
                        " order by c.application_id limit $1 for update of c skip locked");

static wl_status
fill_one (wl_request_t *req, const wl_rows_t *rows, int row)
{
    wl_db_t *db = wl_db (req);
    Wlacznik__Applicant *applicant;
    Wlacznik__Answers *answers;
    search_texts_t texts = {
        .region = wl_row_text (db, rows, row, 2),
        .number = wl_row_text (db, rows, row, 3),
        .title = wl_row_text (db, rows, row, 4),
    };

    WL_TRY (store_unpack (req, rows, row, 5, &wlacznik__applicant__descriptor, &applicant));
    WL_TRY (store_unpack (req, rows, row, 6, &wlacznik__answers__descriptor, &answers));
    texts.applicant = applicant;
    texts.answers = answers;
    put_words_of (req, wl_row_text (db, rows, row, 0), wl_row_text (db, rows, row, 1), &texts);
    return WL_OK;
}

wl_status
store_search_words_fill (wl_request_t *req, size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_without, &rows, wl_p_int (FILL)));
    *ret_count = (size_t) rows.count;
    for (int i = 0; i < rows.count; i++) {
        wl_arena_mark_t mark = wl_arena_mark (wl_arena (req));

        WL_TRY (fill_one (req, &rows, i));
        wl_arena_rewind (wl_arena (req), mark);
    }
    return WL_OK;
}

/* ---- searching ---- */

/* A region is one step through its index, however many applications it has. */
WL_SQL (
    select_regions,
    "with recursive seen as ((select region from dossier where current"
    "  order by region limit 1) union all select (select d.region from dossier d where d.current"
    "  and d.region > seen.region order by d.region limit 1) from seen"
    "  where seen.region is not null) select region from seen where region is not null");

wl_status
store_search_regions (wl_request_t *req, const char *const **ret, size_t *ret_count)
{
    const char **regions;
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_regions, &rows));
    regions = wl_arena_array (wl_arena (req), (size_t) rows.count + 1, sizeof *regions);
    for (int i = 0; i < rows.count; i++)
        regions[i] = wl_row_text (wl_db (req), &rows, i, 0);
    *ret = regions;
    *ret_count = (size_t) rows.count;
    return WL_OK;
}

WL_SQL (select_calls, "select c.id, c.programme_id from call c where case when $2 = '' then"
                      " not rehearsed (c.id) else c.id = nullif ($2, '')::uuid end"
                      " and " WL_SQL_OF_PROGRAMME ("c.programme_id", "$1"));

wl_status
store_search_calls (wl_request_t *req, const char *const *programmes, size_t programme_count,
                    const char *call_id, size_t *ret_count, const char *const **ret_ids,
                    const char *const **ret_programmes)
{
    const char **ids, **of;
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_calls, &rows, wl_p_texts (programmes, programme_count),
                    wl_p_text (call_id)));
    ids = wl_arena_array (wl_arena (req), (size_t) rows.count + 1, sizeof *ids);
    of = wl_arena_array (wl_arena (req), (size_t) rows.count + 1, sizeof *of);
    for (int i = 0; i < rows.count; i++) {
        ids[i] = wl_row_text (wl_db (req), &rows, i, 0);
        of[i] = wl_row_text (wl_db (req), &rows, i, 1);
    }
    *ret_count = (size_t) rows.count;
    *ret_ids = ids;
    *ret_programmes = of;
    return WL_OK;
}

/* The parts are rows: words, regions between commas, whether all of them, call. */
#define PARTS                                                 \
    "unnest ($1::text[], $2::text[], $3::int8[], $4::text[])" \
    " as part (words, regions, everywhere, call)"
#define FILTER                                                                         \
    "row (string_to_array (part.regions, ','), part.everywhere = 1, nullif (part.call" \
    ", '')::uuid, $5, $6, $7, $8, $9, $10, $11, $12, nullif ($13, '')::date,"          \
    " nullif ($14, '')::date)::dossier_filter"

/* Each part gives a page at most; the whole page is the first of those. */
WL_SQL (select_found,
        "with picked as (select d.application_id, row_number () over (order by"
        "  case when $15 = 2 then d.submitted_at end, case when $15 = 2 then d.application_id end,"
        "  case $15 when 2 then null when 3 then d.points when 4 then d.amount_grosze end desc,"
        "  case when $15 not in (2, 3, 4) then d.submitted_at end desc, d.application_id desc)"
        "  as place from " PARTS " cross join lateral found_dossiers (part.words, " FILTER
        ", $15, $16, $17, $18) found"
        " join dossier d on d.application_id = found.application_id and d.current"
        " order by place limit $18)"
        " select " DOSSIER_COLUMNS " from picked"
        " join dossier d on d.application_id = picked.application_id and d.current" DOSSIER_JOINS
        " order by picked.place");
WL_SQL (select_count, "select coalesce (sum (count_dossiers (part.words, " FILTER
                      ", $15)), 0)::int8 from " PARTS);

/* What both statements begin with. */
#define FILTER_PARAMS(req, rows, asked)                                                           \
    wl_p_texts ((rows)->words, (rows)->count), wl_p_texts ((rows)->regions, (rows)->count),       \
        wl_p_ints ((rows)->everywhere, (rows)->count), wl_p_texts ((rows)->calls, (rows)->count), \
        wl_p_text ((asked)->region), wl_p_text ((asked)->stage),                                  \
        wl_p_enums (wl_arena (req), (const int *) (asked)->states, (asked)->n_states),            \
        wl_p_enums (wl_arena (req), (const int *) (asked)->applicant_types,                       \
                    (asked)->n_applicant_types),                                                  \
        wl_p_int ((asked)->points_from), wl_p_int ((asked)->points_until),                        \
        wl_p_int ((asked)->amount_from_grosze), wl_p_int ((asked)->amount_until_grosze),          \
        wl_p_text ((asked)->submitted_from), wl_p_text ((asked)->submitted_until)

typedef struct part_rows {
    const char **words, **regions, **calls;
    int64_t *everywhere;
    size_t count;
} part_rows_t;

static const char *
joined (wl_request_t *req, const search_reach_t *reach)
{
    wl_buffer_t ret;

    wl_buffer_init (&ret, wl_arena (req));
    wl_buffer_text (&ret, "");
    for (size_t i = 0; i < reach->region_count; i++)
        wl_buffer_printf (&ret, "%s%s", i > 0 ? "," : "", reach->regions[i]);
    return ret.data;
}

static part_rows_t
rows_of (wl_request_t *req, const store_search_t *search)
{
    const Evaluation__SearchDossiersRequest *asked = search->asked;
    wl_arena_t *arena = wl_arena (req);
    size_t count = search->part_count;
    part_rows_t ret = { wl_arena_array (arena, count + 1, sizeof (char *)),
                        wl_arena_array (arena, count + 1, sizeof (char *)),
                        wl_arena_array (arena, count + 1, sizeof (char *)),
                        wl_arena_array (arena, count + 1, sizeof (int64_t)), count };

    for (size_t i = 0; i < count; i++) {
        const search_part_t *part = &search->parts[i];

        ret.words[i] =
            search_query (arena, &part->reach, asked->text, asked->answers, asked->n_answers);
        ret.regions[i] = joined (req, &part->reach);
        ret.everywhere[i] = part->reach.titles;
        ret.calls[i] = part->call_id;
    }
    return ret;
}

wl_status
store_search_find (wl_request_t *req, const store_search_t *search, size_t *ret_count,
                   Evaluation__Dossier ***ret)
{
    const Evaluation__SearchDossiersRequest *asked = search->asked;
    const part_rows_t parts = rows_of (req, search);
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_found, &rows, FILTER_PARAMS (req, &parts, asked),
                    wl_p_int (asked->order), wl_p_int (search->after_number),
                    wl_p_uuid (search->after_id), wl_p_int (search->limit)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__dossier__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

wl_status
store_search_count (wl_request_t *req, const store_search_t *search, int64_t most, int64_t *ret)
{
    const Evaluation__SearchDossiersRequest *asked = search->asked;
    const part_rows_t parts = rows_of (req, search);
    wl_rows_t rows;
    int64_t found;

    WL_TRY (wl_run (wl_db (req), &select_count, &rows, FILTER_PARAMS (req, &parts, asked),
                    wl_p_int (most)));
    found = wl_row_int (&rows, 0, 0);
    *ret = found < most ? found : most;
    return WL_OK;
}
