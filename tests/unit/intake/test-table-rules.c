#include "support.h"

#include "form_rules.h"

static const form_context_t context = { .grant = { .min = 500000, .max = 5000000 },
                                        .applicant = WLACZNIK__APPLICANT_TYPE__NGO };

static Wlacznik__Form *
the_form (fixture_t *self)
{
    return read_json (self, &wlacznik__form__descriptor, read_good (self, "rich-form"));
}

static Wlacznik__Answers *
answers (fixture_t *self, const char *from, const char *to)
{
    return read_json (self, &wlacznik__answers__descriptor,
                      replaced (self, read_good (self, "rich-answers"), from, to));
}

typedef struct table_case {
    const char *what;
    const char *from, *to;
    const char *path, *code; /* NULL: good */
} table_case_t;

static void
check_cases (fixture_t *self, const table_case_t *cases, size_t count, bool complete)
{
    Wlacznik__Form *form = the_form (self);

    for (size_t i = 0; i < count; i++) {
        const table_case_t *c = &cases[i];
        Wlacznik__Answers *given = answers (self, c->from, c->to);
        forget_problems (self, i % 2 == 0 ? "pl" : "en");
        wl_status status = complete ? form_check_complete (form, given, &context, &self->problems)
                                    : form_check_draft (form, given, &self->problems);
        expect_problem (self, c->what, c->path, c->code);
        assert_int_equal (status, c->path == NULL ? WL_OK : WL_INVALID_ARGUMENT);
    }
}

static const table_case_t misfits[] = {
    { "all is well", NULL, NULL, NULL, NULL },
    { "totals left to the house", "'number': '3000000', 'budget'", "'budget'", NULL, NULL },
    { "a line's total left open", ", 'totalGrosze': '2000000'", "", NULL, NULL },
    { "a line that is wrong by a grosz", "'totalGrosze': '2000000'", "'totalGrosze': '2000001'",
      "answers.budget.budget[0].totalGrosze", "wrong-total" },
    { "a sum that is wrong", "'number': '3000000', 'budget'", "'number': '3000001', 'budget'",
      "answers.budget", "wrong-total" },
    { "a category of another form", "'category': 'work'", "'category': 'travel'",
      "answers.budget.budget[0].category", "not-a-choice" },
    { "money beyond counting",
      "'unitPriceGrosze': '5000', 'count': '400', 'totalGrosze': '2000000'",
      "'unitPriceGrosze': '9000000000000000000', 'count': '9000000000000000000'",
      "answers.budget.budget[0].unitPriceGrosze", "too-large" },
    { "a negative price", "'unitPriceGrosze': '5000'", "'unitPriceGrosze': '-5000'",
      "answers.budget.budget[0].unitPriceGrosze", "too-large" },
    { "rows for a budget", "'number': '3000000', 'budget': [", "'rows': [{}], 'budget': [",
      "answers.budget", "wrong-kind" },
    { "a column that is not there", "{'column': 'who', 'choice': 'we'}", "{'column': 'whom'}",
      "answers.plan.rows[0]", "unknown-column" },
    { "one column twice", "{'column': 'who', 'choice': 'we'}", "{'column': 'what'}",
      "answers.plan.rows[0].what", "duplicate" },
    { "a text too long for a cell", "Próba", "Próba przed próbą prób", "answers.plan.rows[0].what",
      "too-long" },
    { "a day that is none", "2027-03-01", "2027-02-29", "answers.plan.rows[0].from", "not-a-date" },
    { "a choice not offered", "'choice': 'we'", "'choice': 'you'", "answers.plan.rows[0].who",
      "not-a-choice" },
    { "too many people", "'number': '12'", "'number': '51'", "answers.plan.rows[0].people",
      "too-large" },
    { "a text for a number", "'number': '12'", "'text': 'tuzin'", "answers.plan.rows[0].people",
      "wrong-kind" },
    { "a right total of a column", "{'field': 'plan', ",
      "{'field': 'plan', 'totals': [{'column': 'people', 'sum': '20'}], ", NULL, NULL },
    { "a wrong total of a column", "{'field': 'plan', ",
      "{'field': 'plan', 'totals': [{'column': 'people', 'sum': '21'}], ", "answers.plan.totals[0]",
      "wrong-total" },
    { "a total of words", "{'field': 'plan', ",
      "{'field': 'plan', 'totals': [{'column': 'what'}], ", "answers.plan.totals[0]",
      "wrong-total" },
    { "no address", "zaneta@example.org", "zaneta", "answers.people.people[0].email", "format" },
    { "too many files", "'attachments': [",
      "'attachments': ['01910000-0000-7000-8000-0000000000f2', ", "answers.statute",
      "too-many-rows" },
    { "a consent is a yes or none", "'letters', 'choices': ['yes']", "'letters', 'choices': ['no']",
      "answers.letters", "not-a-choice" },
};

