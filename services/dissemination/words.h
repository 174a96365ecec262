/* Words of a text as search compares them: without case and without marks, so that "Żółć", "zolc"
 * and "ŻÓŁĆ" are one word. Pure.
 */
#pragma once

#include "base/text.h"

enum { WORD_TEXT = 64 }; /* bytes of a folded word with its end; what is longer is cut */

typedef struct word {
    const char *start; /* in the text */
    size_t length;     /* bytes there */
    char folded[WORD_TEXT];
} word_t;

/* The next run of letters and digits at `*at`, moving past it; false at the end. `*at` is UTF-8. */
bool word_next (const char **at, word_t *ret);

/* Whether a folded word says nothing about what a text is about: "i", "dla", "oraz". */
bool word_is_stop (const char *folded);
