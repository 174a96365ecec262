/* The fairness floor: before the sum of fits counts, the weakest pair of all is made as strong as
 * can be, so that no application is left with somebody who does not know its field while another
 * has the best people of the call. Exact.
 *
 * The worst-served application is the one with the weakest card, not the one with the smallest sum:
 * to maximise the smallest sum of two or more cards is NP-hard (three cards: 3-partition), to
 * maximise the weakest card is a threshold, and it is the card on which an applicant is judged
 * badly. Found by halving over the fits that occur; each step asks the solver whether the cards can
 * still be served when weaker pairs are forbidden. */
#pragma once

#include "assignment_solver.h"

typedef struct assignment_floor {
    /* The weakest pair allowed; ASSIGNMENT_FORBIDDEN when there is no pair at all. */
    int32_t floor;
    /* The next greater fit that occurs, with the solver's answer to the problem in which all pairs
     * below it are forbidden and all others are worth 0: it leaves more unserved, and its prices
     * prove it. No next one: ASSIGNMENT_FORBIDDEN. */
    int32_t next;
    assignment_optimum_t beyond;
} assignment_floor_t;

/* As assignment_optimise, with the floor first. `ret` is proved best among what keeps the floor:
 * check it against assignment_raise_floor (network, floor). Takes two more matrices of memory. */
WL_MUST_CHECK wl_status assignment_optimise_fairly (wl_arena_t *arena,
                                                    const assignment_network_t *network,
                                                    assignment_optimum_t *ret,
                                                    assignment_floor_t *ret_floor);

/* The same problem without the pairs below `floor`; `worthless`: what is left counts 0. */
assignment_network_t assignment_raise_floor (wl_arena_t *arena, const assignment_network_t *network,
                                             int32_t floor, bool worthless);
