#include "bus/rpc_link.h"

#include <poll.h>
#include <stdlib.h>

#include "bus/threads.h"

wl_status
wl_rpc_link_open (const char *endpoint, const wl_key_pair_t *keys, const char *server_key,
                  rpc_link_t **ret, wl_error_t *error)
{
    zsock_t *socket;

    WL_TRY (wl_bus_connect (endpoint, keys, server_key, &socket, error));
    rpc_link_t *self = calloc (1, sizeof *self);
    if (self == NULL) {
        zsock_destroy (&socket);
        return WL_RESOURCE_EXHAUSTED;
    }
    self->socket = socket;
    self->handle = zsock_resolve (socket);
    self->fd = wl_socket_fd (self->handle);
    *ret = self;
    return WL_OK;
}

void
wl_rpc_link_close (rpc_link_t **self_p)
{
    if (self_p == NULL || *self_p == NULL)
        return;
    zsock_destroy (&(*self_p)->socket);
    free (*self_p);
    *self_p = NULL;
}

void
wl_rpc_links_close (rpc_link_t *list)
{
    while (list != NULL) {
        rpc_link_t *link = list;
        list = link->next;
        wl_rpc_link_close (&link);
    }
}

bool
wl_rpc_link_connected (const rpc_link_t *self)
{
    return wl_socket_events (self->handle) & ZMQ_POLLOUT;
}

/* False when `until` has passed. */
static bool
wait_for_change (const rpc_link_t *self, wl_time_t until)
{
    struct pollfd watched = { .fd = self->fd, .events = POLLIN };
    int timeout = wl_poll_timeout (until);

    if (timeout > 0)
        (void) poll (&watched, 1, timeout);
    return timeout > 0;
}

bool
wl_rpc_link_await_connected (const rpc_link_t *self, wl_time_t until)
{
    while (!wl_rpc_link_connected (self))
        if (!wait_for_change (self, until))
            return false;
    return true;
}

rpc_heard_t
wl_rpc_link_listen (const rpc_link_t *self, wl_time_t until, wl_frames_t *ret)
{
    for (;;) {
        int events = wl_socket_events (self->handle);
        if ((events & ZMQ_POLLIN) && wl_frames_receive (self->handle, ret))
            return RPC_HEARD_FRAMES;
        if (!(events & ZMQ_POLLOUT))
            return RPC_HEARD_BREAK;
        if (!wait_for_change (self, until))
            return RPC_HEARD_NOTHING;
    }
}
