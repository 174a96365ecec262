#include "field_definition.h"

#include <string.h>

#include "answer_rules.h"
#include "definition_problem.h"

#define KIND(name)    WLACZNIK__FIELD_KIND__##name
#define MEANING(name) WLACZNIK__FIELD_MEANING__##name
#define TEST(name)    WLACZNIK__CONDITION_TEST__##name

/* ---- what a kind may have ---- */

static bool
asks_choice (Wlacznik__FieldKind kind)
{
    return kind == KIND (SINGLE_CHOICE) || kind == KIND (MULTI_CHOICE);
}

static bool
asks_agreement (Wlacznik__FieldKind kind)
{
    return kind == KIND (DECLARATION) || kind == KIND (CONSENT);
}

static bool
asks_number (Wlacznik__FieldKind kind)
{
    return kind == KIND (NUMBER) || kind == KIND (MONEY);
}

static bool
asks_words (Wlacznik__FieldKind kind)
{
    return kind == KIND (SHORT_TEXT) || kind == KIND (LONG_TEXT);
}

static bool
asks_list (Wlacznik__FieldKind kind)
{
    return kind == KIND (TABLE) || kind == KIND (BUDGET) || kind == KIND (PERSON_LIST) ||
           kind == KIND (FILE);
}

/* ---- choices and limits, of fields and of columns ---- */

static void
check_choices (Wlacznik__FieldKind kind, Wlacznik__Choice *const *choices, size_t count,
               const char *at, const wl_problems_t *problems)
{
    if (asks_choice (kind) && count == 0)
        problem_at (problems, "required", "Pole wyboru potrzebuje odpowiedzi do wyboru.",
                    "A field to choose in needs answers to choose from.", "%s.choices", at);
    if (!asks_choice (kind) && kind != KIND (BUDGET) && count > 0)
        problem_at (problems, "not-for-kind", "Pole tego rodzaju nie ma odpowiedzi do wyboru.",
                    "A field of this kind has no answers to choose from.", "%s.choices", at);
    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp (choices[i]->key, choices[j]->key) == 0) {
                problem_at (problems, "duplicate", duplicate_pl, duplicate_en,
                            "%s.choices[%zu].key", at, i);
                break;
            }
}

static void
check_limits (const value_limits_t *limits, const char *at, const wl_problems_t *problems)
{
    if (!asks_words (limits->kind) && limits->kind != KIND (PERSON_LIST) && limits->max_length != 0)
        problem_at (problems, "not-for-kind", "Długość ogranicza się tylko w polach tekstowych.",
                    "Only fields of text have a length.", "%s.maxLength", at);
    if (!asks_number (limits->kind)) {
        if (limits->min != 0 || limits->max != 0)
            problem_at (problems, "not-for-kind", "Zakres mają tylko liczby i kwoty.",
                        "Only numbers and amounts have a range.", "%s.%s", at,
                        limits->min != 0 ? "min" : "max");
        return;
    }
    if (limits->max != 0 && limits->min > limits->max)
        problem_at (problems, "above-max", "Najmniejsza wartość jest większa niż największa.",
                    "The smallest value is larger than the largest.", "%s.min", at);
    if (limits->kind == KIND (MONEY) && (limits->min < 0 || limits->max < 0))
        problem_at (problems, "negative", "Kwota nie może być ujemna.",
                    "An amount cannot be negative.", "%s.%s", at, limits->min < 0 ? "min" : "max");
}

/* ---- lists ---- */

static void
check_column (const Wlacznik__FormField *field, size_t index, const char *at,
              const wl_problems_t *problems)
{
    const Wlacznik__TableColumn *column = field->columns[index];
    value_limits_t limits = { column->kind, column->max_length, column->min, column->max };

    for (size_t i = 0; i < index; i++)
        if (strcmp (field->columns[i]->key, column->key) == 0) {
            problem_at (problems, "duplicate", duplicate_pl, duplicate_en, "%s.key", at);
            break;
        }
    if (column->kind != KIND (SHORT_TEXT) && column->kind != KIND (SINGLE_CHOICE) &&
        column->kind != KIND (CALENDAR_DATE) && !asks_number (column->kind))
        problem_at (problems, "not-for-column",
                    "Kolumna to krótki tekst, liczba, kwota, jedna odpowiedź do wyboru albo data.",
                    "A column is a short text, a number, an amount, a single choice or a date.",
                    "%s.kind", at);
    if (column->total && !asks_number (column->kind))
        problem_at (problems, "not-for-kind", "Sumę mają tylko kolumny liczb i kwot.",
                    "Only columns of numbers and amounts have a total.", "%s.total", at);
    check_choices (column->kind, column->choices, column->n_choices, at, problems);
    check_limits (&limits, at, problems);
}

