#include "store_roles.h"

#include "message/message.h"
#include "service/request.h"

/* An administrator is one whose grant works. */
WL_SQL (GRANT,
        "WITH locked AS (SELECT id FROM account WHERE id = $1 FOR UPDATE"
        "), others AS ("
        "  SELECT count (DISTINCT account_id) AS administrators FROM account_role"
        "  WHERE role = 9 AND account_id <> $1 AND NOT proposed"
        "    AND coalesce (valid_from, '-infinity') <= $4"
        "    AND coalesce (valid_until, 'infinity') > $4)"
        "INSERT INTO account_role AS held"
        "  (account_id, role, region, granted_at, granted_by, valid_from, valid_until, proposed)"
        "SELECT id, $2, $3, $4, $5, $6, $7, $8 AND administrators > 1 FROM locked, others "
        "ON CONFLICT (account_id, role, region) DO UPDATE"
        "  SET granted_at = $4, granted_by = $5, valid_from = $6, valid_until = $7,"
        "      proposed = EXCLUDED.proposed"
        "                 AND (held.proposed OR coalesce (held.valid_until, 'infinity') <= $4)");

WL_SQL (GRANT_IN_PROGRAMME,
        "INSERT INTO programme_role"
        "  (account_id, role, region, programme_id, granted_at, granted_by, valid_from,"
        "   valid_until)"
        "SELECT id, $2, $3, $4, $5, $6, $7, $8 FROM account WHERE id = $1 "
        "ON CONFLICT (account_id, role, region, programme_id) DO UPDATE"
        "  SET granted_at = $5, granted_by = $6, valid_from = $7, valid_until = $8");

WL_SQL (REVOKE, "DELETE FROM account_role WHERE account_id = $1 AND role = $2 AND region = $3");
WL_SQL (REVOKE_IN_PROGRAMME,
        "DELETE FROM programme_role"
        " WHERE account_id = $1 AND role = $2 AND region = $3 AND programme_id = $4");

WL_SQL (APPROVE, "WITH found AS ("
                 "  SELECT granted_by IS NOT DISTINCT FROM $4 AS own FROM account_role"
                 "  WHERE account_id = $1 AND role = $2 AND region = $3 AND proposed FOR UPDATE"
                 "), approved AS ("
                 "  UPDATE account_role SET proposed = false, approved_by = $4"
                 "  WHERE account_id = $1 AND role = $2 AND region = $3"
                 "    AND EXISTS (SELECT FROM found WHERE NOT own))"
                 "SELECT own FROM found");

WL_SQL (LOCK_HOLDERS, "SELECT account_id = $3 FROM account_role AS held "
                      "WHERE role = $1 AND valid_until IS NULL" STORE_ROLE_WORKS
                      "ORDER BY account_id, region FOR UPDATE");

WL_SQL (ROLES_OF,
        "SELECT DISTINCT role FROM role_held AS held WHERE account_id = $1" STORE_ROLE_WORKS);

void
store_grant (wl_db_t *db, const store_grant_t *grant, wl_time_t now)
{
    if (!wl_text_empty (grant->programme_id)) {
        wl_defer (db, &GRANT_IN_PROGRAMME, wl_p_uuid (grant->account_id), wl_p_int (grant->role),
                  wl_p_text (grant->region), wl_p_uuid (grant->programme_id), wl_p_time (now),
                  wl_p_uuid (grant->granted_by), wl_p_time (grant->valid_from),
                  wl_p_time (grant->valid_until));
        return;
    }
    wl_defer (db, &GRANT, wl_p_uuid (grant->account_id), wl_p_int (grant->role),
              wl_p_text (grant->region), wl_p_time (now), wl_p_uuid (grant->granted_by),
              wl_p_time (grant->valid_from), wl_p_time (grant->valid_until),
              wl_p_bool (grant->four_eyes));
}

void
store_revoke (wl_db_t *db, const char *account_id, wl_role_t role, const char *region,
              const char *programme_id)
{
    if (!wl_text_empty (programme_id))
        wl_defer (db, &REVOKE_IN_PROGRAMME, wl_p_uuid (account_id), wl_p_int (role),
                  wl_p_text (region), wl_p_uuid (programme_id));
    else
        wl_defer (db, &REVOKE, wl_p_uuid (account_id), wl_p_int (role), wl_p_text (region));
}

