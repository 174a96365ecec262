/* What may stand on a card, and what its assessor may see. */
#include "support.h"

#include "card_rules.h"
#include "message/message.h"

/* ---- scores ---- */

static wl_error_t error;
static wl_problems_t problems;

static Evaluation__Scores *
two_scores (const char *first_reason)
{
    const int32_t points[] = { 1000, 2000 };
    Evaluation__Scores *list = scores (points, 2);

    list->list[0]->reason = copy (first_reason);
    list->list[1]->reason = copy ("Dobrze opisane ryzyka.");
    return list;
}

static Wlacznik__MeritCard *
two_criteria (void)
{
    Wlacznik__MeritCard *rules = merit_card (2, 2000, 2000);

    rules->reason_min_length = 10;
    return rules;
}

static int
start_over (void **state)
{
    (void) state;
    wl_error_init (&error, arena);
    problems = (wl_problems_t){ &error, "pl" };
    return 0;
}

static void
assert_only_field (const char *field, const char *code)
{
    assert_int_equal (error.field_count, 1);
    assert_string_equal (error.fields[0].field, field);
    assert_string_equal (error.fields[0].code, code);
}

static void
a_draft_may_be_incomplete (void **state)
{
    Evaluation__Scores *list = two_scores ("");
    (void) state;

    assert_int_equal (card_check_draft (two_criteria (), list, &problems), WL_OK);
    list->n_list = 1;
    assert_int_equal (card_check_draft (two_criteria (), list, &problems), WL_OK);
    list->n_list = 0;
    assert_int_equal (card_check_draft (two_criteria (), list, &problems), WL_OK);
    assert_int_equal (card_check_draft (two_criteria (), NULL, &problems), WL_OK);
    assert_int_equal (error.field_count, 0);
}

static void
more_points_than_there_are (void **state)
{
    Evaluation__Scores *list = two_scores ("");
    (void) state;

    list->list[1]->points = 2001;
    assert_int_equal (card_check_draft (two_criteria (), list, &problems), WL_INVALID_ARGUMENT);
    assert_only_field ("scores.list[1].points", "out-of-range");
}

static void
a_criterion_that_is_not_there (void **state)
{
    Evaluation__Scores *list = two_scores ("");
    (void) state;

    list->list[1]->criterion = copy ("colour");
    assert_int_equal (card_check_draft (two_criteria (), list, &problems), WL_INVALID_ARGUMENT);
    assert_only_field ("scores.list[1].criterion", "unknown");
}

static void
a_criterion_twice (void **state)
{
    Evaluation__Scores *list = two_scores ("");
    (void) state;

    list->list[1]->criterion = copy ("c0");
    assert_int_equal (card_check_draft (two_criteria (), list, &problems), WL_INVALID_ARGUMENT);
    assert_only_field ("scores.list[1].criterion", "duplicate");
}

static wl_status
draft_with (Wlacznik__MeritCard *rules, int32_t points)
{
    Evaluation__Scores *list = two_scores ("");

    list->list[0]->points = points;
    start_over (NULL);
    return card_check_draft (rules, list, &problems);
}

/* Horizon's scale: 0 to 5 in halves (domain.md 3.1). */
static void
points_in_steps (void **state)
{
    Wlacznik__MeritCard *rules = two_criteria ();
    (void) state;

    rules->criteria[0]->max_points = 500;
    rules->criteria[0]->step = 50;
    assert_int_equal (draft_with (rules, 350), WL_OK);
    assert_int_equal (draft_with (rules, 500), WL_OK);
    assert_int_equal (draft_with (rules, 340), WL_INVALID_ARGUMENT);
    assert_only_field ("scores.list[0].points", "out-of-range");
    assert_string_equal (error.fields[0].text,
                         "W tym kryterium można dać od 0 do 5,00 pkt, co 0,50.");
    assert_int_equal (draft_with (rules, 550), WL_INVALID_ARGUMENT);
}

static void
yes_or_no (void **state)
{
    Wlacznik__MeritCard *rules = two_criteria ();
    (void) state;

    rules->criteria[0]->scale = WLACZNIK__SCALE__SCALE_YES_NO;
    assert_int_equal (draft_with (rules, 2000), WL_OK);
    assert_int_equal (draft_with (rules, 0), WL_OK);
    assert_int_equal (draft_with (rules, 1000), WL_INVALID_ARGUMENT);
    assert_only_field ("scores.list[0].points", "out-of-range");
}

static void
words_without_points (void **state)
{
    Wlacznik__MeritCard *rules = two_criteria ();
    Evaluation__Scores *list = two_scores ("");
    (void) state;

    rules->criteria[0]->scale = WLACZNIK__SCALE__SCALE_WORDS;
    rules->criteria[0]->max_points = 0;
    assert_int_equal (draft_with (rules, 0), WL_OK);
    assert_int_equal (draft_with (rules, 100), WL_INVALID_ARGUMENT);
    start_over (NULL);
    rules->reason_min_length = 0; /* an opinion is its reason all the same */
    list->list[0]->points = 0;
    assert_int_equal (card_check_complete (rules, list, &problems), WL_INVALID_ARGUMENT);
    assert_only_field ("scores.c0.reason", "too-short");
}

