/* How the rules of this room say what is wrong: each problem with its JSON path, in the reader's
 * language. A rule names every problem it finds, so that nobody has to mend them one by one. */
#pragma once

#include "base/status.h"
#include "base/text.h"

typedef struct problems {
    wl_error_t *error;
    const char *locale; /* "pl" or "en" */
} problems_t;

static inline void
problem_add (const problems_t *self, const char *path, const char *code, const char *pl,
             const char *en)
{
    wl_error_add_field (self->error, path, code, "%s",
                        wl_text_equal (self->locale, "en") ? en : pl);
}

/* How many there are so far; more after a check than before it means that the check failed. */
static inline size_t
problem_count (const problems_t *self)
{
    return self->error->field_count + self->error->fields_left_out;
}
