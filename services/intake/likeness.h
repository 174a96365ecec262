/* How much of one text stands in another, whatever the order of its sentences (domain.md 4.2 row 2,
 * 4.8 case 2). Pure; integers only, so that every replica and every year says the same.
 *
 * A text becomes the set of its phrases: runs of three words inside one sentence, each word without
 * case, without Polish tails and cut to its first five letters, so that "Seniorzy", "seniorów" and
 * "SENIORZY" are one. Sentences may change places and a title may change; the set stays.
 *
 * Two sets are compared exactly. Which sets are worth it, among hundreds of thousands, is found by
 * bands of MinHash (Broder 1997): sets of which J of the union is common have a band in common with
 * a chance of 1 - (1 - J^3)^40: 0.995 at J = 1/2, 0.77 at 1/3, 0.00004 at 1/100.
 */
#pragma once

#include "base/text.h"
#include "wlacznik/types.pb-c.h"

enum {
    LIKENESS_PHRASE = 3,    /* words */
    LIKENESS_STEM = 5,      /* letters of a word that count */
    LIKENESS_BANDS = 40,    /* of a sketch */
    LIKENESS_ROWS = 3,      /* minima in a band */
    LIKENESS_LEAST = 20,    /* phrases: a text with fewer says too little to be like another */
    LIKENESS_STANDARD = 450 /* per mille; what is alike where the call does not say */
};

/* The phrases of a text, as hashes: ascending, each once. In the arena. */
typedef struct likeness_phrases {
    uint64_t *hashes;
    size_t count;
} likeness_phrases_t;

/* Of everything that was written into `answers` (may be NULL), whatever the field. */
likeness_phrases_t likeness_of_answers (wl_arena_t *arena, const Wlacznik__Answers *answers);
/* Of one text, which must be valid UTF-8. */
likeness_phrases_t likeness_of_text (wl_arena_t *arena, const char *text);

/* The bands under which the set is found again. False: it has fewer than LIKENESS_LEAST phrases. */
WL_MUST_CHECK bool likeness_sketch (const likeness_phrases_t *phrases, int64_t ret[LIKENESS_BANDS]);

/* Moves the bands to where only bands of the same rehearsal (the UUID of its call) are: what is
 * rehearsed is compared with itself and never meets a real application. */
void likeness_part (int64_t bands[LIKENESS_BANDS], const char *call_id);

typedef struct likeness_degree {
    uint32_t shared;      /* phrases */
    uint32_t containment; /* per mille of the smaller set that stands in the other, rounded down */
    uint32_t jaccard;     /* per mille of the union that is common, rounded down */
} likeness_degree_t;

likeness_degree_t likeness_compare (const likeness_phrases_t *a, const likeness_phrases_t *b);
/* Whether somebody should look at the two: both have LIKENESS_LEAST phrases and their containment
 * reaches `threshold`, per mille (0: LIKENESS_STANDARD). Equality reaches it. */
bool likeness_is_alike (const likeness_phrases_t *a, const likeness_phrases_t *b,
                        const likeness_degree_t *degree, uint32_t threshold);

/* The sentences of `answers` of which at least half the phrases stand in `other`, in their order
 * and as they were written, at most `limit`. Returns their number; texts in the arena. */
size_t likeness_passages (wl_arena_t *arena, const Wlacznik__Answers *answers,
                          const likeness_phrases_t *other, size_t limit, char **ret);
