#include "assignment_text.h"

#include <stdlib.h>
#include <string.h>

#include "folding.h"

enum { WORD_LEAST = 4, WORD_CUT = 5, ENTRY = 6, WORDS_MAX = 20000 };

/* ---- words ---- */

typedef struct word {
    uint32_t letters[WORD_CUT];
    size_t length; /* of the whole word */
} word_t;

/* What stands in every application, cut and folded. */
static bool
is_common (const word_t *word)
{
    static const char *const common[] = {
        "dlate", "ktory", "ktora", "ktore", "ktorz", "przez", "oraz",  "jest",  "jeste",
        "bedzi", "beda",  "tego",  "takze", "rowni", "jako",  "przed", "miedz", "podcz",
        "wszys", "kazdy", "kazde", "moze",  "mozna", "mozli", "bardz", "wiece", "proje",
        "innow", "wnios", "dziek", "nasze", "nasza", "with",  "that",  "this",  "from",
        "have",  "which", "will",  "their", "they",  "been",
    };

    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
        size_t at = 0;
        while (common[i][at] != '\0' && at < WORD_CUT &&
               word->letters[at] == (uint32_t) common[i][at])
            at++;
        if (common[i][at] == '\0' && (at == WORD_CUT || at == word->length))
            return true;
    }
    return false;
}

/* FNV-1a, over the letters that are kept. */
static uint32_t
hash_word (const word_t *word)
{
    size_t length = word->length < WORD_CUT ? word->length : WORD_CUT;
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < length; i++)
        for (int shift = 0; shift < 24; shift += 8)
            hash = (hash ^ (word->letters[i] >> shift & 0xff)) * 16777619u;
    return hash;
}

typedef struct words {
    uint32_t *hash;
    size_t count;
} words_t;

static void
end_word (words_t *words, word_t *word)
{
    if (word->length >= WORD_LEAST && words->count < WORDS_MAX && !is_common (word))
        words->hash[words->count++] = hash_word (word);
    word->length = 0;
}

static void
read_words (words_t *words, const char *text)
{
    const unsigned char *at = (const unsigned char *) text;
    word_t word = { .length = 0 };

    while (*at != '\0') {
        uint32_t letter = folding_letter (folding_next (&at));
        if (letter == 0) {
            end_word (words, &word);
            continue;
        }
        if (word.length < WORD_CUT)
            word.letters[word.length] = letter;
        word.length++;
    }
    end_word (words, &word);
}

/* ---- signatures ---- */

typedef struct term {
    uint32_t hash;
    uint32_t count;
} term_t;

static int
compare_hashes (const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *) left;
    uint32_t b = *(const uint32_t *) right;

    return (a > b) - (a < b);
}

static int
most_frequent_first (const void *left, const void *right)
{
    const term_t *a = left;
    const term_t *b = right;

    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return (a->hash > b->hash) - (a->hash < b->hash);
}

static int
by_hash (const void *left, const void *right)
{
    const term_t *a = left;
    const term_t *b = right;

    return (a->hash > b->hash) - (a->hash < b->hash);
}

static term_t *
count_words (wl_arena_t *arena, words_t *words, size_t *ret_count)
{
    term_t *terms = wl_arena_array (arena, words->count, sizeof *terms);
    size_t count = 0;

    qsort (words->hash, words->count, sizeof *words->hash, compare_hashes);
    for (size_t i = 0; i < words->count; i++) {
        if (count == 0 || terms[count - 1].hash != words->hash[i])
            terms[count++].hash = words->hash[i];
        terms[count - 1].count++;
    }
    if (count > TEXT_TERMS_MAX) {
        qsort (terms, count, sizeof *terms, most_frequent_first);
        count = TEXT_TERMS_MAX;
        qsort (terms, count, sizeof *terms, by_hash);
    }
    *ret_count = count;
    return terms;
}

text_words_t
text_signature (wl_arena_t *arena, const char *const *texts, size_t count)
{
    words_t words = { 0 };
    size_t length = 0;
    size_t term_count;
    term_t *terms;
    uint8_t *bytes;

    for (size_t i = 0; i < count; i++)
        length += strlen (texts[i]);
    length = length / WORD_LEAST + 1;
    words.hash =
        wl_arena_array (arena, length < WORDS_MAX ? length : WORDS_MAX, sizeof *words.hash);
    for (size_t i = 0; i < count; i++)
        read_words (&words, texts[i]);
    terms = count_words (arena, &words, &term_count);
    bytes = wl_arena_array (arena, term_count, ENTRY);
    for (size_t i = 0; i < term_count; i++) {
        uint32_t often = terms[i].count < UINT16_MAX ? terms[i].count : UINT16_MAX;
        for (int b = 0; b < 4; b++)
            bytes[i * ENTRY + (size_t) b] = (uint8_t) (terms[i].hash >> 8 * b);
        bytes[i * ENTRY + 4] = (uint8_t) often;
        bytes[i * ENTRY + 5] = (uint8_t) (often >> 8);
    }
    return (text_words_t){ bytes, term_count * ENTRY };
}

