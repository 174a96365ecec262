/* Giving out cards: who is there (store), who gets what (assignment.h), written and told. Used when
 * a coordinator asks for it, when a conflict leaves a card empty, when a third card is called for.
 */
#pragma once

#include "assignment_record.h"
#include "store_cards.h"

/* A problem with the rows that it was read from. */
typedef struct allocation_problem {
    assignment_problem_t problem;
    assignment_names_t names;
    const store_vacancy_t *vacancies;
} allocation_problem_t;

/* All vacancies are of one call; those of another stage than the first one's are left out, because
 * each stage has its own rules (`ret_left_out`). `wishes` may be NULL; a fixed pair of an
 * application without vacancies or of nobody's is a bad field. `lock` for a command: the call is
 * held until commit, and the dossiers must be. */
WL_MUST_CHECK wl_status allocation_read (wl_request_t *req, char *call_id,
                                         const store_vacancy_t *vacancies, size_t count,
                                         const Evaluation__AssignmentWishes *wishes, bool lock,
                                         allocation_problem_t *ret, bool *ret_left_out);
/* assignment_solve, with the reason of a refusal for people. */
WL_MUST_CHECK wl_status allocation_solve (wl_request_t *req, const allocation_problem_t *problem,
                                          assignment_result_t *ret);

typedef struct allocation {
    uint32_t made;
    char **short_of; /* application ids that still lack cards */
    size_t short_count;
    bool left_out; /* there are vacancies of another stage */
} allocation_t;

/* The dossiers of `vacancies`, all of one call, must be locked. Emits CardAssigned for each card
 * and keeps the record. */
WL_MUST_CHECK wl_status allocation_give (wl_request_t *req, char *call_id,
                                         const store_vacancy_t *vacancies, size_t count,
                                         allocation_t *ret);
/* The same by wishes; a digest that is set must be the record's (WL_FAILED_PRECONDITION). */
WL_MUST_CHECK wl_status allocation_give_planned (wl_request_t *req, char *call_id,
                                                 const store_vacancy_t *vacancies, size_t count,
                                                 const Evaluation__AssignmentWishes *wishes,
                                                 const char *digest, allocation_t *ret);
