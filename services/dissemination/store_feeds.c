#include "store.h"

WL_SQL (NEWEST, PUBLIC_ENTRY ("'pl'") " ORDER BY entry.published_at DESC, entry.id DESC LIMIT $1");
WL_SQL (SITEMAPS, "SELECT min (id::text), max (public_changed_at) FROM"
                  " (SELECT id, public_changed_at, (row_number () OVER (ORDER BY id) - 1) / $1"
                  "    AS sitemap FROM entry WHERE " ENTRY_IS_PUBLIC ") AS numbered"
                  " GROUP BY sitemap ORDER BY sitemap");
WL_SQL (SITEMAP, "SELECT slug, public_changed_at FROM entry WHERE " ENTRY_IS_PUBLIC " AND id >= $1"
                 " ORDER BY id LIMIT $2");

wl_status
store_newest (wl_request_t *req, uint32_t count, size_t *ret_count, Dissemination__Entry ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &NEWEST, &rows, wl_p_int (count)));
    wl_rows_messages (wl_db (req), &rows, &dissemination__entry__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

static void
read_places (wl_request_t *req, const wl_rows_t *rows, size_t *ret_count, sitemap_place_t **ret)
{
    sitemap_place_t *places = wl_arena_array (wl_arena (req), (size_t) rows->count, sizeof *places);

    for (int i = 0; i < rows->count; i++)
        places[i] =
            (sitemap_place_t){ wl_row_text (wl_db (req), rows, i, 0), wl_row_time (rows, i, 1) };
    *ret = places;
    *ret_count = (size_t) rows->count;
}

wl_status
store_sitemaps (wl_request_t *req, uint32_t size, size_t *ret_count, sitemap_place_t **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &SITEMAPS, &rows, wl_p_int (size)));
    read_places (req, &rows, ret_count, ret);
    return WL_OK;
}

wl_status
store_sitemap (wl_request_t *req, const char *from_id, uint32_t size, size_t *ret_count,
               sitemap_place_t **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &SITEMAP, &rows, wl_p_uuid (from_id), wl_p_int (size)));
    read_places (req, &rows, ret_count, ret);
    return WL_OK;
}
