/* Form definitions and answers. The input is not parsed but played: each byte decides the next part
 * of a form and of answers to it, so that every input is a well-formed message, as the validator
 * lets it through, and the rules are reached at once.
 *
 * What must hold for all of them: totals that the house computed are accepted by the house; the
 * answers that are shown are all that a submission is judged by. */
#include "answer_rules.h"
#include "form_definition.h"
#include "form_reading.h"
#include "form_rules.h"
#include "message/message.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct tape {
    const uint8_t *data;
    size_t left;
    wl_arena_t *arena;
} tape_t;

static unsigned
draw (tape_t *tape, unsigned below)
{
    if (tape->left == 0)
        return 0;
    tape->left--;
    return *tape->data++ % below;
}

static int64_t
draw_number (tape_t *tape)
{
    static const int64_t odd[] = { 0, 1, -1, 500000, INT64_MAX, INT64_MIN, 100000000000000, 7 };

    return odd[draw (tape, sizeof odd / sizeof odd[0])];
}

static char *
draw_text (tape_t *tape)
{
    static const char *const texts[] = { "",     "a",    "yes",  "ąęż",  "2027-02-28",
                                         "3063", "a\nb", "\x07", "\xff", "https://example.org",
                                         "b" };

    return wl_text_copy (tape->arena, texts[draw (tape, sizeof texts / sizeof texts[0])]);
}

static char *
draw_key (tape_t *tape)
{
    static const char *const keys[] = { "a", "b", "c", "d", "yes" };

    return wl_text_copy (tape->arena, keys[draw (tape, sizeof keys / sizeof keys[0])]);
}

