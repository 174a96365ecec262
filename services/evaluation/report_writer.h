/* What the writers of reports share; only report*.c include this. */
#pragma once

#include <sodium.h>

#include "report.h"

/* Counts and digests everything, and keeps the piece that is wanted. */
typedef struct report_sink {
    uint64_t from, total;
    uint8_t *window;
    size_t kept;
    crypto_generichash_state *digest;
} report_sink_t;

void report_add (report_sink_t *self, const void *bytes, size_t length);

typedef struct report_workbook report_workbook_t;

struct report {
    wl_arena_t *arena;
    report_format_t format;
    const report_head_t *head;
    report_sink_t sink;
    report_workbook_t *workbook; /* of REPORT_XLSX, until it ends */
    uint64_t rows;
};

static inline bool
report_is_english (const report_t *self)
{
    return wl_text_equal (self->head->locale, "en");
}

/* The cell as people read it, "" for a blank one; in the arena. */
const char *report_cell_words (const report_t *self, report_kind_t kind, const report_cell_t *cell);

void report_csv_begin (report_t *self);
void report_csv_row (report_t *self, const report_cell_t *cells);
void report_json_begin (report_t *self);
void report_json_row (report_t *self, const report_cell_t *cells);
void report_json_end (report_t *self);
void report_html_begin (report_t *self);
void report_html_row (report_t *self, const report_cell_t *cells);
void report_html_end (report_t *self);
WL_MUST_CHECK wl_status report_xlsx_begin (report_t *self);
WL_MUST_CHECK wl_status report_xlsx_row (report_t *self, const report_cell_t *cells);
/* Packs the workbook into the sink. */
WL_MUST_CHECK wl_status report_xlsx_end (report_t *self);
void report_xlsx_discard (report_workbook_t **workbook_p);
