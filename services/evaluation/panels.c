#include "panels.h"

#include "call_halts.h"

static wl_status
tell_state (wl_request_t *req, Evaluation__MeetingState state)
{
    switch (state) {
    case EVALUATION__MEETING_STATE__MEETING_PLANNED:
        return wl_fail (req, WL_FAILED_PRECONDITION, "meeting-not-open",
                        "Posiedzenie jeszcze się nie zaczęło. Najpierw je otwórz.",
                        "The meeting has not begun. Open it first.");
    case EVALUATION__MEETING_STATE__MEETING_OPEN:
        return wl_fail (req, WL_FAILED_PRECONDITION, "meeting-open",
                        "Posiedzenie trwa, więc planu już nie można zmienić.",
                        "The meeting is open, so its plan can no longer be changed.");
    case EVALUATION__MEETING_STATE__MEETING_CANCELLED:
        return wl_fail (req, WL_FAILED_PRECONDITION, "meeting-cancelled",
                        "To posiedzenie odwołano. Zaplanuj nowe.",
                        "This meeting was called off. Plan another one.");
    default:
        return wl_fail (req, WL_FAILED_PRECONDITION, "meeting-closed",
                        "Posiedzenie jest zamknięte, a jego protokół ostateczny.",
                        "The meeting is closed and its protocol stands.");
    }
}

wl_status
panels_find (wl_request_t *req, const char *meeting_id, Evaluation__MeetingState state,
             store_panel_t *ret)
{
    WL_TRY (store_panel (req, meeting_id, true, ret));
    if (ret->meeting->state != state)
        return tell_state (req, ret->meeting->state);
    /* Plans may change while a call stands still; what a meeting does may not. */
    return state == EVALUATION__MEETING_STATE__MEETING_PLANNED
               ? WL_OK
               : call_check_running (req, ret->meeting->call_id, ret->call_state);
}

wl_status
panels_item (wl_request_t *req, const store_panel_t *panel, const char *application_id,
             Evaluation__PanelItem **ret)
{
    const Evaluation__PanelMeeting *meeting = panel->meeting;

    for (size_t i = 0; i < meeting->n_items; i++)
        if (wl_text_equal (meeting->items[i]->application_id, application_id)) {
            *ret = meeting->items[i];
            return WL_OK;
        }
    return wl_fail (req, WL_NOT_FOUND, "not-on-agenda", "Tego wniosku nie ma w porządku obrad.",
                    "This application is not on the agenda.");
}

wl_status
panels_answer (wl_request_t *req, const char *meeting_id, Evaluation__PanelMeeting *out)
{
    store_panel_t panel;

    WL_TRY (store_panel (req, meeting_id, false, &panel));
    for (size_t i = 0; i < panel.meeting->n_items; i++) {
        Evaluation__PanelItem *item = panel.meeting->items[i];
        panel_quorum_t quorum;
        WL_TRY (panel_quorum (panel.rules, panel.meeting->members, panel.meeting->n_members, item,
                              &quorum));
        item->quorum_present = quorum.present;
        item->quorum_needed = quorum.needed;
    }
    *out = *panel.meeting;
    return WL_OK;
}
