#include "support.h"

#include "form_reading.h"
#include "form_rules.h"

#define APPLICANT(name) WLACZNIK__APPLICANT_TYPE__##name

static Wlacznik__Form *
the_form (fixture_t *self, const char *from, const char *to)
{
    return read_json (self, &wlacznik__form__descriptor,
                      replaced (self, read_good (self, "rich-form"), from, to));
}

static Wlacznik__Answers *
answers (fixture_t *self, const char *from, const char *to)
{
    return read_json (self, &wlacznik__answers__descriptor,
                      replaced (self, read_good (self, "rich-answers"), from, to));
}

static form_entry_t
entry_of (const form_reading_t *reading, const char *key)
{
    for (size_t i = 0; i < reading->count; i++)
        if (strcmp (reading->list[i].field->key, key) == 0)
            return reading->list[i];
    fail_msg ("no field %s", key);
    return (form_entry_t){ 0 };
}

/* The condition of "area-name" replaced, and whether the field is then shown. */
typedef struct condition_case {
    const char *what;
    const char *conditions;
    bool shown;
} condition_case_t;

static const condition_case_t cases[] = {
    { "no conditions", "{}", true },
    { "chosen", "{'list': [{'field': 'area', 'test': 'CHOSEN', 'value': 'seniors'}]}", true },
    { "not chosen", "{'list': [{'field': 'area', 'test': 'NOT_CHOSEN', 'value': 'seniors'}]}",
      false },
    { "answered", "{'list': [{'field': 'title', 'test': 'ANSWERED'}]}", true },
    { "not answered", "{'list': [{'field': 'title', 'test': 'NOT_ANSWERED'}]}", false },
    { "at least its value",
      "{'list': [{'field': 'amount', 'test': 'AT_LEAST', 'number': "
      "'3000000'}]}",
      true },
    { "at least one more",
      "{'list': [{'field': 'amount', 'test': 'AT_LEAST', 'number': "
      "'3000001'}]}",
      false },
    { "at most its value",
      "{'list': [{'field': 'amount', 'test': 'AT_MOST', 'number': "
      "'3000000'}]}",
      true },
    { "at most one less",
      "{'list': [{'field': 'amount', 'test': 'AT_MOST', 'number': "
      "'2999999'}]}",
      false },
    { "an applicant of the kind",
      "{'list': [{'test': 'APPLICANT_IS', 'applicantTypes': "
      "['FIRM', 'NGO']}]}",
      true },
    { "one of another kind", "{'list': [{'test': 'APPLICANT_IS', 'applicantTypes': ['FIRM']}]}",
      false },
    { "both, one of them not",
      "{'list': [{'field': 'title', 'test': 'ANSWERED'},"
      " {'field': 'title', 'test': 'NOT_ANSWERED'}]}",
      false },
    { "any, one of them",
      "{'any': true, 'list': [{'field': 'title', 'test': 'NOT_ANSWERED'},"
      " {'field': 'title', 'test': 'ANSWERED'}]}",
      true },
    { "any, none of them", "{'any': true, 'list': [{'field': 'title', 'test': 'NOT_ANSWERED'}]}",
      false },
    { "a test that a newer form has", "{'list': [{'field': 'title'}]}", false },
};

static void
conditions (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Answers *given = answers (self, NULL, NULL);

    for (size_t i = 0; i < COUNT (cases); i++) {
        Wlacznik__Form *form =
            the_form (self, "{'list': [{'field': 'area', 'test': 'CHOSEN', 'value': 'other'}]}",
                      cases[i].conditions);
        form_reading_t reading = form_read (form, given, APPLICANT (NGO), self->arena);
        form_entry_t entry = entry_of (&reading, "area-name");

        if (entry.visible != cases[i].shown || entry.required != cases[i].shown)
            fail_msg ("%s: should be %s", cases[i].what, cases[i].shown ? "shown" : "hidden");
    }
}

/* "letters" hangs on "people", which hangs on the kind of applicant: what is not shown counts as
 * not answered, however it was answered before. */
