#include "search_words.h"

#include <stdlib.h>
#include <string.h>

#include "folding.h"

enum { WORD_BYTES = SEARCH_WORD_LETTERS * 4 + 1 };

/* ---- words of a text ---- */

typedef struct word {
    char text[WORD_BYTES];
    size_t length, letters;
    size_t stem; /* bytes without the ending */
} word_t;

static uint32_t
letter_of (uint32_t point)
{
    return point >= '0' && point <= '9' ? point : folding_letter (point);
}

static void
add_letter (word_t *word, uint32_t letter)
{
    char utf8[4];
    size_t length = letter < 0x80 ? 1 : letter < 0x800 ? 2 : letter < 0x10000 ? 3 : 4;

    if (length == 1)
        utf8[0] = (char) letter;
    for (size_t i = length; length > 1 && i-- > 1; letter >>= 6)
        utf8[i] = (char) (0x80 | (letter & 0x3f));
    if (length > 1)
        utf8[0] = (char) ((0xf0 << (4 - length) & 0xff) | letter);
    memcpy (word->text + word->length, utf8, length);
    word->length += length;
    word->letters++;
}

/* Where the stem of a word ends, once all its letters are known. */
static void
end_word (word_t *word)
{
    size_t ending = word->letters >= 6 ? 2 : word->letters == 5 ? 1 : 0;

    word->text[word->length] = '\0';
    word->stem = word->length;
    while (ending > 0 && word->stem > 0) {
        word->stem--;
        if ((word->text[word->stem] & 0xc0) != 0x80)
            ending--;
    }
}

/* The next word of `text`, false when there is none. What is longer than a word may be counts by
 * its beginning. */
static bool
next_word (const unsigned char **text, word_t *ret)
{
    uint32_t letter = 0;

    *ret = (word_t){ 0 };
    while (**text && letter == 0)
        letter = letter_of (folding_next (text));
    if (letter == 0)
        return false;
    add_letter (ret, letter);
    while (**text) {
        const unsigned char *before = *text;

        letter = letter_of (folding_next (text));
        if (letter == 0) {
            *text = before;
            break;
        }
        if (ret->letters < SEARCH_WORD_LETTERS)
            add_letter (ret, letter);
    }
    end_word (ret);
    return true;
}

/* ---- what an application is found by ---- */

typedef struct lexemes {
    wl_arena_t *arena;
    char **list;
    size_t count;
} lexemes_t;

static void
add_text (lexemes_t *lexemes, const char *prefix, const char *text)
{
    const unsigned char *at = (const unsigned char *) text;
    word_t word;

    while (at && lexemes->count < SEARCH_WORDS_MAX && next_word (&at, &word))
        lexemes->list[lexemes->count++] =
            wl_text_printf (lexemes->arena, "%s:%s", prefix, word.text);
}

static void
add_answer (lexemes_t *lexemes, const char *region, const Wlacznik__Answer *answer)
{
    add_text (lexemes, region, answer->text);
    for (size_t i = 0; i < answer->n_choices && lexemes->count < SEARCH_WORDS_MAX; i++)
        lexemes->list[lexemes->count++] =
            wl_text_printf (lexemes->arena, "%s=%s=%s", region, answer->field, answer->choices[i]);
}

static int
compare (const void *a, const void *b)
{
    return strcmp (*(char *const *) a, *(char *const *) b);
}

static size_t
each_once (char **list, size_t count)
{
    size_t kept = 0;

    qsort (list, count, sizeof *list, compare);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || strcmp (list[kept - 1], list[i]) != 0)
            list[kept++] = list[i];
    }
    return kept;
}

char **
search_words_of (wl_arena_t *arena, const search_texts_t *texts, size_t *ret_count)
{
    lexemes_t lexemes = { arena, wl_arena_array (arena, SEARCH_WORDS_MAX, sizeof (char *)), 0 };
    const Wlacznik__Applicant *applicant = texts->applicant;

    add_text (&lexemes, "t", texts->number);
    add_text (&lexemes, "t", texts->title);
    add_text (&lexemes, texts->region, texts->number);
    add_text (&lexemes, texts->region, texts->title);
    if (applicant) {
        add_text (&lexemes, texts->region, applicant->organisation);
        add_text (&lexemes, texts->region, applicant->nip);
        add_text (&lexemes, texts->region, applicant->krs);
        for (size_t i = 0; i < applicant->n_members; i++)
            add_text (&lexemes, texts->region, applicant->members[i]->name);
    }
    for (size_t i = 0; texts->answers && i < texts->answers->n_list; i++)
        add_answer (&lexemes, texts->region, texts->answers->list[i]);
    *ret_count = each_once (lexemes.list, lexemes.count);
    return lexemes.list;
}

/* ---- what a search asks ---- */

static void
add_and (wl_buffer_t *query)
{
    if (query->length > 0)
        wl_buffer_text (query, " & ");
}

/* Any of the reach's prefixes; words and regions have no character that tsquery knows. */
static void
ask_word (wl_buffer_t *query, const search_reach_t *reach, const word_t *word)
{
    const char *between = "(";

    add_and (query);
    if (reach->titles) {
        wl_buffer_printf (query, "('t:%.*s':*", (int) word->stem, word->text);
        between = " | ";
    }
    for (size_t i = 0; i < reach->region_count; i++) {
        wl_buffer_printf (query, "%s'%s:%.*s':*", between, reach->regions[i], (int) word->stem,
                          word->text);
        between = " | ";
    }
    wl_buffer_char (query, ')');
}

static void
ask_answer (wl_buffer_t *query, const search_reach_t *reach, const char *answer)
{
    add_and (query);
    for (size_t i = 0; i < reach->region_count; i++)
        wl_buffer_printf (query, "%s'%s=%s'", i == 0 ? "(" : " | ", reach->regions[i], answer);
    wl_buffer_char (query, ')');
}

char *
search_query (wl_arena_t *arena, const search_reach_t *reach, const char *text,
              char *const *answers, size_t answer_count)
{
    const unsigned char *at = (const unsigned char *) (text ? text : "");
    wl_buffer_t query;
    word_t word;

    wl_buffer_init (&query, arena);
    if (!reach->titles && reach->region_count == 0)
        return wl_text_copy (arena, "");
    for (size_t i = 0; i < SEARCH_ASKED_MAX && next_word (&at, &word); i++)
        ask_word (&query, reach, &word);
    for (size_t i = 0; reach->region_count > 0 && i < answer_count; i++)
        ask_answer (&query, reach, answers[i]);
    return query.length > 0 ? query.data : wl_text_copy (arena, "");
}

bool
search_answer_valid (const char *answer)
{
    static const char slug[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    size_t field = strspn (answer, slug);

    return field > 0 && answer[field] == '=' && answer[field + 1] != '\0' &&
           answer[field + 1 + strspn (answer + field + 1, slug)] == '\0';
}
