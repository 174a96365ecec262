/* What reminders stand on. */
#pragma once

#include "store.h"

typedef struct store_schedule {
    const char *call_id;
    const char *programme_id; /* "" of a call whose dates were kept before programmes were */
    wl_time_t submit_until;
    int assessment_days;
    bool working_days;
    bool hold_results; /* letters with results wait for a coordinator */
    bool four_eyes;    /* and for another one */
} store_schedule_t;

/* WL_NOT_FOUND: the call was published before its dates were kept here. */
WL_MUST_CHECK wl_status store_load_schedule (wl_request_t *req, const char *call_id,
                                             store_schedule_t *ret);
void store_put_schedule (wl_request_t *req, const store_schedule_t *schedule); /* deferred */

typedef struct store_draft {
    const char *application_id, *user_id, *region;
} store_draft_t;

/* Deferred; both may be done again. */
void store_put_draft (wl_request_t *req, const store_draft_t *draft, const char *call_id);
void store_delete_draft (wl_request_t *req, const char *application_id);
/* Whom its reminders go to from now on. */
void store_move_draft (wl_request_t *req, const char *application_id, const char *user_id);

/* At most `limit` unfinished drafts of a call, behind `after` ("" at the start). */
WL_MUST_CHECK wl_status store_list_drafts (wl_request_t *req, const char *call_id,
                                           const char *after, size_t limit, store_draft_t **ret,
                                           size_t *ret_count);
/* The same of these regions only; "*" is all. */
WL_MUST_CHECK wl_status store_list_drafts_in (wl_request_t *req, const char *call_id,
                                              const char *const *regions, size_t region_count,
                                              const char *after, size_t limit, store_draft_t **ret,
                                              size_t *ret_count);
