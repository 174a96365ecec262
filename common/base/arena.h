/* One arena per request: everything a request allocates is freed by one reset.
 *
 * The arena has a byte budget, which is what stops a small hostile message from becoming a large
 * heap (engineering.md 0.5). Going past it *raises*, as PostgreSQL's palloc does: control goes to
 * the point set with wl_arena_guard, which answers RESOURCE_EXHAUSTED. So handlers never check an
 * allocation. Consequence: never hold a mutex or own a non-arena resource across an allocation.
 * An arena belongs to one thread at a time.
 */
#pragma once

#include <setjmp.h>
#include <stddef.h>

#include "base/status.h"

typedef struct wl_arena wl_arena_t;

/* `budget` counts the bytes handed out between two resets, not the blocks behind them.
 * Aborts the process when the system has no memory for the first block (start-up only). */
wl_arena_t *wl_arena_new (size_t budget);
void wl_arena_destroy (wl_arena_t **self_p);

/* Frees everything that was allocated; keeps one block so that a steady load allocates nothing. */
void wl_arena_reset (wl_arena_t *self);

/* Where to go when the budget is used up. NULL takes the guard away; then the process aborts,
 * which is right only for tools and tests. Usage:
 *     jmp_buf jump;
 *     if (setjmp (jump) != 0) { ... the budget was exceeded ... }
 *     wl_arena_guard (arena, &jump); */
void wl_arena_guard (wl_arena_t *self, jmp_buf *jump);

/* Zeroed memory aligned for any type; never NULL (see above). Size 0 gives a valid pointer. */
void *wl_arena_alloc (wl_arena_t *self, size_t size) __attribute__ ((malloc, returns_nonnull));

/* As wl_arena_alloc for `count` members; an overflow of the product raises like a used-up budget.
 */
void *wl_arena_array (wl_arena_t *self, size_t count, size_t size)
    __attribute__ ((malloc, returns_nonnull));

/* NULL when the budget does not allow it. For libraries that report failure on their own
 * (protobuf-c's allocator) and must not be jumped over. Not zeroed. */
void *wl_arena_try_alloc (wl_arena_t *self, size_t size) __attribute__ ((malloc));

/* A place to come back to: frees what was allocated after the mark. Marks nest. */
typedef struct wl_arena_mark {
    void *block;
    size_t used;
    size_t spent;
} wl_arena_mark_t;

wl_arena_mark_t wl_arena_mark (const wl_arena_t *self);
void wl_arena_rewind (wl_arena_t *self, wl_arena_mark_t mark);

/* Bytes handed out since the last reset and not rewound, the most that these ever were since then,
 * and what a reset arena may hand out. */
size_t wl_arena_used (const wl_arena_t *self);
size_t wl_arena_peak (const wl_arena_t *self);
size_t wl_arena_budget (const wl_arena_t *self);
