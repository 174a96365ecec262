/* The words by which staff find applications, and what a search asks of them. Pure.
 *
 * A word is letters and digits, folded (folding.h), of at most SEARCH_WORD_LETTERS. In the index it
 * stands behind who may search for it, so that whoever searches meets only words of their own:
 *
 *   t:woda           of the number and the title: what every list shows of an application
 *   30:woda          of everything, for coordinators of region 30
 *   30=theme=water   a choice in the field "theme", for the same
 *
 * A filter behind the index would give the same results; but how long it took would tell whoever
 * asks how often others' applications have a word. */
#pragma once

#include "base/text.h"
#include "wlacznik/types.pb-c.h"

enum { SEARCH_WORD_LETTERS = 24, SEARCH_WORDS_MAX = 4000, SEARCH_ASKED_MAX = 10 };

typedef struct search_texts {
    const char *region;
    const char *number;
    const char *title;
    const Wlacznik__Applicant *applicant;
    const Wlacznik__Answers *answers;
} search_texts_t;

/* Each once, sorted; the words that come first in the application when there are too many. In the
 * arena. */
char **search_words_of (wl_arena_t *arena, const search_texts_t *texts, size_t *ret_count);

/* Who searches: coordinators in their regions, and whoever sees every list by title. */
typedef struct search_reach {
    const char *const *regions;
    size_t region_count;
    bool titles;
} search_reach_t;

/* A tsquery in PostgreSQL's words: all of the words asked for, each by its beginning; of a word of
 * six letters and more the last two do not matter, of five the last one, which takes off most
 * Polish endings. `answers`
 * are "field=choice", in the reach's regions. "" when nothing is asked for. Past SEARCH_ASKED_MAX
 * words the rest is not looked at. In the arena. */
char *search_query (wl_arena_t *arena, const search_reach_t *reach, const char *text,
                    char *const *answers, size_t answer_count);

/* Whether it is "field=choice", each a slug. */
WL_MUST_CHECK bool search_answer_valid (const char *answer);
