#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "service/internal.h"

wl_status
wl_loop_start (wl_loop_t *self, wl_daemon_t *daemon, const char *name, void *(*run) (void *),
               void *argument)
{
    pthread_condattr_t attributes;

    self->daemon = daemon;
    self->name = name;
    atomic_store (&self->beat, wl_monotonic ());
    pthread_mutex_init (&self->mutex, NULL);
    pthread_condattr_init (&attributes);
    pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
    pthread_cond_init (&self->changed, &attributes);
    pthread_condattr_destroy (&attributes);
    if (pthread_create (&self->thread, NULL, run, argument) != 0) {
        pthread_cond_destroy (&self->changed);
        pthread_mutex_destroy (&self->mutex);
        return WL_RESOURCE_EXHAUSTED;
    }
    self->started = true;
    return WL_OK;
}

bool
wl_loop_wait (wl_loop_t *self, wl_time_t timeout)
{
    wl_time_t until = wl_monotonic () + timeout;
    struct timespec when = { .tv_sec = until / WL_SECOND, .tv_nsec = (until % WL_SECOND) * 1000 };
    bool goes_on;

    pthread_mutex_lock (&self->mutex);
    while (!self->woken && !self->ending)
        if (timeout <= 0 ||
            pthread_cond_timedwait (&self->changed, &self->mutex, &when) == ETIMEDOUT)
            break;
    self->woken = false;
    goes_on = !self->ending;
    pthread_mutex_unlock (&self->mutex);
    atomic_store (&self->beat, wl_monotonic ());
    return goes_on;
}

bool
wl_loop_ends (wl_loop_t *self)
{
    bool ends;

    pthread_mutex_lock (&self->mutex);
    ends = self->ending;
    pthread_mutex_unlock (&self->mutex);
    atomic_store (&self->beat, wl_monotonic ());
    return ends;
}

void
wl_loop_wake (wl_loop_t *self)
{
    pthread_mutex_lock (&self->mutex);
    self->woken = true;
    pthread_cond_signal (&self->changed);
    pthread_mutex_unlock (&self->mutex);
}

void
wl_loop_end (wl_loop_t *self)
{
    pthread_mutex_lock (&self->mutex);
    self->ending = true;
    pthread_cond_broadcast (&self->changed);
    pthread_mutex_unlock (&self->mutex);
}

void
wl_loop_join (wl_loop_t *self)
{
    if (!self->started)
        return;
    pthread_join (self->thread, NULL);
    pthread_cond_destroy (&self->changed);
    pthread_mutex_destroy (&self->mutex);
    self->started = false;
}
