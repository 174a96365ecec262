/* Two sheets: the table, and what the table is about. libxlsxwriter keeps one row in memory and
 * writes the others into a temporary file; the packed workbook goes into a file of memory, from
 * where it is read and forgotten. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "report_writer.h"

enum { PATH_TEXT = 40, KINDS = REPORT_MOMENT + 1, PAPER_A4 = 9, ROWS_MAX = 1048575 };

struct report_workbook {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *looks[KINDS];
    int file; /* the packed workbook */
    lxw_row_t row;
};

/* Closing a workbook asks gmtime, whose answer is one for the whole process. */
static pthread_mutex_t closing = PTHREAD_MUTEX_INITIALIZER;

static lxw_error
close_book (report_workbook_t *self)
{
    lxw_error error;

    pthread_mutex_lock (&closing);
    error = workbook_close (self->book);
    pthread_mutex_unlock (&closing);
    self->book = NULL;
    return error;
}

void
report_xlsx_discard (report_workbook_t **workbook_p)
{
    report_workbook_t *self = *workbook_p;

    if (self == NULL)
        return;
    if (self->book != NULL)
        (void) close_book (self); /* the only way to free it */
    if (self->file >= 0)
        close (self->file);
    free (self);
    *workbook_p = NULL;
}

static lxw_format *
look (report_workbook_t *self, const char *number_format)
{
    lxw_format *format = workbook_add_format (self->book);

    format_set_align (format, LXW_ALIGN_VERTICAL_TOP);
    if (number_format != NULL)
        format_set_num_format (format, number_format);
    else
        format_set_text_wrap (format);
    return format;
}

static void
make_looks (report_workbook_t *self)
{
    self->looks[REPORT_TEXT] = look (self, NULL);
    self->looks[REPORT_COUNT] = look (self, "0");
    self->looks[REPORT_POINTS] = look (self, "0.00");
    self->looks[REPORT_MONEY] = look (self, "#,##0.00\\ \"zł\"");
    self->looks[REPORT_MOMENT] = look (self, "yyyy\\-mm\\-dd\\ hh:mm:ss");
}

static void
write_titles (report_workbook_t *self, const report_head_t *head)
{
    lxw_format *bold = workbook_add_format (self->book);
    lxw_col_t named = 0;

    format_set_bold (bold);
    format_set_text_wrap (bold);
    format_set_bg_color (bold, 0xEEF2F5);
    format_set_bottom (bold, LXW_BORDER_THIN);
    for (size_t i = 0; i < head->column_count; i++) {
        const report_column_t *column = &head->columns[i];
        lxw_col_t at = (lxw_col_t) i;
        worksheet_set_column (self->sheet, at, at, column->width == 0 ? 14 : column->width, NULL);
        worksheet_write_string (self->sheet, 0, at, column->title, bold);
        if (column->names_row)
            named = at;
    }
    worksheet_freeze_panes (self->sheet, 1, (lxw_col_t) (named + 1));
    worksheet_repeat_rows (self->sheet, 0, 0);
    worksheet_set_landscape (self->sheet);
    worksheet_set_paper (self->sheet, PAPER_A4);
    worksheet_fit_to_pages (self->sheet, 1, 0);
}

static void
write_facts (report_workbook_t *self, const report_t *report)
{
    const report_head_t *head = report->head;
    lxw_worksheet *sheet =
        workbook_add_worksheet (self->book, report_is_english (report) ? "About" : "Opis");
    lxw_format *bold = workbook_add_format (self->book);

    if (sheet == NULL)
        return;
    format_set_bold (bold);
    worksheet_set_column (sheet, 0, 0, 28, NULL);
    worksheet_set_column (sheet, 1, 1, 80, NULL);
    worksheet_write_string (sheet, 0, 0, head->title, bold);
    for (size_t i = 0; i < head->fact_count; i++) {
        worksheet_write_string (sheet, (lxw_row_t) i + 1, 0, head->facts[i].name, bold);
        worksheet_write_string (sheet, (lxw_row_t) i + 1, 1, head->facts[i].value,
                                self->looks[REPORT_TEXT]);
    }
}

