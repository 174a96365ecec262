#include "store_flows.h"

#include <string.h>

#include "base/text.h"

/* ---- flows ---- */

WL_SQL (ADD_FLOW, "WITH expired AS ("
                  "  DELETE FROM flow WHERE token_hash IN ("
                  "    SELECT token_hash FROM flow WHERE expires_at <= $4"
                  "    ORDER BY expires_at LIMIT 10 FOR UPDATE SKIP LOCKED))"
                  "INSERT INTO flow (token_hash, purpose, account_id, expires_at)"
                  "VALUES ($1, $2, $3, $5)");

WL_SQL (TAKE_FLOW, "DELETE FROM flow WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 "
                   "RETURNING account_id, subject");

WL_SQL (AWAIT_CODE, "INSERT INTO flow (token_hash, purpose, account_id, subject, expires_at)"
                    "VALUES ($1, $2, $3, $4, $5)");

void
store_add_flow (wl_db_t *db, store_flow_purpose_t purpose, const uint8_t hash[TOKEN_HASH],
                const char *account_id, wl_time_t now, wl_time_t expires)
{
    wl_defer (db, &ADD_FLOW, wl_p_bytes (hash, TOKEN_HASH), wl_p_int (purpose),
              wl_p_uuid (account_id), wl_p_time (now), wl_p_time (expires));
}

wl_status
store_take_flow (wl_db_t *db, store_flow_purpose_t purpose, const uint8_t hash[TOKEN_HASH],
                 wl_time_t now, store_flow_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &TAKE_FLOW, &rows, wl_p_bytes (hash, TOKEN_HASH), wl_p_int (purpose),
                    wl_p_time (now)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    ret->account_id = wl_row_text (db, &rows, 0, 0);
    ret->subject = wl_row_text (db, &rows, 0, 1);
    return WL_OK;
}

void
store_await_code (wl_db_t *db, const uint8_t hash[TOKEN_HASH], const store_flow_t *flow,
                  wl_time_t expires)
{
    wl_defer (db, &AWAIT_CODE, wl_p_bytes (hash, TOKEN_HASH), wl_p_int (STORE_FLOW_PROVIDER),
              wl_p_uuid (flow->account_id), wl_p_text (flow->subject), wl_p_time (expires));
}

/* ---- identities ---- */

WL_SQL (USE_IDENTITY, "UPDATE identity SET used_at = $3 WHERE issuer = $1 AND subject = $2 "
                      "RETURNING account_id");

WL_SQL (ADD_IDENTITY, "INSERT INTO identity (id, issuer, subject, account_id, linked_at, used_at)"
                      "VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (issuer, subject) DO NOTHING");

WL_SQL (LIST_IDENTITIES, "SELECT id, $2::text AS provider, linked_at, used_at FROM identity "
                         "WHERE account_id = $1 ORDER BY linked_at DESC LIMIT 100");

WL_SQL (REMOVE_IDENTITY, "DELETE FROM identity WHERE account_id = $1 AND id = $2");

WL_SQL (FIND_ADDRESS,
        "SELECT id, EXISTS (SELECT FROM account_role"
        "                   WHERE account_id = account.id AND role = $2)"
        "FROM account WHERE email_key = lower ($1 COLLATE \"und-x-icu\") COLLATE \"C\"");

static wl_status
found (wl_status status, const wl_rows_t *rows)
{
    WL_TRY (status);
    return rows->affected > 0 ? WL_OK : WL_NOT_FOUND;
}

wl_status
store_use_identity (wl_db_t *db, const char *issuer, const char *subject, wl_time_t now,
                    const char **ret_account_id)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &USE_IDENTITY, &rows, wl_p_text (issuer), wl_p_text (subject),
                    wl_p_time (now)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret_account_id = wl_row_text (db, &rows, 0, 0);
    return WL_OK;
}

void
store_add_identity (wl_db_t *db, const char *id, const char *issuer, const char *subject,
                    const char *account_id, wl_time_t now)
{
    wl_defer (db, &ADD_IDENTITY, wl_p_uuid (id), wl_p_text (issuer), wl_p_text (subject),
              wl_p_uuid (account_id), wl_p_time (now));
}

wl_status
store_list_identities (wl_db_t *db, const char *account_id, const char *provider,
                       Gateway__LinkedIdentity ***ret, size_t *ret_count)
{
    wl_rows_t rows;
    ProtobufCMessage **identities;

    WL_TRY (wl_run (db, &LIST_IDENTITIES, &rows, wl_p_uuid (account_id), wl_p_text (provider)));
    wl_rows_messages (db, &rows, &gateway__linked_identity__descriptor, ret_count, &identities);
    *ret = (Gateway__LinkedIdentity **) identities;
    return WL_OK;
}

wl_status
store_remove_identity (wl_db_t *db, const char *account_id, const char *id)
{
    wl_rows_t rows;

    return found (wl_run (db, &REMOVE_IDENTITY, &rows, wl_p_uuid (account_id), wl_p_uuid (id)),
                  &rows);
}

wl_status
store_find_address (wl_db_t *db, const char *email, const char **ret_id, bool *ret_administrator)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &FIND_ADDRESS, &rows, wl_p_text (email), wl_p_int (WL_ROLE_ADMINISTRATOR)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret_id = wl_row_text (db, &rows, 0, 0);
    *ret_administrator = wl_row_bool (&rows, 0, 1);
    return WL_OK;
}

/* ---- passkeys ---- */

#define DESCRIBED "id, name, created_at, used_at, backed_up"

