/* The tables that the office exports: which columns, which facts, which rows. requests_tables.c
 * runs one; each kind says its own in table_*.c. */
#pragma once

#include "report.h"
#include "store_calls.h"
#include "store_exports.h"
#include "table_people.h"
#include "table_words.h"

enum { TABLE_FACTS_MAX = 120, TABLE_COLUMNS_MAX = 48 };

typedef struct table_job {
    wl_request_t *req;
    const Evaluation__ExportTableRequest *in;
    const char *locale;
    store_contest_t contest; /* stage and rules are set, also of a stage without points */
    size_t region_count;     /* names of regions, as far as they are known */
    char **region_codes, **region_names;
    table_people_t *people;
    report_t *report;
    store_export_t page;
    report_fact_t facts[TABLE_FACTS_MAX];
    size_t fact_count;
    report_column_t columns[TABLE_COLUMNS_MAX];
    size_t column_count;
    report_cell_t cells[TABLE_COLUMNS_MAX]; /* of the row that is being written */
    size_t cell_count;
} table_job_t;

typedef struct table_kind {
    const char *key;
    table_label_t title;
    /* Adds columns and facts. */
    wl_status (*prepare) (table_job_t *self);
    /* Writes the next page and moves `page` behind it; `ret_count` 0: there is none. */
    wl_status (*write) (table_job_t *self, size_t *ret_count);
} table_kind_t;

extern const table_kind_t table_ranking, table_scores, table_formal, table_assignment,
    table_appeals;

/* ---- what the kinds use ---- */

void table_add_fact (table_job_t *self, table_label_t name, const char *value);
/* Gives the column, to say more of it. */
report_column_t *
table_add_column (table_job_t *self, const char *key, table_label_t title, report_kind_t kind);
/* Number, title and region, which every table begins with. */
void table_add_application_columns (table_job_t *self);
void table_put (table_job_t *self, report_cell_t cell);
void table_put_application (table_job_t *self, const char *number, const char *title,
                            const char *region);
/* A moment that is not set is a blank. */
void table_put_moment (table_job_t *self, wl_time_t moment);
/* Ends the row of cells that were put. */
WL_MUST_CHECK wl_status table_end_row (table_job_t *self);
/* Name of somebody of the office, or the account's code. */
const char *table_staff (table_job_t *self, const char *user_id);
/* Name of an assessor where the call lets the caller see it, else the code. */
const char *table_assessor (table_job_t *self, const char *region, const char *user_id);
/* Where the next page begins: behind this number. */
void table_move (table_job_t *self, const char *number);
void table_move_card (table_job_t *self, const store_given_card_t *cards, size_t count);
/* Asks for the names of those who hold the cards, a page at most. */
void table_learn_assessors (table_job_t *self, const store_given_card_t *cards, size_t count);
