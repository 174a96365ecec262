#include "http_watch.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/condition.h"

struct http_watch {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    bool stopping;
    http_watch_entry_t entries; /* head of a ring */
    long cut_count;
};

static bool
is_peer (int fd, const struct sockaddr_in *wanted)
{
    struct sockaddr_in peer = { 0 };
    socklen_t length = sizeof peer;

    return getpeername (fd, (struct sockaddr *) &peer, &length) == 0 &&
           peer.sin_family == AF_INET && peer.sin_port == wanted->sin_port &&
           peer.sin_addr.s_addr == wanted->sin_addr.s_addr;
}

/* Only for the late ones, so that the price of a look at every descriptor does not matter. */
static void
shut_down (const http_watch_entry_t *entry)
{
    struct sockaddr_in wanted = { .sin_family = AF_INET, .sin_port = htons (entry->port) };
    DIR *descriptors = opendir ("/proc/self/fd");

    if (!descriptors)
        return;
    if (inet_pton (AF_INET, entry->address, &wanted.sin_addr) == 1) {
        for (struct dirent *at = readdir (descriptors); at; at = readdir (descriptors)) {
            int fd = (int) strtol (at->d_name, NULL, 10);

            if (at->d_name[0] != '.' && is_peer (fd, &wanted))
                shutdown (fd, entry->how);
        }
    }
    closedir (descriptors);
}

static void
cut_late_ones (http_watch_t *self)
{
    wl_time_t now = wl_monotonic ();

    for (http_watch_entry_t *at = self->entries.next; at != &self->entries; at = at->next) {
        if (at->cut || at->deadline > now)
            continue;
        shut_down (at);
        at->cut = true;
        self->cut_count++;
    }
}

static void *
run (void *context)
{
    http_watch_t *self = context;

    pthread_mutex_lock (&self->lock);
    while (!self->stopping) {
        (void) wl_condition_wait (&self->wake, &self->lock, wl_monotonic () + WL_SECOND / 2);
        cut_late_ones (self);
    }
    pthread_mutex_unlock (&self->lock);
    return NULL;
}

http_watch_t *
http_watch_new (void)
{
    http_watch_t *self = calloc (1, sizeof *self);

    if (!self)
        abort ();
    self->entries.next = self->entries.previous = &self->entries;
    pthread_mutex_init (&self->lock, NULL);
    wl_condition_init (&self->wake);
    if (pthread_create (&self->thread, NULL, run, self) != 0)
        abort ();
    return self;
}

void
http_watch_destroy (http_watch_t **self_p)
{
    http_watch_t *self = *self_p;

    if (!self)
        return;
    pthread_mutex_lock (&self->lock);
    self->stopping = true;
    pthread_cond_signal (&self->wake);
    pthread_mutex_unlock (&self->lock);
    pthread_join (self->thread, NULL);
    pthread_cond_destroy (&self->wake);
    pthread_mutex_destroy (&self->lock);
    free (self);
    *self_p = NULL;
}

void
http_watch_begin (http_watch_t *self, http_watch_entry_t *entry, wl_time_t deadline, int how)
{
    entry->how = how;
    entry->deadline = deadline;
    entry->cut = false;
    pthread_mutex_lock (&self->lock);
    entry->previous = self->entries.previous;
    entry->next = &self->entries;
    entry->previous->next = entry;
    self->entries.previous = entry;
    pthread_mutex_unlock (&self->lock);
}

void
http_watch_end (http_watch_t *self, http_watch_entry_t *entry)
{
    pthread_mutex_lock (&self->lock);
    entry->previous->next = entry->next;
    entry->next->previous = entry->previous;
    pthread_mutex_unlock (&self->lock);
}

long
http_watch_cut_count (http_watch_t *self)
{
    long count;

    pthread_mutex_lock (&self->lock);
    count = self->cut_count;
    pthread_mutex_unlock (&self->lock);
    return count;
}
