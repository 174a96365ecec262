#include "store_outbox.h"

#include "base/text.h"
#include "delivery_shard.h"

/* ---- listing ---- */

#define COLUMNS                                                                              \
    "SELECT d.id, m.id AS message_id, m.template, d.channel, d.state, d.domain, d.attempts," \
    " d.created_at, d.last_try_at, d.ready AS ready_at, d.sent_at, d.answer, m.call_id,"     \
    " d.state = 3 AND (d.channel <> 1 OR m.text <> '') AS may_requeue"                       \
    " FROM dispatch d JOIN message m ON m.id = d.message_id "
#define BEFORE "d.id < coalesce ($1, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)"
#define NEWEST " ORDER BY d.id DESC LIMIT $2"

WL_SQL (LIST_ALL, COLUMNS "WHERE " BEFORE NEWEST);
WL_SQL (LIST_DELIVERED, COLUMNS "WHERE d.state = 2 AND " BEFORE NEWEST);
WL_SQL (LIST_SUPPRESSED, COLUMNS "WHERE d.state = 4 AND " BEFORE NEWEST);
/* Of each channel by its own index; together they are few. */
WL_SQL (LIST_PENDING,
        "SELECT next.* FROM (VALUES (1), (2), (3), (4), (5)) AS c (channel), LATERAL (" COLUMNS
        "WHERE d.channel = c.channel AND d.ready IS NOT NULL ORDER BY d.ready LIMIT $1) next"
        " ORDER BY next.ready_at LIMIT $1");
WL_SQL (LIST_DEAD,
        "(" COLUMNS "WHERE d.state = 3 AND " BEFORE NEWEST ") UNION ALL ("
        "SELECT d.id, d.id, d.template, 0, 3, '', d.attempts, d.created_at, NULL, NULL, NULL,"
        " 'could not be composed', d.call_id, true FROM message d"
        " WHERE d.state = 3 AND d.composed_at IS NULL AND " BEFORE NEWEST ")"
        " ORDER BY 1 DESC LIMIT $2");
WL_SQL (COUNT_OUTBOX,
        "SELECT (SELECT count (*) FROM message WHERE due IS NOT NULL) AS composing,"
        " (SELECT count (*) FROM dispatch WHERE ready IS NOT NULL) AS pending,"
        " (SELECT count (*) FROM dispatch WHERE ready IS NOT NULL AND attempts > 0) AS retried,"
        " (SELECT count (*) FROM dispatch WHERE state = 3)"
        " + (SELECT count (*) FROM message WHERE state = 3 AND composed_at IS NULL)"
        " AS undeliverable,"
        " (SELECT count (*) FROM dispatch WHERE state = 4) AS suppressed,"
        " (SELECT count (*) FROM suppression) AS suppressed_addresses");

static wl_status
run (wl_db_t *db, const store_outbox_page_t *page, wl_rows_t *rows)
{
    wl_param_t before = wl_p_uuid (page->before), limit = wl_p_int (page->limit);

    switch (page->state) {
    case NOTIFICATION__DISPATCH_STATE__PENDING:
        return wl_run (db, &LIST_PENDING, rows, limit);
    case NOTIFICATION__DISPATCH_STATE__DELIVERED:
        return wl_run (db, &LIST_DELIVERED, rows, before, limit);
    case NOTIFICATION__DISPATCH_STATE__UNDELIVERABLE:
        return wl_run (db, &LIST_DEAD, rows, before, limit);
    case NOTIFICATION__DISPATCH_STATE__SUPPRESSED:
        return wl_run (db, &LIST_SUPPRESSED, rows, before, limit);
    default:
        return wl_run (db, &LIST_ALL, rows, before, limit);
    }
}

wl_status
store_list_outbox (wl_db_t *db, const store_outbox_page_t *page, Notification__OutboxItem ***ret,
                   size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (run (db, page, &rows));
    wl_rows_messages (db, &rows, &notification__outbox_item__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

wl_status
store_count_outbox (wl_db_t *db, Notification__OutboxCounts *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &COUNT_OUTBOX, &rows));
    wl_row_message (db, &rows, 0, &ret->base);
    return WL_OK;
}

