/* The rows of panels' meetings. Results live in the request's arena; what is written is deferred
 * unless it says otherwise. A meeting is there for coordinators of its region, and for owners. */
#pragma once

#include "conflict_keys.h"
#include "service/request.h"
#include "store_calls.h"

/* The stage with a panel that `stage` names, or the call's first one for "". WL_NOT_FOUND: no such
 * call, or none with a panel. */
WL_MUST_CHECK wl_status store_panel_stage (wl_request_t *req, const char *call_id,
                                           const char *stage, Wlacznik__Stage **ret);

/* ---- reading ---- */

typedef struct store_panel {
    Evaluation__PanelMeeting *meeting; /* with members, items, conflicts and motions */
    const Wlacznik__PanelRules *rules;
    Intake__CallState call_state;
} store_panel_t;

/* With `lock` held until commit, before any dossier. WL_NOT_FOUND: none, or another region's. */
WL_MUST_CHECK wl_status store_panel (wl_request_t *req, const char *meeting_id, bool lock,
                                     store_panel_t *ret);
/* Of a call; without members and items; at most 200, the latest first. */
WL_MUST_CHECK wl_status store_panels (wl_request_t *req, const char *call_id, size_t *ret_count,
                                      Evaluation__PanelMeeting ***ret);

typedef struct store_presence {
    char *user_id;
    bool came;
    wl_time_t at;
} store_presence_t;

/* Who came and left, in that order. */
WL_MUST_CHECK wl_status store_panel_presence (wl_request_t *req, const char *meeting_id,
                                              size_t *ret_count, store_presence_t **ret);
/* The title of the call, in both languages. */
WL_MUST_CHECK wl_status store_call_title (wl_request_t *req, const char *call_id,
                                          Wlacznik__LocalText **ret);

/* ---- planning ---- */

void store_panel_insert (wl_request_t *req, const char *meeting_id, const char *call_id,
                         const Evaluation__PanelPlan *plan);
void
store_panel_update (wl_request_t *req, const char *meeting_id, const Evaluation__PanelPlan *plan);
/* Replaces the members and by what their conflicts are found; `keys` is parallel to them. */
void store_panel_members (wl_request_t *req, const char *meeting_id,
                          const Evaluation__PanelPlan *plan, const conflict_keys_t *keys);
/* Replaces the agenda. An invitation stays where the pitch does. At once; WL_FAILED_PRECONDITION:
 * an application is not of the meeting's stage and region, or was withdrawn. */
WL_MUST_CHECK wl_status store_panel_agenda (wl_request_t *req, const char *meeting_id,
                                            const Evaluation__PanelPlan *plan);

/* Who is told of a pitch. */
typedef struct store_pitch {
    char *application_id;
    char *region;
    char *applicant_user_id;
    char *number;
    wl_time_t pitch_at;
    wl_time_t invited_at; /* 0: not yet */
} store_pitch_t;

/* Of the meeting's items that have one and were not withdrawn, in their order. */
WL_MUST_CHECK wl_status store_pitches (wl_request_t *req, const char *meeting_id, size_t *ret_count,
                                       store_pitch_t **ret);
void store_pitch_invited (wl_request_t *req, const char *meeting_id, const char *application_id);
/* That the caller's application is invited to; without a moment if it is to none. WL_NOT_FOUND: not
 * theirs. */
WL_MUST_CHECK wl_status store_my_pitch (wl_request_t *req, const char *application_id,
                                        Evaluation__MyPitch *ret);
/* Whether nobody came to a pitch of it at another meeting about this stage. */
WL_MUST_CHECK wl_status store_missed_before (wl_request_t *req, const Evaluation__PanelMeeting *of,
                                             const char *application_id, bool *ret);

/* ---- the meeting ---- */

/* State, moments and reason as in the message; one version on. */
void store_panel_state (wl_request_t *req, const Evaluation__PanelMeeting *meeting);
void
store_panel_present (wl_request_t *req, const char *meeting_id, const char *user_id, bool present);
/* State and no-show as in the message. */
void
store_panel_item (wl_request_t *req, const char *meeting_id, const Evaluation__PanelItem *item);
/* Items that nobody got to. */
void store_panel_adjourn_rest (wl_request_t *req, const char *meeting_id);
void store_panel_conflict (wl_request_t *req, const char *meeting_id, const char *application_id,
                           const Evaluation__PanelConflict *conflict);
void store_panel_motion (wl_request_t *req, const char *meeting_id, const char *application_id,
                         const Evaluation__PanelMotion *motion);

/* Whether the application is at the stage now, all cards in: it waits for a list or a decision. And
 * whether it passed the threshold. WL_NOT_FOUND: not of this call, stage and region. */
typedef struct store_panel_subject {
    char *number;
    bool ready;
    bool passed;
} store_panel_subject_t;

WL_MUST_CHECK wl_status store_panel_subject (wl_request_t *req,
                                             const Evaluation__PanelMeeting *meeting,
                                             const char *application_id,
                                             store_panel_subject_t *ret);

/* Name and ties of a person in every panel; the votes stay, as somebody's. */
void store_members_erase (wl_request_t *req, const char *user_id);

/* ---- for the list ---- */

/* What closed meetings moved, in the order in which they decided it. */
WL_MUST_CHECK wl_status store_panel_moves (wl_request_t *req, const store_contest_t *contest,
                                           size_t *ret_count, Evaluation__PanelMove ***ret);
/* How many meetings of the stage are closed, and how many are planned or open. */
WL_MUST_CHECK wl_status store_panel_progress (wl_request_t *req, const store_contest_t *contest,
                                              uint32_t *ret_closed, uint32_t *ret_unfinished);
