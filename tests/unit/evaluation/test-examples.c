/* A worked example of each rule set in services/evaluation/examples: from the cards to the list. */
#include "support.h"

#include <stdio.h>

#include "call_rules.h"
#include "message/message.h"
#include "ranking.h"
#include "scoring.h"

enum { CARDS_MAX = 3, CRITERIA_MAX = 6, APPLICATIONS_MAX = 8, FILE_MAX = 64 * 1024 };

#define IN      EVALUATION__LIST_GROUP__RECOMMENDED
#define RESERVE EVALUATION__LIST_GROUP__ON_RESERVE
#define OUT     EVALUATION__LIST_GROUP__NOT_SELECTED
#define UNDER   EVALUATION__LIST_GROUP__BELOW_THRESHOLD

typedef struct application {
    const char *number;
    int64_t amount;
    const char *topic, *region;
    int card_count;
    bool has_third;
    int32_t cards[CARDS_MAX][CRITERIA_MAX];
} application_t;

typedef struct expected {
    const char *number;
    int64_t points; /* that decide the order */
    Evaluation__ListGroup group;
    const char *tie_step;
} expected_t;

static Intake__CallDefinition *
read_example (const char *name)
{
    const char *path = wl_text_printf (arena, "%s/%s.json", EXAMPLES_FOLDER, name);
    ProtobufCMessage *message = wl_message_new (arena, &intake__call_definition__descriptor);
    char *json = wl_arena_alloc (arena, FILE_MAX);
    FILE *file = fopen (path, "r");
    wl_error_t error;

    if (file == NULL)
        fail_msg ("%s cannot be read", path);
    size_t length = fread (json, 1, FILE_MAX, file);
    fclose (file);
    wl_error_init (&error, arena);
    assert_int_equal (wl_message_from_json (arena, json, length, "en", message, &error), WL_OK);
    return (Intake__CallDefinition *) message;
}

static const Evaluation__Scores *
scores_of (const Wlacznik__MeritCard *rules, const int32_t *points)
{
    Evaluation__Scores *list = scores (points, rules->n_criteria);

    for (size_t i = 0; i < rules->n_criteria; i++)
        list->list[i]->criterion = rules->criteria[i]->key;
    return list;
}

static Evaluation__RankingCandidate *
assess (const Wlacznik__MeritCard *rules, const application_t *of, int order)
{
    Evaluation__RankingCandidate *candidate = wl_arena_alloc (arena, sizeof *candidate);
    scoring_card_t cards[CARDS_MAX];
    scoring_result_t result;

    for (int i = 0; i < of->card_count; i++)
        cards[i] = (scoring_card_t){ wl_text_printf (arena, "card-%d", i), of->has_third && i == 2,
                                     scores_of (rules, of->cards[i]) };
    assert_int_equal (scoring_decide (rules, cards, (size_t) of->card_count, &result), WL_OK);
    assert_int_equal (result.state, SCORING_FINAL);
    assert_int_equal (result.third_rule != SCORING_NO_THIRD, of->has_third);
    evaluation__ranking_candidate__init (candidate);
    candidate->application_id = candidate->number = copy (of->number);
    candidate->region = copy (of->region == NULL ? "30" : of->region);
    candidate->topic = copy (of->topic == NULL ? "" : of->topic);
    candidate->passed = result.passed;
    candidate->points = result.points;
    candidate->n_criterion_points = rules->n_criteria;
    candidate->criterion_points = wl_arena_array (arena, rules->n_criteria, sizeof (int64_t));
    memcpy (candidate->criterion_points, result.criterion_points,
            rules->n_criteria * sizeof (int64_t));
    candidate->amount_grosze = of->amount;
    candidate->submitted_at = wl_timestamp (arena, order + 1);
    return candidate;
}

/* Filed in the order of `applications`. */
static void
work_through (const char *name, const application_t *applications, size_t count,
              const expected_t *expected)
{
    Intake__CallDefinition *call = read_example (name);
    Evaluation__RankingInputs inputs;
    Evaluation__RankingCandidate *candidates[APPLICATIONS_MAX];
    ranking_list_t list;

    call_ranking_inputs (arena, call, call->stages[0], &inputs);
    for (size_t i = 0; i < count; i++)
        candidates[i] = assess (call->stages[0]->merit_card, &applications[i], (int) i);
    inputs.candidates = candidates;
    inputs.n_candidates = count;
    ranking_compute (arena, &inputs, &list);
    for (size_t i = 0; i < count; i++) {
        const ranking_place_t *place = &list.places[i];
        assert_string_equal (candidates[place->candidate]->number, expected[i].number);
        assert_int_equal (place->points, expected[i].points);
        assert_int_equal (place->group, expected[i].group);
        assert_string_equal (place->tie_step, expected[i].tie_step);
    }
}

/* domain.md 2.5. The premium lifts P/2 over P/1 on the list, and P/4 over 50 but not over the
 * threshold; 40 and 80 call a third, and 70 is closer to 80. */
