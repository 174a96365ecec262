/* A claim is an advisory lock on the timer's id. SKIP LOCKED would do for one kind; over several it
 * would lock the first of each to take one. Taken from a list that may be stale by then, so the row
 * is read again under the lock. */
#include "db/timer.h"
#include "db/internal.h"

#include <assert.h>
#include <sodium.h>

enum { CLAIM_TRIES = 8, BACKOFF_DOUBLINGS = 10 };
#define BACKOFF_MAX (15 * WL_MINUTE)

WL_SQL (upsert_timer,
        "insert into runtime.timers (kind, key, ready, due, payload) values ($1, $2, $3, $3, $4)"
        " on conflict (kind, key)"
        " do update set id = default, ready = excluded.ready, due = excluded.due,"
        "               payload = excluded.payload, attempts = 0, reason = ''");
WL_SQL (delete_timer, "delete from runtime.timers where kind = $1 and key = $2");

/* One look into the index per kind: however many timers of other kinds there are, and however many
 * are not due yet, the plan stays the same. */
WL_SQL (lock_due,
        "select id"
        "  from (select t.id from unnest ($1::text[]) k (kind),"
        "               lateral (select id, ready from runtime.timers"
        "                         where kind = k.kind and ready <= $2 order by ready limit 100) t"
        "         order by t.ready limit 100) candidate"
        " where pg_try_advisory_xact_lock ($3 + id) limit 1");
WL_SQL (select_due, "select id, kind, key, due, attempts, payload from runtime.timers"
                    " where id = $1 and ready <= $2");
WL_SQL (lease_due, "update runtime.timers set ready = $3 where id = $1 and ready <= $2"
                   " returning id, kind, key, due, attempts, payload");
WL_SQL (select_next, "select min (t.ready) from unnest ($1::text[]) k (kind),"
                     "       lateral (select ready from runtime.timers"
                     "                 where kind = k.kind order by ready limit 1) t");

WL_SQL (delete_done, "delete from runtime.timers where id = $1");
WL_SQL (update_failed, "update runtime.timers"
                       "   set ready = $2, attempts = attempts + 1, reason = $3 where id = $1");

void
wl_timer_put (wl_db_t *db, const char *kind, const char *key, wl_time_t due,
              const ProtobufCMessage *payload)
{
    wl_param_t bytes = payload == NULL ? wl_p_bytes ("", 0) : wl_p_message (payload);

    wl_defer (db, &upsert_timer, wl_p_text (kind), wl_p_text (key), wl_p_time (due), bytes);
}

void
wl_timer_delete (wl_db_t *db, const char *kind, const char *key)
{
    wl_defer (db, &delete_timer, wl_p_text (kind), wl_p_text (key));
}

/* ---- claiming ---- */

static wl_status
next_due (wl_db_t *db, const char *const *kinds, size_t kind_count, wl_time_t *ret_next)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_next, &rows, wl_p_texts (kinds, kind_count)));
    *ret_next = wl_row_time (&rows, 0, 0);
    return WL_OK;
}

static wl_timer_t
timer_read (wl_db_t *db, const wl_rows_t *rows)
{
    return (wl_timer_t){ .id = wl_row_int (rows, 0, 0),
                         .kind = wl_row_text (db, rows, 0, 1),
                         .key = wl_row_text (db, rows, 0, 2),
                         .due = wl_row_time (rows, 0, 3),
                         .attempts = (int) wl_row_int (rows, 0, 4),
                         .payload = wl_row_copy_bytes (db, rows, 0, 5) };
}

/* Reads the timer again under its lock; no row when another finished with it meanwhile. */
static wl_status
hold (wl_db_t *db, int64_t id, wl_time_t now, wl_time_t lease, wl_rows_t *ret)
{
    if (lease > 0)
        return wl_run (db, &lease_due, ret, wl_p_int (id), wl_p_time (now),
                       wl_p_time (now + lease));
    return wl_run (db, &select_due, ret, wl_p_int (id), wl_p_time (now));
}

wl_status
wl_timer_claim (wl_db_t *db, const char *const *kinds, size_t kind_count, wl_time_t now,
                wl_time_t lease, wl_timer_t *ret, wl_time_t *ret_next)
{
    int64_t base = wl_db_lock_key ("timer", "", "");
    wl_rows_t rows;

    assert (wl_db_in_transaction (db));
    for (int i = 0; i < CLAIM_TRIES; i++) {
        WL_TRY (wl_run (db, &lock_due, &rows, wl_p_texts (kinds, kind_count), wl_p_time (now),
                        wl_p_int (base)));
        if (rows.count == 0)
            break;
        WL_TRY (hold (db, wl_row_int (&rows, 0, 0), now, lease, &rows));
        if (rows.count == 0)
            continue;
        *ret = timer_read (db, &rows);
        return WL_OK;
    }
    if (ret_next != NULL)
        WL_TRY (next_due (db, kinds, kind_count, ret_next));
    return WL_NOT_FOUND;
}

void
wl_timer_done (wl_db_t *db, const wl_timer_t *timer)
{
    wl_defer (db, &delete_done, wl_p_int (timer->id));
}

void
wl_timer_failed (wl_db_t *db, const wl_timer_t *timer, wl_time_t due, const char *reason)
{
    wl_defer (db, &update_failed, wl_p_int (timer->id), wl_p_time (due), wl_p_text (reason));
}

wl_time_t
wl_timer_backoff (int attempts)
{
    int doublings = attempts < 1 ? 0 : attempts - 1;
    wl_time_t longest = BACKOFF_MAX;

    if (doublings < BACKOFF_DOUBLINGS && WL_SECOND << doublings < BACKOFF_MAX)
        longest = WL_SECOND << doublings;
    return 1 + randombytes_uniform ((uint32_t) longest);
}
