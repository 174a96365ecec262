/* What is invented can be submitted, whatever form asks for it, and says that it is invented. */
#include "support.h"

#include "applicant_rules.h"
#include "call_definition.h"
#include "form_reading.h"
#include "invention.h"
#include "likeness.h"
#include "message/message.h"
#include "wlacznik/intake.pb-c.h"

enum { POSITIONS = 60 };

static const wl_time_t NOW = INT64_C (1795477199999123);
static const Wlacznik__ApplicantType types[] = { WLACZNIK__APPLICANT_TYPE__PERSON,
                                                 WLACZNIK__APPLICANT_TYPE__INFORMAL_GROUP,
                                                 WLACZNIK__APPLICANT_TYPE__NGO,
                                                 WLACZNIK__APPLICANT_TYPE__PUBLIC_BODY };

static invention_t
invention_at (uint32_t position)
{
    return (invention_t){ .seed = 7,
                          .position = position,
                          .region = "30",
                          .grant = { 100, 5000000 },
                          .applicant = types[position % COUNT (types)],
                          .now = NOW };
}

/* Gives what lacks files some, as whoever keeps them does. */
static void
add_files (fixture_t *self, const invention_t *one, const Wlacznik__Form *form,
           Wlacznik__Answers *answers)
{
    invention_file_t wanted[10];
    size_t length,
        count = invention_files (self->arena, one, form, answers, wanted, COUNT (wanted));
    Wlacznik__Answer **list = wl_arena_array (self->arena, answers->n_list + count, sizeof *list);

    memcpy (list, answers->list, answers->n_list * sizeof *list);
    answers->list = list;
    for (size_t i = 0; i < count; i++) {
        Wlacznik__Answer *answer = wl_arena_alloc (self->arena, sizeof *answer);
        assert_non_null (wanted[i].media_type);
        assert_non_null (invention_file_content (wanted[i].media_type, &length));
        wlacznik__answer__init (answer);
        answer->field = wanted[i].field->key;
        answer->attachments = wl_arena_array (self->arena, wanted[i].count, sizeof (char *));
        for (; answer->n_attachments < wanted[i].count; answer->n_attachments++)
            answer->attachments[answer->n_attachments] = wl_text_printf (
                self->arena, "01910000-0000-8000-8000-%012zu", answer->n_attachments);
        answers->list[answers->n_list++] = answer;
    }
}

static void
expect_complete (fixture_t *self, const char *what, const Wlacznik__Form *form)
{
    for (uint32_t position = 1; position <= POSITIONS; position++) {
        invention_t one = invention_at (position);
        Wlacznik__Answers *answers = invention_answers (self->arena, &one, form);
        Wlacznik__Applicant *applicant = invention_applicant (self->arena, &one);
        applicant_limits_t limits = { UINT32_MAX, 0 };
        form_context_t context = { one.grant, one.applicant };

        forget_problems (self, "pl");
        add_files (self, &one, form, answers);
        form_compute_totals (form, answers, self->arena);
        if (applicant_check (applicant, &limits, APPLICANT_COMPLETE, &self->problems) != WL_OK ||
            form_check_complete (form, answers, &context, &self->problems) != WL_OK ||
            wl_message_validate (&answers->base, "pl", &self->error) != WL_OK ||
            wl_message_validate (&applicant->base, "pl", &self->error) != WL_OK)
            fail_msg ("%s, %u: %s %s", what, position, self->error.fields[0].field,
                      self->error.fields[0].text);
    }
}

static void
forms_of_tests (void **state)
{
    static const char *const names[] = { "good-form", "good-rich-form" };
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (names); i++)
        expect_complete (
            self, names[i],
            read_json (self, &wlacznik__form__descriptor,
                       read_text (self, wl_text_printf (self->arena, "%s/%s.json",
                                                        INTAKE_TEST_FOLDER, names[i]))));
}

static void
every_stage_of_the_examples (void **state)
{
    static const char *const names[] = { "wlacznik", "frdl" };
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (names); i++) {
        Intake__CallDefinition *call =
            read_json (self, &intake__call_definition__descriptor,
                       read_text (self, wl_text_printf (self->arena, "%s/%s.json", INTAKE_EXAMPLES,
                                                        names[i])));
        for (size_t s = 0; s < call->n_stages; s++)
            expect_complete (self, names[i], call->stages[s]->form);
    }
}

/* Each kind at its edges: limits that leave one value, or one row, or no room for a round amount.
 */
