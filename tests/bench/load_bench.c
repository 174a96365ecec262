/* Sends POST or PUT requests over kept connections and measures the answers: as fast as the
 * connections allow (RATE 0), or at a constant rate whatever the answers do. Then the time of each
 * counts from when it was due, so that a server that stands still for a second shows a second in
 * many of them.
 *
 *     bench-load PORT FILE CONNECTIONS RATE SECONDS
 *
 * Each line of FILE is one request: path, session token and idempotency key; what stands behind
 * them is the body of a PUT. Prints a line of JSON.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { LINE = 8192, REQUEST = 9000, ANSWER = 16384, CONNECTIONS_MAX = 256 };

static const double PATIENCE = 10; /* seconds, for the answers that are still on their way */

typedef struct connection {
    int fd;
    bool busy;
    double due;
    size_t length;
    char answer[ANSWER];
} connection_t;

typedef struct load {
    struct sockaddr_in address;
    FILE *requests;
    double rate, seconds;
    double began, last; /* when the last answer came */
    size_t count;
    connection_t connections[CONNECTIONS_MAX];
    int epoll;
    size_t sent, answered, refused, lost;
    double *latencies;
    size_t latency_capacity;
    bool used_up;
} load_t;

static void
fail (const char *what)
{
    fprintf (stderr, "bench-load: %s: %s\n", what, strerror (errno));
    exit (EXIT_FAILURE);
}

static double
now (void)
{
    struct timespec time;

    clock_gettime (CLOCK_MONOTONIC, &time);
    return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static void
open_connection (load_t *self, connection_t *connection)
{
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = connection };
    int on = 1;

    connection->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection->fd < 0 ||
        connect (connection->fd, (const struct sockaddr *) &self->address, sizeof self->address) !=
            0 ||
        setsockopt (connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
        epoll_ctl (self->epoll, EPOLL_CTL_ADD, connection->fd, &event) != 0)
        fail ("connect");
    connection->busy = false;
    connection->length = 0;
}

static void
open_again (load_t *self, connection_t *connection)
{
    close (connection->fd);
    open_connection (self, connection);
}

/* ---- asking ---- */

static void
send_next (load_t *self, connection_t *connection, double due)
{
    char line[LINE], path[200], token[100], key[100], request[REQUEST];
    int length, end = 0;
    const char *body;

    if (fgets (line, sizeof line, self->requests) == NULL ||
        sscanf (line, "%199s %99s %99s %n", path, token, key, &end) != 3) {
        self->used_up = true;
        return;
    }
    line[strcspn (line, "\n")] = '\0';
    body = line + end;
    length = snprintf (request, sizeof request,
                       "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n"
                       "Idempotency-Key: %s\r\nContent-Type: application/json\r\n"
                       "Content-Length: %zu\r\n\r\n%s",
                       *body == '\0' ? "POST" : "PUT", path, token, key,
                       *body == '\0' ? 2 : strlen (body), *body == '\0' ? "{}" : body);
    self->sent++;
    connection->busy = true;
    connection->due = due;
    connection->length = 0;
    if (send (connection->fd, request, (size_t) length, MSG_NOSIGNAL) != length) {
        self->lost++;
        open_again (self, connection);
    }
}

/* Seconds until the next request is due; 0 when it waits for an answer to come, or for the end. */
static double
send_due (load_t *self)
{
    for (size_t i = 0; i < self->count; i++) {
        double due = self->rate > 0 ? self->began + (double) self->sent / self->rate : now ();
        if (self->used_up || due - self->began >= self->seconds)
            return 0;
        double early = due - now ();
        if (self->connections[i].busy)
            continue;
        if (early > 0)
            return early;
        send_next (self, &self->connections[i], due);
    }
    return 0;
}

/* ---- hearing ---- */

static void
note_latency (load_t *self, double latency)
{
    if (self->answered == self->latency_capacity) {
        self->latency_capacity = self->latency_capacity * 2 + 1024;
        self->latencies =
            realloc (self->latencies, self->latency_capacity * sizeof *self->latencies);
        if (self->latencies == NULL)
            fail ("memory");
    }
    self->latencies[self->answered++] = latency;
}

