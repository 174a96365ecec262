/* Durable timers: "do this at that time", surviving every restart.
 *
 * A timer is a row; its key makes it unique within its kind, so setting it twice moves it. Workers
 * claim due rows with SKIP LOCKED. A timer whose work is only in the database runs in the claiming
 * transaction, so it happens exactly once. One that acts outside (sends mail) takes a lease, which
 * another worker may take over when it runs out: at least once.
 */
#pragma once

#include "db/db.h"

typedef struct wl_timer {
    int64_t id;
    const char *kind;
    const char *key;
    wl_time_t due;
    int attempts;       /* failures so far */
    wl_bytes_t payload; /* a packed message */
} wl_timer_t;

/* Sets or moves; deferred. `payload` may be NULL. */
void wl_timer_put (wl_db_t *db, const char *kind, const char *key, wl_time_t due,
                   const ProtobufCMessage *payload);
void wl_timer_delete (wl_db_t *db, const char *kind, const char *key); /* deferred */

/* Claims one due timer of the given kinds inside the open transaction and holds its row.
 * WL_NOT_FOUND when none is due; then `ret_next` (may be NULL) gets when the next one is, 0 if
 * none. With `lease` > 0 the claim is written (lease_until = now + lease), so that it outlives a
 * commit. */
WL_MUST_CHECK wl_status wl_timer_claim (wl_db_t *db, const char *const *kinds, size_t kind_count,
                                        wl_time_t now, wl_time_t lease, wl_timer_t *ret,
                                        wl_time_t *ret_next);
/* Done: removes the row unless it was set again meanwhile; deferred. */
void wl_timer_done (wl_db_t *db, const wl_timer_t *timer);
/* Failed: counts the attempt and tries again at `due`; deferred. `reason` without personal data. */
void wl_timer_failed (wl_db_t *db, const wl_timer_t *timer, wl_time_t due, const char *reason);
/* Exponential back-off with full jitter: 1 s, 2 s, 4 s ... at most 15 minutes, from `attempts`. */
wl_time_t wl_timer_backoff (int attempts);
