#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "template.h"

static int
set_up (void **state)
{
    *state = wl_arena_new (1 << 20);
    return 0;
}

static int
tear_down (void **state)
{
    wl_arena_t *arena = *state;
    wl_arena_destroy (&arena);
    return 0;
}

/* What compose.c gathers for each letter; a template that wants another name cannot be sent. */
static const template_fact_t EVERY_FACT[] = {
    { "url", "https://x.pl" },  { "name", "Zofia Żak" },  { "title", "Ławka" },
    { "number", "WIS-1/0001" }, { "place", "3" },         { "points", "74,50" },
    { "threshold", "50,00" },   { "criteria", "- a: 1" }, { "reasons", "- b" },
    { "digest", "00ff" },       { "token", "t0k3n" },     { "submitted-at", "dziś" },
    { "device", "Firefox" },    { "reason", "17" },       { "token-name", "Excel" },
};
enum { FACT_COUNT = sizeof EVERY_FACT / sizeof EVERY_FACT[0] };

static void
every_template_can_be_filled (void **state)
{
    const char *missing = "";
    char *text;
    size_t count;
    const template_text_t *all = template_all (&count);

    for (size_t i = 0; i < count; i++) {
        assert_int_equal (
            template_fill (*state, all[i].subject, EVERY_FACT, FACT_COUNT, &text, &missing), WL_OK);
        assert_null (strstr (text, "{{"));
        assert_int_equal (
            template_fill (*state, all[i].body, EVERY_FACT, FACT_COUNT, &text, &missing), WL_OK);
        assert_null (strstr (text, "{{"));
    }
}

static void
every_template_has_both_languages (void **state)
{
    size_t count;
    const template_text_t *all = template_all (&count);

    (void) state;
    for (size_t i = 0; i < count; i++) {
        assert_string_equal (template_find (all[i].name, "pl")->locale, "pl");
        assert_string_equal (template_find (all[i].name, "en")->locale, "en");
        assert_int_equal (template_find (all[i].name, "pl")->secret,
                          template_find (all[i].name, "en")->secret);
    }
}

static void
what_shows_a_token_is_secret (void **state)
{
    size_t count;
    const template_text_t *all = template_all (&count);

    (void) state;
    for (size_t i = 0; i < count; i++)
        assert_int_equal (all[i].secret, strstr (all[i].body, "{{token}}") != NULL);
}

static void
unknown_language_is_polish (void **state)
{
    (void) state;
    assert_string_equal (template_find ("receipt", "de")->locale, "pl");
    assert_string_equal (template_find ("receipt", "")->locale, "pl");
    assert_null (template_find ("no-such", "pl"));
}

static void
missing_value_is_named (void **state)
{
    const template_fact_t facts[] = { { "a", "1" } };
    const char *missing = "";
    char *text;

    assert_int_equal (template_fill (*state, "{{a}} {{b}}", facts, 1, &text, &missing),
                      WL_INVALID_ARGUMENT);
    assert_string_equal (missing, "b");
}

static void
values_are_not_templates (void **state)
{
    const template_fact_t facts[] = { { "a", "{{b}}" } };
    const char *missing = "";
    char *text;

    assert_int_equal (template_fill (*state, "x{{a}}y{{", facts, 1, &text, &missing), WL_OK);
    assert_string_equal (text, "x{{b}}y{{");
}

static void
html_escapes_all_that_people_typed (void **state)
{
    char *html = template_html (*state, "<script>alert(1)</script> \"&'", "pl");

    assert_null (strstr (html, "<script>"));
    assert_non_null (strstr (html, "&lt;script&gt;"));
    assert_non_null (strstr (html, "&amp;"));
}

static void
html_makes_paragraphs_lines_and_links (void **state)
{
    char *html = template_html (*state, "a\nb\n\nSee https://x.pl/a?b=1&c=2.", "en");

    assert_non_null (strstr (html, "<html lang=\"en\">"));
    assert_non_null (strstr (html, "a<br>\nb</p>"));
    assert_non_null (strstr (html, "<a href=\"https://x.pl/a?b=1&amp;c=2\">"));
    assert_non_null (strstr (html, "</a>.</p>"));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (every_template_can_be_filled, set_up, tear_down),
        cmocka_unit_test (every_template_has_both_languages),
        cmocka_unit_test (what_shows_a_token_is_secret),
        cmocka_unit_test (unknown_language_is_polish),
        cmocka_unit_test_setup_teardown (missing_value_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown (values_are_not_templates, set_up, tear_down),
        cmocka_unit_test_setup_teardown (html_escapes_all_that_people_typed, set_up, tear_down),
        cmocka_unit_test_setup_teardown (html_makes_paragraphs_lines_and_links, set_up, tear_down),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
