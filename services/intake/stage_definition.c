#include "stage_definition.h"

#include <string.h>

#define KIND(name)    WLACZNIK__FIELD_KIND__##name
#define MEANING(name) WLACZNIK__FIELD_MEANING__##name

/* A problem at `at` followed by what the format says; only made when there is one. */
#define problem_at(problems, code, pl, en, ...)                                                    \
    problem_add ((problems), wl_text_printf ((problems)->error->arena, __VA_ARGS__), (code), (pl), \
                 (en))

static const char duplicate_pl[] = "Ten klucz jest już użyty. Nadaj inny.";
static const char duplicate_en[] = "This key is already used. Give another one.";

/* ---- a field ---- */

static bool
asks_choice (const Wlacznik__FormField *field)
{
    return field->kind == KIND (SINGLE_CHOICE) || field->kind == KIND (MULTI_CHOICE);
}

static bool
asks_number (const Wlacznik__FormField *field)
{
    return field->kind == KIND (NUMBER) || field->kind == KIND (MONEY);
}

static bool
asks_words (const Wlacznik__FormField *field)
{
    return field->kind == KIND (SHORT_TEXT) || field->kind == KIND (LONG_TEXT);
}

static void
check_choices (const Wlacznik__FormField *field, const char *at, const problems_t *problems)
{
    if (asks_choice (field) && field->n_choices == 0)
        problem_at (problems, "required", "Pole wyboru potrzebuje odpowiedzi do wyboru.",
                    "A field to choose in needs answers to choose from.", "%s.choices", at);
    if (!asks_choice (field) && field->n_choices > 0)
        problem_at (problems, "not-for-kind", "Pole tego rodzaju nie ma odpowiedzi do wyboru.",
                    "A field of this kind has no answers to choose from.", "%s.choices", at);
    for (size_t i = 1; i < field->n_choices; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp (field->choices[i]->key, field->choices[j]->key) == 0) {
                problem_at (problems, "duplicate", duplicate_pl, duplicate_en,
                            "%s.choices[%zu].key", at, i);
                break;
            }
}

static void
check_limits (const Wlacznik__FormField *field, const char *at, const problems_t *problems)
{
    if (!asks_words (field) && field->max_length != 0)
        problem_at (problems, "not-for-kind", "Długość ogranicza się tylko w polach tekstowych.",
                    "Only fields of text have a length.", "%s.maxLength", at);
    if (!asks_number (field)) {
        if (field->min != 0 || field->max != 0)
            problem_at (problems, "not-for-kind", "Zakres mają tylko liczby i kwoty.",
                        "Only numbers and amounts have a range.", "%s.%s", at,
                        field->min != 0 ? "min" : "max");
        return;
    }
    if (field->max != 0 && field->min > field->max)
        problem_at (problems, "above-max", "Najmniejsza wartość jest większa niż największa.",
                    "The smallest value is larger than the largest.", "%s.min", at);
    if (field->kind == KIND (MONEY) && (field->min < 0 || field->max < 0))
        problem_at (problems, "negative", "Kwota nie może być ujemna.",
                    "An amount cannot be negative.", "%s.%s", at, field->min < 0 ? "min" : "max");
}

static bool
kind_fits_meaning (const Wlacznik__FormField *field)
{
    switch (field->meaning) {
    case MEANING (TITLE):
        return field->kind == KIND (SHORT_TEXT);
    case MEANING (SUMMARY):
        return asks_words (field);
    case MEANING (AMOUNT):
        return field->kind == KIND (MONEY);
    case MEANING (RECIPIENTS):
        return asks_words (field) || asks_choice (field);
    case MEANING (LOCATION):
        return field->kind == KIND (PLACE) || asks_words (field);
    default:
        return true;
    }
}

static void
check_field (const Wlacznik__FormField *field, const char *at, const problems_t *problems)
{
    check_choices (field, at, problems);
    check_limits (field, at, problems);
    if (!kind_fits_meaning (field))
        problem_at (problems, "wrong-kind-for-meaning",
                    "Pole o tym znaczeniu musi być innego rodzaju: tytuł to krótki tekst, kwota to "
                    "pieniądze.",
                    "A field with this meaning is of another kind: a title is a short text, an "
                    "amount is money.",
                    "%s.meaning", at);
}

/* ---- the form ---- */

/* The fields of a form in one line, because their keys and meanings are unique in all of it. */
typedef struct fields {
    const Wlacznik__FormField **list;
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
    fields.paths = wl_arena_array (arena, fields.count, sizeof *fields.paths);
    fields.count = 0;
    for (size_t i = 0; i < form->n_sections; i++)
        for (size_t j = 0; j < form->sections[i]->n_fields; j++) {
            fields.list[fields.count] = form->sections[i]->fields[j];
            fields.paths[fields.count++] =
                wl_text_printf (arena, "%s.sections[%zu].fields[%zu]", at, i, j);
        }
    return fields;
}

static void
check_sections (const Wlacznik__Form *form, const char *at, const problems_t *problems)
{
    for (size_t i = 1; i < form->n_sections; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp (form->sections[i]->key, form->sections[j]->key) == 0) {
                problem_at (problems, "duplicate", duplicate_pl, duplicate_en,
                            "%s.sections[%zu].key", at, i);
                break;
            }
}

