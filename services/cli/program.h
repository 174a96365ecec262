/* PostgreSQL's own programs, run on a service's database. What says where it is and lets us in goes
 * into their environment, so that no password stands in a list of processes.
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "base/status.h"

typedef struct program {
    pid_t id;
    int pipe; /* the other end of its input, or of its output */
} program_t;

/* Starts argv[0] from the PATH with `conninfo` as what libpq falls back on. `fed`: the pipe is its
 * input; otherwise its output. False: it cannot be started. */
WL_MUST_CHECK bool
program_start (const char *const *argv, const char *conninfo, bool fed, program_t *ret);
/* Closes the pipe and waits. True when it ended well. */
WL_MUST_CHECK bool program_end (program_t *self);
/* Ends it before it is done. */
void program_stop (program_t *self);
