#include "support.h"

#include "form_definition.h"

typedef struct form_case {
    const char *what;
    const char *from, *to;
    const char *path, *code; /* NULL: good */
} form_case_t;

static const form_case_t cases[] = {
    { "all is well", NULL, NULL, NULL, NULL },
    { "columns of a text", "'key': 'large', ",
      "'key': 'large', 'columns': [{'key': 'a', 'kind': 'NUMBER'}], ",
      "form.sections[0].fields[4].columns", "not-for-kind" },
    { "a column of files", "'from', 'kind': 'CALENDAR_DATE'", "'from', 'kind': 'FILE'",
      "form.sections[1].fields[1].columns[1].kind", "not-for-column" },
    { "a column twice", "{'key': 'from', ", "{'key': 'what', ",
      "form.sections[1].fields[1].columns[1].key", "duplicate" },
    { "a total of days", "{'key': 'from', ", "{'key': 'from', 'total': true, ",
      "form.sections[1].fields[1].columns[1].total", "not-for-kind" },
    { "a column to choose in, with nothing to choose", "'kind': 'CALENDAR_DATE', ",
      "'kind': 'SINGLE_CHOICE', ", "form.sections[1].fields[1].columns[1].choices", "required" },
    { "a column with its range upside down", "'max': '50'", "'max': '-1'",
      "form.sections[1].fields[1].columns[3].min", "above-max" },
    { "rows of a text", "'key': 'large', ", "'key': 'large', 'minRows': 1, ",
      "form.sections[0].fields[4].minRows", "not-for-kind" },
    { "more rows than there may be", "'minRows': 2", "'minRows': 5",
      "form.sections[1].fields[0].minRows", "above-max" },
    { "types of a text", "'key': 'large', ", "'key': 'large', 'fileTypes': ['image/png'], ",
      "form.sections[0].fields[4].fileTypes", "not-for-kind" },
    { "a type that is none", "application/pdf", "PDF", "form.sections[2].fields[1].fileTypes[0]",
      "format" },
    { "a budget that explains nothing there", "'totalField': 'amount'", "'totalField': 'title'",
      "form.sections[1].fields[0].totalField", "unknown-field" },
    { "a text that explains", "'key': 'large', ", "'key': 'large', 'totalField': 'amount', ",
      "form.sections[0].fields[4].totalField", "not-for-kind" },
    { "a condition on a later field", "'field': 'area', ", "'field': 'plan', ",
      "form.sections[0].fields[3].visibleIf.list[0].field", "unknown-field" },
    { "a condition on itself", "'field': 'area', ", "'field': 'area-name', ",
      "form.sections[0].fields[3].visibleIf.list[0].field", "unknown-field" },
    { "a condition on a choice not offered", "'value': 'other'", "'value': 'youth'",
      "form.sections[0].fields[3].visibleIf.list[0].value", "not-a-choice" },
    { "a text that is at least", "'field': 'amount', 'test'", "'field': 'title', 'test'",
      "form.sections[0].fields[4].requiredIf.list[0].test", "not-for-kind" },
    { "an applicant of no kind", "'applicantTypes': ['INFORMAL_GROUP', 'NGO']",
      "'applicantTypes': []", "form.sections[2].visibleIf.list[0].applicantTypes", "required" },
    { "an applicant and a field", "'test': 'APPLICANT_IS', ",
      "'test': 'APPLICANT_IS', 'field': 'area', ", "form.sections[2].visibleIf.list[0].field",
      "not-for-kind" },
    { "a section by its own field",
      "{'test': 'APPLICANT_IS', 'applicantTypes': "
      "['INFORMAL_GROUP', 'NGO']}",
      "{'test': 'ANSWERED', 'field': 'people'}", "form.sections[2].visibleIf.list[0].field",
      "unknown-field" },
    { "a section by an earlier one",
      "{'test': 'APPLICANT_IS', 'applicantTypes': "
      "['INFORMAL_GROUP', 'NGO']}",
      "{'test': 'ANSWERED', 'field': 'plan'}", NULL, NULL },
    { "a title that hides", "'meaning': 'TITLE'",
      "'meaning': 'TITLE', 'visibleIf': {'list': [{'test': 'APPLICANT_IS', 'applicantTypes': "
      "['NGO']}]}",
      "form.sections[0].fields[0].visibleIf", "must-be-shown" },
    { "a consent that is none", "'key': 'letters', ", "'key': 'letters', 'required': true, ",
      "form.sections[2].fields[2].required", "not-for-kind" },
    { "a budget that is the amount", "'required': true, 'meaning': 'AMOUNT'}",
      "'required': true}, {'key': 'cost', 'kind': 'BUDGET', 'label': {'pl': 'Koszt'}, "
      "'required': true, 'meaning': 'AMOUNT'}",
      NULL, NULL },
};

static void
definitions (void **state)
{
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        const form_case_t *c = &cases[i];
        Wlacznik__Form *form =
            read_json (self, &wlacznik__form__descriptor,
                       replaced (self, read_good (self, "rich-form"), c->from, c->to));
        forget_problems (self, i % 2 == 0 ? "pl" : "en");
        form_definition_check (form, true, "form", &self->problems);
        expect_problem (self, c->what, c->path, c->code);
    }
}

static void
a_table_needs_columns (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Form *form =
        read_json (self, &wlacznik__form__descriptor, read_good (self, "rich-form"));

    form->sections[1]->fields[1]->n_columns = 0;
    form_definition_check (form, true, "form", &self->problems);
    expect_problem (self, "no columns", "form.sections[1].fields[1].columns", "required");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (definitions, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_table_needs_columns, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
