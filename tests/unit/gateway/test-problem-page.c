#include "arena_fixture.h"
#include "base/text.h"
#include "problem_page.h"

/* The page at `path`, NULL when there is none. */
static const char *
page_at (const char *verb, const char *path, const char *language)
{
    http_request_t request = { .arena = arena, .verb = verb, .path = path };
    http_response_t response = { 0 };

    request.headers[request.header_count++] = (http_header_t){ "Accept-Language", language };
    if (!problem_page_respond (&request, &response))
        return NULL;
    assert_int_equal (response.status, 200);
    return wl_text_copy_length (arena, response.body, response.body_length);
}

static void
every_type_is_there_in_both_languages (void **context)
{
    const char *list = page_at ("GET", "/problems", "pl");

    (void) context;
    assert_true (problem_type_count > 100);
    for (size_t i = 0; i < problem_type_count; i++) {
        const problem_type_t *type = &problem_types[i];
        const char *path = wl_text_printf (arena, "/problems/%s", type->name);
        wl_buffer_t pl, en;

        wl_buffer_init (&pl, arena);
        wl_buffer_init (&en, arena);
        wl_buffer_html (&pl, type->pl);
        wl_buffer_html (&en, type->en);
        assert_non_null (strstr (page_at ("GET", path, "pl"), pl.data));
        assert_non_null (strstr (page_at ("GET", path, "pl"), en.data));
        assert_non_null (strstr (list, wl_text_printf (arena, "href=\"%s\"", path)));
        assert_true (i == 0 || strcmp (type[-1].name, type->name) <= 0);
        wl_arena_reset (arena);
        list = page_at ("GET", "/problems", "pl");
    }
}

/* Names that programs rely on: a rename breaks them, and this test. */
static void
promised_names_stay (void **context)
{
    static const struct {
        const char *name;
        int status;
    } promised[] = {
        { "invalid-fields", 400 },
        { "malformed-json", 400 },
        { "sign-in-needed", 401 },
        { "session-not-valid", 401 },
        { "sign-in-failed", 401 },
        { "role-missing", 403 },
        { "outside-token-scope", 403 },
        { "foreign-origin", 403 },
        { "not-found", 404 },
        { "no-such-address", 404 },
        { "method-not-allowed", 405 },
        { "request-too-slow", 408 },
        { "newer-version", 409 },
        { "changed-meanwhile", 409 },
        { "too-large", 413 },
        { "content-type-not-json", 415 },
        { "range-not-satisfiable", 416 },
        { "too-many-requests", 429 },
        { "too-many-attempts", 429 },
        { "internal", 500 },
        { "service-unavailable", 503 },
        { "try-again-soon", 503 },
        { "no-answer-in-time", 504 },
        { "http-version", 505 },
    };

    (void) context;
    for (size_t i = 0; i < sizeof promised / sizeof *promised; i++) {
        const char *path = wl_text_printf (arena, "/problems/%s", promised[i].name);
        const char *page = page_at ("GET", path, "en");

        if (!page)
            fail_msg ("%s is gone", promised[i].name);
        if (!strstr (page, wl_text_printf (arena, "HTTP status %d:", promised[i].status)))
            fail_msg ("%s is not %d any more", promised[i].name, promised[i].status);
    }
}

static void
the_language_is_the_readers (void **context)
{
    (void) context;
    assert_non_null (strstr (page_at ("GET", "/problems/not-found", "pl"), "<html lang=\"pl\">"));
    assert_non_null (strstr (page_at ("GET", "/problems/not-found", "en"), "<html lang=\"en\">"));
    assert_non_null (
        strstr (page_at ("GET", "/problems/not-found", "en"), "<section lang=\"pl\">"));
}

static void
what_a_page_loads_is_there (void **context)
{
    (void) context;
    assert_non_null (strstr (page_at ("GET", "/problems", "pl"), "href=\"/problems/style.css\""));
    assert_non_null (page_at ("GET", "/problems/style.css", "pl"));
}

static void
nothing_else_is (void **context)
{
    (void) context;
    assert_null (page_at ("GET", "/problems/", "pl"));
    assert_null (page_at ("GET", "/problems/no-such-type", "pl"));
    assert_null (page_at ("GET", "/problems/../not-found", "pl"));
    assert_null (page_at ("GET", "/problemsx", "pl"));
    assert_null (page_at ("POST", "/problems", "pl"));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (every_type_is_there_in_both_languages, set_up, tear_down),
        cmocka_unit_test_setup_teardown (promised_names_stay, set_up, tear_down),
        cmocka_unit_test_setup_teardown (the_language_is_the_readers, set_up, tear_down),
        cmocka_unit_test_setup_teardown (what_a_page_loads_is_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown (nothing_else_is, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
