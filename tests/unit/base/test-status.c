#include "check.h"

#include "base/arena.h"
#include "base/status.h"

enum { BUDGET = 64 * 1024 };

static int
setup (void **state)
{
    *state = wl_arena_new (BUDGET);
    return 0;
}

static int
teardown (void **state)
{
    wl_arena_destroy ((wl_arena_t **) state);
    return 0;
}

static void
every_code_has_its_grpc_number_name_and_http_status (void **state)
{
    static const struct {
        wl_status status;
        int number;
        const char *name;
        int http;
    } cases[] = {
        { WL_OK, 0, "OK", 200 },
        { WL_CANCELLED, 1, "CANCELLED", 499 },
        { WL_UNKNOWN, 2, "UNKNOWN", 500 },
        { WL_INVALID_ARGUMENT, 3, "INVALID_ARGUMENT", 400 },
        { WL_DEADLINE_EXCEEDED, 4, "DEADLINE_EXCEEDED", 504 },
        { WL_NOT_FOUND, 5, "NOT_FOUND", 404 },
        { WL_ALREADY_EXISTS, 6, "ALREADY_EXISTS", 409 },
        { WL_PERMISSION_DENIED, 7, "PERMISSION_DENIED", 403 },
        { WL_RESOURCE_EXHAUSTED, 8, "RESOURCE_EXHAUSTED", 429 },
        { WL_FAILED_PRECONDITION, 9, "FAILED_PRECONDITION", 400 },
        { WL_ABORTED, 10, "ABORTED", 409 },
        { WL_OUT_OF_RANGE, 11, "OUT_OF_RANGE", 400 },
        { WL_UNIMPLEMENTED, 12, "UNIMPLEMENTED", 501 },
        { WL_INTERNAL, 13, "INTERNAL", 500 },
        { WL_UNAVAILABLE, 14, "UNAVAILABLE", 503 },
        { WL_DATA_LOSS, 15, "DATA_LOSS", 500 },
        { WL_UNAUTHENTICATED, 16, "UNAUTHENTICATED", 401 },
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        assert_int_equal (cases[i].status, cases[i].number);
        assert_string_equal (wl_status_name (cases[i].status), cases[i].name);
        assert_int_equal (wl_status_http (cases[i].status), cases[i].http);
    }
}

static void
a_number_that_is_no_code_is_unknown (void **state)
{
    static const unsigned numbers[] = { 17, 100, 0x7fffffff, 0xffffffff };
    (void) state;

    for (size_t i = 0; i < COUNT (numbers); i++) {
        assert_string_equal (wl_status_name ((wl_status) numbers[i]), "UNKNOWN");
        assert_int_equal (wl_status_http ((wl_status) numbers[i]), 500);
    }
}

static wl_status
try_then_answer (wl_status first)
{
    WL_TRY (first);
    return WL_DATA_LOSS;
}

static void
try_returns_at_the_first_failure (void **state)
{
    (void) state;
    assert_int_equal (try_then_answer (WL_OK), WL_DATA_LOSS);
    assert_int_equal (try_then_answer (WL_NOT_FOUND), WL_NOT_FOUND);
}

static void
a_fresh_error_says_nothing (void **state)
{
    wl_error_t error;
    memset (&error, 0xff, sizeof error);
    wl_error_init (&error, *state);

    assert_int_equal (error.status, WL_OK);
    assert_null (error.reason);
    assert_null (error.text);
    assert_int_equal (error.field_count, 0);
    assert_int_equal (error.fields_left_out, 0);
}

static void
set_keeps_copies_and_returns_its_status (void **state)
{
    wl_error_t error;
    char reason[] = "call-closed";
    wl_error_init (&error, *state);

    wl_status status = wl_error_set (&error, WL_FAILED_PRECONDITION, reason, "Closed on %d.", 23);
    memset (reason, 'x', sizeof reason - 1);

    assert_int_equal (status, WL_FAILED_PRECONDITION);
    assert_int_equal (error.status, WL_FAILED_PRECONDITION);
    assert_string_equal (error.reason, "call-closed");
    assert_string_equal (error.text, "Closed on 23.");
}

static void
the_first_reason_stands (void **state)
{
    wl_error_t error;
    wl_error_init (&error, *state);

    (void) wl_error_set (&error, WL_NOT_FOUND, "no-call", "First.");
    assert_int_equal (wl_error_set (&error, WL_INTERNAL, "bug", "Second."), WL_INTERNAL);
    wl_error_add_field (&error, "title", "required", "Write a title.");

    assert_int_equal (error.status, WL_NOT_FOUND);
    assert_string_equal (error.reason, "no-call");
    assert_string_equal (error.text, "First.");
    assert_int_equal (error.field_count, 1);
}

static void
ok_is_no_reason (void **state)
{
    wl_error_t error;
    wl_error_init (&error, *state);

    assert_int_equal (wl_error_set (&error, WL_OK, "fine", "Fine."), WL_OK);
    assert_null (error.reason);
    assert_int_equal (wl_error_set (&error, WL_ABORTED, "newer", "Newer."), WL_ABORTED);
    assert_string_equal (error.reason, "newer");
}

static void
a_field_makes_the_argument_invalid (void **state)
{
    wl_error_t error;
    char field[] = "answers[3].text", code[] = "too-long";
    wl_error_init (&error, *state);

    wl_error_add_field (&error, field, code, "At most %d characters.", 500);
    field[0] = code[0] = 'x';

    assert_int_equal (error.status, WL_INVALID_ARGUMENT);
    assert_string_equal (error.reason, "invalid-fields");
    assert_non_null (error.text);
    assert_int_equal (error.field_count, 1);
    assert_string_equal (error.fields[0].field, "answers[3].text");
    assert_string_equal (error.fields[0].code, "too-long");
    assert_string_equal (error.fields[0].text, "At most 500 characters.");
}

static void
too_many_fields_are_only_counted (void **state)
{
    wl_error_t error;
    wl_error_init (&error, *state);

    for (int i = 0; i < WL_ERROR_FIELDS_MAX; i++)
        wl_error_add_field (&error, "f", "c", "%d", i);
    assert_int_equal (error.fields_left_out, 0);
    size_t used = wl_arena_used (*state);
    for (int i = 0; i < 1000; i++)
        wl_error_add_field (&error, "f", "c", "%d", i);

    assert_int_equal (error.field_count, WL_ERROR_FIELDS_MAX);
    assert_int_equal (error.fields_left_out, 1000);
    assert_string_equal (error.fields[WL_ERROR_FIELDS_MAX - 1].text, "63");
    assert_int_equal (wl_arena_used (*state), used);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (every_code_has_its_grpc_number_name_and_http_status),
        cmocka_unit_test (a_number_that_is_no_code_is_unknown),
        cmocka_unit_test (try_returns_at_the_first_failure),
        cmocka_unit_test_setup_teardown (a_fresh_error_says_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown (set_keeps_copies_and_returns_its_status, setup, teardown),
        cmocka_unit_test_setup_teardown (the_first_reason_stands, setup, teardown),
        cmocka_unit_test_setup_teardown (ok_is_no_reason, setup, teardown),
        cmocka_unit_test_setup_teardown (a_field_makes_the_argument_invalid, setup, teardown),
        cmocka_unit_test_setup_teardown (too_many_fields_are_only_counted, setup, teardown),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
