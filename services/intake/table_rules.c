#include "table_rules.h"

#include <string.h>

#include "answer_rules.h"
#include "base/amount.h"
#include "base/identifiers.h"
#include "field_problem.h"

#define KIND(name) WLACZNIK__FIELD_KIND__##name

/* A place inside the answer to `field`. */
#define path_in(problems, field, format, ...) \
    wl_text_printf ((problems)->error->arena, "answers.%s." format, (field)->key, __VA_ARGS__)

static size_t
row_count (const Wlacznik__FormField *field, const Wlacznik__Answer *answer)
{
    switch (field->kind) {
    case KIND (TABLE):
        return answer->n_rows;
    case KIND (BUDGET):
        return answer->n_budget;
    case KIND (PERSON_LIST):
        return answer->n_people;
    default:
        return answer->n_attachments;
    }
}

static size_t
max_rows (const Wlacznik__FormField *field)
{
    if (field->max_rows != 0)
        return field->max_rows;
    return field->kind == KIND (FILE) ? 1 : LIST_ROWS_MAX;
}

/* ---- a table ---- */

static const Wlacznik__TableColumn *
find_column (const Wlacznik__FormField *field, const char *key)
{
    for (size_t i = 0; i < field->n_columns; i++)
        if (strcmp (field->columns[i]->key, key) == 0)
            return field->columns[i];
    return NULL;
}

static Wlacznik__TableCell *
find_cell (const Wlacznik__TableRow *row, const char *column)
{
    for (size_t i = 0; i < row->n_cells; i++)
        if (strcmp (row->cells[i]->column, column) == 0)
            return row->cells[i];
    return NULL;
}

static bool
is_number (const Wlacznik__TableColumn *column)
{
    return column->kind == KIND (NUMBER) || column->kind == KIND (MONEY);
}

static bool
is_offered (const Wlacznik__TableColumn *column, const char *choice)
{
    for (size_t i = 0; i < column->n_choices; i++)
        if (strcmp (column->choices[i]->key, choice) == 0)
            return true;
    return false;
}

static bool
cell_has_kind (const Wlacznik__TableColumn *column, const Wlacznik__TableCell *cell)
{
    bool text = cell->text[0] != '\0', number = cell->number != 0, choice = cell->choice[0] != '\0';

    if (is_number (column))
        return !text && !choice;
    return column->kind == KIND (SINGLE_CHOICE) ? !text && !number : !number && !choice;
}

static void
check_cell (const Wlacznik__FormField *field, const Wlacznik__TableColumn *column,
            const Wlacznik__TableCell *cell, size_t row, const wl_problems_t *problems)
{
    const char *path = path_in (problems, field, "rows[%zu].%s", row, column->key);
    const char *label = field_label (column->label, column->key, problems);
    value_limits_t limits = { column->kind, column->max_length, column->min, column->max };

    if (!cell_has_kind (column, cell))
        field_problem_at (problems, column, path, "wrong-kind",
                          "„%s”: odpowiedź jest innego rodzaju, niż pyta kolumna.",
                          "“%s”: the answer is of another kind than the column asks for.");
    else if (is_number (column))
        answer_check_number (&limits, cell->number, path, label, problems);
    else if (column->kind != KIND (SINGLE_CHOICE))
        answer_check_text (&limits, cell->text, path, label, problems);
    else if (cell->choice[0] != '\0' && !is_offered (column, cell->choice))
        field_problem_at (problems, column, path, "not-a-choice",
                          "„%s”: wybierz spośród podanych odpowiedzi.",
                          "“%s”: choose among the answers offered.");
}

static void
check_row (const Wlacznik__FormField *field, const Wlacznik__TableRow *row, size_t index,
           const wl_problems_t *problems)
{
    for (size_t i = 0; i < row->n_cells; i++) {
        const Wlacznik__TableColumn *column = find_column (field, row->cells[i]->column);

        if (column == NULL)
            field_problem_at (problems, field, path_in (problems, field, "rows[%zu]", index),
                              "unknown-column", "„%s”: tabela nie ma takiej kolumny.",
                              "“%s”: the table has no such column.");
        else if (find_cell (row, column->key) != row->cells[i])
            field_problem_at (problems, field,
                              path_in (problems, field, "rows[%zu].%s", index, column->key),
                              "duplicate", "„%s”: są tu dwie odpowiedzi. Zostaw jedną.",
                              "“%s”: there are two answers. Leave one.");
        else
            check_cell (field, column, row->cells[i], index, problems);
    }
}

