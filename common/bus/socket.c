#include "bus/socket.h"

#include <string.h>

enum {
    /* libzmq's own limit is 1,023 for a process; every request in flight is a socket of ours. The
     * table behind it costs a pointer each. */
    SOCKETS_MAX = 8192,
    /* Messages per connection and direction. A frame of ours may hold 4 MiB, and of what comes in
     * twice as much is read, so these bound what one connection can make us keep; one request at a
     * time needs no more. */
    HIGH_WATER = 64,
    HIGH_WATER_IN = 32,
    REPLY_LINGER_MS = 1000, /* what was answered just before the end still goes out */
};

typedef struct option {
    int name;
    int value;
} option_t;

static const option_t router_options[] = {
    { ZMQ_LINGER, REPLY_LINGER_MS }, { ZMQ_SNDHWM, HIGH_WATER },  { ZMQ_RCVHWM, HIGH_WATER_IN },
    { ZMQ_ROUTER_MANDATORY, 1 },     { ZMQ_HANDSHAKE_IVL, 5000 }, { ZMQ_BACKLOG, 512 },
};

/* IMMEDIATE: nothing queues for a connection that is not there, and the socket is writable exactly
 * while it is connected, which is how a dead peer shows at once. */
static const option_t dealer_options[] = {
    { ZMQ_LINGER, 0 },    { ZMQ_SNDHWM, HIGH_WATER },  { ZMQ_RCVHWM, HIGH_WATER },
    { ZMQ_IMMEDIATE, 1 }, { ZMQ_HANDSHAKE_IVL, 5000 },
};

/* On one machine a peer that comes back is wanted back at once; connecting costs next to nothing.
 */
static const option_t local_options[] = {
    { ZMQ_RECONNECT_IVL, 20 },
    { ZMQ_RECONNECT_IVL_MAX, 500 },
};

static const option_t network_options[] = {
    { ZMQ_IPV6, 1 },
    { ZMQ_TCP_KEEPALIVE, 1 },
    { ZMQ_TCP_KEEPALIVE_IDLE, 30 },
    { ZMQ_TCP_KEEPALIVE_INTVL, 10 },
    { ZMQ_TCP_KEEPALIVE_CNT, 3 },
    { ZMQ_TCP_MAXRT, 30000 },
    { ZMQ_RECONNECT_IVL, 250 },
    { ZMQ_RECONNECT_IVL_MAX, 5000 }, /* a line that is back is wanted back within seconds */
    { ZMQ_CONNECT_TIMEOUT, 10000 },
};

#define COUNT(table) (sizeof (table) / sizeof (table)[0])

void
wl_bus_init (void)
{
    zsys_handler_set (NULL);
    zsys_init ();
    zsys_set_max_sockets (SOCKETS_MAX);
}

void
wl_bus_end (void)
{
    zsys_shutdown ();
}

static bool
set_options (void *handle, const option_t *options, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (zmq_setsockopt (handle, options[i].name, &options[i].value, sizeof (int)) != 0)
            return false;
    return true;
}

static bool
set_text (void *handle, int name, const char *text)
{
    return zmq_setsockopt (handle, name, text, strlen (text)) == 0;
}

static bool
set_limit (void *handle, int64_t limit)
{
    return zmq_setsockopt (handle, ZMQ_MAXMSGSIZE, &limit, sizeof limit) == 0;
}

bool
wl_bus_guarded (const char *endpoint)
{
    return strncmp (endpoint, "tcp://", 6) == 0;
}

static bool
is_ipc (const char *endpoint)
{
    return strncmp (endpoint, "ipc://", 6) == 0;
}

static wl_status
say (wl_error_t *error, wl_status status, const char *endpoint, const char *what)
{
    return error != NULL ? wl_error_set (error, status, "endpoint", "%s: %s", endpoint, what)
                         : status;
}

