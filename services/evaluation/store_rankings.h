/* The rows of rankings and what they are made of. Results live in the request's arena. */
#pragma once

#include "comparison.h"
#include "ranking.h"
#include "service/request.h"
#include "store_calls.h"

/* How far the applications of a stage are. */
typedef struct store_progress {
    uint32_t submitted;        /* withdrawn ones too */
    uint32_t in_formal_review; /* those that are being corrected, too */
    uint32_t in_merit_review;
    uint32_t in_third_assessment;
} store_progress_t;

WL_MUST_CHECK wl_status store_progress (wl_request_t *req, const store_contest_t *contest,
                                        store_progress_t *ret);

/* Bytes that the list of the stage has at least when it is told: those of its texts and ids. */
WL_MUST_CHECK wl_status store_list_least (wl_request_t *req, const store_contest_t *contest,
                                          size_t *ret);

/* Locks the assessed and the formally rejected applications of the stage until commit, and reads
 * them, by application id. */
WL_MUST_CHECK wl_status store_candidates_lock (wl_request_t *req, const store_contest_t *contest,
                                               size_t *ret_count,
                                               Evaluation__RankingCandidate ***ret);

/* Who is told of a list: each application on it that was not rejected formally. */
typedef struct store_listed {
    char *application_id;
    char *region;
    char *applicant_user_id;
    char *number;
    int32_t points;
    uint32_t place;
    Evaluation__ListGroup group;
    int64_t granted_grosze;
} store_listed_t;

/* In the order of the list. */
WL_MUST_CHECK wl_status store_listed (wl_request_t *req, const store_contest_t *contest,
                                      size_t *ret_count, store_listed_t **ret);

/* ---- draws and incompatible projects ---- */

/* WL_NOT_FOUND: none was recorded. */
WL_MUST_CHECK wl_status store_draw (wl_request_t *req, const store_contest_t *contest,
                                    Evaluation__Draw *ret);
/* WL_ALREADY_EXISTS: one was recorded before, and it stands. */
WL_MUST_CHECK wl_status store_draw_put (wl_request_t *req, const store_contest_t *contest,
                                        const char *seed);
/* By application ids. */
WL_MUST_CHECK wl_status store_incompatible (wl_request_t *req, const store_contest_t *contest,
                                            size_t *ret_count, Evaluation__IncompatiblePair ***ret);
/* Replaces what was there; of each pair the lower id is the first, and no pair is there twice.
 * WL_FAILED_PRECONDITION: an id is no application of the stage. */
WL_MUST_CHECK wl_status store_incompatible_put (wl_request_t *req, const store_contest_t *contest,
                                                Evaluation__IncompatiblePair *const *pairs,
                                                size_t count);

/* ---- lists ---- */

/* What is known of a stage's list. */
typedef struct store_ranking_state {
    bool built;
    bool published;
} store_ranking_state_t;

WL_MUST_CHECK wl_status store_ranking_state (wl_request_t *req, const store_contest_t *contest,
                                             store_ranking_state_t *ret);

typedef struct store_ranking {
    Evaluation__RankingInputs inputs;
    ranking_list_t list;
    wl_bytes_t record; /* of the inputs */
    const char *inputs_digest;
    uint32_t version;        /* 1 until it is amended */
    const char *amended_for; /* "" for the first version */
} store_ranking_t;

/* Replaces this version of the list of the stage. */
void store_ranking_put (wl_request_t *req, const store_contest_t *contest,
                        const store_ranking_t *ranking);
/* Makes the stored list public and gives every assessed application its group and place. */
void store_ranking_publish (wl_request_t *req, const store_contest_t *contest);

/* Adds a later version, published at once, and gives the applications on it what it says. */
void store_ranking_amend (wl_request_t *req, const store_contest_t *contest,
                          const store_ranking_t *ranking);

/* What a stored version was computed from. */
typedef struct store_record {
    Evaluation__RankingInputs *inputs;
    char *digest;
    uint32_t version;
} store_record_t;

/* Of `version`, 0 for the latest. WL_NOT_FOUND when there is none, or none that is published. */
WL_MUST_CHECK wl_status store_ranking_inputs (wl_request_t *req, const store_contest_t *contest,
                                              bool published_only, uint32_t version,
                                              store_record_t *ret);

/* The locked cards of the stage as the comparison of lists wants them. */
WL_MUST_CHECK wl_status store_comparison_cards (wl_request_t *req, const store_contest_t *contest,
                                                size_t *ret_count, comparison_card_t **ret);

/* The list as people read it; titles and names as the erasable content still has them.
 * `version` 0: the latest. WL_NOT_FOUND when there is none, or when it is not published and
 * `published_only`. */
WL_MUST_CHECK wl_status store_ranking_read (wl_request_t *req, const char *call_id,
                                            const char *stage, bool published_only,
                                            uint32_t version, Evaluation__Ranking *ret);

/* The same without its entries. */
WL_MUST_CHECK wl_status store_ranking_head (wl_request_t *req, const char *call_id,
                                            const char *stage, bool published_only,
                                            uint32_t version, Evaluation__Ranking *ret);

/* One application's line of a published list. WL_NOT_FOUND: not published, or not on it. */
WL_MUST_CHECK wl_status store_ranking_line (wl_request_t *req, const char *application_id,
                                            const char *stage, Evaluation__RankingEntry *ret);
