/* The ranking list of a call (domain.md 2.10, 4.2 state 5, 4.3, 4.8 cases 4 to 7). Pure: the same
 * inputs give the same list, in whatever order they come.
 *
 * 1. Thresholds first: who passed stands before who did not; formal rejections end the list, by
 *    number and without a place.
 * 2. Then points with premiums; then the call's tie steps, one after the other. The step that
 *    decided between an entry and the one before it is recorded.
 * 3. A tie that no step resolves is broken by the moment of filing and then by the number, so that
 *    the order is always total and the money line never falls inside a tie.
 * 4. Money goes down the list. An application that no longer fits the pool gets nothing, not a
 *    part. It ends the list of the recommended, or is passed over, as the call says.
 * 5. The next ones above the threshold wait on the reserve list, up to the call's number.
 */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "wlacznik/evaluation.pb-c.h"

typedef struct ranking_candidate {
    char *application_id;
    char *number;
    bool rejected;         /* formally; only the number and the reason count then */
    const char *reason;    /* of a rejection */
    bool passed;           /* the threshold */
    int64_t points;        /* premiums included */
    int64_t tie_points;    /* of the criterion of TIE_CRITERION; 0 without it */
    int64_t amount_grosze; /* not negative */
    wl_time_t submitted_at;
} ranking_candidate_t;

typedef struct ranking_input {
    const Wlacznik__RankingRules *rules;
    int64_t pool_grosze;
    const ranking_candidate_t *candidates;
    size_t count;
} ranking_input_t;

typedef struct ranking_place {
    size_t candidate; /* index into the input */
    uint32_t place;   /* from 1; 0 for a formal rejection */
    Evaluation__ListGroup group;
    const char
        *tie_step; /* a constant: "", "criterion", "lower-amount", "filed-earlier", "number" */
} ranking_place_t;

/* Writes `input->count` places, the first of the list first. `ret_recommended` gets the grosze that
 * the recommended ones take, at most the pool. */
void ranking_order (const ranking_input_t *input, ranking_place_t *ret, int64_t *ret_recommended);

enum { RANKING_DIGEST_TEXT = 65 };

/* The canonical encoding of the inputs and rules, candidates by application id, into the arena, and
 * BLAKE2b-256 of it in hexadecimal. It holds ids, numbers and points, and names nobody. */
void ranking_encode (wl_arena_t *arena, const ranking_input_t *input, uint8_t **ret_bytes,
                     size_t *ret_length, char ret_digest[RANKING_DIGEST_TEXT]);
