#include "arena_fixture.h"
#include "problem.h"

static const char *
written (const wl_error_t *error, int status, const char *locale)
{
    wl_buffer_t buffer;

    wl_buffer_init (&buffer, arena);
    problem_write (error, status, locale, "4bf92f3577b34da6a3ce929d0e0e4736", &buffer);
    return buffer.data;
}

static void
tells_the_reason (void **context)
{
    wl_error_t error;

    (void) context;
    wl_error_init (&error, arena);
    wl_error_set (&error, WL_FAILED_PRECONDITION, "call-closed", "Nabór \"letni\" jest zamknięty.");
    assert_string_equal (written (&error, 400, "pl"),
                         "{\"type\":\"/problems/call-closed\",\"title\":\"Błędne żądanie\","
                         "\"status\":400,\"detail\":\"Nabór \\\"letni\\\" jest zamknięty.\","
                         "\"instance\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}");
}

static void
lists_every_field (void **context)
{
    wl_error_t error;

    (void) context;
    wl_error_init (&error, arena);
    wl_error_add_field (&error, "email", "format", "This is no address.");
    wl_error_add_field (&error, "answers[2].text", "too-long", "At most %d.", 4000);
    assert_string_equal (
        strstr (written (&error, 400, "en"), ",\"errors\""),
        ",\"errors\":[{\"field\":\"email\",\"code\":\"format\",\"detail\":\"This is no address.\"},"
        "{\"field\":\"answers[2].text\",\"code\":\"too-long\",\"detail\":\"At most 4000.\"}]}");
}

static void
counts_what_it_leaves_out (void **context)
{
    wl_error_t error;

    (void) context;
    wl_error_init (&error, arena);
    for (int i = 0; i < WL_ERROR_FIELDS_MAX + 3; i++)
        wl_error_add_field (&error, "x", "y", "z");
    assert_non_null (strstr (written (&error, 400, "en"), "\"errorsLeftOut\":3}"));
}

static void
has_words_for_a_failure_without_any (void **context)
{
    wl_error_t error;

    (void) context;
    wl_error_init (&error, arena);
    assert_string_equal (written (&error, 500, "en"),
                         "{\"type\":\"/problems/unknown\",\"title\":\"An error on our side\","
                         "\"status\":500,\"detail\":\"An error on our side\","
                         "\"instance\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (tells_the_reason, set_up, tear_down),
        cmocka_unit_test_setup_teardown (lists_every_field, set_up, tear_down),
        cmocka_unit_test_setup_teardown (counts_what_it_leaves_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown (has_words_for_a_failure_without_any, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
