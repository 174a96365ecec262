/* How rules say what is wrong: each problem of a message with its JSON path, in
 * the reader's language. A rule collects every problem before it gives up, so that nobody has to
 * mend them one by one. */
#pragma once

#include "base/status.h"
#include "base/text.h"

typedef struct wl_problems {
    wl_error_t *error;
    const char *locale; /* "pl" or "en" */
} wl_problems_t;

/* The one of two formats that the reader understands. Both are checked by the compiler. */
static inline const char *
wl_problem_text (const wl_problems_t *self, const char *pl, const char *en)
    __attribute__ ((format_arg (2), format_arg (3)));

static inline const char *
wl_problem_text (const wl_problems_t *self, const char *pl, const char *en)
{
    return wl_text_equal (self->locale, "en") ? en : pl;
}

static inline void
wl_problem_add (const wl_problems_t *self, const char *path, const char *code, const char *pl,
                const char *en)
{
    wl_error_add_field (self->error, path, code, "%s", wl_problem_text (self, pl, en));
}

/* How many there are so far; more after a check than before it means that the check failed. */
static inline size_t
wl_problem_count (const wl_problems_t *self)
{
    return self->error->field_count + self->error->fields_left_out;
}
