#include "form_definition.h"

#include <string.h>

#include "definition_problem.h"
#include "field_definition.h"

#define MEANING(name) WLACZNIK__FIELD_MEANING__##name

/* The fields of a form in one line, because their keys and meanings are unique in all of it. */
typedef struct fields {
    const Wlacznik__FormField **list;
    const Wlacznik__FormSection **sections; /* of each field */
    const char **paths;
    size_t count;
} fields_t;

static fields_t
list_fields (const Wlacznik__Form *form, const char *at, wl_arena_t *arena)
{
    fields_t fields = { .count = 0 };

    for (size_t i = 0; i < form->n_sections; i++)
        fields.count += form->sections[i]->n_fields;
    fields.list = wl_arena_array (arena, fields.count, sizeof *fields.list);
    fields.sections = wl_arena_array (arena, fields.count, sizeof *fields.sections);
    fields.paths = wl_arena_array (arena, fields.count, sizeof *fields.paths);
    fields.count = 0;
    for (size_t i = 0; i < form->n_sections; i++)
        for (size_t j = 0; j < form->sections[i]->n_fields; j++) {
            fields.list[fields.count] = form->sections[i]->fields[j];
            fields.sections[fields.count] = form->sections[i];
            fields.paths[fields.count++] =
                wl_text_printf (arena, "%s.sections[%zu].fields[%zu]", at, i, j);
        }
    return fields;
}

static void
check_sections (const Wlacznik__Form *form, const fields_t *fields, const char *at,
                const wl_problems_t *problems)
{
    earlier_fields_t earlier = { .list = fields->list, .count = 0 };

    for (size_t i = 0; i < form->n_sections; i++) {
        const Wlacznik__FormSection *section = form->sections[i];

        for (size_t j = 0; j < i; j++)
            if (strcmp (section->key, form->sections[j]->key) == 0) {
                problem_at (problems, "duplicate", duplicate_pl, duplicate_en,
                            "%s.sections[%zu].key", at, i);
                break;
            }
        conditions_definition_check (
            section->visible_if, &earlier,
            wl_text_printf (problems->error->arena, "%s.sections[%zu].visibleIf", at, i), problems);
        earlier.count += section->n_fields;
    }
}

static void
check_unique_field (const fields_t *fields, size_t index, const wl_problems_t *problems)
{
    const Wlacznik__FormField *field = fields->list[index];

    for (size_t i = 0; i < index; i++)
        if (strcmp (fields->list[i]->key, field->key) == 0) {
            problem_at (problems, "duplicate", duplicate_pl, duplicate_en, "%s.key",
                        fields->paths[index]);
            return;
        }
}

static void
check_unique_meaning (const fields_t *fields, size_t index, const wl_problems_t *problems)
{
    const Wlacznik__FormField *field = fields->list[index];

    if (field->meaning == MEANING (FIELD_MEANING_UNSPECIFIED))
        return;
    for (size_t i = 0; i < index; i++)
        if (fields->list[i]->meaning == field->meaning) {
            problem_at (problems, "duplicate", "Inne pole ma już to znaczenie.",
                        "Another field already has this meaning.", "%s.meaning",
                        fields->paths[index]);
            return;
        }
}

static bool
is_conditional (const fields_t *fields, size_t index)
{
    const Wlacznik__Conditions *field = fields->list[index]->visible_if;
    const Wlacznik__Conditions *section = fields->sections[index]->visible_if;

    return (field != NULL && field->n_list > 0) || (section != NULL && section->n_list > 0);
}

static void
check_needed_field (const fields_t *fields, size_t index, const wl_problems_t *problems)
{
    if (!fields->list[index]->required)
        problem_at (problems, "must-be-required", "To pole musi być wymagane.",
                    "This field must be required.", "%s.required", fields->paths[index]);
    if (is_conditional (fields, index))
        problem_at (problems, "must-be-shown", "To pole musi być widoczne zawsze.",
                    "This field must always be shown.", "%s.visibleIf", fields->paths[index]);
}

/* Lists, letters and rankings speak of the title and the amount, so a submission must have them. */
static void
check_needed_meaning (const fields_t *fields, Wlacznik__FieldMeaning meaning, const char *at,
                      const wl_problems_t *problems)
{
    for (size_t i = 0; i < fields->count; i++)
        if (fields->list[i]->meaning == meaning) {
            check_needed_field (fields, i, problems);
            return;
        }
    if (meaning == MEANING (TITLE))
        problem_at (problems, "title-missing",
                    "Formularz pierwszego etapu musi pytać o tytuł. Oznacz jedno pole jako tytuł.",
                    "The first stage's form must ask for the title. Mark one field as the title.",
                    "%s.sections", at);
    else
        problem_at (problems, "amount-missing",
                    "Formularz pierwszego etapu musi pytać o kwotę. Oznacz jedno pole jako kwotę.",
                    "The first stage's form must ask for the amount. Mark one field as the amount.",
                    "%s.sections", at);
}

void
form_definition_check (const Wlacznik__Form *form, bool first, const char *at,
                       const wl_problems_t *problems)
{
    fields_t fields = list_fields (form, at, problems->error->arena);

    check_sections (form, &fields, at, problems);
    for (size_t i = 0; i < fields.count; i++) {
        earlier_fields_t earlier = { .list = fields.list, .count = i };
        check_unique_field (&fields, i, problems);
        check_unique_meaning (&fields, i, problems);
        field_definition_check (fields.list[i], &earlier, fields.paths[i], problems);
    }
    if (first) {
        check_needed_meaning (&fields, MEANING (TITLE), at, problems);
        check_needed_meaning (&fields, MEANING (AMOUNT), at, problems);
    }
}
