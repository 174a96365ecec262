/* The definitions that ship are good as they are, by the contract and by every rule. */
#include "support.h"

#include "call_definition.h"
#include "message/message.h"

static Intake__CallDefinition *
read_example (fixture_t *self, const char *name)
{
    char *path = wl_text_printf (self->arena, "%s/%s.json", INTAKE_EXAMPLES, name);
    FILE *file = fopen (path, "r");
    wl_buffer_t text;
    int c;

    assert_non_null (file);
    wl_buffer_init (&text, self->arena);
    while ((c = fgetc (file)) != EOF)
        wl_buffer_char (&text, (char) c);
    fclose (file);
    return read_json (self, &intake__call_definition__descriptor, text.data);
}

static void
examples (void **state)
{
    static const char *const names[] = { "wlacznik", "frdl" };
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (names); i++) {
        Intake__CallDefinition *definition = read_example (self, names[i]);
        char programme[] = "01910000-0000-7000-8000-000000000001";

        forget_problems (self, "pl");
        definition->programme_id = programme;
        assert_int_equal (wl_message_validate (&definition->base, "pl", &self->error), WL_OK);
        assert_int_equal (call_definition_check (definition, &self->problems), WL_OK);
        expect_problem (self, names[i], NULL, NULL);
    }
}

/* What each is an example of. */
static void
what_they_show (void **state)
{
    fixture_t *self = *state;
    const Intake__CallDefinition *first = read_example (self, "wlacznik");
    const Intake__CallDefinition *second = read_example (self, "frdl");

    assert_int_equal (first->applications_per_person, 3);
    assert_int_equal (first->corrections->days, 3);
    assert_int_equal (first->n_region_terms, 2);
    assert_int_equal (second->n_applicant_types, 1);
    assert_int_equal (second->stages[0]->merit_card->threshold, 7500);
    for (size_t i = 0; i < second->stages[0]->merit_card->n_criteria; i++) {
        const Wlacznik__Criterion *criterion = second->stages[0]->merit_card->criteria[i];
        assert_int_equal (criterion->min_points,
                          criterion->premium ? 0 : criterion->max_points / 2);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (examples, set_up, tear_down),
        cmocka_unit_test_setup_teardown (what_they_show, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