WL_SQL (COUNT_ALL, WL_COUNT_OF (" FROM dispatch"));
WL_SQL (COUNT_DELIVERED, WL_COUNT_OF (" FROM dispatch WHERE state = 2"));

wl_status
store_count_outbox_list (wl_db_t *db, Notification__DispatchState state,
                         const Notification__OutboxCounts *counts,
                         Notification__ListOutboxResponse *ret)
{
    switch (state) {
    case NOTIFICATION__DISPATCH_STATE__PENDING:
        wl_tell_total ((int64_t) counts->pending, &ret->total, &ret->total_is_more);
        return WL_OK;
    case NOTIFICATION__DISPATCH_STATE__UNDELIVERABLE:
        wl_tell_total ((int64_t) counts->undeliverable, &ret->total, &ret->total_is_more);
        return WL_OK;
    case NOTIFICATION__DISPATCH_STATE__SUPPRESSED:
        wl_tell_total ((int64_t) counts->suppressed, &ret->total, &ret->total_is_more);
        return WL_OK;
    case NOTIFICATION__DISPATCH_STATE__DELIVERED:
        return wl_count (db, &COUNT_DELIVERED, ret);
    default:
        return wl_count (db, &COUNT_ALL, ret);
    }
}

/* ---- trying again ---- */

WL_SQL (
    REQUEUE_MAIL,
    "WITH chosen AS MATERIALIZED (SELECT m.id, m.call_id, m.state FROM message m"
    " LEFT JOIN dispatch d ON d.message_id = m.id AND d.channel = 1"
    " WHERE ((d.state = 3 AND m.text <> '') OR (m.state = 3 AND m.composed_at IS NULL))"
    " AND ($1::uuid IS NULL OR m.id = $1) AND ($2 = '' OR d.domain = $2)"
    " ORDER BY m.id FOR UPDATE OF m),"
    " sent_again AS (UPDATE dispatch d SET state = 1, ready = now (), attempts = 0,"
    " first_try_at = NULL, bounced_at = NULL FROM chosen"
    " WHERE d.message_id = chosen.id AND d.channel = 1 AND d.state = 3),"
    " composed_again AS (UPDATE message m SET state = 1, attempts = 0,"
    " due = CASE WHEN m.composed_at IS NULL THEN now () END"
    " FROM chosen WHERE m.id = chosen.id),"
    " change AS (SELECT call_id, state, -1 AS by FROM chosen WHERE state <> 1"
    " UNION ALL SELECT call_id, 1, 1 FROM chosen WHERE state <> 1),"
    " counted AS (INSERT INTO delivery (call_id, state, shard, count)"
    " SELECT call_id, state, " STORE_SHARD ", sum (by) FROM change WHERE call_id IS NOT NULL"
    " GROUP BY call_id, state ORDER BY call_id, state"
    " ON CONFLICT (call_id, state, shard) DO UPDATE SET count = delivery.count + excluded.count)"
    " SELECT count (*) FROM chosen");
WL_SQL (REQUEUE_DISPATCH,
        "UPDATE dispatch SET state = 1, ready = now (), attempts = 0, first_try_at = NULL"
        " WHERE id = $1 AND channel <> 1 AND state = 3");

wl_status
store_requeue_mail (wl_db_t *db, const char *message_id, const char *domain, int64_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &REQUEUE_MAIL, &rows, wl_p_uuid (message_id),
                    wl_p_text (domain == NULL ? "" : domain)));
    *ret_count = wl_row_int (&rows, 0, 0);
    return WL_OK;
}

wl_status
store_requeue_dispatch (wl_db_t *db, const char *dispatch_id, int64_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &REQUEUE_DISPATCH, &rows, wl_p_uuid (dispatch_id)));
    *ret_count = (int64_t) rows.affected;
    return WL_OK;
}
