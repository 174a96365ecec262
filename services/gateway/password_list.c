#include "password_list.h"

#include <string.h>

/* The assembler embeds the sorted list as it is; WLACZNIK_PASSWORDS is its path, from
 * CMakeLists.txt. */
__asm__(".section .rodata\n"
        ".global password_list\n"
        "password_list:\n"
        ".incbin \"" WLACZNIK_PASSWORDS "\"\n"
        "1:\n"
        ".byte 0\n"
        ".balign 8\n"
        ".global password_list_size\n"
        "password_list_size:\n"
        ".quad 1b - password_list\n"
        ".previous\n");

extern const char password_list[];
extern const size_t password_list_size;

/* -1, 0 or 1 as `word` stands before, at or behind the line [line, end). */
static int
compare (const char *word, size_t length, const char *line, const char *end)
{
    size_t other = (size_t) (end - line);
    int order = memcmp (word, line, length < other ? length : other);

    return order ? order : (length > other) - (length < other);
}

/* Bisects bytes, not lines: wherever it falls, the line around that place is looked at. */
bool
password_list_has (const char *word, size_t length)
{
    const char *low = password_list, *high = password_list + password_list_size;

    while (low < high) {
        const char *middle = low + (high - low) / 2, *line = middle, *end;
        int order;

        while (line > low && line[-1] != '\n')
            line--;
        end = memchr (middle, '\n', (size_t) (high - middle));
        order = compare (word, length, line, end);
        if (order == 0)
            return true;
        if (order < 0)
            high = line;
        else
            low = end + 1;
    }
    return false;
}
