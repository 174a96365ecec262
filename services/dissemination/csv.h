/* Tables as RFC 4180 has them, in UTF-8. Pure. */
#pragma once

#include "base/text.h"

typedef struct csv {
    wl_buffer_t *out;
    bool in_row;
} csv_t;

/* Adds a cell. A text that a spreadsheet would take for a formula gets an apostrophe in front. NULL
 * is "". */
void csv_text (csv_t *self, const char *text);
void csv_number (csv_t *self, long long number);
void csv_end_row (csv_t *self);
/* A row of texts, up to NULL. */
void csv_head (csv_t *self, const char *const *names);
