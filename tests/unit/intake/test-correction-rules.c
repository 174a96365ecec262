#include "support.h"

#include "correction_rules.h"

#define APPLICANT(name) WLACZNIK__APPLICANT_TYPE__##name

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

static Intake__Defects *
defects (fixture_t *self, const char *json)
{
    return read_json (self, &intake__defects__descriptor, quoted (self, json));
}

/* ---- what may be opened ---- */

static void
what_may_be_opened (void **state)
{
    static const struct {
        const char *what, *defects, *path, *code;
    } cases[] = {
        { "two fields", "{'list': [{'field': 'title'}, {'field': 'budget'}]}", NULL, NULL },
        { "a field of another form", "{'list': [{'field': 'title'}, {'field': 'film'}]}",
          "defects[1].field", "unknown-field" },
        { "one twice", "{'list': [{'field': 'title'}, {'field': 'title'}]}", "defects[1].field",
          "duplicate" },
        { "one that the call keeps shut", "{'list': [{'field': 'amount'}]}", "defects[0].field",
          "not-correctable" },
    };
    fixture_t *self = *state;
    const Intake__CorrectionRules *rules =
        read_json (self, &intake__correction_rules__descriptor,
                   quoted (self, "{'times': 1, 'days': 3, 'fields': ['title', 'budget', 'film']}"));

    for (size_t i = 0; i < COUNT (cases); i++) {
        const Intake__Defects *asked = defects (self, cases[i].defects);
        forget_problems (self, i % 2 == 0 ? "pl" : "en");
        correction_check_defects (the_form (self), rules, asked->list, asked->n_list,
                                  &self->problems);
        expect_problem (self, cases[i].what, cases[i].path, cases[i].code);
    }
}

/* ---- what may change: "budget", and what shows because of it ---- */

static const struct {
    const char *what, *from, *to, *path;
} changes[] = {
    { "nothing", NULL, NULL, NULL },
    { "the field that is open", "'name': 'Opiekun'", "'name': 'Opiekunka'", NULL },
    { "the open field left empty",
      "'number': '3000000', 'budget': [\n    {'category': 'work', "
      "'name': 'Opiekun', 'unitPriceGrosze': '5000', 'count': '400', "
      "'totalGrosze': '2000000'},",
      "'budget': [", NULL },
    { "another field", "'text': 'Arbuz'", "'text': 'Dynia'", "answers.title" },
    { "a number", "'amount', 'number': '3000000'", "'amount', 'number': '3000001'",
      "answers.amount" },
    { "a cell", "'number': '12'", "'number': '13'", "answers.plan" },
    { "a person", "'part': 'liderka'", "'part': 'kierowniczka'", "answers.people" },
    { "an answer taken away", "'letters', 'choices': ['yes']", "'letters'", "answers.letters" },
    { "an answer given", "{'field': 'letters'",
      "{'field': 'large', 'text': 'bo tak'}, {'field': "
      "'letters'",
      "answers.large" },
    { "what was not shown", "osoby w drodze", "osoby bez dachu", NULL },
};

static void
what_may_change (void **state)
{
    fixture_t *self = *state;
    const Wlacznik__Form *form = the_form (self);
    const Wlacznik__Answers *before = answers (self, NULL, NULL);
    const Intake__Defects *open = defects (self, "{'list': [{'field': 'budget'}]}");

    for (size_t i = 0; i < COUNT (changes); i++) {
        forget_problems (self, i % 2 == 0 ? "pl" : "en");
        correction_check_changes (form, open, before,
                                  answers (self, changes[i].from, changes[i].to), APPLICANT (NGO),
                                  &self->problems);
        expect_problem (self, changes[i].what, changes[i].path, "not-opened");
    }
}

