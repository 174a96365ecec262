#include "store_mailing_work.h"

/* One mailing at a time: its lines are looked at in the same light. */
WL_SQL (
    TAKE_UNSEEN,
    "WITH one AS (SELECT mailing_id FROM mailing_recipient WHERE way = 0"
    " ORDER BY mailing_id, position LIMIT 1)"
    " SELECT r.mailing_id, m.call_id, r.template, r.position, r.user_id"
    " FROM mailing_recipient r JOIN one USING (mailing_id) JOIN mailing m ON m.id = r.mailing_id"
    " WHERE r.way = 0 ORDER BY r.position LIMIT $1 FOR UPDATE OF r SKIP LOCKED");
WL_SQL (PUT_WAYS, "UPDATE mailing_recipient r SET way = i.way"
                  " FROM unnest ($2::int8[], $3::int8[]) AS i (position, way)"
                  " WHERE r.mailing_id = $1 AND r.position = i.position");
WL_SQL (TAKE_RUNNING, "SELECT id, kind FROM mailing WHERE state = 3 AND feeding"
                      " AND ($1::uuid IS NULL OR id > $1)"
                      " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED");
WL_SQL (LIST_UNFED, "SELECT position, application_id, way = 0 FROM mailing_recipient"
                    " WHERE mailing_id = $1 AND message_id IS NULL AND way <> 5"
                    " ORDER BY position LIMIT $2");
WL_SQL (
    FEED,
    "WITH made AS (INSERT INTO message"
    " (id, origin, template, user_id, facts, call_id, application_id, mailing_id, created_at, due)"
    " SELECT i.message_id, 'mailing/' || m.id || '/' || r.position, r.template, r.user_id,"
    " coalesce (r.facts, ''), m.call_id, r.application_id, m.id, $4, $4"
    " FROM unnest ($2::int8[], $3::uuid[]) AS i (position, message_id)"
    " JOIN mailing m ON m.id = $1"
    " JOIN mailing_recipient r ON r.mailing_id = m.id AND r.position = i.position"
    " ORDER BY r.position ON CONFLICT (origin) DO NOTHING RETURNING call_id)"
    " INSERT INTO delivery (call_id, state, shard, count)"
    " SELECT call_id, 1, " STORE_SHARD ", count (*) FROM made GROUP BY call_id"
    " ON CONFLICT (call_id, state, shard) DO UPDATE SET count = delivery.count + excluded.count");
WL_SQL (MARK_FED, "UPDATE mailing_recipient r SET message_id = i.message_id"
                  " FROM unnest ($2::int8[], $3::uuid[]) AS i (position, message_id)"
                  " WHERE r.mailing_id = $1 AND r.position = i.position");
WL_SQL (END_FEEDING, "UPDATE mailing SET feeding = false WHERE id = $1");
WL_SQL (SAY, "SELECT i.place, m.state, m.content FROM unnest ($1::uuid[]) WITH ORDINALITY"
             " AS i (id, place) JOIN mailing m ON m.id = i.id ORDER BY m.id");
WL_SQL (SAY_AND_HOLD, "SELECT i.place, m.state, m.content FROM unnest ($1::uuid[]) WITH ORDINALITY"
                      " AS i (id, place) JOIN mailing m ON m.id = i.id ORDER BY m.id"
                      " FOR SHARE OF m");

wl_status
store_take_unseen (wl_request_t *req, size_t limit, store_unseen_t *ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &TAKE_UNSEEN, &rows, wl_p_int ((int64_t) limit)));
    *ret = (store_unseen_t){ .count = (size_t) rows.count };
    if (rows.count == 0)
        return WL_OK;
    ret->mailing_id = wl_row_text (db, &rows, 0, 0);
    ret->call_id = wl_row_text (db, &rows, 0, 1);
    ret->template = wl_row_text (db, &rows, 0, 2);
    ret->positions = wl_arena_array (wl_arena (req), ret->count, sizeof *ret->positions);
    ret->user_ids = wl_arena_array (wl_arena (req), ret->count, sizeof *ret->user_ids);
    for (int i = 0; i < rows.count; i++) {
        ret->positions[i] = wl_row_int (&rows, i, 3);
        ret->user_ids[i] = wl_row_text (db, &rows, i, 4);
    }
    return WL_OK;
}

