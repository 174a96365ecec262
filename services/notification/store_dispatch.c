#include "store_dispatch.h"

#include <string.h>

WL_SQL (INSERT_DISPATCHES,
        "INSERT INTO dispatch (id, message_id, channel, ready, created_at)"
        " SELECT i.id, i.message_id, $4, i.ready, $5"
        " FROM unnest (" WL_LIST ("$1", "uuid") ", " WL_LIST ("$2", "uuid") ", " WL_LIST (
            "$3", "timestamptz") ") AS i (id, message_id, ready)"
                                 " ON CONFLICT (message_id, channel, target) DO NOTHING");
WL_SQL (CLAIM_DISPATCHES,
        "WITH taken AS (SELECT id FROM dispatch WHERE channel = $1 AND ready <= $2"
        " ORDER BY ready LIMIT $3 FOR UPDATE SKIP LOCKED)"
        " UPDATE dispatch d SET ready = $4 FROM taken, message m"
        " WHERE d.id = taken.id AND m.id = d.message_id"
        " RETURNING d.id, d.attempts, d.first_try_at, m.id, m.template, m.user_id, m.email,"
        " m.locale, m.call_id, m.application_id, m.facts, m.created_at, m.subject, m.text,"
        " m.leave_url, m.trace");
WL_SQL (NEXT_DISPATCH, "SELECT ready FROM dispatch WHERE channel = $1 AND ready IS NOT NULL"
                       " ORDER BY ready LIMIT 1");
WL_SQL (COUNT_DISPATCHES, "SELECT count (*) FROM (SELECT 1 FROM dispatch WHERE channel = $1"
                          " AND ready IS NOT NULL LIMIT $2) waiting");
/* What was held back or called off while a sender had it stays so. */
#define KEEPS_ORDERS                                                                         \
    "CASE WHEN d.ready IS NULL THEN NULL WHEN i.ready IS NOT NULL AND d.ready = " STORE_HELD \
    " THEN d.ready ELSE i.ready END"
WL_SQL (
    RECORD_TRIES,
    "UPDATE dispatch d SET"
    " state = CASE WHEN i.state = 1 AND d.ready IS NULL THEN d.state ELSE i.state END,"
    " ready = " KEEPS_ORDERS ","
    " attempts = d.attempts + 1, first_try_at = coalesce (d.first_try_at, $7),"
    " last_try_at = $7, sent_at = CASE WHEN i.state = 2 THEN $7 END, answer = i.answer,"
    " domain = i.domain, address_hash = i.hash"
    " FROM unnest (" WL_LIST ("$1", "uuid") ", " WL_LIST ("$2", "int8") ", " WL_LIST (
        "$3",
        "timestamptz") ", " WL_LIST ("$4",
                                     "text") ", " WL_LIST ("$5",
                                                           "text") ", " WL_LIST ("$6",
                                                                                 "bytea") ") AS i "
                                                                                          "(id, "
                                                                                          "state, "
                                                                                          "ready, "
                                                                                          "answer, "
                                                                                          "domain, "
                                                                                          "hash)"
                                                                                          " WHERE "
                                                                                          "d.id = "
                                                                                          "i.id");
WL_SQL (PUT_BACK, "UPDATE dispatch d SET ready = " KEEPS_ORDERS
                  " FROM unnest (" WL_LIST ("$1", "uuid") ", " WL_LIST (
                      "$2", "timestamptz") ") AS i (id, ready)"
                                           " WHERE d.id = i.id AND d.ready IS NOT NULL");
WL_SQL (FIND_SUPPRESSED,
        "SELECT i.place FROM unnest ($1::bytea[]) WITH ORDINALITY AS i (hash, place)"
        " JOIN suppression s ON s.address_hash = i.hash");
WL_SQL (SUPPRESS, "INSERT INTO suppression (address_hash, reason, answer, dispatch_id, created_at)"
                  " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (address_hash) DO NOTHING");
/* Only what was sent from here can bounce; what bounced already changes nothing. */
WL_SQL (BOUNCE, "UPDATE dispatch SET state = 3, ready = NULL, bounced_at = $2, answer = $3"
                " WHERE message_id = $1 AND channel = 1 AND state = 2 RETURNING id, address_hash");
void
store_insert_dispatches (wl_request_t *req, const char *const *ids, const char *const *message_ids,
                         const wl_time_t *ready, Notification__Channel channel, size_t count)
{
    if (count > 0)
        wl_defer (wl_db (req), &INSERT_DISPATCHES, wl_p_uuids (ids, count),
                  wl_p_uuids (message_ids, count), wl_p_times (ready, count), wl_p_int (channel),
                  wl_p_time (wl_clock_now (&wl_clock_system)));
}

