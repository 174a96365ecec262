/* What the house can look up for the formal check, and who must confirm it. */
#include "support.h"

#include "formal_probe.h"
#include "message/message.h"

#define YES            EVALUATION__FORMAL_ANSWER__YES
#define NO             EVALUATION__FORMAL_ANSWER__NO
#define NOT_APPLICABLE EVALUATION__FORMAL_ANSWER__NOT_APPLICABLE
#define PROBE(name)    WLACZNIK__FORMAL_PROBE__PROBE_##name

/* A stage with one item of the probe, and an application that passes all of them. */
typedef struct scene {
    Wlacznik__Stage stage;
    Wlacznik__FormalItem item, silent;
    Wlacznik__FormalItem *items[2];
    Wlacznik__Form form;
    Wlacznik__FormSection section;
    Wlacznik__FormSection *sections[1];
    Wlacznik__FormField field;
    Wlacznik__FormField *fields[1];
    Wlacznik__Answer answer;
    Wlacznik__Answer *list[1];
    Wlacznik__Answers answers;
    Wlacznik__Applicant applicant;
    Intake__CallDefinition call;
    formal_facts_t facts;
} scene_t;

static void
scene_init (scene_t *self, Wlacznik__FormalProbe probe)
{
    wlacznik__stage__init (&self->stage);
    wlacznik__formal_item__init (&self->item);
    wlacznik__formal_item__init (&self->silent);
    self->silent.key = copy ("theme");
    self->item.key = copy ("looked-up");
    self->item.probe = probe;
    self->items[0] = &self->silent;
    self->items[1] = &self->item;
    self->stage.formal_items = self->items;
    self->stage.n_formal_items = 2;
    wlacznik__form__init (&self->form);
    wlacznik__form_section__init (&self->section);
    wlacznik__form_field__init (&self->field);
    self->field.key = copy ("problem");
    self->field.kind = WLACZNIK__FIELD_KIND__LONG_TEXT;
    self->field.label = local ("Problem");
    self->field.required = true;
    self->fields[0] = &self->field;
    self->section.fields = self->fields;
    self->section.n_fields = 1;
    self->sections[0] = &self->section;
    self->form.sections = self->sections;
    self->form.n_sections = 1;
    self->stage.form = &self->form;
    wlacznik__answer__init (&self->answer);
    self->answer.field = copy ("problem");
    self->answer.text = copy ("Samotność");
    self->list[0] = &self->answer;
    wlacznik__answers__init (&self->answers);
    self->answers.list = self->list;
    self->answers.n_list = 1;
    wlacznik__applicant__init (&self->applicant);
    self->applicant.type = WLACZNIK__APPLICANT_TYPE__NGO;
    self->applicant.nip = copy ("5252248481");
    intake__call_definition__init (&self->call);
    self->call.submit_from = wl_timestamp (arena, 1000);
    self->call.min_grant_grosze = 500000;
    self->call.max_grant_grosze = 5000000;
    self->call.pool_grosze = 32983400;
    self->facts = (formal_facts_t){
        .call = &self->call,
        .first_stage = true,
        .submit_until = 2000,
        .submitted_at = 1500,
        .amount_grosze = 3000000,
        .applicant = &self->applicant,
        .answers = &self->answers,
    };
}

static void
expect (const scene_t *self, Evaluation__FormalAnswer answer, const char *seen)
{
    Evaluation__FormalItemAnswer *found[2];
    size_t count = formal_propose (arena, &self->stage, &self->facts, "pl", found);

    if (answer == EVALUATION__FORMAL_ANSWER__FORMAL_ANSWER_UNSPECIFIED) {
        assert_int_equal (count, 0);
        return;
    }
    assert_int_equal (count, 1); /* never for the item without a probe */
    assert_string_equal (found[0]->item, "looked-up");
    assert_int_equal (found[0]->answer, answer);
    if (seen != NULL)
        assert_string_equal (found[0]->reason, seen);
}

