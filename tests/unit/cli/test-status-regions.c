#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "status_regions.h"

static const char FIRST[] = "# HELP wlacznik_site_contact_timestamp_seconds When\n"
                            "wlacznik_site_contact_timestamp_seconds{region=\"32\"} 1000\n"
                            "wlacznik_site_contact_timestamp_seconds{region=\"02\"} 1100\n"
                            "wlacznik_site_untold_events{region=\"32\"} 5\n"
                            "wlacznik_site_untold_events{region=\"02\"} 0\n"
                            "wlacznik_site_clock_difference_seconds{region=\"32\"} -0.5\n";
static const char SECOND[] = "wlacznik_site_contact_timestamp_seconds{region=\"32\"} 1090\n"
                             "wlacznik_site_untold_events{region=\"32\"} 1\n"
                             "wlacznik_site_contact_timestamp_seconds{region=\"toolonganame\"} 1\n"
                             "wlacznik_site_contact_timestamp_seconds{other=\"32\"} 1\n"
                             "wlacznik_site_contact_timestamp_seconds{region=\"\"} 1";

static void
of_two_replicas_the_later_report_counts (void **state)
{
    status_region_t list[STATUS_REGIONS_MAX];
    size_t count = status_regions_add (FIRST, list, 0);

    (void) state;
    assert_int_equal (count, 2);
    assert_true (list[0].untold == 5 && list[0].clock == -0.5);
    count = status_regions_add (SECOND, list, count);
    assert_int_equal (count, 2);
    assert_string_equal (list[0].region, "32");
    assert_true (list[0].contact == 1090 && list[0].untold == 1 && list[0].clock == 0);
    assert_int_equal (status_regions_add (FIRST, list, count), 2);
    assert_true (list[0].contact == 1090);
}

static void
no_page_has_no_regions (void **state)
{
    status_region_t list[STATUS_REGIONS_MAX];

    (void) state;
    assert_int_equal (status_regions_add ("", list, 0), 0);
    assert_true (status_regions_print (list, 0, 0));
}

static void
a_minute_of_silence_is_told (void **state)
{
    status_region_t list[STATUS_REGIONS_MAX];
    size_t count = status_regions_add (FIRST, list, 0);

    (void) state;
    assert_true (status_regions_print (list, count, 1060));
    assert_false (status_regions_print (list, count, 1061));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (of_two_replicas_the_later_report_counts),
        cmocka_unit_test (no_page_has_no_regions),
        cmocka_unit_test (a_minute_of_silence_is_told),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