/* ---- taking ---- */

static wl_status
read_dispatch (wl_request_t *req, const wl_rows_t *rows, int row, store_dispatch_t *ret)
{
    wl_db_t *db = wl_db (req);

    *ret = (store_dispatch_t){
        .id = wl_row_text (db, rows, row, 0),
        .attempts = (int) wl_row_int (rows, row, 1),
        .first_try_at = wl_row_time (rows, row, 2),
        .message = { .id = wl_row_text (db, rows, row, 3),
                     .template = wl_row_text (db, rows, row, 4),
                     .user_id = wl_row_text (db, rows, row, 5),
                     .email = wl_row_text (db, rows, row, 6),
                     .locale = wl_row_text (db, rows, row, 7),
                     .call_id = wl_row_text (db, rows, row, 8),
                     .application_id = wl_row_text (db, rows, row, 9),
                     .created_at = wl_row_time (rows, row, 11),
                     .leave_url = wl_row_text (db, rows, row, 14),
                     .trace = wl_row_text (db, rows, row, 15) },
        .subject = wl_row_text (db, rows, row, 12),
        .text = wl_row_text (db, rows, row, 13),
    };
    return store_read_facts (req, rows, row, 10, &ret->message.facts);
}

wl_status
store_claim_dispatches (wl_request_t *req, Notification__Channel channel, wl_time_t now,
                        wl_time_t lease, size_t limit, store_dispatch_t **ret, size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &CLAIM_DISPATCHES, &rows, wl_p_int (channel), wl_p_time (now),
                    wl_p_int ((int64_t) limit), wl_p_time (lease)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        WL_TRY (read_dispatch (req, &rows, i, &(*ret)[i]));
    return WL_OK;
}

wl_status
store_next_dispatch (wl_request_t *req, Notification__Channel channel, wl_time_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &NEXT_DISPATCH, &rows, wl_p_int (channel)));
    *ret = rows.count == 0 ? 0 : wl_row_time (&rows, 0, 0);
    return WL_OK;
}

wl_status
store_count_dispatches (wl_request_t *req, Notification__Channel channel, int64_t most,
                        uint64_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &COUNT_DISPATCHES, &rows, wl_p_int (channel), wl_p_int (most)));
    *ret = (uint64_t) wl_row_int (&rows, 0, 0);
    return WL_OK;
}

/* ---- what became of it ---- */

void
store_record_tries (wl_request_t *req, const store_tries_t *tries)
{
    size_t count = tries->count;

    if (count == 0)
        return;
    if (!tries->tried)
        wl_defer (wl_db (req), &PUT_BACK, wl_p_uuids (tries->ids, count),
                  wl_p_times (tries->ready, count));
    else
        wl_defer (wl_db (req), &RECORD_TRIES, wl_p_uuids (tries->ids, count),
                  wl_p_ints (tries->states, count), wl_p_times (tries->ready, count),
                  wl_p_texts (tries->answers, count), wl_p_texts (tries->domains, count),
                  wl_p_blobs (tries->address_hashes, count),
                  wl_p_time (wl_clock_now (&wl_clock_system)));
}

wl_status
store_find_suppressed (wl_request_t *req, const wl_bytes_t *hashes, size_t count, bool *ret_hit)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &FIND_SUPPRESSED, &rows, wl_p_blobs (hashes, count)));
    for (int i = 0; i < rows.count; i++)
        ret_hit[wl_row_int (&rows, i, 0) - 1] = true;
    return WL_OK;
}

void
store_suppress (wl_request_t *req, wl_bytes_t hash, const char *reason, const char *answer,
                const char *dispatch_id)
{
    wl_defer (wl_db (req), &SUPPRESS, wl_p_bytes (hash.data, hash.length), wl_p_text (reason),
              wl_p_text (answer), wl_p_uuid (dispatch_id),
              wl_p_time (wl_clock_now (&wl_clock_system)));
}

wl_status
store_bounce (wl_request_t *req, const char *message_id, const char *answer, wl_bytes_t *ret_hash,
              const char **ret_dispatch_id)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &BOUNCE, &rows, wl_p_uuid (message_id),
                    wl_p_time (wl_clock_now (&wl_clock_system)), wl_p_text (answer)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret_dispatch_id = wl_row_text (wl_db (req), &rows, 0, 0);
    wl_bytes_t hash = wl_row_bytes (&rows, 0, 1);
    uint8_t *copy = wl_arena_alloc (wl_arena (req), hash.length);
    if (hash.length > 0)
        memcpy (copy, hash.data, hash.length);
    *ret_hash = (wl_bytes_t){ copy, hash.length };
    return WL_OK;
}
