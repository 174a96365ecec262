#include "form_rules.h"

#include "answer_rules.h"
#include "base/amount.h"
#include "field_problem.h"
#include "form_reading.h"
#include "table_rules.h"

#define KIND(name)    WLACZNIK__FIELD_KIND__##name
#define MEANING(name) WLACZNIK__FIELD_MEANING__##name

/* ---- drafts ---- */

static void
check_answer (const Wlacznik__Form *form, const Wlacznik__Answers *answers, size_t index,
              const wl_problems_t *problems)
{
    const Wlacznik__Answer *answer = answers->list[index];
    const Wlacznik__FormField *field = form_field (form, answer->field);

    if (field == NULL)
        wl_problem_add (
            problems, wl_text_printf (problems->error->arena, "answers.list[%zu].field", index),
            "unknown-field", "Formularz nie ma takiego pola.", "The form has no such field.");
    else if (form_answer (answers, answer->field) != answer)
        field_problem (problems, field, "duplicate", "„%s”: są tu dwie odpowiedzi. Zostaw jedną.",
                       "“%s”: there are two answers. Leave one.");
    else
        answer_check_fit (field, answer, problems);
}

wl_status
form_check_draft (const Wlacznik__Form *form, const Wlacznik__Answers *answers,
                  const wl_problems_t *problems)
{
    size_t before = wl_problem_count (problems);

    for (size_t i = 0; answers != NULL && i < answers->n_list; i++)
        check_answer (form, answers, i, problems);
    return wl_problem_count (problems) == before ? WL_OK : WL_INVALID_ARGUMENT;
}

/* ---- submissions ---- */

static void
check_grant (const Wlacznik__FormField *field, int64_t amount, const grant_limits_t *grant,
             const wl_problems_t *problems)
{
    bool small = amount < grant->min;
    char limit[WL_AMOUNT_TEXT];

    if (!small && amount <= grant->max)
        return;
    wl_money_format (small ? grant->min : grant->max, problems->locale, limit);
    wl_error_add_field (problems->error, field_path (field, problems),
                        small ? "below-min-grant" : "above-max-grant",
                        wl_problem_text (problems, "„%s”: w tym naborze grant wynosi %s %s.",
                                         "“%s”: in this call a grant is %s %s."),
                        field_label (field->label, field->key, problems),
                        small ? wl_problem_text (problems, "co najmniej", "at least")
                              : wl_problem_text (problems, "najwyżej", "at most"),
                        limit);
}

/* A budget explains the amount that another field asks for. */
static void
check_explained (const form_entry_t *budget, const Wlacznik__Answers *answers,
                 const wl_problems_t *problems)
{
    const Wlacznik__Answer *amount = form_answer (answers, budget->field->total_field);
    char total[WL_AMOUNT_TEXT], asked[WL_AMOUNT_TEXT];

    if (amount == NULL || amount->number == budget->answer->number)
        return;
    wl_money_format (budget->answer->number, problems->locale, total);
    wl_money_format (amount->number, problems->locale, asked);
    wl_error_add_field (
        problems->error, field_path (budget->field, problems), "total-differs",
        wl_problem_text (problems,
                         "„%s”: koszty dają razem %s, a kwota to %s. Popraw jedno z nich.",
                         "“%s”: the costs add up to %s, the amount is %s. Correct one of them."),
        field_label (budget->field->label, budget->field->key, problems), total, asked);
}

static void
check_given (const form_entry_t *entry, const Wlacznik__Answers *answers,
             const form_context_t *context, const wl_problems_t *problems)
{
    answer_check_gaps (entry->field, entry->answer, problems);
    if (entry->field->meaning == MEANING (AMOUNT))
        check_grant (entry->field, entry->answer->number, &context->grant, problems);
    if (entry->field->total_field[0] != '\0')
        check_explained (entry, answers, problems);
}

static void
check_missing (const Wlacznik__FormField *field, const wl_problems_t *problems)
{
    if (field->kind == KIND (DECLARATION))
        field_problem (problems, field, "not-agreed", "Potwierdź oświadczenie: „%s”.",
                       "Agree to the declaration: “%s”.");
    else
        field_problem (problems, field, "required", "Uzupełnij pole „%s”.", "Fill in “%s”.");
}

