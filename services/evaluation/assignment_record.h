/* An assignment as it is kept and shown to whoever doubts it: the problem, the choice and the
 * prices that prove it, in one message without names or texts. Pure. */
#pragma once

#include "assignment.h"
#include "assignment_proof.h"

typedef struct assignment_names {
    const char *call_id;
    const char *const *application_ids; /* in the order of the problem */
    const char *const *numbers;
} assignment_names_t;

/* Shares strings with the names and the problem; lives in the arena. `id` stays empty. */
Evaluation__AssignmentRecord *
assignment_record (wl_arena_t *arena, const assignment_problem_t *problem,
                   const assignment_names_t *names, const assignment_result_t *result);

/* The BLAKE2b-256 of the record without id and digest, in hexadecimal. */
char *assignment_record_digest (wl_arena_t *arena, const Evaluation__AssignmentRecord *record);

/* Adds up what the record says. WL_INVALID_ARGUMENT: it is no whole record (lengths that do not
 * fit, a choice that does not exist, beyond the solver's bounds); WL_DATA_LOSS: its digest is not
 * its own; WL_OK: `ret` tells. */
WL_MUST_CHECK wl_status assignment_record_check (wl_arena_t *arena,
                                                 const Evaluation__AssignmentRecord *record,
                                                 assignment_finding_t *ret);
