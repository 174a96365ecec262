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

#define FILTER                                                                             \
    "row ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, nullif ($13, '')::date, nullif (" \
    "$14, '')::date)::dossier_filter"

WL_SQL (select_found,
        "select " DOSSIER_COLUMNS " from found_dossiers ($1, " FILTER ", $15, $16, $17, $18)"
        " with ordinality as found (application_id, place)"
        " join dossier d on d.application_id = found.application_id and d.current" DOSSIER_JOINS
        " order by found.place");
WL_SQL (select_count, "select count_dossiers ($1, " FILTER ", $15)");

/* What both statements begin with. */
#define FILTER_PARAMS(search, states, types)                                               \
    wl_p_text ((search)->query), wl_p_texts ((search)->regions, (search)->region_count),   \
        wl_p_bool ((search)->all_regions), wl_p_uuid ((search)->asked->call_id),           \
        wl_p_text ((search)->asked->region), wl_p_text ((search)->asked->stage),           \
        wl_p_ints (states, (search)->asked->n_states),                                     \
        wl_p_ints (types, (search)->asked->n_applicant_types),                             \
        wl_p_int ((search)->asked->points_from), wl_p_int ((search)->asked->points_until), \
        wl_p_int ((search)->asked->amount_from_grosze),                                    \
        wl_p_int ((search)->asked->amount_until_grosze),                                   \
        wl_p_text ((search)->asked->submitted_from), wl_p_text ((search)->asked->submitted_until)

static int64_t *
numbers_of (wl_request_t *req, const int *list, size_t count)
{
    int64_t *ret = wl_arena_array (wl_arena (req), count + 1, sizeof *ret);

    for (size_t i = 0; i < count; i++)
        ret[i] = list[i];
    return ret;
}

wl_status
store_search_find (wl_request_t *req, const store_search_t *search, size_t *ret_count,
                   Evaluation__Dossier ***ret)
{
    const Evaluation__SearchDossiersRequest *asked = search->asked;
    const int64_t *states = numbers_of (req, (const int *) asked->states, asked->n_states);
    const int64_t *types =
        numbers_of (req, (const int *) asked->applicant_types, asked->n_applicant_types);
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_found, &rows, FILTER_PARAMS (search, states, types),
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
    const int64_t *states = numbers_of (req, (const int *) asked->states, asked->n_states);
    const int64_t *types =
        numbers_of (req, (const int *) asked->applicant_types, asked->n_applicant_types);
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_count, &rows, FILTER_PARAMS (search, states, types),
                    wl_p_int (most)));
    *ret = wl_row_int (&rows, 0, 0);
    return WL_OK;
}
