#include "check.h"
#include "plain_language.h"

static void
texts_are_counted (void **context)
{
    static const struct {
        const char *text;
        uint32_t sentences, words, hard_words, fog;
    } cases[] = {
        { "", 0, 0, 0, 0 },
        { "... !", 0, 0, 0, 0 },
        { "Ala ma kota.", 1, 3, 0, 120 },
        { "Ala ma kota. Kot ma Alę", 2, 6, 0, 120 },
        { "Pierwszy krok\nDrugi krok\n", 2, 4, 0, 80 },
        /* "i" before a vowel only softens */
        { "Miasto śpiewa", 1, 2, 0, 80 },
        { "Niepełnosprawność", 1, 1, 1, 4040 },
        { "Rehabilitacja zaczyna się rano.", 1, 4, 1, 1160 },
        /* no sentence ends inside a word */
        { "Kosztuje 2.5 tysiąca.", 2, 4, 0, 80 },
    };

    (void) context;
    for (size_t i = 0; i < COUNT (cases); i++) {
        plain_language_t counted = { 0 };

        plain_language_add (&counted, cases[i].text);
        assert_int_equal (counted.sentences, cases[i].sentences);
        assert_int_equal (counted.words, cases[i].words);
        assert_int_equal (counted.hard_words, cases[i].hard_words);
        assert_int_equal (plain_language_fog (&counted), cases[i].fog);
    }
}

static void
each_text_ends_a_sentence (void **context)
{
    plain_language_t counted = { 0 };

    (void) context;
    plain_language_add (&counted, "Ala ma kota");
    plain_language_add (&counted, "kot ma Alę");
    assert_int_equal (counted.sentences, 2);
    assert_int_equal (counted.words, 6);
}

static void
an_official_text_is_harder_than_a_plain_one (void **context)
{
    plain_language_t official = { 0 }, plain = { 0 };

    (void) context;
    plain_language_add (
        &official, "Zindywidualizowane oddziaływania aktywizacyjne realizowane są w oparciu o "
                   "zdiagnozowane potrzeby beneficjentów, z uwzględnieniem interdyscyplinarnego "
                   "charakteru podejmowanej interwencji środowiskowej.");
    plain_language_add (&plain, "Najpierw pytamy, czego kto potrzebuje. Potem robimy to razem. "
                                "Pomaga pracownik, sąsiad albo ktoś z rodziny.");
    assert_true (plain_language_fog (&official) > PLAIN_LANGUAGE_MOST);
    assert_true (plain_language_fog (&plain) < PLAIN_LANGUAGE_MOST);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (texts_are_counted),
        cmocka_unit_test (each_text_ends_a_sentence),
        cmocka_unit_test (an_official_text_is_harder_than_a_plain_one),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
