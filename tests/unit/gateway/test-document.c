#include "base/text.h"
#include "check.h"
#include "document.h"
#include "wlacznik/document.pb-c.h"

static const char *const types[] = { "application/zip", "text/html; charset=utf-8", NULL };
static const wl_method_t method = { .name = "GetKit", .produces = types };
static const char *const html[] = { "text/html; charset=utf-8", NULL };
static const wl_method_t reading = {
    .name = "ReadCall", .verb = WL_VERB_GET, .path = "/calls/{call_id}", .produces = html
};
static const wl_method_t blank = { .name = "GetBlankForm",
                                   .verb = WL_VERB_GET,
                                   .path = "/v1/calls/{call_id}/form",
                                   .produces = html };
static const wl_method_t plain = { .name = "GetEntry" };

typedef struct state {
    wl_arena_t *arena;
    Wlacznik__Document document;
    page_t page;
    http_response_t response;
} state_t;

static int
set_up (void **ret)
{
    state_t *state = calloc (1, sizeof *state);

    state->arena = wl_arena_new (1 << 16);
    wlacznik__document__init (&state->document);
    state->document.content.data = (uint8_t *) wl_text_copy_length (state->arena, "PK\0", 3);
    state->document.content.len = 3;
    *ret = state;
    return 0;
}

static int
tear_down (void **context)
{
    state_t *state = *context;

    wl_arena_destroy (&state->arena);
    free (state);
    return 0;
}

static wl_status
answer (state_t *state, const char *media_type, const char *file_name)
{
    wl_status status;

    state->document.media_type = wl_text_copy (state->arena, media_type);
    state->document.file_name = wl_text_copy (state->arena, file_name);
    state->response = (http_response_t){ 0 };
    status = document_read (&method, &state->document.base, &state->page);
    if (status == WL_OK)
        document_add_headers (state->arena, &state->page, &state->response);
    return status;
}

static const char *
header (const state_t *state, const char *name)
{
    for (size_t i = 0; i < state->response.header_count; i++)
        if (strcmp (state->response.headers[i].name, name) == 0)
            return state->response.headers[i].value;
    return "";
}

static void
only_what_produces_types_is_a_document (void **context)
{
    (void) context;
    assert_true (document_is_of (&method));
    assert_false (document_is_of (&plain));
}

static void
bytes_go_out_as_they_are (void **context)
{
    state_t *state = *context;

    assert_int_equal (answer (state, "", ""), WL_OK);
    assert_int_equal (state->page.length, 3);
    assert_memory_equal (state->page.body, "PK\0", 3);
    assert_string_equal (state->page.type, "application/zip");
    assert_int_equal (state->response.header_count, 0);
}

static void
a_type_must_be_of_the_contract (void **context)
{
    state_t *state = *context;

    assert_int_equal (answer (state, "text/html; charset=utf-8", ""), WL_OK);
    assert_ptr_equal (state->page.type, types[1]);
    assert_int_equal (answer (state, "text/html", ""), WL_INTERNAL);
    assert_int_equal (answer (state, "image/svg+xml", ""), WL_INTERNAL);
    assert_int_equal (answer (state, "application/zip\r\nX: y", ""), WL_INTERNAL);
}

static void
a_page_may_run_nothing (void **context)
{
    state_t *state = *context;
    const char *policy;

    assert_int_equal (answer (state, "text/html; charset=utf-8", ""), WL_OK);
    policy = header (state, "Content-Security-Policy");
    assert_non_null (strstr (policy, "default-src 'none'"));
    assert_non_null (strstr (policy, "sandbox"));
    assert_null (strstr (policy, "script"));
    assert_null (strstr (policy, "allow-same-origin"));
}

static const char *
policy_of (state_t *state, const char *page)
{
    state->document.content.data = (uint8_t *) wl_text_copy (state->arena, page);
    state->document.content.len = strlen (page);
    assert_int_equal (answer (state, "text/html; charset=utf-8", ""), WL_OK);
    return header (state, "Content-Security-Policy");
}

/* The digest is openssl's. */
static void
a_page_has_the_styles_of_its_head_and_no_others (void **context)
{
    static const char digest[] = "style-src 'sha256-p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64=';";
    state_t *state = *context;
    const char *policy =
        policy_of (state, "<html><style>p{color:red}</style><p>a<style>p{display:none}</style>");

    assert_non_null (strstr (policy, digest));
    assert_null (strstr (policy, "unsafe"));
    assert_non_null (strstr (policy_of (state, "<p>a"), "style-src 'none';"));
    assert_non_null (strstr (policy_of (state, "<style>p{"), "style-src 'none';"));
    assert_non_null (strstr (policy_of (state, ""), "style-src 'none';"));
}

static void
a_name_is_harmless (void **context)
{
    static const struct {
        const char *name, *header;
    } cases[] = {
        { "zestaw-2026.zip", "attachment; filename=\"zestaw-2026.zip\"" },
        { "../../etc/passwd", "attachment; filename=\"-.-..-etc-passwd\"" },
        { "a\"; x=\"b", "attachment; filename=\"a---x--b\"" },
        { "a\r\nSet-Cookie: b", "attachment; filename=\"a--Set-Cookie--b\"" },
        { "\xc5\xbc.zip", "attachment; filename=\"--.zip\"" },
    };
    state_t *state = *context;
    char long_name[300];

    for (size_t i = 0; i < COUNT (cases); i++) {
        assert_int_equal (answer (state, "", cases[i].name), WL_OK);
        assert_string_equal (header (state, "Content-Disposition"), cases[i].header);
    }
    memset (long_name, 'a', sizeof long_name);
    long_name[sizeof long_name - 1] = '\0';
    assert_int_equal (answer (state, "", long_name), WL_OK);
    assert_int_equal (strlen (state->page.name), PAGE_NAME_TEXT - 1);
}

static void
pages_stand_where_people_read (void **state)
{
    (void) state;
    assert_true (document_is_page (&reading));
    assert_false (document_is_page (&blank));
    assert_false (document_is_page (&method));
    assert_false (document_is_page (&plain));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (pages_stand_where_people_read),
        cmocka_unit_test (only_what_produces_types_is_a_document),
        cmocka_unit_test_setup_teardown (bytes_go_out_as_they_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_type_must_be_of_the_contract, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_page_may_run_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_page_has_the_styles_of_its_head_and_no_others, set_up,
                                         tear_down),
        cmocka_unit_test_setup_teardown (a_name_is_harmless, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
