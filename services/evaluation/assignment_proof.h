/* Checks an assignment and the prices that are said to prove it best (assignment_solver.h). Shares
 * no code with the solver: this is what `wlacznik assignment verify` trusts. */
#pragma once

#include "assignment_solver.h"

/* What one unserved card or one card missing from a minimum load counts against fits: more than any
 * number of other pairs could make up for. */
int64_t assignment_penalty (const assignment_network_t *network);

/* Whether the solver takes it: the limits of assignment_solver.h, no least above its most, no
 * quotas above a need, and fits, costs of loads and numbers so that prices fit into 64 bits. */
WL_MUST_CHECK bool assignment_within_bounds (const assignment_network_t *network);

typedef enum assignment_verdict {
    ASSIGNMENT_PROVED = 0,
    ASSIGNMENT_BROKEN_PAIR,  /* forbidden, twice the same, or no such assessor */
    ASSIGNMENT_BROKEN_LOAD,  /* above an assessor's most */
    ASSIGNMENT_BROKEN_QUOTA, /* too few from a cell although no card is unserved */
    ASSIGNMENT_BROKEN_SUMS,  /* total, unserved or underloads are not what the pairs add up to */
    ASSIGNMENT_NOT_PROVED,   /* the prices leave room for a better one */
    ASSIGNMENT_FLOOR_NOT_PROVED, /* of a record: the weakest pair could perhaps be stronger */
} assignment_verdict_t;

typedef struct assignment_finding {
    assignment_verdict_t verdict;
    size_t application; /* of a broken pair or quota */
    size_t assessor;    /* of a broken pair or load */
    /* In units of fit, loads at their cost, unserved cards and missing loads at assignment_penalty;
     * INT64_MAX or INT64_MIN when out of range. */
    int64_t worth; /* of the assignment */
    int64_t bound; /* that the prices prove no assignment exceeds */
} assignment_finding_t;

/* The network is within bounds; nothing is expected of the optimum but that `first` has an entry
 * per application and one more, and `price` one per assessor. Working memory is taken from the
 * arena and given back. */
assignment_finding_t assignment_check (wl_arena_t *arena, const assignment_network_t *network,
                                       const assignment_optimum_t *optimum);