/* A list of `type` in the arena, each item made by `make`. */
#define LIST(tape, message, member, type, most, make)                                   \
    do {                                                                                \
        (message)->n_##member = draw ((tape), (most) + 1);                              \
        (message)->member =                                                             \
            wl_arena_array ((tape)->arena, (message)->n_##member + 1, sizeof (type *)); \
        for (size_t item_ = 0; item_ < (message)->n_##member; item_++)                  \
            (message)->member[item_] = make (tape);                                     \
    } while (0)

#define FRESH(tape, type)           ((type *) wl_message_new ((tape)->arena, type##_TYPE))
#define Wlacznik__Choice_TYPE       &wlacznik__choice__descriptor
#define Wlacznik__Condition_TYPE    &wlacznik__condition__descriptor
#define Wlacznik__Conditions_TYPE   &wlacznik__conditions__descriptor
#define Wlacznik__TableColumn_TYPE  &wlacznik__table_column__descriptor
#define Wlacznik__FormField_TYPE    &wlacznik__form_field__descriptor
#define Wlacznik__FormSection_TYPE  &wlacznik__form_section__descriptor
#define Wlacznik__TableCell_TYPE    &wlacznik__table_cell__descriptor
#define Wlacznik__TableRow_TYPE     &wlacznik__table_row__descriptor
#define Wlacznik__ColumnTotal_TYPE  &wlacznik__column_total__descriptor
#define Wlacznik__BudgetLine_TYPE   &wlacznik__budget_line__descriptor
#define Wlacznik__ListedPerson_TYPE &wlacznik__listed_person__descriptor
#define Wlacznik__Answer_TYPE       &wlacznik__answer__descriptor

/* ---- a form ---- */

static Wlacznik__FieldKind
draw_kind (tape_t *tape)
{
    return (Wlacznik__FieldKind) (1 + draw (tape, WLACZNIK__FIELD_KIND__FILE));
}

static Wlacznik__Choice *
make_choice (tape_t *tape)
{
    Wlacznik__Choice *choice = FRESH (tape, Wlacznik__Choice);

    choice->key = draw_key (tape);
    return choice;
}

static Wlacznik__Condition *
make_condition (tape_t *tape)
{
    Wlacznik__Condition *condition = FRESH (tape, Wlacznik__Condition);

    condition->test =
        (Wlacznik__ConditionTest) (1 + draw (tape, WLACZNIK__CONDITION_TEST__APPLICANT_IS));
    condition->value = draw_key (tape);
    condition->number = draw_number (tape);
    if (condition->test != WLACZNIK__CONDITION_TEST__APPLICANT_IS)
        condition->field = draw_key (tape);
    condition->n_applicant_types = draw (tape, 2);
    condition->applicant_types =
        wl_arena_array (tape->arena, 1, sizeof *condition->applicant_types);
    condition->applicant_types[0] = (Wlacznik__ApplicantType) draw (tape, 6);
    return condition;
}

static Wlacznik__Conditions *
make_conditions (tape_t *tape)
{
    Wlacznik__Conditions *conditions = FRESH (tape, Wlacznik__Conditions);

    if (draw (tape, 2) == 0)
        return NULL;
    conditions->any = draw (tape, 2) == 1;
    LIST (tape, conditions, list, Wlacznik__Condition, 3, make_condition);
    return conditions;
}

static Wlacznik__TableColumn *
make_column (tape_t *tape)
{
    Wlacznik__TableColumn *column = FRESH (tape, Wlacznik__TableColumn);

    column->key = draw_key (tape);
    column->kind = draw_kind (tape);
    column->required = draw (tape, 2) == 1;
    column->total = draw (tape, 2) == 1;
    LIST (tape, column, choices, Wlacznik__Choice, 2, make_choice);
    return column;
}

static Wlacznik__FormField *
make_field (tape_t *tape)
{
    Wlacznik__FormField *field = FRESH (tape, Wlacznik__FormField);

    field->key = draw_key (tape);
    field->kind = draw_kind (tape);
    field->meaning = (Wlacznik__FieldMeaning) draw (tape, 6);
    field->required = draw (tape, 2) == 1;
    field->min = draw_number (tape);
    field->max = draw_number (tape);
    field->min_rows = draw (tape, 3);
    field->max_rows = draw (tape, 3);
    field->total_field = draw (tape, 2) == 1 ? draw_key (tape) : field->total_field;
    field->visible_if = make_conditions (tape);
    field->required_if = make_conditions (tape);
    LIST (tape, field, choices, Wlacznik__Choice, 3, make_choice);
    LIST (tape, field, columns, Wlacznik__TableColumn, 3, make_column);
    return field;
}

static Wlacznik__FormSection *
make_section (tape_t *tape)
{
    Wlacznik__FormSection *section = FRESH (tape, Wlacznik__FormSection);

    section->key = draw_key (tape);
    section->visible_if = make_conditions (tape);
    LIST (tape, section, fields, Wlacznik__FormField, 4, make_field);
    return section;
}

/* ---- answers ---- */

static Wlacznik__TableCell *
make_cell (tape_t *tape)
{
    Wlacznik__TableCell *cell = FRESH (tape, Wlacznik__TableCell);

    cell->column = draw_key (tape);
    if (draw (tape, 2) == 1)
        cell->text = draw_text (tape);
    if (draw (tape, 2) == 1)
        cell->number = draw_number (tape);
    if (draw (tape, 2) == 1)
        cell->choice = draw_key (tape);
    return cell;
}

static Wlacznik__TableRow *
make_row (tape_t *tape)
{
    Wlacznik__TableRow *row = FRESH (tape, Wlacznik__TableRow);

    LIST (tape, row, cells, Wlacznik__TableCell, 3, make_cell);
    return row;
}

static Wlacznik__ColumnTotal *
make_total (tape_t *tape)
{
    Wlacznik__ColumnTotal *total = FRESH (tape, Wlacznik__ColumnTotal);

    total->column = draw_key (tape);
    total->sum = draw_number (tape);
    return total;
}

static Wlacznik__BudgetLine *
make_line (tape_t *tape)
{
    Wlacznik__BudgetLine *line = FRESH (tape, Wlacznik__BudgetLine);

    line->category = draw (tape, 2) == 1 ? draw_key (tape) : line->category;
    line->name = draw_text (tape);
    line->unit_price_grosze = draw_number (tape);
    line->count = draw_number (tape);
    line->total_grosze = draw (tape, 2) == 1 ? draw_number (tape) : 0;
    return line;
}

static Wlacznik__ListedPerson *
make_person (tape_t *tape)
{
    Wlacznik__ListedPerson *person = FRESH (tape, Wlacznik__ListedPerson);

    person->name = draw_text (tape);
    person->email = draw_text (tape);
    person->experience = draw_text (tape);
    return person;
}

static Wlacznik__Answer *
make_answer (tape_t *tape)
{
    Wlacznik__Answer *answer = FRESH (tape, Wlacznik__Answer);
    unsigned part = draw (tape, 16);

    answer->field = draw_key (tape);
    if (part % 4 == 0)
        answer->text = draw_text (tape);
    if (part % 4 == 1)
        answer->number = draw_number (tape);
    if (part == 2 || part == 15)
        LIST (tape, answer, choices, char, 2, draw_key);
    if (part == 3 || part == 15)
        LIST (tape, answer, rows, Wlacznik__TableRow, 3, make_row);
    if (part == 6 || part == 15)
        LIST (tape, answer, budget, Wlacznik__BudgetLine, 3, make_line);
    if (part == 7)
        LIST (tape, answer, people, Wlacznik__ListedPerson, 2, make_person);
    if (part == 10)
        LIST (tape, answer, attachments, char, 2, draw_key);
    if (part == 11)
        LIST (tape, answer, totals, Wlacznik__ColumnTotal, 2, make_total);
    return answer;
}

/* ---- what must hold ---- */

static void
must_accept_its_own_totals (const Wlacznik__Form *form, Wlacznik__Answers *answers,
                            const wl_problems_t *problems)
{
    if (form_check_draft (form, answers, problems) != WL_OK)
        return;
    form_compute_totals (form, answers, problems->error->arena);
    if (form_check_draft (form, answers, problems) != WL_OK)
        __builtin_trap ();
}

static void
must_be_judged_by_what_is_shown (const Wlacznik__Form *form, const Wlacznik__Answers *answers,
                                 const form_context_t *context, const wl_problems_t *problems)
{
    wl_arena_t *arena = problems->error->arena;
    const Wlacznik__Answers *shown = form_shown_answers (form, answers, context->applicant, arena);

    if (form_check_complete (form, answers, context, problems) != WL_OK)
        return;
    if (form_check_complete (form, shown, context, problems) != WL_OK ||
        form_shown_answers (form, shown, context->applicant, arena)->n_list != shown->n_list)
        __builtin_trap ();
}

static void
try_one (tape_t *tape)
{
    Wlacznik__Form form = WLACZNIK__FORM__INIT;
    Wlacznik__Answers answers = WLACZNIK__ANSWERS__INIT;
    form_context_t context = { .grant = { 1, 5000000 } };
    form_facts_t facts = { 0 };
    wl_error_t error;
    wl_problems_t problems = { &error, "pl" };

    wl_error_init (&error, tape->arena);
    context.applicant = (Wlacznik__ApplicantType) draw (tape, 6);
    LIST (tape, &form, sections, Wlacznik__FormSection, 3, make_section);
    LIST (tape, &answers, list, Wlacznik__Answer, 6, make_answer);
    form_definition_check (&form, draw (tape, 2) == 1, "form", &problems);
    if (wl_problem_count (&problems) > 0)
        return; /* nobody ever answers such a form */
    must_accept_its_own_totals (&form, &answers, &problems);
    wl_error_init (&error, tape->arena);
    must_be_judged_by_what_is_shown (&form, &answers, &context, &problems);
    form_read_facts (&form, &answers, &facts);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    tape_t tape = { data, size, wl_arena_new ((size_t) 4 * 1024 * 1024) };

    try_one (&tape);
    wl_arena_destroy (&tape.arena);
    return 0;
}
