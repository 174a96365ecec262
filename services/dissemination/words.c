#include "words.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* ---- characters ---- */

static bool
is_of_word (utf8proc_int32_t c)
{
    utf8proc_category_t category = utf8proc_category (c);

    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO);
}

/* Letters that Unicode does not take apart into a letter and a mark. */
static utf8proc_int32_t
plain_of (utf8proc_int32_t c)
{
    switch (c) {
    case 0x142: /* ł */
        return 'l';
    case 0x111: /* đ */
        return 'd';
    case 0xf8: /* ø */
        return 'o';
    case 0x131: /* dotless i */
        return 'i';
    default:
        return c;
    }
}

enum { DECOMPOSED_MAX = 18 }; /* the most that Unicode makes of one character */

static void
add_folded (utf8proc_int32_t c, size_t *used, char *folded)
{
    utf8proc_int32_t parts[DECOMPOSED_MAX];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char (
        c, parts, DECOMPOSED_MAX,
        UTF8PROC_CASEFOLD | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK, &boundary);

    for (utf8proc_ssize_t i = 0; i < count && i < DECOMPOSED_MAX; i++) {
        utf8proc_uint8_t bytes[4];
        utf8proc_ssize_t length = utf8proc_encode_char (plain_of (parts[i]), bytes);

        if (*used + (size_t) length >= WORD_TEXT)
            return;
        memcpy (folded + *used, bytes, (size_t) length);
        *used += (size_t) length;
    }
}

/* The character at `at` and its length in bytes; what is no UTF-8 is one byte that is no letter. */
static size_t
read_character (const char *at, utf8proc_int32_t *ret)
{
    utf8proc_ssize_t length = utf8proc_iterate ((const utf8proc_uint8_t *) at, -1, ret);

    if (length > 0)
        return (size_t) length;
    *ret = ' ';
    return 1;
}

bool
word_next (const char **at, word_t *ret)
{
    const char *c = *at;
    utf8proc_int32_t character;
    size_t used = 0;

    ret->start = NULL;
    while (*c != '\0') {
        size_t length = read_character (c, &character);

        if (is_of_word (character)) {
            ret->start = ret->start == NULL ? c : ret->start;
            add_folded (character, &used, ret->folded);
        } else if (ret->start != NULL && used > 0) {
            break;
        } else {
            ret->start = NULL; /* marks alone are no word */
        }
        c += length;
    }
    *at = c;
    if (ret->start == NULL || used == 0)
        return false;
    ret->length = (size_t) (c - ret->start);
    ret->folded[used] = '\0';
    return true;
}

/* ---- stop words ---- */

/* Folded and sorted. Polish function words and the English ones of translated entries; no word that
 * names a subject, so "bez" (also an elder) is here and "dom" is not. */
static const char *const stop_words[] = {
    "a",        "aby",      "ach",     "albo",     "ale",     "and",     "ani",        "are",
    "az",       "bardziej", "bardzo",  "bez",      "bo",      "bowiem",  "by",         "byc",
    "byl",      "byla",     "byli",    "bylo",     "byly",    "bym",     "chociaz",    "co",
    "coraz",    "cos",      "czy",     "czyli",    "dla",     "dlatego", "do",         "dzieki",
    "for",      "gdy",      "gdyz",    "gdzie",    "go",      "i",       "ich",        "ile",
    "im",       "in",       "inne",    "innych",   "is",      "ja",      "jak",        "jako",
    "je",       "jeden",    "jednak",  "jego",     "jej",     "jemu",    "jesli",      "jest",
    "jestem",   "jezeli",   "juz",     "kazda",    "kazde",   "kazdy",   "kiedy",      "kto",
    "ktora",    "ktore",    "ktorego", "ktorej",   "ktory",   "ktorych", "ktorym",     "ktorzy",
    "lub",      "ma",       "maja",    "mi",       "miedzy",  "mnie",    "moga",       "mogla",
    "moze",     "mozna",    "my",      "na",       "nad",     "nam",     "nami",       "nas",
    "nasz",     "nasza",    "nasze",   "nia",      "nic",     "nich",    "nie",        "nim",
    "nimi",     "niz",      "no",      "o",        "od",      "of",      "on",         "ona",
    "one",      "oni",      "ono",     "or",       "oraz",    "po",      "pod",        "ponad",
    "poniewaz", "poprzez",  "przed",   "przez",    "przy",    "sa",      "sie",        "so",
    "soba",     "sobie",    "sposob",  "sposobem", "swoich",  "swoje",   "ta",         "tak",
    "taka",     "takich",   "takie",   "takze",    "tam",     "te",      "tego",       "tej",
    "ten",      "the",      "to",      "tu",       "tych",    "tylko",   "tym",        "u",
    "w",        "we",       "wiec",    "with",     "wlasnie", "wsrod",   "wszystkich", "wszystkie",
    "z",        "za",       "zas",     "ze",       "zeby",
};

static int
compare (const void *folded, const void *item)
{
    const char *const *word = item;

    return strcmp (folded, *word);
}

bool
word_is_stop (const char *folded)
{
    return bsearch (folded, stop_words, sizeof stop_words / sizeof stop_words[0],
                    sizeof stop_words[0], compare) != NULL;
}
