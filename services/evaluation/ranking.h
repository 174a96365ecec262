/* The ranking list of a call (domain.md 2.10, 3.1, 4.2 state 5, 4.3, 4.8 cases 4 to 7). Pure: the
 * same inputs give the same list, in whatever order they come; `wlacznik ranking verify` computes a
 * published list again from its recorded inputs.
 *
 * 1. Thresholds first: who passed stands before who did not; formal rejections end the list, by
 *    number and without a place.
 * 2. Then points with premiums. Where the call weighs criteria: the sum of the weighted means,
 *    rounded half up to a hundredth; the rounded number is what is shown and what is compared.
 * 3. Then the call's chain of tie rules (ranking_order.h). Every step is recorded.
 * 4. Then what a panel moved, with its reasons (ranking_panel.h).
 * 5. Money goes down the list (ranking_money.h).
 */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "wlacznik/evaluation.pb-c.h"

enum { RANKING_NOBODY = -1 };

typedef struct ranking_place {
    size_t candidate; /* index into the inputs */
    uint32_t place;   /* from 1; 0 for a formal rejection */
    int64_t points;   /* that decided the order: hundredths, weighted where the call weighs */
    Evaluation__ListGroup group;
    int64_t granted_grosze;
    long blocked_by; /* the candidate that it is incompatible with and that is recommended */
    /* A constant: "", "criterion", "lower-amount", "filed-earlier", "topic-coverage",
     * "region-coverage", "draw", "number"; "panel" of what a panel moved. */
    const char *tie_step;
    Evaluation__TieTrace *tie_trace; /* NULL where there was no tie */
    uint32_t moved_from;             /* by a panel: the place before; 0: it was not moved */
    const char *panel_reason;        /* of the move, "" without one */
} ranking_place_t;

typedef struct ranking_list {
    ranking_place_t *places; /* as many as candidates, the first of the list first */
    size_t count;
    int64_t recommended_grosze; /* at most the pool */
    Evaluation__PoolUses *pools;
} ranking_list_t;

/* The list, in `arena`, which outlives it. 10,000 candidates take well under a second. */
void
ranking_compute (wl_arena_t *arena, const Evaluation__RankingInputs *inputs, ranking_list_t *ret);

/* Whether the call's rules ask for a seed before there can be a list. */
bool ranking_needs_draw (const Wlacznik__RankingRules *rules);

enum { RANKING_DIGEST_TEXT = 65 };

/* Brings the inputs into their canonical order (candidates and pairs by application id, moves by
 * position), packs them into `arena`, and gives BLAKE2b-256 of the bytes in hexadecimal. protobuf-c
 * writes fields in the order of their numbers, so equal inputs are equal bytes. */
void ranking_record (wl_arena_t *arena, Evaluation__RankingInputs *inputs, uint8_t **ret_bytes,
                     size_t *ret_length, char ret_digest[RANKING_DIGEST_TEXT]);
