/* How often somebody failed to sign in lately: ten times in a quarter of an hour, and the account
 * takes no password for the rest of it.
 *
 * Kept in memory: a guess costs no write, and an address without an account counts the same as one
 * with, so a lockout tells nothing. Each gateway counts for itself and a restart forgets; argon2 is
 * what makes guessing slow, this only makes it hopeless. Thread-safe; fixed size: a newer name may
 * push an older one out.
 */
#pragma once

#include "base/clock.h"

typedef struct attempts attempts_t;

attempts_t *attempts_new (void);
void attempts_destroy (attempts_t **self_p);

/* `who`: the account's id, or the address when there is no account. `now` is wl_monotonic ().
 * 0 when a try is allowed, else the time until it is. */
wl_time_t attempts_wait (attempts_t *self, const char *who, wl_time_t now);
void attempts_failed (attempts_t *self, const char *who, wl_time_t now);
void attempts_succeeded (attempts_t *self, const char *who);
