/* Panels before they meet: planning, invitations to pitches, calling off. */
#include <string.h>

#include "base/uuid.h"
#include "evaluation.handlers.h"
#include "panels.h"

/* ---- reading ---- */

wl_status
evaluation_list_panel_meetings (wl_request_t *req, const Evaluation__ListPanelMeetingsRequest *in,
                                Evaluation__ListPanelMeetingsResponse *out)
{
    return store_panels (req, in->call_id, &out->n_meetings, &out->meetings);
}

wl_status
evaluation_get_panel_meeting (wl_request_t *req, const Evaluation__GetPanelMeetingRequest *in,
                              Evaluation__PanelMeeting *out)
{
    return panels_answer (req, in->meeting_id, out);
}

wl_status
evaluation_get_my_pitch (wl_request_t *req, const Evaluation__GetMyPitchRequest *in,
                         Evaluation__MyPitch *out)
{
    return store_my_pitch (req, in->application_id, out);
}

/* ---- planning ---- */

static wl_status
check_region (wl_request_t *req, const char *region)
{
    bool own = wl_text_empty (region) ? wl_has_role (req, WL_ROLE_COORDINATOR, "*")
                                      : wl_has_role (req, WL_ROLE_COORDINATOR, region);

    if (own || wl_has_role (req, WL_ROLE_OWNER, NULL))
        return WL_OK;
    return wl_fail (req, WL_PERMISSION_DENIED, "other-region",
                    "Możesz zaplanować posiedzenie tylko o wnioskach ze swojego regionu.",
                    "You may plan a meeting only about applications of your own region.");
}

static wl_status
put_plan (wl_request_t *req, const char *meeting_id, const Evaluation__PanelPlan *plan)
{
    conflict_keys_t *keys = wl_arena_array (wl_arena (req), plan->n_members, sizeof *keys);
    wl_status status;

    for (size_t i = 0; i < plan->n_members; i++)
        keys[i] = conflict_keys_of_affiliation (wl_arena (req), plan->members[i]->affiliation);
    store_panel_members (req, meeting_id, plan, keys);
    status = store_panel_agenda (req, meeting_id, plan);
    if (status != WL_FAILED_PRECONDITION)
        return status;
    return wl_fail_field (req, "plan.agenda", "no-such-application",
                          "W porządku obrad jest wniosek spoza tego etapu albo regionu, albo "
                          "wycofany.",
                          "The agenda has an application that is not of this stage and region, or "
                          "that was withdrawn.");
}

wl_status
evaluation_plan_panel_meeting (wl_request_t *req, const Evaluation__PlanPanelMeetingRequest *in,
                               Evaluation__PanelMeeting *out)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    char meeting_id[WL_UUID_TEXT];
    wl_uuid_t id;
    Wlacznik__Stage *stage;
    wl_status status;

    WL_TRY (check_region (req, in->plan->region));
    status = store_panel_stage (req, in->call_id, in->plan->stage, &stage);
    if (status == WL_NOT_FOUND)
        return wl_fail (req, status, "no-panel", "W tym naborze nie ma etapu z panelem.",
                        "This call has no stage with a panel.");
    WL_TRY (status);
    WL_TRY (panel_check_plan (stage->panel, in->plan, wl_now (req), &problems));
    in->plan->stage = stage->key;
    id = wl_uuid_new_for (wl_now (req), in->call_id);
    wl_uuid_format (&id, meeting_id);
    store_panel_insert (req, meeting_id, in->call_id, in->plan);
    WL_TRY (put_plan (req, meeting_id, in->plan));
    return panels_answer (req, meeting_id, out);
}

/* ---- telling those who were invited ---- */

static void
tell_cancelled (wl_request_t *req, const Evaluation__PanelMeeting *meeting,
                const store_pitch_t *pitch)
{
    Evaluation__PanelPitchCancelled event = EVALUATION__PANEL_PITCH_CANCELLED__INIT;

    event.application_id = pitch->application_id;
    event.call_id = meeting->call_id;
    event.meeting_id = meeting->id;
    event.applicant_user_id = pitch->applicant_user_id;
    event.number = pitch->number;
    event.pitch_at = wl_timestamp (wl_arena (req), pitch->pitch_at);
    wl_emit (req, pitch->region, pitch->application_id, &event.base);
}

static bool
still_holds (const Evaluation__PanelPlan *plan, const store_pitch_t *pitch)
{
    for (size_t i = 0; i < plan->n_agenda; i++)
        if (wl_text_equal (plan->agenda[i]->application_id, pitch->application_id))
            return wl_timestamp_time (plan->agenda[i]->pitch_at) == pitch->pitch_at;
    return false;
}