WL_SQL (ADD_PASSKEY,
        "WITH owner AS (SELECT id FROM account WHERE id = $2 FOR UPDATE), "
        "held AS (SELECT count (*) AS keys FROM passkey WHERE account_id = $2)"
        "INSERT INTO passkey (id, account_id, name, credential_id, algorithm, public_key,"
        "                     sign_count, backed_up, created_at)"
        "SELECT $1, owner.id, $3, $4, $5, $6, $7, $8, $9 FROM owner, held WHERE keys < 20");

WL_SQL (FIND_PASSKEY, "SELECT account_id, algorithm, public_key, sign_count, backed_up "
                      "FROM passkey WHERE credential_id = $1");

/* Counts of 0 come from keys that do not count. */
WL_SQL (USE_PASSKEY, "UPDATE passkey SET sign_count = $2, used_at = $3 WHERE credential_id = $1"
                     "  AND (sign_count < $2 OR sign_count = 0 AND $2 = 0)");

WL_SQL (LIST_PASSKEYS, "SELECT " DESCRIBED " FROM passkey WHERE account_id = $1 "
                       "ORDER BY created_at DESC");

WL_SQL (LIST_CREDENTIALS, "SELECT credential_id FROM passkey WHERE account_id = $1");

WL_SQL (RENAME_PASSKEY, "UPDATE passkey SET name = $3 WHERE account_id = $1 AND id = $2 "
                        "RETURNING " DESCRIBED);

WL_SQL (REMOVE_PASSKEY, "DELETE FROM passkey WHERE account_id = $1 AND id = $2");

WL_SQL (SESSION_BEGAN, "SELECT created_at FROM session WHERE id = $1");

wl_status
store_add_passkey (wl_db_t *db, const char *id, const char *account_id, const char *name,
                   const passkey_key_t *key, wl_time_t now)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &ADD_PASSKEY, &rows, wl_p_uuid (id), wl_p_uuid (account_id),
                    wl_p_text (name), wl_p_bytes (key->credential_id, key->credential_length),
                    wl_p_int (key->algorithm), wl_p_bytes (key->key, key->key_length),
                    wl_p_int (key->sign_count), wl_p_bool (key->backed_up), wl_p_time (now)));
    return rows.affected > 0 ? WL_OK : WL_RESOURCE_EXHAUSTED;
}

wl_status
store_find_passkey (wl_db_t *db, const uint8_t *credential, size_t length, passkey_key_t *ret,
                    const char **ret_account_id)
{
    wl_rows_t rows;
    wl_bytes_t key;

    WL_TRY (wl_run (db, &FIND_PASSKEY, &rows, wl_p_bytes (credential, length)));
    if (rows.count == 0 || length > PASSKEY_CREDENTIAL_MAX)
        return WL_NOT_FOUND;
    *ret_account_id = wl_row_text (db, &rows, 0, 0);
    memcpy (ret->credential_id, credential, length);
    ret->credential_length = length;
    ret->algorithm = (int32_t) wl_row_int (&rows, 0, 1);
    key = wl_row_bytes (&rows, 0, 2);
    ret->key_length = key.length < PASSKEY_KEY_MAX ? key.length : PASSKEY_KEY_MAX;
    memcpy (ret->key, key.data, ret->key_length);
    ret->sign_count = (uint32_t) wl_row_int (&rows, 0, 3);
    ret->backed_up = wl_row_bool (&rows, 0, 4);
    return WL_OK;
}

wl_status
store_use_passkey (wl_db_t *db, const passkey_key_t *key, uint32_t count, wl_time_t now,
                   bool *ret_grown)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &USE_PASSKEY, &rows,
                    wl_p_bytes (key->credential_id, key->credential_length), wl_p_int (count),
                    wl_p_time (now)));
    *ret_grown = rows.affected > 0;
    return WL_OK;
}

wl_status
store_list_passkeys (wl_db_t *db, const char *account_id, Gateway__Passkey ***ret,
                     size_t *ret_count)
{
    wl_rows_t rows;
    ProtobufCMessage **keys;

    WL_TRY (wl_run (db, &LIST_PASSKEYS, &rows, wl_p_uuid (account_id)));
    wl_rows_messages (db, &rows, &gateway__passkey__descriptor, ret_count, &keys);
    *ret = (Gateway__Passkey **) keys;
    return WL_OK;
}

wl_status
store_list_credentials (wl_db_t *db, wl_arena_t *arena, const char *account_id,
                        ProtobufCBinaryData **ret, size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &LIST_CREDENTIALS, &rows, wl_p_uuid (account_id)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (arena, *ret_count, sizeof **ret);
    for (int row = 0; row < rows.count; row++) {
        wl_bytes_t bytes = wl_row_bytes (&rows, row, 0);

        (*ret)[row].len = bytes.length;
        (*ret)[row].data =
            (uint8_t *) wl_text_copy_length (arena, (const char *) bytes.data, bytes.length);
    }
    return WL_OK;
}

wl_status
store_rename_passkey (wl_db_t *db, const char *account_id, const char *id, const char *name,
                      Gateway__Passkey *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &RENAME_PASSKEY, &rows, wl_p_uuid (account_id), wl_p_uuid (id),
                    wl_p_text (name)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (db, &rows, 0, &ret->base);
    return WL_OK;
}

wl_status
store_remove_passkey (wl_db_t *db, const char *account_id, const char *id)
{
    wl_rows_t rows;

    return found (wl_run (db, &REMOVE_PASSKEY, &rows, wl_p_uuid (account_id), wl_p_uuid (id)),
                  &rows);
}

wl_status
store_session_began (wl_db_t *db, const char *session_id, wl_time_t *ret)
{
    wl_rows_t rows;

    *ret = 0;
    WL_TRY (wl_run (db, &SESSION_BEGAN, &rows, wl_p_uuid (session_id)));
    if (rows.count > 0)
        *ret = wl_row_time (&rows, 0, 0);
    return WL_OK;
}
