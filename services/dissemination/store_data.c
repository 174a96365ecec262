#include "store_data.h"

#include "store.h"

WL_SQL (EXPORT, PUBLIC_ENTRY ("'pl'") " AND ($1::uuid IS NULL OR id >= $1) ORDER BY id LIMIT $2");
WL_SQL (OPEN_ADOPTIONS,
        "SELECT a.id, e.slug, a.named_in_public, a.place, a.state, a.plan,"
        " (SELECT coalesce (sum (people), 0)::int8 FROM adoption_report AS r"
        "   WHERE r.adoption_id = a.id) AS people"
        " FROM adoption AS a JOIN entry AS e ON e.id = a.entry_id"
        " WHERE a.started_at IS NOT NULL AND e.published_version > 0 AND e.state <> 4"
        " AND ($1::uuid IS NULL OR a.id >= $1) ORDER BY a.id LIMIT $2");
WL_SQL (LAST_CHANGE, "SELECT max (public_changed_at) FROM entry"
                     " WHERE public_changed_at IS NOT NULL");
WL_SQL (IMPORT, "INSERT INTO entry (id, slug, state, region, text, title, summary, created_at,"
                " updated_at, source, source_id) VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $7, $8, $9)"
                " ON CONFLICT (source, source_id) DO NOTHING");

wl_status
store_export (wl_request_t *req, const char *from_id, uint32_t limit, size_t *ret_count,
              Dissemination__Entry ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &EXPORT, &rows, wl_p_uuid (from_id), wl_p_int (limit)));
    wl_rows_messages (wl_db (req), &rows, &dissemination__entry__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

static open_adoption_t
read_adoption (wl_request_t *req, const wl_rows_t *rows, int row)
{
    wl_db_t *db = wl_db (req);
    bool named = wl_row_bool (rows, row, 2);
    wl_bytes_t packed = wl_row_bytes (rows, row, 5);
    ProtobufCMessage *message = NULL;
    open_adoption_t self = {
        .id = wl_row_text (db, rows, row, 0),
        .slug = wl_row_text (db, rows, row, 1),
        .place =
            wl_text_printf (wl_arena (req), "%.*s", named ? 4 : 2, wl_row_text (db, rows, row, 3)),
        .state = (Dissemination__AdoptionState) wl_row_int (rows, row, 4),
        .people = wl_row_int (rows, row, 6),
    };

    if (wl_message_unpack (wl_arena (req), &dissemination__adoption_plan__descriptor, packed.data,
                           packed.length, &message) != WL_OK)
        return self;
    self.started_on = ((Dissemination__AdoptionPlan *) message)->started_on;
    if (named)
        self.institution = ((Dissemination__AdoptionPlan *) message)->institution;
    return self;
}

wl_status
store_open_adoptions (wl_request_t *req, const char *from_id, uint32_t limit, size_t *ret_count,
                      open_adoption_t **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &OPEN_ADOPTIONS, &rows, wl_p_uuid (from_id), wl_p_int (limit)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = read_adoption (req, &rows, i);
    return WL_OK;
}

wl_status
store_last_change (wl_request_t *req, wl_time_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &LAST_CHANGE, &rows));
    *ret = wl_row_time (&rows, 0, 0);
    return WL_OK;
}

wl_status
store_import (wl_request_t *req, const char *source, const char *source_id,
              const Dissemination__Entry *entry, bool *ret_new)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &IMPORT, &rows, wl_p_uuid (entry->id), wl_p_text (entry->slug),
                    wl_p_text (entry->region), wl_p_message (&entry->text->base),
                    wl_p_text (entry->text->title), wl_p_text (entry->text->summary),
                    wl_p_time (wl_now (req)), wl_p_text (source), wl_p_text (source_id)));
    *ret_new = rows.affected == 1;
    return WL_OK;
}