static term_t
read_term (text_words_t signature, size_t index)
{
    const uint8_t *at = signature.data + index * ENTRY;

    return (term_t){ (uint32_t) at[0] | (uint32_t) at[1] << 8 | (uint32_t) at[2] << 16 |
                         (uint32_t) at[3] << 24,
                     (uint32_t) at[4] | (uint32_t) at[5] << 8 };
}

/* ---- likeness ---- */

/* A word of a profile. */
typedef struct posting {
    uint32_t hash, profile;
    uint64_t weight;
} posting_t;

struct text_index {
    posting_t *posting; /* by hash, then profile */
    size_t posting_count;
    uint64_t *square; /* per profile: sum of the squares of its weights */
    uint64_t *product;
    size_t count;
};

static uint64_t
log2_of (uint64_t value)
{
    return value == 0 ? 0 : 63u - (uint64_t) __builtin_clzll (value);
}

static int
compare_postings (const void *left, const void *right)
{
    const posting_t *a = left;
    const posting_t *b = right;

    if (a->hash != b->hash)
        return a->hash > b->hash ? 1 : -1;
    return (a->profile > b->profile) - (a->profile < b->profile);
}

/* The weight of a word that `sharers` of `profiles` have. */
static uint64_t
weigh (uint64_t often, size_t profiles, size_t sharers)
{
    return sharers == 0 ? 0 : (1 + log2_of (often)) * (1 + log2_of (profiles / sharers));
}

static size_t
sharers_of (const text_index_t *self, size_t from)
{
    size_t to = from;

    while (to < self->posting_count && self->posting[to].hash == self->posting[from].hash)
        to++;
    return to - from;
}

text_index_t *
text_index_new (wl_arena_t *arena, const text_words_t *profiles, size_t count)
{
    text_index_t *self = wl_arena_alloc (arena, sizeof *self);
    size_t total = 0;

    for (size_t j = 0; j < count; j++)
        total += profiles[j].length / ENTRY;
    self->count = count;
    self->posting = wl_arena_array (arena, total, sizeof *self->posting);
    self->square = wl_arena_array (arena, count, sizeof *self->square);
    self->product = wl_arena_array (arena, count, sizeof *self->product);
    for (uint32_t j = 0; j < count; j++) {
        for (size_t i = 0; i < profiles[j].length / ENTRY; i++) {
            term_t term = read_term (profiles[j], i);
            self->posting[self->posting_count++] = (posting_t){ term.hash, j, term.count };
        }
    }
    qsort (self->posting, total, sizeof *self->posting, compare_postings);
    for (size_t from = 0, sharers; from < total; from += sharers) {
        sharers = sharers_of (self, from);
        for (size_t i = from; i < from + sharers; i++) {
            posting_t *posting = &self->posting[i];
            posting->weight = weigh (posting->weight, count, sharers);
            self->square[posting->profile] += posting->weight * posting->weight;
        }
    }
    return self;
}

static uint64_t
square_root (uint64_t value)
{
    uint64_t root = 0;

    for (uint64_t bit = (uint64_t) 1 << 31; bit > 0; bit >>= 1)
        if ((root | bit) * (root | bit) <= value)
            root |= bit;
    return root;
}

static size_t
find_posting (const text_index_t *self, uint32_t hash)
{
    size_t low = 0, high = self->posting_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (self->posting[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void
text_compare (text_index_t *self, text_words_t signature, int32_t *ret)
{
    uint64_t square = 0;

    memset (self->product, 0, self->count * sizeof *self->product);
    for (size_t i = 0; i < signature.length / ENTRY; i++) {
        term_t term = read_term (signature, i);
        size_t from = find_posting (self, term.hash);
        if (from == self->posting_count || self->posting[from].hash != term.hash)
            continue;
        size_t sharers = sharers_of (self, from);
        uint64_t weight = weigh (term.count, self->count, sharers);
        square += weight * weight;
        for (size_t k = from; k < from + sharers; k++)
            self->product[self->posting[k].profile] += weight * self->posting[k].weight;
    }
    for (size_t j = 0; j < self->count; j++) {
        uint64_t length = square_root (square * self->square[j]);
        uint64_t likeness = length == 0 ? 0 : self->product[j] * TEXT_LIKENESS_MAX / length;
        if (likeness > TEXT_LIKENESS_MAX) /* the root was rounded down */
            likeness = TEXT_LIKENESS_MAX;
        ret[j] = self->square[j] == 0 || signature.length < ENTRY ? -1 : (int32_t) likeness;
    }
}
