/* The rows of what is alike. SQL of this concern only here.
 *
 * Each look costs the same however many applications there are: LIKENESS_BANDS probes of an index,
 * each of which reads at most LIKENESS_PER_BAND rows, and at most LIKENESS_CANDIDATES texts.
 */
#pragma once

#include "likeness.h"
#include "service/request.h"
#include "wlacznik/intake.pb-c.h"

enum { LIKENESS_PER_BAND = 16, LIKENESS_CANDIDATES = 12, LIKENESS_SHOWN = 50 };

/* What was submitted of one stage. */
typedef struct store_submitted {
    char *application_id;
    int stage, round;
    Intake__Submission *content;
} store_submitted_t;

/* Waits until no other comparison runs, so that of two applications that are compared at the same
 * time the second sees the first; then gives the submitted stages of the application that were not
 * compared as they stand now, and what its call holds for alike. */
WL_MUST_CHECK wl_status store_likeness_begin (wl_request_t *req, const char *application_id,
                                              store_submitted_t **ret, size_t *ret_count,
                                              uint32_t *ret_threshold);
/* The submitted stages of other applications that share the most bands. */
WL_MUST_CHECK wl_status store_likeness_candidates (wl_request_t *req, const char *application_id,
                                                   const int64_t bands[LIKENESS_BANDS],
                                                   store_submitted_t **ret, size_t *ret_count);
/* Keeps the sketch of a stage in place of an earlier one; `bands` NULL: there is none to find. */
WL_MUST_CHECK wl_status store_likeness_keep (wl_request_t *req, const store_submitted_t *submitted,
                                             const int64_t *bands);

typedef struct store_pair {
    const store_submitted_t *one, *other;
    bool same_applicant;
    likeness_degree_t degree;
} store_pair_t;

/* Writes the pair, or raises its degree if it is there. `ret_new`: it was not. */
WL_MUST_CHECK wl_status store_likeness_put (wl_request_t *req, const store_pair_t *pair,
                                            bool *ret_new);

/* ---- for staff: regions "*" is any ---- */

typedef struct store_staff {
    const char *const *regions;
    size_t region_count;
} store_staff_t;

/* Of an application in one of the regions. WL_NOT_FOUND: it is not there, not submitted or not
 * theirs. */
WL_MUST_CHECK wl_status store_likenesses (wl_request_t *req, const store_staff_t *staff,
                                          const char *application_id,
                                          Intake__ListLikenessesResponse *ret);
WL_MUST_CHECK wl_status store_likeness (wl_request_t *req, const store_staff_t *staff,
                                        const char *application_id, const char *other_id,
                                        Intake__Likeness *ret);
/* Not judged yet, the newest first, behind the pair `after` (NULL: from the newest on). */
WL_MUST_CHECK wl_status store_likenesses_open (wl_request_t *req, const store_staff_t *staff,
                                               const Intake__ListOpenLikenessesRequest *in,
                                               const char *const after[2], uint32_t limit,
                                               Intake__ListOpenLikenessesResponse *ret);
void store_likeness_judge (wl_request_t *req, const Intake__JudgeLikenessRequest *in);

/* Takes the application out of every comparison, and with it what was written about it. */
void store_likeness_erase (wl_request_t *req, const char *application_id);
