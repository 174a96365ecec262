/* Who a session token stands for, remembered for two seconds.
 *
 * It saves a hot client the rpc; it is no truth. What changes who somebody is (a role taken away, a
 * sign-out) calls session_cache_forget in this process; other gateways notice when their entry is
 * two seconds old. Thread-safe; fixed size; a lookup costs a hash and a copy.
 */
#pragma once

#include "base/clock.h"

typedef struct session_cache session_cache_t;

enum {
    SESSION_KEY = 32,         /* BLAKE2b of the token: the token itself is not kept */
    SESSION_ACTOR_MAX = 1024, /* packed; an actor with more roles than fit is not remembered */
};

session_cache_t *session_cache_new (void);
void session_cache_destroy (session_cache_t **self_p);

/* Copies the packed actor. False when it is not known or older than two seconds at `now`
 * (wl_monotonic ()). */
WL_MUST_CHECK bool
session_cache_find (session_cache_t *self, const uint8_t key[SESSION_KEY], wl_time_t now,
                    uint8_t ret_actor[SESSION_ACTOR_MAX], size_t *ret_length);

/* Ask before the rpc and hand over with the answer: an answer from before a session_cache_forget
 * is not kept. */
uint64_t session_cache_generation (session_cache_t *self);
void session_cache_keep (session_cache_t *self, const uint8_t key[SESSION_KEY], uint64_t generation,
                         wl_time_t now, const uint8_t *actor, size_t length);

/* Forgets everybody, in constant time. */
void session_cache_forget (session_cache_t *self);
