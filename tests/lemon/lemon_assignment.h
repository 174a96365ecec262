/* LEMON's NetworkSimplex on the problem of assignment_solver.h: the independent answer that ours is
 * held against, and the limit of its benchmark. Tests only. */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct lemon_problem {
    uint32_t applications, assessors;
    const int32_t *fit; /* INT32_MIN: forbidden */
    const uint32_t *need, *least, *most;
    const uint8_t *cell; /* NULL: no quotas */
    const uint8_t (*quota)[4];
    int64_t load_step;
    const uint32_t *held; /* NULL: none */
    int64_t penalty;      /* of an unserved card, and of one that lacks for a minimum load */
} lemon_problem_t;

/* The worth of the best assignment, penalties taken off; INT64_MIN when LEMON finds none. */
int64_t lemon_best_worth (const lemon_problem_t *problem);

#ifdef __cplusplus
}
#endif
