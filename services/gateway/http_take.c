#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http_exchange.h"

typedef struct wanted {
    struct in_addr address;
    in_port_t port, local_port;
} wanted_t;

static bool
is_wanted (int fd, const wanted_t *wanted)
{
    struct sockaddr_in peer = { 0 }, own = { 0 };
    socklen_t peer_length = sizeof peer, own_length = sizeof own;

    return getpeername (fd, (struct sockaddr *) &peer, &peer_length) == 0 &&
           peer.sin_family == AF_INET && peer.sin_port == wanted->port &&
           peer.sin_addr.s_addr == wanted->address.s_addr &&
           getsockname (fd, (struct sockaddr *) &own, &own_length) == 0 &&
           own.sin_port == wanted->local_port;
}

/* civetweb tells nobody its descriptors; but they have low numbers, because what was taken over has
 * high ones, and a number that is nobody's costs a tenth of a microsecond. */
static int
find (const wanted_t *wanted)
{
    for (int fd = 0; fd < HTTP_TAKEN_FROM; fd++) {
        if (is_wanted (fd, wanted))
            return fd;
    }
    return -1;
}

/* A high number if there may be any. */
static int
copy_high (int fd)
{
    int high = fcntl (fd, F_DUPFD_CLOEXEC, HTTP_TAKEN_FROM);

    return high >= 0 ? high : fcntl (fd, F_DUPFD_CLOEXEC, 0);
}

/* civetweb shuts a socket down before it closes it, which a mere copy of the descriptor would not
 * outlive: so its number is given to another socket, whose other end is gone. */
static bool
replace_with_dead (int fd)
{
    int pair[2];
    bool replaced;

    if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return false;
    replaced = dup3 (pair[0], fd, O_CLOEXEC) == fd;
    close (pair[0]);
    close (pair[1]);
    return replaced;
}

int
http_take_over (struct mg_connection *connection)
{
    const struct mg_request_info *info = mg_get_request_info (connection);
    wanted_t wanted = { .port = htons ((uint16_t) info->remote_port),
                        .local_port = htons ((uint16_t) info->server_port) };
    int fd, taken;

    if (inet_pton (AF_INET, info->remote_addr, &wanted.address) != 1)
        return -1;
    fd = find (&wanted);
    taken = fd < 0 ? -1 : copy_high (fd);
    if (taken >= 0 && !replace_with_dead (fd)) {
        close (taken);
        return -1;
    }
    return taken;
}