static void
what_is_hidden_decides_nothing (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Form *form = the_form (
        self, "'key': 'letters', ",
        "'key': 'letters', 'visibleIf': {'list': [{'field': 'people', 'test': 'ANSWERED'}]}, ");
    Wlacznik__Answers *given = answers (self, NULL, NULL);
    form_reading_t reading = form_read (form, given, APPLICANT (NGO), self->arena);

    assert_true (entry_of (&reading, "letters").visible);
    /* Shown to persons, but "people" is not. */
    form->sections[2]->visible_if = NULL;
    form->sections[2]->fields[0]->visible_if = form->sections[0]->fields[3]->visible_if;
    reading = form_read (form, given, APPLICANT (NGO), self->arena);
    assert_false (entry_of (&reading, "people").visible);
    assert_false (entry_of (&reading, "letters").visible);
    assert_true (entry_of (&reading, "statute").visible);
}

static void
required_by_condition (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Form *form = the_form (self, NULL, NULL);
    form_reading_t reading =
        form_read (form, answers (self, NULL, NULL), APPLICANT (NGO), self->arena);

    assert_false (entry_of (&reading, "large").required);
    assert_true (entry_of (&reading, "large").visible);
    reading = form_read (
        form, answers (self, "'amount', 'number': '3000000'", "'amount', 'number': '4000000'"),
        APPLICANT (NGO), self->arena);
    assert_true (entry_of (&reading, "large").required);
}

/* A submission is what is shown, in the form's order; the draft keeps the rest. */
static void
what_is_submitted (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Form *form = the_form (self, NULL, NULL);
    Wlacznik__Answers *given = answers (self, NULL, NULL);
    Wlacznik__Answers *shown = form_shown_answers (form, given, APPLICANT (PERSON), self->arena);

    assert_int_equal (given->n_list, 9);
    assert_int_equal (shown->n_list, 5);
    assert_string_equal (shown->list[0]->field, "title");
    assert_string_equal (shown->list[3]->field, "budget");
    assert_string_equal (shown->list[4]->field, "plan");
    assert_int_equal (form_shown_answers (form, NULL, APPLICANT (PERSON), self->arena)->n_list, 0);
}

/* A person is not asked for a team, so a team left out of their submission is no gap. */
static void
what_is_hidden_is_no_gap (void **state)
{
    fixture_t *self = *state;
    form_context_t context = { { 500000, 5000000 }, APPLICANT (PERSON) };
    Wlacznik__Answers *given =
        answers (self,
                 "[{'name': 'Żaneta Ćwiek', 'email': 'zaneta@example.org', 'part': 'liderka', "
                 "'experience': '10 lat'}]",
                 "[]");

    assert_int_equal (
        form_check_complete (the_form (self, NULL, NULL), given, &context, &self->problems), WL_OK);
    context.applicant = APPLICANT (NGO);
    assert_int_equal (
        form_check_complete (the_form (self, NULL, NULL), given, &context, &self->problems),
        WL_INVALID_ARGUMENT);
    expect_problem (self, "an organisation is asked", "answers.people", "required");
}

/* From another form: the same fields with values that fit, and no promise or file of another call.
 */
static void
what_a_copy_takes (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Form *form =
        the_form (self, "'area', 'kind': 'SINGLE_CHOICE'", "'area', 'kind': 'LONG_TEXT'");
    Wlacznik__Answers *fitting;

    form->sections[0]->fields[3]->retired = true;
    fitting = form_fitting_answers (form, answers (self, NULL, NULL), self->arena);
    assert_int_equal (fitting->n_list, 5);
    assert_string_equal (fitting->list[0]->field, "title");
    assert_string_equal (fitting->list[2]->field, "budget");
    assert_string_equal (fitting->list[4]->field, "people");
    assert_int_equal (form_fitting_answers (form, NULL, self->arena)->n_list, 0);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (conditions, set_up, tear_down),
        cmocka_unit_test_setup_teardown (what_is_hidden_decides_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown (required_by_condition, set_up, tear_down),
        cmocka_unit_test_setup_teardown (what_is_submitted, set_up, tear_down),
        cmocka_unit_test_setup_teardown (what_is_hidden_is_no_gap, set_up, tear_down),
        cmocka_unit_test_setup_teardown (what_a_copy_takes, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
