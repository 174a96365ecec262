#include "check.h"
#include "words.h"

static void
words_are_folded (void **context)
{
    static const struct {
        const char *text, *words[4];
    } cases[] = {
        { "Zażółć GĘŚLĄ jaźń", { "zazolc", "gesla", "jazn" } },
        { "zaz\xcc\x87\xc3\xb3\xc5\x82"
          "c\xcc\x81",
          { "zazolc" } }, /* marks of their own */
        { "dom-w-lesie, 2.0!", { "dom", "w", "lesie", "2" } },
        { "Straße Ørsted İstanbul", { "strasse", "orsted", "istanbul" } },
        { "ﬁlm №5", { "film", "5" } },
        { "Київ", { "киів" } },
        { "...", { NULL } },
        { "", { NULL } },
        { "\xcc\x81 a", { "a" } }, /* a mark on nothing */
        { "a\xff"
          "b",
          { "a", "b" } },
    };

    (void) context;
    for (size_t i = 0; i < COUNT (cases); i++) {
        const char *at = cases[i].text;
        word_t word;

        for (size_t j = 0; j < 4 && cases[i].words[j] != NULL; j++) {
            assert_true (word_next (&at, &word));
            assert_string_equal (word.folded, cases[i].words[j]);
        }
    }
}

static void
a_word_knows_its_place (void **context)
{
    static const char text[] = " (Łódź) nad";
    const char *at = text;
    word_t word;

    (void) context;
    assert_true (word_next (&at, &word));
    assert_ptr_equal (word.start, text + 2);
    assert_int_equal (word.length, strlen ("Łódź"));
    assert_true (word_next (&at, &word));
    assert_string_equal (word.folded, "nad");
    assert_false (word_next (&at, &word));
    assert_false (word_next (&at, &word));
}

static void
an_endless_word_is_cut_and_passed (void **context)
{
    char text[1000];
    const char *at = text;
    word_t word;

    (void) context;
    memset (text, 'a', sizeof text);
    memcpy (text + sizeof text - 5, " end", 5);
    assert_true (word_next (&at, &word));
    assert_int_equal (strlen (word.folded), WORD_TEXT - 1);
    assert_int_equal (word.length, sizeof text - 5);
    assert_true (word_next (&at, &word));
    assert_string_equal (word.folded, "end");
}

static void
stop_words_are_known (void **context)
{
    static const char *const yes[] = { "a", "dla", "zeby", "oraz", "sie", "the" };
    static const char *const no[] = { "", "dom", "senior", "aa", "zz", "praca" };

    (void) context;
    for (size_t i = 0; i < COUNT (yes); i++)
        assert_true (word_is_stop (yes[i]));
    for (size_t i = 0; i < COUNT (no); i++)
        assert_false (word_is_stop (no[i]));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (words_are_folded),
        cmocka_unit_test (a_word_knows_its_place),
        cmocka_unit_test (an_endless_word_is_cut_and_passed),
        cmocka_unit_test (stop_words_are_known),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
