/* A page to read and to print: one heading, the facts, one table whose heads say what they head
 * (WCAG 2.2 1.3.1), in the language that it says. No script. */
#include "report_writer.h"

static const char style[] =
    "<style>\n"
    "body{margin:1.5rem;font:1rem/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff}\n"
    "h1{font-size:1.5rem;line-height:1.25}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:0 0 1.5rem}\n"
    "dt{font-weight:700}dd{margin:0;overflow-wrap:anywhere}\n"
    ".table{overflow-x:auto}.table:focus-visible{outline:3px solid #0b4f8a}\n"
    "table{border-collapse:collapse;min-width:100%}\n"
    "caption{text-align:left;font-weight:700;padding:.5rem 0}\n"
    "th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}\n"
    "thead th{background:#eef2f5}tbody th{font-weight:400}\n"
    ".number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}\n"
    "@page{size:A4 landscape;margin:12mm}\n"
    "@media print{body{margin:0;font-size:8.5pt}.table{overflow:visible}thead{display:"
    "table-header-group}tr{break-inside:avoid}thead th{background:none}}\n"
    "</style>\n";

static bool
is_numeric (report_kind_t kind)
{
    return kind == REPORT_COUNT || kind == REPORT_POINTS || kind == REPORT_MONEY;
}

static void
write_facts (wl_buffer_t *out, const report_head_t *head)
{
    wl_buffer_text (out, "<dl>\n");
    for (size_t i = 0; i < head->fact_count; i++) {
        wl_buffer_text (out, "<dt>");
        wl_buffer_html (out, head->facts[i].name);
        wl_buffer_text (out, "</dt><dd>");
        wl_buffer_html (out, head->facts[i].value);
        wl_buffer_text (out, "</dd>\n");
    }
    wl_buffer_text (out, "</dl>\n");
}

static void
write_titles (wl_buffer_t *out, const report_head_t *head)
{
    wl_buffer_text (out, "<thead>\n<tr>");
    for (size_t i = 0; i < head->column_count; i++) {
        wl_buffer_printf (out, "<th scope=\"col\"%s>",
                          is_numeric (head->columns[i].kind) ? " class=\"number\"" : "");
        wl_buffer_html (out, head->columns[i].title);
        wl_buffer_text (out, "</th>");
    }
    wl_buffer_text (out, "</tr>\n</thead>\n<tbody>\n");
}

void
report_html_begin (report_t *self)
{
    const report_head_t *head = self->head;
    wl_buffer_t out;

    wl_buffer_init (&out, self->arena);
    wl_buffer_printf (&out,
                      "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                      report_is_english (self) ? "en" : "pl");
    wl_buffer_text (&out, "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    wl_buffer_html (&out, head->title);
    wl_buffer_text (&out, "</title>\n");
    wl_buffer_text (&out, style);
    wl_buffer_text (&out, "</head>\n<body>\n<main>\n<h1>");
    wl_buffer_html (&out, head->title);
    wl_buffer_text (&out, "</h1>\n");
    write_facts (&out, head);
    /* It may be wider than the window, so the keyboard must reach it to scroll. */
    wl_buffer_text (&out, "<div class=\"table\" role=\"region\" aria-labelledby=\"caption\" "
                          "tabindex=\"0\">\n<table>\n<caption id=\"caption\">");
    wl_buffer_html (&out, head->title);
    wl_buffer_text (&out, "</caption>\n");
    write_titles (&out, head);
    report_add (&self->sink, out.data, out.length);
}

static void
write_cell (const report_t *self, wl_buffer_t *out, const report_column_t *column,
            const report_cell_t *cell)
{
    wl_buffer_text (out, column->names_row ? "<th scope=\"row\"" : "<td");
    if (is_numeric (column->kind))
        wl_buffer_text (out, " class=\"number\"");
    if (column->polish && report_is_english (self) && !cell->blank)
        wl_buffer_text (out, " lang=\"pl\"");
    wl_buffer_char (out, '>');
    wl_buffer_html (out, report_cell_words (self, column->kind, cell));
    wl_buffer_text (out, column->names_row ? "</th>" : "</td>");
}

void
report_html_row (report_t *self, const report_cell_t *cells)
{
    wl_buffer_t out;

    wl_buffer_init (&out, self->arena);
    wl_buffer_text (&out, "<tr>");
    for (size_t i = 0; i < self->head->column_count; i++)
        write_cell (self, &out, &self->head->columns[i], &cells[i]);
    wl_buffer_text (&out, "</tr>\n");
    report_add (&self->sink, out.data, out.length);
}

void
report_html_end (report_t *self)
{
    static const char end[] = "</tbody>\n</table>\n</div>\n</main>\n</body>\n</html>\n";

    report_add (&self->sink, end, sizeof end - 1);
}
