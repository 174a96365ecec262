#include "highlight.h"

#include <string.h>

unsigned
highlight_words (const char *text)
{
    unsigned count = 0;
    word_t word;

    while (word_next (&text, &word))
        count++;
    return count;
}

static bool
is_in (unsigned position, const unsigned *positions, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (positions[i] == position)
            return true;
    return false;
}

typedef struct parts {
    wl_arena_t *arena;
    Dissemination__TextPart **list;
    size_t count;
} parts_t;

static void
add (parts_t *self, const char *text, size_t length, bool match)
{
    Dissemination__TextPart *part;

    if (length == 0)
        return;
    part = wl_arena_alloc (self->arena, sizeof *part);
    dissemination__text_part__init (part);
    part->text = wl_text_copy_length (self->arena, text, length);
    part->match = match;
    self->list[self->count++] = part;
}

void
highlight_write (wl_arena_t *arena, const char *text, unsigned first, const unsigned *positions,
                 size_t count, size_t *ret_count, Dissemination__TextPart ***ret)
{
    parts_t parts = { arena, NULL, 0 };
    const char *at = text, *done = text;
    unsigned position = first;
    word_t word;

    /* At most a part for each matching word, one before each and one behind the last. */
    parts.list =
        wl_arena_array (arena, 2 * (size_t) highlight_words (text) + 1, sizeof *parts.list);
    for (; word_next (&at, &word); position++) {
        if (!is_in (position, positions, count))
            continue;
        add (&parts, done, (size_t) (word.start - done), false);
        add (&parts, word.start, word.length, true);
        done = word.start + word.length;
    }
    add (&parts, done, strlen (done), false);
    *ret = parts.list;
    *ret_count = parts.count;
}