wl_status
store_approve (wl_db_t *db, const char *account_id, wl_role_t role, const char *region,
               const char *by)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &APPROVE, &rows, wl_p_uuid (account_id), wl_p_int (role),
                    wl_p_text (region), wl_p_uuid (by)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    return wl_row_bool (&rows, 0, 0) ? WL_PERMISSION_DENIED : WL_OK;
}

wl_status
store_is_last_holder (wl_db_t *db, wl_role_t role, const char *account_id, wl_time_t now, bool *ret)
{
    wl_rows_t rows;
    bool holds = false, others = false;

    WL_TRY (wl_run (db, &LOCK_HOLDERS, &rows, wl_p_int (role), wl_p_time (now),
                    wl_p_uuid (account_id)));
    for (int row = 0; row < rows.count; row++) {
        bool own = wl_row_bool (&rows, row, 0);

        holds = holds || own;
        others = others || !own;
    }
    *ret = holds && !others;
    return WL_OK;
}

wl_status
store_roles_of (wl_db_t *db, const char *account_id, wl_time_t now, uint32_t *ret_mask)
{
    wl_rows_t rows;

    *ret_mask = 0;
    WL_TRY (wl_run (db, &ROLES_OF, &rows, wl_p_uuid (account_id), wl_p_time (now)));
    for (int row = 0; row < rows.count; row++)
        *ret_mask |= WL_ROLE_BIT (wl_row_int (&rows, row, 0));
    return WL_OK;
}

/* ---- invitations ---- */

WL_SQL (ADD_INVITATION,
        "WITH expired AS ("
        "  DELETE FROM invitation WHERE id IN ("
        "    SELECT id FROM invitation WHERE expires_at <= $10"
        "    ORDER BY expires_at LIMIT 10 FOR UPDATE SKIP LOCKED)"
        "), recent AS ("
        "  SELECT count (*) AS letters FROM invitation"
        "  WHERE lower (email) = lower ($3) AND invited_at > $10 - interval '1 day')"
        "INSERT INTO invitation (id, token_hash, email, name, locale, role, region, valid_until,"
        "                        invited_by, invited_at, expires_at, programme_id)"
        "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 FROM recent WHERE letters < 3");

#define REACHED WL_SQL_REACHED ("programme_id", "region", "$1") " AND $2 IN (0, role)"

WL_SQL (LIST_INVITATIONS,
        "SELECT id, email, name, role, region, valid_until, invited_at, expires_at, programme_id "
        "FROM invitation WHERE " REACHED " AND expires_at > $3 "
        "ORDER BY invited_at DESC LIMIT 1000");

WL_SQL (REVOKE_INVITATION, "DELETE FROM invitation WHERE " REACHED " AND id = $3");

WL_SQL (TAKE_INVITATION,
        "WITH taken AS ("
        "  DELETE FROM invitation WHERE token_hash = $1 AND expires_at > $2 RETURNING *)"
        "SELECT taken.email, taken.name, taken.locale, region, invited_by, account.id, role,"
        "       valid_until, programme_id "
        "FROM taken LEFT JOIN account"
        "  ON email_key = lower (taken.email COLLATE \"und-x-icu\") COLLATE \"C\"");

wl_status
store_add_invitation (wl_db_t *db, const store_invitation_t *invitation)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &ADD_INVITATION, &rows, wl_p_uuid (invitation->id),
                    wl_p_bytes (invitation->token_hash, TOKEN_HASH), wl_p_text (invitation->email),
                    wl_p_text (invitation->name), wl_p_text (invitation->locale),
                    wl_p_int (invitation->role), wl_p_text (invitation->region),
                    wl_p_time (invitation->valid_until), wl_p_uuid (invitation->invited_by),
                    wl_p_time (invitation->invited_at), wl_p_time (invitation->expires_at),
                    wl_p_uuid (invitation->programme_id)));
    return rows.affected > 0 ? WL_OK : WL_RESOURCE_EXHAUSTED;
}

