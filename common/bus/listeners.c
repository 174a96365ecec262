#include "bus/listeners.h"

#include <poll.h>

#include "bus/frames.h"

static wl_status
open_one (wl_listeners_t *self, const char *endpoint, const wl_key_pair_t *keys, wl_error_t *error)
{
    wl_listener_t *listener = &self->list[self->count];

    if (self->count == WL_LISTENERS_MAX)
        return wl_error_set (error, WL_INVALID_ARGUMENT, "endpoints", "At most %d endpoints.",
                             WL_LISTENERS_MAX);
    if (wl_bus_guarded (endpoint) && self->peers == NULL)
        return wl_error_set (error, WL_FAILED_PRECONDITION, "peers-missing",
                             "%s: the network needs the table of peers", endpoint);
    WL_TRY (wl_bus_listen (endpoint, keys, &listener->socket, error));
    listener->handle = zsock_resolve (listener->socket);
    listener->fd = wl_socket_fd (listener->handle);
    listener->guarded = wl_bus_guarded (endpoint);
    self->count++;
    return WL_OK;
}

wl_status
wl_listeners_open (wl_listeners_t *self, const char *const *endpoints, const wl_key_pair_t *keys,
                   wl_peers_t *peers, wl_error_t *error)
{
    self->peers = peers;
    for (; *endpoints != NULL; endpoints++)
        WL_TRY (open_one (self, *endpoints, keys, error));
    return WL_OK;
}

void
wl_listeners_close (wl_listeners_t *self)
{
    while (self->count > 0)
        zsock_destroy (&self->list[--self->count].socket);
}

bool
wl_listeners_wait (const wl_listeners_t *self, wl_wake_t *wake, int timeout_ms)
{
    struct pollfd watched[WL_LISTENERS_MAX + 1] = { { .fd = wake->fd, .events = POLLIN } };

    for (size_t i = 0; i < self->count; i++)
        watched[i + 1] = (struct pollfd){ .fd = self->list[i].fd, .events = POLLIN };
    (void) poll (watched, self->count + 1, timeout_ms);
    if (watched[0].revents == 0)
        return false;
    wl_wake_clear (wake);
    return true;
}

bool
wl_listeners_peer (const wl_listeners_t *self, size_t index, const char *key, wl_peer_t *ret)
{
    *ret = (wl_peer_t){ .regions = { "*" }, .region_count = 1 };
    return !self->list[index].guarded || wl_peers_find (self->peers, key, ret);
}
