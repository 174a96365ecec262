/* An arena for each test, for rules that need no more: `arena`, set_up, tear_down. */
#pragma once

#include "base/arena.h"
#include "check.h"

static wl_arena_t *arena;

static inline int
set_up (void **state)
{
    (void) state;
    arena = wl_arena_new (64 << 20);
    return 0;
}

static inline int
tear_down (void **state)
{
    (void) state;
    wl_arena_destroy (&arena);
    return 0;
}
