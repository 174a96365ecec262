#include "form_revision.h"

#include <string.h>

#include "definition_problem.h"

/* ---- finding what was there ---- */

typedef struct found {
    const Wlacznik__FormField *field; /* NULL: not there */
    size_t section, place;
} found_t;

static found_t
find (const Wlacznik__Form *form, const char *key)
{
    for (size_t i = 0; i < form->n_sections; i++)
        for (size_t j = 0; j < form->sections[i]->n_fields; j++)
            if (strcmp (form->sections[i]->fields[j]->key, key) == 0)
                return (found_t){ form->sections[i]->fields[j], i, j };
    return (found_t){ NULL, 0, 0 };
}

static bool
offers (Wlacznik__Choice *const *choices, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp (choices[i]->key, key) == 0)
            return true;
    return false;
}

static bool
offers_all (Wlacznik__Choice *const *before, size_t before_count, Wlacznik__Choice *const *after,
            size_t after_count)
{
    for (size_t i = 0; i < before_count; i++)
        if (!offers (after, after_count, before[i]->key))
            return false;
    return true;
}

static bool
has_column (const Wlacznik__FormField *field, const Wlacznik__TableColumn *before)
{
    for (size_t i = 0; i < field->n_columns; i++) {
        const Wlacznik__TableColumn *column = field->columns[i];
        if (strcmp (column->key, before->key) == 0)
            return column->kind == before->kind && offers_all (before->choices, before->n_choices,
                                                               column->choices, column->n_choices);
    }
    return false;
}

/* ---- one field ---- */

static void
check_columns (const Wlacznik__FormField *before, const Wlacznik__FormField *after, const char *at,
               const wl_problems_t *problems)
{
    for (size_t i = 0; i < before->n_columns; i++)
        if (!has_column (after, before->columns[i])) {
            problem_at (problems, "column-changed",
                        "Kolumny, które już były, muszą zostać takie same; można dodać nowe.",
                        "Columns that were there must stay as they were; new ones can be added.",
                        "%s.columns", at);
            return;
        }
}

static void
check_field (const Wlacznik__FormField *before, const Wlacznik__FormField *after, const char *at,
             const wl_problems_t *problems)
{
    if (after->kind != before->kind)
        problem_at (problems, "kind-changed",
                    "Pole, na które ktoś mógł już odpowiedzieć, nie zmienia rodzaju. Dodaj nowe.",
                    "A field that somebody may have answered keeps its kind. Add a new one.",
                    "%s.kind", at);
    if (after->meaning != before->meaning)
        problem_at (problems, "meaning-changed", "Pole nie zmienia znaczenia. Dodaj nowe.",
                    "A field keeps its meaning. Add a new one.", "%s.meaning", at);
    if (before->hidden_from_assessors && !after->hidden_from_assessors)
        problem_at (problems, "privacy-weakened",
                    "Obiecano, że oceniający tego nie zobaczą. Tego się nie cofa.",
                    "It was promised that assessors will not see this. That stands.",
                    "%s.hiddenFromAssessors", at);
    if (!offers_all (before->choices, before->n_choices, after->choices, after->n_choices))
        problem_at (problems, "choice-removed",
                    "Odpowiedzi, które już były do wyboru, muszą zostać; można dodać nowe.",
                    "Answers that were offered must stay; new ones can be added.", "%s.choices",
                    at);
    check_columns (before, after, at, problems);
}

void
form_revision_check (const Wlacznik__Form *before, const Wlacznik__Form *after, const char *at,
                     const wl_problems_t *problems)
{
    for (size_t i = 0; i < before->n_sections; i++)
        for (size_t j = 0; j < before->sections[i]->n_fields; j++) {
            const Wlacznik__FormField *field = before->sections[i]->fields[j];
            found_t now = find (after, field->key);

            if (now.field == NULL)
                wl_error_add_field (
                    problems->error, wl_text_printf (problems->error->arena, "%s.sections", at),
                    "field-removed",
                    wl_problem_text (
                        problems,
                        "Pole „%s” musi zostać w formularzu. Jeśli już o nie nie pytasz, "
                        "oznacz je jako wycofane.",
                        "The field “%s” must stay in the form. If it is no longer asked, "
                        "mark it as retired."),
                    field->key);
            else
                check_field (field, now.field,
                             wl_text_printf (problems->error->arena, "%s.sections[%zu].fields[%zu]",
                                             at, now.section, now.place),
                             problems);
        }
}
