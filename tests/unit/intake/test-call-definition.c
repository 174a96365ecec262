#include "support.h"

#include "call_definition.h"
#include "wlacznik/intake.pb-c.h"

typedef struct definition_case {
    const char *what;
    const char *from, *to;
    const char *path, *code; /* NULL: good */
} definition_case_t;

static void
check_cases (fixture_t *self, const definition_case_t *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const definition_case_t *c = &cases[i];
        Intake__CallDefinition *definition =
            read_json (self, &intake__call_definition__descriptor,
                       replaced (self, read_good (self, "definition"), c->from, c->to));
        forget_problems (self, i % 2 == 0 ? "pl" : "en");
        assert_int_equal (call_definition_check (definition, &self->problems),
                          c->path == NULL ? WL_OK : WL_INVALID_ARGUMENT);
        expect_problem (self, c->what, c->path, c->code);
    }
}

static void
the_call_itself (void **state)
{
    static const definition_case_t cases[] = {
        { "the good one", NULL, NULL, NULL, NULL },
        { "submitting before filling in", "'fillFrom': '2026-03-20T", "'fillFrom': '2026-04-18T",
          "definition.submitFrom", "before-fill-from" },
        { "submitting at once", "'fillFrom': '2026-03-20T", "'fillFrom': '2026-04-17T", NULL,
          NULL },
        { "an end at the beginning", "2026-05-01T00:00:00Z", "2026-04-17T00:00:00Z",
          "definition.submitUntil", "not-after-submit-from" },
        { "a microsecond of a call", "2026-05-01T00:00:00Z", "2026-04-17T00:00:00.000001Z", NULL,
          NULL },
        { "a grant above the pool", "'maxGrantGrosze': '5000000'", "'maxGrantGrosze': '32983401'",
          "definition.maxGrantGrosze", "above-pool" },
        { "one grant for the whole pool", "'maxGrantGrosze': '5000000'",
          "'maxGrantGrosze': '32983400'", NULL, NULL },
        { "no largest grant", "'maxGrantGrosze': '5000000'", "'maxGrantGrosze': '0'", NULL, NULL },
        { "the smallest above the largest", "'minGrantGrosze': '500000'",
          "'minGrantGrosze': '5000001'", "definition.minGrantGrosze", "above-max-grant" },
        { "the same type twice", "'PERSON', 'NGO'", "'NGO', 'NGO'", "definition.applicantTypes[1]",
          "duplicate" },
        { "no type", "'PERSON', 'NGO'", "'NGO', 'APPLICANT_TYPE_UNSPECIFIED'",
          "definition.applicantTypes[1]", "required" },
        { "parts of the pool", "'poolGrosze': '32983400'",
          "'poolGrosze': '32983400', 'regionTerms': [{'region': '30', 'poolGrosze': '32983400'}, "
          "{'region': '32'}]",
          NULL, NULL },
        { "parts larger than the whole", "'poolGrosze': '32983400'",
          "'poolGrosze': '32983400', 'regionTerms': [{'region': '30', 'poolGrosze': '32983400'}, "
          "{'region': '32', 'poolGrosze': '1'}]",
          "definition.regionTerms", "above-pool" },
        { "a region twice", "'poolGrosze': '32983400'",
          "'poolGrosze': '32983400', 'regionTerms': [{'region': '30'}, {'region': '30'}]",
          "definition.regionTerms[1].region", "duplicate" },
        { "corrections", "'poolGrosze': '32983400'",
          "'poolGrosze': '32983400', 'corrections': {'times': 1, 'days': 3, 'fields': ['title']}",
          NULL, NULL },
        { "corrections in no days", "'poolGrosze': '32983400'",
          "'poolGrosze': '32983400', 'corrections': {'times': 1}", "definition.corrections.days",
          "required" },
        { "corrections of nothing", "'poolGrosze': '32983400'",
          "'poolGrosze': '32983400', 'corrections': {'fields': ['titel']}",
          "definition.corrections.fields[0]", "unknown-field" },
        { "two stages with one key", "'key': 'specification'", "'key': 'idea'",
          "definition.stages[1].key", "duplicate" },
    };

    check_cases (*state, cases, COUNT (cases));
}

