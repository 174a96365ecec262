/* Gives committed events their place: moves them from the outbox into the log.
 *
 * Order: a handler appends an event while it holds the lock on the event's aggregate, so of two
 * events of one aggregate the earlier has the lower `pos`; and whoever sees the later one committed
 * sees the earlier one too, because its lock came free only after its commit. So moving what is
 * visible, lowest `pos` first, keeps each aggregate's order. And because a row that is moved is
 * deleted, there is no cursor that could pass one that commits late. (README: why no xid.)
 *
 * The leader's lock belongs to the session whose transactions do the work, so two never work at
 * once: a new leader begins when the old session, and with it its transaction, is over. */
#include "db/event_log.h"
#include "db/internal.h"

#include <assert.h>
#include <string.h>

/* A batch is held in memory here. The event that reaches the limit is the last. */
#define BATCH_BYTES ((int64_t) 16 * 1024 * 1024)

WL_SQL (try_lead, "select pg_try_advisory_lock ($1)");

WL_SQL (select_unsequenced,
        "select e.pos, e.region, e.type, e.aggregate, e.at, e.trace, e.payload, s.sequence, s.hash"
        "  from (select *, sum (octet_length (payload))"
        "                      over (order by pos rows unbounded preceding) as bytes"
        "          from (select * from runtime.outbox order by pos limit $1) batch) e"
        "  left join runtime.stream s using (region)"
        " where e.bytes - octet_length (e.payload) < $2"
        " order by e.pos");

WL_SQL (move_events,
        "with moved as (delete from runtime.outbox where pos = any ($1::bigint[]) returning *)"
        " insert into runtime.log (sequence, at, region, type, aggregate, trace, hash, payload)"
        " select place.sequence, at, region, type, aggregate, trace, place.hash, payload"
        "   from moved"
        "   join unnest ($1::bigint[], $2::bigint[], $3::bytea[]) as place (pos, sequence, hash)"
        "        using (pos)");
WL_SQL (upsert_streams,
        "insert into runtime.stream (region, sequence, hash)"
        " select * from unnest ($1::text[], $2::bigint[], $3::bytea[])"
        " on conflict (region) do update set sequence = excluded.sequence, hash = excluded.hash");

/* What goes to whom. NOTIFY holds a lock of the whole cluster until its commit is durable, so it is
 * no part of a handler's or a step's transaction, and its own commit waits for no disk. */
WL_SQL (listen_committed, "listen committed");
WL_SQL (listen_sequenced, "listen sequenced");
WL_SQL (unlisten, "unlisten *");
WL_SQL (ring, "select set_config ('synchronous_commit', 'off', true), pg_notify ($1, '')");

/* ---- leading ---- */

/* Listens before it looks for the first time, so that nothing falls in between. */
wl_status
wl_sequencer_lead (wl_db_t *db, bool *ret_leads)
{
    wl_rows_t rows;

    *ret_leads = db->sequences;
    if (db->sequences)
        return WL_OK;
    WL_TRY (wl_run (db, &try_lead, &rows, wl_p_int (wl_db_lock_key ("sequencer", "", ""))));
    *ret_leads = wl_row_bool (&rows, 0, 0);
    if (*ret_leads && db->listens)
        WL_TRY (wl_run (db, &unlisten, NULL));
    if (*ret_leads)
        WL_TRY (wl_run (db, &listen_committed, NULL));
    else if (!db->listens)
        WL_TRY (wl_run (db, &listen_sequenced, NULL));
    db->sequences = *ret_leads;
    db->listens = true;
    return WL_OK;
}

wl_status
wl_sequencer_ring (wl_db_t *db)
{
    return wl_run (db, &ring, NULL, wl_p_text (db->sequences ? "sequenced" : "committed"));
}

int
wl_sequencer_bell (const wl_db_t *db)
{
    return wl_db_connected (db) && db->listens ? PQsocket (db->connection) : -1;
}

bool
wl_sequencer_heard (wl_db_t *db)
{
    bool heard = false;
    PGnotify *one;

    while (db->connection != NULL && (one = PQnotifies (db->connection)) != NULL) {
        PQfreemem (one);
        heard = true;
    }
    return heard;
}

/* ---- a batch ---- */

/* The end of a stream as it moves through the batch. */
typedef struct end {
    const char *region;
    uint64_t sequence;
    uint8_t hash[WL_EVENT_HASH];
} end_t;

/* Column by column, as unnest takes it. */
typedef struct batch {
    size_t count;
    int64_t *positions;
    int64_t *sequences;
    wl_bytes_t *hashes;
    uint8_t (*hash_bytes)[WL_EVENT_HASH];
    end_t *ends; /* at most one per event */
    size_t end_count;
} batch_t;

