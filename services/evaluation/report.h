/* Writes one table as a workbook, as CSV, as JSON or as a page to print, row by row: memory does
 * not grow with the rows. Of the whole only the piece that is asked for is kept.
 *
 * Pure but for the workbook, whose sheets libxlsxwriter keeps in temporary files until they are
 * packed. Texts of rows need to live no longer than the call. Thread-safe: one report, one thread.
 */
#pragma once

#include "base/clock.h"
#include "base/text.h"

typedef enum report_format {
    REPORT_XLSX = 1,
    REPORT_CSV,
    REPORT_JSON,
    REPORT_HTML,
} report_format_t;

typedef enum report_kind {
    REPORT_TEXT = 0,
    REPORT_COUNT,
    REPORT_POINTS, /* hundredths */
    REPORT_MONEY,  /* grosze */
    REPORT_MOMENT, /* wl_time_t */
} report_kind_t;

typedef struct report_column {
    const char *key;   /* of JSON */
    const char *title; /* in the reader's language */
    report_kind_t kind;
    bool names_row; /* one of the columns */
    bool polish;    /* people's own words, whatever the language of the page */
    unsigned width; /* in characters, of a workbook */
} report_column_t;

typedef struct report_fact {
    const char *name, *value;
} report_fact_t;

/* Must live as long as the report. */
typedef struct report_head {
    const char *key;    /* "ranking" */
    const char *title;  /* in the reader's language */
    const char *locale; /* "pl" or "en" */
    wl_time_t at;       /* when it was asked for */
    const report_fact_t *facts;
    size_t fact_count;
    const report_column_t *columns;
    size_t column_count;
} report_head_t;

typedef struct report_cell {
    const char *text;
    int64_t number;
    bool blank;
} report_cell_t;

static inline report_cell_t
report_text (const char *text)
{
    return (report_cell_t){ .text = text, .blank = wl_text_empty (text) };
}

static inline report_cell_t
report_number (int64_t number)
{
    return (report_cell_t){ .number = number };
}

static inline report_cell_t
report_blank (void)
{
    return (report_cell_t){ .blank = true };
}

typedef struct report report_t;

enum { REPORT_PIECE = 2 << 20, REPORT_TAG_TEXT = 65 };

typedef struct report_piece {
    uint8_t *content; /* from the offset on, at most REPORT_PIECE bytes; in the arena */
    size_t length;
    uint64_t total;            /* bytes of the whole */
    char tag[REPORT_TAG_TEXT]; /* BLAKE2b-256 of the whole */
} report_piece_t;

/* The report is in `arena`, what rows need is taken from it and may be rewound between rows. It
 * owns files until report_end or report_discard: the caller must see to one of them, also when the
 * arena raises. WL_INTERNAL: there is no room for temporary files. */
WL_MUST_CHECK wl_status report_begin (wl_arena_t *arena, report_format_t format,
                                      const report_head_t *head, uint64_t offset, report_t **ret);
/* One cell for each column. */
WL_MUST_CHECK wl_status report_row (report_t *self, const report_cell_t *cells);
WL_MUST_CHECK wl_status report_end (report_t *self, report_piece_t *ret);
/* Of a report_t; after report_end it does nothing. */
void report_discard (void *report);
