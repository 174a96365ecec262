/* The base forms of Polish words, by hunspell's dictionary: "sąsiadów" -> "sasiad".
 *
 * The dictionary is read with all marks taken off, its words, endings and the conditions of its
 * endings alike. So a query without diacritics finds what one with them finds, and one dictionary
 * does for both. It costs 33 MB and 0.2 s once per process, at the first word that is asked for.
 * Thread-safe.
 */
#pragma once

#include "base/text.h"
#include "words.h"

enum { STEMS_MAX = 6 };

typedef struct stems {
    char list[STEMS_MAX][WORD_TEXT]; /* folded, without repetition */
    size_t count;
} stems_t;

/* What gives stems: the dictionary, or in tests and benchmarks something smaller. Leaves count 0
 * for a word that it does not know. */
typedef struct stemmer {
    void (*stem) (void *context, const char *folded, stems_t *ret);
    void *context;
} stemmer_t;

typedef struct dictionary dictionary_t;

/* `path` is the dictionary without its ending: "/usr/share/hunspell/pl_PL" for .aff and .dic. Reads
 * nothing yet; copies the path. Where there is no dictionary, every word is its own base form. */
dictionary_t *dictionary_new (const char *path);
void dictionary_destroy (dictionary_t **self_p);
stemmer_t dictionary_stemmer (dictionary_t *self);

enum { DICTIONARY_VERSION = 48 };
/* Tells one dictionary from another, "none" when there is none. */
void dictionary_version (const dictionary_t *self, char ret[DICTIONARY_VERSION]);

/* ---- the folding, for its tests; `line` of either file, as it stands there, is changed ---- */

void dictionary_fold_word (char *line);
void dictionary_fold_rule (char *line);
