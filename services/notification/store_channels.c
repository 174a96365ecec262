#include "store_channels.h"

#define COLUMNS \
    "SELECT channel, address, confirmed_at, code_id, code_until, code_tries FROM channel_address"

WL_SQL (LIST_ADDRESSES, COLUMNS " WHERE user_id = $1 AND address <> ''");
WL_SQL (LOCK_ADDRESS, COLUMNS " WHERE user_id = $1 AND channel = $2 AND address <> '' FOR UPDATE");
WL_SQL (PUT_ADDRESS,
        "INSERT INTO channel_address AS a (user_id, channel, address, code_id, code_until,"
        " code_ready, codes, codes_since) VALUES ($1, $2, $3, $4, $5, $6, 1, $6)"
        " ON CONFLICT (user_id, channel) DO UPDATE SET address = $3, confirmed_at = NULL,"
        " code_id = $4, code_until = $5, code_ready = $6, code_tries = 0,"
        " codes = CASE WHEN a.codes_since < $6 - interval '1 day' THEN 1 ELSE a.codes + 1 END,"
        " codes_since = CASE WHEN a.codes_since < $6 - interval '1 day' THEN $6"
        " ELSE a.codes_since END"
        " WHERE a.codes < $7 OR a.codes_since < $6 - interval '1 day'");
WL_SQL (CONFIRM_ADDRESS,
        "UPDATE channel_address SET confirmed_at = $3, code_id = NULL, code_until = NULL,"
        " code_ready = NULL WHERE user_id = $1 AND channel = $2");
WL_SQL (COUNT_WRONG_CODE, "UPDATE channel_address SET code_tries = code_tries + 1"
                          " WHERE user_id = $1 AND channel = $2");
WL_SQL (DELETE_ADDRESS,
        "WITH ended AS (UPDATE dispatch d SET ready = NULL, state = 3, answer = 'address deleted'"
        " FROM message m WHERE d.channel = $2 AND d.ready IS NOT NULL AND m.id = d.message_id"
        " AND m.user_id = $1)"
        " UPDATE channel_address SET address = '', confirmed_at = NULL, code_id = NULL,"
        " code_until = NULL, code_ready = NULL"
        " WHERE user_id = $1 AND channel = $2 AND address <> ''");
WL_SQL (INSERT_WAYS,
        "INSERT INTO dispatch (id, message_id, channel, ready, created_at)"
        " SELECT gen_random_uuid (), m.id, i.channel, i.ready, $4"
        " FROM unnest ($1::uuid[], $2::int8[], $3::timestamptz[]) AS i (id, channel, ready)"
        " JOIN message m ON m.id = i.id JOIN channel_address a ON a.user_id = m.user_id"
        " AND a.channel = i.channel AND a.confirmed_at IS NOT NULL"
        " ON CONFLICT (message_id, channel, target) DO NOTHING");
WL_SQL (CLAIM_CODES,
        "WITH taken AS (SELECT user_id, channel FROM channel_address WHERE code_ready <= $1"
        " AND channel = ANY ($2::int8[]) ORDER BY code_ready LIMIT $3 FOR UPDATE SKIP LOCKED)"
        " UPDATE channel_address a SET code_ready = $4 FROM taken"
        " WHERE a.user_id = taken.user_id AND a.channel = taken.channel"
        " RETURNING a.code_id, a.channel, a.user_id, a.address, a.code_until");
WL_SQL (
    CLAIM_WAYS,
    "WITH taken AS (SELECT id FROM dispatch WHERE channel = ANY ($2::int8[]) AND ready <= $1"
    " ORDER BY ready LIMIT $3 FOR UPDATE SKIP LOCKED)"
    " UPDATE dispatch d SET ready = $4 FROM taken, message m"
    " WHERE d.id = taken.id AND m.id = d.message_id"
    " RETURNING d.id, d.channel, m.user_id, (SELECT a.address FROM channel_address a"
    " WHERE a.user_id = m.user_id AND a.channel = d.channel AND a.confirmed_at IS NOT NULL),"
    " m.id, m.subject, m.text, m.locale, d.reference, m.created_at, d.first_try_at, d.attempts");
WL_SQL (RECORD_TRY,
        "UPDATE dispatch SET state = $2, ready = $3, answer = $4, reference = $5,"
        " attempts = attempts + 1, first_try_at = coalesce (first_try_at, $6), last_try_at = $6,"
        " sent_at = CASE WHEN $2 = 2 THEN $6 END WHERE id = $1");
WL_SQL (RECORD_CODE, "UPDATE channel_address SET code_ready = $3 WHERE code_id = $1"
                     " AND channel = $2");

/* ---- a person's addresses ---- */

static void
read_address (wl_request_t *req, const wl_rows_t *rows, int row, store_channel_address_t *ret)
{
    wl_db_t *db = wl_db (req);

    *ret = (store_channel_address_t){
        .channel = (Notification__Channel) wl_row_int (rows, row, 0),
        .address = wl_row_text (db, rows, row, 1),
        .confirmed_at = wl_row_time (rows, row, 2),
        .code_id = wl_row_null (rows, row, 3) ? NULL : wl_row_text (db, rows, row, 3),
        .code_until = wl_row_time (rows, row, 4),
        .code_tries = (int) wl_row_int (rows, row, 5),
    };
}

wl_status
store_list_channel_addresses (wl_request_t *req, store_channel_address_t **ret, size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &LIST_ADDRESSES, &rows, wl_p_uuid (wl_user (req))));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        read_address (req, &rows, i, &(*ret)[i]);
    return WL_OK;
}

