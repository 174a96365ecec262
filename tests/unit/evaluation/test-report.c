/* One table in four formats: what is written, that no cell is taken for a formula or for markup,
 * and that pieces make the whole. */
#include "support.h"

#include <jansson.h>
#include <string.h>
#include <zip.h>

#include "report.h"

static report_column_t columns[] = {
    { .key = "number", .title = "Numer", .kind = REPORT_TEXT },
    { .key = "title",
      .title = "Innowacja",
      .kind = REPORT_TEXT,
      .names_row = true,
      .polish = true },
    { .key = "place", .title = "Miejsce", .kind = REPORT_COUNT },
    { .key = "points", .title = "Punkty", .kind = REPORT_POINTS },
    { .key = "amountGrosze", .title = "Kwota", .kind = REPORT_MONEY },
    { .key = "at", .title = "Kiedy", .kind = REPORT_MOMENT },
};
static const report_fact_t facts[] = { { "Nabór", "WIS-1, Włącznik <&>" } };

static report_head_t
head (const char *locale)
{
    return (report_head_t){ .key = "ranking",
                            .title = "Lista \"A\" <b>",
                            .locale = locale,
                            .at = 1793000000 * WL_SECOND,
                            .facts = facts,
                            .fact_count = COUNT (facts),
                            .columns = columns,
                            .column_count = COUNT (columns) };
}

static void
put_row (report_t *report, const char *number, const char *title, int64_t points)
{
    const report_cell_t cells[] = {
        report_text (number),     report_text (title),
        report_number (7),        points < 0 ? report_blank () : report_number (points),
        report_number (32983405), report_number (1793000000 * WL_SECOND),
    };

    assert_int_equal (report_row (report, cells), WL_OK);
}

static report_piece_t
write_table (report_format_t format, const char *locale, uint64_t offset, int rows)
{
    report_head_t about = head (locale);
    report_piece_t piece;
    report_t *report;

    assert_int_equal (report_begin (arena, format, &about, offset, &report), WL_OK);
    put_row (report, "WIS-1/0001", "Ławka „opowieści”, ŻÓŁW", 7450);
    put_row (report, "WIS-1/0002", "=HYPERLINK(\"http://x\")<script>", -1);
    for (int i = 2; i < rows; i++) {
        wl_arena_mark_t mark = wl_arena_mark (arena);
        put_row (report, wl_text_printf (arena, "WIS-1/%04d", i + 1),
                 wl_text_printf (arena, "%0*d", i % 2000 + 1, i), i);
        wl_arena_rewind (arena, mark);
    }
    assert_int_equal (report_end (report, &piece), WL_OK);
    report_discard (report); /* harmless after the end */
    return piece;
}

static char *
text_of (const report_piece_t *piece)
{
    return wl_text_copy_length (arena, (const char *) piece->content, piece->length);
}

static void
csv (void **state)
{
    report_piece_t piece = write_table (REPORT_CSV, "pl", 0, 2);
    (void) state;

    assert_string_equal (
        text_of (&piece),
        "\"Numer\",\"Innowacja\",\"Miejsce\",\"Punkty\",\"Kwota\",\"Kiedy\"\r\n"
        "\"WIS-1/0001\",\"Ławka „opowieści”, ŻÓŁW\",7,74.50,329834.05,2026-10-26T07:33:20Z\r\n"
        "\"WIS-1/0002\",\"'=HYPERLINK(\"\"http://x\"\")<script>\",7,,329834.05,"
        "2026-10-26T07:33:20Z\r\n");
}

