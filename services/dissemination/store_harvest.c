#include "store_harvest.h"

/* A withdrawn entry keeps its themes for its header; its text goes no further than that. */
#define RECORD                                                                                \
    "SELECT entry.id, slug, CASE WHEN state = 4 THEN 4 ELSE 2 END AS state, region, v.text,"  \
    " entry.published_at, public_changed_at AS updated_at, published_version"                 \
    " FROM entry JOIN entry_version AS v ON v.entry_id = id AND v.number = published_version" \
    " WHERE public_changed_at IS NOT NULL"
#define SELECTED                                                \
    " AND ($1::timestamptz IS NULL OR public_changed_at >= $1)" \
    " AND ($2::timestamptz IS NULL OR public_changed_at < $2)"  \
    " AND ($3::text IS NULL OR public_themes @> ARRAY[$3]) AND ($4::text IS NULL OR region = $4)"

WL_SQL (HARVEST,
        RECORD SELECTED " AND ($5::timestamptz IS NULL OR (public_changed_at, id) > ($5, $6::uuid))"
                        " ORDER BY public_changed_at, id LIMIT $7");
WL_SQL (HARVEST_SIZE, "SELECT count (*) FROM entry WHERE public_changed_at IS NOT NULL" SELECTED);
WL_SQL (HARVEST_RECORD, RECORD " AND id = $1");
WL_SQL (HARVEST_EARLIEST, "SELECT min (public_changed_at) FROM entry"
                          " WHERE public_changed_at IS NOT NULL");
WL_SQL (HARVEST_THEMES, "SELECT DISTINCT unnest (public_themes) AS theme FROM entry"
                        " WHERE public_changed_at IS NOT NULL ORDER BY theme LIMIT 500");
WL_SQL (HARVEST_REGIONS, "SELECT DISTINCT region FROM entry"
                         " WHERE public_changed_at IS NOT NULL ORDER BY region LIMIT 500");

wl_status
store_harvest (wl_request_t *req, const oai_selection_t *selection, uint32_t limit,
               size_t *ret_count, Dissemination__Entry ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &HARVEST, &rows, wl_p_time (selection->from),
                    wl_p_time (selection->before), wl_p_text (selection->theme),
                    wl_p_text (selection->region), wl_p_time (selection->after_time),
                    wl_p_uuid (selection->after_id), wl_p_int (limit)));
    wl_rows_messages (wl_db (req), &rows, &dissemination__entry__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

wl_status
store_harvest_size (wl_request_t *req, const oai_selection_t *selection, uint64_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &HARVEST_SIZE, &rows, wl_p_time (selection->from),
                    wl_p_time (selection->before), wl_p_text (selection->theme),
                    wl_p_text (selection->region)));
    *ret = (uint64_t) wl_row_int (&rows, 0, 0);
    return WL_OK;
}

wl_status
store_harvest_record (wl_request_t *req, const char *entry_id, Dissemination__Entry *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &HARVEST_RECORD, &rows, wl_p_uuid (entry_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

wl_status
store_harvest_earliest (wl_request_t *req, wl_time_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &HARVEST_EARLIEST, &rows));
    *ret = wl_row_time (&rows, 0, 0);
    return WL_OK;
}

static wl_status
read_keys (wl_request_t *req, const wl_statement_t *statement, char ***ret, size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), statement, &rows));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = wl_row_text (wl_db (req), &rows, i, 0);
    return WL_OK;
}

wl_status
store_harvest_sets (wl_request_t *req, char ***ret_themes, size_t *ret_theme_count,
                    char ***ret_regions, size_t *ret_region_count)
{
    WL_TRY (read_keys (req, &HARVEST_THEMES, ret_themes, ret_theme_count));
    return read_keys (req, &HARVEST_REGIONS, ret_regions, ret_region_count);
}
