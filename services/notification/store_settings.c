#include "store_settings.h"

#include <sodium.h>
#include <string.h>

enum { SECRET_BYTES = 32 };

WL_SQL (LOAD_SETTINGS, "SELECT version, settings FROM settings WHERE user_id = $1");
WL_SQL (LOCK_SETTINGS, "SELECT version, settings FROM settings WHERE user_id = $1 FOR UPDATE");
WL_SQL (LIST_SETTINGS, "SELECT i.place, s.version, s.settings"
                       " FROM unnest ($1::uuid[]) WITH ORDINALITY AS i (id, place)"
                       " JOIN settings s ON s.user_id = i.id");
WL_SQL (SAVE_SETTINGS,
        "INSERT INTO settings (user_id, version, settings) SELECT $1, 1, $3 WHERE $2::int8 = 0"
        " ON CONFLICT (user_id) DO NOTHING");
WL_SQL (CHANGE_SETTINGS, "UPDATE settings SET version = version + 1, settings = $3"
                         " WHERE user_id = $1 AND version = $2");
WL_SQL (ADD_DIGEST_ITEMS,
        "INSERT INTO digest_item (user_id, frequency, message_id)"
        " SELECT * FROM unnest ($1::uuid[], $2::int8[], $3::uuid[]) ON CONFLICT DO NOTHING");
/* Ids of messages sort by time. */
WL_SQL (
    TAKE_DIGEST,
    "WITH taken AS (DELETE FROM digest_item WHERE (user_id, frequency, message_id) IN"
    " (SELECT user_id, frequency, message_id FROM digest_item"
    " WHERE user_id = $1 AND frequency = $2 ORDER BY message_id LIMIT $3)"
    " RETURNING message_id)"
    " SELECT m.id, m.subject FROM taken JOIN message m ON m.id = taken.message_id ORDER BY m.id");
WL_SQL (INSERT_SECRET, "INSERT INTO secret (name, value) VALUES ($1, $2)"
                       " ON CONFLICT (name) DO NOTHING");
WL_SQL (LOAD_SECRET, "SELECT value FROM secret WHERE name = $1");

static wl_status
unpack (wl_request_t *req, const wl_rows_t *rows, int row, int column,
        Notification__NotificationSettings **ret)
{
    wl_bytes_t packed = wl_row_bytes (rows, row, column);
    ProtobufCMessage *message;

    WL_TRY (wl_message_unpack (wl_arena (req), &notification__notification_settings__descriptor,
                               packed.data, packed.length, &message));
    *ret = (Notification__NotificationSettings *) message;
    (*ret)->version = (uint64_t) wl_row_int (rows, row, column - 1);
    return WL_OK;
}

wl_status
store_load_settings (wl_request_t *req, const char *user_id, bool lock,
                     Notification__NotificationSettings **ret)
{
    wl_rows_t rows;

    *ret = NULL;
    WL_TRY (
        wl_run (wl_db (req), lock ? &LOCK_SETTINGS : &LOAD_SETTINGS, &rows, wl_p_uuid (user_id)));
    return rows.count == 0 ? WL_OK : unpack (req, &rows, 0, 1, ret);
}

wl_status
store_list_settings (wl_request_t *req, const char *const *user_ids, size_t count,
                     Notification__NotificationSettings **ret)
{
    wl_rows_t rows;

    for (size_t i = 0; i < count; i++)
        ret[i] = NULL;
    if (count == 0)
        return WL_OK;
    WL_TRY (wl_run (wl_db (req), &LIST_SETTINGS, &rows, wl_p_uuids (user_ids, count)));
    for (int i = 0; i < rows.count; i++)
        WL_TRY (unpack (req, &rows, i, 2, &ret[wl_row_int (&rows, i, 0) - 1]));
    return WL_OK;
}

wl_status
store_save_settings (wl_request_t *req, const char *user_id,
                     Notification__NotificationSettings *settings)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), settings->version == 0 ? &SAVE_SETTINGS : &CHANGE_SETTINGS, &rows,
                    wl_p_uuid (user_id), wl_p_int ((int64_t) settings->version),
                    wl_p_message (&settings->base)));
    if (rows.affected == 0)
        return WL_ABORTED;
    settings->version++;
    return WL_OK;
}

/* ---- digests ---- */

void
store_add_digest_items (wl_request_t *req, const char *const *user_ids, const int64_t *frequencies,
                        const char *const *message_ids, size_t count)
{
    if (count > 0)
        wl_defer (wl_db (req), &ADD_DIGEST_ITEMS, wl_p_uuids (user_ids, count),
                  wl_p_ints (frequencies, count), wl_p_uuids (message_ids, count));
}

wl_status
store_take_digest (wl_request_t *req, const char *user_id, Notification__Frequency frequency,
                   size_t limit, const char ***ret_ids, const char ***ret_subjects,
                   size_t *ret_count)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &TAKE_DIGEST, &rows, wl_p_uuid (user_id), wl_p_int (frequency),
                    wl_p_int ((int64_t) limit)));
    *ret_count = (size_t) rows.count;
    *ret_ids = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret_ids);
    *ret_subjects = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret_subjects);
    for (int i = 0; i < rows.count; i++) {
        (*ret_ids)[i] = wl_row_text (db, &rows, i, 0);
        (*ret_subjects)[i] = wl_row_text (db, &rows, i, 1);
    }
    return WL_OK;
}

/* ---- keys ---- */

/* Read first: it is there but once in the life of a deployment. */
wl_status
store_secret (wl_request_t *req, const char *name, uint8_t ret[32])
{
    uint8_t fresh[SECRET_BYTES];
    wl_bytes_t value = { NULL, 0 };
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &LOAD_SECRET, &rows, wl_p_text (name)));
    if (rows.count == 0) {
        randombytes_buf (fresh, sizeof fresh);
        WL_TRY (wl_run (wl_db (req), &INSERT_SECRET, NULL, wl_p_text (name),
                        wl_p_bytes (fresh, sizeof fresh)));
        WL_TRY (wl_run (wl_db (req), &LOAD_SECRET, &rows, wl_p_text (name)));
    }
    if (rows.count > 0)
        value = wl_row_bytes (&rows, 0, 0);
    if (value.length != SECRET_BYTES)
        return WL_DATA_LOSS;
    memcpy (ret, value.data, SECRET_BYTES);
    return WL_OK;
}