static batch_t
batch_new (wl_arena_t *arena, size_t count)
{
    return (batch_t){ .count = count,
                      .positions = wl_arena_array (arena, count, sizeof (int64_t)),
                      .sequences = wl_arena_array (arena, count, sizeof (int64_t)),
                      .hashes = wl_arena_array (arena, count, sizeof (wl_bytes_t)),
                      .hash_bytes = wl_arena_array (arena, count, WL_EVENT_HASH),
                      .ends = wl_arena_array (arena, count, sizeof (end_t)) };
}

/* The end of the row's stream: as this batch left it, or as it stood before. */
static end_t *
end_of (batch_t *batch, const wl_rows_t *rows, int row)
{
    const char *region = wl_row_peek (rows, row, 1);
    end_t *end;

    for (size_t i = 0; i < batch->end_count; i++)
        if (strcmp (batch->ends[i].region, region) == 0)
            return &batch->ends[i];
    end = &batch->ends[batch->end_count++];
    end->region = region;
    end->sequence = (uint64_t) wl_row_int (rows, row, 7);
    wl_row_hash (rows, row, 8, end->hash);
    return end;
}

static void
place (batch_t *batch, const char *source, const wl_rows_t *rows, int row)
{
    end_t *end = end_of (batch, rows, row);
    wl_event_t event = { .source = source,
                         .region = end->region,
                         .sequence = ++end->sequence,
                         .type = wl_row_peek (rows, row, 2),
                         .aggregate = wl_row_peek (rows, row, 3),
                         .at = wl_row_time (rows, row, 4),
                         .trace = wl_row_peek (rows, row, 5),
                         .payload = wl_row_bytes (rows, row, 6) };

    wl_event_hash (end->hash, &event, batch->hash_bytes[row]);
    memcpy (end->hash, batch->hash_bytes[row], WL_EVENT_HASH);
    batch->positions[row] = wl_row_int (rows, row, 0);
    batch->sequences[row] = (int64_t) end->sequence;
    batch->hashes[row] = (wl_bytes_t){ batch->hash_bytes[row], WL_EVENT_HASH };
}

static void
defer_ends (wl_db_t *db, const batch_t *batch)
{
    size_t count = batch->end_count;
    const char **regions = wl_arena_array (db->arena, count, sizeof *regions);
    int64_t *sequences = wl_arena_array (db->arena, count, sizeof *sequences);
    wl_bytes_t *hashes = wl_arena_array (db->arena, count, sizeof *hashes);

    for (size_t i = 0; i < count; i++) {
        regions[i] = batch->ends[i].region;
        sequences[i] = (int64_t) batch->ends[i].sequence;
        hashes[i] = (wl_bytes_t){ batch->ends[i].hash, WL_EVENT_HASH };
    }
    wl_defer (db, &upsert_streams, wl_p_texts (regions, count), wl_p_ints (sequences, count),
              wl_p_blobs (hashes, count));
}

static wl_status
write_batch (wl_db_t *db, const batch_t *batch)
{
    wl_db_begin (db);
    wl_defer (db, &move_events, wl_p_ints (batch->positions, batch->count),
              wl_p_ints (batch->sequences, batch->count), wl_p_blobs (batch->hashes, batch->count));
    defer_ends (db, batch);
    return wl_db_commit (db);
}

static wl_status
sequence_rows (wl_db_t *db, const char *source, const wl_rows_t *rows)
{
    batch_t batch = batch_new (db->arena, (size_t) rows->count);

    for (int row = 0; row < rows->count; row++)
        place (&batch, source, rows, row);
    return write_batch (db, &batch);
}

wl_status
wl_sequencer_step (wl_db_t *db, const char *source, int limit, int *ret_count)
{
    wl_arena_mark_t mark = wl_arena_mark (db->arena);
    wl_status status = WL_OK;
    wl_rows_t rows;

    assert (!wl_db_in_transaction (db));
    *ret_count = 0;
    if (!db->sequences)
        return wl_db_fail (db, WL_FAILED_PRECONDITION, true,
                           "sequencer: this session does not lead");
    WL_TRY (wl_run (db, &select_unsequenced, &rows, wl_p_int (limit), wl_p_int (BATCH_BYTES)));
    if (rows.count > 0)
        status = sequence_rows (db, source, &rows);
    if (status == WL_OK)
        *ret_count = rows.count;
    wl_arena_rewind (db->arena, mark);
    return status;
}
