#include <stdlib.h>
#include <string.h>

#include "base/condition.h"
#include "service/internal.h"

wl_status
wl_loop_start (wl_loop_t *self, wl_daemon_t *daemon, const char *name, void *(*run) (void *),
               void *argument)
{
    self->daemon = daemon;
    self->name = name;
    atomic_store (&self->beat, wl_monotonic ());
    pthread_mutex_init (&self->mutex, NULL);
    wl_condition_init (&self->changed);
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
    bool goes_on;

    pthread_mutex_lock (&self->mutex);
    while (!self->woken && !self->ending)
        if (timeout <= 0 || !wl_condition_wait (&self->changed, &self->mutex, until))
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
