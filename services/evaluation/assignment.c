#include "assignment.h"

#include <stdlib.h>
#include <string.h>

/* What is known while pairs are made. */
typedef struct desk {
    const assignment_problem_t *problem;
    uint8_t *closed;   /* one bit per pair that may not be, or already is */
    uint32_t *cards;   /* per assessor: held now and given here */
    uint32_t *missing; /* per application */
    assignment_result_t *result;
} desk_t;

/* ---- who may ---- */

static size_t
bit_of (const desk_t *desk, size_t application, size_t assessor)
{
    return application * desk->problem->assessor_count + assessor;
}

static bool
is_closed (const desk_t *desk, size_t application, size_t assessor)
{
    size_t bit = bit_of (desk, application, assessor);

    return (desk->closed[bit / 8] & (1u << (bit % 8))) != 0;
}

static void
close_pair (desk_t *desk, size_t application, size_t assessor)
{
    size_t bit = bit_of (desk, application, assessor);

    desk->closed[bit / 8] = (uint8_t) (desk->closed[bit / 8] | (1u << (bit % 8)));
}

static bool
takes_region (const Evaluation__Assessor *assessor, const char *region)
{
    for (size_t i = 0; i < assessor->n_regions; i++)
        if (strcmp (assessor->regions[i], region) == 0)
            return true;
    return false;
}

static void
close_pairs (desk_t *desk)
{
    const assignment_problem_t *problem = desk->problem;

    for (size_t i = 0; i < problem->barred_count; i++)
        close_pair (desk, problem->barred[i].application, problem->barred[i].assessor);
    for (size_t i = 0; i < problem->application_count; i++) {
        const assignment_application_t *application = &problem->applications[i];
        for (size_t j = 0; j < problem->assessor_count; j++) {
            const Evaluation__Assessor *assessor = problem->assessors[j];
            if (!takes_region (assessor, application->region) ||
                strcmp (assessor->user_id, application->applicant_user_id) == 0)
                close_pair (desk, i, j);
        }
    }
}

static bool
may_take (const desk_t *desk, size_t application, size_t assessor)
{
    return desk->cards[assessor] < desk->problem->assessors[assessor]->max_cards &&
           !is_closed (desk, application, assessor);
}

/* ---- in which order ---- */

typedef struct turn {
    size_t application;
    size_t choice; /* how many may take it */
} turn_t;

static int
compare_turns (const void *left, const void *right)
{
    const turn_t *a = left;
    const turn_t *b = right;

    if (a->choice != b->choice)
        return a->choice < b->choice ? -1 : 1;
    return (a->application > b->application) - (a->application < b->application);
}

static turn_t *
order_turns (wl_arena_t *arena, const desk_t *desk)
{
    size_t count = desk->problem->application_count;
    turn_t *turns = wl_arena_array (arena, count, sizeof *turns);

    for (size_t i = 0; i < count; i++) {
        turns[i].application = i;
        for (size_t j = 0; j < desk->problem->assessor_count; j++)
            turns[i].choice += may_take (desk, i, j) ? 1u : 0u;
    }
    qsort (turns, count, sizeof *turns, compare_turns);
    return turns;
}

/* ---- giving ---- */

static bool
is_better (const desk_t *desk, size_t assessor, size_t than)
{
    const Evaluation__Assessor *a = desk->problem->assessors[assessor];
    const Evaluation__Assessor *b = desk->problem->assessors[than];

    if (desk->cards[assessor] != desk->cards[than])
        return desk->cards[assessor] < desk->cards[than];
    return strcmp (a->user_id, b->user_id) < 0;
}

/* False when nobody is left who may. */
static bool
give_card (desk_t *desk, size_t application)
{
    size_t none = desk->problem->assessor_count;
    size_t best = none;

    for (size_t j = 0; j < desk->problem->assessor_count; j++)
        if (may_take (desk, application, j) && (best == none || is_better (desk, j, best)))
            best = j;
    if (best == none)
        return false;
    close_pair (desk, application, best);
    desk->cards[best]++;
    desk->missing[application]--;
    desk->result->pairs[desk->result->pair_count++] = (assignment_pair_t){ application, best };
    return true;
}

static void
set_up (wl_arena_t *arena, desk_t *desk)
{
    const assignment_problem_t *problem = desk->problem;
    size_t wanted = 0;

    desk->closed =
        wl_arena_array (arena, problem->application_count * problem->assessor_count / 8 + 1, 1);
    desk->cards = wl_arena_array (arena, problem->assessor_count, sizeof *desk->cards);
    desk->missing = wl_arena_array (arena, problem->application_count, sizeof *desk->missing);
    for (size_t j = 0; j < problem->assessor_count; j++)
        desk->cards[j] = problem->assessors[j]->cards;
    for (size_t i = 0; i < problem->application_count; i++) {
        desk->missing[i] = problem->applications[i].missing;
        wanted += desk->missing[i];
    }
    desk->result->pairs = wl_arena_array (arena, wanted, sizeof *desk->result->pairs);
    desk->result->short_of =
        wl_arena_array (arena, problem->application_count, sizeof *desk->result->short_of);
    close_pairs (desk);
}

void
assignment_solve (wl_arena_t *arena, const assignment_problem_t *problem, assignment_result_t *ret)
{
    desk_t desk = { .problem = problem, .result = ret };
    turn_t *turns;

    *ret = (assignment_result_t){ 0 };
    set_up (arena, &desk);
    turns = order_turns (arena, &desk);
    for (size_t i = 0; i < problem->application_count; i++) {
        size_t application = turns[i].application;
        while (desk.missing[application] > 0 && give_card (&desk, application))
            continue;
    }
    for (size_t i = 0; i < problem->application_count; i++)
        if (desk.missing[i] > 0)
            ret->short_of[ret->short_count++] = i;
}
