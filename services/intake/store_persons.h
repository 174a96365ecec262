/* The rows of what people ask about their data, and of its erasure. SQL of this concern only here.
 */
#pragma once

#include "erasure_rules.h"
#include "service/request.h"

/* ---- the register ---- */

/* WL_ALREADY_EXISTS: the account has an erasure that is not done. */
WL_MUST_CHECK wl_status store_data_request_insert (wl_request_t *req,
                                                   const Intake__DataRequest *request);
/* Its row locked until commit, without what is kept. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_data_request_lock (wl_request_t *req, const char *request_id,
                                                 Intake__DataRequest *ret);
/* Writes state, term and answer. */
void store_data_request_update (wl_request_t *req, const Intake__DataRequest *request);
/* Writes what an erasure had to leave, in place of what it left before. */
void store_kept_replace (wl_request_t *req, const Intake__DataRequest *request);
/* Another place's copies are gone; `place` is "evaluation 30". Nothing for a request that is not
 * there. */
void store_erasure_confirmed (wl_request_t *req, const char *request_id, const char *place);
/* The account's, the newest first; at most 100, with what is kept. */
WL_MUST_CHECK wl_status store_data_requests_of (wl_request_t *req, const char *user_id,
                                                size_t *ret_count, Intake__DataRequest ***ret);
/* All, the oldest first, behind the id `after` (NULL: from the first on); with what is kept. */
WL_MUST_CHECK wl_status store_data_requests (wl_request_t *req, bool open_only, const char *after,
                                             uint32_t limit, size_t *ret_count,
                                             Intake__DataRequest ***ret);
WL_MUST_CHECK wl_status store_data_requests_count (wl_request_t *req, bool open_only,
                                                   Intake__DataRequests *ret);

/* ---- erasing ---- */

/* An appeal about the application was filed, or is decided. */
void store_dispute_put (wl_request_t *req, const char *application_id);
void store_dispute_end (wl_request_t *req, const char *application_id);

typedef struct store_erasable {
    char *id, *number;
    erasure_facts_t facts;
    char *kept_until; /* the day, or "" */
} store_erasable_t;

/* The account's applications, their rows locked until commit; at most `limit`, by id. */
WL_MUST_CHECK wl_status store_applications_to_erase (wl_request_t *req, const char *user_id,
                                                     uint32_t limit, store_erasable_t **ret,
                                                     size_t *ret_count);
/* Empties an application and everything under it. What statistics and the log stand on stays: its
 * number, call, region, state, kind of applicant, amount, times and digests. */
WL_MUST_CHECK wl_status store_application_erase (wl_request_t *req, const char *application_id);
/* The words of the account's requests that are done with. */
void store_data_request_words_erase (wl_request_t *req, const char *user_id);

/* Leaves `ret` as it is where nothing was said. */
WL_MUST_CHECK wl_status store_retention (wl_request_t *req, const char *programme_id,
                                         Intake__Retention *ret);
void store_retention_put (wl_request_t *req, const Intake__Retention *retention);

/* ---- showing ---- */

/* The account's applications behind the id `after` (NULL: from the first on) with all that was
 * submitted, without attachments and grants. */
WL_MUST_CHECK wl_status store_person_applications (wl_request_t *req, const char *user_id,
                                                   const char *after, uint32_t limit,
                                                   size_t *ret_count,
                                                   Intake__ApplicationData ***ret);
/* What the account does in applications of others: `coauthorships` and `comments` of `ret`. */
WL_MUST_CHECK wl_status store_person_together (wl_request_t *req, const char *user_id,
                                               Intake__PersonData *ret);
/* The versions that were shown to a carer, with their answers. */
WL_MUST_CHECK wl_status store_person_versions (wl_request_t *req, Intake__ApplicationData *data);

/* ---- what stands beside frozen answers ---- */

void store_rectification_insert (wl_request_t *req, const Intake__DataRequest *request);
WL_MUST_CHECK wl_status store_rectifications (wl_request_t *req, const char *application_id,
                                              size_t *ret_count, Intake__Rectification ***ret);
