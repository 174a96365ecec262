#include "check.h"
#include "headers.h"

static void
chooses_the_language (void **context)
{
    static const struct {
        const char *header, *locale;
    } cases[] = {
        { NULL, "pl" },
        { "", "pl" },
        { "en", "en" },
        { "en-GB,en;q=0.9", "en" },
        { "pl,en;q=0.9", "pl" },
        { "en;q=0.5, pl;q=0.8", "pl" },
        { "de, en;q=0.3", "en" },
        { "de", "pl" },
        { "*", "pl" },
        { "en, pl", "pl" },
        { "EN", "en" },
        { "english", "pl" },
        { "pl;q=0, en;q=0.1", "en" },
        { "en;q=zzz", "pl" },
        { "en;q=", "pl" },
        { ",,;;,", "pl" },
        { "en;level=1;q=0.2,pl;q=0.1", "en" },
    };

    (void) context;
    for (size_t i = 0; i < COUNT (cases); i++)
        assert_string_equal (headers_locale (cases[i].header), cases[i].locale);
}

static void
finds_members_of_lists (void **context)
{
    (void) context;
    assert_true (headers_list_names ("gzip, deflate, br", "br"));
    assert_true (headers_list_names ("text/html,application/xhtml+xml;q=0.9", "text/html"));
    assert_false (headers_list_names ("br;q=0, gzip", "br"));
    assert_false (headers_list_names ("br;q=0.000", "br"));
    assert_true (headers_list_names ("br;q=0.001", "br"));
    assert_false (headers_list_names ("brotli", "br"));
    assert_false (headers_list_names ("*", "br"));
    assert_false (headers_list_names (NULL, "br"));
}

static void
knows_json (void **context)
{
    static const char *const good[] = { "application/json", "APPLICATION/JSON",
                                        "application/json; charset=utf-8",
                                        "application/json;charset=UTF-8",
                                        "application/json; charset=\"utf-8\"" };
    static const char *const bad[] = { "",
                                       "text/plain",
                                       "application/jsonp",
                                       "application/json; charset=iso-8859-2",
                                       "application/x-www-form-urlencoded",
                                       "multipart/form-data; boundary=x",
                                       "application/json, text/plain" };

    (void) context;
    for (size_t i = 0; i < COUNT (good); i++)
        assert_true (headers_type_is_json (good[i]));
    for (size_t i = 0; i < COUNT (bad); i++)
        assert_false (headers_type_is_json (bad[i]));
    assert_false (headers_type_is_json (NULL));
}

static void
knows_forms (void **context)
{
    (void) context;
    assert_true (headers_type_is_form ("application/x-www-form-urlencoded"));
    assert_true (headers_type_is_form ("Application/X-WWW-Form-urlencoded; charset=UTF-8"));
    assert_false (headers_type_is_form ("application/x-www-form-urlencodedx"));
    assert_false (headers_type_is_form ("application/json"));
    assert_false (headers_type_is_form (NULL));
}

static void
compares_tags (void **context)
{
    (void) context;
    assert_true (headers_tag_matches ("\"abc\"", "\"abc\""));
    assert_true (headers_tag_matches ("W/\"abc\"", "\"abc\""));
    assert_true (headers_tag_matches ("\"x\", W/\"abc\"", "\"abc\""));
    assert_true (headers_tag_matches ("*", "\"abc\""));
    assert_false (headers_tag_matches ("\"abcd\"", "\"abc\""));
    assert_false (headers_tag_matches ("abc", "\"abc\""));
    assert_false (headers_tag_matches ("", "\"abc\""));
    assert_false (headers_tag_matches (NULL, "\"abc\""));
}

static void
reads_cookies (void **context)
{
    static const struct {
        const char *header, *value;
    } cases[] = {
        { NULL, "" },
        { "", "" },
        { "session=abc", "abc" },
        { "a=1; session=abc; b=2", "abc" },
        { "a=1;session=abc", "abc" },
        { "xsession=no; session=yes", "yes" },
        { "session=first; session=second", "first" },
        { "session=", "" },
        { "session", "" },
        { "sessions=1", "" },
        { ";;;; ;session=abc", "abc" },
        { "session=a=b", "a=b" },
    };
    wl_arena_t *arena = wl_arena_new (1 << 16);

    (void) context;
    for (size_t i = 0; i < COUNT (cases); i++)
        assert_string_equal (headers_cookie (arena, cases[i].header, "session"), cases[i].value);
    wl_arena_destroy (&arena);
}

static void
reads_bearer_tokens (void **context)
{
    (void) context;
    assert_string_equal (headers_bearer ("Bearer abc"), "abc");
    assert_string_equal (headers_bearer ("bearer  abc"), "abc");
    assert_string_equal (headers_bearer ("Basic abc"), "");
    assert_string_equal (headers_bearer ("Bearer"), "");
    assert_string_equal (headers_bearer (NULL), "");
}

static void
bounds_idempotency_keys (void **context)
{
    char key[130];

    (void) context;
    memset (key, 'a', sizeof key);
    key[128] = '\0';
    assert_true (headers_idempotency_key_valid (key));
    key[128] = 'a';
    key[129] = '\0';
    assert_false (headers_idempotency_key_valid (key));
    assert_false (headers_idempotency_key_valid (""));
    assert_false (headers_idempotency_key_valid ("ą"));
    assert_false (headers_idempotency_key_valid ("a\tb"));
}

static void
knows_who_wants_no_body (void **context)
{
    static const char *const minimal[] = { "return=minimal", "Return=Minimal",
                                           "respond-async, return=minimal; x=1" };
    static const char *const full[] = { NULL, "", "return=representation", "xreturn=minimal",
                                        "return=minimally" };

    (void) context;
    for (size_t i = 0; i < COUNT (minimal); i++)
        assert_true (headers_prefers_minimal (minimal[i]));
    for (size_t i = 0; i < COUNT (full); i++)
        assert_false (headers_prefers_minimal (full[i]));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (knows_who_wants_no_body),
        cmocka_unit_test (chooses_the_language),
        cmocka_unit_test (finds_members_of_lists),
        cmocka_unit_test (knows_json),
        cmocka_unit_test (knows_forms),
        cmocka_unit_test (compares_tags),
        cmocka_unit_test (reads_cookies),
        cmocka_unit_test (reads_bearer_tokens),
        cmocka_unit_test (bounds_idempotency_keys),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