static void
forms (void **state)
{
    static const definition_case_t cases[] = {
        { "two sections with one key", "'key': 'who'", "'key': 'what'",
          "definition.stages[0].form.sections[1].key", "duplicate" },
        { "two fields with one key", "'key': 'summary'", "'key': 'title'",
          "definition.stages[0].form.sections[0].fields[1].key", "duplicate" },
        { "in two sections", "'key': 'people'", "'key': 'title'",
          "definition.stages[0].form.sections[1].fields[0].key", "duplicate" },
        { "one key in two stages", "'key': 'steps'", "'key': 'title'", NULL, NULL },
        { "no title", ", 'meaning': 'TITLE'", "", "definition.stages[0].form.sections",
          "title-missing" },
        { "no amount", ", 'meaning': 'AMOUNT'", "", "definition.stages[0].form.sections",
          "amount-missing" },
        { "two summaries", "'NUMBER', 'label': {'pl': 'Osoby'}, 'min': '5', 'max': '500'",
          "'LONG_TEXT', 'label': {'pl': 'Osoby'}, 'meaning': 'SUMMARY'",
          "definition.stages[0].form.sections[1].fields[0].meaning", "duplicate" },
        { "an optional title", "'required': true, 'meaning': 'TITLE'", "'meaning': 'TITLE'",
          "definition.stages[0].form.sections[0].fields[0].required", "must-be-required" },
        { "a long title", "'key': 'title', 'kind': 'SHORT_TEXT'",
          "'key': 'title', 'kind': 'LONG_TEXT'",
          "definition.stages[0].form.sections[0].fields[0].meaning", "wrong-kind-for-meaning" },
        { "an amount as a number", "'key': 'amount', 'kind': 'MONEY'",
          "'key': 'amount', 'kind': 'NUMBER'",
          "definition.stages[0].form.sections[0].fields[2].meaning", "wrong-kind-for-meaning" },
        { "nothing to choose from",
          ", 'choices': [{'key': 'old', 'label': {'pl': 'S'}}, "
          "{'key': 'young', 'label': {'pl': 'M'}}]",
          "", "definition.stages[0].form.sections[1].fields[1].choices", "required" },
        { "one choice twice", "'key': 'young'", "'key': 'old'",
          "definition.stages[0].form.sections[1].fields[1].choices[1].key", "duplicate" },
        { "choices for a date", "'key': 'area', 'kind': 'SINGLE_CHOICE'",
          "'key': 'area', 'kind': 'CALENDAR_DATE'",
          "definition.stages[0].form.sections[1].fields[1].choices", "not-for-kind" },
        { "a range upside down", "'min': '5', 'max': '500'", "'min': '501', 'max': '500'",
          "definition.stages[0].form.sections[1].fields[0].min", "above-max" },
        { "a range without an end", "'min': '5', 'max': '500'", "'min': '5'", NULL, NULL },
        { "a range of a text", ", 'maxLength': 900", ", 'max': '900'",
          "definition.stages[0].form.sections[0].fields[1].max", "not-for-kind" },
        { "a length of a number", ", 'min': '5', 'max': '500'", ", 'maxLength': 3",
          "definition.stages[0].form.sections[1].fields[0].maxLength", "not-for-kind" },
        { "a debt", "'NUMBER', 'label': {'pl': 'Osoby'}, 'min': '5'",
          "'MONEY', 'label': {'pl': 'Osoby'}, 'min': '-5'",
          "definition.stages[0].form.sections[1].fields[0].min", "negative" },
    };

    check_cases (*state, cases, COUNT (cases));
}