wl_status
store_lock_channel_address (wl_request_t *req, Notification__Channel channel,
                            store_channel_address_t *ret)
{
    wl_rows_t rows;

    WL_TRY (
        wl_run (wl_db (req), &LOCK_ADDRESS, &rows, wl_p_uuid (wl_user (req)), wl_p_int (channel)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    read_address (req, &rows, 0, ret);
    return WL_OK;
}

wl_status
store_put_channel_address (wl_request_t *req, Notification__Channel channel, const char *address,
                           const char *code_id, wl_time_t code_until, int codes_a_day)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &PUT_ADDRESS, &rows, wl_p_uuid (wl_user (req)), wl_p_int (channel),
                    wl_p_text (address), wl_p_uuid (code_id), wl_p_time (code_until),
                    wl_p_time (wl_now (req)), wl_p_int (codes_a_day)));
    return rows.affected == 1 ? WL_OK : WL_RESOURCE_EXHAUSTED;
}

void
store_confirm_channel_address (wl_request_t *req, Notification__Channel channel)
{
    wl_defer (wl_db (req), &CONFIRM_ADDRESS, wl_p_uuid (wl_user (req)), wl_p_int (channel),
              wl_p_time (wl_now (req)));
}

void
store_count_wrong_code (wl_request_t *req, Notification__Channel channel)
{
    wl_defer (wl_db (req), &COUNT_WRONG_CODE, wl_p_uuid (wl_user (req)), wl_p_int (channel));
}

wl_status
store_delete_channel_address (wl_request_t *req, Notification__Channel channel)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &DELETE_ADDRESS, &rows, wl_p_uuid (wl_user (req)),
                    wl_p_int (channel)));
    return rows.affected == 1 ? WL_OK : WL_NOT_FOUND;
}

/* ---- what goes there ---- */

void
store_insert_plug_in_ways (wl_request_t *req, const char *const *message_ids,
                           const int64_t *channels, const wl_time_t *ready, size_t count)
{
    if (count > 0)
        wl_defer (wl_db (req), &INSERT_WAYS, wl_p_uuids (message_ids, count),
                  wl_p_ints (channels, count), wl_p_times (ready, count),
                  wl_p_time (wl_clock_now (&wl_clock_system)));
}

static void
read_code (wl_request_t *req, const wl_rows_t *rows, int row, store_plug_in_way_t *ret)
{
    wl_db_t *db = wl_db (req);

    *ret = (store_plug_in_way_t){ .id = wl_row_text (db, rows, row, 0),
                                  .channel = (Notification__Channel) wl_row_int (rows, row, 1),
                                  .user_id = wl_row_text (db, rows, row, 2),
                                  .address = wl_row_text (db, rows, row, 3),
                                  .created_at = wl_row_time (rows, row, 4),
                                  .is_code = true };
}

static void
read_way (wl_request_t *req, const wl_rows_t *rows, int row, store_plug_in_way_t *ret)
{
    wl_db_t *db = wl_db (req);

    *ret = (store_plug_in_way_t){ .id = wl_row_text (db, rows, row, 0),
                                  .channel = (Notification__Channel) wl_row_int (rows, row, 1),
                                  .user_id = wl_row_text (db, rows, row, 2),
                                  .address = wl_row_text (db, rows, row, 3),
                                  .message_id = wl_row_text (db, rows, row, 4),
                                  .subject = wl_row_text (db, rows, row, 5),
                                  .text = wl_row_text (db, rows, row, 6),
                                  .locale = wl_row_text (db, rows, row, 7),
                                  .reference = wl_row_text (db, rows, row, 8),
                                  .created_at = wl_row_time (rows, row, 9),
                                  .first_try_at = wl_row_time (rows, row, 10),
                                  .attempts = (int) wl_row_int (rows, row, 11) };
}

wl_status
store_claim_plug_in_ways (wl_request_t *req, const int64_t *channels, size_t channel_count,
                          wl_time_t lease, size_t limit, store_plug_in_way_t **ret,
                          size_t *ret_count)
{
    wl_param_t now = wl_p_time (wl_now (req)), until = wl_p_time (lease);
    wl_rows_t rows;

    *ret = wl_arena_array (wl_arena (req), limit, sizeof **ret);
    WL_TRY (wl_run (wl_db (req), &CLAIM_CODES, &rows, now, wl_p_ints (channels, channel_count),
                    wl_p_int ((int64_t) limit), until));
    for (int i = 0; i < rows.count; i++)
        read_code (req, &rows, i, &(*ret)[i]);
    *ret_count = (size_t) rows.count;
    if (*ret_count == limit)
        return WL_OK;
    WL_TRY (wl_run (wl_db (req), &CLAIM_WAYS, &rows, now, wl_p_ints (channels, channel_count),
                    wl_p_int ((int64_t) (limit - *ret_count)), until));
    for (int i = 0; i < rows.count; i++)
        read_way (req, &rows, i, &(*ret)[(*ret_count)++]);
    return WL_OK;
}

void
store_record_plug_in_try (wl_request_t *req, const store_plug_in_way_t *way,
                          Notification__DispatchState state, wl_time_t ready, const char *reference,
                          const char *evidence)
{
    wl_defer (wl_db (req), &RECORD_TRY, wl_p_uuid (way->id), wl_p_int (state), wl_p_time (ready),
              wl_p_text (evidence), wl_p_text (reference),
              wl_p_time (wl_clock_now (&wl_clock_system)));
}

void
store_record_code (wl_request_t *req, const store_plug_in_way_t *way, wl_time_t ready)
{
    wl_defer (wl_db (req), &RECORD_CODE, wl_p_uuid (way->id), wl_p_int (way->channel),
              wl_p_time (ready));
}
