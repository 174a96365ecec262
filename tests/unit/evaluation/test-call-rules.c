/* What a call's definition says about stages and names. */
#include "support.h"

#include "call_rules.h"

/* ---- names on public lists ---- */

typedef struct name_case {
    Wlacznik__ApplicantType type;
    const char *organisation;
    size_t members;
    bool names_persons;
    const char *name;
} name_case_t;

#define TYPE(name) WLACZNIK__APPLICANT_TYPE__##name

static const name_case_t names[] = {
    { TYPE (NGO), "Fundacja Most", 1, false, "Fundacja Most" },
    { TYPE (FIRM), "Dźwig sp. z o.o.", 1, false, "Dźwig sp. z o.o." },
    { TYPE (PUBLIC_BODY), "Gmina Żory", 1, true, "Gmina Żory" },
    { TYPE (PERSON), "", 1, false, "" },
    { TYPE (PERSON), "", 1, true, "Zofia Żak" },
    { TYPE (INFORMAL_GROUP), "Sąsiedzi", 2, false, "" },
    { TYPE (INFORMAL_GROUP), "Sąsiedzi", 2, true, "Sąsiedzi" },
    { TYPE (INFORMAL_GROUP), "", 2, true, "Zofia Żak, Zofia Żak" },
    { TYPE (PERSON), "", 0, true, "" },
    { TYPE (APPLICANT_TYPE_UNSPECIFIED), "Kto", 1, false, "" },
};

static Wlacznik__Applicant *
applicant_of (const name_case_t *of)
{
    Wlacznik__Applicant *applicant = wl_arena_alloc (arena, sizeof *applicant);

    wlacznik__applicant__init (applicant);
    applicant->type = of->type;
    applicant->organisation = copy (of->organisation);
    applicant->members = wl_arena_array (arena, of->members, sizeof *applicant->members);
    for (size_t i = 0; i < of->members; i++) {
        Wlacznik__Member *member = wl_arena_alloc (arena, sizeof *member);
        wlacznik__member__init (member);
        member->name = copy ("Zofia Żak");
        applicant->members[applicant->n_members++] = member;
    }
    return applicant;
}

static void
who_is_named (void **state)
{
    (void) state;
    for (size_t i = 0; i < COUNT (names); i++)
        assert_string_equal (
            call_public_name (arena, names[i].names_persons, applicant_of (&names[i])),
            names[i].name);
    assert_string_equal (call_public_name (arena, true, NULL), "");
}

/* ---- stages ---- */

static Wlacznik__Stage *
stage (const char *key, Wlacznik__AssessmentKind assessment, size_t formal_items)
{
    Wlacznik__Stage *ret = wl_arena_alloc (arena, sizeof *ret);

    wlacznik__stage__init (ret);
    ret->key = copy (key);
    ret->assessment = assessment;
    ret->n_formal_items = formal_items;
    if (assessment == WLACZNIK__ASSESSMENT_KIND__POINTS)
        ret->merit_card = merit_card (2, 2000, 2000);
    return ret;
}

#define STATE(name) EVALUATION__DOSSIER_STATE__##name
#define POINTS      WLACZNIK__ASSESSMENT_KIND__POINTS
#define DECISION    WLACZNIK__ASSESSMENT_KIND__DECISION

static void
where_a_submission_starts (void **state)
{
    (void) state;
    assert_int_equal (call_first_state (stage ("a", POINTS, 2)), STATE (FORMAL_REVIEW));
    assert_int_equal (call_first_state (stage ("a", POINTS, 0)), STATE (MERIT_REVIEW));
    assert_int_equal (call_first_state (stage ("a", DECISION, 0)), STATE (DECISION_DUE));
    assert_int_equal (call_first_state (stage ("a", DECISION, 1)), STATE (FORMAL_REVIEW));
    assert_int_equal (call_state_after_formal (stage ("a", POINTS, 2)), STATE (MERIT_REVIEW));
    assert_int_equal (call_state_after_formal (stage ("a", DECISION, 1)), STATE (DECISION_DUE));
}

/* The final evaluation: cards first, and then the commission decides. */
static void
cards_may_serve_a_decision (void **state)
{
    Wlacznik__Stage *report = stage ("report", DECISION, 0);
    (void) state;

    report->merit_card = merit_card (4, 0, 0);
    assert_int_equal (call_first_state (report), STATE (MERIT_REVIEW));
    assert_int_equal (call_state_after_cards (report), STATE (DECISION_DUE));
    assert_int_equal (call_state_after_cards (stage ("a", POINTS, 0)), STATE (ASSESSED));
}

