#include "check.h"
#include "csv.h"

static void
cells_are_quoted_and_formulas_are_none (void **context)
{
    static const struct {
        const char *text, *cell;
    } cases[] = {
        { "plain", "\"plain\"" },
        { "", "" },
        { NULL, "" },
        { "a,b", "\"a,b\"" },
        { "say \"no\"", "\"say \"\"no\"\"\"" },
        { "two\nlines", "\"two\nlines\"" },
        { "=1+1", "\"'=1+1\"" },
        { "+48 600", "\"'+48 600\"" },
        { "-5", "\"'-5\"" },
        { "@SUM(A1)", "\"'@SUM(A1)\"" },
        { "\t=1", "\"'\t=1\"" },
        { "1=1", "\"1=1\"" },
    };
    wl_arena_t *arena = wl_arena_new (1 << 16);

    (void) context;
    for (size_t i = 0; i < COUNT (cases); i++) {
        wl_buffer_t out;
        csv_t csv = { &out, false };

        wl_buffer_init (&out, arena);
        wl_buffer_add (&out, "", 0);
        csv_text (&csv, cases[i].text);
        assert_string_equal (out.data, cases[i].cell);
    }
    wl_arena_destroy (&arena);
}

static void
rows_end_as_the_standard_says (void **context)
{
    wl_arena_t *arena = wl_arena_new (1 << 16);
    wl_buffer_t out;
    csv_t csv = { &out, false };

    (void) context;
    wl_buffer_init (&out, arena);
    csv_text (&csv, "");
    csv_number (&csv, -7);
    csv_end_row (&csv);
    csv_text (&csv, "a");
    csv_text (&csv, "b");
    csv_end_row (&csv);
    assert_string_equal (out.data, ",-7\r\n\"a\",\"b\"\r\n");
    wl_arena_destroy (&arena);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (cells_are_quoted_and_formulas_are_none),
        cmocka_unit_test (rows_end_as_the_standard_says),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