wl_status
store_list_invitations (wl_db_t *db, const store_reach_t *reach, wl_time_t now,
                        Gateway__Invitation ***ret, size_t *ret_count)
{
    wl_rows_t rows;
    ProtobufCMessage **invitations;

    WL_TRY (wl_run (db, &LIST_INVITATIONS, &rows, wl_p_texts (reach->scopes, reach->scope_count),
                    wl_p_int (reach->role), wl_p_time (now)));
    wl_rows_messages (db, &rows, &gateway__invitation__descriptor, ret_count, &invitations);
    *ret = (Gateway__Invitation **) invitations;
    return WL_OK;
}

wl_status
store_revoke_invitation (wl_db_t *db, const store_reach_t *reach, const char *id)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &REVOKE_INVITATION, &rows, wl_p_texts (reach->scopes, reach->scope_count),
                    wl_p_int (reach->role), wl_p_uuid (id)));
    return rows.affected > 0 ? WL_OK : WL_NOT_FOUND;
}

wl_status
store_take_invitation (wl_db_t *db, const uint8_t token_hash[TOKEN_HASH], wl_time_t now,
                       store_taken_invitation_t *ret)
{
    wl_rows_t rows;

    WL_TRY (
        wl_run (db, &TAKE_INVITATION, &rows, wl_p_bytes (token_hash, TOKEN_HASH), wl_p_time (now)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (store_taken_invitation_t){
        .email = wl_row_text (db, &rows, 0, 0),
        .name = wl_row_text (db, &rows, 0, 1),
        .locale = wl_row_text (db, &rows, 0, 2),
        .region = wl_row_text (db, &rows, 0, 3),
        .invited_by = wl_row_text (db, &rows, 0, 4),
        .account_id = wl_row_text (db, &rows, 0, 5),
        .role = (wl_role_t) wl_row_int (&rows, 0, 6),
        .valid_until = wl_row_time (&rows, 0, 7),
        .programme_id = wl_row_text (db, &rows, 0, 8),
    };
    return WL_OK;
}

/* ---- for others ---- */

WL_SQL (LIST_ROLE_HOLDERS, "SELECT array (SELECT DISTINCT account_id FROM role_held AS held"
                           " WHERE role = $1 AND region IN ($3, '*')"
                           " AND (programme_id IS NULL OR programme_id = $4)" STORE_ROLE_WORKS
                           " ORDER BY account_id LIMIT 200) AS user_ids");

wl_status
store_list_role_holders (wl_db_t *db, Wlacznik__Role role, const char *region,
                         const char *programme_id, wl_time_t now,
                         Gateway__ListRoleHoldersResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &LIST_ROLE_HOLDERS, &rows, wl_p_int (role), wl_p_time (now),
                    wl_p_text (region), wl_p_uuid (programme_id)));
    wl_row_message (db, &rows, 0, &ret->base);
    return WL_OK;
}

/* ---- an account that goes ---- */

/* With everything that hangs on the row, and what waits elsewhere under its address. A house
 * without an administrator could not give anybody a role again. */
WL_SQL (
    ERASE_ACCOUNT,
    "WITH last AS (SELECT 1 FROM account_role r WHERE r.account_id = $1 AND r.role = $2"
    "  AND r.valid_until IS NULL AND NOT EXISTS (SELECT FROM account_role o"
    "   WHERE o.role = $2 AND o.valid_until IS NULL AND o.account_id <> $1)),"
    " gone AS (DELETE FROM account WHERE id = $1 AND NOT EXISTS (SELECT FROM last)"
    "  RETURNING email, email_key),"
    " waiting AS (DELETE FROM registration r USING gone WHERE r.email_key = gone.email_key),"
    " invited AS (DELETE FROM invitation i USING gone WHERE lower (i.email) = lower (gone.email))"
    " SELECT EXISTS (SELECT FROM last)");

wl_status
store_account_erase (wl_db_t *db, const char *account_id, bool *ret_stays)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &ERASE_ACCOUNT, &rows, wl_p_uuid (account_id),
                    wl_p_int (WL_ROLE_ADMINISTRATOR)));
    *ret_stays = wl_row_bool (&rows, 0, 0);
    return WL_OK;
}
