#include "check.h"
#include "trace.h"

static const uint8_t random_bytes[TRACE_RANDOM] = {
    1,  2,  3,  4,  5,    6,    7,    8,    9,    10,   11,   12,
    13, 14, 15, 16, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8
};

static void
goes_on_with_a_trace (void **context)
{
    trace_t trace;

    (void) context;
    trace_continue ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", random_bytes, true,
                    &trace);
    assert_string_equal (trace.id, "4bf92f3577b34da6a3ce929d0e0e4736");
    assert_string_equal (trace.parent, "00-4bf92f3577b34da6a3ce929d0e0e4736-a1a2a3a4a5a6a7a8-00");
    assert_string_equal (trace.asked_by, "00f067aa0ba902b7");
}

static void
records_what_is_chosen (void **context)
{
    trace_t trace;

    (void) context;
    trace_continue (NULL, random_bytes, false, &trace);
    assert_string_equal (trace.parent, "00-0102030405060708090a0b0c0d0e0f10-a1a2a3a4a5a6a7a8-00");
}

static void
takes_what_it_knows_of_a_later_version (void **context)
{
    trace_t trace;

    (void) context;
    trace_continue ("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", random_bytes,
                    true, &trace);
    assert_string_equal (trace.id, "4bf92f3577b34da6a3ce929d0e0e4736");
}

static void
begins_a_trace_otherwise (void **context)
{
    static const char *const bad[] = {
        NULL,
        "",
        "garbage",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
    };
    trace_t trace;

    (void) context;
    for (size_t i = 0; i < COUNT (bad); i++) {
        trace_continue (bad[i], random_bytes, true, &trace);
        assert_string_equal (trace.parent,
                             "00-0102030405060708090a0b0c0d0e0f10-a1a2a3a4a5a6a7a8-01");
        assert_string_equal (trace.asked_by, "");
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (goes_on_with_a_trace),
        cmocka_unit_test (takes_what_it_knows_of_a_later_version),
        cmocka_unit_test (begins_a_trace_otherwise),
        cmocka_unit_test (records_what_is_chosen),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
