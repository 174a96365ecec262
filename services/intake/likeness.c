#include "likeness.h"

#include <stdlib.h>
#include <string.h>

#include "base/uuid.h"

/* ---- letters ---- */

/* The next code point of valid UTF-8. */
static uint32_t
next_letter (const char **text_p)
{
    const uint8_t *at = (const uint8_t *) *text_p;
    uint32_t letter = at[0];
    int more = letter < 0x80 ? 0 : letter < 0xe0 ? 1 : letter < 0xf0 ? 2 : 3;

    if (more > 0)
        letter &= 0x3fu >> more;
    for (int i = 1; i <= more; i++)
        letter = letter << 6 | (at[i] & 0x3fu);
    *text_p += more + 1;
    return letter;
}

/* U+00C0 to U+017F without their marks; '.' for the two that are no letters. A text is often typed
 * once with Polish letters and once without. */
static const char bare[] = "aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuyty"
                           "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
                           "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

_Static_assert(sizeof bare - 1 == 0x180 - 0xc0, "one for each of U+00C0 to U+017F");

/* Marks that stand on the letter before them, and what is not seen at all: soft hyphens, zero
 * widths, directions. Copies differ in these and nobody can tell. */
static bool
is_unseen (uint32_t c)
{
    return c == 0xad || (c >= 0x300 && c <= 0x36f) || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2064) || c == 0xfeff;
}

/* The letter without case and marks, 0 for what is none. Cyrillic, because people from Ukraine
 * write too; other scripts stay as they are. */
static uint32_t
fold (uint32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        return c;
    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 'a';
    if (c < 0xc0)
        return 0;
    if (c < 0x180)
        return bare[c - 0xc0] == '.' ? 0 : (uint32_t) bare[c - 0xc0];
    if (c >= 0x400 && c <= 0x40f)
        return c + 0x50;
    if (c >= 0x410 && c <= 0x42f)
        return c + 0x20;
    if ((c >= 0x2000 && c <= 0x2bff) || (c >= 0x3000 && c <= 0x303f))
        return 0; /* punctuation, arrows, bullets */
    return c;
}

/* A colon and a dash go on with the sentence, as a comma does. */
static bool
ends_sentence (uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == ';' || c == '\n' || c == '\r' || c == 0x2026 ||
           c == 0x2022;
}

/* ---- words and phrases ---- */

static uint64_t
mix (uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* Hashes of one sentence's phrases, as its words come. */
typedef struct sentence {
    uint64_t words[LIKENESS_PHRASE]; /* the last ones, the newest last */
    size_t word_count;
} sentence_t;

typedef struct collector {
    wl_buffer_t hashes;
    sentence_t sentence;
    uint64_t word;
    size_t letters;
} collector_t;

static void
begin_sentence (collector_t *self)
{
    self->sentence.word_count = 0;
}

static void
end_word (collector_t *self)
{
    sentence_t *sentence = &self->sentence;
    uint64_t phrase = 0;

    if (self->letters == 0)
        return;
    memmove (&sentence->words[0], &sentence->words[1],
             (LIKENESS_PHRASE - 1) * sizeof sentence->words[0]);
    sentence->words[LIKENESS_PHRASE - 1] = self->word;
    self->word = 0;
    self->letters = 0;
    if (++sentence->word_count < LIKENESS_PHRASE)
        return;
    for (size_t i = 0; i < LIKENESS_PHRASE; i++)
        phrase = mix (phrase * 31 + sentence->words[i]);
    wl_buffer_add (&self->hashes, &phrase, sizeof phrase);
}

static void
add_letter (collector_t *self, uint32_t letter)
{
    if (self->letters++ < LIKENESS_STEM)
        self->word = mix (self->word * 31 + letter);
}

static void
take_letter (collector_t *self, uint32_t c)
{
    uint32_t letter;

    if (is_unseen (c))
        return;
    letter = fold (c);
    if (letter != 0) {
        add_letter (self, letter);
        return;
    }
    end_word (self);
    if (ends_sentence (c))
        begin_sentence (self);
}

/* Each text is a sentence at least: what stands in two fields makes no phrase. */
static void
take_text (collector_t *self, const char *text)
{
    while (*text != '\0')
        take_letter (self, next_letter (&text));
    end_word (self);
    begin_sentence (self);
}

static int
compare_hashes (const void *a, const void *b)
{
    uint64_t x, y;

    memcpy (&x, a, sizeof x);
    memcpy (&y, b, sizeof y);
    return (x > y) - (x < y);
}

static likeness_phrases_t
finish (collector_t *self, wl_arena_t *arena)
{
    size_t count = self->hashes.length / sizeof (uint64_t);
    likeness_phrases_t phrases = { wl_arena_array (arena, count, sizeof (uint64_t)), 0 };

    if (count == 0)
        return phrases;
    memcpy (phrases.hashes, self->hashes.data, self->hashes.length);
    qsort (phrases.hashes, count, sizeof phrases.hashes[0], compare_hashes);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || phrases.hashes[i] != phrases.hashes[phrases.count - 1])
            phrases.hashes[phrases.count++] = phrases.hashes[i];
    return phrases;
}

static collector_t
collector_new (wl_arena_t *arena)
{
    collector_t self = { 0 };

    wl_buffer_init (&self.hashes, arena);
    return self;
}