static void
cards (void **state)
{
    static const definition_case_t cases[] = {
        { "two formal items with one key", "'key': 'eligible'", "'key': 'complete'",
          "definition.stages[0].formalItems[1].key", "duplicate" },
        { "two criteria with one key", "'key': 'novelty'", "'key': 'problem'",
          "definition.stages[0].meritCard.criteria[1].key", "duplicate" },
        { "a minimum above the maximum", "'minPoints': 1000", "'minPoints': 2001",
          "definition.stages[0].meritCard.criteria[0].minPoints", "above-max" },
        { "a threshold of all points", "'threshold': 2500", "'threshold': 4000", NULL, NULL },
        { "a threshold that premiums would reach", "'threshold': 2500", "'threshold': 4001",
          "definition.stages[0].meritCard.threshold", "out-of-reach" },
        { "a gap that cannot be", "'thirdGap': 1200", "'thirdGap': 4001",
          "definition.stages[0].meritCard.thirdGap", "out-of-reach" },
        { "a third of one", "'assessors': 2", "'assessors': 1",
          "definition.stages[0].meritCard.assessors", "needs-two-assessors" },
        { "one assessor alone", "'assessors': 2, 'thirdGap': 1200, 'thirdOnSplit': true",
          "'assessors': 1", NULL, NULL },
        { "assignment by a choice", "'thirdOnSplit': true",
          "'thirdOnSplit': true, 'assignment': {'topicsField': 'area', 'languageField': 'area', "
          "'topicsWeight': 60, 'fromRegion': 1, 'outsideRegion': 1, 'seniors': 2}",
          NULL, NULL },
        { "topics that are no choice", "'thirdOnSplit': true",
          "'thirdOnSplit': true, 'assignment': {'topicsField': 'summary'}",
          "definition.stages[0].meritCard.assignment.topicsField", "not-a-choice" },
        { "a weight of nothing", "'thirdOnSplit': true",
          "'thirdOnSplit': true, 'assignment': {'topicsWeight': 1}",
          "definition.stages[0].meritCard.assignment.topicsField", "required" },
        { "a language that nobody asks for", "'thirdOnSplit': true",
          "'thirdOnSplit': true, 'assignment': {'languageField': 'tongue'}",
          "definition.stages[0].meritCard.assignment.languageField", "not-a-choice" },
        { "more regions than cards", "'thirdOnSplit': true",
          "'thirdOnSplit': true, 'assignment': {'fromRegion': 2, 'outsideRegion': 1}",
          "definition.stages[0].meritCard.assignment.outsideRegion", "above-assessors" },
        { "more seniors than cards", "'thirdOnSplit': true",
          "'thirdOnSplit': true, 'assignment': {'seniors': 3}",
          "definition.stages[0].meritCard.assignment.seniors", "above-assessors" },
        { "points without a card", "'assessment': 'DECISION'", "'assessment': 'POINTS'",
          "definition.stages[1].meritCard", "required" },
        { "a tie by a criterion that is none", "'tieCriterion': 'problem'",
          "'tieCriterion': 'beauty'", "definition.ranking.tieCriterion", "unknown-criterion" },
        { "a tie by no criterion", "'tieCriterion': 'problem'", "'tieCriterion': ''",
          "definition.ranking.tieCriterion", "required" },
        { "no tie by criterion",
          "['TIE_CRITERION', 'TIE_FILED_EARLIER'], 'tieCriterion': 'problem'",
          "['TIE_LOWER_AMOUNT']", NULL, NULL },
        { "a step twice", "'TIE_FILED_EARLIER'", "'TIE_CRITERION'",
          "definition.ranking.tieSteps[1]", "duplicate" },
        { "a step that is none", "'TIE_FILED_EARLIER'", "'TIE_STEP_UNSPECIFIED'",
          "definition.ranking.tieSteps[1]", "required" },
    };

    check_cases (*state, cases, COUNT (cases));
}