wl_status
evaluation_put_panel_meeting (wl_request_t *req, const Evaluation__PutPanelMeetingRequest *in,
                              Evaluation__PanelMeeting *out)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    store_pitch_t *pitches;
    store_panel_t panel;
    size_t count;

    WL_TRY (panels_find (req, in->meeting_id, EVALUATION__MEETING_STATE__MEETING_PLANNED, &panel));
    if (panel.meeting->version != in->version)
        return wl_fail (req, WL_ABORTED, "changed-meanwhile",
                        "Ktoś zmienił plan posiedzenia po tym, jak go otwarto. Odśwież stronę i "
                        "przenieś swoje zmiany.",
                        "Somebody changed the plan after you opened it. Load it again and carry "
                        "your changes over.");
    WL_TRY (panel_check_plan (panel.rules, in->plan, wl_now (req), &problems));
    WL_TRY (store_pitches (req, in->meeting_id, &count, &pitches));
    for (size_t i = 0; i < count; i++)
        if (pitches[i].invited_at != 0 && !still_holds (in->plan, &pitches[i]))
            tell_cancelled (req, panel.meeting, &pitches[i]);
    store_panel_update (req, in->meeting_id, in->plan);
    WL_TRY (put_plan (req, in->meeting_id, in->plan));
    return panels_answer (req, in->meeting_id, out);
}

static wl_status
check_in_time (wl_request_t *req, const Wlacznik__PanelRules *rules, const store_pitch_t *pitch)
{
    char at[64];

    if (panel_in_time (rules, wl_now (req), pitch->pitch_at))
        return WL_OK;
    wl_time_format_people (pitch->pitch_at, wl_locale (req), at);
    return wl_failf (req, WL_FAILED_PRECONDITION, "too-late-to-invite",
                     "Wniosek %s ma prezentację: %s. Zaprasza się na nią co najmniej %u dni "
                     "wcześniej; przesuń ją.",
                     "The pitch of %s is on %s. An invitation goes out at least %u days before; "
                     "move it.",
                     pitch->number, at, panel_invitation_days (rules));
}

static void
invite (wl_request_t *req, const Evaluation__PanelMeeting *meeting, const store_pitch_t *pitch)
{
    Evaluation__PanelPitchInvited event = EVALUATION__PANEL_PITCH_INVITED__INIT;

    store_pitch_invited (req, meeting->id, pitch->application_id);
    event.application_id = pitch->application_id;
    event.call_id = meeting->call_id;
    event.meeting_id = meeting->id;
    event.applicant_user_id = pitch->applicant_user_id;
    event.number = pitch->number;
    event.pitch_at = wl_timestamp (wl_arena (req), pitch->pitch_at);
    wl_emit (req, pitch->region, pitch->application_id, &event.base);
}

wl_status
evaluation_send_panel_invitations (wl_request_t *req,
                                   const Evaluation__SendPanelInvitationsRequest *in,
                                   Evaluation__PanelMeeting *out)
{
    store_pitch_t *pitches;
    store_panel_t panel;
    size_t count, invited = 0;

    WL_TRY (panels_find (req, in->meeting_id, EVALUATION__MEETING_STATE__MEETING_PLANNED, &panel));
    WL_TRY (store_pitches (req, in->meeting_id, &count, &pitches));
    for (size_t i = 0; i < count; i++) {
        if (pitches[i].invited_at != 0)
            continue;
        WL_TRY (check_in_time (req, panel.rules, &pitches[i]));
        invite (req, panel.meeting, &pitches[i]);
        invited++;
    }
    if (invited == 0)
        return wl_fail (req, WL_FAILED_PRECONDITION, "nobody-to-invite",
                        "Nikt nie czeka na zaproszenie: nie ma prezentacji albo wszyscy już je "
                        "mają.",
                        "Nobody waits for an invitation: there are no pitches, or all have one.");
    return panels_answer (req, in->meeting_id, out);
}

wl_status
evaluation_cancel_panel_meeting (wl_request_t *req, const Evaluation__CancelPanelMeetingRequest *in,
                                 Evaluation__PanelMeeting *out)
{
    store_pitch_t *pitches;
    store_panel_t panel;
    size_t count;

    WL_TRY (panels_find (req, in->meeting_id, EVALUATION__MEETING_STATE__MEETING_PLANNED, &panel));
    WL_TRY (store_pitches (req, in->meeting_id, &count, &pitches));
    for (size_t i = 0; i < count; i++)
        if (pitches[i].invited_at != 0)
            tell_cancelled (req, panel.meeting, &pitches[i]);
    panel.meeting->state = EVALUATION__MEETING_STATE__MEETING_CANCELLED;
    panel.meeting->cancel_reason = in->reason;
    store_panel_state (req, panel.meeting);
    return panels_answer (req, in->meeting_id, out);
}
