/* Photographs. The first byte says how large the pieces are in which the rest is fed.
 *
 * What must hold for all of them: how it is cut into pieces changes nothing; what comes out is not
 * longer than what went in; and what came out whole goes through once more unchanged. */
#include <string.h>

#include "photo_filter.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static bool
run (photo_kind_t kind, const uint8_t *data, size_t size, size_t piece, wl_arena_t *arena,
     wl_buffer_t *out)
{
    photo_filter_t *filter = photo_filter_new (arena, kind);

    wl_buffer_init (out, arena);
    for (size_t at = 0; at < size; at += piece)
        if (photo_filter_feed (filter, data + at, size - at < piece ? size - at : piece, out) !=
            WL_OK)
            return false;
    return photo_filter_ended (filter);
}

static void
check (bool holds)
{
    if (!holds)
        __builtin_trap ();
}

static void
play (photo_kind_t kind, const uint8_t *data, size_t size, size_t piece, wl_arena_t *arena)
{
    wl_buffer_t whole, parts, again;
    bool good = run (kind, data, size, size, arena, &whole);

    check (whole.length <= size);
    check (run (kind, data, size, piece, arena, &parts) == good);
    if (!good)
        return;
    check (parts.length == whole.length && memcmp (parts.data, whole.data, whole.length) == 0);
    check (run (kind, (const uint8_t *) whole.data, whole.length, whole.length, arena, &again));
    check (again.length == whole.length && memcmp (again.data, whole.data, whole.length) == 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    wl_arena_t *arena;

    if (size < 2)
        return 0;
    arena = wl_arena_new (4 << 20);
    play (PHOTO_JPEG, data + 1, size - 1, 1 + data[0], arena);
    play (PHOTO_PNG, data + 1, size - 1, 1 + data[0], arena);
    wl_arena_destroy (&arena);
    return 0;
}
