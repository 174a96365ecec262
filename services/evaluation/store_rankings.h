/* The rows of rankings and what they are made of. Results live in the request's arena. */
#pragma once

#include "ranking.h"
#include "service/request.h"
#include "store_calls.h"

/* How far the applications of a stage are. */
typedef struct store_progress {
    uint32_t submitted; /* withdrawn ones too */
    uint32_t in_formal_review;
    uint32_t in_merit_review;
    uint32_t in_third_assessment;
} store_progress_t;

WL_MUST_CHECK wl_status store_progress (wl_request_t *req, const store_contest_t *contest,
                                        store_progress_t *ret);

/* A candidate, and what the events about it need. */
typedef struct store_contestants {
    ranking_candidate_t *candidates;
    char **regions;            /* parallel */
    char **applicant_user_ids; /* parallel */
    size_t count;
} store_contestants_t;

/* Locks the assessed and the formally rejected applications of the stage until commit, and reads
 * them. `tie_criterion` is the place of the tie criterion on the card, -1 for none. */
WL_MUST_CHECK wl_status store_contestants_lock (wl_request_t *req, const store_contest_t *contest,
                                                int tie_criterion, store_contestants_t *ret);

/* What is known of a stage's list. */
typedef struct store_ranking_state {
    bool built;
    bool published;
} store_ranking_state_t;

WL_MUST_CHECK wl_status store_ranking_state (wl_request_t *req, const store_contest_t *contest,
                                             store_ranking_state_t *ret);

typedef struct store_ranking {
    const store_contestants_t *contestants;
    const ranking_place_t *places; /* as many as contestants */
    int64_t pool_grosze;
    int64_t recommended_grosze;
    wl_bytes_t inputs;
    const char *inputs_digest;
} store_ranking_t;

/* Replaces the list of the stage. */
void store_ranking_put (wl_request_t *req, const store_contest_t *contest,
                        const store_ranking_t *ranking);
/* Makes the stored list public and gives every assessed application its group and place. */
void store_ranking_publish (wl_request_t *req, const store_contest_t *contest);

/* The list as people read it; titles and names as the erasable content still has them.
 * WL_NOT_FOUND when there is none, or when it is not published and `published_only`. */
WL_MUST_CHECK wl_status store_ranking_read (wl_request_t *req, const char *call_id,
                                            const char *stage, bool published_only,
                                            Evaluation__Ranking *ret);

/* One application's line of a published list. WL_NOT_FOUND: not published, or not on it. */
WL_MUST_CHECK wl_status store_ranking_line (wl_request_t *req, const char *application_id,
                                            const char *stage, Evaluation__RankingEntry *ret);
