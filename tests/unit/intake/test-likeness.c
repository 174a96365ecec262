#include "support.h"

#include "likeness.h"

/* From the demo's applications, as people write. */
#define ONE                                                                                       \
    "Ławka w parku, przy której o stałych porach dyżurują przeszkoleni sąsiedzi. Kto chce " \
    "porozmawiać, po prostu siada. W naszej dzielnicy co trzeci senior mieszka sam. "
#define TWO                                                                                       \
    "W ankiecie biblioteki 41 z 60 osób powiedziało, że bywają tygodnie bez jednej rozmowy. " \
    "Telefony zaufania wymagają odwagi, żeby zadzwonić. Kluby seniora mają zapisy."
#define OTHER                                                                                          \
    "Mapa przejść, krawężników i toalet tworzona przez samych użytkowników wózków. Miejskie " \
    "mapy dostępności pokazują budynki, a nie drogę między nimi. Wózkarz jedzie na pocztę 40 "  \
    "minut zamiast 12, bo nie wie, które przejście ma obniżony krawężnik, a które schody."

static likeness_degree_t
degree (fixture_t *self, const char *a, const char *b)
{
    likeness_phrases_t of_a = likeness_of_text (self->arena, a);
    likeness_phrases_t of_b = likeness_of_text (self->arena, b);

    return likeness_compare (&of_a, &of_b);
}

typedef struct degree_case {
    const char *what, *a, *b;
    uint32_t containment, jaccard;
} degree_case_t;

static const degree_case_t degrees[] = {
    { "itself", ONE TWO, ONE TWO, 1000, 1000 },
    { "sentences in another order", ONE TWO, TWO " " ONE, 1000, 1000 },
    { "without Polish letters", "Żółć gęślą jaźń, łódź", "zolc gesla jazn LODZ", 1000, 1000 },
    { "letters and marks apart (NFD)", "mała rączka śpi", "mała ra\u0328czka s\u0301pi", 1000,
      1000 },
    { "hyphens and zero widths that nobody sees", "sąsiedzi dyżurują parami",
      "sąs\u00adiedzi dyżu\u200brują par\u2060ami", 1000, 1000 },
    { "case and punctuation", "Kto chce, ten siada", "KTO CHCE (ten) — SIADA", 1000, 1000 },
    { "another ending of words", "seniorzy mieszkający samotnie", "seniorów mieszkających samotnej",
      1000, 1000 },
    { "a part of it", ONE, ONE TWO, 1000, 513 },
    { "in Ukrainian, in capitals", "лавка для розмов", "ЛАВКА ДЛЯ РОЗМОВ", 1000, 1000 },
    { "in Hebrew", "ספסל של שיחות", "ספסל של שיחות", 1000, 1000 },
    { "something else", ONE TWO, OTHER, 0, 0 },
    { "the same words over the end of a sentence", "raz dwa trzy", "raz dwa. Trzy", 0, 0 },
    { "one word of four", "raz dwa trzy cztery", "raz dwa trzy pięć", 500, 333 },
    { "nothing", "", "", 0, 0 },
    { "nothing and something", "", ONE, 0, 0 },
    { "emoji", "🍉🍉🍉 🍉 🍉", "🍉🍉🍉 🍉 🍉", 1000, 1000 },
    { "only punctuation", "... !!! — „”", "... !!! — „”", 0, 0 },
};

static void
degrees_of_likeness (void **state)
{
    for (size_t i = 0; i < COUNT (degrees); i++) {
        const degree_case_t *c = &degrees[i];
        likeness_degree_t found = degree (*state, c->a, c->b);
        likeness_degree_t turned = degree (*state, c->b, c->a);
        if (found.containment != c->containment || found.jaccard != c->jaccard)
            fail_msg ("%s: %u, %u should be %u, %u", c->what, found.containment, found.jaccard,
                      c->containment, c->jaccard);
        assert_memory_equal (&found, &turned, sizeof found);
    }
}

static void
what_is_alike (void **state)
{
    fixture_t *self = *state;
    likeness_phrases_t one = likeness_of_text (self->arena, ONE TWO), all = one, few = one;
    likeness_degree_t at = { .containment = 450 }, below = { .containment = 449 };

    few.count = LIKENESS_LEAST - 1;
    all.count = LIKENESS_LEAST;
    assert_true (likeness_is_alike (&one, &all, &at, 0));
    assert_false (likeness_is_alike (&one, &all, &below, 0));
    assert_true (likeness_is_alike (&one, &all, &below, 449));
    assert_false (likeness_is_alike (&one, &all, &at, 1000));
    assert_false (likeness_is_alike (&one, &few, &at, 0));
    assert_false (likeness_is_alike (&few, &one, &at, 0));
}

