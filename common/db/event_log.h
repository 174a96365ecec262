/* The event log of one service: outbox, sequencer, dense streams, hash chain (design.md 3.3).
 *
 * A handler's event is a row of runtime.outbox in the handler's transaction. One sequencer per
 * service (an advisory session lock elects it; the lock dies with the connection, so another takes
 * over) moves committed rows into runtime.log and gives each its place: one stream per region,
 * dense `sequence` from 1, and hash = BLAKE2b-256 (previous hash || the event as it goes over the
 * wire, without its hash). The first event follows 32 zero bytes. What keeps each aggregate's
 * order: README.md.
 */
#pragma once

#include "db/db.h"

enum { WL_EVENT_HASH = 32 };

typedef struct wl_event {
    const char *source;    /* the service: "intake" */
    const char *region;    /* the stream: "30", "pl" */
    uint64_t sequence;     /* dense in (source, region), from 1; 0 before it is sequenced */
    const char *type;      /* "intake.ApplicationSubmitted" */
    const char *aggregate; /* id of the thing whose order is kept */
    wl_time_t at;          /* the moment of the act */
    const char *trace;     /* W3C traceparent, "" if none */
    wl_bytes_t payload;    /* the packed message: ids and facts, never personal data */
    uint8_t hash[WL_EVENT_HASH];
    const void *body; /* the unpacked payload, set by the runtime for a handler */
} wl_event_t;

/* Adds an event to the open transaction (deferred: no round trip of its own). Append it when the
 * transaction holds the lock on the event's aggregate (it read it FOR UPDATE, changed or made it):
 * its place among the aggregate's events is taken now. `source`, `sequence` and `hash` are not
 * read. */
void wl_event_append (wl_db_t *db, const wl_event_t *event);

/* hash of `event` after `previous`; pure. Length-prefixed fields, so no two events hash alike. */
void wl_event_hash (const uint8_t previous[WL_EVENT_HASH], const wl_event_t *event,
                    uint8_t ret[WL_EVENT_HASH]);

/* Tries to become or stay the sequencer of this database; cheap when it already is. */
WL_MUST_CHECK wl_status wl_sequencer_lead (wl_db_t *db, bool *ret_leads);
/* Gives at most `limit` committed events their place, in one transaction of its own. `ret_count`
 * gets how many: fewer than `limit` when no more wait or when they are large; call again at once as
 * long as it is not 0. WL_FAILED_PRECONDITION while not leading. */
WL_MUST_CHECK wl_status wl_sequencer_step (wl_db_t *db, const char *source, int limit,
                                           int *ret_count);

/* Replicas of one service ring for each other, so that none has to look often: one that does not
 * lead, that it committed events; the leader, that it gave some their place. Own round trip, no
 * durable commit. A ring that is lost only makes things late: look now and then all the same. */
WL_MUST_CHECK wl_status wl_sequencer_ring (wl_db_t *db);
/* What to poll for the others' rings once wl_sequencer_lead was asked; -1: not connected. */
int wl_sequencer_bell (const wl_db_t *db);
/* Whether one rang since this was asked last. */
bool wl_sequencer_heard (wl_db_t *db);

typedef struct wl_stream_head {
    const char *region;
    uint64_t sequence;
    uint8_t hash[WL_EVENT_HASH]; /* of that entry: what the next one is chained to */
} wl_stream_head_t;

/* Where every stream of this database ends; into the connection's arena. */
WL_MUST_CHECK wl_status wl_event_heads (wl_db_t *db, wl_stream_head_t **ret, size_t *ret_count);
/* At most `limit` events of one stream after `after`, in order, payload bytes bounded by
 * `bytes_limit` (at least one event comes). Into the connection's arena. */
WL_MUST_CHECK wl_status wl_event_read (wl_db_t *db, const char *source, const char *region,
                                       uint64_t after, int limit, size_t bytes_limit,
                                       wl_event_t **ret, size_t *ret_count);
/* Recomputes the chain of one stream; `ret_bad` gets the first sequence whose hash is wrong or
 * missing, 0 when all is well; `ret_checked` how many were read. */
WL_MUST_CHECK wl_status wl_event_verify (wl_db_t *db, const char *source, const char *region,
                                         uint64_t *ret_bad, uint64_t *ret_checked);

/* Streams that have entries and no end any more, which wl_event_heads does not know: whoever took
 * the end away hid what became of the entries. Into the connection's arena. */
WL_MUST_CHECK wl_status wl_event_endless (wl_db_t *db, const char ***ret, size_t *ret_count);

/* Seconds that the oldest unsequenced event has waited; 0 when none waits. For the metric. */
WL_MUST_CHECK wl_status wl_event_lag (wl_db_t *db, double *ret_seconds);

/* ---- the consumer's side: its offsets and dead letters ---- */

/* The last sequence whose effects are committed here; locks the offset until the transaction ends.
 * 0 for a stream never heard. */
WL_MUST_CHECK wl_status wl_offset_lock (wl_db_t *db, const char *source, const char *region,
                                        uint64_t *ret);
/* Deferred: travels with COMMIT. */
void wl_offset_set (wl_db_t *db, const char *source, const char *region, uint64_t sequence,
                    const uint8_t hash[WL_EVENT_HASH]);
/* All offsets of one source. */
WL_MUST_CHECK wl_status wl_offset_list (wl_db_t *db, const char *source, wl_stream_head_t **ret,
                                        size_t *ret_count);
/* Puts an event that failed too often aside, with the reason; deferred. Later events of the same
 * aggregate then follow it aside (order per aggregate) with `attempts` 0: see
 * wl_dead_letter_blocks. An event that is aside already gets the new reason and attempts, and waits
 * for the operator again. */
void wl_dead_letter_put (wl_db_t *db, const wl_event_t *event, const char *reason, int attempts);
WL_MUST_CHECK wl_status wl_dead_letter_blocks (wl_db_t *db, const char *source,
                                               const char *aggregate, bool *ret);
/* The oldest dead letter that an operator asked to be tried again, or that was never tried, and
 * that has nothing of its aggregate in front of it; locked. WL_NOT_FOUND if none. */
WL_MUST_CHECK wl_status wl_dead_letter_take (wl_db_t *db, wl_event_t *ret);
void wl_dead_letter_delete (wl_db_t *db, const wl_event_t *event);
