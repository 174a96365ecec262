#include "support.h"

#include "territory.h"

static void
known (void **state)
{
    static const char *const codes[] = {
        "30", "3063", "306301", "3063011", "0201", "3218", "1438"
    };

    (void) state;
    for (size_t i = 0; i < COUNT (codes); i++)
        assert_true (territory_has (codes[i]));
    assert_string_equal (territory_name ("3201"), "białogardzki");
    assert_string_equal (territory_name ("3064"), "Poznań");
    assert_string_equal (territory_name ("32"), "zachodniopomorskie");
    assert_null (territory_name ("3064011"));
}

static void
unknown (void **state)
{
    /* 1431 was the county of Warsaw until 2002. */
    static const char *const codes[] = { "",     "3",    "31",  "34",       "3000",   "3032",
                                         "1431", "3065", "306", "30640111", "Poznań", "06a1" };

    (void) state;
    for (size_t i = 0; i < COUNT (codes); i++)
        assert_false (territory_has (codes[i]));
    assert_false (territory_has (NULL));
}

/* Sorted, since it is searched by halves; 16 voivodeships, 314 counties, 66 cities with their
 * rights; each county in a voivodeship that is there. */
static void
whole (void **state)
{
    size_t voivodeships = 0, counties = 0, cities = 0;

    (void) state;
    for (size_t i = 0; i < territory_unit_count; i++) {
        const char *code = territory_units[i].code;
        if (i > 0)
            assert_true (strcmp (territory_units[i - 1].code, code) < 0);
        assert_true (territory_has (code));
        if (strlen (code) == 2)
            voivodeships++;
        else if (code[2] < '6' || strcmp (code + 2, "60") == 0)
            counties++;
        else
            cities++;
    }
    assert_int_equal (voivodeships, 16);
    assert_int_equal (counties, 314);
    assert_int_equal (cities, 66);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (known),
        cmocka_unit_test (unknown),
        cmocka_unit_test (whole),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
