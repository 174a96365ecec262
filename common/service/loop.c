#include <poll.h>

#include "service/internal.h"

wl_status
wl_loop_start (wl_loop_t *self, wl_daemon_t *daemon, const char *name, void *(*run) (void *),
               void *argument)
{
    self->daemon = daemon;
    self->name = name;
    atomic_store (&self->beat, wl_monotonic ());
    if (!wl_wake_open (&self->wake))
        return WL_RESOURCE_EXHAUSTED;
    if (pthread_create (&self->thread, NULL, run, argument) != 0) {
        wl_wake_close (&self->wake);
        return WL_RESOURCE_EXHAUSTED;
    }
    self->started = true;
    return WL_OK;
}

bool
wl_loop_wait (wl_loop_t *self, wl_time_t timeout)
{
    return wl_loop_wait_at (self, timeout, -1);
}

/* A signal only makes a turn come early. */
bool
wl_loop_wait_at (wl_loop_t *self, wl_time_t timeout, int socket)
{
    struct pollfd watched[] = { { .fd = self->wake.fd, .events = POLLIN },
                                { .fd = socket, .events = POLLIN } };

    (void) poll (watched, 2, wl_poll_timeout (wl_monotonic () + timeout));
    if (watched[0].revents != 0)
        wl_wake_clear (&self->wake);
    return !wl_loop_ends (self);
}

bool
wl_loop_ends (wl_loop_t *self)
{
    atomic_store (&self->beat, wl_monotonic ());
    return atomic_load (&self->ending);
}

void
wl_loop_wake (wl_loop_t *self)
{
    wl_wake_ring (&self->wake);
}

void
wl_loop_end (wl_loop_t *self)
{
    atomic_store (&self->ending, true);
    if (self->started)
        wl_wake_ring (&self->wake);
}

void
wl_loop_join (wl_loop_t *self)
{
    if (!self->started)
        return;
    pthread_join (self->thread, NULL);
    wl_wake_close (&self->wake);
    self->started = false;
}
