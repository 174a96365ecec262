/* Dispatches: the ways of messages to their people, and addresses that are not written to. */
#pragma once

#include "store.h"

typedef struct store_dispatch {
    const char *id;
    int attempts;
    wl_time_t first_try_at;  /* 0: never tried */
    store_message_t message; /* with facts only when the text is not kept */
    const char *subject, *text;
} store_dispatch_t;

/* One way each for `count` messages; the same message and channel has only one. Deferred. */
void
store_insert_dispatches (wl_request_t *req, const char *const *ids, const char *const *message_ids,
                         const wl_time_t *ready, Notification__Channel channel, size_t count);

/* Takes at most `limit` dispatches of the channel that are due at `now`, until `lease`. */
WL_MUST_CHECK wl_status store_claim_dispatches (wl_request_t *req, Notification__Channel channel,
                                                wl_time_t now, wl_time_t lease, size_t limit,
                                                store_dispatch_t **ret, size_t *ret_count);
/* When the next is due; 0: none waits. */
WL_MUST_CHECK wl_status store_next_dispatch (wl_request_t *req, Notification__Channel channel,
                                             wl_time_t *ret);
/* How many wait, as far as `most`. */
WL_MUST_CHECK wl_status store_count_dispatches (wl_request_t *req, Notification__Channel channel,
                                                int64_t most, uint64_t *ret);

/* What became of tries; arrays of `count` each. */
typedef struct store_tries {
    const char **ids, **message_ids, **answers, **domains;
    int64_t *states;  /* DispatchState */
    wl_time_t *ready; /* when to try again; 0: not again */
    wl_bytes_t *address_hashes;
    bool tried; /* false: only put back, the tries are not counted */
    size_t count;
} store_tries_t;
void store_record_tries (wl_request_t *req, const store_tries_t *tries);

/* ---- addresses that mail does not reach ---- */

/* Which of the hashes are suppressed: *ret_hit[i]. */
WL_MUST_CHECK wl_status store_find_suppressed (wl_request_t *req, const wl_bytes_t *hashes,
                                               size_t count, bool *ret_hit);
/* Deferred. */
void store_suppress (wl_request_t *req, wl_bytes_t hash, const char *reason, const char *answer,
                     const char *dispatch_id);

/* A bounce of a message that was sent: the dispatch fails, its message too. *ret_hash gets the
 * address's hash. WL_NOT_FOUND: no mail of that message was sent from here. */
WL_MUST_CHECK wl_status store_bounce (wl_request_t *req, const char *message_id, const char *answer,
                                      wl_bytes_t *ret_hash, const char **ret_dispatch_id);
