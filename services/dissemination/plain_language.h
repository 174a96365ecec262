/* How plain a Polish text is: Gunning's fog index as it is used for Polish, where a hard word has
 * four syllables or more. Pure; integers.
 */
#pragma once

#include <stdint.h>

typedef struct plain_language {
    uint32_t sentences, words, hard_words;
} plain_language_t;

/* What newspapers have; official texts reach 15 and more. In hundredths of a year of school. */
enum { PLAIN_LANGUAGE_MOST = 1200 };

/* Adds what `text` has; each text ends a sentence. */
void plain_language_add (plain_language_t *self, const char *text);
/* 0.4 * (words per sentence + hard words per hundred words), in hundredths; 0 without words. */
uint32_t plain_language_fog (const plain_language_t *self);