static void
popojutrze (void **state)
{
    static const application_t applications[] = {
        { "P/1",
          6000000,
          NULL,
          NULL,
          2,
          false,
          { { 1600, 1600, 1600, 1600, 1400, 0 }, { 1600, 1600, 1600, 1600, 1600, 0 } } },
        { "P/2",
          6000000,
          NULL,
          NULL,
          2,
          false,
          { { 1500, 1500, 1600, 1600, 1400, 500 }, { 1600, 1600, 1600, 1600, 1400, 500 } } },
        { "P/3",
          6000000,
          NULL,
          NULL,
          3,
          true,
          { { 800, 800, 800, 800, 800, 0 },
            { 1600, 1600, 1600, 1600, 1600, 0 },
            { 1400, 1400, 1400, 1400, 1400, 0 } } },
        { "P/4",
          6000000,
          NULL,
          NULL,
          2,
          false,
          { { 1000, 1000, 1000, 1000, 800, 500 }, { 1000, 1000, 1000, 1000, 800, 500 } } },
    };
    static const expected_t expected[] = {
        { "P/2", 8200, IN, "" },
        { "P/1", 7900, IN, "" },
        { "P/3", 7500, IN, "" },
        { "P/4", 5300, UNDER, "" },
    };
    (void) state;

    work_through ("popojutrze", applications, COUNT (applications), expected);
}

/* domain.md 2.10. 80 with a criterion under its half fails; exactly 75 passes; strategic points
 * order but do not pass; the third counts with the closer one. Money: 100,000 each of 500,000. */
static void
frdl (void **state)
{
    static const application_t applications[] = {
        { "F/1",
          10000000,
          NULL,
          NULL,
          2,
          false,
          { { 2500, 2500, 2500, 1200, 0 }, { 2500, 2500, 2500, 1200, 0 } } },
        { "F/2",
          10000000,
          NULL,
          NULL,
          2,
          false,
          { { 2000, 2000, 2000, 1500, 0 }, { 2000, 2000, 2000, 1500, 0 } } },
        { "F/3",
          10000000,
          NULL,
          NULL,
          2,
          false,
          { { 2000, 2000, 2000, 1400, 1000 }, { 2000, 2000, 2000, 1400, 1000 } } },
        { "F/4",
          10000000,
          NULL,
          NULL,
          3,
          true, /* 70 and 90 split at 75; 84 is closer to 90 */
          { { 1750, 1750, 1750, 1750, 0 },
            { 2250, 2250, 2250, 2250, 0 },
            { 2100, 2100, 2100, 2100, 0 } } },
    };
    static const expected_t expected[] = {
        { "F/4", 8700, IN, "" },
        { "F/2", 7500, IN, "" },
        { "F/1", 8700, UNDER, "" },
        { "F/3", 8400, UNDER, "" },
    };
    (void) state;

    work_through ("frdl", applications, COUNT (applications), expected);
}

/* domain.md 3.1. Impact weighs one and a half for the order; H/3 has 10 in all but 2.5 in one;
 * among equals a topic that nobody higher has comes first, then impact, then excellence. */
static void
horizon (void **state)
{
    static const application_t applications[] = {
        { "H/1",
          700000000,
          "care",
          "30",
          3,
          false,
          { { 450, 450, 450 }, { 450, 450, 450 }, { 450, 450, 450 } } },
        { "H/2",
          700000000,
          "care",
          "30",
          3,
          false,
          { { 400, 400, 450 }, { 400, 400, 450 }, { 400, 400, 450 } } },
        { "H/3",
          700000000,
          "work",
          "32",
          3,
          false,
          { { 250, 450, 450 }, { 250, 450, 450 }, { 250, 450, 450 } } },
        { "H/4",
          700000000,
          "housing",
          "30",
          3,
          false,
          { { 450, 400, 400 }, { 450, 400, 400 }, { 450, 400, 400 } } },
        { "H/5",
          700000000,
          "care",
          "32",
          3,
          false,
          { { 450, 400, 400 }, { 450, 400, 400 }, { 450, 400, 400 } } },
    };
    static const expected_t expected[] = {
        { "H/1", 1575, IN, "" },
        { "H/4", 1450, IN, "" },
        { "H/5", 1450, RESERVE, "topic-coverage" },
        { "H/2", 1450, RESERVE, "criterion" },
        { "H/3", 1375, UNDER, "" },
    };
    (void) state;

    work_through ("horizon", applications, COUNT (applications), expected);
}

/* domain.md 2.10. 16 of 25 passes, 15.5 does not; a tie goes to whoever filed first. */
static void
zielona_gora (void **state)
{
    static const application_t applications[] = {
        { "Z/1",
          5000000,
          NULL,
          NULL,
          2,
          false,
          { { 400, 300, 300, 300, 300 }, { 400, 300, 300, 300, 300 } } },
        { "Z/2",
          5000000,
          NULL,
          NULL,
          2,
          false,
          { { 300, 300, 300, 300, 300 }, { 400, 300, 300, 300, 300 } } },
        { "Z/3",
          5000000,
          NULL,
          NULL,
          2,
          false,
          { { 300, 300, 300, 300, 400 }, { 300, 300, 300, 300, 400 } } },
        { "Z/4",
          5000000,
          NULL,
          NULL,
          2,
          false,
          { { 500, 500, 500, 500, 500 }, { 500, 500, 500, 500, 400 } } },
    };
    static const expected_t expected[] = {
        { "Z/4", 2450, IN, "" },
        { "Z/1", 1600, IN, "" },
        { "Z/3", 1600, IN, "filed-earlier" },
        { "Z/2", 1550, UNDER, "" },
    };
    (void) state;

    work_through ("zielona-gora", applications, COUNT (applications), expected);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (popojutrze),
        cmocka_unit_test (frdl),
        cmocka_unit_test (horizon),
        cmocka_unit_test (zielona_gora),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
