/* What is done with a panel, step by step, by the coordinator of region 30. */
#pragma once

#include "evaluation_world.h"

#define REASON       "Jedyny projekt z tej gminy, a pomysły przed nim robią to samo."
#define MOTION(name) EVALUATION__PANEL_MOTION_KIND__MOTION_##name
#define VOTE(name)   EVALUATION__PANEL_VOTE_KIND__VOTE_##name

/* Who belongs to it, as assessors' numbers; APPLICANT is who wrote application 4. */
enum { CHAIR = 21, MEMBER = 22, APPLICANT = 23, ADVISER = 24, MEMBERS = 4, APPLICATIONS = 5 };

extern evaluation_world_t world;
/* The meeting that all is about. */
extern char *meeting_id;

/* A copy that lives as long as the world. */
char *text (const char *of);

/* With all its members and room for APPLICATIONS entries. */
Evaluation__PanelPlan *plan_of (const char *starts_at);
/* `pitch_at` NULL: nobody is invited to speak. */
void add_entry (Evaluation__PanelPlan *plan, int number, const char *pitch_at);
/* Four votes fit. */
Evaluation__PanelMotion *motion_of (Evaluation__PanelMotionKind kind);
void vote (Evaluation__PanelMotion *motion, const char *user_id, Evaluation__PanelVoteKind kind);

/* One request each; `ret` (may be NULL) gets the meeting as it is then. */
wl_status plan_meeting (Evaluation__PanelPlan *plan, Evaluation__PanelMeeting **ret);
wl_status replan (Evaluation__PanelPlan *plan, uint64_t version, Evaluation__PanelMeeting **ret);
wl_status invite (Evaluation__PanelMeeting **ret);
/* The chair and APPLICANT are there. */
wl_status open_meeting (Evaluation__PanelMeeting **ret);
/* They are, and MEMBER with `member_too`. */
wl_status comes (bool member_too, Evaluation__PanelMeeting **ret);
wl_status call_item (int number, Evaluation__PanelMeeting **ret);
wl_status put_motion (int number, Evaluation__PanelMotion *motion, Evaluation__PanelMeeting **ret);
wl_status nobody_comes (int number, Evaluation__PanelMeeting **ret);
wl_status close_meeting (Evaluation__PanelMeeting **ret);

/* An applicant's; afterwards the coordinator asks again. */
wl_status my_pitch (int number, const char *user_id, Evaluation__MyPitch **ret);
