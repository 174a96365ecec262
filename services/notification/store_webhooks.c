#include "store_webhooks.h"

#include <string.h>

WL_SQL (ADD_WEBHOOK, "INSERT INTO webhook (id, user_id, url, secret, created_at)"
                     " SELECT $1, $2, $3, $4, $5"
                     " WHERE (SELECT count (*) FROM webhook WHERE user_id = $2) < $6");
#define WEBHOOK_COLUMNS                         \
    "id, url, created_at, disabled_at, paused," \
    " CASE WHEN previous_secret IS NOT NULL THEN previous_until END AS old_signs_until"
WL_SQL (LIST_WEBHOOKS, "SELECT " WEBHOOK_COLUMNS " FROM webhook WHERE user_id = $1 ORDER BY id");
WL_SQL (DELETE_WEBHOOK,
        "WITH ended AS (UPDATE dispatch SET ready = NULL, state = 3, answer = 'webhook deleted'"
        " WHERE channel = 2 AND target = $1::text AND ready IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM webhook WHERE id = $1::uuid AND user_id = $2))"
        " DELETE FROM webhook WHERE id = $1::uuid AND user_id = $2");
/* What was held back goes on, what was ended does not. */
WL_SQL (ENABLE_WEBHOOK,
        "WITH enabled AS (UPDATE webhook SET disabled_at = NULL, paused = false"
        " WHERE id = $1::uuid AND user_id = $2 RETURNING " WEBHOOK_COLUMNS "),"
        " goes_on AS (UPDATE dispatch SET ready = $3 WHERE channel = 2 AND target = $1::text"
        " AND ready = " STORE_HELD " AND EXISTS (SELECT 1 FROM enabled))"
        " SELECT * FROM enabled");
WL_SQL (PAUSE_WEBHOOK,
        "WITH held AS (UPDATE webhook SET disabled_at = coalesce (disabled_at, $3), paused = true"
        " WHERE id = $1::uuid AND user_id = $2 RETURNING " WEBHOOK_COLUMNS "),"
        " waits AS (UPDATE dispatch SET ready = " STORE_HELD " WHERE channel = 2"
        " AND target = $1::text AND ready IS NOT NULL AND EXISTS (SELECT 1 FROM held))"
        " SELECT * FROM held");
WL_SQL (LIST_DELIVERIES,
        "SELECT d.id, d.message_id, m.template, d.state, d.attempts, d.created_at, d.last_try_at,"
        " CASE WHEN d.ready < " STORE_HELD " THEN d.ready END AS ready_at, d.answer"
        " FROM webhook w JOIN dispatch d ON d.channel = 2 AND d.target = w.id::text"
        " JOIN message m ON m.id = d.message_id WHERE w.id = $1 AND w.user_id = $2"
        " ORDER BY d.created_at DESC LIMIT $3");
WL_SQL (OWNS_WEBHOOK, "SELECT 1 FROM webhook WHERE id = $1 AND user_id = $2");
WL_SQL (ROTATE_WEBHOOK,
        "UPDATE webhook SET previous_secret = secret, previous_until = $4, secret = $3"
        " WHERE id = $1 AND user_id = $2 RETURNING " WEBHOOK_COLUMNS);
WL_SQL (INSERT_WAYS,
        "INSERT INTO dispatch (id, message_id, channel, target, ready, created_at)"
        " SELECT gen_random_uuid (), m.id, 2, w.id::text, $2, $2 FROM message m"
        " JOIN webhook w ON w.user_id = m.user_id AND w.disabled_at IS NULL"
        " WHERE m.id = ANY ($1::uuid[]) ON CONFLICT (message_id, channel, target) DO NOTHING");
WL_SQL (CLAIM_WAYS, "WITH taken AS (SELECT id FROM dispatch WHERE channel = 2 AND ready <= $1"
                    " ORDER BY ready LIMIT $2 FOR UPDATE SKIP LOCKED)"
                    " UPDATE dispatch d SET ready = $3 FROM taken, message m, webhook w"
                    " WHERE d.id = taken.id AND m.id = d.message_id AND w.id = d.target::uuid"
                    " RETURNING d.id, d.attempts, d.first_try_at, w.id, w.url, w.secret,"
                    " CASE WHEN w.previous_until > $1 THEN w.previous_secret END, m.id, m.template,"
                    " m.call_id, m.application_id, m.created_at");
/* What was held back or ended while it was on its way stays so. */
WL_SQL (RECORD_WAY,
        "UPDATE dispatch SET state = CASE WHEN $2 = 1 AND ready IS NULL THEN state ELSE $2 END,"
        " ready = CASE WHEN ready IS NULL OR $3::timestamptz IS NULL THEN NULL"
        "  WHEN ready = " STORE_HELD " THEN ready ELSE $3 END,"
        " answer = $4, attempts = attempts + 1,"
        " first_try_at = coalesce (first_try_at, $5), last_try_at = $5,"
        " sent_at = CASE WHEN $2 = 2 THEN $5 END WHERE id = $1");
WL_SQL (DISABLE_WEBHOOK,
        "WITH ended AS (UPDATE dispatch SET ready = NULL, state = 3, answer = '410 Gone'"
        " WHERE channel = 2 AND target = $1::text AND ready IS NOT NULL)"
        " UPDATE webhook SET disabled_at = $2 WHERE id = $1::uuid");

