/* The rows of calls, stages and assessors. Results live in the request's arena. */
#pragma once

#include "service/request.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"

/* Keeps a call's rules; does nothing to what is already there, because published rules stand, but
 * takes over a later submit_until. */
WL_MUST_CHECK wl_status store_call_put (wl_request_t *req, const char *call_id,
                                        const Intake__CallDefinition *definition,
                                        wl_time_t published);
/* Moves the end of a call, never back. */
void store_call_extend (wl_request_t *req, const char *call_id, wl_time_t submit_until);

typedef struct store_stage {
    Wlacznik__Stage *rules;
    bool names_persons;
    bool title_hidden;
    char *topic_field; /* the field that says an application's topic, "" for none */
} store_stage_t;

/* WL_NOT_FOUND: the call is not known here, or has no such stage. */
WL_MUST_CHECK wl_status store_stage (wl_request_t *req, const char *call_id, const char *stage,
                                     store_stage_t *ret);

/* A stage that is assessed by points, and its call. */
typedef struct store_contest {
    char *call_id;
    char *stage; /* NULL: the call has no such stage */
    bool first;  /* it is the call's first stage */
    const Intake__CallDefinition *definition;
    const Wlacznik__Stage *rules;
    wl_time_t submit_until;
} store_contest_t;

/* The stage with points that `stage` names, or the first one for "". WL_NOT_FOUND: no such call. */
WL_MUST_CHECK wl_status store_contest (wl_request_t *req, char *call_id, const char *stage,
                                       store_contest_t *ret);

/* Holds the call until commit, so that of those who give out cards or build lists each sees what
 * the one before did. Deferred: travels with the next statement. Lock dossiers before, never after.
 */
void store_call_lock (wl_request_t *req, const char *call_id);

/* ---- assessors ---- */

/* All of a call, by account, with the cards they hold now. */
WL_MUST_CHECK wl_status store_assessors (wl_request_t *req, const char *call_id, size_t *ret_count,
                                         Evaluation__Assessor ***ret);
/* Those who take applications of a region where the caller is a coordinator. */
WL_MUST_CHECK wl_status store_callers_assessors (wl_request_t *req, const char *call_id,
                                                 size_t *ret_count, Evaluation__Assessor ***ret);
/* One of them; user_id stays empty when they are not on the list. WL_NOT_FOUND: no such call. */
WL_MUST_CHECK wl_status store_assessor (wl_request_t *req, const char *call_id, const char *user_id,
                                        Evaluation__Assessor *ret);
void store_assessor_put (wl_request_t *req, const Evaluation__Assessor *assessor);
