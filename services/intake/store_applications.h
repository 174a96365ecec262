/* The rows of applications.
 *
 * Texts and messages of results live in the request's arena. What is written is deferred where the
 * caller needs no answer: it travels with the next statement or with COMMIT.
 */
#pragma once

#include "applicant_rules.h"
#include "form_rules.h"
#include "service/request.h"
#include "submission_window.h"
#include "wlacznik/intake.pb-c.h"

/* What of a call a writer is judged by. */
typedef struct store_call_rules {
    Intake__CallState state;
    wl_time_t suspended_at;   /* of the last suspension, 0 if none */
    const char *counted_with; /* the call whose limit per person it shares; mostly itself */
    submission_window_t window;
    grant_limits_t grant;
    applicant_limits_t applicants;
    const char *code;
    bool withdrawn_counts, coauthors_count;
} store_call_rules_t;

/* An application with what its writing depends on. */
typedef struct store_application {
    Intake__Application *view; /* as people see it; may_edit is not set here */
    char *user_id;
    char **coauthor_user_ids; /* who reads it, writes it or did; by store_application_lock_own */
    size_t coauthor_count;
    int position;                        /* of the stage in its call, from 0 */
    int round;                           /* from 1 */
    bool further_stage;                  /* there is one after this */
    Wlacznik__AssessmentKind assessment; /* of this stage */
    Wlacznik__Form
        *form; /* of this stage, in the version of the draft; NULL where it is not read */
    store_call_rules_t call;
} store_application_t;

/* ---- starting one ---- */

typedef struct store_new_application {
    store_call_rules_t call;
    char *stage;           /* key of the call's first stage */
    uint32_t form_version; /* the newest of that stage */
    bool region_known;     /* the programme works in the region asked for */
    uint32_t open_drafts;  /* of the account, among its newest DRAFTS_WATCHED applications */
} store_new_application_t;

enum { DRAFTS_WATCHED = 200 };

/* WL_NOT_FOUND: there is no such published call, or with `rehearsed` no such rehearsal. */
WL_MUST_CHECK wl_status store_call_for_application (wl_request_t *req, const char *call_id,
                                                    const char *region, bool rehearsed,
                                                    store_new_application_t *ret);
void store_application_insert (wl_request_t *req, const Intake__Application *application);

/* ---- the applicant's own, its row locked until commit ---- */

/* For its leader and co-authors; `your_role` tells which, and application_may (submission.h) what
 * that allows. WL_NOT_FOUND for everybody else. */
WL_MUST_CHECK wl_status store_application_lock_own (wl_request_t *req, const char *application_id,
                                                    store_application_t *ret);
/* Any application, for events; without its form and draft. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_application_lock (wl_request_t *req, const char *application_id,
                                                store_application_t *ret);

/* The same with form and draft. */
WL_MUST_CHECK wl_status store_application_lock_whole (wl_request_t *req, const char *application_id,
                                                      store_application_t *ret);

/* A submitted one in one of `regions` ("*": any), with its form. WL_NOT_FOUND for any other. */
WL_MUST_CHECK wl_status store_application_lock_in (wl_request_t *req, const char *application_id,
                                                   const char *const *regions, size_t region_count,
                                                   store_application_t *ret);

/* Overwrites the draft with what stands in the view. */
void store_application_save (wl_request_t *req, const store_application_t *application);

/* Moves the draft to another version of its form. */
void
store_application_take_form (wl_request_t *req, const char *application_id, uint32_t form_version);

/* Writes the state WITHDRAWN and the reason. */
void store_application_withdraw (wl_request_t *req, const char *application_id, const char *reason);
/* ---- moved by evaluation ---- */

void store_application_set_state (wl_request_t *req, const char *application_id,
                                  Intake__ApplicationState state);
/* Opens the next stage for writing, with an empty draft. */
void store_application_open_next (wl_request_t *req, const char *application_id);
/* Opens the same stage once more; the draft goes on from what was submitted. */
void store_application_reopen (wl_request_t *req, const char *application_id);

/* ---- reading ---- */

/* One that the caller writes or reads, alone or with others, or accompanies, or a submitted one in
 * one of `regions`
 * ("*": any). WL_NOT_FOUND for any other. */
WL_MUST_CHECK wl_status store_application_visible (wl_request_t *req, const char *application_id,
                                                   const char *const *regions, size_t region_count,
                                                   store_application_t *ret);
/* Those that the caller writes or reads, with `your_role`, the newest first, behind the one with
 * the id `after` (NULL: from the newest on); without forms and contents. */
WL_MUST_CHECK wl_status store_applications_own (wl_request_t *req, const char *after,
                                                uint32_t limit, store_application_t **ret,
                                                size_t *ret_count);
WL_MUST_CHECK wl_status store_applications_own_count (wl_request_t *req,
                                                      Intake__ListMyApplicationsResponse *ret);
/* The newest version of a stage's form. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_newest_form (wl_request_t *req, const char *call_id,
                                           const char *stage, uint32_t *ret_version,
                                           Wlacznik__Form **ret);
/* Of those that were submitted. */
WL_MUST_CHECK wl_status store_titles (wl_request_t *req, char *const *application_ids, size_t count,
                                      Intake__GetTitlesResponse *ret);
