/* The ROUTERs of one server, one per endpoint, and who is at their other ends. Internal to
 * common/bus. One thread owns them once they are open.
 */
#pragma once

#include "bus/socket.h"
#include "bus/threads.h"

enum { WL_LISTENERS_MAX = 8 };

typedef struct wl_listener {
    zsock_t *socket;
    void *handle;
    int fd;
    bool guarded; /* CURVE: who speaks is known by the key */
} wl_listener_t;

typedef struct wl_listeners {
    wl_listener_t list[WL_LISTENERS_MAX];
    size_t count;
    wl_peers_t *peers;
} wl_listeners_t;

/* `self` is all zero before. Close it whatever comes back. */
WL_MUST_CHECK wl_status wl_listeners_open (wl_listeners_t *self, const char *const *endpoints,
                                           const wl_key_pair_t *keys, wl_peers_t *peers,
                                           wl_error_t *error);
void wl_listeners_close (wl_listeners_t *self);

/* Waits for a message, the bell or `timeout_ms` (-1: no end). True when the bell rang; it is clear
 * then. */
bool wl_listeners_wait (const wl_listeners_t *self, wl_wake_t *wake, int timeout_ms);

/* Who has the key now; asked of every message, since a handshake is accepted only once. On ipc that
 * is nobody in particular who may see all regions: whoever may open the socket file is ours. */
WL_MUST_CHECK bool
wl_listeners_peer (const wl_listeners_t *self, size_t index, const char *key, wl_peer_t *ret);
