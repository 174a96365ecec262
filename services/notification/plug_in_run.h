/* Runs a plug-in's program for one letter after the other or several at once, within bounds that it
 * cannot leave: time, memory, processor time, what it may write. Not thread-safe for one batch. */
#pragma once

#include "plug_in.h"

enum { PLUG_IN_BATCH = 8 };

typedef struct plug_in_task {
    const char *program;
    const char *input; /* JSON, written to its standard input */
    plug_in_run_t run; /* filled */
} plug_in_task_t;

/* Runs at most PLUG_IN_BATCH tasks at once and returns when all have ended, which is after
 * `timeout` at the latest: whoever still runs then is killed with all that it started. Output lives
 * in the arena. */
void plug_in_run_all (wl_arena_t *arena, plug_in_task_t *tasks, size_t count, wl_time_t timeout);
