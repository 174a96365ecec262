/* A letter on its way out: made from its row of the queue, and written back with what became of
 * it. */
#pragma once

#include "address.h"
#include "gather.h"
#include "mail.h"
#include "state.h"
#include "store_dispatch.h"
#include "unsubscribe.h"

typedef struct outgoing {
    void *batch; /* the sender's: what it was claimed with */
    const char *dispatch_id, *message_id, *template;
    const char *trace; /* what asked for it; "" in no trace */
    wl_span_t span;    /* of this try, once it is on its way */
    int attempts;      /* before this one */
    wl_time_t first_try_at;
    uint8_t hash[ADDRESS_HASH];
    mail_t mail; /* to "": the account or the facts are gone, and there is nothing to send */
} outgoing_t;

/* What this house hashes addresses with, and signs the addresses of the one click. */
typedef struct outgoing_keys {
    bool loaded;
    uint8_t hash[ADDRESS_KEY], unsubscribe[UNSUBSCRIBE_KEY];
} outgoing_keys_t;

/* Reads the database once. */
WL_MUST_CHECK wl_status outgoing_load_keys (wl_request_t *req, outgoing_keys_t *self);

/* Every text is copied into `arena`, except `from`. */
void outgoing_make (wl_request_t *req, const outgoing_keys_t *keys, const char *from,
                    const store_dispatch_t *dispatch, const Gateway__GetContactsResponse *contacts,
                    wl_arena_t *arena, outgoing_t *ret);

/* What became of letters, gathered for one commit. */
typedef struct recorded {
    store_tries_t tries;
    const char **finished;
    int64_t *finished_states;
    size_t finished_count;
} recorded_t;

/* Room for `count`. What is added must outlive it. */
recorded_t recorded_new (wl_arena_t *arena, size_t count);
/* `ready`: when it is tried again; 0: not again, and its message is finished. */
void recorded_add (recorded_t *self, const outgoing_t *letter, Notification__DispatchState state,
                   const char *answer, wl_time_t ready);
/* Deferred: one round trip with the commit. */
void recorded_write (wl_request_t *req, const recorded_t *recorded);
