/* How lenient and how noisy assessors are, estimated over a call. Pure, and advice only: no place
 * is ever changed by it.
 *
 * The model is additive: a card's points are the application's quality, plus the assessor's
 * leniency, plus noise. It is fitted by least squares with a ridge on leniency, as if each assessor
 * had CALIBRATION_PRIOR_CARDS more cards that show none (so that few cards say little), by
 * alternating between the two until nothing moves by more than a millionth of a hundredth.
 *
 * - An application's adjusted points are the mean of its cards' points less each one's leniency.
 * - Noise of an assessor: the root mean square of what is left of their cards, over the degrees of
 *   freedom that are left, drawn to that of all by CALIBRATION_PRIOR_NOISE degrees.
 * - Leniency has the variance noise^2 / (information + prior): a card of an application that has k
 * of them tells 1 - 1/k of a card about its assessor, because the rest goes into the quality.
 * Adjusted points have that of the mean of independent cards with the noise and the uncertain
 * leniency of their assessors. Intervals are 1.96 standard deviations: 95 % if noise is normal, and
 * of leniency against the mean of all, because what all share is quality.
 *
 * Doubles, summed in an order that does not depend on how cards were given; results are rounded to
 * hundredths.
 */
#pragma once

#include "base/arena.h"
#include "comparison.h"

#define CALIBRATION_PRIOR_CARDS 1.0
#define CALIBRATION_PRIOR_NOISE 2.0

typedef struct calibration_assessor {
    const char *assessor_id;
    uint32_t cards;
    int64_t leniency, low, high;
    int64_t noise;
} calibration_assessor_t;

typedef struct calibration_application {
    const char *application_id;
    uint32_t cards;
    int64_t adjusted, low, high;
} calibration_application_t;

typedef struct calibration {
    calibration_assessor_t *assessors; /* by id */
    size_t assessor_count;
    calibration_application_t *applications; /* by id */
    size_t application_count;
    int64_t noise;
} calibration_t;

/* WL_FAILED_PRECONDITION when there are too few cards to tell noise from leniency: not more than
 * applications and assessors together. All in `arena`; ids are those of `cards`. */
WL_MUST_CHECK wl_status calibration_fit (wl_arena_t *arena, const comparison_card_t *cards,
                                         size_t count, calibration_t *ret);

/* What the fit says of a list: bands and the grey zone round the money line, which lies between the
 * adjusted points of as many applications as the list recommends and those of the next. Fills
 * `ret`. */
void calibration_describe (wl_arena_t *arena, const calibration_t *fit,
                           const Evaluation__RankingInputs *inputs, const ranking_list_t *list,
                           Evaluation__Calibration *ret);
