/* As the API writes numbers: points in hundredths, 64 bits as text, moments by RFC 3339. */
#include <string.h>

#include "report_writer.h"

static const char *const kinds[] = { "text", "count", "points", "grosze", "moment" };

static void
write_string (wl_buffer_t *out, const char *text)
{
    wl_buffer_json_string (out, text, strlen (text));
}

static void
write_member (wl_buffer_t *out, const char *before, const char *name, const char *value)
{
    wl_buffer_text (out, before);
    write_string (out, name);
    wl_buffer_text (out, ": ");
    write_string (out, value);
}

static void
flush (report_t *self, const wl_buffer_t *out)
{
    report_add (&self->sink, out->data, out->length);
}

void
report_json_begin (report_t *self)
{
    const report_head_t *head = self->head;
    char moment[WL_TIME_TEXT];
    wl_buffer_t out;

    wl_buffer_init (&out, self->arena);
    wl_time_format (head->at, moment);
    write_member (&out, "{\n", "table", head->key);
    write_member (&out, ",\n", "title", head->title);
    write_member (&out, ",\n", "language", head->locale);
    write_member (&out, ",\n", "at", moment);
    wl_buffer_text (&out, ",\n\"facts\": [");
    for (size_t i = 0; i < head->fact_count; i++) {
        write_member (&out, i == 0 ? "\n{" : ",\n{", "name", head->facts[i].name);
        write_member (&out, ", ", "value", head->facts[i].value);
        wl_buffer_char (&out, '}');
    }
    wl_buffer_text (&out, "],\n\"columns\": [");
    for (size_t i = 0; i < head->column_count; i++) {
        write_member (&out, i == 0 ? "\n{" : ",\n{", "key", head->columns[i].key);
        write_member (&out, ", ", "title", head->columns[i].title);
        write_member (&out, ", ", "kind", kinds[head->columns[i].kind]);
        wl_buffer_char (&out, '}');
    }
    wl_buffer_text (&out, "],\n\"rows\": [");
    flush (self, &out);
}

static void
write_value (wl_buffer_t *out, report_kind_t kind, const report_cell_t *cell)
{
    char moment[WL_TIME_TEXT];

    if (cell->blank) {
        wl_buffer_text (out, "null");
        return;
    }
    switch (kind) {
    case REPORT_COUNT:
    case REPORT_POINTS:
        wl_buffer_printf (out, "%lld", (long long) cell->number);
        break;
    case REPORT_MONEY:
        wl_buffer_printf (out, "\"%lld\"", (long long) cell->number);
        break;
    case REPORT_MOMENT:
        wl_time_format (cell->number, moment);
        write_string (out, moment);
        break;
    case REPORT_TEXT:
    default:
        write_string (out, cell->text);
    }
}

void
report_json_row (report_t *self, const report_cell_t *cells)
{
    wl_buffer_t out;

    wl_buffer_init (&out, self->arena);
    wl_buffer_text (&out, self->rows == 1 ? "\n{" : ",\n{");
    for (size_t i = 0; i < self->head->column_count; i++) {
        wl_buffer_text (&out, i == 0 ? "" : ", ");
        write_string (&out, self->head->columns[i].key);
        wl_buffer_text (&out, ": ");
        write_value (&out, self->head->columns[i].kind, &cells[i]);
    }
    wl_buffer_char (&out, '}');
    flush (self, &out);
}

void
report_json_end (report_t *self)
{
    static const char end[] = "\n]\n}\n";

    report_add (&self->sink, end, sizeof end - 1);
}
