/* The panel (domain.md 4.2 state 4): what may be planned, who may vote, what is carried, and what
 * follows when nobody comes to a pitch. Pure. Points are never touched here. */
#pragma once

#include "base/clock.h"
#include "base/problems.h"
#include "wlacznik/evaluation.pb-c.h"

enum { PANEL_MEMBERS_MAX = 40, PANEL_REASON_MIN = 10 };

/* ---- planning ---- */

/* One chair, who votes; each person and each application once; pitches not before the meeting
 * begins, and the meeting not before `now`; as many voting members as the quorum wants at least.
 * Problems under "plan". */
WL_MUST_CHECK wl_status panel_check_plan (const Wlacznik__PanelRules *rules,
                                          const Evaluation__PanelPlan *plan, wl_time_t now,
                                          const wl_problems_t *problems);

/* Whether an invitation that is sent `now` is early enough for a pitch: whole days of the Warsaw
 * calendar lie between them, as many as the call says, else 14. */
WL_MUST_CHECK bool
panel_in_time (const Wlacznik__PanelRules *rules, wl_time_t now, wl_time_t pitch_at);
uint32_t panel_invitation_days (const Wlacznik__PanelRules *rules);

/* ---- an item ---- */

typedef struct panel_quorum {
    const Evaluation__PanelMember *voters[PANEL_MEMBERS_MAX]; /* there, and without a conflict */
    uint32_t present;                                         /* as many */
    uint32_t needed;
} panel_quorum_t;

/* Of the voting members without a conflict in the item at least the call's share, and its least
 * number; never none. WL_INVALID_ARGUMENT for more than PANEL_MEMBERS_MAX members. */
WL_MUST_CHECK wl_status panel_quorum (const Wlacznik__PanelRules *rules,
                                      Evaluation__PanelMember *const *members, size_t member_count,
                                      const Evaluation__PanelItem *item, panel_quorum_t *ret);

/* What the motion says fits the stage and the call's rules, and has a reason where it needs one;
 * and each voter, and nobody else, voted once. Problems under "motion". */
WL_MUST_CHECK wl_status panel_check_motion (const Wlacznik__PanelRules *rules,
                                            Wlacznik__AssessmentKind assessment,
                                            const char *application_id,
                                            const Evaluation__PanelMotion *motion,
                                            const panel_quorum_t *quorum,
                                            const wl_problems_t *problems);

/* Counts the votes into the motion. Carried with more votes for it than against it; of equal votes
 * the chair's decides, where the call says so. */
void panel_count (const Wlacznik__PanelRules *rules, const panel_quorum_t *quorum,
                  Evaluation__PanelMotion *motion);

/* ---- a pitch that nobody came to ---- */

typedef enum panel_absence {
    PANEL_GOES_ON,  /* decides without having heard them */
    PANEL_ADJOURNS, /* they are invited once more */
    PANEL_GIVES_UP, /* they gave up their place */
} panel_absence_t;

/* `missed_before`: whether they did not come to an earlier pitch either. */
panel_absence_t panel_absence (const Wlacznik__PanelRules *rules, bool missed_before);