/* WL_OK when `endpoint` is of a kind that we speak and has the keys that it needs. */
static wl_status
check_endpoint (const char *endpoint, bool has_keys, wl_error_t *error)
{
    if (!wl_bus_guarded (endpoint) && !is_ipc (endpoint))
        return say (error, WL_INVALID_ARGUMENT, endpoint, "must start with ipc:// or tcp://");
    if (wl_bus_guarded (endpoint) && !has_keys)
        return say (error, WL_FAILED_PRECONDITION, endpoint, "the network needs CURVE keys");
    return WL_OK;
}

/* Destroys the socket before it says why: an error's text may raise (base/arena.h). */
static wl_status
give_up (zsock_t **socket_p, const char *endpoint, wl_error_t *error)
{
    const char *why = zmq_strerror (errno);

    zsock_destroy (socket_p);
    return say (error, WL_UNAVAILABLE, endpoint, why);
}

/* The domain is what makes libzmq ask our ZAP handler. Were there none it would let any key in (to
 * enforce the domain is a draft of 4.3.4), but without a handler's word a message carries no
 * User-Id, and then every single one is refused. */
static bool
guard_listener (void *handle, const wl_key_pair_t *keys)
{
    static const option_t server = { ZMQ_CURVE_SERVER, 1 };

    return set_text (handle, ZMQ_ZAP_DOMAIN, "wlacznik") &&
           set_text (handle, ZMQ_CURVE_SECRETKEY, keys->secret_key) &&
           set_options (handle, &server, 1) &&
           set_options (handle, network_options, COUNT (network_options));
}

wl_status
wl_bus_listen (const char *endpoint, const wl_key_pair_t *keys, zsock_t **ret, wl_error_t *error)
{
    WL_TRY (check_endpoint (endpoint, keys != NULL, error));

    zsock_t *socket = zsock_new (ZMQ_ROUTER);
    if (socket == NULL)
        return give_up (&socket, endpoint, error);
    void *handle = zsock_resolve (socket);
    if (!set_limit (handle, WL_BUS_FRAME_MAX) ||
        !set_options (handle, router_options, COUNT (router_options)) ||
        (wl_bus_guarded (endpoint) && !guard_listener (handle, keys)))
        return give_up (&socket, endpoint, error);
    if (zsock_bind (socket, "%s", endpoint) < 0)
        return give_up (&socket, endpoint, error);
    *ret = socket;
    return WL_OK;
}

static bool
guard_connection (void *handle, const wl_key_pair_t *keys, const char *server_key)
{
    return set_text (handle, ZMQ_CURVE_SERVERKEY, server_key) &&
           set_text (handle, ZMQ_CURVE_PUBLICKEY, keys->public_key) &&
           set_text (handle, ZMQ_CURVE_SECRETKEY, keys->secret_key) &&
           set_options (handle, network_options, COUNT (network_options));
}

wl_status
wl_bus_connect (const char *endpoint, const wl_key_pair_t *keys, const char *server_key,
                zsock_t **ret, wl_error_t *error)
{
    WL_TRY (check_endpoint (endpoint, keys != NULL && server_key != NULL, error));

    zsock_t *socket = zsock_new (ZMQ_DEALER);
    if (socket == NULL)
        return give_up (&socket, endpoint, error);
    void *handle = zsock_resolve (socket);
    if (!set_limit (handle, WL_BUS_MESSAGE_MAX) ||
        !set_options (handle, dealer_options, COUNT (dealer_options)) ||
        !(wl_bus_guarded (endpoint) ? guard_connection (handle, keys, server_key)
                                    : set_options (handle, local_options, COUNT (local_options))))
        return give_up (&socket, endpoint, error);
    if (zsock_connect (socket, "%s", endpoint) < 0)
        return give_up (&socket, endpoint, error);
    *ret = socket;
    return WL_OK;
}

void
wl_bus_peer_key (void *zmq_msg, char *ret)
{
    const char *key = zmq_msg_gets (zmq_msg, "User-Id");

    ret[0] = '\0';
    if (key != NULL && strlen (key) == WL_KEY_TEXT - 1)
        memcpy (ret, key, WL_KEY_TEXT);
}