wl_status
store_put_ways (wl_request_t *req, const store_unseen_t *unseen, const int64_t *ways)
{
    return wl_run (wl_db (req), &PUT_WAYS, NULL, wl_p_uuid (unseen->mailing_id),
                   wl_p_ints (unseen->positions, unseen->count), wl_p_ints (ways, unseen->count));
}

/* Lines end before the first that was not looked at: it is a moment's work, and they stay in order.
 */
static void
read_unfed (wl_request_t *req, const wl_rows_t *rows, store_unfed_t *ret)
{
    ret->positions = wl_arena_array (wl_arena (req), (size_t) rows->count, sizeof *ret->positions);
    ret->application_ids =
        wl_arena_array (wl_arena (req), (size_t) rows->count, sizeof *ret->application_ids);
    for (int i = 0; i < rows->count && !wl_row_bool (rows, i, 2); i++) {
        ret->positions[ret->count] = wl_row_int (rows, i, 0);
        ret->application_ids[ret->count++] = wl_row_text (wl_db (req), rows, i, 1);
    }
    ret->waits = rows->count > 0 && ret->count == 0;
}

wl_status
store_take_unfed (wl_request_t *req, const char *after, size_t limit, store_unfed_t *ret)
{
    wl_rows_t rows;

    *ret = (store_unfed_t){ .mailing_id = "" };
    WL_TRY (wl_run (wl_db (req), &TAKE_RUNNING, &rows, wl_p_uuid (after)));
    if (rows.count == 0)
        return WL_OK;
    ret->mailing_id = wl_row_text (wl_db (req), &rows, 0, 0);
    ret->kind = (Notification__MailingKind) wl_row_int (&rows, 0, 1);
    WL_TRY (wl_run (wl_db (req), &LIST_UNFED, &rows, wl_p_uuid (ret->mailing_id),
                    wl_p_int ((int64_t) limit)));
    read_unfed (req, &rows, ret);
    return WL_OK;
}

wl_status
store_feed (wl_request_t *req, const store_unfed_t *unfed, const char *const *message_ids)
{
    wl_param_t mailing = wl_p_uuid (unfed->mailing_id);
    wl_param_t positions = wl_p_ints (unfed->positions, unfed->count);
    wl_param_t messages = wl_p_uuids (message_ids, unfed->count);

    wl_defer (wl_db (req), &MARK_FED, mailing, positions, messages);
    return wl_run (wl_db (req), &FEED, NULL, mailing, positions, messages,
                   wl_p_time (wl_clock_now (&wl_clock_system)));
}

void
store_mailing_fed (wl_request_t *req, const char *mailing_id)
{
    wl_defer (wl_db (req), &END_FEEDING, wl_p_uuid (mailing_id));
}

wl_status
store_mailings_say (wl_request_t *req, const char *const *ids, size_t count, bool hold,
                    store_mailing_say_t *ret)
{
    wl_rows_t rows;

    for (size_t i = 0; i < count; i++)
        ret[i] = (store_mailing_say_t){ 0 };
    if (count == 0)
        return WL_OK;
    WL_TRY (wl_run (wl_db (req), hold ? &SAY_AND_HOLD : &SAY, &rows, wl_p_uuids (ids, count)));
    for (int i = 0; i < rows.count; i++) {
        store_mailing_say_t *say = &ret[wl_row_int (&rows, i, 0) - 1];
        wl_bytes_t packed = wl_row_bytes (&rows, i, 2);
        ProtobufCMessage *content;
        say->state = (Notification__MailingState) wl_row_int (&rows, i, 1);
        if (wl_row_null (&rows, i, 2))
            continue;
        WL_TRY (wl_message_unpack (wl_arena (req), &notification__mailing_content__descriptor,
                                   packed.data, packed.length, &content));
        say->content = (Notification__MailingContent *) content;
    }
    return WL_OK;
}
