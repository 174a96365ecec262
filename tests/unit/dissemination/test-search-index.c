#include "arena_fixture.h"
#include "search_index.h"

/* Knows that "domy" and "domu" are "dom", and that "zamek" has two base forms. */
static void
small_stem (void *context, const char *folded, stems_t *ret)
{
    (void) context;
    ret->count = 0;
    if (strncmp (folded, "dom", 3) == 0)
        strcpy (ret->list[ret->count++], "dom");
    if (strcmp (folded, "zamek") == 0) {
        strcpy (ret->list[ret->count++], "zamek");
        strcpy (ret->list[ret->count++], "zamknac");
    }
}

static const stemmer_t stemmer = { small_stem, NULL };

static void
an_entry_becomes_lexemes_with_places_and_weights (void **context)
{
    Dissemination__EntryText text = DISSEMINATION__ENTRY_TEXT__INIT;
    search_document_t document;

    (void) context;
    text.title = wl_text_copy (arena, "Domy dla żółwia");
    text.summary = wl_text_copy (arena, "Zamek i DOM.");
    search_document_write (arena, stemmer, &text, &document);
    assert_string_equal (document.title_terms, "'dom':1A 'zolwia':3A");
    assert_string_equal (document.terms, "'dom':1A,6B 'zamek':4B 'zamknac':4B 'zolwia':3A");
    assert_string_equal (document.head_terms, document.terms);
    assert_int_equal (document.word_count, 4);
    assert_string_equal (document.words[0], "dom");
    assert_string_equal (document.words[3], "zolwia");
    assert_string_equal (document.shown[3], "żółwia");
}

static void
an_empty_entry_has_an_empty_index (void **context)
{
    Dissemination__EntryText text = DISSEMINATION__ENTRY_TEXT__INIT;
    search_document_t document;

    (void) context;
    search_document_write (arena, stemmer, &text, &document);
    assert_string_equal (document.terms, "");
    assert_int_equal (document.word_count, 0);
}

static void
a_huge_entry_stays_within_bounds (void **context)
{
    Dissemination__EntryText text = DISSEMINATION__ENTRY_TEXT__INIT;
    search_document_t document;
    wl_buffer_t words;

    (void) context;
    wl_buffer_init (&words, arena);
    for (int i = 0; i < 20000; i++)
        wl_buffer_printf (&words, "w%d ", i);
    text.problem = words.data;
    search_document_write (arena, stemmer, &text, &document);
    assert_int_equal (document.word_count, SEARCH_WORDS_MAX);
    assert_non_null (strstr (document.terms, ":16383C"));
    assert_null (strstr (document.terms, ":16384C"));
}

static void
questions_become_tsqueries (void **context)
{
    static const struct {
        const char *text, *all, *any;
    } cases[] = {
        { "domu", "('dom')", "('dom')" },
        { "zamek domu", "('zamek' | 'zamknac') & ('dom')", "('zamek' | 'zamknac') | ('dom')" },
        { "dla domu", "('dom')", "('dom')" },
        { "dla i na", "('dla') & ('i') & ('na')", "('dla') | ('i') | ('na')" },
        { "żółwi", "('zolwi':*)", "('zolwi':*)" }, /* unknown: as a beginning */
        { "ryś", "('rys')", "('rys')" },           /* but not of three letters */
        { "' | ' & ! :* \\", "", "" },
        { "", "", "" },
    };

    (void) context;
    for (size_t i = 0; i < COUNT (cases); i++) {
        search_query_t query;

        search_query_read (stemmer, cases[i].text, &query);
        assert_string_equal (search_query_write (arena, &query, false), cases[i].all);
        assert_string_equal (search_query_write (arena, &query, true), cases[i].any);
    }
}

static void
a_question_is_bounded (void **context)
{
    search_query_t query;
    char text[1000] = "";

    (void) context;
    for (int i = 0; i < 100; i++)
        strcat (text, "domek ");
    search_query_read (stemmer, text, &query);
    assert_int_equal (query.count, SEARCH_GROUPS_MAX);
}

static void
a_word_can_be_put_right (void **context)
{
    search_query_t query;
    const char **lexemes;

    (void) context;
    search_query_read (stemmer, "dmoy żółwi", &query);
    search_query_replace (stemmer, &query, 0, "domy");
    assert_string_equal (search_query_text (arena, &query), "domy żółwi");
    assert_string_equal (search_query_write (arena, &query, false), "('dom') & ('zolwi':*)");
    assert_int_equal (search_query_lexemes (arena, &query, false, &lexemes), 1);
    assert_string_equal (lexemes[0], "dom");
    assert_int_equal (search_query_lexemes (arena, &query, true, &lexemes), 1);
    assert_string_equal (lexemes[0], "zolwi");
}

static void
the_last_word_may_be_half_of_one (void **context)
{
    search_query_t query;

    (void) context;
    search_query_read (stemmer, "zamek do", &query);
    assert_string_equal (search_query_write (arena, &query, false), "('zamek' | 'zamknac')");
    search_query_read (stemmer, "zamek dom", &query);
    assert_string_equal (search_query_write_begun (arena, &query),
                         "('zamek' | 'zamknac') & (('dom') | 'dom':*)");
    search_query_read (stemmer, "ry", &query);
    assert_string_equal (search_query_write_begun (arena, &query), "(('ry') | 'ry':*)");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (an_entry_becomes_lexemes_with_places_and_weights),
        cmocka_unit_test (an_empty_entry_has_an_empty_index),
        cmocka_unit_test (a_huge_entry_stays_within_bounds),
        cmocka_unit_test (questions_become_tsqueries),
        cmocka_unit_test (a_question_is_bounded),
        cmocka_unit_test (a_word_can_be_put_right),
        cmocka_unit_test (the_last_word_may_be_half_of_one),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
