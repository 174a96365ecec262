#include "store.h"

WL_SQL (
    INSERT_MESSAGE,
    "WITH made AS (INSERT INTO message"
    " (id, origin, template, user_id, email, locale, facts, call_id, application_id, created_at,"
    " due, leave_url, trace)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce ($12, ''), $13)"
    " ON CONFLICT (origin) DO NOTHING RETURNING call_id),"
    " counted AS (INSERT INTO delivery (call_id, state, shard, count)"
    " SELECT call_id, 1, " STORE_SHARD ", 1 FROM made WHERE call_id IS NOT NULL"
    " ON CONFLICT (call_id, state, shard) DO UPDATE SET count = delivery.count + 1)"
    " SELECT count (*) FROM made");
WL_SQL (CLAIM_MESSAGES,
        "WITH taken AS (SELECT id FROM message WHERE due <= $1 ORDER BY due LIMIT $2"
        " FOR UPDATE SKIP LOCKED)"
        " UPDATE message m SET due = $3, attempts = attempts + 1 FROM taken WHERE m.id = taken.id"
        " RETURNING m.id, origin, template, user_id, email, locale, call_id, application_id, facts,"
        " state, created_at, attempts - 1, mailing_id");
WL_SQL (PUT_COMPOSED,
        "UPDATE message m SET due = NULL, composed_at = $5, locale = i.locale,"
        " subject = i.subject, text = i.text,"
        " facts = CASE WHEN i.text = '' THEN m.facts END"
        " FROM unnest (" WL_LIST ("$1", "uuid") ", " WL_LIST ("$2", "text") ", " WL_LIST (
            "$3",
            "text") ", " WL_LIST ("$4",
                                  "text") ")"
                                          " AS i (id, locale, subject, text) WHERE m.id = i.id");
WL_SQL (PUT_OFF, "UPDATE message SET due = $2 WHERE id = " WL_ANY ("$1", "uuid"));
WL_SQL (PUT_ASIDE, "UPDATE message SET due = " STORE_HELD " WHERE id = " WL_ANY ("$1", "uuid"));
#define FINISHED_IDS    WL_LIST ("$1", "uuid")
#define FINISHED_STATES WL_LIST ("$2", "int8")
/* In the order of ids and of calls, so that two senders that finish letters of the same calls wait
 * for each other and never in a circle. What was not composed keeps its facts for another try;
 * what was and has no text is secret, and goes. An address without an account is nobody's inbox: it
 * goes with the letter, unless an operator may send that again. */
WL_SQL (
    FINISH_MESSAGES,
    "WITH old AS (SELECT m.id, m.state, m.call_id, i.state AS becomes"
    " FROM unnest (" FINISHED_IDS ", " FINISHED_STATES ") AS i (id, state)"
    " JOIN message m USING (id)"
    " WHERE m.state <> i.state ORDER BY m.id FOR UPDATE OF m),"
    " done AS (UPDATE message m SET state = old.becomes, due = NULL,"
    " sent_at = CASE WHEN old.becomes = 2 THEN $3 ELSE m.sent_at END,"
    " composed_at = CASE WHEN old.state = 4 AND old.becomes = 2 THEN $3 ELSE m.composed_at END,"
    " facts = CASE WHEN m.composed_at IS NULL THEN m.facts END,"
    " email = CASE WHEN old.becomes = 2 OR (m.composed_at IS NOT NULL AND m.text = '')"
    "   THEN '' ELSE m.email END,"
    " leave_url = CASE WHEN old.becomes = 2 THEN '' ELSE m.leave_url END"
    " FROM old WHERE m.id = old.id),"
    " change AS (SELECT call_id, state, -1 AS by FROM old WHERE call_id IS NOT NULL"
    " UNION ALL SELECT call_id, becomes, 1 FROM old WHERE call_id IS NOT NULL)"
    " INSERT INTO delivery (call_id, state, shard, count)"
    " SELECT call_id, state, " STORE_SHARD ", sum (by) FROM change GROUP BY call_id, state"
    " ORDER BY call_id, state"
    " ON CONFLICT (call_id, state, shard) DO UPDATE SET count = delivery.count + excluded.count");
#define INBOX " FROM message WHERE user_id = $1 AND composed_at IS NOT NULL"
WL_SQL (
    LIST_INBOX,
    "SELECT id, template, subject, text, state, created_at, sent_at, read_at, application_id" INBOX
    " AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3");
WL_SQL (COUNT_INBOX, WL_COUNT_OF (INBOX));
WL_SQL (COUNT_UNREAD,
        "SELECT count (*) FROM (SELECT 1 FROM message WHERE user_id = $1 AND read_at IS NULL"
        " AND composed_at IS NOT NULL LIMIT 1000) unread");
