/* Leniency and noise: by hand, against simulated assessors whose leniency is known, and what a list
 * makes of them. */
#include "support.h"

#include <math.h>

#include "calibration.h"

enum { ASSESSORS = 30, APPLICATIONS = 300, CARDS = 2, CARDS_ALL = APPLICATIONS * CARDS };

/* ---- by hand ---- */

/* Ania gives 60, 70 and 80, Bartek 10 less each time. Both means are equally far from the middle: 5
 * points, of which the prior card leaves 15/4. Nothing is left for noise. */
static void
two_assessors_by_hand (void **state)
{
    const comparison_card_t cards[] = {
        { "Bartek", "W/3", 7000 }, { "Ania", "W/1", 6000 },   { "Ania", "W/3", 8000 },
        { "Bartek", "W/1", 5000 }, { "Bartek", "W/2", 6000 }, { "Ania", "W/2", 7000 },
    };
    calibration_t fit;
    (void) state;

    assert_int_equal (calibration_fit (arena, cards, COUNT (cards), &fit), WL_OK);
    assert_int_equal (fit.assessor_count, 2);
    assert_string_equal (fit.assessors[0].assessor_id, "Ania");
    assert_int_equal (fit.assessors[0].cards, 3);
    assert_int_equal (fit.assessors[0].leniency, 375);
    assert_int_equal (fit.assessors[1].leniency, -375);
    assert_int_equal (fit.application_count, 3);
    assert_int_equal (fit.applications[0].adjusted, 5500); /* both saw all: nothing moves */
    assert_int_equal (fit.applications[2].adjusted, 7500);
}

/* Two harsh and two lenient ones; W/3 had the harsh two, W/4 the lenient two, and the same points.
 */
static void
points_are_adjusted (void **state)
{
    const comparison_card_t cards[] = {
        { "harsh-1", "W/1", 5000 },   { "lenient-1", "W/1", 7000 }, { "harsh-2", "W/2", 5000 },
        { "lenient-2", "W/2", 7000 }, { "harsh-1", "W/5", 4000 },   { "lenient-2", "W/5", 6000 },
        { "harsh-2", "W/6", 4000 },   { "lenient-1", "W/6", 6000 }, { "harsh-1", "W/3", 6000 },
        { "harsh-2", "W/3", 6000 },   { "lenient-1", "W/4", 6000 }, { "lenient-2", "W/4", 6000 },
    };
    calibration_t fit;
    (void) state;

    assert_int_equal (calibration_fit (arena, cards, COUNT (cards), &fit), WL_OK);
    assert_true (fit.assessors[0].leniency < -500);
    assert_true (fit.assessors[2].leniency > 500);
    assert_true (fit.applications[2].adjusted > 6500);
    assert_true (fit.applications[3].adjusted < 5500);
    assert_int_equal (fit.applications[2].adjusted - 6000, 6000 - fit.applications[3].adjusted);
}

static void
too_few_cards (void **state)
{
    const comparison_card_t cards[] = { { "Ania", "W/1", 6000 },
                                        { "Bartek", "W/1", 5000 },
                                        { "Ania", "W/2", 6000 },
                                        { "Bartek", "W/2", 6000 } };
    calibration_t fit;
    (void) state;

    assert_int_equal (calibration_fit (arena, cards, 0, &fit), WL_FAILED_PRECONDITION);
    assert_int_equal (calibration_fit (arena, cards, COUNT (cards), &fit),
                      WL_FAILED_PRECONDITION); /* four cards, two of each: no degree is left */
}

/* ---- simulated ---- */

typedef struct simulation {
    double leniency[ASSESSORS], quality[APPLICATIONS], mean[APPLICATIONS];
    comparison_card_t cards[CARDS_ALL];
} simulation_t;

/* About normal: the sum of twelve uniform numbers. */
static double
normal (uint64_t *random, double deviation)
{
    double sum = 0;

    for (int i = 0; i < 12; i++)
        sum += (double) (check_random (random) % 1000000) / 1000000.0;
    return (sum - 6) * deviation;
}

