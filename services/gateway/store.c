#include "store.h"

#include <string.h>

#include "message/message.h"

/* ---- opening an account ---- */

WL_SQL (ADD_REGISTRATION,
        "WITH known AS ("
        "  SELECT id, email, name, locale FROM account"
        "  WHERE email_key = lower ($2 COLLATE \"und-x-icu\") COLLATE \"C\""
        "), recent AS ("
        "  SELECT count (*) AS messages FROM registration"
        "  WHERE email_key = lower ($2 COLLATE \"und-x-icu\") COLLATE \"C\""
        "    AND created_at > $7 - interval '1 hour'"
        "), added AS ("
        "  INSERT INTO registration (id, email, name, locale, password_hash, token_hash,"
        "                            created_at, expires_at)"
        "  SELECT $1, $2, CASE WHEN known.id IS NULL THEN $3 ELSE '' END, $4,"
        "         CASE WHEN known.id IS NULL THEN $5 END, CASE WHEN known.id IS NULL THEN $6 END,"
        "         $7, $8"
        "  FROM recent LEFT JOIN known ON true WHERE recent.messages < 3"
        "  RETURNING id)"
        "SELECT known.id, coalesce (known.email, $2), coalesce (known.name, $3),"
        "       coalesce (known.locale, $4)"
        "FROM added LEFT JOIN known ON true");

WL_SQL (CONFIRM, "WITH taken AS ("
                 "  DELETE FROM registration WHERE token_hash = $1 AND expires_at > $3"
                 "  RETURNING id, email, email_key, name, locale, password_hash"
                 "), others AS ("
                 "  DELETE FROM registration USING taken"
                 "  WHERE registration.email_key = taken.email_key AND registration.id <> taken.id)"
                 "INSERT INTO account (id, email, name, locale, password_hash, created_at)"
                 "SELECT $2, email, name, locale, password_hash, $3 FROM taken "
                 "ON CONFLICT (email_key) DO NOTHING RETURNING id");

WL_SQL (FORGET_REGISTRATION, "DELETE FROM registration WHERE id = $1");

wl_status
store_add_registration (wl_db_t *db, const store_registration_t *registration,
                        store_addressee_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &ADD_REGISTRATION, &rows, wl_p_uuid (registration->id),
                    wl_p_text (registration->email), wl_p_text (registration->name),
                    wl_p_text (registration->locale), wl_p_text (registration->password_hash),
                    wl_p_bytes (registration->token_hash, TOKEN_HASH),
                    wl_p_time (registration->created_at), wl_p_time (registration->expires_at)));
    if (rows.count == 0)
        return WL_RESOURCE_EXHAUSTED;
    ret->has_account = !wl_row_null (&rows, 0, 0);
    ret->user_id = wl_row_text (db, &rows, 0, 0);
    ret->email = wl_row_text (db, &rows, 0, 1);
    ret->name = wl_row_text (db, &rows, 0, 2);
    ret->locale = wl_row_text (db, &rows, 0, 3);
    return WL_OK;
}

wl_status
store_confirm (wl_db_t *db, const uint8_t token_hash[TOKEN_HASH], const char *id, wl_time_t now)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &CONFIRM, &rows, wl_p_bytes (token_hash, TOKEN_HASH), wl_p_uuid (id),
                    wl_p_time (now)));
    return rows.count > 0 ? WL_OK : WL_NOT_FOUND;
}

void
store_forget_registration (wl_db_t *db, const char *id)
{
    wl_defer (db, &FORGET_REGISTRATION, wl_p_uuid (id));
}

/* ---- signing in ---- */

WL_SQL (FIND_CREDENTIALS, "(SELECT id, password_hash, totp_since IS NOT NULL FROM account"
                          " WHERE email_key = lower ($1 COLLATE \"und-x-icu\") COLLATE \"C\")"
                          "UNION ALL "
                          "(SELECT NULL, password_hash, false FROM registration"
                          " WHERE email_key = lower ($1 COLLATE \"und-x-icu\") COLLATE \"C\""
                          "   AND password_hash IS NOT NULL AND expires_at > $2"
                          " ORDER BY created_at DESC LIMIT 1)"
                          "LIMIT 1");

wl_status
store_find_credentials (wl_db_t *db, const char *email, wl_time_t now, store_credentials_t *ret)
{
    wl_rows_t rows;

    *ret = (store_credentials_t){ "", "", false };
    WL_TRY (wl_run (db, &FIND_CREDENTIALS, &rows, wl_p_text (email), wl_p_time (now)));
    if (rows.count == 0)
        return WL_OK;
    ret->account_id = wl_row_text (db, &rows, 0, 0);
    ret->password_hash = wl_row_text (db, &rows, 0, 1);
    ret->second_factor = wl_row_bool (&rows, 0, 2);
    return WL_OK;
}

/* ---- accounts: a row for each role, or one row with NULL as its role ---- */