WL_SQL (READ_MESSAGE, "UPDATE message SET read_at = coalesce (read_at, $3)"
                      " WHERE id = $1 AND user_id = $2 AND composed_at IS NOT NULL RETURNING id, "
                      "template, subject, text, state,"
                      " created_at, sent_at, read_at, application_id");
WL_SQL (COUNT_DELIVERY, "SELECT state, sum (count)::bigint FROM delivery WHERE call_id = $1"
                        " GROUP BY state");

void
store_insert_message (wl_request_t *req, const store_message_t *message, wl_time_t due)
{
    wl_defer (wl_db (req), &INSERT_MESSAGE, wl_p_uuid (message->id), wl_p_text (message->origin),
              wl_p_text (message->template), wl_p_uuid (message->user_id),
              wl_p_text (message->email), wl_p_text (message->locale),
              wl_p_message (&message->facts->base), wl_p_uuid (message->call_id),
              wl_p_uuid (message->application_id), wl_p_time (wl_now (req)), wl_p_time (due),
              wl_p_text (message->leave_url), wl_p_text (wl_trace (req)));
}

/* ---- composing ---- */

wl_status
store_read_facts (wl_request_t *req, const wl_rows_t *rows, int row, int column,
                  Notification__Facts **ret)
{
    wl_bytes_t packed = wl_row_bytes (rows, row, column);
    ProtobufCMessage *facts = NULL;

    WL_TRY (wl_message_unpack (wl_arena (req), &notification__facts__descriptor, packed.data,
                               packed.length, &facts));
    *ret = (Notification__Facts *) facts;
    return WL_OK;
}

static wl_status
read_message (wl_request_t *req, const wl_rows_t *rows, int row, store_message_t *ret)
{
    wl_db_t *db = wl_db (req);

    *ret = (store_message_t){ .id = wl_row_text (db, rows, row, 0),
                              .origin = wl_row_text (db, rows, row, 1),
                              .template = wl_row_text (db, rows, row, 2),
                              .user_id = wl_row_text (db, rows, row, 3),
                              .email = wl_row_text (db, rows, row, 4),
                              .locale = wl_row_text (db, rows, row, 5),
                              .call_id = wl_row_text (db, rows, row, 6),
                              .application_id = wl_row_text (db, rows, row, 7),
                              .state = (Notification__MessageState) wl_row_int (rows, row, 9),
                              .created_at = wl_row_time (rows, row, 10),
                              .attempts = (int) wl_row_int (rows, row, 11),
                              .mailing_id = wl_row_text (db, rows, row, 12) };
    return store_read_facts (req, rows, row, 8, &ret->facts);
}

wl_status
store_claim_messages (wl_request_t *req, wl_time_t lease, size_t limit, store_message_t **ret,
                      size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &CLAIM_MESSAGES, &rows, wl_p_time (wl_now (req)),
                    wl_p_int ((int64_t) limit), wl_p_time (lease)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        WL_TRY (read_message (req, &rows, i, &(*ret)[i]));
    return WL_OK;
}

void
store_put_composed (wl_request_t *req, const store_composed_t *composed)
{
    size_t count = composed->count;

    if (count > 0)
        wl_defer (wl_db (req), &PUT_COMPOSED, wl_p_uuids (composed->ids, count),
                  wl_p_texts (composed->locales, count), wl_p_texts (composed->subjects, count),
                  wl_p_texts (composed->texts, count), wl_p_time (wl_clock_now (&wl_clock_system)));
}

void
store_put_off (wl_request_t *req, const char *const *ids, size_t count, wl_time_t due)
{
    if (count > 0)
        wl_defer (wl_db (req), &PUT_OFF, wl_p_uuids (ids, count), wl_p_time (due));
}

void
store_put_aside (wl_request_t *req, const char *const *ids, size_t count)
{
    if (count > 0)
        wl_defer (wl_db (req), &PUT_ASIDE, wl_p_uuids (ids, count));
}

void
store_finish_messages (wl_request_t *req, const char *const *ids, const int64_t *states,
                       size_t count)
{
    if (count > 0)
        wl_defer (wl_db (req), &FINISH_MESSAGES, wl_p_uuids (ids, count), wl_p_ints (states, count),
                  wl_p_time (wl_clock_now (&wl_clock_system)));
}

/* ---- the inbox ---- */

wl_status
store_list_inbox (wl_request_t *req, const Notification__ListMyMessagesRequest *in, uint32_t limit,
                  Notification__ListMyMessagesResponse *ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;
    char *last;

    WL_TRY (wl_cursor_open (req, in->cursor, &last));
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
    return in->total ? wl_count (wl_db (req), &COUNT_INBOX, ret, wl_p_uuid (wl_user (req))) : WL_OK;
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
        case NOTIFICATION__MESSAGE_STATE__CALLED_OFF:
            ret->called_off = count;
            break;
        default:
            ret->failed = count;
            break;
        }
    }
    return WL_OK;
}
