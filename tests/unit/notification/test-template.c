#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "mail.h"
#include "moments.h"
#include "template.h"

#define URL "https://x.pl"

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
    { "url", "https://x.pl" },
    { "name", "Zofia Żak" },
    { "title", "Ławka" },
    { "number", "WIS-1/0001" },
    { "place", "3" },
    { "points", "74,50" },
    { "threshold", "50,00" },
    { "criteria", "- a: 1" },
    { "reasons", "- b" },
    { "digest", "00ff" },
    { "token", "t0k3n" },
    { "submitted-at", "dziś" },
    { "device", "Firefox" },
    { "reason", "17" },
    { "token-name", "Excel" },
    { "provider", "Urząd" },
    { "passkey", "telefon" },
    { "until-at", "jutro" },
    { "pitch-at", "za dwa tygodnie" },
    { "call", "Nabór I" },
    { "application", "0191" },
    { "amount-grosze", "5 zł" },
    { "position", "1" },
    { "list", "- a" },
    { "count", "3" },
    { "appeal", "Możesz się odwołać." },
    { "reserve-place", "2" },
    { "slug", "lawka-rozmow" },
    { "accepted-grosze", "4 zł" },
    { "returned-grosze", "1 zł" },
    { "about", "Film w katalogu" },
    { "problem", "Bez napisów" },
    { "wish", "Tekst" },
    { "from", "Zofia Żak" },
    { "contact", "600 100 200" },
    { "subject", "Zmiana zasad" },
    { "text", "Tekst" },
    { "leave", "l34v3" },
    { "summary", "Ławka w parku" },
    { "more", "https://x.pl/news" },
    { "where", "Poznań" },
    { "starts-at", "pojutrze" },
    { "call-id", "01a20b33" },
};
enum { FACT_COUNT = sizeof EVERY_FACT / sizeof EVERY_FACT[0] };

static void
every_template_can_be_filled (void **state)
{
    const char *missing = "";
    char *text;
    const template_text_t *text_of;

    for (size_t i = 0; (text_of = template_at (i)) != NULL; i++) {
        assert_int_equal (
            template_fill (*state, text_of->subject, EVERY_FACT, FACT_COUNT, &text, &missing),
            WL_OK);
        assert_null (strstr (text, "{{"));
        assert_int_equal (
            template_fill (*state, text_of->body, EVERY_FACT, FACT_COUNT, &text, &missing), WL_OK);
        assert_null (strstr (text, "{{"));
    }
}

static void
every_template_has_both_languages (void **state)
{
    const template_text_t *one;

    (void) state;
    for (size_t i = 0; (one = template_at (i)) != NULL; i++) {
        assert_string_equal (template_find (one->name, "pl")->locale, "pl");
        assert_string_equal (template_find (one->name, "en")->locale, "en");
        assert_int_equal (template_find (one->name, "pl")->secret,
                          template_find (one->name, "en")->secret);
    }
}

static void
what_shows_a_token_is_secret (void **state)
{
    const template_text_t *one;

    (void) state;
    for (size_t i = 0; (one = template_at (i)) != NULL; i++)
        assert_int_equal (one->secret, strstr (one->body, "{{token}}") != NULL);
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
    char *html = template_html (*state, "</title><b>", "<script>alert(1)</script> \"&'", "pl", URL);

    assert_null (strstr (html, "<script>"));
    assert_non_null (strstr (html, "&lt;script&gt;"));
    assert_non_null (strstr (html, "<title>&lt;/title&gt;&lt;b&gt;</title>"));
    assert_non_null (strstr (html, "&amp;"));
}