/* Saturates: at most 100 cells, so that only absurd numbers meet it, and they stay absurd. */
static int64_t
column_sum (const Wlacznik__TableColumn *column, const Wlacznik__Answer *answer)
{
    int64_t sum = 0;

    for (size_t i = 0; i < answer->n_rows; i++) {
        const Wlacznik__TableCell *cell = find_cell (answer->rows[i], column->key);
        if (cell != NULL && !wl_add (sum, cell->number, &sum))
            return cell->number > 0 ? INT64_MAX : INT64_MIN;
    }
    return sum;
}

static void
check_table (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
             const wl_problems_t *problems)
{
    for (size_t i = 0; i < answer->n_rows; i++)
        check_row (field, answer->rows[i], i, problems);
    for (size_t i = 0; i < answer->n_totals; i++) {
        const Wlacznik__TableColumn *column = find_column (field, answer->totals[i]->column);

        if (column == NULL || !column->total ||
            answer->totals[i]->sum != column_sum (column, answer))
            field_problem_at (problems, field, path_in (problems, field, "totals[%zu]", i),
                              "wrong-total", "„%s”: suma kolumny się nie zgadza.",
                              "“%s”: the total of the column is not right.");
    }
}

static void
check_table_gaps (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
                  const wl_problems_t *problems)
{
    for (size_t i = 0; i < answer->n_rows; i++)
        for (size_t j = 0; j < field->n_columns; j++) {
            const Wlacznik__TableColumn *column = field->columns[j];
            const Wlacznik__TableCell *cell = find_cell (answer->rows[i], column->key);
            bool given = cell != NULL &&
                         (is_number (column) || cell->text[0] != '\0' || cell->choice[0] != '\0');

            if (column->required && !given)
                field_problem_at (
                    problems, column, path_in (problems, field, "rows[%zu].%s", i, column->key),
                    "required", "Uzupełnij „%s” w każdym wierszu.", "Fill in “%s” in each row.");
        }
}

/* ---- a budget ---- */

/* Price times count; false when it is more money than there can be. */
static bool
line_total (const Wlacznik__BudgetLine *line, int64_t *ret)
{
    return wl_multiply (line->unit_price_grosze, line->count, ret) && *ret <= MONEY_MAX;
}

static bool
has_category (const Wlacznik__FormField *field, const char *category)
{
    for (size_t i = 0; i < field->n_choices; i++)
        if (strcmp (field->choices[i]->key, category) == 0)
            return true;
    return false;
}

static void
check_line (const Wlacznik__FormField *field, const Wlacznik__BudgetLine *line, size_t index,
            const wl_problems_t *problems)
{
    int64_t total;

    if (line->category[0] != '\0' && !has_category (field, line->category))
        field_problem_at (problems, field, path_in (problems, field, "budget[%zu].category", index),
                          "not-a-choice", "„%s”: wybierz kategorię kosztu spośród podanych.",
                          "“%s”: choose the category of the cost among those offered.");
    if (line->unit_price_grosze < 0 || line->count < 0 || !line_total (line, &total))
        field_problem_at (
            problems, field, path_in (problems, field, "budget[%zu].unitPriceGrosze", index),
            "too-large", "„%s”: cena razy liczba to nie jest możliwa kwota. Sprawdź obie.",
            "“%s”: price times count is no possible amount. Check both.");
    else if (line->total_grosze != 0 && line->total_grosze != total)
        field_problem_at (
            problems, field, path_in (problems, field, "budget[%zu].totalGrosze", index),
            "wrong-total", "„%s”: wartość pozycji to cena razy liczba; tu wychodzi inaczej.",
            "“%s”: a line's total is its price times its count; it differs here.");
}

/* False when the lines do not add up to a possible amount. */
static bool
budget_total (const Wlacznik__Answer *answer, int64_t *ret)
{
    int64_t line;

    *ret = 0;
    for (size_t i = 0; i < answer->n_budget; i++) {
        if (!line_total (answer->budget[i], &line) || line > MONEY_MAX - *ret)
            return false;
        *ret += line;
    }
    return true;
}

static void
check_budget (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
              const wl_problems_t *problems)
{
    size_t before = wl_problem_count (problems);
    int64_t total;

    for (size_t i = 0; i < answer->n_budget; i++)
        check_line (field, answer->budget[i], i, problems);
    if (wl_problem_count (problems) != before)
        return;
    if (!budget_total (answer, &total))
        field_problem (problems, field, "too-large", "„%s”: suma kosztów nie jest możliwą kwotą.",
                       "“%s”: the costs add up to no possible amount.");
    else if (answer->number != 0 && answer->number != total)
        field_problem (problems, field, "wrong-total", "„%s”: suma pozycji się nie zgadza.",
                       "“%s”: the lines do not add up to this total.");
}