static void
simulate (uint64_t *random, double leniency, double noise, simulation_t *ret)
{
    for (size_t i = 0; i < ASSESSORS; i++)
        ret->leniency[i] = normal (random, leniency);
    for (size_t i = 0; i < APPLICATIONS; i++) {
        size_t first = check_random (random) % ASSESSORS;
        ret->quality[i] = 6000 + normal (random, 1200);
        ret->mean[i] = 0;
        for (size_t j = 0; j < CARDS; j++) {
            size_t assessor =
                (first + j * (1 + check_random (random) % (ASSESSORS - 1))) % ASSESSORS;
            int64_t points =
                llround (ret->quality[i] + ret->leniency[assessor] + normal (random, noise));
            ret->cards[i * CARDS + j] =
                (comparison_card_t){ wl_text_printf (arena, "a-%02zu", assessor),
                                     wl_text_printf (arena, "w-%03zu", i), points };
            ret->mean[i] += (double) points / CARDS;
        }
    }
}

/* Root mean square of the distance from the true quality, constant shift aside. */
static double
error_of (const simulation_t *simulation, const double *found)
{
    double shift = 0, sum = 0;

    for (size_t i = 0; i < APPLICATIONS; i++)
        shift += (found[i] - simulation->quality[i]) / APPLICATIONS;
    for (size_t i = 0; i < APPLICATIONS; i++)
        sum += pow (found[i] - simulation->quality[i] - shift, 2) / APPLICATIONS;
    return sqrt (sum);
}

static void
nearer_to_the_truth_than_means (void **state)
{
    uint64_t random = check_seed ("simulated assessors");
    simulation_t *simulation = wl_arena_alloc (arena, sizeof *simulation);
    double adjusted[APPLICATIONS];
    calibration_t fit;
    size_t held = 0, covered = 0;
    double shared = 0;
    (void) state;

    simulate (&random, 800, 500, simulation);
    assert_int_equal (calibration_fit (arena, simulation->cards, CARDS_ALL, &fit), WL_OK);
    assert_int_equal (fit.application_count, APPLICATIONS);
    for (size_t i = 0; i < APPLICATIONS; i++) {
        adjusted[i] = (double) fit.applications[i].adjusted;
        covered += (double) fit.applications[i].low <= simulation->quality[i] &&
                   simulation->quality[i] <= (double) fit.applications[i].high;
    }
    /* Means carry leniency and noise: 667; the fit nearly only noise: 354 and a little. */
    assert_true (error_of (simulation, adjusted) < 0.75 * error_of (simulation, simulation->mean));
    assert_true (fit.noise > 400 && fit.noise < 600);
    for (size_t i = 0; i < ASSESSORS; i++)
        shared += simulation->leniency[i] / ASSESSORS;
    for (size_t i = 0; i < fit.assessor_count; i++) {
        size_t number = (size_t) strtoul (fit.assessors[i].assessor_id + 2, NULL, 10);
        double truth = simulation->leniency[number] - shared;
        held += (double) fit.assessors[i].low <= truth && truth <= (double) fit.assessors[i].high;
    }
    /* 95 % are meant; of 30 assessors and 300 applications chance may take some more. */
    assert_true (held * 10 >= fit.assessor_count * 8);
    assert_true (covered * 100 >= (size_t) APPLICATIONS * 85);
}

/* Where nobody is lenient there is little to find, and points stay near their means. */
static void
no_leniency_is_not_invented (void **state)
{
    uint64_t random = check_seed ("fair assessors");
    simulation_t *simulation = wl_arena_alloc (arena, sizeof *simulation);
    calibration_t fit;
    double sum = 0;
    (void) state;

    simulate (&random, 0, 500, simulation);
    assert_int_equal (calibration_fit (arena, simulation->cards, CARDS_ALL, &fit), WL_OK);
    for (size_t i = 0; i < fit.assessor_count; i++)
        sum += (double) (fit.assessors[i].leniency * fit.assessors[i].leniency);
    assert_true (sqrt (sum / (double) fit.assessor_count) < 250); /* half of the noise */
}

