#include "plain_language.h"

#include <string.h>

#include "words.h"

enum { HARD_SYLLABLES = 4 };

static bool
is_vowel (char c)
{
    return c != '\0' && strchr ("aeiouy", c) != NULL;
}

/* An "i" before a vowel only softens: "miasto" has two. Nasal vowels are folded already. */
static unsigned
syllables (const char *folded)
{
    unsigned count = 0;

    for (const char *c = folded; *c != '\0'; c++)
        if (is_vowel (*c) && !(*c == 'i' && is_vowel (c[1])))
            count++;
    return count;
}

/* A list is read as sentences, one a line. */
static bool
ends_sentence (const char *from, const char *to)
{
    for (; from < to; from++)
        if (strchr (".!?\n", *from) != NULL)
            return true;
    return false;
}

void
plain_language_add (plain_language_t *self, const char *text)
{
    const char *at = text, *end = NULL;
    bool open = false;
    word_t word;

    while (word_next (&at, &word)) {
        if (open && ends_sentence (end, word.start))
            self->sentences++;
        open = true;
        end = word.start + word.length;
        self->words++;
        self->hard_words += syllables (word.folded) >= HARD_SYLLABLES;
    }
    self->sentences += open;
}

uint32_t
plain_language_fog (const plain_language_t *self)
{
    if (self->words == 0)
        return 0;
    return (uint32_t) (UINT64_C (40) * self->words / self->sentences +
                       UINT64_C (4000) * self->hard_words / self->words);
}