static void
sketches (void **state)
{
    fixture_t *self = *state;
    likeness_phrases_t a = likeness_of_text (self->arena, ONE TWO);
    likeness_phrases_t b = likeness_of_text (self->arena, TWO " " ONE);
    likeness_phrases_t other = likeness_of_text (self->arena, OTHER);
    int64_t of_a[LIKENESS_BANDS], of_b[LIKENESS_BANDS], of_other[LIKENESS_BANDS];

    assert_true (likeness_sketch (&a, of_a));
    assert_true (likeness_sketch (&b, of_b));
    assert_true (likeness_sketch (&other, of_other));
    assert_memory_equal (of_a, of_b, sizeof of_a);
    for (size_t i = 0; i < LIKENESS_BANDS; i++) {
        assert_int_not_equal (of_a[i], of_other[i]);
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal (of_a[i], of_a[j]);
    }
    a.count = LIKENESS_LEAST - 1;
    assert_false (likeness_sketch (&a, of_a));
}

/* The sketches of stored applications are compared with those of tomorrow: the numbers must stay.
 * These are from another program (Python, unicodedata). */
static void
sketches_stay_as_they_are (void **state)
{
    fixture_t *self = *state;
    likeness_phrases_t phrases = likeness_of_text (self->arena, ONE TWO);
    int64_t bands[LIKENESS_BANDS];

    assert_true (likeness_sketch (&phrases, bands));
    assert_int_equal (phrases.count, 37);
    assert_int_equal (bands[0], -9106947645018630370);
    assert_int_equal (bands[LIKENESS_BANDS - 1], 2518123300078404460);
}

/* Two sets of `size` of which `common` are the same. */
static bool
have_a_band (fixture_t *self, uint64_t *random, size_t size, size_t common)
{
    likeness_phrases_t sets[2];
    int64_t bands[2][LIKENESS_BANDS];

    for (size_t s = 0; s < 2; s++)
        sets[s] =
            (likeness_phrases_t){ wl_arena_array (self->arena, size, sizeof (uint64_t)), size };
    for (size_t i = 0; i < size; i++)
        for (size_t s = 0; s < 2; s++)
            sets[s].hashes[i] = s == 1 && i < common ? sets[0].hashes[i] : check_random (random);
    for (size_t s = 0; s < 2; s++)
        assert_true (likeness_sketch (&sets[s], bands[s]));
    for (size_t i = 0; i < LIKENESS_BANDS; i++)
        if (bands[0][i] == bands[1][i])
            return true;
    return false;
}

/* The share found is what likeness.h promises: 1 - (1 - J^3)^40. */
static void
bands_find_what_they_promise (void **state)
{
    static const struct {
        size_t common, at_least, at_most; /* of 100 phrases; of 300 trials */
    } cases[] = { { 100, 300, 300 }, { 67, 294, 300 }, { 50, 200, 262 }, { 0, 0, 2 } };
    fixture_t *self = *state;
    uint64_t random = check_seed ("bands");

    for (size_t c = 0; c < COUNT (cases); c++) {
        size_t found = 0;
        for (int i = 0; i < 300; i++) {
            wl_arena_mark_t mark = wl_arena_mark (self->arena);
            found += have_a_band (self, &random, 100, cases[c].common);
            wl_arena_rewind (self->arena, mark);
        }
        if (found < cases[c].at_least || found > cases[c].at_most)
            fail_msg ("%zu of 100 common: found %zu of 300", cases[c].common, found);
    }
}

static void
passages (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Answers *answers = read_json (
        self, &wlacznik__answers__descriptor,
        quoted (self, "{'list': [{'field': 'title', 'text': 'Zupełnie inny tytuł'},"
                      "{'field': 'problem', 'text': 'Tego nikt inny nie napisał.  Kto chce "
                      "porozmawiać, po prostu siada!\\nKluby seniora mają zapisy'}]}"));
    likeness_phrases_t other = likeness_of_text (self->arena, ONE TWO);
    char *found[4];

    assert_int_equal (likeness_passages (self->arena, answers, &other, 4, found), 2);
    assert_string_equal (found[0], "Kto chce porozmawiać, po prostu siada!");
    assert_string_equal (found[1], "Kluby seniora mają zapisy");
    assert_int_equal (likeness_passages (self->arena, answers, &other, 1, found), 1);
    assert_int_equal (likeness_passages (self->arena, NULL, &other, 4, found), 0);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (degrees_of_likeness, set_up, tear_down),
        cmocka_unit_test_setup_teardown (what_is_alike, set_up, tear_down),
        cmocka_unit_test_setup_teardown (sketches, set_up, tear_down),
        cmocka_unit_test_setup_teardown (sketches_stay_as_they_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown (bands_find_what_they_promise, set_up, tear_down),
        cmocka_unit_test_setup_teardown (passages, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