static void
drafts (void **state)
{
    check_cases (*state, misfits, COUNT (misfits), false);
}

static const table_case_t gaps[] = {
    { "all is well", NULL, NULL, NULL, NULL },
    { "no category", "'category': 'work', ", "", "answers.budget.budget[0].category", "required" },
    { "no name", "'name': 'Opiekun', ", "", "answers.budget.budget[0].name", "required" },
    { "an open column", "{'column': 'what', 'text': 'Test'}, ", "", "answers.plan.rows[1].what",
      "required" },
    { "an empty cell", "'text': 'Test'", "'text': ''", "answers.plan.rows[1].what", "required" },
    { "an optional column", "{'column': 'from', 'text': '2027-03-01'}, ", "", NULL, NULL },
    { "a nameless person", "'name': 'Żaneta Ćwiek', ", "", "answers.people.people[0].name",
      "required" },
    { "no people",
      "[{'name': 'Żaneta Ćwiek', 'email': 'zaneta@example.org', 'part': 'liderka', "
      "'experience': '10 lat'}]",
      "[]", "answers.people", "required" },
    { "the budget explains another amount", "'amount', 'number': '3000000'",
      "'amount', 'number': '3000100'", "answers.budget", "total-differs" },
    { "no consent", "'letters', 'choices': ['yes']", "'letters'", NULL, NULL },
};

static void
submissions (void **state)
{
    check_cases (*state, gaps, COUNT (gaps), true);
}

static void
too_few_lines (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Form *form = the_form (self);
    Wlacznik__Answers *given = answers (self, NULL, NULL);

    given->list[4]->n_budget = 1;
    given->list[4]->number = 0;
    assert_int_equal (form_check_draft (form, given, &self->problems), WL_OK);
    form_compute_totals (form, given, self->arena);
    given->list[1]->number = 2000000;
    assert_int_equal (form_check_complete (form, given, &context, &self->problems),
                      WL_INVALID_ARGUMENT);
    expect_problem (self, "one line of two", "answers.budget", "too-few-rows");
}

static void
totals_are_the_houses (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Form *form = the_form (self);
    Wlacznik__Answers *given = answers (self, "'number': '3000000', 'budget'", "'budget'");
    const Wlacznik__Answer *plan = given->list[5];

    given->list[4]->budget[1]->total_grosze = 0;
    form_compute_totals (form, given, self->arena);
    assert_int_equal (given->list[4]->number, 3000000);
    assert_int_equal (given->list[4]->budget[1]->total_grosze, 1000000);
    assert_int_equal (plan->n_totals, 1);
    assert_string_equal (plan->totals[0]->column, "people");
    assert_int_equal (plan->totals[0]->sum, 20);
    /* What the house computed, the house accepts. */
    assert_int_equal (form_check_complete (form, given, &context, &self->problems), WL_OK);
    form_compute_totals (form, NULL, self->arena);
}

/* A table without a limit of a number may hold any; its total stays inside what there is. */
static void
absurd_numbers (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Form *form = the_form (self);
    Wlacznik__Answers *given = answers (self, NULL, NULL);

    form->sections[1]->fields[1]->columns[3]->max = 0;
    given->list[5]->rows[0]->cells[3]->number = INT64_MAX;
    form_compute_totals (form, given, self->arena);
    assert_int_equal (given->list[5]->totals[0]->sum, INT64_MAX);
    assert_int_equal (form_check_draft (form, given, &self->problems), WL_OK);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (drafts, set_up, tear_down),
        cmocka_unit_test_setup_teardown (submissions, set_up, tear_down),
        cmocka_unit_test_setup_teardown (too_few_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown (totals_are_the_houses, set_up, tear_down),
        cmocka_unit_test_setup_teardown (absurd_numbers, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