/* Whether the answer is whole. */
static bool
is_whole (const connection_t *connection)
{
    const char *end = strstr (connection->answer, "\r\n\r\n");
    const char *length = strcasestr (connection->answer, "\r\nContent-Length:");
    size_t head = end == NULL ? 0 : (size_t) (end + 4 - connection->answer);

    return end != NULL &&
           connection->length >= head + (length == NULL ? 0 : strtoul (length + 17, NULL, 10));
}

static void
take_answer (load_t *self, connection_t *connection)
{
    self->last = now ();
    note_latency (self, self->last - connection->due);
    if (strncmp (connection->answer, "HTTP/1.1 200", 12) != 0 && self->refused++ == 0)
        fprintf (stderr, "bench-load: %s\n", connection->answer);
    connection->busy = false;
    if (strcasestr (connection->answer, "\r\nConnection: close") != NULL)
        open_again (self, connection);
}

static void
hear (load_t *self, connection_t *connection)
{
    ssize_t length = recv (connection->fd, connection->answer + connection->length,
                           sizeof connection->answer - 1 - connection->length, 0);

    if (length <= 0) {
        self->lost += connection->busy;
        open_again (self, connection);
        return;
    }
    connection->length += (size_t) length;
    connection->answer[connection->length] = '\0';
    if (is_whole (connection))
        take_answer (self, connection);
}

static size_t
busy_count (const load_t *self)
{
    size_t count = 0;

    for (size_t i = 0; i < self->count; i++)
        count += self->connections[i].busy;
    return count;
}

static void
run (load_t *self)
{
    self->began = now ();
    for (double until = self->began + self->seconds + PATIENCE; now () < until;) {
        struct epoll_event events[CONNECTIONS_MAX];
        double wait = send_due (self);
        struct timespec timeout = { .tv_nsec =
                                        wait > 0 && wait < 0.01 ? (long) (wait * 1e9) : 10000000 };
        if (busy_count (self) == 0 && wait <= 0)
            return;
        int count = epoll_pwait2 (self->epoll, events, CONNECTIONS_MAX, &timeout, NULL);
        for (int i = 0; i < count; i++)
            hear (self, events[i].data.ptr);
    }
}

/* ---- the result ---- */

static int
compare (const void *a, const void *b)
{
    double left = *(const double *) a, right = *(const double *) b;

    return (left > right) - (left < right);
}

static double
percentile_ms (const load_t *self, double share)
{
    size_t place = (size_t) ((double) self->answered * share);

    return self->answered == 0 ? 0
                               : 1000 * self->latencies[place < self->answered ? place : place - 1];
}

static void
report (load_t *self)
{
    size_t errors = self->refused + self->lost + busy_count (self);
    double taken = self->last - self->began;

    qsort (self->latencies, self->answered, sizeof *self->latencies, compare);
    printf ("{\"bench\":\"load\",\"sent\":%zu,\"errors\":%zu,\"used_up\":%s,\"rate\":%.1f,"
            "\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"max_ms\":%.2f}\n",
            self->sent, errors, self->used_up ? "true" : "false",
            taken > 0 ? (double) (self->answered - self->refused) / taken : 0,
            percentile_ms (self, 0.5), percentile_ms (self, 0.99), percentile_ms (self, 1));
}

int
main (int argc, char **argv)
{
    load_t *self = calloc (1, sizeof *self);

    if (self == NULL || argc != 6)
        fail ("usage: bench-load PORT FILE CONNECTIONS RATE SECONDS");
    self->address = (struct sockaddr_in){ .sin_family = AF_INET,
                                          .sin_port = htons ((uint16_t) atoi (argv[1])),
                                          .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
    self->requests = fopen (argv[2], "re");
    self->count = strtoul (argv[3], NULL, 10);
    self->rate = strtod (argv[4], NULL);
    self->seconds = strtod (argv[5], NULL);
    self->epoll = epoll_create1 (EPOLL_CLOEXEC);
    if (self->requests == NULL || self->epoll < 0 || self->count == 0 ||
        self->count > CONNECTIONS_MAX || self->seconds <= 0)
        fail (argv[2]);
    for (size_t i = 0; i < self->count; i++)
        open_connection (self, &self->connections[i]);
    run (self);
    report (self);
    fclose (self->requests);
    free (self->latencies);
    free (self);
    return EXIT_SUCCESS;
}