wl_status
form_check_complete (const Wlacznik__Form *form, const Wlacznik__Answers *answers,
                     const form_context_t *context, const wl_problems_t *problems)
{
    wl_status status = form_check_draft (form, answers, problems);
    size_t before = wl_problem_count (problems);
    form_reading_t reading = form_read (form, answers, context->applicant, problems->error->arena);

    for (size_t i = 0; i < reading.count; i++) {
        const form_entry_t *entry = &reading.list[i];
        if (!entry->visible)
            continue;
        if (answer_is_given (entry->field, entry->answer))
            check_given (entry, answers, context, problems);
        else if (entry->required)
            check_missing (entry->field, problems);
    }
    return wl_problem_count (problems) == before ? status : WL_INVALID_ARGUMENT;
}

/* ---- what the house writes and reads ---- */

void
form_compute_totals (const Wlacznik__Form *form, Wlacznik__Answers *answers, wl_arena_t *arena)
{
    for (size_t i = 0; answers != NULL && i < answers->n_list; i++) {
        const Wlacznik__FormField *field = form_field (form, answers->list[i]->field);
        if (field != NULL)
            table_compute_totals (field, answers->list[i], arena);
    }
}

Wlacznik__Answers *
form_shown_answers (const Wlacznik__Form *form, const Wlacznik__Answers *answers,
                    Wlacznik__ApplicantType applicant, wl_arena_t *arena)
{
    form_reading_t reading = form_read (form, answers, applicant, arena);
    Wlacznik__Answers *shown = wl_arena_alloc (arena, sizeof *shown);

    wlacznik__answers__init (shown);
    shown->list = wl_arena_array (arena, reading.count, sizeof *shown->list);
    for (size_t i = 0; i < reading.count; i++) {
        const form_entry_t *entry = &reading.list[i];
        if (entry->visible && answer_is_given (entry->field, entry->answer))
            shown->list[shown->n_list++] = entry->answer;
    }
    return shown;
}

static bool
fits (const Wlacznik__Form *form, const Wlacznik__Answer *answer, wl_arena_t *arena)
{
    const Wlacznik__FormField *field = form_field (form, answer->field);
    wl_error_t error;
    wl_problems_t problems = { &error, "pl" };

    if (field == NULL || field->retired || field->kind == KIND (FILE) ||
        field->kind == KIND (DECLARATION) || field->kind == KIND (CONSENT))
        return false;
    wl_error_init (&error, arena);
    answer_check_fit (field, answer, &problems);
    return wl_problem_count (&problems) == 0;
}

Wlacznik__Answers *
form_fitting_answers (const Wlacznik__Form *form, const Wlacznik__Answers *answers,
                      wl_arena_t *arena)
{
    size_t count = answers == NULL ? 0 : answers->n_list;
    Wlacznik__Answers *fitting = wl_arena_alloc (arena, sizeof *fitting);

    wlacznik__answers__init (fitting);
    fitting->list = wl_arena_array (arena, count, sizeof *fitting->list);
    for (size_t i = 0; i < count; i++)
        if (fits (form, answers->list[i], arena))
            fitting->list[fitting->n_list++] = answers->list[i];
    return fitting;
}

void
form_read_facts (const Wlacznik__Form *form, const Wlacznik__Answers *answers, form_facts_t *facts)
{
    for (size_t i = 0; answers != NULL && i < answers->n_list; i++) {
        const Wlacznik__Answer *answer = answers->list[i];
        const Wlacznik__FormField *field = form_field (form, answer->field);
        if (field == NULL || !answer_is_given (field, answer))
            continue;
        if (field->meaning == MEANING (TITLE))
            facts->title = answer->text;
        else if (field->meaning == MEANING (SUMMARY))
            facts->summary = answer->text;
        else if (field->meaning == MEANING (AMOUNT))
            facts->amount_grosze = answer->number;
    }
}