wl_status
report_xlsx_begin (report_t *self)
{
    report_workbook_t *book = calloc (1, sizeof *book);
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };
    lxw_doc_properties about = { .title = (char *) (uintptr_t) self->head->title,
                                 .created = (time_t) (self->head->at / WL_SECOND) };
    char path[PATH_TEXT];

    if (book == NULL)
        return WL_INTERNAL;
    self->workbook = book;
    book->file = memfd_create ("report", MFD_CLOEXEC);
    if (book->file < 0)
        return WL_INTERNAL;
    snprintf (path, sizeof path, "/proc/self/fd/%d", book->file);
    book->book = workbook_new_opt (path, &options);
    if (book->book == NULL)
        return WL_INTERNAL;
    workbook_set_properties (book->book, &about);
    make_looks (book);
    book->sheet =
        workbook_add_worksheet (book->book, report_is_english (self) ? "Table" : "Tabela");
    if (book->sheet == NULL)
        return WL_INTERNAL;
    write_titles (book, self->head);
    write_facts (book, self);
    return WL_OK;
}

/* A moment as a spreadsheet counts it: days since 1899-12-30, by the clocks of Warsaw. */
static double
spreadsheet_days (wl_time_t time)
{
    int64_t seconds = (time + wl_warsaw_offset (time) * WL_MINUTE) / WL_SECOND;

    return (double) seconds / 86400.0 + 25569.0;
}

static lxw_error
write_cell (report_workbook_t *self, lxw_col_t column, report_kind_t kind,
            const report_cell_t *cell)
{
    lxw_format *format = self->looks[kind];

    if (cell->blank)
        return LXW_NO_ERROR;
    switch (kind) {
    case REPORT_COUNT:
        return worksheet_write_number (self->sheet, self->row, column, (double) cell->number,
                                       format);
    case REPORT_POINTS:
    case REPORT_MONEY:
        /* Shown only: two decimals of 15 digits come through a double unharmed. */
        return worksheet_write_number (self->sheet, self->row, column,
                                       (double) cell->number / 100.0, format);
    case REPORT_MOMENT:
        return worksheet_write_number (self->sheet, self->row, column,
                                       spreadsheet_days (cell->number), format);
    case REPORT_TEXT:
    default:
        return worksheet_write_string (self->sheet, self->row, column, cell->text, format);
    }
}

wl_status
report_xlsx_row (report_t *self, const report_cell_t *cells)
{
    report_workbook_t *book = self->workbook;

    if (++book->row > ROWS_MAX)
        return WL_RESOURCE_EXHAUSTED;
    for (size_t i = 0; i < self->head->column_count; i++)
        if (write_cell (book, (lxw_col_t) i, self->head->columns[i].kind, &cells[i]) !=
            LXW_NO_ERROR)
            return WL_INTERNAL;
    return WL_OK;
}

static wl_status
read_file (report_t *self)
{
    uint8_t bytes[16384];
    off_t at = 0;

    for (;;) {
        ssize_t length = pread (self->workbook->file, bytes, sizeof bytes, at);
        if (length < 0)
            return WL_INTERNAL;
        if (length == 0)
            return WL_OK;
        report_add (&self->sink, bytes, (size_t) length);
        at += length;
    }
}

wl_status
report_xlsx_end (report_t *self)
{
    report_workbook_t *book = self->workbook;
    wl_status status = WL_INTERNAL;

    worksheet_autofilter (book->sheet, 0, 0, book->row, (lxw_col_t) (self->head->column_count - 1));
    if (close_book (book) == LXW_NO_ERROR)
        status = read_file (self);
    report_xlsx_discard (&self->workbook);
    return status;
}