static void
scales (void **state)
{
#define NOVELTY "'key': 'novelty', 'title': {'pl': 'Nowość'}, 'maxPoints': 2000"
#define AT      "definition.stages[0].meritCard.criteria[1]."
    static const definition_case_t cases[] = {
        { "halves with a guide", NOVELTY,
          NOVELTY ", 'step': 50, 'guide': [{'points': 0, 'text': {'pl': 'Nie spełnia'}}, "
                  "{'points': 2000, 'text': {'pl': 'Doskonałe'}}]",
          NULL, NULL },
        { "a step beside the maximum", NOVELTY, NOVELTY ", 'step': 300", AT "step", "uneven" },
        { "a guide beside the step", NOVELTY,
          NOVELTY ", 'step': 50, 'guide': [{'points': 30, 'text': {'pl': 'Mało'}}]",
          AT "guide[0].points", "out-of-range" },
        { "a guide above the maximum", NOVELTY,
          NOVELTY ", 'guide': [{'points': 2001, 'text': {'pl': 'Wiele'}}]", AT "guide[0].points",
          "out-of-range" },
        { "two guides to one score", NOVELTY,
          NOVELTY ", 'guide': [{'points': 0, 'text': {'pl': 'Nie'}}, "
                  "{'points': 0, 'text': {'pl': 'Wcale'}}]",
          AT "guide[1].points", "duplicate" },
        { "no points at all", ", 'maxPoints': 500, 'premium': true", "",
          "definition.stages[0].meritCard.criteria[2].maxPoints", "required" },
        { "words", NOVELTY, "'key': 'novelty', 'title': {'pl': 'N'}, 'scale': 'SCALE_WORDS'",
          "definition.stages[0].meritCard.threshold", "out-of-reach" },
        { "words with points", NOVELTY, NOVELTY ", 'scale': 'SCALE_WORDS'", AT "scale",
          "no-points" },
        { "yes or no", NOVELTY, NOVELTY ", 'scale': 'SCALE_YES_NO'", NULL, NULL },
        { "yes or no or so", NOVELTY, NOVELTY ", 'scale': 'SCALE_YES_NO', 'step': 1000", AT "step",
          "not-for-scale" },
        { "reasons of no length", NOVELTY, NOVELTY ", 'reasonMinLength': 50, 'reasonMaxLength': 40",
          AT "reasonMinLength", "above-max" },
        { "an optional reason of some length", NOVELTY,
          NOVELTY ", 'reasonMinLength': 50, 'reasonOptional': true", AT "reasonOptional",
          "needed" },
        { "a gap of its own", NOVELTY, NOVELTY ", 'thirdGap': 2000", NULL, NULL },
        { "a gap out of reach", NOVELTY, NOVELTY ", 'thirdGap': 2001", AT "thirdGap",
          "out-of-reach" },
        { "a gap in percent", "'thirdGap': 1200", "'thirdGapPercent': 30", NULL, NULL },
        { "a gap twice", "'thirdGap': 1200", "'thirdGap': 1200, 'thirdGapPercent': 30",
          "definition.stages[0].meritCard.thirdGapPercent", "given-twice" },
    };

    check_cases (*state, cases, COUNT (cases));
}