enum {
    ID,
    EMAIL,
    NAME,
    LOCALE,
    CREATED_AT,
    SECOND_FACTOR,
    SERVICE,
    ROLE,
    REGION,
    VALID_FROM,
    VALID_UNTIL,
    WAITS,
    PROGRAMME,
    EMAIL_KEY
};

/* In the order of the columns above; a role that has ended is none. */
#define ACCOUNT_COLUMNS                                                             \
    "account.id, email, name, locale, created_at, totp_since IS NOT NULL, service," \
    "role, region, valid_from, valid_until,"                                        \
    "proposed OR coalesce (valid_from, '-infinity') > now (), programme_id"
#define WITH_ROLES                                   \
    "LEFT JOIN role_held ON account_id = account.id" \
    "  AND coalesce (valid_until, 'infinity') > now () "

WL_SQL (READ_ACCOUNT, "SELECT " ACCOUNT_COLUMNS " FROM account " WITH_ROLES
                      "WHERE account.id = $1 ORDER BY role, region, programme_id NULLS FIRST");

/* The range of the keys that begin with $1: up to the greatest character behind it. Written out
 * where it is used, because only then is it a condition of the index. */
#define FIRST_KEY "lower ($1 COLLATE \"und-x-icu\") COLLATE \"C\""
#define LAST_KEY  "(lower ($1 COLLATE \"und-x-icu\") || chr (1114111)) COLLATE \"C\""

WL_SQL (LIST_ACCOUNTS,
        "WITH found AS ("
        "  (SELECT id, email_key FROM account"
        "   WHERE email_key >= " FIRST_KEY " AND email_key < " LAST_KEY " AND email_key > $2"
        "   ORDER BY email_key LIMIT $3)"
        "  UNION"
        "  (SELECT id, email_key FROM"
        "     (SELECT id, email_key FROM account"
        "      WHERE $1 <> '' AND name_key >= " FIRST_KEY " AND name_key < " LAST_KEY
        "      ORDER BY name_key LIMIT 1000) AS named"
        "   WHERE email_key > $2)"
        "), page AS (SELECT id FROM found ORDER BY email_key LIMIT $3)"
        "SELECT " ACCOUNT_COLUMNS ", email_key FROM page JOIN account USING (id) " WITH_ROLES
        "ORDER BY email_key, role, region, programme_id NULLS FIRST");

WL_SQL (COUNT_ACCOUNTS, "SELECT count (*) FROM ("
                        "  (SELECT id FROM account WHERE email_key >= " FIRST_KEY
                        " AND email_key < " LAST_KEY "   LIMIT $2)"
                        "  UNION"
                        "  (SELECT id FROM (SELECT id, email_key FROM account"
                        "     WHERE $1 <> '' AND name_key >= " FIRST_KEY " AND name_key < " LAST_KEY
                        "     ORDER BY name_key LIMIT 1000) AS named WHERE email_key IS NOT NULL)"
                        "  LIMIT $2) AS found");

static void
fill_account (wl_db_t *db, wl_arena_t *arena, const wl_rows_t *rows, int row, Gateway__Account *ret)
{
    ret->id = wl_row_text (db, rows, row, ID);
    ret->email = wl_row_text (db, rows, row, EMAIL);
    ret->name = wl_row_text (db, rows, row, NAME);
    ret->locale = wl_row_text (db, rows, row, LOCALE);
    ret->confirmed = !wl_row_bool (rows, row, SERVICE);
    ret->created_at = wl_timestamp (arena, wl_row_time (rows, row, CREATED_AT));
    ret->second_factor = wl_row_bool (rows, row, SECOND_FACTOR);
    ret->service = wl_row_bool (rows, row, SERVICE);
}

static Gateway__RoleGrant *
take_grant (wl_db_t *db, wl_arena_t *arena, const wl_rows_t *rows, int row)
{
    Gateway__RoleGrant *grant =
        (Gateway__RoleGrant *) wl_message_new (arena, &gateway__role_grant__descriptor);

    grant->role = (Wlacznik__Role) wl_row_int (rows, row, ROLE);
    grant->region = wl_row_text (db, rows, row, REGION);
    grant->programme_id = wl_row_text (db, rows, row, PROGRAMME);
    if (!wl_row_null (rows, row, VALID_FROM))
        grant->valid_from = wl_timestamp (arena, wl_row_time (rows, row, VALID_FROM));
    if (!wl_row_null (rows, row, VALID_UNTIL))
        grant->valid_until = wl_timestamp (arena, wl_row_time (rows, row, VALID_UNTIL));
    return grant;
}

