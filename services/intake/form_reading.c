#include "form_reading.h"

#include <string.h>

#include "answer_rules.h"

#define TEST(name) WLACZNIK__CONDITION_TEST__##name
#define KIND(name) WLACZNIK__FIELD_KIND__##name

const Wlacznik__FormField *
form_field (const Wlacznik__Form *form, const char *key)
{
    for (size_t s = 0; form != NULL && s < form->n_sections; s++)
        for (size_t f = 0; f < form->sections[s]->n_fields; f++)
            if (strcmp (form->sections[s]->fields[f]->key, key) == 0)
                return form->sections[s]->fields[f];
    return NULL;
}

const Wlacznik__FormField *
form_field_of_call (const Intake__CallDefinition *definition, const char *key)
{
    for (size_t i = 0; definition != NULL && i < definition->n_stages; i++) {
        const Wlacznik__FormField *found = form_field (definition->stages[i]->form, key);
        if (found != NULL)
            return found;
    }
    return NULL;
}

Wlacznik__Answer *
form_answer (const Wlacznik__Answers *answers, const char *field)
{
    for (size_t i = 0; answers != NULL && i < answers->n_list; i++)
        if (strcmp (answers->list[i]->field, field) == 0)
            return answers->list[i];
    return NULL;
}

/* ---- conditions ---- */

/* The answer that counts: given, and to a field that is shown. */
static const Wlacznik__Answer *
counted_answer (const form_reading_t *so_far, const char *field)
{
    for (size_t i = 0; i < so_far->count; i++) {
        const form_entry_t *entry = &so_far->list[i];
        if (strcmp (entry->field->key, field) == 0)
            return entry->visible && answer_is_given (entry->field, entry->answer) ? entry->answer
                                                                                   : NULL;
    }
    return NULL;
}

static bool
is_applicant (const Wlacznik__Condition *condition, Wlacznik__ApplicantType applicant)
{
    for (size_t i = 0; i < condition->n_applicant_types; i++)
        if (condition->applicant_types[i] == applicant)
            return true;
    return false;
}

static bool
holds (const form_reading_t *so_far, const Wlacznik__Condition *condition,
       Wlacznik__ApplicantType applicant)
{
    const Wlacznik__Answer *answer = counted_answer (so_far, condition->field);

    switch (condition->test) {
    case TEST (ANSWERED):
        return answer != NULL;
    case TEST (NOT_ANSWERED):
        return answer == NULL;
    case TEST (CHOSEN):
        return answer_has_choice (answer, condition->value);
    case TEST (NOT_CHOSEN):
        return !answer_has_choice (answer, condition->value);
    case TEST (AT_LEAST):
        return answer != NULL && answer->number >= condition->number;
    case TEST (AT_MOST):
        return answer != NULL && answer->number <= condition->number;
    case TEST (APPLICANT_IS):
        return is_applicant (condition, applicant);
    default:
        return false;
    }
}

/* No conditions hold always. */
static bool
hold (const form_reading_t *so_far, const Wlacznik__Conditions *conditions,
      Wlacznik__ApplicantType applicant)
{
    if (conditions == NULL || conditions->n_list == 0)
        return true;
    for (size_t i = 0; i < conditions->n_list; i++)
        if (holds (so_far, conditions->list[i], applicant) == (conditions->any != 0))
            return conditions->any != 0;
    return !conditions->any;
}

static bool
asks (const form_reading_t *so_far, const Wlacznik__FormField *field,
      Wlacznik__ApplicantType applicant)
{
    if (field->required || field->kind == KIND (DECLARATION))
        return true;
    return field->required_if != NULL && field->required_if->n_list > 0 &&
           hold (so_far, field->required_if, applicant);
}

/* ---- the walk ---- */

form_reading_t
form_read (const Wlacznik__Form *form, const Wlacznik__Answers *answers,
           Wlacznik__ApplicantType applicant, wl_arena_t *arena)
{
    form_reading_t reading = { .count = 0 };
    size_t count = 0;

    for (size_t i = 0; i < form->n_sections; i++)
        count += form->sections[i]->n_fields;
    reading.list = wl_arena_array (arena, count, sizeof *reading.list);
    for (size_t i = 0; i < form->n_sections; i++) {
        const Wlacznik__FormSection *section = form->sections[i];
        bool shown = hold (&reading, section->visible_if, applicant);

        for (size_t j = 0; j < section->n_fields; j++) {
            form_entry_t entry = { .field = section->fields[j] };
            entry.answer = form_answer (answers, entry.field->key);
            entry.visible = shown && !entry.field->retired &&
                            hold (&reading, entry.field->visible_if, applicant);
            entry.required = entry.visible && asks (&reading, entry.field, applicant);
            reading.list[reading.count++] = entry;
        }
    }
    return reading;
}
