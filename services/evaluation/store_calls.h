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

/* Whether a call stands still or ended, since when and why. */
typedef struct store_halt {
    Intake__CallState state; /* CALL_PUBLISHED: it goes on */
    wl_time_t at;            /* 0 while it goes on */
    Wlacznik__LocalText *notice;
} store_halt_t;

/* WL_NOT_FOUND: the call is not known here. */
WL_MUST_CHECK wl_status store_call_halt (wl_request_t *req, const char *call_id, store_halt_t *ret);
/* `notice` may be NULL. A call that is annulled stays so. */
void store_call_halt_put (wl_request_t *req, const char *call_id, Intake__CallState state,
                          const Wlacznik__LocalText *notice);
/* Cards that wait for their assessors no longer count. */
void store_call_cards_void (wl_request_t *req, const char *call_id);

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
    Intake__CallState call_state;
} store_contest_t;

/* The stage with points that `stage` names, or the first one for "". WL_NOT_FOUND: no such call. */
WL_MUST_CHECK wl_status store_contest (wl_request_t *req, char *call_id, const char *stage,
                                       store_contest_t *ret);

/* Holds the call until commit, so that of those who give out cards or build lists each sees what
 * the one before did. Deferred: travels with the next statement. Lock dossiers before, never after.
 */
void store_call_lock (wl_request_t *req, const char *call_id);

/* Whether an application of the call is in one of the regions ("*": in any). */
WL_MUST_CHECK wl_status store_call_has_region (wl_request_t *req, const char *call_id,
                                               const char *const *regions, size_t count, bool *ret);

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
typedef struct store_assessed_call {
    char *call_id;
    Intake__CallDefinition *definition;
    uint32_t max_cards, cards; /* that they may take, and hold */
} store_assessed_call_t;

/* The calls on whose lists the caller is, the latest first. */
WL_MUST_CHECK wl_status store_assessed_calls (wl_request_t *req, uint32_t limit, size_t *ret_count,
                                              store_assessed_call_t **ret);
void store_assessor_put (wl_request_t *req, const Evaluation__Assessor *assessor);