static void
the_order_of_cards_says_nothing (void **state)
{
    uint64_t random = check_seed ("shuffled cards");
    simulation_t *simulation = wl_arena_alloc (arena, sizeof *simulation);
    calibration_t first, again;
    (void) state;

    simulate (&random, 800, 500, simulation);
    assert_int_equal (calibration_fit (arena, simulation->cards, CARDS_ALL, &first), WL_OK);
    for (size_t i = CARDS_ALL; i > 1; i--) {
        size_t other = check_random (&random) % i;
        comparison_card_t card = simulation->cards[i - 1];
        simulation->cards[i - 1] = simulation->cards[other];
        simulation->cards[other] = card;
    }
    assert_int_equal (calibration_fit (arena, simulation->cards, CARDS_ALL, &again), WL_OK);
    for (size_t i = 0; i < first.application_count; i++) {
        assert_int_equal (first.applications[i].adjusted, again.applications[i].adjusted);
        assert_int_equal (first.applications[i].low, again.applications[i].low);
    }
    for (size_t i = 0; i < first.assessor_count; i++)
        assert_int_equal (first.assessors[i].leniency, again.assessors[i].leniency);
}

/* ---- a list ---- */

static void
the_grey_zone_round_the_line (void **state)
{
    uint64_t random = check_seed ("grey zone");
    simulation_t *simulation = wl_arena_alloc (arena, sizeof *simulation);
    Wlacznik__RankingRules rules = WLACZNIK__RANKING_RULES__INIT;
    Evaluation__RankingInputs inputs = EVALUATION__RANKING_INPUTS__INIT;
    Evaluation__Calibration found = EVALUATION__CALIBRATION__INIT;
    ranking_list_t list;
    calibration_t fit;
    size_t bands[4] = { 0 };
    (void) state;

    simulate (&random, 800, 300, simulation);
    inputs.rules = &rules;
    inputs.pool_grosze = 100; /* a hundred of one grosz each */
    inputs.n_candidates = APPLICATIONS;
    inputs.candidates = wl_arena_array (arena, APPLICATIONS, sizeof *inputs.candidates);
    for (size_t i = 0; i < APPLICATIONS; i++) {
        Evaluation__RankingCandidate *candidate = wl_arena_alloc (arena, sizeof *candidate);
        evaluation__ranking_candidate__init (candidate);
        candidate->application_id = wl_text_printf (arena, "w-%03zu", i);
        candidate->number = candidate->application_id;
        candidate->points = llround (simulation->mean[i]);
        candidate->passed = candidate->points >= 3000;
        candidate->amount_grosze = 1;
        inputs.candidates[i] = candidate;
    }
    ranking_compute (arena, &inputs, &list);
    assert_int_equal (calibration_fit (arena, simulation->cards, CARDS_ALL, &fit), WL_OK);
    calibration_describe (arena, &fit, &inputs, &list, &found);
    for (size_t i = 0; i < found.n_entries; i++) {
        const Evaluation__CalibratedEntry *entry = found.entries[i];
        bands[entry->band]++;
        assert_int_equal (entry->band == EVALUATION__BAND__GREY_ZONE,
                          entry->low <= found.line && found.line <= entry->high);
        if (i > 0) /* the list's own order, untouched */
            assert_true (entry->place > found.entries[i - 1]->place);
    }
    assert_true (bands[EVALUATION__BAND__CLEARLY_IN] > 30);
    assert_true (bands[EVALUATION__BAND__GREY_ZONE] > 5);
    assert_true (bands[EVALUATION__BAND__CLEARLY_OUT] > 100);
    for (size_t i = 1; i < found.n_assessors; i++)
        assert_true (found.assessors[i - 1]->leniency >= found.assessors[i]->leniency);
    assert_int_equal (found.cards, CARDS_ALL);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (two_assessors_by_hand),
        cmocka_unit_test (points_are_adjusted),
        cmocka_unit_test (too_few_cards),
        cmocka_unit_test (nearer_to_the_truth_than_means),
        cmocka_unit_test (no_leniency_is_not_invented),
        cmocka_unit_test (the_order_of_cards_says_nothing),
        cmocka_unit_test (the_grey_zone_round_the_line),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