static void
rankings (void **state)
{
#define STEPS   "'tieSteps': ['TIE_CRITERION', 'TIE_FILED_EARLIER'], 'tieCriterion': 'problem'"
#define RESERVE "'reserveCount': 3"
    static const definition_case_t cases[] = {
        { "a chain", STEPS,
          "'topicField': 'area', 'drawSource': {'pl': 'Lotto'}, 'tieChain': ["
          "{'step': 'TIE_TOPIC_COVERAGE'}, {'step': 'TIE_CRITERION', 'criterion': 'novelty'}, "
          "{'step': 'TIE_CRITERION', 'criterion': 'problem'}, {'step': 'TIE_DRAW'}]",
          NULL, NULL },
        { "two chains", STEPS, STEPS ", 'tieChain': [{'step': 'TIE_LOWER_AMOUNT'}]",
          "definition.ranking.tieChain", "given-twice" },
        { "no step", STEPS, "'tieChain': [{'criterion': ''}]",
          "definition.ranking.tieChain[0].step", "required" },
        { "a rule twice", STEPS,
          "'tieChain': [{'step': 'TIE_CRITERION', 'criterion': 'novelty'}, "
          "{'step': 'TIE_CRITERION', 'criterion': 'novelty'}]",
          "definition.ranking.tieChain[1].step", "duplicate" },
        { "by which criterion", STEPS, "'tieChain': [{'step': 'TIE_CRITERION'}]",
          "definition.ranking.tieChain[0].criterion", "required" },
        { "by a criterion that is none", STEPS,
          "'tieChain': [{'step': 'TIE_CRITERION', 'criterion': 'beauty'}]",
          "definition.ranking.tieChain[0].criterion", "unknown-criterion" },
        { "a criterion of no use", STEPS,
          "'tieChain': [{'step': 'TIE_LOWER_AMOUNT', 'criterion': 'novelty'}]",
          "definition.ranking.tieChain[0].criterion", "not-for-step" },
        { "which topic", STEPS, "'tieChain': [{'step': 'TIE_TOPIC_COVERAGE'}]",
          "definition.ranking.topicField", "required" },
        { "a topic in numbers", RESERVE, "'topicField': 'people'", "definition.ranking.topicField",
          "unknown-field" },
        { "which draw", STEPS, "'tieSteps': ['TIE_DRAW']", "definition.ranking.drawSource",
          "required" },
        { "pools", RESERVE,
          "'pools': [{'region': '30', 'grosze': '32983399'}, {'region': '32', 'grosze': '1'}], "
          "'carryOver': true, 'partFunding': true, 'partMinPercent': 50",
          NULL, NULL },
        { "pools above the pool", RESERVE,
          "'pools': [{'region': '30', 'grosze': '32983400'}, {'region': '32', 'grosze': '1'}]",
          "definition.ranking.pools", "above-pool" },
        { "two pools of a region", RESERVE,
          "'pools': [{'region': '30', 'grosze': '1'}, {'region': '30', 'grosze': '1'}]",
          "definition.ranking.pools[1].region", "duplicate" },
        { "nothing to carry over", RESERVE, "'carryOver': true", "definition.ranking.carryOver",
          "needs-pools" },
        { "appeals", "'assessment': 'POINTS',",
          "'assessment': 'POINTS', 'formalAppeal': {'days': 3}, 'meritAppeal': {'days': 14, "
          "'kind': 'TERM_CALENDAR', 'fromReceipt': true},",
          NULL, NULL },
        { "an appeal against no formal check", "'assessment': 'DECISION',",
          "'assessment': 'DECISION', 'formalAppeal': {'days': 3},",
          "definition.stages[1].formalAppeal", "needs-formal-items" },
        { "an appeal against no points", "'assessment': 'DECISION',",
          "'assessment': 'DECISION', 'meritAppeal': {'days': 3},",
          "definition.stages[1].meritAppeal", "needs-points" },
        { "a part of nothing", RESERVE, "'partMinPercent': 50", "definition.ranking.partMinPercent",
          "needs-part-funding" },
    };

    check_cases (*state, cases, COUNT (cases));
}

static void
panels_and_decisions (void **state)
{
#define WORDS                                                                                 \
    "'assessment': 'DECISION', 'meritCard': {'assessors': 2, 'criteria': [{'key': 'effect', " \
    "'title': {'pl': 'Skuteczność'}, 'scale': 'SCALE_WORDS'}]"
    static const definition_case_t cases[] = {
        { "a panel", "'assessment': 'POINTS',",
          "'assessment': 'POINTS', 'panel': {'movesPlaces': true, 'quorumLeast': 3},", NULL, NULL },
        { "a panel that moves places where there are none", "'assessment': 'DECISION',",
          "'assessment': 'DECISION', 'panel': {'movesPlaces': true},",
          "definition.stages[1].panel.movesPlaces", "needs-points" },
        { "a panel that decides", "'assessment': 'DECISION',",
          "'assessment': 'DECISION', 'panel': {'noShow': 'NO_SHOW_ONCE_MORE'},", NULL, NULL },
        { "the final evaluation, in words alone", "'assessment': 'DECISION',",
          WORDS ", 'recommendations': true}, 'carerOpinion': true,", NULL, NULL },
        { "recommendations beside points", "'thirdOnSplit': true",
          "'thirdOnSplit': true, 'recommendations': true",
          "definition.stages[0].meritCard.recommendations", "not-with-points" },
        { "a list that waits for a carer", "'assessment': 'POINTS',",
          "'assessment': 'POINTS', 'carerOpinion': true,", "definition.stages[0].carerOpinion",
          "needs-decision" },
    };

    check_cases (*state, cases, COUNT (cases));
}