/* Takes the rows from `row` on that are of one account; gives the first row that is not. */
static int
take_account (wl_db_t *db, wl_arena_t *arena, const wl_rows_t *rows, int row, Gateway__Account *ret)
{
    size_t most = (size_t) (rows->count - row);

    fill_account (db, arena, rows, row, ret);
    ret->roles = wl_arena_array (arena, most, sizeof (Gateway__RoleGrant *));
    ret->waiting_roles = wl_arena_array (arena, most, sizeof (Gateway__RoleGrant *));
    for (; row < rows->count && strcmp (wl_row_text (db, rows, row, ID), ret->id) == 0; row++) {
        if (wl_row_null (rows, row, ROLE))
            continue;
        if (wl_row_bool (rows, row, WAITS))
            ret->waiting_roles[ret->n_waiting_roles++] = take_grant (db, arena, rows, row);
        else
            ret->roles[ret->n_roles++] = take_grant (db, arena, rows, row);
    }
    return row;
}

wl_status
store_read_account (wl_db_t *db, wl_arena_t *arena, const char *id, Gateway__Account *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &READ_ACCOUNT, &rows, wl_p_uuid (id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    take_account (db, arena, &rows, 0, ret);
    return WL_OK;
}

WL_SQL (LIST_SERVICE_ACCOUNTS,
        "SELECT " ACCOUNT_COLUMNS " FROM account " WITH_ROLES
        "WHERE service ORDER BY name_key, account.id, role, region, programme_id NULLS FIRST "
        "LIMIT 10000");

wl_status
store_list_service_accounts (wl_db_t *db, wl_arena_t *arena, Gateway__Account ***ret,
                             size_t *ret_count)
{
    wl_rows_t rows;
    int row = 0;

    *ret_count = 0;
    WL_TRY (wl_run (db, &LIST_SERVICE_ACCOUNTS, &rows));
    *ret = wl_arena_array (arena, (size_t) rows.count + 1, sizeof (Gateway__Account *));
    while (row < rows.count) {
        Gateway__Account *account =
            (Gateway__Account *) wl_message_new (arena, &gateway__account__descriptor);

        (*ret)[(*ret_count)++] = account;
        row = take_account (db, arena, &rows, row, account);
    }
    return WL_OK;
}

wl_status
store_count_accounts (wl_db_t *db, const char *beginning, int64_t *ret)
{
    wl_rows_t rows;

    WL_TRY (
        wl_run (db, &COUNT_ACCOUNTS, &rows, wl_p_text (beginning), wl_p_int (STORE_COUNT_MAX + 1)));
    *ret = wl_row_int (&rows, 0, 0);
    return WL_OK;
}

wl_status
store_list_accounts (wl_db_t *db, wl_arena_t *arena, const char *beginning, const char *after,
                     uint32_t limit, Gateway__Account ***ret, size_t *ret_count,
                     char **ret_last_key)
{
    wl_rows_t rows;
    int row = 0;

    *ret_count = 0;
    *ret_last_key = wl_text_copy (arena, "");
    *ret = wl_arena_array (arena, (size_t) limit + 1, sizeof (Gateway__Account *));
    WL_TRY (wl_run (db, &LIST_ACCOUNTS, &rows, wl_p_text (beginning), wl_p_text (after),
                    wl_p_int ((int64_t) limit + 1)));
    while (row < rows.count && *ret_count <= limit) {
        Gateway__Account *account =
            (Gateway__Account *) wl_message_new (arena, &gateway__account__descriptor);

        if (*ret_count < limit)
            *ret_last_key = wl_row_text (db, &rows, row, EMAIL_KEY);
        (*ret)[(*ret_count)++] = account;
        row = take_account (db, arena, &rows, row, account);
    }
    return WL_OK;
}

/* ---- for others ---- */

WL_SQL (LIST_CONTACTS, "SELECT id AS user_id, email, name, locale FROM account "
                       "WHERE id = " WL_ANY ("$1", "uuid") " AND NOT service");

WL_SQL (ADD_ACCOUNT,
        "INSERT INTO account (id, email, name, locale, password_hash, created_at, service)"
        "VALUES ($1, $2, $3, $4, $5, $6, $2 IS NULL)");

wl_status
store_list_contacts (wl_db_t *db, char *const *ids, size_t count, Gateway__Contact ***ret,
                     size_t *ret_count)
{
    wl_rows_t rows;
    ProtobufCMessage **contacts;

    WL_TRY (wl_run (db, &LIST_CONTACTS, &rows, wl_p_uuids ((const char *const *) ids, count)));
    wl_rows_messages (db, &rows, &gateway__contact__descriptor, ret_count, &contacts);
    *ret = (Gateway__Contact **) contacts;
    return WL_OK;
}

wl_status
store_add_account (wl_db_t *db, const store_account_t *account)
{
    return wl_run (db, &ADD_ACCOUNT, NULL, wl_p_uuid (account->id), wl_p_text (account->email),
                   wl_p_text (account->name), wl_p_text (account->locale),
                   wl_p_text (account->password_hash), wl_p_time (account->created_at));
}
