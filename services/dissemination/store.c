#include "store.h"

#include <stdlib.h>
#include <string.h>

#define ENTRY_COLUMNS \
    "id, slug, state, application_id, call_id, region, text, version, published_at, updated_at"

/* The weights order matches of the title before those of the summary and the rest. */
#define SEARCH_OF(title, summary, rest)                        \
    "setweight (to_tsvector ('simple', " title "), 'A') || "   \
    "setweight (to_tsvector ('simple', " summary "), 'B') || " \
    "setweight (to_tsvector ('simple', " rest "), 'C')"

WL_SQL (INSERT_DRAFT,
        "INSERT INTO entry (id, slug, state, application_id, call_id, region, text, title, summary,"
        " search, created_at, updated_at)"
        " VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, " SEARCH_OF (
            "$7", "$8", "$9") ", $10, $10)"
                              " ON CONFLICT (application_id) DO NOTHING");
WL_SQL (PUBLISHED_ENTRY, "SELECT " ENTRY_COLUMNS " FROM entry WHERE slug = $1 AND state = 2");
WL_SQL (LOCK_ENTRY, "SELECT " ENTRY_COLUMNS " FROM entry WHERE id = $1 FOR UPDATE");
WL_SQL (WRITE_ENTRY,
        "UPDATE entry SET state = $2, text = $3, title = $4, summary = $5,"
        " search = " SEARCH_OF ("$4", "$5", "$6") ", updated_at = $7, published_at = $8,"
                                                  " version = version + 1 WHERE id = $1");
WL_SQL (LIST_PUBLISHED, "SELECT slug, title, summary, region, published_at, id FROM entry"
                        " WHERE state = 2 AND ($1 = '' OR region = $1)"
                        " AND ($2::timestamptz IS NULL OR (published_at, id) < ($2, $3::uuid))"
                        " ORDER BY published_at DESC, id DESC LIMIT $4");
WL_SQL (SEARCH_PUBLISHED, "SELECT slug, title, summary, region, published_at, id FROM entry"
                          " WHERE state = 2 AND search @@ websearch_to_tsquery ('simple', $5)"
                          " AND ($1 = '' OR region = $1)"
                          " AND ($2::timestamptz IS NULL OR (published_at, id) < ($2, $3::uuid))"
                          " ORDER BY published_at DESC, id DESC LIMIT $4");
WL_SQL (LIST_DRAFTS, "SELECT " ENTRY_COLUMNS " FROM entry WHERE $1::uuid IS NULL OR id < $1"
                     " ORDER BY id DESC LIMIT $2");

static const char *
searchable_rest (wl_request_t *req, const Dissemination__EntryText *text)
{
    return wl_text_printf (wl_arena (req), "%s %s %s %s", text->problem, text->solution,
                           text->recipients, text->evidence);
}

wl_status
store_insert_draft (wl_request_t *req, const Dissemination__Entry *entry)
{
    return wl_run (wl_db (req), &INSERT_DRAFT, NULL, wl_p_uuid (entry->id), wl_p_text (entry->slug),
                   wl_p_uuid (entry->application_id), wl_p_uuid (entry->call_id),
                   wl_p_text (entry->region), wl_p_message (&entry->text->base),
                   wl_p_text (entry->text->title), wl_p_text (entry->text->summary),
                   wl_p_text (searchable_rest (req, entry->text)), wl_p_time (wl_now (req)));
}

wl_status
store_published_entry (wl_request_t *req, const char *slug, Dissemination__Entry *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &PUBLISHED_ENTRY, &rows, wl_p_text (slug)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

wl_status
store_lock_entry (wl_request_t *req, const char *entry_id, uint64_t version,
                  Dissemination__Entry *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &LOCK_ENTRY, &rows, wl_p_uuid (entry_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return ret->version == version ? WL_OK : WL_ABORTED;
}

wl_status
store_write_entry (wl_request_t *req, Dissemination__Entry *entry)
{
    WL_TRY (wl_run (wl_db (req), &WRITE_ENTRY, NULL, wl_p_uuid (entry->id), wl_p_int (entry->state),
                    wl_p_message (&entry->text->base), wl_p_text (entry->text->title),
                    wl_p_text (entry->text->summary),
                    wl_p_text (searchable_rest (req, entry->text)), wl_p_time (wl_now (req)),
                    wl_p_time (wl_timestamp_time (entry->published_at))));
    entry->version++;
    entry->updated_at = wl_timestamp (wl_arena (req), wl_now (req));
    return WL_OK;
}

/* ---- pages: the key of a cursor is "<microseconds>/<id>" ---- */

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

static char *
cursor_of (wl_request_t *req, const wl_rows_t *rows, int row, int time_column, int id_column)
{
    return wl_cursor_make (req, wl_text_printf (wl_arena (req), "%lld/%s",
                                                (long long) wl_row_time (rows, row, time_column),
                                                wl_row_text (wl_db (req), rows, row, id_column)));
}

static Dissemination__EntrySummary *
summary_of_row (wl_request_t *req, const wl_rows_t *rows, int row)
{
    Dissemination__EntrySummary *entry = wl_arena_alloc (wl_arena (req), sizeof *entry);

    dissemination__entry_summary__init (entry);
    entry->slug = wl_row_text (wl_db (req), rows, row, 0);
    entry->title = wl_row_text (wl_db (req), rows, row, 1);
    entry->summary = wl_row_text (wl_db (req), rows, row, 2);
    entry->region = wl_row_text (wl_db (req), rows, row, 3);
    entry->published_at = wl_timestamp (wl_arena (req), wl_row_time (rows, row, 4));
    return entry;
}

wl_status
store_list_published (wl_request_t *req, const char *query, const char *region, uint32_t limit,
                      const char *cursor, Dissemination__ListEntriesResponse *ret)
{
    wl_db_t *db = wl_db (req);
    wl_time_t before;
    const char *id;
    wl_rows_t rows;

    WL_TRY (split_cursor (req, cursor, &before, &id));
    if (wl_text_empty (query))
        WL_TRY (wl_run (db, &LIST_PUBLISHED, &rows, wl_p_text (region), wl_p_time (before),
                        wl_p_uuid (id), wl_p_int (limit + 1L)));
    else
        WL_TRY (wl_run (db, &SEARCH_PUBLISHED, &rows, wl_p_text (region), wl_p_time (before),
                        wl_p_uuid (id), wl_p_int (limit + 1L), wl_p_text (query)));
    bool more = rows.count > (int) limit;
    int count = more ? (int) limit : rows.count;
    ret->entries = wl_arena_array (wl_arena (req), (size_t) count, sizeof *ret->entries);
    for (; ret->n_entries < (size_t) count; ret->n_entries++)
        ret->entries[ret->n_entries] = summary_of_row (req, &rows, (int) ret->n_entries);
    if (more)
        ret->next_cursor = cursor_of (req, &rows, count - 1, 4, 5);
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
