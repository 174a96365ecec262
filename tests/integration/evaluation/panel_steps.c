#include "panel_steps.h"

char *
text (const char *of)
{
    return wl_text_copy (world.world.arena, of);
}

static void *
new_message (const ProtobufCMessageDescriptor *type)
{
    return wl_message_new (world.world.arena, type);
}

static Google__Protobuf__Timestamp *
moment (const char *of)
{
    wl_time_t time = 0;

    assert_true (wl_time_parse (of, &time));
    return wl_timestamp (world.world.arena, time);
}

static Evaluation__PanelMember *
member_of (int number, bool voting, bool chair)
{
    Evaluation__PanelMember *member = new_message (&evaluation__panel_member__descriptor);

    member->user_id = number == APPLICANT ? applicant_id (&world, 4) : assessor_id (&world, number);
    member->name = wl_text_printf (world.world.arena, "Osoba %d <x>", number);
    member->voting = voting;
    member->chair = chair;
    return member;
}

void
add_entry (Evaluation__PanelPlan *plan, int number, const char *pitch_at)
{
    Evaluation__PanelAgendaEntry *entry = new_message (&evaluation__panel_agenda_entry__descriptor);

    entry->application_id = application_id (&world, number);
    if (pitch_at != NULL)
        entry->pitch_at = moment (pitch_at);
    plan->agenda[plan->n_agenda++] = entry;
}

Evaluation__PanelPlan *
plan_of (const char *starts_at)
{
    Evaluation__PanelPlan *plan = new_message (&evaluation__panel_plan__descriptor);

    plan->region = text ("30");
    plan->starts_at = moment (starts_at);
    plan->place = text ("Urząd, sala 12");
    plan->members = wl_arena_array (world.world.arena, MEMBERS, sizeof *plan->members);
    plan->members[0] = member_of (CHAIR, true, true);
    plan->members[1] = member_of (MEMBER, true, false);
    plan->members[2] = member_of (APPLICANT, true, false); /* who wrote application 4 */
    plan->members[3] = member_of (ADVISER, false, false);
    plan->n_members = MEMBERS;
    plan->agenda = wl_arena_array (world.world.arena, APPLICATIONS, sizeof *plan->agenda);
    return plan;
}

wl_status
plan_meeting (Evaluation__PanelPlan *plan, Evaluation__PanelMeeting **ret)
{
    Evaluation__PlanPanelMeetingRequest in = EVALUATION__PLAN_PANEL_MEETING_REQUEST__INIT;

    in.call_id = text (CALL);
    in.plan = plan;
    return evaluation_world_ask (&world, "PlanPanelMeeting", &in, ret);
}

wl_status
replan (Evaluation__PanelPlan *plan, uint64_t version, Evaluation__PanelMeeting **ret)
{
    Evaluation__PutPanelMeetingRequest in = EVALUATION__PUT_PANEL_MEETING_REQUEST__INIT;

    in.meeting_id = meeting_id;
    in.version = version;
    in.plan = plan;
    return evaluation_world_ask (&world, "PutPanelMeeting", &in, ret);
}

wl_status
invite (Evaluation__PanelMeeting **ret)
{
    Evaluation__SendPanelInvitationsRequest in = EVALUATION__SEND_PANEL_INVITATIONS_REQUEST__INIT;

    in.meeting_id = meeting_id;
    return evaluation_world_ask (&world, "SendPanelInvitations", &in, ret);
}

wl_status
my_pitch (int number, const char *user_id, Evaluation__MyPitch **ret)
{
    Evaluation__GetMyPitchRequest in = EVALUATION__GET_MY_PITCH_REQUEST__INIT;
    wl_status status;

    evaluation_world_as (&world, user_id, WL_ROLE_SIGNED_IN, "");
    in.application_id = application_id (&world, number);
    status = evaluation_world_ask (&world, "GetMyPitch", &in, ret);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    return status;
}

wl_status
open_meeting (Evaluation__PanelMeeting **ret)
{
    Evaluation__OpenPanelMeetingRequest in = EVALUATION__OPEN_PANEL_MEETING_REQUEST__INIT;
    char *present[] = { assessor_id (&world, CHAIR), applicant_id (&world, 4) };

    in.meeting_id = meeting_id;
    in.present = present;
    in.n_present = COUNT (present);
    return evaluation_world_ask (&world, "OpenPanelMeeting", &in, ret);
}

wl_status
call_item (int number, Evaluation__PanelMeeting **ret)
{
    Evaluation__CallPanelItemRequest in = EVALUATION__CALL_PANEL_ITEM_REQUEST__INIT;

    in.meeting_id = meeting_id;
    in.application_id = application_id (&world, number);
    return evaluation_world_ask (&world, "CallPanelItem", &in, ret);
}

wl_status
comes (bool member_too, Evaluation__PanelMeeting **ret)
{
    Evaluation__RecordPanelPresenceRequest in = EVALUATION__RECORD_PANEL_PRESENCE_REQUEST__INIT;
    char *present[] = { assessor_id (&world, CHAIR), applicant_id (&world, 4),
                        assessor_id (&world, MEMBER) };

    in.meeting_id = meeting_id;
    in.present = present;
    in.n_present = member_too ? 3 : 2;
    return evaluation_world_ask (&world, "RecordPanelPresence", &in, ret);
}

Evaluation__PanelMotion *
motion_of (Evaluation__PanelMotionKind kind)
{
    Evaluation__PanelMotion *motion = new_message (&evaluation__panel_motion__descriptor);

    motion->kind = kind;
    motion->reason = text (REASON);
    motion->votes = wl_arena_array (world.world.arena, MEMBERS, sizeof *motion->votes);
    return motion;
}

void
vote (Evaluation__PanelMotion *motion, const char *user_id, Evaluation__PanelVoteKind kind)
{
    Evaluation__PanelVote *made = new_message (&evaluation__panel_vote__descriptor);

    made->user_id = text (user_id);
    made->vote = kind;
    motion->votes[motion->n_votes++] = made;
}

wl_status
put_motion (int number, Evaluation__PanelMotion *motion, Evaluation__PanelMeeting **ret)
{
    Evaluation__PutPanelMotionRequest in = EVALUATION__PUT_PANEL_MOTION_REQUEST__INIT;

    in.meeting_id = meeting_id;
    in.application_id = application_id (&world, number);
    in.motion = motion;
    return evaluation_world_ask (&world, "PutPanelMotion", &in, ret);
}

wl_status
nobody_comes (int number, Evaluation__PanelMeeting **ret)
{
    Evaluation__RecordPanelNoShowRequest in = EVALUATION__RECORD_PANEL_NO_SHOW_REQUEST__INIT;

    in.meeting_id = meeting_id;
    in.application_id = application_id (&world, number);
    return evaluation_world_ask (&world, "RecordPanelNoShow", &in, ret);
}

wl_status
close_meeting (Evaluation__PanelMeeting **ret)
{
    Evaluation__ClosePanelMeetingRequest in = EVALUATION__CLOSE_PANEL_MEETING_REQUEST__INIT;

    in.meeting_id = meeting_id;
    return evaluation_world_ask (&world, "ClosePanelMeeting", &in, ret);
}
