#include "support.h"

#include "form_rules.h"

static const form_context_t context = { .grant = { .min = 500000, .max = 5000000 },
                                        .applicant = WLACZNIK__APPLICANT_TYPE__PERSON };

static Wlacznik__Form *
the_form (fixture_t *self)
{
    return read_json (self, &wlacznik__form__descriptor, read_good (self, "form"));
}

static Wlacznik__Answers *
answers (fixture_t *self, const char *from, const char *to)
{
    return read_json (self, &wlacznik__answers__descriptor,
                      replaced (self, read_good (self, "answers"), from, to));
}

typedef struct form_case {
    const char *what;
    const char *from, *to;
    const char *path, *code; /* NULL: good */
} form_case_t;

static void
check_cases (fixture_t *self, const form_case_t *cases, size_t count, bool complete)
{
    Wlacznik__Form *form = the_form (self);

    for (size_t i = 0; i < count; i++) {
        const form_case_t *c = &cases[i];
        Wlacznik__Answers *given = answers (self, c->from, c->to);
        forget_problems (self, i % 2 == 0 ? "pl" : "en");
        wl_status status = complete ? form_check_complete (form, given, &context, &self->problems)
                                    : form_check_draft (form, given, &self->problems);
        assert_int_equal (status, c->path == NULL ? WL_OK : WL_INVALID_ARGUMENT);
        expect_problem (self, c->what, c->path, c->code);
    }
}

/* These are wrong in a draft, and so in a submission. */
static const form_case_t misfits[] = {
    { "all is well", NULL, NULL, NULL, NULL },
    { "an unknown field", "'field': 'film'", "'field': 'filmik'", "answers.list[8].field",
      "unknown-field" },
    { "a number for a text", "'text': 'Arbuz Mobilny'", "'text': 'Arbuz Mobilny', 'number': '5'",
      "answers.title", "wrong-kind" },
    { "a text for money", "'number': '3298340'", "'number': '3298340', 'text': '32 tys.'",
      "answers.amount", "wrong-kind" },
    { "a choice for a number", "'number': '12'", "'number': '12', 'choices': ['seniors']",
      "answers.people", "wrong-kind" },
    { "a text for a choice", "'choices': ['seniors']", "'choices': ['seniors'], 'text': 'seniorzy'",
      "answers.area", "wrong-kind" },
    { "20 characters of 20", "Arbuz Mobilny", "ąćęłńóśźżąćęłńóśźżąć", NULL, NULL },
    { "21 characters", "Arbuz Mobilny", "ąćęłńóśźżąćęłńóśźżąćę", "answers.title", "too-long" },
    { "20 emoji", "Arbuz Mobilny", "🍉🍉🍉🍉🍉🍉🍉🍉🍉🍉🍉🍉🍉🍉🍉🍉🍉🍉🍉🍉", NULL, NULL },
    { "right to left", "Arbuz Mobilny", "בטיח נייד", NULL, NULL },
    { "two lines in one", "Arbuz Mobilny", "Arbuz\\nMobilny", "answers.title",
      "not-a-single-line" },
    { "a bell", "W dwóch", "W \\u0007dwóch", "answers.summary", "not-text" },
    { "too many lines of text", "W dwóch", "W dwóch, trzech, czterech, pięciu, sześciu, siedmiu",
      "answers.summary", "too-long" },
    { "4 people", "'number': '12'", "'number': '4'", "answers.people", "too-small" },
    { "5 people", "'number': '12'", "'number': '5'", NULL, NULL },
    { "500 people", "'number': '12'", "'number': '500'", NULL, NULL },
    { "501 people", "'number': '12'", "'number': '501'", "answers.people", "too-large" },
    { "a debt", "'number': '3298340'", "'number': '-1'", "answers.amount", "too-small" },
    { "a choice not offered", "['seniors']", "['pets']", "answers.area", "not-a-choice" },
    { "two of one", "['seniors']", "['seniors', 'youth']", "answers.area", "too-many-choices" },
    { "one twice", "['home', 'work']", "['home', 'home']", "answers.needs", "not-a-choice" },
    { "none of several", "['home', 'work']", "[]", NULL, NULL },
    { "a day that is none", "2027-02-28", "2027-02-29", "answers.start", "not-a-date" },
    { "a day in Polish order", "2027-02-28", "28.02.2027", "answers.start", "not-a-date" },
    { "a leap day", "2027-02-28", "2028-02-29", NULL, NULL },
    { "a voivodeship", "3201011", "32", NULL, NULL },
    { "an odd voivodeship", "3201011", "31", "answers.place", "not-a-place" },
    { "a county", "3201011", "3063", NULL, NULL },
    { "a county that is none", "3201011", "3099", "answers.place", "not-a-place" },
    { "a commune in no county", "3201011", "3250011", "answers.place", "not-a-place" },
    { "a place by name", "3201011", "Białogard", "answers.place", "not-a-place" },
    { "plain http", "https://example.org/film?id=1", "http://example.org", NULL, NULL },
    { "a script", "https://example.org/film?id=1", "javascript:alert(1)", "answers.film",
      "not-a-link" },
    { "no host", "https://example.org/film?id=1", "https:///film", "answers.film", "not-a-link" },
    { "only the scheme", "https://example.org/film?id=1", "https://", "answers.film",
      "not-a-link" },
    { "a space in it", "https://example.org/film?id=1", "https://example.org/a b", "answers.film",
      "not-a-link" },
    { "a quote in it", "https://example.org/film?id=1", "https://example.org/\\'onclick",
      "answers.film", "not-a-link" },
    { "a maybe", "'choices': ['yes']", "'choices': ['maybe']", "answers.truth", "not-a-choice" },
};

