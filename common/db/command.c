#include "db/command.h"
#include "db/internal.h"

#include <string.h>

WL_SQL (select_reply,
        "select method, digest, reply from runtime.commands where owner = $1 and key = $2");
WL_SQL (insert_reply, "insert into runtime.commands (owner, key, method, digest, reply, at)"
                      " values ($1, $2, $3, $4, $5, $6)");
WL_SQL (delete_old, "delete from runtime.commands"
                    " where ctid = any (array (select ctid from runtime.commands"
                    "                           where at < $1 order by at limit 1000))");

WL_SQL (delete_of_owner, "delete from runtime.commands where owner = $1");

static bool
same_request (const wl_command_key_t *key, const wl_rows_t *rows)
{
    wl_bytes_t digest = wl_row_bytes (rows, 0, 1);

    return strcmp (wl_row_peek (rows, 0, 0), key->method) == 0 &&
           digest.length == sizeof key->digest &&
           memcmp (digest.data, key->digest, sizeof key->digest) == 0;
}

wl_status
wl_command_begin (wl_db_t *db, const wl_command_key_t *key, bool *ret_found, wl_bytes_t *ret_reply)
{
    wl_rows_t rows;

    *ret_found = false;
    wl_db_defer_lock (db, wl_db_lock_key ("command", key->owner, key->key));
    /* Its own statement, so its own snapshot: what the lock's last holder wrote is seen. */
    WL_TRY (wl_run (db, &select_reply, &rows, wl_p_text (key->owner), wl_p_text (key->key)));
    if (rows.count == 0)
        return WL_OK;
    if (!same_request (key, &rows))
        return wl_db_fail (db, WL_INVALID_ARGUMENT, false,
                           "the idempotency key was used for another request");
    *ret_found = true;
    *ret_reply = wl_row_copy_bytes (db, &rows, 0, 2);
    return WL_OK;
}

void
wl_command_finish (wl_db_t *db, const wl_command_key_t *key, wl_bytes_t reply, wl_time_t now)
{
    wl_defer (db, &insert_reply, wl_p_text (key->owner), wl_p_text (key->key),
              wl_p_text (key->method), wl_p_bytes (key->digest, sizeof key->digest),
              wl_p_blob (reply), wl_p_time (now));
}

wl_status
wl_command_forget (wl_db_t *db, wl_time_t before, uint64_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &delete_old, &rows, wl_p_time (before)));
    *ret_count = rows.affected;
    return WL_OK;
}

void
wl_command_forget_owner (wl_db_t *db, const char *owner)
{
    wl_defer (db, &delete_of_owner, wl_p_text (owner));
}