static void
html_makes_paragraphs_lists_links_and_a_button (void **state)
{
    char *html =
        template_html (*state, "s",
                       "a\nb\n\nSee https://x.pl/a?b=1&c=2.\nSo:\n- one\n  more\n- two\nend\n\n"
                       "→ Do it: now: https://x.pl/do",
                       "en", URL);

    assert_non_null (strstr (html, "<html lang=\"en\">"));
    assert_non_null (strstr (html, "a<br>\nb</p>"));
    assert_non_null (
        strstr (html, "href=\"https://x.pl/a?b=1&amp;c=2\">https://x.pl/a?b=1&amp;c=2</a>.<br>"));
    assert_non_null (strstr (html, "<li>one<br>\nmore</li>\n<li>two</li>\n</ul>\n<p"));
    assert_non_null (strstr (html, "href=\"https://x.pl/do\">Do it: now</a></p>"));
}

static void
only_our_addresses_become_links (void **state)
{
    static const char *const foreign[] = {
        "https://evil.pl", "https://x.pl.evil.pl/",     "http://x.pl/",
        "https://x.plus/", "→ Click: https://evil.pl/", "→ Click: https://x.pl@evil.pl/"
    };

    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        assert_null (strstr (template_html (*state, "s", foreign[i], "pl", URL), "<a"));
    assert_null (strstr (template_html (*state, "s", "https://x.pl", "pl", ""), "<a"));
}

/* Names as long as an account may have and as strange as somebody may think of. */
static const char *const STRANGE[] = {
    "\"><script>alert(1)</script>",
    "Zażółć {{token}} {{",
    "a\r\nBcc: all@x.pl\r\n\r\nbody",
    "\xe2\x80\xae"
    "gpj.exe \xf0\x9d\x95\x8f\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80",
    "- item\n- item\n\n→ Kliknij: https://evil.pl/",
    "=?UTF-8?B?xbs=?= <x@y.z>, z@y.x; \\ ' &amp;",
};

static size_t
times (const char *text, const char *word)
{
    size_t count = 0;

    for (; (text = strstr (text, word)) != NULL; text += strlen (word))
        count++;
    return count;
}

static void
check_letter (wl_arena_t *arena, const template_text_t *template, const template_fact_t *facts)
{
    const char *missing = "";
    char *subject, *text;

    assert_int_equal (
        template_fill (arena, template->subject, facts, FACT_COUNT, &subject, &missing), WL_OK);
    assert_int_equal (template_fill (arena, template->body, facts, FACT_COUNT, &text, &missing),
                      WL_OK);
    char *header = mail_encode_header (arena, subject);
    for (const char *end = header; (end = strpbrk (end, "\r\n")) != NULL; end += 3)
        assert_int_equal (strncmp (end, "\r\n ", 3), 0);
    char *html = template_html (arena, subject, text, template->locale, URL);
    assert_null (strstr (html, "<script"));
    assert_null (strstr (html, "href=\"https://evil"));
    assert_int_equal (times (html, "<p "), times (html, "</p>"));
    assert_int_equal (times (html, "<ul "), times (html, "</ul>"));
    assert_int_equal (times (html, "<a "), times (html, "</a>"));
    assert_int_equal (times (html, "<title>"), 1);
}

static void
every_template_bears_the_strangest_names (void **state)
{
    template_fact_t facts[FACT_COUNT];
    for (size_t s = 0; s < sizeof STRANGE / sizeof STRANGE[0]; s++) {
        wl_buffer_t longest;
        wl_buffer_init (&longest, *state);
        while (longest.length < 800)
            wl_buffer_text (&longest, STRANGE[s]);
        memcpy (facts, EVERY_FACT, sizeof facts);
        for (size_t f = 1; f < FACT_COUNT; f++)
            facts[f].value = f % 2 == 0 ? STRANGE[s] : longest.data;
        for (size_t i = 0; template_at (i) != NULL; i++) {
            wl_arena_mark_t mark = wl_arena_mark (*state);
            check_letter (*state, template_at (i), facts);
            wl_arena_rewind (*state, mark);
        }
    }
}

