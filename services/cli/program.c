#include "program.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static bool
names_same (const char *entry, const char *other)
{
    size_t length = strcspn (entry, "=");

    return strncmp (entry, other, length + 1) == 0;
}

/* Ours, with what the conninfo says in place of what may be there. */
static char **
make_environment (const char *conninfo)
{
    PQconninfoOption *options = PQconninfoParse (conninfo, NULL);
    size_t count = 0, own = 0, given;
    char **list;

    while (environ[own] != NULL)
        own++;
    for (const PQconninfoOption *at = options; at != NULL && at->keyword != NULL; at++)
        count++;
    list = options == NULL ? NULL : calloc (own + count + 1, sizeof *list);
    count = 0;
    for (const PQconninfoOption *at = options; list != NULL && at->keyword != NULL; at++) {
        if (at->envvar != NULL && at->val != NULL &&
            asprintf (&list[count], "%s=%s", at->envvar, at->val) >= 0)
            count++;
    }
    given = count;
    for (size_t i = 0; list != NULL && i < own; i++) {
        bool replaced = false;
        for (size_t k = 0; k < given; k++)
            replaced |= names_same (list[k], environ[i]);
        if (!replaced)
            list[count++] = strdup (environ[i]);
    }
    PQconninfoFree (options);
    return list;
}

static void
free_environment (char **list)
{
    for (size_t i = 0; list != NULL && list[i] != NULL; i++)
        free (list[i]);
    free (list);
}

bool
program_start (const char *const *argv, const char *conninfo, bool fed, program_t *ret)
{
    posix_spawn_file_actions_t actions;
    char **environment = make_environment (conninfo);
    int ends[2];
    bool started;

    if (environment == NULL || pipe2 (ends, O_CLOEXEC) != 0) {
        free_environment (environment);
        return false;
    }
    /* Whoever feeds a program that ended is told so by write. */
    signal (SIGPIPE, SIG_IGN);
    posix_spawn_file_actions_init (&actions);
    posix_spawn_file_actions_adddup2 (&actions, fed ? ends[0] : ends[1],
                                      fed ? STDIN_FILENO : STDOUT_FILENO);
    /* posix_spawnp promises not to change them. */
    started = posix_spawnp (&ret->id, argv[0], &actions, NULL, (char *const *) (uintptr_t) argv,
                            environment) == 0;
    posix_spawn_file_actions_destroy (&actions);
    free_environment (environment);
    close (fed ? ends[0] : ends[1]);
    ret->pipe = fed ? ends[1] : ends[0];
    if (!started)
        close (ret->pipe);
    return started;
}

bool
program_end (program_t *self)
{
    int how;

    close (self->pipe);
    return waitpid (self->id, &how, 0) == self->id && WIFEXITED (how) && WEXITSTATUS (how) == 0;
}

void
program_stop (program_t *self)
{
    kill (self->id, SIGTERM);
    (void) !program_end (self);
}
