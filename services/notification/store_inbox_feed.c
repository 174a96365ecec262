#include "store_inbox_feed.h"

WL_SQL (PUT_FEED, "INSERT INTO inbox_feed (user_id, id, token_hash, created_at)"
                  " VALUES ($1, $2, $3, $4) ON CONFLICT (user_id)"
                  " DO UPDATE SET id = excluded.id, token_hash = excluded.token_hash,"
                  " created_at = excluded.created_at");
WL_SQL (FIND_OWN_FEED, "SELECT created_at FROM inbox_feed WHERE user_id = $1");
WL_SQL (DELETE_FEED, "DELETE FROM inbox_feed WHERE user_id = $1");
WL_SQL (FIND_FEED, "SELECT user_id, id, created_at FROM inbox_feed WHERE token_hash = $1");
WL_SQL (LIST_FEED,
        "SELECT id, template, subject, text, state, created_at, sent_at, read_at, application_id"
        " FROM message WHERE user_id = $1 AND composed_at IS NOT NULL ORDER BY id DESC LIMIT $2");

wl_status
store_put_inbox_feed (wl_request_t *req, const char *id, const uint8_t hash[INBOX_FEED_HASH])
{
    return wl_run (wl_db (req), &PUT_FEED, NULL, wl_p_uuid (wl_user (req)), wl_p_uuid (id),
                   wl_p_bytes (hash, INBOX_FEED_HASH), wl_p_time (wl_now (req)));
}

wl_status
store_find_own_inbox_feed (wl_request_t *req, wl_time_t *ret_created_at)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &FIND_OWN_FEED, &rows, wl_p_uuid (wl_user (req))));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret_created_at = wl_row_time (&rows, 0, 0);
    return WL_OK;
}

wl_status
store_delete_inbox_feed (wl_request_t *req)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &DELETE_FEED, &rows, wl_p_uuid (wl_user (req))));
    return rows.affected == 1 ? WL_OK : WL_NOT_FOUND;
}

wl_status
store_read_inbox_feed (wl_request_t *req, const uint8_t hash[INBOX_FEED_HASH], inbox_feed_t *ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;
    const char *user_id;

    WL_TRY (wl_run (db, &FIND_FEED, &rows, wl_p_bytes (hash, INBOX_FEED_HASH)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    user_id = wl_row_text (db, &rows, 0, 0);
    *ret = (inbox_feed_t){ .id = wl_row_text (db, &rows, 0, 1),
                           .created_at = wl_row_time (&rows, 0, 2) };
    WL_TRY (wl_run (db, &LIST_FEED, &rows, wl_p_uuid (user_id), wl_p_int (INBOX_FEED_MESSAGES)));
    wl_rows_messages (db, &rows, &notification__message__descriptor, &ret->count,
                      (ProtobufCMessage ***) (uintptr_t) &ret->messages);
    return WL_OK;
}