wl_status
store_add_webhook (wl_request_t *req, const char *id, const char *url,
                   const uint8_t secret[WEBHOOK_SECRET], int most)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &ADD_WEBHOOK, &rows, wl_p_uuid (id), wl_p_uuid (wl_user (req)),
                    wl_p_text (url), wl_p_bytes (secret, WEBHOOK_SECRET), wl_p_time (wl_now (req)),
                    wl_p_int (most)));
    return rows.affected == 1 ? WL_OK : WL_FAILED_PRECONDITION;
}

wl_status
store_list_webhooks (wl_request_t *req, Notification__ListWebhooksResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &LIST_WEBHOOKS, &rows, wl_p_uuid (wl_user (req))));
    wl_rows_messages (wl_db (req), &rows, &notification__webhook__descriptor, &ret->n_webhooks,
                      (ProtobufCMessage ***) &ret->webhooks);
    return WL_OK;
}

wl_status
store_delete_webhook (wl_request_t *req, const char *id)
{
    wl_rows_t rows;

    WL_TRY (
        wl_run (wl_db (req), &DELETE_WEBHOOK, &rows, wl_p_text (id), wl_p_uuid (wl_user (req))));
    return rows.affected == 1 ? WL_OK : WL_NOT_FOUND;
}

static wl_status
steer (wl_request_t *req, const wl_statement_t *act, const char *id, Notification__Webhook *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), act, &rows, wl_p_text (id), wl_p_uuid (wl_user (req)),
                    wl_p_time (wl_now (req))));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

wl_status
store_enable_webhook (wl_request_t *req, const char *id, Notification__Webhook *ret)
{
    return steer (req, &ENABLE_WEBHOOK, id, ret);
}

wl_status
store_pause_webhook (wl_request_t *req, const char *id, Notification__Webhook *ret)
{
    return steer (req, &PAUSE_WEBHOOK, id, ret);
}

wl_status
store_rotate_webhook (wl_request_t *req, const char *id, const uint8_t secret[WEBHOOK_SECRET],
                      wl_time_t previous_until, Notification__Webhook *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &ROTATE_WEBHOOK, &rows, wl_p_uuid (id), wl_p_uuid (wl_user (req)),
                    wl_p_bytes (secret, WEBHOOK_SECRET), wl_p_time (previous_until)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

wl_status
store_list_webhook_deliveries (wl_request_t *req, const char *id, uint32_t limit,
                               Notification__ListWebhookDeliveriesResponse *ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &OWNS_WEBHOOK, &rows, wl_p_uuid (id), wl_p_uuid (wl_user (req))));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    WL_TRY (wl_run (db, &LIST_DELIVERIES, &rows, wl_p_uuid (id), wl_p_uuid (wl_user (req)),
                    wl_p_int (limit)));
    wl_rows_messages (db, &rows, &notification__webhook_delivery__descriptor, &ret->n_deliveries,
                      (ProtobufCMessage ***) &ret->deliveries);
    return WL_OK;
}

/* ---- what goes there ---- */

void
store_insert_webhook_ways (wl_request_t *req, const char *const *message_ids, size_t count)
{
    if (count > 0)
        wl_defer (wl_db (req), &INSERT_WAYS, wl_p_uuids (message_ids, count),
                  wl_p_time (wl_clock_now (&wl_clock_system)));
}

static void
read_secret (wl_request_t *req, const wl_rows_t *rows, int row, int column,
             store_webhook_way_t *ret)
{
    wl_bytes_t bytes = wl_row_bytes (rows, row, column);
    uint8_t *copy;

    if (bytes.length != WEBHOOK_SECRET)
        return;
    copy = wl_arena_alloc (wl_arena (req), WEBHOOK_SECRET);
    memcpy (copy, bytes.data, WEBHOOK_SECRET);
    ret->secrets[ret->secret_count++] = copy;
}

wl_status
store_claim_webhook_ways (wl_request_t *req, wl_time_t lease, size_t limit,
                          store_webhook_way_t **ret, size_t *ret_count)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &CLAIM_WAYS, &rows, wl_p_time (wl_now (req)), wl_p_int ((int64_t) limit),
                    wl_p_time (lease)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++) {
        store_webhook_way_t *way = &(*ret)[i];
        way->id = wl_row_text (db, &rows, i, 0);
        way->attempts = (int) wl_row_int (&rows, i, 1);
        way->first_try_at = wl_row_time (&rows, i, 2);
        way->webhook_id = wl_row_text (db, &rows, i, 3);
        way->url = wl_row_text (db, &rows, i, 4);
        read_secret (req, &rows, i, 5, way);
        read_secret (req, &rows, i, 6, way);
        way->facts = (webhook_facts_t){ .message_id = wl_row_text (db, &rows, i, 7),
                                        .type = wl_row_text (db, &rows, i, 8),
                                        .call_id = wl_row_text (db, &rows, i, 9),
                                        .application_id = wl_row_text (db, &rows, i, 10),
                                        .at = wl_row_time (&rows, i, 11) };
    }
    return WL_OK;
}

void
store_record_webhook_try (wl_request_t *req, const char *id, Notification__DispatchState state,
                          wl_time_t ready, const char *answer)
{
    wl_defer (wl_db (req), &RECORD_WAY, wl_p_uuid (id), wl_p_int (state), wl_p_time (ready),
              wl_p_text (answer), wl_p_time (wl_clock_now (&wl_clock_system)));
}

void
store_disable_webhook (wl_request_t *req, const char *webhook_id)
{
    wl_defer (wl_db (req), &DISABLE_WEBHOOK, wl_p_text (webhook_id),
              wl_p_time (wl_clock_now (&wl_clock_system)));
}
