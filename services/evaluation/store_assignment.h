/* The rows that assignments are made of and leave behind. Results live in the request's arena; what
 * is written is deferred. */
#pragma once

#include "assessor_work.h"
#include "conflict_keys.h"
#include "knowledge.h"
#include "store_cards.h"

/* ---- what applications say ---- */

/* Kept beside the content, and erased with it. */
void store_knowledge_put (wl_request_t *req, const char *application_id, const char *stage,
                          const knowledge_t *knowledge, const conflict_keys_t *keys);
/* Accounts that wrote or read it beside the applicant's, told with each stage and as they join:
 * none of them may assess it. Nothing where the region's site evaluates it. */
void store_authors_put (wl_request_t *req, const char *application_id, char *const *user_ids,
                        size_t count);
/* Of the current stages of the applications, in their order; words are valid until the transaction
 * ends. */
WL_MUST_CHECK wl_status store_knowledge (wl_request_t *req, const char *const *application_ids,
                                         size_t count, knowledge_t *ret);

/* ---- assessors ---- */

/* The profile of an assessor of the call, with the signature of its text and its keys. */
void store_profile_put (wl_request_t *req, const char *call_id, const char *user_id,
                        const Evaluation__AssessorProfile *profile, text_words_t words,
                        const conflict_keys_t *keys);
/* Signatures in the order of store_assessors; valid until the transaction ends. */
WL_MUST_CHECK wl_status store_profile_words (wl_request_t *req, const char *call_id,
                                             size_t *ret_count, text_words_t **ret);

/* The cards of a call but void ones, by account. */
WL_MUST_CHECK wl_status store_works (wl_request_t *req, const char *call_id, size_t *ret_count,
                                     assessor_card_t **ret);

/* ---- conflicts ---- */

typedef struct store_conflict {
    size_t application; /* index into what was asked for */
    size_t assessor;
    Evaluation__ConflictKind kind;
} store_conflict_t;

/* Between applications and assessors of the call, one for each pair. */
WL_MUST_CHECK wl_status store_conflicts (wl_request_t *req, const char *call_id,
                                         const char *const *application_ids,
                                         size_t application_count, const char *const *assessor_ids,
                                         size_t assessor_count, size_t *ret_count,
                                         store_conflict_t **ret);

/* Between a person, who need not be an assessor, and the applications of the call in the caller's
 * regions. `user_id` may be ""; `keys` NULL: those of the call's list. At most `limit`, by number;
 * `ret_applications`: how many were looked at. */
WL_MUST_CHECK wl_status store_conflicts_of (wl_request_t *req, const char *call_id,
                                            const char *user_id, const conflict_keys_t *keys,
                                            uint32_t limit, uint32_t *ret_applications,
                                            size_t *ret_count, Evaluation__FoundConflict ***ret);

/* Between the members of a panel's meeting and an application, one for each member that has one. */
WL_MUST_CHECK wl_status store_member_conflicts (wl_request_t *req,
                                                const Evaluation__PanelMeeting *meeting,
                                                const char *application_id, size_t *ret_count,
                                                Evaluation__PanelConflict ***ret);

/* ---- bids ---- */

typedef struct store_bid {
    size_t application; /* index into what was asked for */
    size_t assessor;
    Evaluation__Bid bid;
} store_bid_t;

WL_MUST_CHECK wl_status store_bids (wl_request_t *req, const char *call_id,
                                    const char *const *application_ids, size_t application_count,
                                    const char *const *assessor_ids, size_t assessor_count,
                                    size_t *ret_count, store_bid_t **ret);
/* The applications that the caller, an assessor of the call, may bid for, with their bids: under
 * assessment, of the assessor's regions, without a conflict in the data. At most `limit`. */
WL_MUST_CHECK wl_status store_my_bids (wl_request_t *req, const char *call_id, uint32_t limit,
                                       size_t *ret_count, Evaluation__ApplicationBid ***ret);
/* Takes the bids for such applications; others are as if they were not there. */
void store_bids_put (wl_request_t *req, const Evaluation__PutBidsRequest *bids);

/* ---- records ---- */

/* `regions`: of the applications, each once. `made_by` "" for nobody. */
void store_assignment_put (wl_request_t *req, const Evaluation__AssignmentRecord *record,
                           const char *made_by, const char *const *regions, size_t region_count,
                           uint32_t pairs);
/* The newest first, in the caller's regions. */
WL_MUST_CHECK wl_status store_assignments (wl_request_t *req, const char *call_id, uint32_t limit,
                                           size_t *ret_count,
                                           Evaluation__RecordedAssignment ***ret);
/* WL_NOT_FOUND: none, or of other regions. */
WL_MUST_CHECK wl_status store_assignment (wl_request_t *req, const char *assignment_id,
                                          Evaluation__AssignmentRecord **ret);