static void
drafts (void **state)
{
    check_cases (*state, misfits, COUNT (misfits), false);
}

/* A declaration takes one answer, and only yes. */
static void
yes_and_no (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Answers *given = answers (self, "['yes']", "['yes', 'no']");

    assert_int_equal (form_check_draft (the_form (self), given, &self->problems),
                      WL_INVALID_ARGUMENT);
    assert_int_equal (self->error.field_count, 2);
}

/* What a draft may leave open and a submission may not. */
static const form_case_t gaps[] = {
    { "all is well", NULL, NULL, NULL, NULL },
    { "an empty title", "Arbuz Mobilny", "", "answers.title", "required" },
    { "no title", "{'field': 'title', 'text': 'Arbuz Mobilny'},", "", "answers.title", "required" },
    { "no amount", "{'field': 'amount', 'number': '3298340'},", "", "answers.amount", "required" },
    { "no number", "{'field': 'people', 'number': '12'},", "", "answers.people", "required" },
    { "no choice", "['seniors']", "[]", "answers.area", "required" },
    { "an optional text", "W dwóch\\nwierszach", "", NULL, NULL },
    { "an optional date", "2027-02-28", "", NULL, NULL },
    { "a declaration left open", "['yes']", "[]", "answers.truth", "not-agreed" },
    { "no declaration", ",\n  {'field': 'truth', 'choices': ['yes']}", "", "answers.truth",
      "not-agreed" },
    { "the smallest grant", "3298340", "500000", NULL, NULL },
    { "a grosz less", "3298340", "499999", "answers.amount", "below-min-grant" },
    { "nothing at all", "3298340", "0", "answers.amount", "below-min-grant" },
    { "the largest grant", "3298340", "5000000", NULL, NULL },
    { "a grosz more", "3298340", "5000001", "answers.amount", "above-max-grant" },
};

static void
submissions (void **state)
{
    fixture_t *self = *state;

    check_cases (self, gaps, COUNT (gaps), true);
}

static void
gaps_are_no_matter_in_a_draft (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Form *form = the_form (self);

    for (size_t i = 0; i < COUNT (gaps); i++) {
        forget_problems (self, "pl");
        assert_int_equal (
            form_check_draft (form, answers (self, gaps[i].from, gaps[i].to), &self->problems),
            WL_OK);
    }
    assert_int_equal (form_check_draft (form, NULL, &self->problems), WL_OK);
}

static void
two_answers_to_one_field (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Answers *given =
        answers (self, "{'field': 'film', 'text': 'https://example.org/film?id=1'}",
                 "{'field': 'title', 'text': 'Inny'}");

    assert_int_equal (form_check_draft (the_form (self), given, &self->problems),
                      WL_INVALID_ARGUMENT);
    expect_problem (self, "two titles", "answers.title", "duplicate");
}

static void
an_empty_submission_names_every_gap (void **state)
{
    static const char *const paths[] = { "answers.title", "answers.amount", "answers.people",
                                         "answers.area", "answers.truth" };
    fixture_t *self = *state;

    assert_int_equal (form_check_complete (the_form (self), NULL, &context, &self->problems),
                      WL_INVALID_ARGUMENT);
    assert_int_equal (self->error.field_count, COUNT (paths));
    for (size_t i = 0; i < COUNT (paths); i++)
        assert_string_equal (self->error.fields[i].field, paths[i]);
}

static void
in_the_readers_language (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Form *form = the_form (self);
    wl_status status;

    status =
        form_check_complete (form, answers (self, "Arbuz Mobilny", ""), &context, &self->problems);
    assert_int_equal (status, WL_INVALID_ARGUMENT);
    assert_string_equal (self->error.fields[0].text, "Uzupełnij pole „Tytuł”.");
    forget_problems (self, "en");
    status =
        form_check_complete (form, answers (self, "3298340", "499999"), &context, &self->problems);
    assert_int_equal (status, WL_INVALID_ARGUMENT);
    assert_string_equal (self->error.fields[0].text,
                         "“Amount”: in this call a grant is at least PLN 5,000.00.");
}

static void
facts (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Form *form = the_form (self);
    char before[] = "before";
    form_facts_t read = { .title = before, .summary = before, .amount_grosze = 7 };

    form_read_facts (form, NULL, &read);
    assert_ptr_equal (read.title, before);
    form_read_facts (form, answers (self, "Arbuz Mobilny", ""), &read);
    assert_ptr_equal (read.title, before);
    assert_string_equal (read.summary, "W dwóch\nwierszach");
    assert_int_equal (read.amount_grosze, 3298340);
    form_read_facts (form, answers (self, NULL, NULL), &read);
    assert_string_equal (read.title, "Arbuz Mobilny");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (drafts, set_up, tear_down),
        cmocka_unit_test_setup_teardown (yes_and_no, set_up, tear_down),
        cmocka_unit_test_setup_teardown (submissions, set_up, tear_down),
        cmocka_unit_test_setup_teardown (gaps_are_no_matter_in_a_draft, set_up, tear_down),
        cmocka_unit_test_setup_teardown (two_answers_to_one_field, set_up, tear_down),
        cmocka_unit_test_setup_teardown (an_empty_submission_names_every_gap, set_up, tear_down),
        cmocka_unit_test_setup_teardown (in_the_readers_language, set_up, tear_down),
        cmocka_unit_test_setup_teardown (facts, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
