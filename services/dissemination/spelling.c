#include "spelling.h"

#include <string.h>

#include "words.h"

static size_t
least (size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t
spelling_distance (const char *a, const char *b)
{
    size_t rows[3][WORD_TEXT + 1];
    size_t *before_last = rows[0], *last = rows[1], *row = rows[2];
    size_t width = strnlen (b, WORD_TEXT);

    for (size_t j = 0; j <= width; j++)
        last[j] = j;
    for (size_t i = 1; i <= WORD_TEXT && a[i - 1] != '\0'; i++) {
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t changed = last[j - 1] + (a[i - 1] != b[j - 1]);

            row[j] = least (changed, least (last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least (row[j], before_last[j - 2] + 1);
        }
        size_t *spare = before_last;
        before_last = last;
        last = row;
        row = spare;
    }
    return last[width];
}

static size_t
allowed (const char *word)
{
    size_t length = strlen (word);

    return length <= 5 ? 1 : length <= 9 ? 2 : 3;
}

int
spelling_nearest (const char *word, const char *const *candidates, size_t count)
{
    size_t best = 2 * allowed (word) + 1;
    int found = -1;

    for (size_t i = 0; i < count; i++) {
        size_t distance = spelling_distance (word, candidates[i]);
        size_t cost = 2 * distance + (word[0] != candidates[i][0]);

        if (distance <= allowed (word) && cost < best) {
            best = cost;
            found = (int) i;
        }
    }
    return found;
}
