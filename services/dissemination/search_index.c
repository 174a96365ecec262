#include "search_index.h"

#include <stdlib.h>
#include <string.h>

enum { POSITION_MAX = 16383 }; /* of a tsvector */

typedef struct posting {
    const char *lexeme;
    unsigned position;
    char weight;
} posting_t;

typedef struct index {
    wl_arena_t *arena;
    stemmer_t stemmer;
    posting_t *postings;
    size_t count, room;
    const char **words, **shown;
    size_t word_count, word_room;
    unsigned position;
} index_t;

/* ---- lists ---- */

static void *
grow (wl_arena_t *arena, void *list, size_t count, size_t *room, size_t size)
{
    void *larger;

    if (count < *room)
        return list;
    *room = *room == 0 ? 64 : 2 * *room;
    larger = wl_arena_array (arena, *room, size);
    if (count > 0)
        memcpy (larger, list, count * size);
    return larger;
}

static void
add_posting (index_t *self, const char *lexeme, char weight)
{
    unsigned position = self->position > POSITION_MAX ? POSITION_MAX : self->position;

    self->postings =
        grow (self->arena, self->postings, self->count, &self->room, sizeof *self->postings);
    self->postings[self->count++] =
        (posting_t){ wl_text_copy (self->arena, lexeme), position, weight };
}

static void
add_word (index_t *self, const word_t *word)
{
    size_t room = self->word_room;

    if (self->word_count == SEARCH_WORDS_MAX || strlen (word->folded) < 3)
        return;
    self->words = grow (self->arena, self->words, self->word_count, &room, sizeof *self->words);
    self->shown =
        grow (self->arena, self->shown, self->word_count, &self->word_room, sizeof *self->shown);
    self->words[self->word_count] = wl_text_copy (self->arena, word->folded);
    self->shown[self->word_count++] = wl_text_copy_length (self->arena, word->start, word->length);
}

static void
add_text (index_t *self, const char *text, char weight)
{
    const char *at = text == NULL ? "" : text;
    stems_t stems;
    word_t word;

    while (word_next (&at, &word)) {
        self->position++;
        if (word_is_stop (word.folded))
            continue;
        add_word (self, &word);
        self->stemmer.stem (self->stemmer.context, word.folded, &stems);
        for (size_t i = 0; i < stems.count; i++)
            add_posting (self, stems.list[i], weight);
        if (stems.count == 0)
            add_posting (self, word.folded, weight);
    }
}

/* ---- a tsvector ---- */

static int
compare_postings (const void *a, const void *b)
{
    const posting_t *left = a, *right = b;
    int order = strcmp (left->lexeme, right->lexeme);

    return order != 0 ? order
                      : (left->position > right->position) - (left->position < right->position);
}

/* A lexeme has letters and digits only, so quotes around it are enough. */
static char *
write_terms (index_t *self)
{
    wl_buffer_t out;
    const char *last = "";

    wl_buffer_init (&out, self->arena);
    if (self->count > 1)
        qsort (self->postings, self->count, sizeof *self->postings, compare_postings);
    for (size_t i = 0; i < self->count; i++) {
        const posting_t *posting = &self->postings[i];

        if (strcmp (posting->lexeme, last) != 0)
            wl_buffer_printf (&out, "%s'%s':", i > 0 ? " " : "", posting->lexeme);
        else
            wl_buffer_char (&out, ',');
        wl_buffer_printf (&out, "%u%c", posting->position, posting->weight);
        last = posting->lexeme;
    }
    wl_buffer_add (&out, "", 0);
    return out.data;
}

/* ---- the list of words ---- */

typedef struct pair {
    const char *word, *shown;
} pair_t;

static int
compare_pairs (const void *a, const void *b)
{
    const pair_t *left = a, *right = b;

    return strcmp (left->word, right->word);
}

/* Each word once, in an order that all transactions share, so that two that count words at the same
 * time never wait for each other. */
static void
sort_words (index_t *self)
{
    pair_t *pairs = wl_arena_array (self->arena, self->word_count, sizeof *pairs);
    size_t kept = 0;

    for (size_t i = 0; i < self->word_count; i++)
        pairs[i] = (pair_t){ self->words[i], self->shown[i] };
    if (self->word_count > 1)
        qsort (pairs, self->word_count, sizeof *pairs, compare_pairs);
    for (size_t i = 0; i < self->word_count; i++) {
        if (kept > 0 && strcmp (self->words[kept - 1], pairs[i].word) == 0)
            continue;
        self->words[kept] = pairs[i].word;
        self->shown[kept++] = pairs[i].shown;
    }
    self->word_count = kept;
}

void
search_document_write (wl_arena_t *arena, stemmer_t stemmer, const Dissemination__EntryText *text,
                       search_document_t *ret)
{
    index_t index = { .arena = arena, .stemmer = stemmer };

    add_text (&index, text->title, 'A');
    ret->title_terms = write_terms (&index);
    add_text (&index, text->summary, 'B');
    add_text (&index, text->recipients, 'B');
    ret->head_terms = write_terms (&index);
    add_text (&index, text->problem, 'C');
    add_text (&index, text->solution, 'C');
    add_text (&index, text->evidence, 'D');
    add_text (&index, text->steps, 'D');
    add_text (&index, text->authors, 'D');
    ret->terms = write_terms (&index);
    sort_words (&index);
    ret->words = index.words;
    ret->shown = index.shown;
    ret->word_count = index.word_count;
}

