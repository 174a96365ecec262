#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    ALIGNMENT = alignof (max_align_t),
    FIRST_BLOCK = 64 * 1024,
};

typedef struct block {
    struct block *previous;
    size_t capacity;
    size_t used;
    alignas (max_align_t) unsigned char bytes[];
} block_t;

struct wl_arena {
    block_t *block; /* where memory is taken from; the full ones hang behind it */
    size_t budget;  /* a multiple of ALIGNMENT, as is `spent`: what fits, fits rounded up too */
    size_t spent;   /* with the padding: else a thousand tiny fields would cost next to nothing */
    size_t peak;    /* the most that `spent` was before it was rewound */
    jmp_buf *guard; /* the caller's */
};

static size_t
round_up (size_t size)
{
    return (size + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1);
}

static size_t
smaller (size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t
larger (size_t a, size_t b)
{
    return a > b ? a : b;
}

/* NULL when the system has no memory. The caller owns the block, which owns `previous`. */
static block_t *
block_new (size_t capacity, block_t *previous)
{
    block_t *block = malloc (sizeof *block + capacity);

    if (block == NULL)
        return NULL;
    block->previous = previous;
    block->capacity = capacity;
    block->used = 0;
    return block;
}

/* Frees `block`; gives the one behind it. */
static block_t *
block_drop (block_t *block)
{
    block_t *previous = block->previous;
    free (block);
    return previous;
}

/* Puts a block in front that has room for `size`. Doubling keeps the blocks few; none is larger
 * than the budget, since more is never handed out; so the one in front is always the largest. */
static bool
arena_grow (wl_arena_t *self, size_t size)
{
    size_t wanted = smaller (self->block->capacity * 2, self->budget);
    block_t *block = block_new (larger (wanted, size), self->block);

    if (block == NULL)
        return false;
    self->block = block;
    return true;
}

__attribute__ ((noreturn)) static void
arena_raise (wl_arena_t *self)
{
    if (self->guard == NULL)
        abort ();
    longjmp (*self->guard, 1);
}

wl_arena_t *
wl_arena_new (size_t budget)
{
    wl_arena_t *self = malloc (sizeof *self);
    block_t *block = block_new (FIRST_BLOCK, NULL);

    if (self == NULL || block == NULL)
        abort ();
    /* Half of the address space is as good as no limit, and leaves room to round up. */
    *self = (wl_arena_t){ .block = block, .budget = round_up (smaller (budget, SIZE_MAX / 2)) };
    return self;
}

void
wl_arena_destroy (wl_arena_t **self_p)
{
    if (self_p == NULL || *self_p == NULL)
        return;
    for (block_t *block = (*self_p)->block; block != NULL;)
        block = block_drop (block);
    free (*self_p);
    *self_p = NULL;
}

void
wl_arena_reset (wl_arena_t *self)
{
    /* The largest block stays: after the first requests it holds any of them. */
    block_t *kept = self->block;
    while (kept->previous != NULL)
        kept->previous = block_drop (kept->previous);
    kept->used = 0;
    self->spent = self->peak = 0;
}

void
wl_arena_guard (wl_arena_t *self, jmp_buf *jump)
{
    self->guard = jump;
}

void *
wl_arena_try_alloc (wl_arena_t *self, size_t size)
{
    /* An empty allocation costs too, so that a hostile count of them meets the budget. */
    size_t wanted = larger (size, 1);
    if (wanted > self->budget - self->spent)
        return NULL;
    size_t taken = round_up (wanted);
    if (taken > self->block->capacity - self->block->used && !arena_grow (self, taken))
        return NULL;

    void *memory = self->block->bytes + self->block->used;
    self->block->used += taken;
    self->spent += taken;
    return memory;
}

void *
wl_arena_alloc (wl_arena_t *self, size_t size)
{
    void *memory = wl_arena_try_alloc (self, size);

    if (memory == NULL)
        arena_raise (self);
    return memset (memory, 0, size);
}

void *
wl_arena_array (wl_arena_t *self, size_t count, size_t size)
{
    size_t total;

    if (__builtin_mul_overflow (count, size, &total))
        arena_raise (self);
    return wl_arena_alloc (self, total);
}

wl_arena_mark_t
wl_arena_mark (const wl_arena_t *self)
{
    return (wl_arena_mark_t){ self->block, self->block->used, self->spent };
}

void
wl_arena_rewind (wl_arena_t *self, wl_arena_mark_t mark)
{
    while (self->block != mark.block)
        self->block = block_drop (self->block);
    self->block->used = mark.used;
    self->peak = larger (self->peak, self->spent);
    self->spent = mark.spent;
}

size_t
wl_arena_used (const wl_arena_t *self)
{
    return self->spent;
}

size_t
wl_arena_peak (const wl_arena_t *self)
{
    return larger (self->peak, self->spent);
}

size_t
wl_arena_budget (const wl_arena_t *self)
{
    return self->budget;
}