static void
reasons_of_a_criterion (void **state)
{
    Wlacznik__MeritCard *rules = two_criteria ();
    Evaluation__Scores *list = two_scores ("Dobrze.");
    (void) state;

    rules->criteria[0]->reason_min_length = 7;
    assert_int_equal (card_check_complete (rules, list, &problems), WL_OK);
    rules->criteria[0]->reason_min_length = 8;
    assert_int_equal (card_check_complete (rules, list, &problems), WL_INVALID_ARGUMENT);
    assert_only_field ("scores.c0.reason", "too-short");
    start_over (NULL);
    rules->criteria[0]->reason_min_length = 0;
    rules->criteria[0]->reason_optional = true;
    list->list[0]->reason = copy ("");
    assert_int_equal (card_check_complete (rules, list, &problems), WL_OK);
    rules->criteria[1]->reason_max_length = 21;
    assert_int_equal (card_check_draft (rules, list, &problems), WL_INVALID_ARGUMENT);
    assert_only_field ("scores.list[1].reason", "too-long");
}

static void
a_complete_card (void **state)
{
    Evaluation__Scores *list = two_scores ("Zażółć gęś");
    (void) state;

    /* Ten characters, more bytes. */
    assert_int_equal (card_check_complete (two_criteria (), list, &problems), WL_OK);
    /* No points are a score like any other. */
    list->list[0]->points = 0;
    assert_int_equal (card_check_complete (two_criteria (), list, &problems), WL_OK);
}

static void
reasons_of_spaces (void **state)
{
    Evaluation__Scores *list = two_scores ("  Za mało.       \n");
    (void) state;

    assert_int_equal (card_check_complete (two_criteria (), list, &problems), WL_INVALID_ARGUMENT);
    assert_only_field ("scores.c0.reason", "too-short");
}

static void
a_criterion_without_a_score (void **state)
{
    Evaluation__Scores *list = two_scores ("Wystarczająco długo.");
    (void) state;

    list->n_list = 1;
    assert_int_equal (card_check_complete (two_criteria (), list, &problems), WL_INVALID_ARGUMENT);
    assert_only_field ("scores.c1", "required");
}

static void
an_empty_card (void **state)
{
    (void) state;
    assert_int_equal (card_check_complete (two_criteria (), NULL, &problems), WL_INVALID_ARGUMENT);
    assert_int_equal (error.field_count, 2);
}

/* ---- blinding ---- */

static Wlacznik__FormSection *
section (const char *key, const char *open, const char *hidden)
{
    Wlacznik__FormSection *ret = wl_arena_alloc (arena, sizeof *ret);
    const char *const keys[] = { open, hidden };

    wlacznik__form_section__init (ret);
    ret->key = copy (key);
    ret->title = local (key);
    ret->fields = wl_arena_array (arena, COUNT (keys), sizeof *ret->fields);
    for (size_t i = 0; i < COUNT (keys); i++) {
        if (keys[i] == NULL)
            continue;
        Wlacznik__FormField *field = wl_arena_alloc (arena, sizeof *field);
        wlacznik__form_field__init (field);
        field->key = copy (keys[i]);
        field->label = local (keys[i]);
        field->hidden_from_assessors = i == 1;
        ret->fields[ret->n_fields++] = field;
    }
    return ret;
}

static Wlacznik__Answers *
answers_to (const char *const *keys, size_t count)
{
    Wlacznik__Answers *ret = wl_arena_alloc (arena, sizeof *ret);

    wlacznik__answers__init (ret);
    ret->list = wl_arena_array (arena, count, sizeof *ret->list);
    for (size_t i = 0; i < count; i++) {
        Wlacznik__Answer *answer = wl_arena_alloc (arena, sizeof *answer);
        wlacznik__answer__init (answer);
        answer->field = copy (keys[i]);
        ret->list[ret->n_list++] = answer;
    }
    return ret;
}

static void
hidden_is_hidden (void **state)
{
    static const char *const keys[] = { "team", "problem", "phone", "dropped-from-the-form" };
    Wlacznik__FormSection *sections[] = { section ("idea", "problem", "team"),
                                          section ("contact", NULL, "phone") };
    Wlacznik__Form form = WLACZNIK__FORM__INIT;
    Wlacznik__Form *blind;
    Wlacznik__Answers *seen;
    (void) state;

    form.sections = sections;
    form.n_sections = COUNT (sections);
    blind = card_blind_form (arena, &form);
    assert_int_equal (blind->n_sections, 1);
    assert_int_equal (blind->sections[0]->n_fields, 1);
    assert_string_equal (blind->sections[0]->fields[0]->key, "problem");
    assert_int_equal (form.sections[0]->n_fields, 2); /* the call's own form is as it was */
    seen = card_blind_answers (arena, blind, answers_to (keys, COUNT (keys)));
    assert_int_equal (seen->n_list, 1);
    assert_string_equal (seen->list[0]->field, "problem");
    assert_int_equal (card_blind_answers (arena, blind, NULL)->n_list, 0);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup (a_draft_may_be_incomplete, start_over),
        cmocka_unit_test_setup (more_points_than_there_are, start_over),
        cmocka_unit_test_setup (a_criterion_that_is_not_there, start_over),
        cmocka_unit_test_setup (a_criterion_twice, start_over),
        cmocka_unit_test_setup (points_in_steps, start_over),
        cmocka_unit_test_setup (yes_or_no, start_over),
        cmocka_unit_test_setup (words_without_points, start_over),
        cmocka_unit_test_setup (reasons_of_a_criterion, start_over),
        cmocka_unit_test_setup (a_complete_card, start_over),
        cmocka_unit_test_setup (reasons_of_spaces, start_over),
        cmocka_unit_test_setup (a_criterion_without_a_score, start_over),
        cmocka_unit_test_setup (an_empty_card, start_over),
        cmocka_unit_test (hidden_is_hidden),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