static void
check_budget_gaps (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
                   const wl_problems_t *problems)
{
    for (size_t i = 0; i < answer->n_budget; i++) {
        const Wlacznik__BudgetLine *line = answer->budget[i];
        const char *open = field->n_choices > 0 && line->category[0] == '\0' ? "category"
                           : line->name[0] == '\0'                           ? "name"
                           : line->unit_price_grosze == 0                    ? "unitPriceGrosze"
                           : line->count == 0                                ? "count"
                                                                             : NULL;

        if (open != NULL)
            field_problem_at (problems, field, path_in (problems, field, "budget[%zu].%s", i, open),
                              "required",
                              "„%s”: każda pozycja potrzebuje kategorii, nazwy, ceny i liczby.",
                              "“%s”: each line needs a category, a name, a price and a count.");
    }
}

/* ---- people and files ---- */

static void
check_people (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
              const wl_problems_t *problems)
{
    value_limits_t limits = { KIND (LONG_TEXT), field->max_length, 0, 0 };
    const char *label = field_label (field->label, field->key, problems);

    for (size_t i = 0; i < answer->n_people; i++) {
        const Wlacznik__ListedPerson *one = answer->people[i];

        if (one->email[0] != '\0' && !wl_email_valid (one->email))
            field_problem_at (problems, field, path_in (problems, field, "people[%zu].email", i),
                              "format", "„%s”: to nie jest adres e-mail.",
                              "“%s”: this is no e-mail address.");
        answer_check_text (&limits, one->experience,
                           path_in (problems, field, "people[%zu].experience", i), label, problems);
    }
}

static void
check_people_gaps (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
                   const wl_problems_t *problems)
{
    for (size_t i = 0; i < answer->n_people; i++)
        if (answer->people[i]->name[0] == '\0')
            field_problem_at (problems, field, path_in (problems, field, "people[%zu].name", i),
                              "required", "„%s”: podaj imię i nazwisko każdej osoby.",
                              "“%s”: give the name of each person.");
}

static void
check_files (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
             const wl_problems_t *problems)
{
    for (size_t i = 1; i < answer->n_attachments; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp (answer->attachments[i], answer->attachments[j]) == 0) {
                field_problem_at (problems, field, path_in (problems, field, "attachments[%zu]", i),
                                  "duplicate", "„%s”: ten plik jest tu już dodany.",
                                  "“%s”: this file is here already.");
                break;
            }
}

/* ---- by the kind ---- */

void
table_check_fit (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
                 const wl_problems_t *problems)
{
    if (row_count (field, answer) > max_rows (field)) {
        field_problem (problems, field, "too-many-rows", "„%s”: jest tu za dużo pozycji.",
                       "“%s”: there are too many items.");
        return;
    }
    switch (field->kind) {
    case KIND (TABLE):
        check_table (field, answer, problems);
        break;
    case KIND (BUDGET):
        check_budget (field, answer, problems);
        break;
    case KIND (PERSON_LIST):
        check_people (field, answer, problems);
        break;
    default:
        check_files (field, answer, problems);
        break;
    }
}

void
table_check_gaps (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
                  const wl_problems_t *problems)
{
    if (row_count (field, answer) < field->min_rows)
        field_problem (problems, field, "too-few-rows", "„%s”: jest tu za mało pozycji.",
                       "“%s”: there are too few items.");
    if (field->kind == KIND (TABLE))
        check_table_gaps (field, answer, problems);
    else if (field->kind == KIND (BUDGET))
        check_budget_gaps (field, answer, problems);
    else if (field->kind == KIND (PERSON_LIST))
        check_people_gaps (field, answer, problems);
}

/* ---- totals ---- */

static void
total_columns (const Wlacznik__FormField *field, Wlacznik__Answer *answer, wl_arena_t *arena)
{
    answer->n_totals = 0;
    answer->totals = wl_arena_array (arena, field->n_columns, sizeof *answer->totals);
    for (size_t i = 0; i < field->n_columns; i++) {
        Wlacznik__ColumnTotal *total;

        if (!field->columns[i]->total)
            continue;
        total = wl_arena_alloc (arena, sizeof *total);
        wlacznik__column_total__init (total);
        total->column = field->columns[i]->key;
        total->sum = column_sum (field->columns[i], answer);
        answer->totals[answer->n_totals++] = total;
    }
}

void
table_compute_totals (const Wlacznik__FormField *field, Wlacznik__Answer *answer, wl_arena_t *arena)
{
    if (field->kind == KIND (TABLE))
        total_columns (field, answer, arena);
    if (field->kind != KIND (BUDGET))
        return;
    for (size_t i = 0; i < answer->n_budget; i++)
        (void) line_total (answer->budget[i], &answer->budget[i]->total_grosze);
    (void) budget_total (answer, &answer->number);
}
