#include "support.h"

#include "form_page.h"

static const char *
page_of (fixture_t *self, const char *from, const char *to, const char *locale)
{
    Intake__CallDefinition definition = INTAKE__CALL_DEFINITION__INIT;
    Wlacznik__LocalText title = WLACZNIK__LOCAL_TEXT__INIT, idea = WLACZNIK__LOCAL_TEXT__INIT;
    Wlacznik__Stage stage = WLACZNIK__STAGE__INIT;
    wl_buffer_t page;
    wl_time_t until;

    assert_true (wl_time_parse ("2026-04-30T22:00:00Z", &until));
    title.pl = wl_text_copy (self->arena, "Nabór I");
    idea.pl = wl_text_copy (self->arena, "Pomysł");
    idea.en = wl_text_copy (self->arena, "Idea");
    definition.title = &title;
    definition.submit_until = wl_timestamp (self->arena, until);
    definition.min_grant_grosze = 500000;
    stage.title = &idea;
    stage.form = read_json (self, &wlacznik__form__descriptor,
                            replaced (self, read_good (self, "rich-form"), from, to));
    wl_buffer_init (&page, self->arena);
    form_page_write (&definition, &stage, locale, &page);
    return page.data;
}

static void
has (const char *page, const char *piece)
{
    if (strstr (page, piece) == NULL)
        fail_msg ("%s is not in %s", piece, page);
}

static void
in_polish (void **state)
{
    const char *page = page_of (*state, NULL, NULL, "pl");

    has (page, "<html lang=\"pl\">");
    has (page, "<h1>Nabór I: Pomysł</h1>");
    has (page, "1 maja 2026, 00:00:00");
    has (page, "<h3>1.1. Tytuł</h3>");
    has (page, "Wymagane, najwyżej 200 znaków.");
    has (page, "kwota w złotych, od 5");
    has (page, "w polu „Obszar” zaznaczono: Inny.");
    has (page, "<strong>Wymagane, jeśli</strong> w polu „Kwota” jest co najmniej 40");
    has (page, "wnioskodawca to grupa nieformalna albo organizacja pozarządowa.");
    has (page, "<th scope=\"col\">Kategoria</th>");
    has (page, "zgoda, dobrowolna");
    assert_null (strstr (page, "lang=\"pl\">Tytuł"));
}

/* What nobody translated is marked as what it is, so that a screen reader reads it well. */
static void
in_english (void **state)
{
    const char *page = page_of (*state, NULL, NULL, "en");

    has (page, "<html lang=\"en\">");
    has (page, "<h1><span lang=\"pl\">Nabór I</span>: Idea</h1>");
    has (page, "<h3>1.1. <span lang=\"pl\">Tytuł</span></h3>");
    has (page, "<h3>2.1. Budget</h3>");
    has (page, "Fill in only if");
}

static void
harmless (void **state)
{
    const char *page =
        page_of (*state, "'pl': 'Jaki obszar'", "'pl': '<script>alert(1)</script>'", "pl");

    assert_null (strstr (page, "<script"));
    has (page, "&lt;script&gt;");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (in_polish, set_up, tear_down),
        cmocka_unit_test_setup_teardown (in_english, set_up, tear_down),
        cmocka_unit_test_setup_teardown (harmless, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
