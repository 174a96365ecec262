#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "prometheus.h"

static const char PAGE[] = "# HELP wlacznik_rpc_total Requests answered\n"
                           "# TYPE wlacznik_rpc_total counter\n"
                           "wlacznik_rpc_total{method=\"GetCall\",status=\"OK\"} 40\n"
                           "wlacznik_rpc_total{method=\"GetCall\",status=\"INTERNAL\"} 2\n"
                           "wlacznik_rpc_total{method=\"a b\",status=\"UNAVAILABLE\"} 3\n"
                           "wlacznik_rpc_total_more{method=\"GetCall\"} 1000\n"
                           "wlacznik_rpc_waiting 7\n"
                           "process_resident_memory_bytes 1.5e+07";

static void
all_series_of_a_name_are_added_up (void **state)
{
    (void) state;
    assert_true (prometheus_sum (PAGE, "wlacznik_rpc_total", NULL) == 45);
    assert_true (prometheus_sum (PAGE, "wlacznik_rpc_waiting", NULL) == 7);
}

static void
only_series_with_one_of_the_labels_count (void **state)
{
    const char *failed[] = { "status=\"INTERNAL\"", "status=\"UNAVAILABLE\"", NULL };
    const char *none[] = { "status=\"ABORTED\"", NULL };

    (void) state;
    assert_true (prometheus_sum (PAGE, "wlacznik_rpc_total", failed) == 5);
    assert_true (prometheus_sum (PAGE, "wlacznik_rpc_total", none) == 0);
}

static void
a_last_line_without_an_end_and_an_exponent_count (void **state)
{
    (void) state;
    assert_true (prometheus_sum (PAGE, "process_resident_memory_bytes", NULL) == 15e6);
}

static void
what_is_not_there_is_nothing (void **state)
{
    (void) state;
    assert_true (prometheus_sum (PAGE, "wlacznik_rpc", NULL) == 0);
    assert_true (prometheus_sum ("", "wlacznik_rpc_total", NULL) == 0);
    assert_true (prometheus_sum ("wlacznik_rpc_total", "wlacznik_rpc_total", NULL) == 0);
    assert_true (prometheus_sum ("wlacznik_rpc_total{", "wlacznik_rpc_total", NULL) == 0);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (all_series_of_a_name_are_added_up),
        cmocka_unit_test (only_series_with_one_of_the_labels_count),
        cmocka_unit_test (a_last_line_without_an_end_and_an_exponent_count),
        cmocka_unit_test (what_is_not_there_is_nothing),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