static void
no_cell_begins_a_formula (void **state)
{
    static const char *const dangerous[] = { "=1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1" };
    report_head_t about = head ("pl");
    report_piece_t piece;
    report_t *report;
    (void) state;

    assert_int_equal (report_begin (arena, REPORT_CSV, &about, 0, &report), WL_OK);
    for (size_t i = 0; i < COUNT (dangerous); i++)
        put_row (report, dangerous[i], dangerous[i], 0);
    assert_int_equal (report_end (report, &piece), WL_OK);
    for (const char *at = text_of (&piece); (at = strpbrk (at, "\"")) != NULL; at++)
        assert_true (strchr ("=+-@\t\r", at[1]) == NULL || at[1] == '\r' || at[1] == '\0');
    assert_null (strstr (text_of (&piece), "\"="));
    assert_null (strstr (text_of (&piece), "\"@"));
    assert_non_null (strstr (text_of (&piece), "\"'@SUM(A1)\""));
}

static void
json (void **state)
{
    report_piece_t piece = write_table (REPORT_JSON, "pl", 0, 2);
    json_error_t error;
    json_t *root =
        json_loadb ((const char *) piece.content, piece.length, JSON_REJECT_DUPLICATES, &error);
    const char *title, *key, *amount, *at;
    int points, rows;
    json_t *second;
    (void) state;

    assert_non_null (root);
    assert_int_equal (json_unpack (root, "{s:s, s:[{s:s}], s:[{s:i, s:s, s:s}, o]}", "title",
                                   &title, "columns", "key", &key, "rows", "points", &points,
                                   "amountGrosze", &amount, "at", &at, &second),
                      0);
    rows = (int) json_array_size (json_object_get (root, "rows"));
    assert_string_equal (title, "Lista \"A\" <b>");
    assert_string_equal (key, "number");
    assert_int_equal (points, 7450);
    assert_string_equal (amount, "32983405");
    assert_string_equal (at, "2026-10-26T07:33:20Z");
    assert_int_equal (rows, 2);
    assert_true (json_is_null (json_object_get (second, "points")));
    json_decref (root);
}

static void
html (void **state)
{
    report_piece_t piece = write_table (REPORT_HTML, "en", 0, 2);
    const char *page = text_of (&piece);
    (void) state;

    assert_non_null (strstr (page, "<html lang=\"en\">"));
    assert_non_null (strstr (page, "<h1>Lista &quot;A&quot; &lt;b&gt;</h1>"));
    assert_non_null (strstr (page, "<dt>Nabór</dt><dd>WIS-1, Włącznik &lt;&amp;&gt;</dd>"));
    assert_non_null (strstr (page, "<th scope=\"col\" class=\"number\">Punkty</th>"));
    assert_non_null (strstr (page, "<th scope=\"row\" lang=\"pl\">Ławka"));
    assert_non_null (strstr (page, "<td class=\"number\">74.50</td>"));
    assert_null (strstr (page, "<script"));
    assert_non_null (strstr (page, "</html>\n"));
}

/* ---- the workbook ---- */

static char *
file_in (const report_piece_t *piece, const char *name)
{
    zip_error_t error;
    zip_source_t *source = zip_source_buffer_create (piece->content, piece->length, 0, &error);
    zip_t *archive = zip_open_from_source (source, ZIP_RDONLY, &error);
    zip_file_t *file;
    zip_stat_t about;
    char *ret;

    assert_non_null (archive);
    assert_int_equal (zip_stat (archive, name, 0, &about), 0);
    file = zip_fopen (archive, name, 0);
    ret = wl_arena_alloc (arena, about.size + 1);
    assert_int_equal (zip_fread (file, ret, about.size), about.size);
    zip_fclose (file);
    zip_discard (archive);
    return ret;
}