/* What happened, what to do next, and one place to do it. */
static void
every_letter_leads_somewhere (void **state)
{
    /* Written by people, or to be answered by a letter. */
    static const char *const nowhere[] = { "announcement", "announcement-official", "email-changed",
                                           "account-assumed", "accessibility-request" };
    const template_text_t *one;

    (void) state;
    for (size_t i = 0; (one = template_at (i)) != NULL; i++) {
        bool leads = strstr (one->body, "{{url}}/") != NULL || strstr (one->body, "{{more}}");
        for (size_t n = 0; n < sizeof nowhere / sizeof nowhere[0]; n++)
            leads |= strcmp (one->name, nowhere[n]) == 0;
        if (!leads || times (one->body, "→ ") > 1)
            fail_msg ("%s, %s", one->name, one->locale);
    }
}

/* domain.md 4.6, moment by moment, and the call's own steps beside it. */
static const struct {
    const char *moment, *letters;
} DOMAIN[] = {
    { "draft unfinished, 7, 3, 1 days and 3 hours before", "draft-unfinished" },
    { "submission receipt", "receipt" },
    { "correction request", "correction-requested" },
    { "its reminder half-way", "correction-reminder" },
    { "fixes came, or did not", "correction-received not-considered" },
    { "formal result", "formally-passed formally-rejected" },
    { "assessor invitation", "invitation" },
    { "declaration needed", "card-assigned card-assigned-until" },
    { "assessment due, overdue", "card-reminder card-overdue assessment-overdue" },
    { "third assessor needed", "third-assessor-needed" },
    { "panel invitation", "pitch-invitation pitch-cancelled" },
    { "result with consolidated card and instruction of appeal",
      "recommended on-reserve not-selected below-threshold" },
    { "appeal received", "appeal-received appeal-to-decide" },
    { "appeal decided", "appeal-upheld appeal-dismissed" },
    { "reserve moved up, with its term", "reserve-moved-up offer-accepted offer-declined "
                                         "offer-lapsed" },
    { "specification drafts with versions and comments, cooperation agreement",
      "draft-shown carer-commented cooperation-prepared cooperation-signed" },
    { "agreement to sign", "grant-offered grant-signed grant-refused grant-lapsed" },
    { "tranche paid", "tranche-paid" },
    { "report due, overdue", "report-due report-overdue report-to-check report-accepted" },
    { "fixes due", "report-return stage-return" },
    { "evaluation", "stage-go-on stage-stop grant-closed" },
    { "dissemination", "entry-published adoption-started policy-adopted" },
    { "new call by theme", "news-call" },
    { "data-subject request received, closed",
      "data-request-received data-request-done data-request-refused data-request-extended" },
};

static void
each_moment_of_the_domain_has_its_letters (void **state)
{
    for (size_t i = 0; i < sizeof DOMAIN / sizeof DOMAIN[0]; i++)
        for (const char *at = DOMAIN[i].letters; *at != '\0'; at += strspn (at, " ")) {
            size_t length = strcspn (at, " ");
            char *name = wl_text_copy_length (*state, at, length);
            at += length;
            if (moment_find (name) == NULL || template_find (name, "pl") == NULL ||
                strcmp (template_find (name, "en")->locale, "en") != 0)
                fail_msg ("%s: %s", DOMAIN[i].moment, name);
        }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (every_template_can_be_filled, set_up, tear_down),
        cmocka_unit_test (every_template_has_both_languages),
        cmocka_unit_test (every_letter_leads_somewhere),
        cmocka_unit_test_setup_teardown (each_moment_of_the_domain_has_its_letters, set_up,
                                         tear_down),
        cmocka_unit_test (what_shows_a_token_is_secret),
        cmocka_unit_test (unknown_language_is_polish),
        cmocka_unit_test_setup_teardown (missing_value_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown (values_are_not_templates, set_up, tear_down),
        cmocka_unit_test_setup_teardown (html_escapes_all_that_people_typed, set_up, tear_down),
        cmocka_unit_test_setup_teardown (only_our_addresses_become_links, set_up, tear_down),
        cmocka_unit_test_setup_teardown (every_template_bears_the_strangest_names, set_up,
                                         tear_down),
        cmocka_unit_test_setup_teardown (html_makes_paragraphs_lists_links_and_a_button, set_up,
                                         tear_down),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
