#include "db/event_log.h"
#include "db/internal.h"

#include <sodium.h>
#include <string.h>

enum { VERIFY_BATCH = 1000 };
#define VERIFY_BYTES ((size_t) 8 * 1024 * 1024)

WL_SQL (insert_event, "insert into runtime.outbox (region, type, aggregate, at, trace, payload)"
                      " values ($1, $2, $3, $4, $5, $6)");
WL_SQL (select_heads, "select region, sequence, hash from runtime.stream order by region");
/* Entries and end of a stream come in one transaction. From region to region by the index. */
WL_SQL (select_endless,
        "with recursive logged (region) as (select min (region) from runtime.log union all"
        "  select (select min (l.region) from runtime.log l where l.region > logged.region)"
        "    from logged where region is not null)"
        " select region from logged where region is not null"
        "    and not exists (select from runtime.stream s where s.region = logged.region)");
WL_SQL (select_head, "select sequence, hash from runtime.stream where region = $1");

WL_SQL (select_events,
        "select sequence, type, aggregate, at, trace, payload, hash"
        "  from (select *, sum (octet_length (payload))"
        "                      over (order by sequence rows unbounded preceding) as bytes"
        "          from (select * from runtime.log where region = $1 and sequence > $2"
        "                 order by sequence limit $3) batch) e"
        " where bytes <= $4 or sequence = $2 + 1"
        " order by sequence");
WL_SQL (select_lag, "select (extract (epoch from clock_timestamp () - added) * 1e6)::int8"
                    "  from runtime.outbox order by pos limit 1");

void
wl_event_append (wl_db_t *db, const wl_event_t *event)
{
    wl_defer (db, &insert_event, wl_p_text (event->region), wl_p_text (event->type),
              wl_p_text (event->aggregate), wl_p_time (event->at), wl_p_text (event->trace),
              wl_p_blob (event->payload));
}

/* ---- the chain ---- */

static void
hash_number (crypto_generichash_blake2b_state *state, uint64_t number)
{
    uint8_t bytes[8];

    for (int i = 7; i >= 0; i--, number >>= 8)
        bytes[i] = (uint8_t) number;
    crypto_generichash_blake2b_update (state, bytes, sizeof bytes);
}

static void
hash_bytes (crypto_generichash_blake2b_state *state, const void *bytes, size_t length)
{
    hash_number (state, length);
    crypto_generichash_blake2b_update (state, bytes, length);
}

static void
hash_text (crypto_generichash_blake2b_state *state, const char *text)
{
    hash_bytes (state, text, strlen (text));
}

void
wl_event_hash (const uint8_t previous[WL_EVENT_HASH], const wl_event_t *event,
               uint8_t ret[WL_EVENT_HASH])
{
    crypto_generichash_blake2b_state state;

    crypto_generichash_blake2b_init (&state, NULL, 0, WL_EVENT_HASH);
    crypto_generichash_blake2b_update (&state, previous, WL_EVENT_HASH);
    hash_text (&state, event->source);
    hash_text (&state, event->region);
    hash_number (&state, event->sequence);
    hash_text (&state, event->type);
    hash_text (&state, event->aggregate);
    hash_number (&state, (uint64_t) event->at);
    hash_text (&state, event->trace);
    hash_bytes (&state, event->payload.data, event->payload.length);
    crypto_generichash_blake2b_final (&state, ret, WL_EVENT_HASH);
}

/* ---- reading ---- */

void
wl_row_hash (const wl_rows_t *rows, int row, int column, uint8_t ret[WL_EVENT_HASH])
{
    wl_bytes_t bytes = wl_row_bytes (rows, row, column);

    memset (ret, 0, WL_EVENT_HASH);
    if (bytes.length ==
        WL_EVENT_HASH) /* anything else was tampered with; zeros are no event's hash */
        memcpy (ret, bytes.data, WL_EVENT_HASH);
}

wl_bytes_t
wl_row_copy_bytes (wl_db_t *db, const wl_rows_t *rows, int row, int column)
{
    wl_bytes_t bytes = wl_row_bytes (rows, row, column);
    uint8_t *copy = wl_arena_alloc (db->arena, bytes.length);

    if (bytes.length > 0)
        memcpy (copy, bytes.data, bytes.length);
    return (wl_bytes_t){ copy, bytes.length };
}

