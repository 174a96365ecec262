/* What the cards of one application amount to (domain.md 2.10, 4.3; FRDL, Popojutrze). Pure.
 *
 * The rules of a call are data (wlacznik.MeritCard); these are the ones that no call can change:
 * - The points of an application are the mean of the counted cards' sums. With two cards both
 *   count; with a third, the third and the closer of the other two.
 * - Points are hundredths. A mean that falls between two hundredths is rounded half up, in favour
 *   of the applicant; the rounded mean is what is shown and what is judged.
 * - A threshold is reached by equality.
 * - Premiums add to the order of a list, and to nothing else: not to the threshold, not to the gap
 *   between two cards, not to which card is the closer one. A premium has no own minimum.
 */
#pragma once

#include <stdint.h>

#include "base/status.h"
#include "wlacznik/evaluation.pb-c.h"

enum {
    SCORING_CARDS_MAX = 3,
    SCORING_CRITERIA_MAX = 30,
};

typedef struct scoring_card {
    const char *id; /* orders cards that are equal in everything else */
    bool third;     /* called because the first two disagree */
    const Evaluation__Scores *scores;
} scoring_card_t;

typedef enum scoring_state {
    SCORING_WAITING,      /* for `missing` more cards */
    SCORING_THIRD_NEEDED, /* `third_rule` says why */
    SCORING_FINAL,
} scoring_state_t;

typedef enum scoring_third_rule {
    SCORING_NO_THIRD,
    SCORING_GAP,       /* the sums are at least third_gap (or third_gap_percent) apart */
    SCORING_SPLIT,     /* one sum reaches the threshold, the other does not */
    SCORING_CRITERION, /* in one criterion they are at least its own third_gap apart */
} scoring_third_rule_t;

typedef struct scoring_result {
    scoring_state_t state;
    size_t missing;
    scoring_third_rule_t third_rule;
    /* All that follows is set when the state is SCORING_FINAL. */
    int64_t points;           /* with premiums: the order of the list */
    int64_t threshold_points; /* without them */
    bool passed;              /* the threshold and every criterion's own minimum */
    size_t counted_cards;
    bool counted[SCORING_CARDS_MAX];                /* parallel to `cards` */
    int64_t criterion_points[SCORING_CRITERIA_MAX]; /* means, parallel to rules->criteria */
} scoring_result_t;

/* Decides what `cards`, locked and in any order, amount to under `rules`. Needs no memory but
 * `ret`. WL_INVALID_ARGUMENT when a card has not exactly the criteria of `rules`, each within its
 * points, or when there are more cards than the rules know. */
WL_MUST_CHECK wl_status scoring_decide (const Wlacznik__MeritCard *rules,
                                        const scoring_card_t *cards, size_t count,
                                        scoring_result_t *ret);

/* "gap", "split", "criterion" or "". */
const char *scoring_third_rule_name (scoring_third_rule_t rule);

/* The sum of one card, premiums included. WL_INVALID_ARGUMENT as above. */
WL_MUST_CHECK wl_status scoring_sum (const Wlacznik__MeritCard *rules,
                                     const Evaluation__Scores *scores, int64_t *ret);