likeness_phrases_t
likeness_of_text (wl_arena_t *arena, const char *text)
{
    collector_t collector = collector_new (arena);

    take_text (&collector, text);
    return finish (&collector, arena);
}

likeness_phrases_t
likeness_of_answers (wl_arena_t *arena, const Wlacznik__Answers *answers)
{
    collector_t collector = collector_new (arena);

    for (size_t i = 0; answers != NULL && i < answers->n_list; i++)
        take_text (&collector, answers->list[i]->text);
    return finish (&collector, arena);
}

/* ---- the sketch ---- */

static uint64_t
minimum (const likeness_phrases_t *phrases, uint64_t function)
{
    uint64_t seed = mix ((function + 1) * 0x9e3779b97f4a7c15u), least = UINT64_MAX;

    for (size_t i = 0; i < phrases->count; i++) {
        uint64_t hash = mix (phrases->hashes[i] ^ seed);
        least = hash < least ? hash : least;
    }
    return least;
}

bool
likeness_sketch (const likeness_phrases_t *phrases, int64_t ret[LIKENESS_BANDS])
{
    if (phrases->count < LIKENESS_LEAST)
        return false;
    for (uint64_t band = 0; band < LIKENESS_BANDS; band++) {
        uint64_t hash = band + 1; /* so that equal minima of two bands do not meet */
        for (uint64_t row = 0; row < LIKENESS_ROWS; row++)
            hash = mix (hash * 31 + minimum (phrases, band * LIKENESS_ROWS + row));
        memcpy (&ret[band], &hash, sizeof hash);
    }
    return true;
}

void
likeness_part (int64_t bands[LIKENESS_BANDS], const char *call_id)
{
    uint64_t place = 0;
    wl_uuid_t uuid;

    if (wl_uuid_parse (call_id, &uuid))
        memcpy (&place, &uuid.bytes[8], sizeof place); /* its random half */
    for (size_t i = 0; i < LIKENESS_BANDS; i++)
        bands[i] ^= (int64_t) place;
}

/* ---- comparing ---- */

static bool
contains (const likeness_phrases_t *phrases, uint64_t hash)
{
    return phrases->count > 0 &&
           bsearch (&hash, phrases->hashes, phrases->count, sizeof hash, compare_hashes) != NULL;
}

static size_t
count_shared (const likeness_phrases_t *a, const likeness_phrases_t *b)
{
    size_t shared = 0, i = 0, j = 0;

    while (i < a->count && j < b->count) {
        uint64_t x = a->hashes[i], y = b->hashes[j];
        shared += x == y;
        i += x <= y;
        j += y <= x;
    }
    return shared;
}

likeness_degree_t
likeness_compare (const likeness_phrases_t *a, const likeness_phrases_t *b)
{
    size_t shared = count_shared (a, b);
    size_t smaller = a->count < b->count ? a->count : b->count;
    size_t all = a->count + b->count - shared;

    if (smaller == 0)
        return (likeness_degree_t){ 0 };
    return (likeness_degree_t){ .shared = (uint32_t) shared,
                                .containment = (uint32_t) (shared * 1000 / smaller),
                                .jaccard = (uint32_t) (shared * 1000 / all) };
}

bool
likeness_is_alike (const likeness_phrases_t *a, const likeness_phrases_t *b,
                   const likeness_degree_t *degree, uint32_t threshold)
{
    if (threshold == 0)
        threshold = LIKENESS_STANDARD;
    return a->count >= LIKENESS_LEAST && b->count >= LIKENESS_LEAST &&
           degree->containment >= threshold;
}

/* ---- passages ---- */

/* One sentence with its end. */
static const char *
sentence_end (const char *text)
{
    while (*text != '\0')
        if (ends_sentence (next_letter (&text)))
            break;
    return text;
}

static char *
trimmed (wl_arena_t *arena, const char *from, const char *to)
{
    while (from < to && strchr (" \t\r\n", *from) != NULL)
        from++;
    while (to > from && strchr (" \t\r\n", to[-1]) != NULL)
        to--;
    return wl_text_copy_length (arena, from, (size_t) (to - from));
}

static bool
stands_in (wl_arena_t *arena, const char *sentence, const likeness_phrases_t *other)
{
    wl_arena_mark_t mark = wl_arena_mark (arena);
    likeness_phrases_t phrases = likeness_of_text (arena, sentence);
    size_t found = 0;

    for (size_t i = 0; i < phrases.count; i++)
        found += contains (other, phrases.hashes[i]);
    wl_arena_rewind (arena, mark);
    return phrases.count > 0 && found * 2 >= phrases.count;
}

size_t
likeness_passages (wl_arena_t *arena, const Wlacznik__Answers *answers,
                   const likeness_phrases_t *other, size_t limit, char **ret)
{
    size_t count = 0;

    for (size_t i = 0; answers != NULL && i < answers->n_list; i++) {
        const char *text = answers->list[i]->text;
        while (*text != '\0' && count < limit) {
            const char *end = sentence_end (text);
            char *sentence = trimmed (arena, text, end);
            if (stands_in (arena, sentence, other))
                ret[count++] = sentence;
            text = end;
        }
    }
    return count;
}
