/* What a rehearsal takes of its call. */
#include "support.h"

#include "rehearsal_rules.h"

static const wl_time_t NOW = INT64_C (1795477199999123);

static Intake__CallDefinition *
definition (fixture_t *self)
{
    char *text = read_text (self, INTAKE_TEST_FOLDER "/good-definition.json");

    return read_json (self, &intake__call_definition__descriptor, text);
}

static void
it_opens_at_once_for_as_long_as_the_call (void **state)
{
    fixture_t *self = *state;
    Intake__CallDefinition *one = definition (self);
    wl_time_t lasts = wl_timestamp_time (one->submit_until) - wl_timestamp_time (one->submit_from);
    char code[] = "WIS-1-PRÓBA1";

    rehearsal_definition (self->arena, one, code, NOW);
    assert_int_equal (wl_timestamp_time (one->fill_from), NOW);
    assert_int_equal (wl_timestamp_time (one->submit_from), NOW);
    assert_int_equal (wl_timestamp_time (one->submit_until), NOW + lasts);
    assert_string_equal (one->code, code);
}

static void
it_is_named_a_rehearsal_and_stands_alone (void **state)
{
    fixture_t *self = *state;
    Intake__CallDefinition *one = definition (self);
    char code[] = "X", other[] = "01910000-0000-7000-8000-000000000001";

    one->supplements_call_id = other;
    one->limit_spans_supplemented = true;
    rehearsal_definition (self->arena, one, code, NOW);
    assert_int_equal (strncmp (one->title->pl, "Próba: ", strlen ("Próba: ")), 0);
    assert_string_equal (one->supplements_call_id, "");
    assert_false (one->limit_spans_supplemented);
}

/* At most twenty characters with the number, and never half of one. */
static void
codes_leave_room_for_a_number (void **state)
{
    fixture_t *self = *state;

    assert_string_equal (rehearsal_code_beginning (self->arena, "WIS-1"), "WIS-1-PRÓBA");
    assert_string_equal (rehearsal_code_beginning (self->arena, "ŁÓDŹ-ŻÓŁW-2026"),
                         "ŁÓDŹ-ŻÓŁW-2-PRÓBA");
}

int
main (void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (it_opens_at_once_for_as_long_as_the_call, set_up,
                                         tear_down),
        cmocka_unit_test_setup_teardown (it_is_named_a_rehearsal_and_stands_alone, set_up,
                                         tear_down),
        cmocka_unit_test_setup_teardown (codes_leave_room_for_a_number, set_up, tear_down),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
