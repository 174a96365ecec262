#include "check.h"
#include "dictionary.h"

/* The lines are those of hunspell's files, in ISO 8859-2. */

static void
words_are_folded_and_their_flags_are_not (void **context)
{
    char word[] = "\xbf\xf3\xb3w/\xf1N\xb3", plain[] = "dom", count[] = "308304";

    (void) context;
    dictionary_fold_word (word);
    assert_string_equal (word, "zolw/\xf1N\xb3");
    dictionary_fold_word (plain);
    assert_string_equal (plain, "dom");
    dictionary_fold_word (count);
    assert_string_equal (count, "308304");
}

static void
rules_are_folded_where_they_say_letters (void **context)
{
    static const struct {
        const char *line, *folded;
    } cases[] = {
        /* kind and flag stay, what goes, what comes and where are folded */
        { "SFX \xb3 \xe6 \xb3"
          "em \xb1\xe6",
          "SFX \xb3 c lem ac" },
        /* a class that lets in */
        { "SFX a e ym [\xb1z]e", "SFX a e ym [az]e" },
        /* a class that shuts out forgets the marked letters, or it would shut out the plain ones */
        { "SFX n 0 em [^\xf1z]", "SFX n 0 em [^z] " },
        { "SFX n 0 em x[^\xf1\xb3]y", "SFX n 0 em x.y    " },
        { "SFX n 0 em [^\xf1]", "SFX n 0 em .   " },
        /* a head, and what is no rule */
        { "PFX b Y 1", "PFX b Y 1" },
        { "SFX", "SFX" },
        { "SET ISO8859-2", "SET ISO8859-2" },
        { "TRY a\xb1", "TRY a\xb1" },
        { "", "" },
    };

    (void) context;
    for (size_t i = 0; i < COUNT (cases); i++) {
        char line[64];

        snprintf (line, sizeof line, "%s", cases[i].line);
        dictionary_fold_rule (line);
        assert_string_equal (line, cases[i].folded);
    }
}

static bool
knows (stemmer_t stemmer, const char *word, const char *stem)
{
    stems_t stems;

    stemmer.stem (stemmer.context, word, &stems);
    for (size_t i = 0; i < stems.count; i++)
        if (strcmp (stems.list[i], stem) == 0)
            return true;
    return false;
}

static void
the_real_dictionary_knows_base_forms (void **context)
{
    dictionary_t *dictionary = dictionary_new ("/usr/share/hunspell/pl_PL");
    stemmer_t stemmer = dictionary_stemmer (dictionary);
    stems_t stems;

    (void) context;
    assert_true (knows (stemmer, "sasiadow", "sasiad"));
    assert_true (knows (stemmer, "szpitalach", "szpital"));
    assert_true (knows (stemmer, "niepelnosprawnych", "niepelnosprawny"));
    assert_true (knows (stemmer, "ekranem", "ekran")); /* by a rule with a class that shuts out */
    assert_true (knows (stemmer, "lodzi", "lodz"));
    assert_true (knows (stemmer, "gdanskiem", "gdansk")); /* a name, by its capital */
    stemmer.stem (stemmer.context, "qwrtp", &stems);
    assert_int_equal (stems.count, 0);
    stemmer.stem (stemmer.context, "київ", &stems);
    assert_int_equal (stems.count, 0);
    dictionary_destroy (&dictionary);
}

static void
without_a_dictionary_nothing_is_known (void **context)
{
    dictionary_t *dictionary = dictionary_new ("/nowhere/pl_PL");
    stemmer_t stemmer = dictionary_stemmer (dictionary);
    char version[DICTIONARY_VERSION];
    stems_t stems;

    (void) context;
    stemmer.stem (stemmer.context, "dom", &stems);
    assert_int_equal (stems.count, 0);
    dictionary_version (dictionary, version);
    assert_string_equal (version, "none");
    dictionary_destroy (&dictionary);
    assert_null (dictionary);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (words_are_folded_and_their_flags_are_not),
        cmocka_unit_test (rules_are_folded_where_they_say_letters),
        cmocka_unit_test (the_real_dictionary_knows_base_forms),
        cmocka_unit_test (without_a_dictionary_nothing_is_known),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
