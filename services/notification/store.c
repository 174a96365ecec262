#include "store.h"

WL_SQL (
    INSERT_MESSAGE,
    "WITH made AS (INSERT INTO message"
    " (id, origin, template, user_id, email, locale, facts, call_id, application_id, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    " ON CONFLICT (origin) DO NOTHING RETURNING call_id),"
    " counted AS (INSERT INTO delivery (call_id, state, count)"
    " SELECT call_id, 1, 1 FROM made WHERE call_id IS NOT NULL"
    " ON CONFLICT (call_id, state) DO UPDATE SET count = delivery.count + 1)"
    " SELECT count (*) FROM made");
WL_SQL (LOAD_MESSAGE, "SELECT origin, template, user_id, email, locale, call_id, application_id,"
                      " facts, state, created_at FROM message WHERE id = $1");
WL_SQL (FINISH_MESSAGE,
        "WITH done AS (UPDATE message SET state = $2, subject = $3, text = $4, facts = NULL,"
        " sent_at = CASE WHEN $2 = 2 THEN $5 ELSE sent_at END"
        " WHERE id = $1 AND state = 1 RETURNING call_id),"
        " left_waiting AS (UPDATE delivery SET count = count - 1 FROM done"
        " WHERE delivery.call_id = done.call_id AND delivery.state = 1)"
        " INSERT INTO delivery (call_id, state, count)"
        " SELECT call_id, $2, 1 FROM done WHERE call_id IS NOT NULL"
        " ON CONFLICT (call_id, state) DO UPDATE SET count = delivery.count + 1");
WL_SQL (LIST_INBOX,
        "SELECT id, template, subject, text, state, created_at, sent_at, read_at, application_id"
        " FROM message WHERE user_id = $1 AND state = 2 AND ($2::uuid IS NULL OR id < $2)"
        " ORDER BY id DESC LIMIT $3");
WL_SQL (COUNT_UNREAD,
        "SELECT count (*) FROM (SELECT 1 FROM message WHERE user_id = $1 AND read_at IS NULL"
        " AND state = 2 LIMIT 1000) unread");
WL_SQL (
    READ_MESSAGE,
    "UPDATE message SET read_at = coalesce (read_at, $3)"
    " WHERE id = $1 AND user_id = $2 AND state = 2 RETURNING id, template, subject, text, state,"
    " created_at, sent_at, read_at, application_id");
WL_SQL (COUNT_DELIVERY, "SELECT state, count FROM delivery WHERE call_id = $1");

wl_status
store_insert_message (wl_request_t *req, const store_message_t *message, bool *ret_new)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &INSERT_MESSAGE, &rows, wl_p_uuid (message->id),
                    wl_p_text (message->origin), wl_p_text (message->template),
                    wl_p_uuid (message->user_id), wl_p_text (message->email),
                    wl_p_text (message->locale), wl_p_message (&message->facts->base),
                    wl_p_uuid (message->call_id), wl_p_uuid (message->application_id),
                    wl_p_time (wl_now (req))));
    *ret_new = wl_row_int (&rows, 0, 0) == 1;
    return WL_OK;
}

wl_status
store_load_message (wl_request_t *req, const char *id, store_message_t *ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;
    ProtobufCMessage *facts = NULL;

    WL_TRY (wl_run (db, &LOAD_MESSAGE, &rows, wl_p_uuid (id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_bytes_t packed = wl_row_bytes (&rows, 0, 7);
    WL_TRY (wl_message_unpack (wl_arena (req), &notification__facts__descriptor, packed.data,
                               packed.length, &facts));
    *ret = (store_message_t){ .id = id,
                              .origin = wl_row_text (db, &rows, 0, 0),
                              .template = wl_row_text (db, &rows, 0, 1),
                              .user_id = wl_row_text (db, &rows, 0, 2),
                              .email = wl_row_text (db, &rows, 0, 3),
                              .locale = wl_row_text (db, &rows, 0, 4),
                              .call_id = wl_row_text (db, &rows, 0, 5),
                              .application_id = wl_row_text (db, &rows, 0, 6),
                              .facts = (Notification__Facts *) facts,
                              .state = (Notification__MessageState) wl_row_int (&rows, 0, 8),
                              .created_at = wl_row_time (&rows, 0, 9) };
    return WL_OK;
}

wl_status
store_finish_message (wl_request_t *req, const store_message_t *message,
                      Notification__MessageState state, const char *subject, const char *text)
{
    return wl_run (wl_db (req), &FINISH_MESSAGE, NULL, wl_p_uuid (message->id), wl_p_int (state),
                   wl_p_text (subject), wl_p_text (text),
                   wl_p_time (wl_clock_now (&wl_clock_system)));
}

wl_status
store_list_inbox (wl_request_t *req, uint32_t limit, const char *cursor,
                  Notification__ListMyMessagesResponse *ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;
    char *last;

    WL_TRY (wl_cursor_open (req, cursor, &last));
    WL_TRY (wl_run (db, &LIST_INBOX, &rows, wl_p_uuid (wl_user (req)), wl_p_uuid (last),
                    wl_p_int (limit + 1L)));
    wl_rows_messages (db, &rows, &notification__message__descriptor, &ret->n_messages,
                      (ProtobufCMessage ***) &ret->messages);
    if (ret->n_messages > limit) {
        ret->n_messages = limit;
        ret->next_cursor = wl_cursor_make (req, ret->messages[limit - 1]->id);
    }
    WL_TRY (wl_run (db, &COUNT_UNREAD, &rows, wl_p_uuid (wl_user (req))));
    ret->unread = (uint32_t) wl_row_int (&rows, 0, 0);
    return WL_OK;
}

wl_status
store_read_message (wl_request_t *req, const char *id, Notification__Message *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &READ_MESSAGE, &rows, wl_p_uuid (id), wl_p_uuid (wl_user (req)),
                    wl_p_time (wl_now (req))));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

wl_status
store_count_delivery (wl_request_t *req, const char *call_id, Notification__Delivery *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &COUNT_DELIVERY, &rows, wl_p_uuid (call_id)));
    for (int i = 0; i < rows.count; i++) {
        uint32_t count = (uint32_t) wl_row_int (&rows, i, 1);
        switch ((Notification__MessageState) wl_row_int (&rows, i, 0)) {
        case NOTIFICATION__MESSAGE_STATE__WAITING:
            ret->waiting = count;
            break;
        case NOTIFICATION__MESSAGE_STATE__SENT:
            ret->sent = count;
            break;
        default:
            ret->failed = count;
            break;
        }
    }
    return WL_OK;
}