static void
check_list (const Wlacznik__FormField *field, const char *at, const wl_problems_t *problems)
{
    if (field->kind == KIND (TABLE) && field->n_columns == 0)
        problem_at (problems, "required", "Tabela potrzebuje kolumn.", "A table needs columns.",
                    "%s.columns", at);
    if (field->kind != KIND (TABLE) && field->n_columns > 0)
        problem_at (problems, "not-for-kind", "Kolumny ma tylko tabela.",
                    "Only a table has columns.", "%s.columns", at);
    for (size_t i = 0; i < field->n_columns; i++)
        check_column (field, i, wl_text_printf (problems->error->arena, "%s.columns[%zu]", at, i),
                      problems);
    if (!asks_list (field->kind) && (field->min_rows != 0 || field->max_rows != 0))
        problem_at (problems, "not-for-kind", "Liczbę pozycji mają tylko listy.",
                    "Only lists have a number of items.", "%s.%s", at,
                    field->min_rows != 0 ? "minRows" : "maxRows");
    else if (field->max_rows != 0 && field->min_rows > field->max_rows)
        problem_at (problems, "above-max", "Najmniejsza wartość jest większa niż największa.",
                    "The smallest value is larger than the largest.", "%s.minRows", at);
}

/* "application/pdf": two names of a few plain characters. */
static bool
media_type_valid (const char *text)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789.+-";
    size_t type = strspn (text, allowed);
    size_t subtype = text[type] == '/' ? strspn (text + type + 1, allowed) : 0;

    return type > 0 && subtype > 0 && text[type + 1 + subtype] == '\0';
}

static void
check_file (const Wlacznik__FormField *field, const char *at, const wl_problems_t *problems)
{
    bool limited = field->n_file_types > 0 || field->max_file_bytes != 0;

    if (field->kind != KIND (FILE) && limited)
        problem_at (problems, "not-for-kind", "To ograniczenie dotyczy tylko plików.",
                    "Only files have this limit.", "%s.%s", at,
                    field->n_file_types > 0 ? "fileTypes" : "maxFileBytes");
    for (size_t i = 0; i < field->n_file_types; i++)
        if (!media_type_valid (field->file_types[i]))
            problem_at (problems, "format", "Podaj rodzaj pliku tak: application/pdf.",
                        "Give the type of file like this: application/pdf.", "%s.fileTypes[%zu]",
                        at, i);
}

/* ---- what refers to other fields ---- */

static const Wlacznik__FormField *
find_earlier (const earlier_fields_t *earlier, const char *key)
{
    for (size_t i = 0; i < earlier->count; i++)
        if (strcmp (earlier->list[i]->key, key) == 0)
            return earlier->list[i];
    return NULL;
}

static void
check_total_field (const Wlacznik__FormField *field, const earlier_fields_t *earlier,
                   const char *at, const wl_problems_t *problems)
{
    const Wlacznik__FormField *named = find_earlier (earlier, field->total_field);

    if (field->total_field[0] == '\0')
        return;
    if (field->kind != KIND (BUDGET))
        problem_at (problems, "not-for-kind", "Tylko budżet wyjaśnia kwotę z innego pola.",
                    "Only a budget explains the amount of another field.", "%s.totalField", at);
    else if (named == NULL || named->kind != KIND (MONEY))
        problem_at (
            problems, "unknown-field", "Wskaż pole kwoty, które stoi w formularzu przed budżetem.",
            "Name a field of an amount that stands before the budget.", "%s.totalField", at);
}

static bool
offers (const Wlacznik__FormField *field, const char *choice)
{
    if (asks_agreement (field->kind))
        return strcmp (choice, ANSWER_YES) == 0;
    for (size_t i = 0; i < field->n_choices; i++)
        if (strcmp (field->choices[i]->key, choice) == 0)
            return asks_choice (field->kind);
    return false;
}

