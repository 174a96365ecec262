/* What threads that wait at sockets share: starting one, waking one. Of the bus, and of whoever
 * polls beside it. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "base/clock.h"

/* Starts a thread that takes no signals: they are the program's business, in its main thread. */
WL_MUST_CHECK bool
wl_thread_start (pthread_t *ret, const char *name, void *(*body) (void *), void *argument);

/* A bell that a poller can hear: an eventfd that is written once however often it is rung, until
 * the poller clears it. Ring after the news is in place, clear before looking for news. */
typedef struct wl_wake {
    int fd;
    atomic_bool rung;
} wl_wake_t;

WL_MUST_CHECK bool wl_wake_open (wl_wake_t *self);
void wl_wake_close (wl_wake_t *self);
void wl_wake_ring (wl_wake_t *self);
void wl_wake_clear (wl_wake_t *self);

/* `until` as poll(2) wants it: milliseconds from now, rounded up, never negative. */
int wl_poll_timeout (wl_time_t until);
