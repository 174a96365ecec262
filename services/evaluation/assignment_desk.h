/* What the files of the assignment share while a problem is put together: assignment.c reads who
 * may and what is wished, assignment_fit.c how well a pair fits, assignment_quotas.c which cards
 * must come from where. Only they include this. */
#pragma once

#include <string.h>

#include "assignment.h"

/* What is known while the problem is put together. */
typedef struct desk {
    wl_arena_t *arena;
    const assignment_problem_t *problem;
    Wlacznik__AssignmentRules rules; /* all 0 without rules */
    uint32_t *need, *least, *most, *held;
    int32_t *solved_fit;  /* the fits that the solver sees */
    bool *is_fixed;       /* by pair */
    uint32_t (*taken)[3]; /* per application: fixed cards from its region, outside, seniors */
    assignment_result_t *result;
} desk_t;

static inline size_t
pair_index (const desk_t *desk, size_t application, size_t assessor)
{
    return application * desk->problem->assessor_count + assessor;
}

static inline bool
ignores (const desk_t *desk, unsigned what)
{
    return (desk->problem->ignore & what) != 0;
}

static inline bool
is_among (char *const *list, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp (list[i], text) == 0)
            return true;
    return false;
}

static inline bool
is_inside (const desk_t *desk, size_t application, size_t assessor)
{
    const Evaluation__AssessorProfile *profile = desk->problem->assessors[assessor]->profile;

    return profile != NULL &&
           strcmp (profile->home_region, desk->problem->applications[application].region) == 0;
}

static inline bool
is_senior (const desk_t *desk, size_t assessor)
{
    const Evaluation__AssessorProfile *profile = desk->problem->assessors[assessor]->profile;

    return profile != NULL && profile->senior;
}

/* Fills in the bids and fits of all pairs. */
void assignment_fill_fits (desk_t *desk);

/* Solves the network under the call's quotas and aim; sets optimum, gap and the final network. */
WL_MUST_CHECK wl_status assignment_solve_quotas (desk_t *desk);
