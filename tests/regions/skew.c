/* Preloaded into a house's processes, PostgreSQL's too: their clock is as wrong as the number in a
 * file says, microseconds in eight bytes, from one moment to the next. Not libfaketime, which in a
 * signal handler that interrupts a wait gives the true time: PostgreSQL sets and judges its
 * time-outs there, and with a clock that is behind it ends every session that ever set one. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const _Atomic int64_t none;
static const _Atomic int64_t *skew_us = &none;

__attribute__ ((constructor)) static void
find_clock (void)
{
    const char *path = getenv ("WLACZNIK_SKEW");
    int file = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
    void *there =
        file >= 0 ? mmap (NULL, sizeof *skew_us, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;

    if (there == MAP_FAILED)
        abort (); /* a house with the right time would prove nothing */
    skew_us = there;
    close (file);
}

/* The calls go to the kernel: ours are the only ones by these names. */
int
clock_gettime (clockid_t clock, struct timespec *ret)
{
    int result = (int) syscall (SYS_clock_gettime, clock, ret);

    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        int64_t us = (int64_t) ret->tv_sec * 1000000 + ret->tv_nsec / 1000 + atomic_load (skew_us);
        ret->tv_sec = us / 1000000;
        ret->tv_nsec = us % 1000000 * 1000 + ret->tv_nsec % 1000;
    }
    return result;
}

int
gettimeofday (struct timeval *restrict ret, void *restrict zone)
{
    struct timespec now;

    (void) zone;
    if (clock_gettime (CLOCK_REALTIME, &now) != 0)
        return -1;
    *ret = (struct timeval){ .tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / 1000 };
    return 0;
}

time_t
time (time_t *ret)
{
    struct timespec now;

    (void) clock_gettime (CLOCK_REALTIME, &now);
    if (ret != NULL)
        *ret = now.tv_sec;
    return now.tv_sec;
}
