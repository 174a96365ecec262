/* How fast letters may go to each domain: big providers refuse who comes too fast. Pure but for its
 * own memory. Not thread-safe: each sender has its own, and its share of the rate.
 */
#pragma once

#include "base/clock.h"

typedef struct pace pace_t;

/* `rules` is "*=50 gmail.com=10": letters a second, for "*" each domain that is not named; a domain
 * without a rule is not held back. `share` divides the rates among that many senders. NULL with
 * `*ret_bad` set to the place that cannot be read. */
pace_t *pace_new (const char *rules, unsigned share, const char **ret_bad);
void pace_destroy (pace_t **self_p);

/* Whether a letter to `domain` may go now; then its turn is taken. */
bool pace_take (pace_t *self, const char *domain, wl_time_t now);
/* When a letter that may not go now is to be asked for again; each that asks gets a later time, so
 * that those who wait come back one by one. */
wl_time_t pace_later (pace_t *self, const char *domain, wl_time_t now);
