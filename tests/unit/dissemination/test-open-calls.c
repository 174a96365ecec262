#include "open_calls.h"

#include "check.h"

enum { REGIONS = 4 };

static wl_arena_t *arena;
static Dissemination__OpenCallRegion regions[REGIONS];
static Dissemination__OpenCallRegion *region_list[REGIONS];
static Dissemination__OpenCall call;

static int
set_up (void **context)
{
    static const char *const names[REGIONS] = { "30", "32", "14", "02" };

    (void) context;
    arena = wl_arena_new (1 << 20);
    dissemination__open_call__init (&call);
    for (size_t i = 0; i < REGIONS; i++) {
        dissemination__open_call_region__init (&regions[i]);
        regions[i].region = wl_text_copy (arena, names[i]);
        region_list[i] = &regions[i];
    }
    call.regions = region_list;
    call.n_regions = REGIONS;
    return 0;
}

static int
tear_down (void **context)
{
    (void) context;
    wl_arena_destroy (&arena);
    return 0;
}

static void
small_totals_are_not_told (void **context)
{
    (void) context;
    call.submitted = 62;
    call.formally_rejected = 4;
    call.assessed = 5;
    call.completed = 0;
    open_calls_suppress (arena, &call);
    assert_int_equal (call.submitted, 62);
    assert_int_equal (call.assessed, 5);
    assert_int_equal (call.formally_rejected, 0);
    assert_int_equal (call.n_suppressed, 1);
    assert_string_equal (call.suppressed[0], "formallyRejected");
}

/* 58, 3, 21, 9: the 3 alone would be the total less the others. */
static void
one_region_alone_takes_the_next_smallest_with_it (void **context)
{
    (void) context;
    regions[0].submitted = 58;
    regions[1].submitted = 3;
    regions[2].submitted = 21;
    regions[3].submitted = 9;
    open_calls_suppress (arena, &call);
    assert_int_equal (regions[0].submitted, 58);
    assert_int_equal (regions[2].submitted, 21);
    assert_int_equal (regions[1].n_suppressed, 1);
    assert_int_equal (regions[3].n_suppressed, 1);
    assert_int_equal (regions[3].submitted, 0);
    assert_string_equal (regions[3].suppressed[0], "submitted");
}

static void
two_small_regions_hide_each_other (void **context)
{
    (void) context;
    regions[0].submitted = 58;
    regions[1].submitted = 3;
    regions[2].submitted = 1;
    regions[0].recommended = 7;
    open_calls_suppress (arena, &call);
    assert_int_equal (regions[0].n_suppressed, 0);
    assert_int_equal (regions[1].n_suppressed + regions[2].n_suppressed, 2);
    /* Nothing to hide: nobody was submitted or recommended in the last. */
    assert_int_equal (regions[3].n_suppressed, 0);
    assert_int_equal (regions[0].recommended, 7);
}

static void
tables (void **context)
{
    Dissemination__OpenCall *calls[] = { &call };
    Dissemination__OpenResults results = DISSEMINATION__OPEN_RESULTS__INIT;
    Dissemination__OpenResult row = DISSEMINATION__OPEN_RESULT__INIT;
    Dissemination__OpenResult *rows[] = { &row };
    static char formula[] = "=cmd|' /C calc'!A0";
    wl_buffer_t out;

    (void) context;
    call.submitted = 4;
    call.assessed = 40;
    call.title = formula;
    open_calls_suppress (arena, &call);
    wl_buffer_init (&out, arena);
    open_calls_write_table (calls, 1, &out);
    assert_non_null (strstr (out.data, ",\"<5\",0,40,"));
    assert_non_null (strstr (out.data, "\"'=cmd"));
    row.title = row.applicant = formula;
    row.points = 7450;
    results.results = rows;
    results.n_results = 1;
    wl_buffer_init (&out, arena);
    open_calls_write_results (&results, &out);
    assert_non_null (strstr (out.data, "\"'=cmd"));
    assert_non_null (strstr (out.data, ",7450,0,0,"));
    assert_null (strstr (out.data, "\"=cmd"));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (small_totals_are_not_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown (one_region_alone_takes_the_next_smallest_with_it, set_up,
                                         tear_down),
        cmocka_unit_test_setup_teardown (two_small_regions_hide_each_other, set_up, tear_down),
        cmocka_unit_test_setup_teardown (tables, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
