/* How many requests somebody may send: so many a minute, a quarter of a minute's at once.
 *
 * A bucket is one instant, that at which it will be full again (GCRA, the leaky bucket as a meter),
 * so a table of a fixed size holds 65,536 of them; when it is crowded, the fullest bucket of a set
 * makes room, which forgets the least. Kept in memory: each gateway counts for itself.
 * Thread-safe; time is the caller's.
 */
#pragma once

#include "base/clock.h"

typedef struct rate_limits rate_limits_t;

/* A policy; constant. */
typedef struct rate_policy {
    const char *name; /* "account": for the RateLimit headers, and no two have the same */
    long per_minute;  /* 0: no limit */
} rate_policy_t;

/* What to tell of the policy that leaves the least. */
typedef struct rate_standing {
    const rate_policy_t *policy; /* NULL: nothing limits */
    long remaining;              /* requests that may follow at once */
    wl_time_t full;              /* until all of them may */
    wl_time_t wait;              /* 0, or how long to wait: this one is refused */
} rate_standing_t;

rate_limits_t *rate_limits_new (void);
void rate_limits_destroy (rate_limits_t **self_p);

/* Requests that may come at once. */
long rate_limit_burst (const rate_policy_t *policy);

/* Takes one request of `who` under `policy`; a refused one takes nothing. `standing` keeps
 * whichever policy leaves less, a refusal above all. `now` is wl_monotonic (). */
void rate_limit_take (rate_limits_t *self, const rate_policy_t *policy, const char *who,
                      wl_time_t now, rate_standing_t *standing);

enum { RATE_ADDRESS_TEXT = 48 };

/* Whom an address counts as: an IPv4 address itself, of IPv6 the /64, because one household has as
 * much. "" for what is no address. */
void rate_limit_address (const char *address, char ret[RATE_ADDRESS_TEXT]);
