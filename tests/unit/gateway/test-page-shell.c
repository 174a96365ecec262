#include "check.h"
#include "page_shell.h"

static const char shell[] =
    "<!doctype html>\n<html lang=\"pl\">\n<head>\n<!--head--><title>W</title><!--/head-->\n"
    "<script src=\"/a.js\"></script></head><body><main><!--page--></main></body></html>";

static const char *
fill (wl_arena_t *arena, const char *client, shell_page_t page)
{
    wl_buffer_t out;

    page.content_length = strlen (page.content);
    wl_buffer_init (&out, arena);
    return page_shell_fill (client, &page, &out) ? out.data : NULL;
}

static shell_page_t
sample (void)
{
    return (shell_page_t){ .title = "Nabór \"I\" <b>",
                           .description = "Dla & o ludziach",
                           .language = "en",
                           .site = "https://w.example",
                           .path = "/calls/1",
                           .content = "<h1>Tu</h1>" };
}

static void
everything_stands_in_its_place (void **state)
{
    wl_arena_t *arena = wl_arena_new (1 << 16);
    const char *page = fill (arena, shell, sample ());
    (void) state;

    assert_non_null (page);
    assert_non_null (strstr (page, "<html lang=\"en\">"));
    assert_non_null (strstr (page, "<title>Nabór &quot;I&quot; &lt;b&gt; – Włącznik</title>"));
    assert_non_null (strstr (page, "<meta name=\"description\" content=\"Dla &amp; o ludziach\">"));
    assert_non_null (strstr (page, "<link rel=\"canonical\" href=\"https://w.example/calls/1\">"));
    assert_non_null (strstr (page, "property=\"og:url\" content=\"https://w.example/calls/1\""));
    assert_non_null (strstr (page, "<main><h1>Tu</h1></main></body></html>"));
    assert_non_null (strstr (page, "<script src=\"/a.js\"></script>"));
    assert_null (strstr (page, "<title>W</title>"));
    wl_arena_destroy (&arena);
}

static void
a_path_cannot_leave_its_attribute (void **state)
{
    wl_arena_t *arena = wl_arena_new (1 << 16);
    shell_page_t page = sample ();
    (void) state;

    page.path = "/calls/\"><script>";
    assert_null (strstr (fill (arena, shell, page), "\"><script>"));
    wl_arena_destroy (&arena);
}

static void
long_descriptions_end_between_words_or_letters (void **state)
{
    wl_arena_t *arena = wl_arena_new (1 << 16);
    shell_page_t page = sample ();
    char words[1001], letters[1001] = "x";
    const char *found;
    (void) state;

    for (size_t i = 0; i < 1000; i++)
        words[i] = i % 10 == 9 ? ' ' : 'a';
    words[1000] = '\0';
    page.description = words;
    assert_non_null (strstr (fill (arena, shell, page), "aaaaaaaaa…\">"));
    /* Two bytes a letter behind one of a single byte: the limit falls into a letter. */
    for (size_t i = 1; i + 2 < sizeof letters; i += 2)
        memcpy (letters + i, "ł", 2);
    letters[999] = '\0';
    page.description = letters;
    found = fill (arena, shell, page);
    assert_true (wl_utf8_valid (found, strlen (found), NULL));
    assert_non_null (strstr (found, "ł…\">"));
    wl_arena_destroy (&arena);
}

static void
a_page_without_the_places_is_refused (void **state)
{
    static const char *const others[] = { "", "<html lang=\"pl\"><!--head--><!--page-->",
                                          "<html lang=\"pl\"><!--head--><!--/head-->",
                                          "<html><!--head--><!--/head--><!--page-->" };
    wl_arena_t *arena = wl_arena_new (1 << 16);
    (void) state;

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_null (fill (arena, others[i], sample ()));
    wl_arena_destroy (&arena);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (everything_stands_in_its_place),
        cmocka_unit_test (a_path_cannot_leave_its_attribute),
        cmocka_unit_test (long_descriptions_end_between_words_or_letters),
        cmocka_unit_test (a_page_without_the_places_is_refused),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