/* The order of the answers is no content, and an empty answer is none. */
static void
what_is_no_change (void **state)
{
    fixture_t *self = *state;
    const Wlacznik__Form *form = the_form (self);
    const Intake__Defects *open = defects (self, "{'list': [{'field': 'budget'}]}");
    Wlacznik__Answers *after = answers (self, "{'field': 'letters'",
                                        "{'field': 'large', 'text': ''}, {'field': 'letters'");
    Wlacznik__Answer *first = after->list[0];

    after->list[0] = after->list[1];
    after->list[1] = first;
    correction_check_changes (form, open, answers (self, NULL, NULL), after, APPLICANT (NGO),
                              &self->problems);
    expect_problem (self, "the same in another order", NULL, NULL);
}

static void
the_diff (void **state)
{
    fixture_t *self = *state;
    const Intake__Defects *asked =
        defects (self, "{'list': [{'field': 'title'}, {'field': 'large'}]}");
    Intake__CorrectedField **changed = correction_changes (
        asked, answers (self, NULL, NULL), answers (self, "Arbuz'}", "Dynia'}"), self->arena);

    assert_string_equal (changed[0]->before->text, "Arbuz");
    assert_string_equal (changed[0]->after->text, "Dynia");
    assert_string_equal (changed[1]->field, "large");
    assert_null (changed[1]->before);
    assert_null (changed[1]->after);
    assert_null (correction_changes (asked, NULL, NULL, self->arena)[0]->before);
}

/* ---- until when (domain.md 4.8 case 11) ---- */

static void
terms (void **state)
{
    static const struct {
        const char *what, *now, *due;
        uint32_t days;
        Intake__DayKind kind;
    } cases[] = {
        { "three working days over a weekend", "2026-03-05T12:00:00Z", "2026-03-10T23:00:00Z", 3,
          INTAKE__DAY_KIND__WORKING_DAYS },
        { "... and unset means working days", "2026-03-05T12:00:00Z", "2026-03-10T23:00:00Z", 3,
          INTAKE__DAY_KIND__DAY_KIND_UNSPECIFIED },
        { "over 1 and 3 May", "2026-04-29T12:00:00Z", "2026-05-05T22:00:00Z", 3,
          INTAKE__DAY_KIND__WORKING_DAYS },
        { "the last calendar day is Christmas", "2026-12-18T12:00:00Z", "2026-12-28T23:00:00Z", 7,
          INTAKE__DAY_KIND__CALENDAR_DAYS },
        { "the clocks go forward in the term", "2026-03-27T12:00:00Z", "2026-04-01T22:00:00Z", 3,
          INTAKE__DAY_KIND__WORKING_DAYS },
        { "the clocks go back in the term", "2026-10-23T12:00:00Z", "2026-10-28T23:00:00Z", 3,
          INTAKE__DAY_KIND__WORKING_DAYS },
        { "just before midnight in Warsaw", "2026-03-05T22:59:59.999999Z", "2026-03-10T23:00:00Z",
          3, INTAKE__DAY_KIND__WORKING_DAYS },
        { "at midnight it is the next day", "2026-03-05T23:00:00Z", "2026-03-11T23:00:00Z", 3,
          INTAKE__DAY_KIND__WORKING_DAYS },
    };

    (void) state;
    for (size_t i = 0; i < COUNT (cases); i++) {
        Intake__CorrectionRules rules = INTAKE__CORRECTION_RULES__INIT;
        wl_time_t now, due;
        char text[WL_TIME_TEXT];

        assert_true (wl_time_parse (cases[i].now, &now));
        assert_true (wl_time_parse (cases[i].due, &due));
        rules.days = cases[i].days;
        rules.day_kind = cases[i].kind;
        wl_time_format (correction_due (&rules, now), text);
        if (correction_due (&rules, now) != due)
            fail_msg ("%s: until %s, should be %s", cases[i].what, text, cases[i].due);
    }
    assert_int_equal (correction_reminder (100, 300), 200);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (what_may_be_opened, set_up, tear_down),
        cmocka_unit_test_setup_teardown (what_may_change, set_up, tear_down),
        cmocka_unit_test_setup_teardown (what_is_no_change, set_up, tear_down),
        cmocka_unit_test_setup_teardown (the_diff, set_up, tear_down),
        cmocka_unit_test (terms),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