static void
check_tested_field (const Wlacznik__Condition *condition, const earlier_fields_t *earlier,
                    const char *at, const wl_problems_t *problems)
{
    const Wlacznik__FormField *field = find_earlier (earlier, condition->field);
    bool chosen = condition->test == TEST (CHOSEN) || condition->test == TEST (NOT_CHOSEN);
    bool counted = condition->test == TEST (AT_LEAST) || condition->test == TEST (AT_MOST);

    if (field == NULL)
        problem_at (problems, "unknown-field",
                    "Warunek może pytać tylko o pole, które stoi wcześniej w formularzu.",
                    "A condition can only ask of a field that stands earlier in the form.",
                    "%s.field", at);
    else if (chosen && !offers (field, condition->value))
        problem_at (problems, "not-a-choice", "Pole, o które pyta warunek, nie ma tej odpowiedzi.",
                    "The field that the condition asks of does not offer this answer.", "%s.value",
                    at);
    else if (counted && !asks_number (field->kind) && field->kind != KIND (BUDGET))
        problem_at (problems, "not-for-kind", "Porównać można tylko liczbę, kwotę albo budżet.",
                    "Only a number, an amount or a budget can be compared.", "%s.test", at);
}

static void
check_condition (const Wlacznik__Condition *condition, const earlier_fields_t *earlier,
                 const char *at, const wl_problems_t *problems)
{
    if (condition->test != TEST (APPLICANT_IS)) {
        check_tested_field (condition, earlier, at, problems);
        return;
    }
    if (condition->n_applicant_types == 0)
        problem_at (problems, "required", "Wybierz rodzaje wnioskodawców.",
                    "Choose kinds of applicants.", "%s.applicantTypes", at);
    if (condition->field[0] != '\0')
        problem_at (problems, "not-for-kind", "Ten warunek pyta o wnioskodawcę, nie o pole.",
                    "This condition asks of the applicant, not of a field.", "%s.field", at);
}

void
conditions_definition_check (const Wlacznik__Conditions *conditions,
                             const earlier_fields_t *earlier, const char *at,
                             const wl_problems_t *problems)
{
    for (size_t i = 0; conditions != NULL && i < conditions->n_list; i++)
        check_condition (conditions->list[i], earlier,
                         wl_text_printf (problems->error->arena, "%s.list[%zu]", at, i), problems);
}

static void
check_requirement (const Wlacznik__FormField *field, const char *at, const wl_problems_t *problems)
{
    if (field->kind == KIND (CONSENT) &&
        (field->required || (field->required_if != NULL && field->required_if->n_list > 0)))
        problem_at (problems, "not-for-kind",
                    "Zgody nie można wymagać. Użyj oświadczenia, jeśli jest konieczna.",
                    "A consent cannot be required. Use a declaration if it must be.", "%s.required",
                    at);
}

/* ---- all of it ---- */

static bool
kind_fits_meaning (const Wlacznik__FormField *field)
{
    switch (field->meaning) {
    case MEANING (TITLE):
        return field->kind == KIND (SHORT_TEXT);
    case MEANING (SUMMARY):
        return asks_words (field->kind);
    case MEANING (AMOUNT):
        return field->kind == KIND (MONEY) || field->kind == KIND (BUDGET);
    case MEANING (RECIPIENTS):
        return asks_words (field->kind) || asks_choice (field->kind);
    case MEANING (LOCATION):
        return field->kind == KIND (PLACE) || asks_words (field->kind);
    case MEANING (LICENCE):
        return field->kind == KIND (SINGLE_CHOICE);
    default:
        return true;
    }
}

void
field_definition_check (const Wlacznik__FormField *field, const earlier_fields_t *earlier,
                        const char *at, const wl_problems_t *problems)
{
    wl_arena_t *arena = problems->error->arena;
    value_limits_t limits = { field->kind, field->max_length, field->min, field->max };

    check_choices (field->kind, field->choices, field->n_choices, at, problems);
    check_limits (&limits, at, problems);
    check_list (field, at, problems);
    check_file (field, at, problems);
    check_total_field (field, earlier, at, problems);
    conditions_definition_check (field->visible_if, earlier,
                                 wl_text_printf (arena, "%s.visibleIf", at), problems);
    conditions_definition_check (field->required_if, earlier,
                                 wl_text_printf (arena, "%s.requiredIf", at), problems);
    check_requirement (field, at, problems);
    if (!kind_fits_meaning (field))
        problem_at (problems, "wrong-kind-for-meaning",
                    "Pole o tym znaczeniu musi być innego rodzaju: tytuł to krótki tekst, kwota to "
                    "pieniądze albo budżet.",
                    "A field with this meaning is of another kind: a title is a short text, an "
                    "amount is money or a budget.",
                    "%s.meaning", at);
}
