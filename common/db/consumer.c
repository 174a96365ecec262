/* What a service keeps of the logs that it hears: how far it came, and what it put aside. */
#include "db/event_log.h"
#include "db/internal.h"

WL_SQL (select_offset, "select sequence from runtime.offsets where source = $1 and region = $2");
WL_SQL (upsert_offset,
        "insert into runtime.offsets (source, region, sequence, hash) values ($1, $2, $3, $4)"
        " on conflict (source, region)"
        " do update set sequence = excluded.sequence, hash = excluded.hash");
WL_SQL (select_offsets,
        "select region, sequence, hash from runtime.offsets where source = $1 order by region");

WL_SQL (upsert_dead_letter,
        "insert into runtime.dead_letters"
        " (source, region, sequence, type, aggregate, at, trace, payload, hash, reason, attempts)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        " on conflict (source, region, sequence)"
        " do update set reason = excluded.reason, attempts = excluded.attempts,"
        "               retry_requested = false");
WL_SQL (select_blocked, "select exists (select from runtime.dead_letters"
                        "                where source = $1 and aggregate = $2)");
WL_SQL (take_dead_letter,
        "select source, region, sequence, type, aggregate, at, trace, payload, hash"
        "  from runtime.dead_letters d"
        " where (retry_requested or attempts = 0)"
        "   and not exists (select from runtime.dead_letters e"
        "                    where e.source = d.source and e.aggregate = d.aggregate"
        "                      and e.id < d.id)"
        " order by id limit 1 for update of d skip locked");
WL_SQL (delete_dead_letter, "delete from runtime.dead_letters"
                            " where source = $1 and region = $2 and sequence = $3");

/* ---- offsets ---- */

wl_status
wl_offset_lock (wl_db_t *db, const char *source, const char *region, uint64_t *ret)
{
    wl_rows_t rows;

    /* Not the row's lock: for a stream never heard there is no row yet. */
    wl_db_defer_lock (db, wl_db_lock_key ("offset", source, region));
    /* Its own statement, so its own snapshot: what the lock's last holder wrote is seen. */
    WL_TRY (wl_run (db, &select_offset, &rows, wl_p_text (source), wl_p_text (region)));
    *ret = rows.count == 0 ? 0 : (uint64_t) wl_row_int (&rows, 0, 0);
    return WL_OK;
}

void
wl_offset_set (wl_db_t *db, const char *source, const char *region, uint64_t sequence,
               const uint8_t hash[WL_EVENT_HASH])
{
    wl_defer (db, &upsert_offset, wl_p_text (source), wl_p_text (region),
              wl_p_int ((int64_t) sequence), wl_p_bytes (hash, WL_EVENT_HASH));
}

wl_status
wl_offset_list (wl_db_t *db, const char *source, wl_stream_head_t **ret, size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_offsets, &rows, wl_p_text (source)));
    wl_row_heads (db, &rows, ret, ret_count);
    return WL_OK;
}

/* ---- dead letters ---- */

void
wl_dead_letter_put (wl_db_t *db, const wl_event_t *event, const char *reason, int attempts)
{
    wl_defer (db, &upsert_dead_letter, wl_p_text (event->source), wl_p_text (event->region),
              wl_p_int ((int64_t) event->sequence), wl_p_text (event->type),
              wl_p_text (event->aggregate), wl_p_time (event->at), wl_p_text (event->trace),
              wl_p_blob (event->payload), wl_p_bytes (event->hash, WL_EVENT_HASH),
              wl_p_text (reason), wl_p_int (attempts));
}

wl_status
wl_dead_letter_blocks (wl_db_t *db, const char *source, const char *aggregate, bool *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_blocked, &rows, wl_p_text (source), wl_p_text (aggregate)));
    *ret = wl_row_bool (&rows, 0, 0);
    return WL_OK;
}

static wl_event_t
dead_letter_read (wl_db_t *db, const wl_rows_t *rows)
{
    wl_event_t event = { .source = wl_row_text (db, rows, 0, 0),
                         .region = wl_row_text (db, rows, 0, 1),
                         .sequence = (uint64_t) wl_row_int (rows, 0, 2),
                         .type = wl_row_text (db, rows, 0, 3),
                         .aggregate = wl_row_text (db, rows, 0, 4),
                         .at = wl_row_time (rows, 0, 5),
                         .trace = wl_row_text (db, rows, 0, 6),
                         .payload = wl_row_copy_bytes (db, rows, 0, 7) };

    wl_row_hash (rows, 0, 8, event.hash);
    return event;
}

wl_status
wl_dead_letter_take (wl_db_t *db, wl_event_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &take_dead_letter, &rows));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = dead_letter_read (db, &rows);
    return WL_OK;
}

void
wl_dead_letter_delete (wl_db_t *db, const wl_event_t *event)
{
    wl_defer (db, &delete_dead_letter, wl_p_text (event->source), wl_p_text (event->region),
              wl_p_int ((int64_t) event->sequence));
}
