/* Preloaded into a site's daemons: writes down every frame that they send or receive over TCP, as
 * it is before encryption and after decryption. libzmq's own functions do the work.
 *
 * A record: '>' or '<', the length in four bytes (little-endian), the bytes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static int
tap_file (void)
{
    static int fd = -1;
    static pid_t owner;

    if (fd < 0 || owner != getpid ()) {
        char path[512];
        (void) snprintf (path, sizeof path, "%s/%d.tap", getenv ("WLACZNIK_TAP"), (int) getpid ());
        fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        owner = getpid ();
    }
    return fd;
}

static int
crosses (void *socket)
{
    char endpoint[256] = "";
    size_t size = sizeof endpoint;

    return zmq_getsockopt (socket, ZMQ_LAST_ENDPOINT, endpoint, &size) == 0 &&
           strncmp (endpoint, "tcp://", 6) == 0;
}

static void
note (char way, const void *bytes, size_t length)
{
    uint8_t head[5] = { (uint8_t) way, (uint8_t) length, (uint8_t) (length >> 8),
                        (uint8_t) (length >> 16), (uint8_t) (length >> 24) };

    pthread_mutex_lock (&mutex);
    if (write (tap_file (), head, sizeof head) != sizeof head ||
        write (tap_file (), bytes, length) != (ssize_t) length)
        abort ();
    pthread_mutex_unlock (&mutex);
}

int
zmq_msg_send (zmq_msg_t *message, void *socket, int flags)
{
    static int (*real) (zmq_msg_t *, void *, int);
    size_t length = zmq_msg_size (message);
    void *copy = malloc (length + 1);
    int result;

    if (real == NULL)
        *(void **) &real = dlsym (RTLD_NEXT, "zmq_msg_send");
    memcpy (copy, zmq_msg_data (message), length); /* once sent it is libzmq's */
    result = real (message, socket, flags);
    if (result >= 0 && crosses (socket))
        note ('>', copy, length);
    free (copy);
    return result;
}

int
zmq_msg_recv (zmq_msg_t *message, void *socket, int flags)
{
    static int (*real) (zmq_msg_t *, void *, int);
    int result;

    if (real == NULL)
        *(void **) &real = dlsym (RTLD_NEXT, "zmq_msg_recv");
    result = real (message, socket, flags);
    if (result >= 0 && crosses (socket))
        note ('<', zmq_msg_data (message), zmq_msg_size (message));
    return result;
}