static Intake__CallDefinition *
definition (bool title_hidden)
{
    Intake__CallDefinition *ret = wl_arena_alloc (arena, sizeof *ret);
    Wlacznik__Form *form = wl_arena_alloc (arena, sizeof *form);
    Wlacznik__FormSection *section = wl_arena_alloc (arena, sizeof *section);
    Wlacznik__FormField *field = wl_arena_alloc (arena, sizeof *field);

    wlacznik__form__init (form);
    wlacznik__form_section__init (section);
    wlacznik__form_field__init (field);
    field->meaning = WLACZNIK__FIELD_MEANING__TITLE;
    field->hidden_from_assessors = title_hidden;
    section->fields = wl_arena_array (arena, 1, sizeof *section->fields);
    section->fields[section->n_fields++] = field;
    form->sections = wl_arena_array (arena, 1, sizeof *form->sections);
    form->sections[form->n_sections++] = section;
    intake__call_definition__init (ret);
    ret->stages = wl_arena_array (arena, 2, sizeof *ret->stages);
    ret->stages[ret->n_stages++] = stage ("idea", POINTS, 1);
    ret->stages[ret->n_stages++] = stage ("report", DECISION, 0);
    ret->stages[0]->form = form;
    return ret;
}

static void
stages_of_a_call (void **state)
{
    Intake__CallDefinition *call = definition (false);
    (void) state;

    assert_string_equal (call_find_stage (call, "report")->key, "report");
    assert_null (call_find_stage (call, "other"));
    assert_false (call_hides_title (call));
    assert_true (call_hides_title (definition (true)));
}

/* Weights that are all the same are none, so that points stay what they were. */
static void
what_a_list_is_made_of (void **state)
{
    Intake__CallDefinition *call = definition (false);
    Wlacznik__RankingRules ranking = WLACZNIK__RANKING_RULES__INIT;
    Wlacznik__Stage *stage = call->stages[0];
    Evaluation__RankingInputs inputs;
    (void) state;

    call->ranking = &ranking;
    call->pool_grosze = 700;
    call->min_grant_grosze = 50;
    stage->merit_card = merit_card (3, 2000, 3000);
    stage->merit_card->criteria[1]->weight_percent = 100;
    call_ranking_inputs (arena, call, stage, &inputs);
    assert_ptr_equal (inputs.rules, &ranking);
    assert_int_equal (inputs.pool_grosze, 700);
    assert_int_equal (inputs.min_grant_grosze, 50);
    assert_int_equal (inputs.n_criteria, 3);
    assert_string_equal (inputs.criteria[2], "c2");
    assert_int_equal (inputs.n_weights_percent, 0);
    stage->merit_card->criteria[1]->weight_percent = 150;
    call_ranking_inputs (arena, call, stage, &inputs);
    assert_int_equal (inputs.n_weights_percent, 3);
    assert_int_equal (inputs.weights_percent[0], 100);
    assert_int_equal (inputs.weights_percent[1], 150);
}

static void
what_an_application_is_about (void **state)
{
    Wlacznik__Answer answer = WLACZNIK__ANSWER__INIT;
    Wlacznik__Answer *list[] = { &answer };
    Wlacznik__Answers answers = WLACZNIK__ANSWERS__INIT;
    char *choices[] = { copy ("water"), copy ("soil") };
    (void) state;

    answers.list = list;
    answers.n_list = 1;
    answer.field = copy ("topic");
    answer.choices = choices;
    answer.n_choices = 1;
    assert_string_equal (call_topic (arena, "topic", &answers), "water");
    assert_string_equal (call_topic (arena, "theme", &answers), "");
    assert_string_equal (call_topic (arena, "", &answers), "");
    assert_string_equal (call_topic (arena, "topic", NULL), "");
    answer.n_choices = 2; /* several topics cover none */
    assert_string_equal (call_topic (arena, "topic", &answers), "");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (who_is_named),
        cmocka_unit_test (where_a_submission_starts),
        cmocka_unit_test (cards_may_serve_a_decision),
        cmocka_unit_test (stages_of_a_call),
        cmocka_unit_test (what_a_list_is_made_of),
        cmocka_unit_test (what_an_application_is_about),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