wl_status
wl_event_read (wl_db_t *db, const char *source, const char *region, uint64_t after, int limit,
               size_t bytes_limit, wl_event_t **ret, size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_events, &rows, wl_p_text (region), wl_p_int ((int64_t) after),
                    wl_p_int (limit), wl_p_int ((int64_t) bytes_limit)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (db->arena, *ret_count, sizeof **ret);
    source = wl_text_copy (db->arena, source);
    region = wl_text_copy (db->arena, region);
    for (int i = 0; i < rows.count; i++) {
        wl_event_t *event = &(*ret)[i];
        *event = (wl_event_t){ .source = source,
                               .region = region,
                               .sequence = (uint64_t) wl_row_int (&rows, i, 0),
                               .type = wl_row_text (db, &rows, i, 1),
                               .aggregate = wl_row_text (db, &rows, i, 2),
                               .at = wl_row_time (&rows, i, 3),
                               .trace = wl_row_text (db, &rows, i, 4),
                               .payload = wl_row_copy_bytes (db, &rows, i, 5) };
        wl_row_hash (&rows, i, 6, event->hash);
    }
    return WL_OK;
}

void
wl_row_heads (wl_db_t *db, const wl_rows_t *rows, wl_stream_head_t **ret, size_t *ret_count)
{
    *ret_count = (size_t) rows->count;
    *ret = wl_arena_array (db->arena, *ret_count, sizeof **ret);
    for (int i = 0; i < rows->count; i++) {
        (*ret)[i] = (wl_stream_head_t){ .region = wl_row_text (db, rows, i, 0),
                                        .sequence = (uint64_t) wl_row_int (rows, i, 1) };
        wl_row_hash (rows, i, 2, (*ret)[i].hash);
    }
}

wl_status
wl_event_heads (wl_db_t *db, wl_stream_head_t **ret, size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_heads, &rows));
    wl_row_heads (db, &rows, ret, ret_count);
    return WL_OK;
}

wl_status
wl_event_lag (wl_db_t *db, double *ret_seconds)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_lag, &rows));
    *ret_seconds = rows.count == 0 ? 0 : (double) wl_row_int (&rows, 0, 0) / (double) WL_SECOND;
    return WL_OK;
}

/* ---- verifying ---- */

typedef struct chain {
    uint64_t sequence; /* the last one that was right */
    uint8_t hash[WL_EVENT_HASH];
    uint64_t head; /* where the stream must at least go, and with which hash there */
    uint8_t head_hash[WL_EVENT_HASH];
    bool broken;
} chain_t;

static wl_status
read_head (wl_db_t *db, const char *region, chain_t *chain)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_head, &rows, wl_p_text (region)));
    if (rows.count == 0)
        return WL_OK;
    chain->head = (uint64_t) wl_row_int (&rows, 0, 0);
    wl_row_hash (&rows, 0, 1, chain->head_hash);
    return WL_OK;
}

/* Moves on over one event; false when it does not follow. */
static bool
chain_follow (chain_t *chain, const wl_event_t *event)
{
    uint8_t hash[WL_EVENT_HASH];

    if (event->sequence != chain->sequence + 1)
        return false;
    wl_event_hash (chain->hash, event, hash);
    if (memcmp (hash, event->hash, sizeof hash) != 0)
        return false;
    if (event->sequence == chain->head && memcmp (hash, chain->head_hash, sizeof hash) != 0)
        return false;
    memcpy (chain->hash, hash, sizeof hash);
    chain->sequence++;
    return true;
}

/* Follows the next batch; `ret_count` gets how many were followed, 0 at the end of the stream. */
static wl_status
chain_batch (wl_db_t *db, const char *source, const char *region, chain_t *chain, size_t *ret_count)
{
    wl_arena_mark_t mark = wl_arena_mark (db->arena);
    wl_event_t *events;
    size_t count;

    WL_TRY (wl_event_read (db, source, region, chain->sequence, VERIFY_BATCH, VERIFY_BYTES, &events,
                           &count));
    *ret_count = 0;
    while (*ret_count < count && chain_follow (chain, &events[*ret_count]))
        (*ret_count)++;
    chain->broken = *ret_count < count;
    wl_arena_rewind (db->arena, mark);
    return WL_OK;
}

wl_status
wl_event_endless (wl_db_t *db, const char ***ret, size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_endless, &rows));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (db->arena, *ret_count, sizeof **ret);
    for (int row = 0; row < rows.count; row++)
        (*ret)[row] = wl_text_copy (db->arena, wl_row_peek (&rows, row, 0));
    return WL_OK;
}

wl_status
wl_event_verify (wl_db_t *db, const char *source, const char *region, uint64_t *ret_bad,
                 uint64_t *ret_checked)
{
    chain_t chain = { 0 };
    size_t count;

    WL_TRY (read_head (db, region, &chain));
    do
        WL_TRY (chain_batch (db, source, region, &chain, &count));
    while (count > 0 && !chain.broken);
    *ret_checked = chain.sequence;
    *ret_bad = chain.broken || chain.sequence < chain.head ? chain.sequence + 1 : 0;
    return WL_OK;
}
