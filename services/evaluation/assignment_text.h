/* How alike an application and an assessor's profile are, from their words. Pure, integers only,
 * and simple enough to explain: words they share, rare ones counting more.
 *
 * A text becomes a signature: its words of four letters and more, in lower case, Polish letters
 * without their tails, cut to five letters (which takes off most Polish endings: "seniorów",
 * "seniorom", "senior"), without the words that every application has; each as a hash of 32 bits
 * with how often it comes. Likeness is the cosine of two signatures. A word weighs by how often it
 * comes (1 + log2) and by how few profiles have it (1 + log2 of their share); words that no profile
 * has say nothing about whom to choose, so they do not count. */
#pragma once

#include <stdint.h>

#include "base/text.h"

enum { TEXT_TERMS_MAX = 400, TEXT_LIKENESS_MAX = 10000 };

typedef struct text_words {
    const uint8_t *data;
    size_t length;
} text_words_t;

/* The signature of several texts together: TEXT_TERMS_MAX words at most, the most frequent. Six
 * bytes each. Lives in the arena. */
text_words_t text_signature (wl_arena_t *arena, const char *const *texts, size_t count);

/* The profiles of all assessors, ready to be compared. */
typedef struct text_index text_index_t;

/* `profiles` are signatures; broken ones count as empty. Lives in the arena. */
text_index_t *text_index_new (wl_arena_t *arena, const text_words_t *profiles, size_t count);

/* Sets ret[j] to the likeness of the text and profile j, 0 to TEXT_LIKENESS_MAX; -1 where the
 * profile is empty, and everywhere when the text is. */
void text_compare (text_index_t *self, text_words_t signature, int32_t *ret);
