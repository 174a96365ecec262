/* What the handlers about panels share: a meeting in the state that an act needs, and a meeting as
 * an answer. Each tells the reader what is wrong. */
#pragma once

#include "panel_rules.h"
#include "store_panels.h"

/* The meeting, locked until commit, if it is in this state. */
WL_MUST_CHECK wl_status panels_find (wl_request_t *req, const char *meeting_id,
                                     Evaluation__MeetingState state, store_panel_t *ret);
/* Its item about the application; WL_NOT_FOUND. */
WL_MUST_CHECK wl_status panels_item (wl_request_t *req, const store_panel_t *panel,
                                     const char *application_id, Evaluation__PanelItem **ret);
/* The meeting as it is now, with the quorum of each item. */
WL_MUST_CHECK wl_status panels_answer (wl_request_t *req, const char *meeting_id,
                                       Evaluation__PanelMeeting *out);
