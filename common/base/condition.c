#include "base/condition.h"

#include <errno.h>

void
wl_condition_init (pthread_cond_t *self)
{
    pthread_condattr_t attributes;

    pthread_condattr_init (&attributes);
    pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
    pthread_cond_init (self, &attributes);
    pthread_condattr_destroy (&attributes);
}

bool
wl_condition_wait (pthread_cond_t *self, pthread_mutex_t *mutex, wl_time_t until)
{
    struct timespec time = {
        .tv_sec = (time_t) (until / WL_SECOND),
        .tv_nsec = (long) (until % WL_SECOND) * 1000,
    };
    return pthread_cond_timedwait (self, mutex, &time) != ETIMEDOUT;
}
