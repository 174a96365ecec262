#include "plug_in_run.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MEMORY = 256 << 20, PROCESSOR_S = 20, FILES = 64, POLL_MS = 20 };

typedef struct child {
    plug_in_task_t *task;
    char *output; /* PLUG_IN_OUTPUT_MAX + 1 bytes */
    size_t written, length;
    pid_t pid;
    int in, out; /* our ends; -1: closed */
    bool ended;
} child_t;

/* ---- starting ---- */

/* Nothing of ours goes along: no environment but a path, no descriptors, no blocked signals, and a
 * process group of its own, so that everything that it starts ends with it. */
static bool
spawn (child_t *child, int in, int out)
{
    char *const arguments[] = { (char *) (uintptr_t) child->task->program, NULL };
    char path[] = "PATH=/usr/local/bin:/usr/bin:/bin", language[] = "LANG=C.UTF-8";
    char *const environment[] = { path, language, NULL };
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    bool spawned;

    sigemptyset (&none);
    sigfillset (&all);
    posix_spawn_file_actions_init (&actions);
    posix_spawn_file_actions_adddup2 (&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2 (&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen (&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np (&actions, STDERR_FILENO + 1);
    posix_spawnattr_init (&attributes);
    posix_spawnattr_setflags (&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                               POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup (&attributes, 0);
    posix_spawnattr_setsigmask (&attributes, &none);
    posix_spawnattr_setsigdefault (&attributes, &all);
    spawned = posix_spawn (&child->pid, child->task->program, &actions, &attributes, arguments,
                           environment) == 0;
    posix_spawnattr_destroy (&attributes);
    posix_spawn_file_actions_destroy (&actions);
    return spawned;
}

static void
limit (pid_t pid)
{
    const struct rlimit memory = { MEMORY, MEMORY }, processor = { PROCESSOR_S, PROCESSOR_S },
                        files = { FILES, FILES }, none = { 0, 0 };

    (void) prlimit (pid, RLIMIT_AS, &memory, NULL);
    (void) prlimit (pid, RLIMIT_CPU, &processor, NULL);
    (void) prlimit (pid, RLIMIT_NOFILE, &files, NULL);
    (void) prlimit (pid, RLIMIT_CORE, &none, NULL);
}

static void
close_end (int *fd)
{
    if (*fd >= 0)
        close (*fd);
    *fd = -1;
}

static bool
open_pipes (int in[2], int out[2])
{
    if (pipe2 (in, O_CLOEXEC) != 0)
        return false;
    if (pipe2 (out, O_CLOEXEC) != 0) {
        close (in[0]);
        close (in[1]);
        return false;
    }
    (void) fcntl (in[1], F_SETFL, O_NONBLOCK);
    (void) fcntl (out[0], F_SETFL, O_NONBLOCK);
    return true;
}

static void
start (child_t *child)
{
    int in[2], out[2];

    child->in = child->out = -1;
    child->ended = true;
    if (!open_pipes (in, out))
        return;
    child->ended = !spawn (child, in[0], out[1]);
    close (in[0]);
    close (out[1]);
    child->in = in[1];
    child->out = out[0];
    if (child->ended) {
        close_end (&child->in);
        close_end (&child->out);
        return;
    }
    limit (child->pid);
    child->task->run.started = true;
}

/* ---- talking ---- */

/* Who does not want to read it all need not: EPIPE is no failure. */
static void
write_some (child_t *child)
{
    size_t left = strlen (child->task->input) - child->written;
    ssize_t written = write (child->in, child->task->input + child->written, left);

    if (written > 0)
        child->written += (size_t) written;
    if ((size_t) (written > 0 ? written : 0) == left || (written < 0 && errno != EAGAIN))
        close_end (&child->in);
}

static void
end_child (const child_t *child)
{
    kill (-child->pid, SIGKILL);
}

static void
read_some (child_t *child)
{
    ssize_t got =
        read (child->out, child->output + child->length, PLUG_IN_OUTPUT_MAX + 1 - child->length);

    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0) {
        close_end (&child->out);
        return;
    }
    child->length += (size_t) got;
    if (child->length > PLUG_IN_OUTPUT_MAX) {
        child->task->run.too_long = true;
        end_child (child);
        close_end (&child->out);
    }
}

/* What it started and left behind ends with it: nobody would wait for that. */
static void
look (child_t *child)
{
    siginfo_t gone = { 0 };

    if (child->ended ||
        waitid (P_PID, (id_t) child->pid, &gone, WEXITED | WNOHANG | WNOWAIT) != 0 ||
        gone.si_pid != child->pid)
        return;
    end_child (child); /* while its number is still its own */
    (void) waitpid (child->pid, &child->task->run.exit_status, 0);
    child->ended = true;
    while (child->out >= 0) {
        size_t before = child->length;

        read_some (child);
        if (child->length == before)
            close_end (&child->out);
    }
    close_end (&child->in);
}

static size_t
watch (child_t *children, size_t count)
{
    struct pollfd watched[2 * PLUG_IN_BATCH];
    size_t running = 0;

    for (size_t i = 0; i < count; i++) {
        watched[2 * i] = (struct pollfd){ .fd = children[i].in, .events = POLLOUT };
        watched[2 * i + 1] = (struct pollfd){ .fd = children[i].out, .events = POLLIN };
    }
    (void) poll (watched, 2 * count, POLL_MS);
    for (size_t i = 0; i < count; i++) {
        if (children[i].in >= 0 && watched[2 * i].revents != 0)
            write_some (&children[i]);
        if (children[i].out >= 0 && watched[2 * i + 1].revents != 0)
            read_some (&children[i]);
        look (&children[i]);
        running += children[i].ended ? 0 : 1;
    }
    return running;
}

static void
end_late (child_t *child)
{
    if (child->ended)
        return;
    child->task->run.timed_out = true;
    end_child (child);
    (void) waitpid (child->pid, &child->task->run.exit_status, 0);
    child->ended = true;
    close_end (&child->in);
    close_end (&child->out);
}

void
plug_in_run_all (wl_arena_t *arena, plug_in_task_t *tasks, size_t count, wl_time_t timeout)
{
    child_t children[PLUG_IN_BATCH] = { 0 };
    wl_time_t until = wl_monotonic () + timeout;

    assert (count <= PLUG_IN_BATCH);
    /* First all memory, which may raise; then nothing is lost. */
    for (size_t i = 0; i < count; i++) {
        tasks[i].run = (plug_in_run_t){ 0 };
        children[i].task = &tasks[i];
        children[i].output = wl_arena_alloc (arena, PLUG_IN_OUTPUT_MAX + 1);
    }
    for (size_t i = 0; i < count; i++)
        start (&children[i]);
    while (watch (children, count) > 0 && wl_monotonic () < until)
        continue;
    for (size_t i = 0; i < count; i++) {
        end_late (&children[i]);
        children[i].output[children[i].length > PLUG_IN_OUTPUT_MAX ? 0 : children[i].length] = '\0';
        tasks[i].run.output = children[i].output;
        tasks[i].run.length = children[i].length > PLUG_IN_OUTPUT_MAX ? 0 : children[i].length;
    }
}
