#include "store.h"

WL_SQL (INSERT_DRAFT, "INSERT INTO entry (id, slug, state, application_id, call_id, region, text,"
                      " title, summary, created_at, updated_at)"
                      " VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $9)"
                      " ON CONFLICT (application_id) DO NOTHING");
WL_SQL (ENTRY, "SELECT " ENTRY_COLUMNS " FROM entry WHERE id = $1");
WL_SQL (PUBLISHED_ENTRY, "SELECT " ENTRY_COLUMNS " FROM entry WHERE slug = $1 AND state = 2");
WL_SQL (LOCK_ENTRY, "SELECT " ENTRY_COLUMNS " FROM entry WHERE id = $1 FOR UPDATE");
WL_SQL (WRITE_ENTRY, "UPDATE entry SET state = $2, text = $3, title = $4, summary = $5,"
                     " updated_at = $6, published_at = $7, version = version + 1 WHERE id = $1");
WL_SQL (LIST_DRAFTS, "SELECT " ENTRY_COLUMNS " FROM entry WHERE $1::uuid IS NULL OR id < $1"
                     " ORDER BY id DESC LIMIT $2");

wl_status
store_insert_draft (wl_request_t *req, const Dissemination__Entry *entry)
{
    return wl_run (wl_db (req), &INSERT_DRAFT, NULL, wl_p_uuid (entry->id), wl_p_text (entry->slug),
                   wl_p_uuid (entry->application_id), wl_p_uuid (entry->call_id),
                   wl_p_text (entry->region), wl_p_message (&entry->text->base),
                   wl_p_text (entry->text->title), wl_p_text (entry->text->summary),
                   wl_p_time (wl_now (req)));
}

static wl_status
read_one (wl_request_t *req, const wl_statement_t *statement, wl_param_t key,
          Dissemination__Entry *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_db_run (wl_db (req), statement, &rows, &key, 1));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

wl_status
store_entry (wl_request_t *req, const char *entry_id, Dissemination__Entry *ret)
{
    return read_one (req, &ENTRY, wl_p_uuid (entry_id), ret);
}

wl_status
store_published_entry (wl_request_t *req, const char *slug, Dissemination__Entry *ret)
{
    return read_one (req, &PUBLISHED_ENTRY, wl_p_text (slug), ret);
}

wl_status
store_lock_entry (wl_request_t *req, const char *entry_id, uint64_t version,
                  Dissemination__Entry *ret)
{
    WL_TRY (read_one (req, &LOCK_ENTRY, wl_p_uuid (entry_id), ret));
    return ret->version == version ? WL_OK : WL_ABORTED;
}

wl_status
store_write_entry (wl_request_t *req, Dissemination__Entry *entry)
{
    WL_TRY (wl_run (wl_db (req), &WRITE_ENTRY, NULL, wl_p_uuid (entry->id), wl_p_int (entry->state),
                    wl_p_message (&entry->text->base), wl_p_text (entry->text->title),
                    wl_p_text (entry->text->summary), wl_p_time (wl_now (req)),
                    wl_p_time (wl_timestamp_time (entry->published_at))));
    entry->version++;
    entry->updated_at = wl_timestamp (wl_arena (req), wl_now (req));
    return WL_OK;
}

wl_status
store_list_drafts (wl_request_t *req, uint32_t limit, const char *cursor,
                   Dissemination__ListDraftsResponse *ret)
{
    wl_rows_t rows;
    char *id;

    /* Ids are UUIDv7: their order is the order in which the entries came. */
    WL_TRY (wl_cursor_open (req, cursor, &id));
    WL_TRY (wl_run (wl_db (req), &LIST_DRAFTS, &rows, wl_p_uuid (id), wl_p_int (limit + 1L)));
    wl_rows_messages (wl_db (req), &rows, &dissemination__entry__descriptor, &ret->n_entries,
                      (ProtobufCMessage ***) &ret->entries);
    if (ret->n_entries > limit) {
        ret->n_entries = limit;
        ret->next_cursor = wl_cursor_make (req, ret->entries[limit - 1]->id);
    }
    return WL_OK;
}