/* ---- questions ---- */

static void
fill_group (stemmer_t stemmer, const word_t *word, search_group_t *ret)
{
    size_t length = word->length < WORD_TEXT - 1 ? word->length : WORD_TEXT - 1;

    ret->word = *word;
    memcpy (ret->shown, word->start, length);
    ret->shown[length] = '\0';
    if (length < word->length)
        memcpy (ret->shown, word->folded, sizeof ret->shown);
    stemmer.stem (stemmer.context, word->folded, &ret->stems);
    ret->known = ret->stems.count > 0;
    if (!ret->known) {
        memcpy (ret->stems.list[0], word->folded, sizeof word->folded);
        ret->stems.count = 1;
    }
}

static void
read_words (stemmer_t stemmer, const char *text, bool with_stop_words, search_query_t *ret)
{
    const char *at = text;
    word_t word;

    ret->count = 0;
    while (ret->count < SEARCH_GROUPS_MAX && word_next (&at, &word))
        if (with_stop_words || !word_is_stop (word.folded))
            fill_group (stemmer, &word, &ret->groups[ret->count++]);
}

void
search_query_read (stemmer_t stemmer, const char *text, search_query_t *ret)
{
    read_words (stemmer, text, false, ret);
    if (ret->count == 0)
        read_words (stemmer, text, true, ret);
}

void
search_query_replace (stemmer_t stemmer, search_query_t *query, size_t group, const char *text)
{
    word_t word;

    if (word_next (&text, &word))
        fill_group (stemmer, &word, &query->groups[group]);
}

enum { PREFIX_LEAST = 4 };

static bool
is_prefix (const search_group_t *group)
{
    return !group->known && strlen (group->stems.list[0]) >= PREFIX_LEAST;
}

static void
write_group (wl_buffer_t *out, const search_group_t *group)
{
    for (size_t i = 0; i < group->stems.count; i++)
        wl_buffer_printf (out, "%s'%s'%s", i > 0 ? " | " : "(", group->stems.list[i],
                          is_prefix (group) ? ":*" : "");
    wl_buffer_char (out, ')');
}

char *
search_group_write (wl_arena_t *arena, const search_group_t *group)
{
    wl_buffer_t out;

    wl_buffer_init (&out, arena);
    write_group (&out, group);
    return out.data;
}

char *
search_query_write (wl_arena_t *arena, const search_query_t *query, bool any_word)
{
    wl_buffer_t out;

    wl_buffer_init (&out, arena);
    wl_buffer_add (&out, "", 0);
    for (size_t i = 0; i < query->count; i++) {
        wl_buffer_text (&out, i == 0 ? "" : any_word ? " | " : " & ");
        write_group (&out, &query->groups[i]);
    }
    return out.data;
}

char *
search_query_write_begun (wl_arena_t *arena, const search_query_t *query)
{
    search_query_t before = *query;
    const search_group_t *last = &query->groups[query->count - 1];
    const char *words;

    before.count--;
    words = search_query_write (arena, &before, false);
    return wl_text_printf (arena, "%s%s(%s | '%s':*)", words, before.count > 0 ? " & " : "",
                           search_group_write (arena, last), last->word.folded);
}

size_t
search_query_lexemes (wl_arena_t *arena, const search_query_t *query, bool beginnings,
                      const char ***ret)
{
    size_t count = 0;

    *ret = wl_arena_array (arena, SEARCH_GROUPS_MAX * (size_t) STEMS_MAX, sizeof **ret);
    for (size_t i = 0; i < query->count; i++)
        for (size_t j = 0; j < query->groups[i].stems.count; j++)
            if (is_prefix (&query->groups[i]) == beginnings)
                (*ret)[count++] = query->groups[i].stems.list[j];
    return count;
}

size_t
search_query_counted (wl_arena_t *arena, const search_query_t *query, const char ***ret,
                      int64_t **ret_groups, int64_t **ret_begins)
{
    size_t most = SEARCH_GROUPS_MAX * (size_t) STEMS_MAX, count = 0;

    *ret = wl_arena_array (arena, most, sizeof **ret);
    *ret_groups = wl_arena_array (arena, most, sizeof **ret_groups);
    *ret_begins = wl_arena_array (arena, most, sizeof **ret_begins);
    for (size_t i = 0; i < query->count; i++)
        for (size_t j = 0; j < query->groups[i].stems.count; j++) {
            (*ret)[count] = query->groups[i].stems.list[j];
            (*ret_groups)[count] = (int64_t) i;
            (*ret_begins)[count++] = is_prefix (&query->groups[i]);
        }
    return count;
}

char *
search_query_text (wl_arena_t *arena, const search_query_t *query)
{
    wl_buffer_t out;

    wl_buffer_init (&out, arena);
    wl_buffer_add (&out, "", 0);
    for (size_t i = 0; i < query->count; i++)
        wl_buffer_printf (&out, "%s%s", i > 0 ? " " : "", query->groups[i].shown);
    return out.data;
}
