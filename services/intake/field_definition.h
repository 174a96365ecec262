/* Whether one field of a form makes sense by itself, given what stands before it. Pure. */
#pragma once

#include "base/problems.h"
#include "wlacznik/types.pb-c.h"

/* The fields that a condition may name: those before it, in the form's order. */
typedef struct earlier_fields {
    const Wlacznik__FormField *const *list;
    size_t count;
} earlier_fields_t;

void field_definition_check (const Wlacznik__FormField *field, const earlier_fields_t *earlier,
                             const char *at, const wl_problems_t *problems);
/* The same for conditions of a section. `conditions` may be NULL. */
void conditions_definition_check (const Wlacznik__Conditions *conditions,
                                  const earlier_fields_t *earlier, const char *at,
                                  const wl_problems_t *problems);
