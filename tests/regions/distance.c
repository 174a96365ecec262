/* The distance between the centre and its sites, as packets feel it: each travels for a while, some
 * are lost, and a line that is cut swallows all of them without a word, as a dug-up cable does. It
 * is what netem does in kernels that have it; TCP's own retransmissions, timeouts and windows are
 * the kernel's.
 *
 *   distance SEED CENTRE SITE...    names of network namespaces; in each it makes the device "line"
 *
 * The centre is 10.77.0.1, the sites are 10.77.0.2 and so on (the caller gives the devices their
 * addresses). Lines on stdin set a site's line: "2 40 20 1" is site 2, 40 ms each way, 20 of 1,000
 * packets lost, up (0: cut). "count" tells how many packets each line carried, lost and swallowed.
 * It ends with its stdin. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { HOUSES_MAX = 8, PACKET_MAX = 2048, QUEUE_MAX = 4096, DESTINATION = 19, SOURCE = 15 };

typedef struct packet {
    int64_t due_us;
    int to;
    size_t length;
    uint8_t bytes[PACKET_MAX];
} packet_t;

/* One site's line; packets of both ways in the order in which they will arrive. */
typedef struct line {
    int64_t delay_us;
    unsigned lost_of_1000;
    bool up;
    unsigned long carried, lost, swallowed;
    packet_t *queue[2]; /* to the site, to the centre */
    size_t first[2], count[2];
} line_t;

static line_t lines[HOUSES_MAX];
static int devices[HOUSES_MAX];
static int houses;
static uint64_t chance;

static int64_t
now_us (void)
{
    struct timespec time;

    clock_gettime (CLOCK_MONOTONIC, &time);
    return (int64_t) time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static unsigned
next_of_1000 (void)
{
    chance ^= chance << 13;
    chance ^= chance >> 7;
    chance ^= chance << 17;
    return (unsigned) ((chance >> 33) % 1000);
}

static int
open_device (const char *namespace)
{
    char path[256];
    struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI, .ifr_name = "line" };

    (void) snprintf (path, sizeof path, "/run/netns/%s", namespace);
    int there = open (path, O_RDONLY | O_CLOEXEC);
    if (there < 0 || setns (there, CLONE_NEWNET) != 0) {
        perror (path);
        exit (1);
    }
    close (there);
    int device = open ("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (device < 0 || ioctl (device, TUNSETIFF, &request) != 0) {
        perror ("/dev/net/tun");
        exit (1);
    }
    return device;
}

/* A packet that came out of one house's device, on its way to another's. */
static void
take (packet_t *packet)
{
    int from = packet->bytes[SOURCE] - 1, to = packet->bytes[DESTINATION] - 1;

    if (packet->length < 20 || packet->bytes[0] >> 4 != 4 || from < 0 || to < 0 || from >= houses ||
        to >= houses || (from == 0) == (to == 0))
        return;
    line_t *line = &lines[from == 0 ? to : from];
    int way = to == 0;
    if (!line->up) {
        line->swallowed++;
        return;
    }
    if (next_of_1000 () < line->lost_of_1000 || line->count[way] == QUEUE_MAX) {
        line->lost++;
        return;
    }
    packet->due_us = now_us () + line->delay_us;
    packet->to = to;
    line->queue[way][(line->first[way] + line->count[way]++) % QUEUE_MAX] = *packet;
}

/* Hands over what is due; when the next one will be, or far away. */
static int64_t
deliver (line_t *line, int way, int64_t now)
{
    while (line->count[way] > 0) {
        packet_t *packet = &line->queue[way][line->first[way]];
        if (line->up && packet->due_us > now)
            return packet->due_us;
        if (!line->up)
            line->swallowed++; /* it was in the cable */
        else if (write (devices[packet->to], packet->bytes, packet->length) >= 0)
            line->carried++;
        else
            line->lost++;
        line->first[way] = (line->first[way] + 1) % QUEUE_MAX;
        line->count[way]--;
    }
    return INT64_MAX;
}

static void
obey (const char *order)
{
    unsigned site, delay_ms, lost, up;

    if (strncmp (order, "count", 5) == 0) {
        for (int i = 1; i < houses; i++)
            printf ("%lu %lu %lu%s", lines[i].carried, lines[i].lost, lines[i].swallowed,
                    i + 1 < houses ? " " : "\n");
        fflush (stdout);
    } else if (sscanf (order, "%u %u %u %u", &site, &delay_ms, &lost, &up) == 4 && site >= 2 &&
               site <= (unsigned) houses) {
        line_t *line = &lines[site - 1];
        line->delay_us = (int64_t) delay_ms * 1000;
        line->lost_of_1000 = lost;
        line->up = up != 0;
    } else {
        fprintf (stderr, "distance: what is \"%s\"?\n", order);
        exit (1);
    }
}

static void
start (int count, char **names)
{
    houses = count;
    for (int i = 0; i < houses; i++) {
        devices[i] = open_device (names[i]);
        lines[i] = (line_t){ .up = true };
        for (int way = 0; way < 2; way++)
            if ((lines[i].queue[way] = calloc (QUEUE_MAX, sizeof (packet_t))) == NULL)
                exit (1);
    }
    printf ("ready\n");
    fflush (stdout);
}

int
main (int count, char **words)
{
    static packet_t packet;
    char order[128];

    if (count < 4 || count > HOUSES_MAX + 2) {
        fprintf (stderr, "distance SEED CENTRE SITE...\n");
        return 1;
    }
    (void) setvbuf (stdin, NULL, _IONBF, 0); /* what it holds back, poll would not see */
    chance = strtoull (words[1], NULL, 10) * 2654435761u + 88172645463325252u;
    start (count - 2, words + 2);
    for (;;) {
        struct pollfd watched[HOUSES_MAX + 1] = { { .fd = STDIN_FILENO, .events = POLLIN } };
        int64_t next = INT64_MAX;
        for (int i = 0; i < houses; i++) {
            watched[i + 1] = (struct pollfd){ .fd = devices[i], .events = POLLIN };
            for (int way = 0; way < 2; way++) {
                int64_t due = deliver (&lines[i], way, now_us ());
                next = due < next ? due : next;
            }
        }
        int64_t wait_us = next == INT64_MAX ? 1000000 : next - now_us ();
        struct timespec wait = { .tv_sec = wait_us > 0 ? wait_us / 1000000 : 0,
                                 .tv_nsec = wait_us > 0 ? wait_us % 1000000 * 1000 : 0 };
        (void) ppoll (watched, (nfds_t) houses + 1, &wait, NULL);
        if (watched[0].revents != 0) {
            if (fgets (order, sizeof order, stdin) == NULL)
                return 0;
            obey (order);
        }
        for (int i = 0; i < houses; i++) {
            ssize_t length;
            while ((length = read (devices[i], packet.bytes, sizeof packet.bytes)) > 0) {
                packet.length = (size_t) length;
                take (&packet);
            }
        }
    }
}
