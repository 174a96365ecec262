/* What search keeps of an entry, and what it asks for: lexemes are the base forms of words, folded.
 * Pure but for the stemmer.
 */
#pragma once

#include "dictionary.h"
#include "wlacznik/dissemination.pb-c.h"

/* ---- of an entry ---- */

typedef struct search_document {
    char *terms;       /* a tsvector's text; weights A title, B summary and whom it is for, C, D */
    char *title_terms; /* the title's alone */
    char *head_terms;  /* those of weights A and B */
    /* Each word once, folded, and as it is written; sorted by the folded one. */
    const char **words;
    const char **shown;
    size_t word_count;
} search_document_t;

enum { SEARCH_WORDS_MAX = 3000 };

/* Positions count the words of title and summary from 1 on, stop words too, so that what matched
 * can be found again in these texts. */
void search_document_write (wl_arena_t *arena, stemmer_t stemmer,
                            const Dissemination__EntryText *text, search_document_t *ret);

/* ---- of a question ---- */

enum { SEARCH_GROUPS_MAX = 12 };

typedef struct search_group {
    word_t word; /* as it was asked */
    char shown[WORD_TEXT];
    stems_t stems;
    bool known; /* to the stemmer; if not, the word is taken as the beginning of one */
} search_group_t;

typedef struct search_query {
    search_group_t groups[SEARCH_GROUPS_MAX];
    size_t count;
} search_query_t;

/* The words of a question without stop words, unless it has no others. More than
 * SEARCH_GROUPS_MAX are left out. */
void search_query_read (stemmer_t stemmer, const char *text, search_query_t *ret);
/* Puts another word in the place of one that is written wrongly. */
void
search_query_replace (stemmer_t stemmer, search_query_t *query, size_t group, const char *word);
/* The lexemes of every group, for counting: `ret_groups` says whose each is, `ret_begins` whether
 * it is the beginning of one. */
size_t search_query_counted (wl_arena_t *arena, const search_query_t *query, const char ***ret,
                             int64_t **ret_groups, int64_t **ret_begins);
/* A tsquery's text; "" when there are no words. */
char *search_query_write (wl_arena_t *arena, const search_query_t *query, bool any_word);
/* All words, the last of which may be the beginning of one. */
char *search_query_write_begun (wl_arena_t *arena, const search_query_t *query);
char *search_group_write (wl_arena_t *arena, const search_group_t *group);
/* The lexemes that are asked for, or the beginnings of lexemes. */
size_t search_query_lexemes (wl_arena_t *arena, const search_query_t *query, bool beginnings,
                             const char ***ret);
/* The question as it was understood. */
char *search_query_text (wl_arena_t *arena, const search_query_t *query);