static void
check_unique_field (const fields_t *fields, size_t index, const problems_t *problems)
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
check_unique_meaning (const fields_t *fields, size_t index, const problems_t *problems)
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

/* Lists, letters and rankings speak of the title and the amount, so a submission must have them. */
static void
check_needed_meaning (const fields_t *fields, Wlacznik__FieldMeaning meaning, const char *at,
                      const problems_t *problems)
{
    for (size_t i = 0; i < fields->count; i++) {
        if (fields->list[i]->meaning != meaning)
            continue;
        if (!fields->list[i]->required)
            problem_at (problems, "must-be-required", "To pole musi być wymagane.",
                        "This field must be required.", "%s.required", fields->paths[i]);
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

static void
check_form (const Wlacznik__Form *form, bool first, const char *at, const problems_t *problems)
{
    fields_t fields = list_fields (form, at, problems->error->arena);

    check_sections (form, at, problems);
    for (size_t i = 0; i < fields.count; i++) {
        check_unique_field (&fields, i, problems);
        check_unique_meaning (&fields, i, problems);
        check_field (fields.list[i], fields.paths[i], problems);
    }
    if (first) {
        check_needed_meaning (&fields, MEANING (TITLE), at, problems);
        check_needed_meaning (&fields, MEANING (AMOUNT), at, problems);
    }
}

/* ---- the cards ---- */

static void
check_formal_items (const Wlacznik__Stage *stage, const char *at, const problems_t *problems)
{
    for (size_t i = 1; i < stage->n_formal_items; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp (stage->formal_items[i]->key, stage->formal_items[j]->key) == 0) {
                problem_at (problems, "duplicate", duplicate_pl, duplicate_en,
                            "%s.formalItems[%zu].key", at, i);
                break;
            }
}

static void
check_criterion (const Wlacznik__MeritCard *card, size_t index, const char *at,
                 const problems_t *problems)
{
    const Wlacznik__Criterion *criterion = card->criteria[index];

    for (size_t i = 0; i < index; i++)
        if (strcmp (card->criteria[i]->key, criterion->key) == 0) {
            problem_at (problems, "duplicate", duplicate_pl, duplicate_en, "%s.criteria[%zu].key",
                        at, index);
            break;
        }
    if (criterion->min_points > criterion->max_points)
        problem_at (problems, "above-max",
                    "Minimum kryterium jest wyższe niż najwyższa liczba punktów.",
                    "The criterion's minimum is higher than its highest number of points.",
                    "%s.criteria[%zu].minPoints", at, index);
}

/* What an application can reach without premiums, which never count toward a threshold
 * (domain.md 4.8 case 6). At most 30 criteria of 1 000 000: no overflow. */
static int64_t
points_within_reach (const Wlacznik__MeritCard *card)
{
    int64_t sum = 0;

    for (size_t i = 0; i < card->n_criteria; i++)
        if (!card->criteria[i]->premium)
            sum += card->criteria[i]->max_points;
    return sum;
}

static void
check_third_card (const Wlacznik__MeritCard *card, int64_t reach, const char *at,
                  const problems_t *problems)
{
    if (card->third_gap > reach)
        problem_at (problems, "out-of-reach",
                    "Różnica, która wzywa trzecią osobę, jest większa niż suma punktów.",
                    "The gap that calls a third assessor is larger than the sum of points.",
                    "%s.thirdGap", at);
    if ((card->third_gap != 0 || card->third_on_split) && card->assessors != 2)
        problem_at (problems, "needs-two-assessors",
                    "Trzecia ocena jest możliwa tylko tam, gdzie oceniają dwie osoby.",
                    "A third assessment is possible only where two people assess.", "%s.assessors",
                    at);
}

static void
check_merit_card (const Wlacznik__MeritCard *card, const char *at, const problems_t *problems)
{
    int64_t reach = points_within_reach (card);

    for (size_t i = 0; i < card->n_criteria; i++)
        check_criterion (card, i, at, problems);
    if (reach == 0)
        problem_at (problems, "only-premiums",
                    "Karta potrzebuje choć jednego kryterium, które nie jest premią.",
                    "A card needs at least one criterion that is no premium.", "%s.criteria", at);
    if (card->threshold > reach)
        problem_at (problems, "out-of-reach",
                    "Próg jest wyższy niż suma punktów bez premii. Nikt by go nie osiągnął.",
                    "The threshold is above the sum of points without premiums. Nobody could reach "
                    "it.",
                    "%s.threshold", at);
    check_third_card (card, reach, at, problems);
}

void
stage_definition_check (const Wlacznik__Stage *stage, bool first, const char *at,
                        const problems_t *problems)
{
    wl_arena_t *arena = problems->error->arena;

    if (stage->form != NULL)
        check_form (stage->form, first, wl_text_printf (arena, "%s.form", at), problems);
    check_formal_items (stage, at, problems);
    if (stage->merit_card != NULL)
        check_merit_card (stage->merit_card, wl_text_printf (arena, "%s.meritCard", at), problems);
    else if (stage->assessment == WLACZNIK__ASSESSMENT_KIND__POINTS)
        problem_at (problems, "required", "Etap oceniany punktami potrzebuje karty oceny.",
                    "A stage that is assessed by points needs a card.", "%s.meritCard", at);
}