#define NOTHING EVALUATION__FORMAL_ANSWER__FORMAL_ANSWER_UNSPECIFIED

static void
in_the_window (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, PROBE (IN_WINDOW));
    expect (&scene, YES, NULL);
    scene.facts.submitted_at = 1000;
    expect (&scene, YES, NULL);
    scene.facts.submitted_at = 2000; /* the first instant that is too late */
    expect (&scene, NO, NULL);
    scene.facts.submitted_at = 999;
    expect (&scene, NO, NULL);
    scene.facts.first_stage = false; /* later stages have no window */
    expect (&scene, NOTHING, NULL);
}

static void
within_the_limits (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, PROBE (AMOUNT));
    expect (&scene, YES, "Kwota: 30\u202f000,00\u202fzł");
    scene.facts.amount_grosze = 5000001;
    expect (&scene, NO, NULL);
    scene.call.max_grant_grosze = 0; /* then the pool */
    expect (&scene, YES, NULL);
    scene.facts.amount_grosze = 499999;
    expect (&scene, NO, NULL);
}

static void
numbers_that_are_ones (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, PROBE (IDENTIFIERS));
    expect (&scene, YES, "NIP: 5252248481");
    scene.applicant.nip = copy ("5252248482");
    expect (&scene, NO, NULL);
    scene.applicant.krs = copy ("0000123456");
    expect (&scene, YES, "KRS: 0000123456");
    scene.applicant.type = WLACZNIK__APPLICANT_TYPE__PERSON;
    expect (&scene, NOT_APPLICABLE, NULL);
    scene.facts.applicant = NULL; /* erased */
    expect (&scene, NOTHING, NULL);
}

static void
nothing_left_empty (void **state)
{
    Wlacznik__Conditions conditions = WLACZNIK__CONDITIONS__INIT;
    scene_t scene;
    (void) state;

    scene_init (&scene, PROBE (COMPLETE));
    expect (&scene, YES, NULL);
    scene.answer.text = copy ("");
    expect (&scene, NO, "Puste pole: Problem");
    scene.answers.n_list = 0;
    expect (&scene, NO, "Puste pole: Problem");
    scene.field.visible_if = &conditions; /* whether it was asked, a person sees */
    expect (&scene, YES, NULL);
    scene.field.visible_if = NULL;
    scene.field.required = false;
    expect (&scene, YES, NULL);
    scene.facts.answers = NULL;
    expect (&scene, NOTHING, NULL);
}

/* domain.md 4.8 case 2: flagged and shown, and no more than that. */
static void
case_2_twins_are_flagged (void **state)
{
    char *twins[] = { copy ("WIS-1/0003"), copy ("WIS-1/0007") };
    scene_t scene;
    (void) state;

    scene_init (&scene, PROBE (NO_TWIN));
    expect (&scene, YES, NULL);
    scene.facts.twins = twins;
    scene.facts.twin_count = 2;
    expect (&scene, NO, "Porównaj z: WIS-1/0003, WIS-1/0007");
}

static void
four_eyes (void **state)
{
    Wlacznik__Stage stage = WLACZNIK__STAGE__INIT;
    (void) state;

    assert_false (formal_needs_confirmation (&stage, false));
    stage.formal_four_eyes = WLACZNIK__FOUR_EYES__FOUR_EYES_REJECTIONS;
    assert_true (formal_needs_confirmation (&stage, false));
    assert_false (formal_needs_confirmation (&stage, true));
    stage.formal_four_eyes = WLACZNIK__FOUR_EYES__FOUR_EYES_ALL;
    assert_true (formal_needs_confirmation (&stage, true));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (in_the_window),
        cmocka_unit_test (within_the_limits),
        cmocka_unit_test (numbers_that_are_ones),
        cmocka_unit_test (nothing_left_empty),
        cmocka_unit_test (case_2_twins_are_flagged),
        cmocka_unit_test (four_eyes),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
