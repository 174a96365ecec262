#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "entry_rules.h"

#define ENTRY_ID "01890a5d-ac96-774b-bcce-b302099a8057"

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

static void
slug_cases (void **state)
{
    static const struct {
        const char *title, *slug;
    } cases[] = {
        { "Arbuz Mobilny", "arbuz-mobilny-9a8057" },
        { "Zażółć gęślą jaźń", "zazolc-gesla-jazn-9a8057" },
        { "ŁÓDŹ", "lodz-9a8057" },
        { "JAK? - sakiewka, 2.0!", "jak-sakiewka-2-0-9a8057" },
        { "...", "9a8057" },
        { "", "9a8057" },
        { "日本語 أ", "9a8057" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal (entry_slug (*state, cases[i].title, ENTRY_ID), cases[i].slug);
}

static void
long_title_is_cut_at_a_word (void **state)
{
    char title[400];

    memset (title, 0, sizeof title);
    for (int i = 0; i < 30; i++)
        strcat (title, "wsparcie ");
    char *slug = entry_slug (*state, title, ENTRY_ID);
    assert_true (strlen (slug) <= ENTRY_SLUG_MAX);
    assert_string_equal (slug + strlen (slug) - strlen ("wsparcie-9a8057"), "wsparcie-9a8057");
}

static void
one_endless_word_still_fits (void **state)
{
    char title[400];

    memset (title, 'a', sizeof title - 1);
    title[sizeof title - 1] = '\0';
    assert_true (strlen (entry_slug (*state, title, ENTRY_ID)) <= ENTRY_SLUG_MAX);
}

static Dissemination__EntryText
complete_text (void)
{
    Dissemination__EntryText text = DISSEMINATION__ENTRY_TEXT__INIT;
    static char word[] = "tekst";

    text.title = text.summary = text.problem = text.solution = text.recipients = word;
    text.evidence = text.steps = text.licence = text.authors = word;
    return text;
}

static void
complete_entry_passes (void **state)
{
    Dissemination__EntryText text = complete_text ();
    wl_error_t error;

    wl_error_init (&error, *state);
    assert_int_equal (entry_check_complete (&text, "pl", &error), WL_OK);
    assert_int_equal (error.field_count, 0);
}

static void
each_missing_section_is_named (void **state)
{
    Dissemination__EntryText text = complete_text ();
    static char nothing[] = "";
    wl_error_t error;

    text.licence = text.steps = nothing;
    wl_error_init (&error, *state);
    assert_int_equal (entry_check_complete (&text, "en", &error), WL_INVALID_ARGUMENT);
    assert_int_equal (error.field_count, 2);
    assert_string_equal (error.fields[0].field, "text.steps");
    assert_string_equal (error.fields[1].field, "text.licence");
}

static void
a_choice_means_a_licence (void **state)
{
    assert_string_equal (entry_licence_of_choice (*state, "cc-by-4-0"), "CC-BY-4.0");
    assert_string_equal (entry_licence_of_choice (*state, "cc0-1-0"), "CC0-1.0");
    assert_string_equal (entry_licence_of_choice (*state, "cc-by-sa-4-0"), "CC-BY-SA-4.0");
    assert_string_equal (entry_licence_of_choice (*state, "cc-by-4-0-x"), "cc-by-4-0-x");
    assert_string_equal (entry_licence_of_choice (*state, ""), "");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (slug_cases, set_up, tear_down),
        cmocka_unit_test_setup_teardown (long_title_is_cut_at_a_word, set_up, tear_down),
        cmocka_unit_test_setup_teardown (one_endless_word_still_fits, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_choice_means_a_licence, set_up, tear_down),
        cmocka_unit_test_setup_teardown (complete_entry_passes, set_up, tear_down),
        cmocka_unit_test_setup_teardown (each_missing_section_is_named, set_up, tear_down),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
