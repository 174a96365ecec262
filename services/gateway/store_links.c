#include "store_links.h"

/* A few that expired long ago go with each that comes; within the hour they still count. */
#define SWEEP                                                            \
    "swept AS ("                                                         \
    "  DELETE FROM link WHERE id IN ("                                   \
    "    SELECT id FROM link WHERE expires_at <= $4 - interval '1 hour'" \
    "    ORDER BY expires_at LIMIT 10 FOR UPDATE SKIP LOCKED))"

WL_SQL (ADD_LINK_FOR_ADDRESS,
        "WITH " SWEEP ", known AS ("
        "  SELECT id, email, name, locale FROM account"
        "  WHERE email_key = lower ($6 COLLATE \"und-x-icu\") COLLATE \"C\""
        "), recent AS ("
        "  SELECT count (*) AS letters FROM link JOIN known ON account_id = known.id"
        "  WHERE purpose = $2 AND created_at > $4 - interval '1 hour'"
        "), added AS ("
        "  INSERT INTO link (id, purpose, token_hash, account_id, created_at, expires_at)"
        "  SELECT $1, $2, $3, known.id, $4, $5 FROM known, recent WHERE letters < 3"
        "  RETURNING account_id)"
        "SELECT known.id, email, name, locale, added.account_id IS NOT NULL "
        "FROM known LEFT JOIN added ON account_id = known.id");

WL_SQL (ADD_LINK, "WITH " SWEEP "INSERT INTO link "
                  "(id, purpose, token_hash, account_id, email, created_at, expires_at)"
                  "VALUES ($1, $2, $3, $6, $7, $4, $5)");

WL_SQL (TAKE_LINK, "DELETE FROM link WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 "
                   "RETURNING account_id, email");

WL_SQL (DROP_LINKS, "DELETE FROM link WHERE account_id = $1");

wl_status
store_add_link_for_address (wl_db_t *db, const store_link_t *link, const char *email,
                            store_addressee_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &ADD_LINK_FOR_ADDRESS, &rows, wl_p_uuid (link->id),
                    wl_p_int (link->purpose), wl_p_bytes (link->token_hash, TOKEN_HASH),
                    wl_p_time (link->created_at), wl_p_time (link->expires_at), wl_p_text (email)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    ret->has_account = true;
    ret->user_id = wl_row_text (db, &rows, 0, 0);
    ret->email = wl_row_text (db, &rows, 0, 1);
    ret->name = wl_row_text (db, &rows, 0, 2);
    ret->locale = wl_row_text (db, &rows, 0, 3);
    return wl_row_bool (&rows, 0, 4) ? WL_OK : WL_RESOURCE_EXHAUSTED;
}

void
store_add_link (wl_db_t *db, const store_link_t *link, const char *account_id, const char *email)
{
    wl_defer (db, &ADD_LINK, wl_p_uuid (link->id), wl_p_int (link->purpose),
              wl_p_bytes (link->token_hash, TOKEN_HASH), wl_p_time (link->created_at),
              wl_p_time (link->expires_at), wl_p_uuid (account_id), wl_p_text (email));
}

wl_status
store_take_link (wl_db_t *db, store_link_purpose_t purpose, const uint8_t token_hash[TOKEN_HASH],
                 wl_time_t now, store_taken_link_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &TAKE_LINK, &rows, wl_p_bytes (token_hash, TOKEN_HASH), wl_p_int (purpose),
                    wl_p_time (now)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    ret->account_id = wl_row_text (db, &rows, 0, 0);
    ret->email = wl_row_text (db, &rows, 0, 1);
    return WL_OK;
}

void
store_drop_links (wl_db_t *db, const char *account_id)
{
    wl_defer (db, &DROP_LINKS, wl_p_uuid (account_id));
}