static void
narrow_fields (void **state)
{
    static const char *const fields[] = {
        "{\"key\":\"a\",\"kind\":\"NUMBER\",\"min\":\"-5\",\"max\":\"-3\"}",
        "{\"key\":\"a\",\"kind\":\"NUMBER\",\"min\":\"7\",\"max\":\"7\"}",
        "{\"key\":\"a\",\"kind\":\"MONEY\",\"min\":\"12345\",\"max\":\"12346\"}",
        "{\"key\":\"a\",\"kind\":\"MONEY\",\"meaning\":\"AMOUNT\",\"min\":\"4999999\"}",
        "{\"key\":\"a\",\"kind\":\"SHORT_TEXT\",\"maxLength\":1}",
        "{\"key\":\"a\",\"kind\":\"LONG_TEXT\",\"maxLength\":30}",
        "{\"key\":\"a\",\"kind\":\"LONG_TEXT\",\"maxLength\":20000}",
        "{\"key\":\"a\",\"kind\":\"PLACE\"}",
        "{\"key\":\"a\",\"kind\":\"CALENDAR_DATE\"}",
        "{\"key\":\"a\",\"kind\":\"LINK\"}",
        "{\"key\":\"a\",\"kind\":\"PERSON_LIST\",\"minRows\":9,\"maxRows\":9}",
        "{\"key\":\"a\",\"kind\":\"BUDGET\",\"minRows\":1,\"maxRows\":1}",
        "{\"key\":\"a\",\"kind\":\"FILE\",\"minRows\":2,\"maxRows\":3,"
        "\"fileTypes\":[\"text/plain\"]}",
        "{\"key\":\"a\",\"kind\":\"MULTI_CHOICE\",\"choices\":[{\"key\":\"x\"}]}",
    };
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (fields); i++) {
        Wlacznik__Form *form = read_json (
            self, &wlacznik__form__descriptor,
            wl_text_printf (self->arena, "{\"sections\":[{\"key\":\"s\",\"fields\":[%s]}]}",
                            fields[i]));
        form->sections[0]->fields[0]->required = true;
        expect_complete (self, fields[i], form);
    }
}

static void
a_seed_says_the_same_again (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Form *form = read_json (self, &wlacznik__form__descriptor,
                                      read_text (self, INTAKE_TEST_FOLDER "/good-rich-form.json"));
    invention_t one = invention_at (5), other = invention_at (5);
    uint8_t *bytes[3];
    size_t length[3];

    wl_message_pack (self->arena, &invention_answers (self->arena, &one, form)->base, &bytes[0],
                     &length[0]);
    wl_message_pack (self->arena, &invention_answers (self->arena, &one, form)->base, &bytes[1],
                     &length[1]);
    other.seed = 8;
    wl_message_pack (self->arena, &invention_answers (self->arena, &other, form)->base, &bytes[2],
                     &length[2]);
    assert_int_equal (length[0], length[1]);
    assert_memory_equal (bytes[0], bytes[1], length[0]);
    assert_true (length[0] != length[2] || memcmp (bytes[0], bytes[2], length[0]) != 0);
}

/* Only twins are alike; whoever compares the others would look at nothing but noise. */
static void
twins_alone_are_alike (void **state)
{
    fixture_t *self = *state;
    Intake__CallDefinition *call = read_json (self, &intake__call_definition__descriptor,
                                              read_text (self, INTAKE_EXAMPLES "/wlacznik.json"));
    likeness_phrases_t phrases[POSITIONS + 1];

    for (uint32_t position = 1; position <= POSITIONS; position++) {
        invention_t one = invention_at (position);
        phrases[position] = likeness_of_answers (
            self->arena, invention_answers (self->arena, &one, call->stages[0]->form));
        for (uint32_t before = 1; before < position; before++) {
            likeness_degree_t degree = likeness_compare (&phrases[before], &phrases[position]);
            bool twins = invention_flaw (position) == FLAW_TWIN && before == position - 1;
            if (likeness_is_alike (&phrases[before], &phrases[position], &degree, 0) != twins)
                fail_msg ("%u and %u: %u per mille", before, position, degree.containment);
        }
    }
}

int
main (void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (forms_of_tests, set_up, tear_down),
        cmocka_unit_test_setup_teardown (every_stage_of_the_examples, set_up, tear_down),
        cmocka_unit_test_setup_teardown (narrow_fields, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_seed_says_the_same_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown (twins_alone_are_alike, set_up, tear_down),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