/* The rule sets of services/evaluation/examples are calls that could be published as they are. */
static void
examples (void **state)
{
    static const char *const names[] = { "popojutrze", "frdl", "horizon", "zielona-gora" };
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (names); i++) {
        const char *path = wl_text_printf (self->arena, "%s/%s.json", RULE_SETS_FOLDER, names[i]);
        Intake__CallDefinition *definition =
            read_json (self, &intake__call_definition__descriptor, read_text (self, path));
        forget_problems (self, "en");
        assert_int_equal (wl_message_validate (&definition->base, "en", &self->error), WL_OK);
        assert_int_equal (call_definition_check (definition, &self->problems), WL_OK);
    }
}

static void
only_premiums (void **state)
{
    fixture_t *self = *state;
    Intake__CallDefinition *definition =
        read_json (self, &intake__call_definition__descriptor, read_good (self, "definition"));
    Wlacznik__MeritCard *card = definition->stages[0]->merit_card;

    for (size_t i = 0; i < card->n_criteria; i++)
        card->criteria[i]->premium = true;
    card->threshold = card->third_gap = 0;
    assert_int_equal (call_definition_check (definition, &self->problems), WL_INVALID_ARGUMENT);
    expect_problem (self, "only premiums", "definition.stages[0].meritCard.criteria",
                    "only-premiums");
}

/* Whoever wrote a call with several mistakes learns of all of them at once. */
static void
every_problem_is_named (void **state)
{
    fixture_t *self = *state;
    const char *bad = replaced (self, read_good (self, "definition"), "2026-05-01T00:00:00Z",
                                "2026-04-01T00:00:00Z");

    bad = replaced (self, bad, "'minGrantGrosze': '500000'", "'minGrantGrosze': '6000000'");
    bad = replaced (self, bad, "'key': 'novelty'", "'key': 'problem'");
    assert_int_equal (
        call_definition_check (read_json (self, &intake__call_definition__descriptor, bad),
                               &self->problems),
        WL_INVALID_ARGUMENT);
    assert_int_equal (self->error.field_count, 3);
}

static void
the_largest_grant (void **state)
{
    fixture_t *self = *state;
    Intake__CallDefinition *definition =
        read_json (self, &intake__call_definition__descriptor, read_good (self, "definition"));

    assert_int_equal (call_definition_max_grant (definition), 5000000);
    definition->max_grant_grosze = 0;
    assert_int_equal (call_definition_max_grant (definition), 32983400);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (the_call_itself, set_up, tear_down),
        cmocka_unit_test_setup_teardown (forms, set_up, tear_down),
        cmocka_unit_test_setup_teardown (cards, set_up, tear_down),
        cmocka_unit_test_setup_teardown (scales, set_up, tear_down),
        cmocka_unit_test_setup_teardown (rankings, set_up, tear_down),
        cmocka_unit_test_setup_teardown (panels_and_decisions, set_up, tear_down),
        cmocka_unit_test_setup_teardown (examples, set_up, tear_down),
        cmocka_unit_test_setup_teardown (only_premiums, set_up, tear_down),
        cmocka_unit_test_setup_teardown (every_problem_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown (the_largest_grant, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
