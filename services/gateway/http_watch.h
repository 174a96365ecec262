/* Cuts off connections that drip.
 *
 * civetweb's own timeout restarts with every byte, so a client that sends one byte at a time holds
 * a thread for hours; and it does not tell a handler its socket. So each exchange is entered here
 * while it reads or writes, and one thread looks twice a second for those past their deadline: it
 * finds the socket by the peer's address and shuts it down, which wakes civetweb's thread with an
 * error. An entry is taken out under the same lock before its connection can be closed, so the
 * socket found is never another's.
 */
#pragma once

#include <stdint.h>

#include "base/clock.h"

typedef struct http_watch http_watch_t;

typedef struct http_watch_entry {
    struct http_watch_entry *next, *previous;
    char address[48]; /* the peer's */
    uint16_t port;
    int how;            /* what shutdown (2) takes: SHUT_RD leaves the way open for an answer */
    wl_time_t deadline; /* wl_monotonic () */
    bool cut;           /* it was late and its socket was shut down */
} http_watch_entry_t;

http_watch_t *http_watch_new (void);
void http_watch_destroy (http_watch_t **self_p);

/* `entry` has the peer's address and port; it stays where it is until http_watch_end. */
void http_watch_begin (http_watch_t *self, http_watch_entry_t *entry, wl_time_t deadline, int how);
void http_watch_end (http_watch_t *self, http_watch_entry_t *entry);

/* How many were cut off since the start. */
long http_watch_cut_count (http_watch_t *self);