static void
workbook (void **state)
{
    report_piece_t piece = write_table (REPORT_XLSX, "pl", 0, 2);
    const char *sheet = file_in (&piece, "xl/worksheets/sheet1.xml");
    (void) state;

    assert_int_equal (piece.length, piece.total);
    assert_null (strstr (sheet, "<f>")); /* no formula */
    assert_non_null (strstr (sheet, "=HYPERLINK(&quot;http://x&quot;)&lt;script&gt;") != NULL
                         ? sheet
                         : strstr (sheet, "=HYPERLINK(\"http://x\")&lt;script&gt;"));
    assert_non_null (strstr (sheet, "<v>74.5</v>"));
    assert_non_null (strstr (sheet, "<v>329834.05</v>")); /* 329 834,05 zł to the grosz */
    /* 26 October 2026, 08:33:20 in Warsaw: 46321 days and 0.35648... */
    assert_non_null (strstr (sheet, "<v>46321.356481"));
    assert_non_null (strstr (sheet, "<autoFilter"));
    assert_non_null (strstr (file_in (&piece, "xl/worksheets/sheet2.xml"), "WIS-1, Włącznik"));
}

static void
the_same_table_is_the_same_bytes (void **state)
{
    (void) state;
    for (report_format_t format = REPORT_XLSX; format <= REPORT_HTML; format++) {
        report_piece_t once = write_table (format, "pl", 0, 40);
        report_piece_t again = write_table (format, "pl", 0, 40);
        report_piece_t other = write_table (format, "pl", 0, 41);
        assert_string_equal (once.tag, again.tag);
        assert_string_not_equal (once.tag, other.tag);
        assert_int_equal (once.length, again.length);
        assert_memory_equal (once.content, again.content, once.length);
    }
}

/* Larger than one piece: piece after piece is the whole, and each says the same total and tag. */
static void
pieces_make_the_whole (void **state)
{
    enum { ROWS = 3000 };
    report_piece_t first = write_table (REPORT_HTML, "pl", 0, ROWS);
    uint64_t total = first.total;
    uint64_t got = first.length;
    size_t rows = 0;
    wl_buffer_t whole;
    (void) state;

    assert_true (total > REPORT_PIECE);
    assert_int_equal (first.length, REPORT_PIECE);
    wl_buffer_init (&whole, arena);
    wl_buffer_add (&whole, first.content, first.length);
    while (got < total) {
        report_piece_t next = write_table (REPORT_HTML, "pl", got, ROWS);
        assert_string_equal (next.tag, first.tag);
        assert_int_equal (next.total, total);
        assert_true (next.length > 0);
        wl_buffer_add (&whole, next.content, next.length);
        got += next.length;
    }
    assert_int_equal (write_table (REPORT_HTML, "pl", total, ROWS).length, 0);
    for (const char *at = whole.data; (at = strstr (at, "<tr><td>")) != NULL; at++)
        rows++;
    assert_int_equal (rows, ROWS);
}

/* What a row needed is given back, so ten times the rows need no more. */
static void
memory_does_not_grow_with_rows (void **state)
{
    (void) state;
    for (report_format_t format = REPORT_XLSX; format <= REPORT_HTML; format++) {
        size_t before = wl_arena_used (arena), few, many;
        (void) write_table (format, "pl", 0, 100);
        few = wl_arena_used (arena) - before;
        (void) write_table (format, "pl", 0, 1000);
        many = wl_arena_used (arena) - before - few;
        assert_true (many <= few + 4096);
    }
}

static void
an_unfinished_report_leaves_nothing (void **state)
{
    report_head_t about = head ("pl");
    report_t *report;
    (void) state;

    assert_int_equal (report_begin (arena, REPORT_XLSX, &about, 0, &report), WL_OK);
    put_row (report, "WIS-1/0001", "Ławka", 1);
    report_discard (report); /* the sanitizer would tell */
    report_discard (report);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (csv, set_up, tear_down),
        cmocka_unit_test_setup_teardown (no_cell_begins_a_formula, set_up, tear_down),
        cmocka_unit_test_setup_teardown (json, set_up, tear_down),
        cmocka_unit_test_setup_teardown (html, set_up, tear_down),
        cmocka_unit_test_setup_teardown (workbook, set_up, tear_down),
        cmocka_unit_test_setup_teardown (the_same_table_is_the_same_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown (pieces_make_the_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown (memory_does_not_grow_with_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown (an_unfinished_report_leaves_nothing, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
