#include "bus/threads.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

bool
wl_thread_start (pthread_t *ret, const char *name, void *(*body) (void *), void *argument)
{
    sigset_t all, before;

    /* A thread inherits the mask, so it is closed around the start: no signal slips in between. */
    sigfillset (&all);
    pthread_sigmask (SIG_SETMASK, &all, &before);
    int rc = pthread_create (ret, NULL, body, argument);
    pthread_sigmask (SIG_SETMASK, &before, NULL);

    if (rc == 0)
        (void) pthread_setname_np (*ret, name); /* for people who look at top(1) */
    return rc == 0;
}

bool
wl_wake_open (wl_wake_t *self)
{
    self->fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
    atomic_init (&self->rung, false);
    return self->fd >= 0;
}

void
wl_wake_close (wl_wake_t *self)
{
    if (self->fd >= 0)
        close (self->fd);
    self->fd = -1;
}

void
wl_wake_ring (wl_wake_t *self)
{
    uint64_t one = 1;
    ssize_t written;

    /* Whoever rings second need not: the poller has yet to hear the first. */
    if (!atomic_exchange (&self->rung, true))
        do
            written = write (self->fd, &one, sizeof one);
        while (written < 0 && errno == EINTR);
}

void
wl_wake_clear (wl_wake_t *self)
{
    uint64_t count;

    /* First the eventfd, then the flag: the other way round a ring between the two would be eaten
     * here and the flag would keep the next ones silent. */
    while (read (self->fd, &count, sizeof count) < 0 && errno == EINTR)
        ;
    atomic_store (&self->rung, false);
}

int
wl_poll_timeout (wl_time_t until)
{
    wl_time_t left = until - wl_monotonic ();

    if (left <= 0)
        return 0;
    wl_time_t milliseconds = left / WL_MILLISECOND + (left % WL_MILLISECOND != 0);
    return milliseconds < INT_MAX ? (int) milliseconds : INT_MAX;
}
