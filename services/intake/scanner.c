#include "scanner.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

/* Of one send or receive; a verdict on a large file takes its time. */
enum { PATIENCE_S = 60, REPLY_MOST = 256 };

struct scanner {
    int fd;
};

typedef struct address {
    struct sockaddr_storage at;
    socklen_t length;
} address_t;

static bool
read_unix (const char *path, address_t *ret)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };

    if (*path == '\0' || strlen (path) >= sizeof at.sun_path)
        return false;
    memcpy (at.sun_path, path, strlen (path));
    memcpy (&ret->at, &at, sizeof at);
    ret->length = sizeof at;
    return true;
}

static bool
read_tcp (const char *text, address_t *ret)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    const char *colon = strrchr (text, ':');
    char host[INET_ADDRSTRLEN];
    char *end;
    long port;

    if (colon == NULL || (size_t) (colon - text) >= sizeof host)
        return false;
    memcpy (host, text, (size_t) (colon - text));
    host[colon - text] = '\0';
    port = strtol (colon + 1, &end, 10);
    if (*end != '\0' || port < 1 || port > 65535 || inet_pton (AF_INET, host, &at.sin_addr) != 1)
        return false;
    at.sin_port = htons ((uint16_t) port);
    memcpy (&ret->at, &at, sizeof at);
    ret->length = sizeof at;
    return true;
}

static bool
read_address (const char *text, address_t *ret)
{
    memset (ret, 0, sizeof *ret);
    if (strncmp (text, "unix:", 5) == 0)
        return read_unix (text + 5, ret);
    return strncmp (text, "tcp:", 4) == 0 && read_tcp (text + 4, ret);
}

static wl_status
send_all (scanner_t *self, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send (self->fd, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return WL_UNAVAILABLE;
        bytes += sent;
        length -= (size_t) sent;
    }
    return WL_OK;
}

wl_status
scanner_open (const char *address, scanner_t **ret)
{
    struct timeval patience = { .tv_sec = PATIENCE_S };
    address_t at;
    scanner_t *self;

    if (!read_address (address, &at))
        return WL_INVALID_ARGUMENT;
    self = calloc (1, sizeof *self);
    if (self == NULL)
        return WL_RESOURCE_EXHAUSTED;
    *ret = self;
    self->fd = socket (at.at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (self->fd < 0)
        return WL_UNAVAILABLE;
    (void) setsockopt (self->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    (void) setsockopt (self->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect (self->fd, (const struct sockaddr *) &at.at, at.length) != 0)
        return WL_UNAVAILABLE;
    return send_all (self, "zINSTREAM", sizeof "zINSTREAM");
}

wl_status
scanner_feed (scanner_t *self, const void *bytes, size_t length)
{
    uint32_t size = htonl ((uint32_t) length);

    if (length == 0)
        return WL_OK; /* would end the stream */
    WL_TRY (send_all (self, (const char *) &size, sizeof size));
    return send_all (self, bytes, length);
}

wl_status
scanner_verdict (scanner_t *self, bool *ret_clean)
{
    static const uint32_t end = 0;
    char reply[REPLY_MOST];
    size_t length = 0;
    ssize_t got;

    WL_TRY (send_all (self, (const char *) &end, sizeof end));
    while (length < sizeof reply - 1 &&
           (got = recv (self->fd, reply + length, sizeof reply - 1 - length, 0)) > 0) {
        length += (size_t) got;
        if (reply[length - 1] == '\0')
            break;
    }
    reply[length] = '\0';
    *ret_clean = strcmp (reply, "stream: OK") == 0;
    length = strlen (reply);
    if (*ret_clean || (length > 6 && strcmp (reply + length - 6, " FOUND") == 0))
        return WL_OK;
    return WL_UNAVAILABLE;
}

void
scanner_close (scanner_t **self_p)
{
    if (*self_p == NULL)
        return;
    if ((*self_p)->fd >= 0)
        close ((*self_p)->fd);
    free (*self_p);
    *self_p = NULL;
}
