/* Whether answers fit a form, and what the house itself reads out of them (domain.md 4.5). Pure.
 *
 * A problem with an answer is named "answers.<key of the field>", whether there is an answer or
 * none, so that a page can show it at the field. Only what cannot be tied to a field of the form is
 * named by its place: "answers.list[3].field".
 */
#pragma once

#include <stdint.h>

#include "base/problems.h"
#include "wlacznik/types.pb-c.h"

/* What a call grants at least and at most, in grosze. */
typedef struct grant_limits {
    int64_t min;
    int64_t max;
} grant_limits_t;

/* For a draft: unknown fields, two answers to one field, values of another kind, too long texts,
 * choices that are not offered, numbers out of range, wrong totals, and places, dates and links
 * that are none. An answer that is empty is no answer; one to a field that is not shown is judged,
 * too. `answers` may be NULL. WL_OK or WL_INVALID_ARGUMENT. */
WL_MUST_CHECK wl_status form_check_draft (const Wlacznik__Form *form,
                                          const Wlacznik__Answers *answers,
                                          const wl_problems_t *problems);

/* What a submission is judged by, beside its form. */
typedef struct form_context {
    grant_limits_t grant;
    Wlacznik__ApplicantType applicant;
} form_context_t;

/* For a submission: all that, and every field answered that is shown and required, every
 * declaration agreed to, no gaps inside tables, a budget's total equal to the amount that it is to
 * explain, the amount within the call's limits. */
WL_MUST_CHECK wl_status form_check_complete (const Wlacznik__Form *form,
                                             const Wlacznik__Answers *answers,
                                             const form_context_t *context,
                                             const wl_problems_t *problems);

/* Writes the totals of budgets and tables into answers that fit; `answers` may be NULL. */
void
form_compute_totals (const Wlacznik__Form *form, Wlacznik__Answers *answers, wl_arena_t *arena);

/* The answers that a submission consists of: those given to fields that are shown, in the form's
 * order. A new list in `arena` that points into `answers`. */
Wlacznik__Answers *form_shown_answers (const Wlacznik__Form *form, const Wlacznik__Answers *answers,
                                       Wlacznik__ApplicantType applicant, wl_arena_t *arena);

/* Of the answers to another form those that fit this one: a field of the same key and kind, and a
 * value that a draft may have. Attachments belong to their application, and what was declared or
 * consented to was of that call; they stay behind. A new list in `arena` that points into
 * `answers`, which may be NULL. */
Wlacznik__Answers *form_fitting_answers (const Wlacznik__Form *form,
                                         const Wlacznik__Answers *answers, wl_arena_t *arena);

/* What the answers mean to the house; points into them. A fact that the form does not ask for, or
 * that is not answered, is left as it was. */
typedef struct form_facts {
    char *title;
    char *summary;
    int64_t amount_grosze;
} form_facts_t;

void
form_read_facts (const Wlacznik__Form *form, const Wlacznik__Answers *answers, form_facts_t *facts);
