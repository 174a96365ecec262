/* The Method of Equal Shares (Peters, Pierczynski, Skowron, NeurIPS 2021) with points as utilities:
 * each assessor gets the same share of the money, and a project is funded when those who gave it
 * points can pay for it, each in proportion to the points and none beyond their share. The project
 * with the lowest price per point is next. What is left when nobody can pay for anything goes down
 * the list. Pure, in integers.
 *
 * Shares and payments are thousandths of a grosz. A share is rounded down. A payment is rounded up,
 * never beyond what the assessor has, until the cost is paid; so a funded project is always paid in
 * full, and no more than the money is ever spent.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"

typedef struct equal_shares_vote {
    size_t assessor; /* from 0 */
    size_t item;
    int64_t points; /* not negative, at most 10^9 */
} equal_shares_vote_t;

typedef struct equal_shares_input {
    const int64_t *costs; /* of items, in the order of the list; 0 to 10^14 */
    size_t count;
    int64_t money;                    /* 0 to 10^14 */
    const equal_shares_vote_t *votes; /* by item; of one item in an order of their own */
    size_t vote_count;
    size_t assessor_count;
    size_t (*rivals)[2]; /* items that exclude each other */
    size_t rival_count;
} equal_shares_input_t;

/* Marks what is funded, by item. */
void equal_shares_choose (wl_arena_t *arena, const equal_shares_input_t *input, bool *ret_taken);
