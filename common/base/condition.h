/* Waiting for a condition of pthreads by wl_monotonic (), which nobody sets: a wait by the wall's
 * clock lasts as much longer as that is set back. */
#pragma once

#include <pthread.h>

#include "base/clock.h"

void wl_condition_init (pthread_cond_t *self);
/* False when `until` has passed. */
bool wl_condition_wait (pthread_cond_t *self, pthread_mutex_t *mutex, wl_time_t until);
