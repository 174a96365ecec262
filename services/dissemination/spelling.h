/* Typing errors: which of some words was meant. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* How many bytes must be put in, left out, changed or swapped with their neighbour (optimal string
 * alignment); words are folded and shorter than WORD_TEXT. */
size_t spelling_distance (const char *a, const char *b);

/* The index of the candidate nearest to `word`, the first of equal ones, or -1 when none is near
 * enough: one error in words up to 5 letters, two up to 9, three in longer ones; the first letter
 * counts double, as people rarely miss it. */
int spelling_nearest (const char *word, const char *const *candidates, size_t count);
