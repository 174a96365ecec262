/* The rows of programmes and calls.
 *
 * Texts and messages of results live in the request's arena. What is written is deferred where the
 * caller needs no answer: it travels with the next statement or with COMMIT.
 */
#pragma once

#include "service/request.h"
#include "wlacznik/intake.pb-c.h"

/* ---- programmes ---- */

void store_programme_insert (wl_request_t *req, const Intake__Programme *programme);
/* The programme with its regions; WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_programme (wl_request_t *req, const char *programme_id,
                                         Intake__Programme *ret);
/* The same, its row locked until commit. */
WL_MUST_CHECK wl_status store_programme_lock (wl_request_t *req, const char *programme_id,
                                              Intake__Programme *ret);
WL_MUST_CHECK wl_status store_programmes (wl_request_t *req, Intake__ListProgrammesResponse *ret);
/* Adds a region, or renames it. */
void store_region_put (wl_request_t *req, const char *programme_id, const Intake__Region *region);

/* ---- calls ---- */

/* Writes a new call, a draft; `counted_with` is the call whose limit per person it shares.
 * WL_ALREADY_EXISTS: the code is taken. */
WL_MUST_CHECK wl_status store_call_insert (wl_db_t *db, const Intake__Call *call,
                                           const char *counted_with);
/* Replaces definition and version; `counted_with` NULL leaves that. WL_ALREADY_EXISTS: the code is
 * taken. */
WL_MUST_CHECK wl_status store_call_update (wl_request_t *req, const Intake__Call *call,
                                           const char *counted_with);
/* Makes the call public: its state, its stages, the sequence of its numbers. */
WL_MUST_CHECK wl_status store_call_publish (wl_request_t *req, const Intake__Call *call);
/* Adds a version of the form of a stage, whose form in `call` is the new one, with what its editor
 * says of it (or NULL), and writes the call's definition and version. Whoever holds the call's lock
 * is the only one who adds versions. */
WL_MUST_CHECK wl_status store_form_revise (wl_request_t *req, const Intake__Call *call,
                                           size_t position, const Wlacznik__LocalText *note);
/* The newest 50, the newest first. WL_NOT_FOUND: the call has no such stage, or is no call yet. */
WL_MUST_CHECK wl_status store_form_versions (wl_request_t *req, const char *call_id,
                                             const char *stage,
                                             Intake__ListFormVersionsResponse *ret);
/* Writes state, version, notice, the moment of suspension, and the last moment. */
WL_MUST_CHECK wl_status store_call_set_state (wl_request_t *req, const Intake__Call *call);
/* The call whose limit per person `call_id` shares; WL_NOT_FOUND when it is no published call of
 * the programme. */
WL_MUST_CHECK wl_status store_call_counted_with (wl_request_t *req, const char *call_id,
                                                 const char *programme_id, char **ret);
/* At most `limit` applications of a call behind the one with the id `after` (NULL: from the first
 * on) that a notice is for: drafts, and with `submitted` all that are under way. */
typedef struct store_holder {
    char *application_id;
    char *region;
    char *user_id;
} store_holder_t;

WL_MUST_CHECK wl_status store_call_holders (wl_request_t *req, const char *call_id,
                                            const char *after, bool submitted, uint32_t limit,
                                            store_holder_t **ret, size_t *ret_count);
/* Every ranking of a call is out: from now on it is decided. Does nothing to a draft. */
void store_call_decide (wl_request_t *req, const char *call_id);

/* The call with its regions and how many were submitted; WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_call (wl_request_t *req, const char *call_id, Intake__Call *ret);
/* The same, its row locked until commit. */
WL_MUST_CHECK wl_status store_call_lock (wl_request_t *req, const char *call_id, Intake__Call *ret);

/* At most `limit` published calls, no rehearsals, the newest first, behind the one with the id
 * `after` (NULL: from the newest on). */
WL_MUST_CHECK wl_status store_published_calls (wl_request_t *req, const char *after, uint32_t limit,
                                               size_t *ret_count, Intake__CallSummary ***ret);
WL_MUST_CHECK wl_status store_published_calls_count (wl_request_t *req,
                                                     Intake__ListCallsResponse *ret);

/* Whose drafts: those of the programmes that work in one of the regions, as wl_role_scopes says it;
 * a region "*" is also a programme's that works in none. */
typedef struct store_drafts_of {
    const char *const *scopes;
    size_t scope_count;
} store_drafts_of_t;

/* The same of drafts. */
WL_MUST_CHECK wl_status store_draft_calls (wl_request_t *req, const store_drafts_of_t *of,
                                           const char *after, uint32_t limit, size_t *ret_count,
                                           Intake__CallSummary ***ret);
WL_MUST_CHECK wl_status store_draft_calls_count (wl_request_t *req, const store_drafts_of_t *of,
                                                 Intake__ListCallsResponse *ret);
/* The same of rehearsals. */
WL_MUST_CHECK wl_status store_rehearsed_calls (wl_request_t *req, const store_drafts_of_t *of,
                                               const char *after, uint32_t limit, size_t *ret_count,
                                               Intake__CallSummary ***ret);
WL_MUST_CHECK wl_status store_rehearsed_calls_count (wl_request_t *req, const store_drafts_of_t *of,
                                                     Intake__ListCallsResponse *ret);
