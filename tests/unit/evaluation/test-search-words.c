/* By which words staff find an application, and what a search asks of them. */
#include "support.h"

#include "search_words.h"

static const char *const thirty[] = { "30" };
static const search_reach_t coordinator = { thirty, 1, false };
static const search_reach_t owner = { NULL, 0, true };

static Wlacznik__Answer *
answer (const char *field, const char *text, const char *choice)
{
    Wlacznik__Answer *ret = wl_arena_alloc (arena, sizeof *ret);

    wlacznik__answer__init (ret);
    ret->field = copy (field);
    ret->text = copy (text);
    ret->choices = wl_arena_array (arena, 1, sizeof *ret->choices);
    ret->n_choices = choice != NULL;
    if (choice)
        ret->choices[0] = copy (choice);
    return ret;
}

static bool
has (char *const *words, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp (words[i], word) == 0)
            return true;
    return false;
}

static void
only_the_title_is_for_everybody (void **state)
{
    Wlacznik__Answer *list[] = { answer ("need", "Samotność seniorów", NULL),
                                 answer ("theme", "", "water") };
    Wlacznik__Member member = WLACZNIK__MEMBER__INIT, *members[] = { &member };
    Wlacznik__Applicant applicant = WLACZNIK__APPLICANT__INIT;
    Wlacznik__Answers answers = WLACZNIK__ANSWERS__INIT;
    size_t count;
    (void) state;

    answers.list = list;
    answers.n_list = 2;
    member.name = copy ("Zofia Żak");
    applicant.organisation = copy ("Fundacja Łąka");
    applicant.members = members;
    applicant.n_members = 1;
    char **words = search_words_of (
        arena, &(search_texts_t){ "30", "WIS-1/0042", "Ławka rozmów", &applicant, &answers },
        &count);
    static const char *const wanted[] = { "t:wis",       "t:0042",        "t:lawka",
                                          "t:rozmow",    "30:lawka",      "30:samotnosc",
                                          "30:seniorow", "30:fundacja",   "30:laka",
                                          "30:zak",      "30=theme=water" };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!has (words, count, wanted[i]))
            fail_msg ("%s is missing", wanted[i]);
    assert_false (has (words, count, "t:seniorow"));
    assert_false (has (words, count, "t:zak"));
    for (size_t i = 1; i < count; i++)
        assert_true (strcmp (words[i - 1], words[i]) < 0);
}

static void
a_text_without_end_has_words_to_a_limit (void **state)
{
    wl_buffer_t text;
    size_t count;
    (void) state;

    wl_buffer_init (&text, arena);
    for (int i = 0; i < 2 * SEARCH_WORDS_MAX; i++)
        wl_buffer_printf (&text, "słowo%dxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx ", i);
    char **words =
        search_words_of (arena, &(search_texts_t){ "30", "1", text.data, NULL, NULL }, &count);
    assert_true (count <= SEARCH_WORDS_MAX && count > SEARCH_WORDS_MAX / 2);
    for (size_t i = 0; i < count; i++)
        assert_true (strlen (words[i]) <= 3 + SEARCH_WORD_LETTERS);
}

static const char *
query (const search_reach_t *reach, const char *text)
{
    return search_query (arena, reach, text, NULL, 0);
}

static void
all_words_are_asked_for_by_their_beginnings (void **state)
{
    (void) state;
    assert_string_equal (query (&coordinator, "Łąki seniorom"), "('30:laki':*) & ('30:senior':*)");
    assert_string_equal (query (&owner, "ławka"), "('t:lawk':*)");
    assert_string_equal (query (&(search_reach_t){ thirty, 1, true }, "ławka"),
                         "('t:lawk':* | '30:lawk':*)");
    assert_string_equal (query (&coordinator, "Світанок"), "('30:світан':*)");
    assert_string_equal (query (&owner, "WIS-1/0042"), "('t:wis':*) & ('t:1':*) & ('t:0042':*)");
    assert_string_equal (query (&coordinator, " -- "), "");
    assert_string_equal (query (&(search_reach_t){ NULL, 0, false }, "ławka"), "");
}

/* HotCRP's CVE-2026-23836 was a formula that became code. */
static void
nothing_typed_is_part_of_the_query_language (void **state)
{
    const char *text = query (&coordinator, "a' | !b:* & (c <-> d) \\ \" 'e'::text; drop");
    (void) state;

    assert_string_equal (text, "('30:a':*) & ('30:b':*) & ('30:c':*) & ('30:d':*) & ('30:e':*) & "
                               "('30:text':*) & ('30:drop':*)");
    for (int byte = 1; byte < 256; byte++) {
        char bytes[] = { 'x', (char) byte, 'y', 0 };

        text = query (&owner, bytes);
        assert_true (strspn (text, "('t:") >= 4);
        assert_null (strpbrk (text, "\\\"!<;"));
    }
}

static void
answers_are_asked_for_whole (void **state)
{
    char asked[] = "theme=water", *list[] = { asked };
    (void) state;

    assert_string_equal (search_query (arena, &coordinator, "", list, 1), "('30=theme=water')");
    assert_string_equal (search_query (arena, &coordinator, "x", list, 1),
                         "('30:x':*) & ('30=theme=water')");
    assert_true (search_answer_valid ("theme=water"));
    assert_true (search_answer_valid ("a-1=b-2"));
    static const char *const wrong[] = {
        "", "=", "a=", "=b", "a", "a=b=c", "a='b'", "a=b ", "A=b"
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false (search_answer_valid (wrong[i]));
}

static void
only_so_many_words_are_asked_for (void **state)
{
    const char *text = query (&owner, "a b c d e f g h i j k l m n o p r s t u w x y z");
    size_t asked = 0;
    (void) state;

    for (const char *at = text; (at = strstr (at, "'t:")) != NULL; at++)
        asked++;
    assert_int_equal (asked, SEARCH_ASKED_MAX);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (only_the_title_is_for_everybody),
        cmocka_unit_test (a_text_without_end_has_words_to_a_limit),
        cmocka_unit_test (all_words_are_asked_for_by_their_beginnings),
        cmocka_unit_test (nothing_typed_is_part_of_the_query_language),
        cmocka_unit_test (answers_are_asked_for_whole),
        cmocka_unit_test (only_so_many_words_are_asked_for),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
