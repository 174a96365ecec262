/* RFC 4180 in UTF-8. */
#include <string.h>

#include "report_writer.h"

/* OWASP, "CSV injection": what a spreadsheet takes for a formula gets an apostrophe in front. */
static bool
is_formula (const char *text)
{
    return text[0] != '\0' && strchr ("=+-@\t\r\n", text[0]) != NULL;
}

static void
write_text (wl_buffer_t *out, const char *text)
{
    wl_buffer_char (out, '"');
    if (is_formula (text))
        wl_buffer_char (out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            wl_buffer_char (out, '"');
        wl_buffer_char (out, *text);
    }
    wl_buffer_char (out, '"');
}

/* Numbers with a point and without spaces, whatever the language: for programs. */
static void
write_cell (wl_buffer_t *out, report_kind_t kind, const report_cell_t *cell)
{
    unsigned long long size =
        (unsigned long long) (cell->number < 0 ? -cell->number : cell->number);
    char moment[WL_TIME_TEXT];

    if (cell->blank)
        return;
    switch (kind) {
    case REPORT_COUNT:
        wl_buffer_printf (out, "%lld", (long long) cell->number);
        break;
    case REPORT_POINTS:
    case REPORT_MONEY:
        wl_buffer_printf (out, "%s%llu.%02llu", cell->number < 0 ? "-" : "", size / 100,
                          size % 100);
        break;
    case REPORT_MOMENT:
        wl_time_format (cell->number, moment);
        wl_buffer_text (out, moment);
        break;
    case REPORT_TEXT:
    default:
        write_text (out, cell->text);
    }
}

static void
end_row (report_t *self, wl_buffer_t *out)
{
    wl_buffer_text (out, "\r\n");
    report_add (&self->sink, out->data, out->length);
}

void
report_csv_begin (report_t *self)
{
    wl_buffer_t out;

    wl_buffer_init (&out, self->arena);
    for (size_t i = 0; i < self->head->column_count; i++) {
        wl_buffer_text (&out, i == 0 ? "" : ",");
        write_text (&out, self->head->columns[i].title);
    }
    end_row (self, &out);
}

void
report_csv_row (report_t *self, const report_cell_t *cells)
{
    wl_buffer_t out;

    wl_buffer_init (&out, self->arena);
    for (size_t i = 0; i < self->head->column_count; i++) {
        wl_buffer_text (&out, i == 0 ? "" : ",");
        write_cell (&out, self->head->columns[i].kind, &cells[i]);
    }
    end_row (self, &out);
}
