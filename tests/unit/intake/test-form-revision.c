#include "support.h"

#include "form_revision.h"

static Wlacznik__Form *
form (fixture_t *self, const char *from, const char *to)
{
    return read_json (self, &wlacznik__form__descriptor,
                      replaced (self, read_good (self, "rich-form"), from, to));
}

typedef struct revision_case {
    const char *what;
    const char *from, *to;
    const char *path, *code; /* NULL: good */
} revision_case_t;

static const revision_case_t cases[] = {
    { "the same", NULL, NULL, NULL, NULL },
    { "another wording", "'pl': 'Jaki obszar'", "'pl': 'Nazwij obszar'", NULL, NULL },
    { "a new field", "{'key': 'area',",
      "{'key': 'film', 'kind': 'LINK', 'label': {'pl': 'Film'}}, {'key': 'area',", NULL, NULL },
    { "a new choice", "{'key': 'seniors',",
      "{'key': 'youth', 'label': {'pl': 'Młodzież'}}, {'key': 'seniors',", NULL, NULL },
    { "a new column", "{'key': 'from',",
      "{'key': 'to', 'kind': 'CALENDAR_DATE', 'label': {'pl': 'Do'}}, {'key': 'from',", NULL,
      NULL },
    { "a retired field", "{'key': 'large',", "{'key': 'large', 'retired': true,", NULL, NULL },
    { "hidden from now on", "{'key': 'large',", "{'key': 'large', 'hiddenFromAssessors': true,",
      NULL, NULL },
    { "a field under another key", "{'key': 'large',", "{'key': 'why-so-large',", "form.sections",
      "field-removed" },
    { "another kind", "'large', 'kind': 'LONG_TEXT'", "'large', 'kind': 'SHORT_TEXT'",
      "form.sections[0].fields[4].kind", "kind-changed" },
    { "another meaning", "{'key': 'large',", "{'key': 'large', 'meaning': 'SUMMARY',",
      "form.sections[0].fields[4].meaning", "meaning-changed" },
    { "a choice less", "{'key': 'seniors', 'label': {'pl': 'Seniorzy'}}, ", "",
      "form.sections[0].fields[2].choices", "choice-removed" },
    { "a column less", "{'key': 'from', 'kind': 'CALENDAR_DATE', 'label': {'pl': 'Od'}},", "",
      "form.sections[1].fields[1].columns", "column-changed" },
    { "a column of another kind", "'from', 'kind': 'CALENDAR_DATE'", "'from', 'kind': 'NUMBER'",
      "form.sections[1].fields[1].columns", "column-changed" },
    { "a column with a choice less", "{'key': 'we', 'label': {'pl': 'My'}}, ", "",
      "form.sections[1].fields[1].columns", "column-changed" },
};

static void
revisions (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Form *before = form (self, NULL, NULL);

    for (size_t i = 0; i < COUNT (cases); i++) {
        forget_problems (self, i % 2 == 0 ? "pl" : "en");
        form_revision_check (before, form (self, cases[i].from, cases[i].to), "form",
                             &self->problems);
        expect_problem (self, cases[i].what, cases[i].path, cases[i].code);
    }
}

static void
promises_stand (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Form *before = form (self, NULL, NULL);

    before->sections[2]->fields[0]->hidden_from_assessors = true;
    form_revision_check (before, form (self, NULL, NULL), "form", &self->problems);
    expect_problem (self, "people were promised", "form.sections[2].fields[0].hiddenFromAssessors",
                    "privacy-weakened");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (revisions, set_up, tear_down),
        cmocka_unit_test_setup_teardown (promises_stand, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
