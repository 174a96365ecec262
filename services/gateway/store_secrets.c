#include "store_secrets.h"

WL_SQL (READ_SECRETS, "SELECT email, name, locale, password_hash, totp_secret,"
                      "       totp_since IS NOT NULL "
                      "FROM account WHERE id = $1");

WL_SQL (SET_PASSWORD, "UPDATE account SET password_hash = $2 WHERE id = $1");

WL_SQL (SET_EMAIL, "UPDATE account SET email = $2 WHERE id = $1");

WL_SQL (SET_LOCALE, "UPDATE account SET locale = $2 WHERE id = $1");

WL_SQL (SET_TOTP_SECRET, "UPDATE account SET totp_secret = $2, totp_step = 0 "
                         "WHERE id = $1 AND totp_since IS NULL");

WL_SQL (TURN_ON_TOTP, "WITH own AS (UPDATE session SET second_factor = true WHERE id = $2)"
                      "UPDATE account SET totp_since = $4, totp_step = $3 WHERE id = $1");

WL_SQL (TURN_OFF_TOTP,
        "WITH codes AS (DELETE FROM recovery_code WHERE account_id = $1), "
        "sessions AS (UPDATE session SET second_factor = false WHERE account_id = $1)"
        "UPDATE account SET totp_secret = NULL, totp_since = NULL WHERE id = $1");

WL_SQL (TAKE_TOTP_STEP, "UPDATE account SET totp_step = $2 WHERE id = $1 AND totp_step < $2");

WL_SQL (TAKE_RECOVERY_CODE, "DELETE FROM recovery_code WHERE account_id = $1 AND code_hash = $2");

WL_SQL (SET_RECOVERY_CODES,
        "WITH dropped AS ("
        "  DELETE FROM recovery_code WHERE account_id = $1 AND code_hash <> ALL ($2))"
        "INSERT INTO recovery_code (account_id, code_hash) SELECT $1, unnest ($2::bytea[])");

wl_status
store_read_secrets (wl_db_t *db, wl_arena_t *arena, const char *account_id, store_secrets_t *ret)
{
    wl_rows_t rows;
    wl_bytes_t sealed;

    WL_TRY (wl_run (db, &READ_SECRETS, &rows, wl_p_uuid (account_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    ret->person = (store_addressee_t){
        .has_account = true,
        .user_id = account_id,
        .email = wl_row_text (db, &rows, 0, 0),
        .name = wl_row_text (db, &rows, 0, 1),
        .locale = wl_row_text (db, &rows, 0, 2),
    };
    ret->password_hash = wl_row_text (db, &rows, 0, 3);
    sealed = wl_row_bytes (&rows, 0, 4);
    ret->totp_length = sealed.length;
    ret->totp_sealed = wl_row_null (&rows, 0, 4)
                           ? NULL
                           : (const uint8_t *) wl_text_copy_length (
                                 arena, (const char *) sealed.data, sealed.length);
    ret->totp_on = wl_row_bool (&rows, 0, 5);
    return WL_OK;
}

void
store_set_password (wl_db_t *db, const char *account_id, const char *hash)
{
    wl_defer (db, &SET_PASSWORD, wl_p_uuid (account_id), wl_p_text (hash));
}

wl_status
store_set_email (wl_db_t *db, const char *account_id, const char *email)
{
    return wl_run (db, &SET_EMAIL, NULL, wl_p_uuid (account_id), wl_p_text (email));
}

wl_status
store_set_totp_secret (wl_db_t *db, const char *account_id,
                       const uint8_t sealed[SECOND_FACTOR_SEALED], bool *ret_set)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &SET_TOTP_SECRET, &rows, wl_p_uuid (account_id),
                    wl_p_bytes (sealed, SECOND_FACTOR_SEALED)));
    *ret_set = rows.affected > 0;
    return WL_OK;
}

void
store_turn_on_totp (wl_db_t *db, const char *account_id, const char *session_id, int64_t step,
                    wl_time_t now)
{
    wl_defer (db, &TURN_ON_TOTP, wl_p_uuid (account_id), wl_p_uuid (session_id), wl_p_int (step),
              wl_p_time (now));
}

void
store_turn_off_totp (wl_db_t *db, const char *account_id)
{
    wl_defer (db, &TURN_OFF_TOTP, wl_p_uuid (account_id));
}

wl_status
store_take_totp_step (wl_db_t *db, const char *account_id, int64_t step, bool *ret_taken)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &TAKE_TOTP_STEP, &rows, wl_p_uuid (account_id), wl_p_int (step)));
    *ret_taken = rows.affected > 0;
    return WL_OK;
}

wl_status
store_take_recovery_code (wl_db_t *db, const char *account_id, const uint8_t hash[32],
                          bool *ret_taken)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &TAKE_RECOVERY_CODE, &rows, wl_p_uuid (account_id), wl_p_bytes (hash, 32)));
    *ret_taken = rows.affected > 0;
    return WL_OK;
}

void
store_set_recovery_codes (wl_db_t *db, const char *account_id,
                          const uint8_t hashes[SECOND_FACTOR_CODES][32])
{
    wl_bytes_t blobs[SECOND_FACTOR_CODES];

    for (size_t i = 0; i < SECOND_FACTOR_CODES; i++)
        blobs[i] = (wl_bytes_t){ hashes[i], 32 };
    wl_defer (db, &SET_RECOVERY_CODES, wl_p_uuid (account_id),
              wl_p_blobs (blobs, SECOND_FACTOR_CODES));
}

wl_status
store_set_locale (wl_db_t *db, const char *account_id, const char *locale)
{
    return wl_run (db, &SET_LOCALE, NULL, wl_p_uuid (account_id), wl_p_text (locale));
}
