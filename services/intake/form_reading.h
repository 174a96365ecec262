/* A form laid over answers: which field is answered by what, and which are shown and asked for,
 * given the conditions. Pure.
 *
 * One walk from the form's beginning, because a condition may only name what stands before it
 * (form_definition.c): no recursion, no circles. A field that is not shown counts as not answered,
 * so that what somebody wrote before they changed their mind decides nothing. */
#pragma once

#include "base/arena.h"
#include "wlacznik/intake.pb-c.h"

typedef struct form_entry {
    const Wlacznik__FormField *field;
    Wlacznik__Answer *answer; /* NULL: none; it may be empty */
    bool visible;
    bool required; /* only what is visible is; a declaration always */
} form_entry_t;

typedef struct form_reading {
    form_entry_t *list; /* in the form's order */
    size_t count;
} form_reading_t;

/* `answers` may be NULL. What it returns lives in `arena` and points into form and answers. */
form_reading_t form_read (const Wlacznik__Form *form, const Wlacznik__Answers *answers,
                          Wlacznik__ApplicantType applicant, wl_arena_t *arena);

/* The field of a form, or of the first form of a call that has it. NULL if there is none, also
 * without a form. */
const Wlacznik__FormField *form_field (const Wlacznik__Form *form, const char *key);
const Wlacznik__FormField *
form_field_of_call (const Intake__CallDefinition *definition, const char *key);

/* The answer to a field, NULL if none; the first one if there are several. */
Wlacznik__Answer *form_answer (const Wlacznik__Answers *answers, const char *field);
