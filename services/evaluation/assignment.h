/* Who assesses what: gives each application the cards it still lacks. Pure.
 *
 * Hard rules, never broken: the assessor takes applications of this region, has room for another
 * card, is not the applicant, and is not barred from this application (already has a card of it, or
 * declared a conflict). Then, of those who may, the one with the fewest cards gets it; equal ones
 * by account id, so the same inputs give the same pairs. The application with the fewest people to
 * choose from is served first, because the others can wait.
 *
 * This is a rule of thumb: it may leave an application short where a cleverer choice would not. It
 * says so in `ret_short`; it never bends a rule. A solver that proves its optimum takes its place
 * behind the same interface: arrays in, pairs out.
 */
#pragma once

#include "base/arena.h"
#include "wlacznik/evaluation.pb-c.h"

typedef struct assignment_application {
    const char *region;
    const char *applicant_user_id;
    uint32_t missing; /* cards that it lacks */
} assignment_application_t;

typedef struct assignment_pair {
    size_t application; /* index into the problem's arrays */
    size_t assessor;
} assignment_pair_t;

typedef struct assignment_problem {
    const assignment_application_t *applications;
    size_t application_count;
    Evaluation__Assessor *const *assessors; /* `cards` is what they hold now */
    size_t assessor_count;
    const assignment_pair_t *barred;
    size_t barred_count;
} assignment_problem_t;

typedef struct assignment_result {
    assignment_pair_t *pairs;
    size_t pair_count;
    size_t *short_of; /* indexes of the applications that still lack cards, ascending */
    size_t short_count;
} assignment_result_t;

/* The result lives in the arena. */
void
assignment_solve (wl_arena_t *arena, const assignment_problem_t *problem, assignment_result_t *ret);
