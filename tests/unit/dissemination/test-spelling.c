#include "check.h"
#include "spelling.h"
#include "words.h"

static void
distances (void **context)
{
    static const struct {
        const char *a, *b;
        size_t distance;
    } cases[] = {
        { "", "", 0 },        { "a", "", 1 },
        { "dom", "dom", 0 },  { "dom", "dym", 1 },
        { "dom", "odm", 1 },  { "senoir", "senior", 1 },
        { "abc", "cab", 2 },  { "taxowka", "taksowka", 2 },
        { "kot", "pies", 4 },
    };

    (void) context;
    for (size_t i = 0; i < COUNT (cases); i++) {
        assert_int_equal (spelling_distance (cases[i].a, cases[i].b), cases[i].distance);
        assert_int_equal (spelling_distance (cases[i].b, cases[i].a), cases[i].distance);
    }
}

static void
the_longest_words_fit (void **context)
{
    char a[WORD_TEXT], b[WORD_TEXT];

    (void) context;
    memset (a, 'a', sizeof a);
    memset (b, 'b', sizeof b);
    a[WORD_TEXT - 1] = b[WORD_TEXT - 1] = '\0';
    assert_int_equal (spelling_distance (a, b), WORD_TEXT - 1);
}

static void
the_nearest_is_meant (void **context)
{
    static const char *const words[] = { "seniorka", "senior", "rewir", "sensor" };
    static const char *const far[] = { "mapa", "kapelusz" };
    static const char *const first[] = { "kawka", "lawki" };

    (void) context;
    assert_int_equal (spelling_nearest ("senoir", words, COUNT (words)), 1);
    assert_int_equal (spelling_nearest ("lawka", far, COUNT (far)), -1);
    assert_int_equal (spelling_nearest ("lawka", words, 0), -1);
    /* One letter each; people rarely miss the first. */
    assert_int_equal (spelling_nearest ("lawka", first, COUNT (first)), 1);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (distances),
        cmocka_unit_test (the_longest_words_fit),
        cmocka_unit_test (the_nearest_is_meant),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
