/* Which list is meant, and whether it may still be worked on: what the handlers about lists share.
 * Each tells the reader what is wrong. */
#pragma once

#include "store_rankings.h"

/* "There is no such published call." */
wl_status contest_not_found (wl_request_t *req);
/* The stage with points that `stage` names, or the first one for "". */
WL_MUST_CHECK wl_status contest_find (wl_request_t *req, char *call_id, const char *stage,
                                      store_contest_t *ret);
/* Whether the call goes on: a list of one that stands still does not change. */
WL_MUST_CHECK wl_status contest_check_running (wl_request_t *req, const store_contest_t *contest);
/* Whether the call has ended; a later stage has no end of its own. */
WL_MUST_CHECK wl_status contest_check_over (wl_request_t *req, const store_contest_t *contest);
/* Whether no common text of two assessors is still being written. */
WL_MUST_CHECK wl_status contest_check_desks_closed (wl_request_t *req,
                                                    const store_contest_t *contest);
/* What is told when the stage's list is too long to be worked out or told in one request. */
void contest_expect_long_list (wl_request_t *req);
/* Whether the list can be told in one answer, as far as that can be said before it is made. */
WL_MUST_CHECK wl_status contest_check_length (wl_request_t *req, const store_contest_t *contest);
/* Also says whether a list was built. */
WL_MUST_CHECK wl_status contest_check_unpublished (wl_request_t *req,
                                                   const store_contest_t *contest,
                                                   store_ranking_state_t *ret);
