/* A panel from its plan to its protocol: invitations, who leaves an item, votes, a place moved with
 * a reason that the published list shows and the proof checks; and a stage that a panel decides. */
#include "panel_steps.h"

#include <stdlib.h>
#include <string.h>

#include "proofs.h"
#include "store_assignment.h"

evaluation_world_t world;
char *meeting_id;
static char *digest;

#define BEFORE      "2026-05-04T08:00:00Z"
#define MEETING     "2026-05-20T08:00:00Z"
#define GROUP(name) EVALUATION__LIST_GROUP__##name

/* 5 is below the threshold. */
static int
set_up (void **state)
{
    const int32_t points[APPLICATIONS] = { 4500, 4000, 3500, 3000, 1000 };
    (void) state;

    evaluation_world_call (CALL_FOLDER "/call-panel.json");
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    for (int i = 1; i <= APPLICATIONS; i++)
        evaluation_world_submits (&world,
                                  (evaluation_application_t){ i, "idea", "30", 2000000, true, 0 });
    world_sql ("insert into intake_submitted values (5)");
    evaluation_world_assessors (&world, 2, 20);
    for (int i = 1; i <= APPLICATIONS; i++)
        assert_ok (world.world.db, evaluation_world_formal (&world, i, true));
    assert_int_equal (evaluation_world_assign (&world), APPLICATIONS);
    for (int i = 1; i <= APPLICATIONS; i++)
        evaluation_world_score_all (&world, i, points[i - 1], points[i - 1], 0);
    evaluation_world_at (&world, BEFORE);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    evaluation_world_done (&world);
    return 0;
}

/* ---- the plan ---- */

static void
a_meeting_is_planned (void **state)
{
    Evaluation__PanelPlan *plan = plan_of (MEETING);
    Evaluation__PanelMeeting *meeting;
    (void) state;

    add_entry (plan, 3, NULL);
    add_entry (plan, 4, NULL);
    add_entry (plan, 99, NULL);
    assert_int_equal (plan_meeting (plan, NULL), WL_INVALID_ARGUMENT);
    assert_string_equal (world.request.error.fields[0].code, "no-such-application");
    assert_int_equal (world_number ("select count (*) from panel_meeting"), 0);
    plan->n_agenda = 2;
    add_entry (plan, 2, "2026-05-20T09:00:00Z");
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    assert_refused (&world, plan_meeting (plan, NULL), WL_PERMISSION_DENIED, "other-region");
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    plan->stage = text ("report");
    assert_refused (&world, plan_meeting (plan, NULL), WL_NOT_FOUND, "no-panel");
    plan->stage = text ("");
    assert_ok (world.world.db, plan_meeting (plan, &meeting));
    meeting_id = meeting->id;
    assert_string_equal (meeting->stage, "idea");
    assert_int_equal (meeting->state, EVALUATION__MEETING_STATE__MEETING_PLANNED);
    assert_int_equal (meeting->n_members, MEMBERS);
    assert_int_equal (meeting->n_items, 3);
    assert_string_equal (meeting->items[2]->number, "WIS-1/0002");
    assert_int_equal (meeting->items[0]->points, 7000);
    assert_true (meeting->rules->moves_places);
}

/* ---- invitations ---- */

static void
a_pitch_is_invited_to_in_time (void **state)
{
    Evaluation__PanelPlan *plan = plan_of (MEETING);
    Evaluation__PanelMeeting *meeting;
    Evaluation__MyPitch *pitch;
    (void) state;

    evaluation_world_at (&world, "2026-05-06T22:00:00Z"); /* in Warsaw the 7th: 13 days before */
    assert_refused (&world, invite (NULL), WL_FAILED_PRECONDITION, "too-late-to-invite");
    assert_ok (world.world.db, my_pitch (2, applicant_id (&world, 2), &pitch));
    assert_null (pitch->pitch_at);
    evaluation_world_at (&world, "2026-05-06T21:59:59Z");
    assert_ok (world.world.db, invite (&meeting));
    assert_non_null (meeting->items[2]->invited_at);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.PanelPitchInvited"), 1);
    assert_refused (&world, invite (NULL), WL_FAILED_PRECONDITION, "nobody-to-invite");
    assert_ok (world.world.db, my_pitch (2, applicant_id (&world, 2), &pitch));
    assert_string_equal (pitch->place, "Urząd, sala 12");
    assert_int_equal (pitch->no_show, WLACZNIK__NO_SHOW_RULE__NO_SHOW_GIVES_UP);
    assert_int_equal (my_pitch (2, applicant_id (&world, 3), NULL), WL_NOT_FOUND);
    /* A pitch that is moved must be invited to anew, and whoever was invited is told. */
    add_entry (plan, 3, NULL);
    add_entry (plan, 4, NULL);
    add_entry (plan, 2, "2026-05-20T10:00:00Z");
    assert_refused (&world, replan (plan, meeting->version + 1, NULL), WL_ABORTED,
                    "changed-meanwhile");
    assert_ok (world.world.db, replan (plan, meeting->version, &meeting));
    assert_null (meeting->items[2]->invited_at);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.PanelPitchCancelled"), 1);
    assert_ok (world.world.db, invite (&meeting));
    assert_ok (world.world.db, replan (plan, meeting->version, &meeting));
    assert_non_null (meeting->items[2]->invited_at); /* nothing moved, so it stands */
    assert_int_equal (evaluation_world_told (NULL, "evaluation.PanelPitchCancelled"), 1);
}

/* ---- the meeting ---- */

static void
an_opened_meeting_has_a_quorum (void **state)
{
    Evaluation__PanelMeeting *meeting;
    Evaluation__PanelMotion *motion = motion_of (MOTION (KEEP));
    (void) state;

    assert_refused (&world, open_meeting (NULL), WL_FAILED_PRECONDITION, "too-early");
    assert_refused (&world, call_item (3, NULL), WL_FAILED_PRECONDITION, "meeting-not-open");
    evaluation_world_at (&world, MEETING);
    assert_ok (world.world.db, open_meeting (&meeting));
    assert_true (meeting->members[0]->present && meeting->members[2]->present);
    assert_false (meeting->members[1]->present);
    assert_int_equal (meeting->items[0]->quorum_present, 2);
    assert_refused (&world, replan (plan_of (MEETING), meeting->version, NULL),
                    WL_FAILED_PRECONDITION, "meeting-open");
    vote (motion, assessor_id (&world, CHAIR), VOTE (FOR));
    assert_refused (&world, put_motion (4, motion, NULL), WL_FAILED_PRECONDITION, "not-on-table");
    assert_ok (world.world.db, call_item (4, &meeting));
    /* Who wrote the application leaves the item by itself, and the others are too few. */
    assert_int_equal (meeting->items[1]->n_conflicts, 1);
    assert_int_equal (meeting->items[1]->conflicts[0]->kind,
                      EVALUATION__CONFLICT_KIND__OWN_APPLICATION);
    assert_int_equal (meeting->items[1]->quorum_present, 1);
    assert_refused (&world, put_motion (4, motion, NULL), WL_FAILED_PRECONDITION, "no-quorum");
    assert_refused (&world, call_item (3, NULL), WL_FAILED_PRECONDITION, "another-on-table");
    assert_ok (world.world.db, comes (true, &meeting));
    assert_int_equal (meeting->items[1]->quorum_present, 2);
    vote (motion, applicant_id (&world, 4), VOTE (FOR)); /* who left it does not vote */
    assert_int_equal (put_motion (4, motion, NULL), WL_INVALID_ARGUMENT);
    motion->votes[1]->user_id = assessor_id (&world, MEMBER);
    assert_ok (world.world.db, put_motion (4, motion, &meeting));
    assert_int_equal (meeting->items[1]->state, EVALUATION__PANEL_ITEM_STATE__ITEM_DECIDED);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.PanelItemDecided"), 1);
}

static wl_status
move (int neighbour, Evaluation__PanelVoteKind of_member, Evaluation__PanelMeeting **ret)
{
    Evaluation__PanelMotion *motion = motion_of (MOTION (MOVE));

    motion->neighbour_application_id = application_id (&world, neighbour);
    vote (motion, assessor_id (&world, CHAIR), VOTE (FOR));
    vote (motion, assessor_id (&world, MEMBER), of_member);
    vote (motion, applicant_id (&world, 4), VOTE (ABSTAIN));
    motion->votes[1]->minority_view = text ("Punkty mówią co innego.");
    return put_motion (3, motion, ret);
}

static void
a_place_is_moved_with_a_reason (void **state)
{
    Evaluation__PanelMeeting *meeting;
    (void) state;

    assert_ok (world.world.db, call_item (3, NULL));
    assert_int_equal (move (5, VOTE (FOR), NULL), WL_INVALID_ARGUMENT);
    assert_string_equal (world.request.error.fields[0].code, "other-side-of-threshold");
    assert_ok (world.world.db, move (2, VOTE (AGAINST), &meeting));
    assert_false (meeting->items[0]->motions[0]->carried); /* a tie carries nothing */
    assert_int_equal (meeting->items[0]->state, EVALUATION__PANEL_ITEM_STATE__ITEM_CALLED);
    assert_ok (world.world.db, move (2, VOTE (FOR), &meeting));
    assert_int_equal (meeting->items[0]->state, EVALUATION__PANEL_ITEM_STATE__ITEM_DECIDED);
    assert_int_equal (meeting->items[0]->n_motions, 2);
    assert_string_equal (meeting->items[0]->motions[1]->neighbour_number, "WIS-1/0002");
    assert_int_equal (meeting->items[0]->motions[1]->abstained, 1);
}

static wl_status
ask_list (const char *method, Evaluation__Ranking **ret)
{
    Evaluation__BuildRankingRequest build = EVALUATION__BUILD_RANKING_REQUEST__INIT;
    Evaluation__PublishRankingRequest publish = EVALUATION__PUBLISH_RANKING_REQUEST__INIT;
    bool builds = strcmp (method, "BuildRanking") == 0;
    wl_status status;

    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    build.call_id = publish.call_id = text (CALL);
    publish.inputs_digest = digest;
    status =
        evaluation_world_ask (&world, method, builds ? (void *) &build : (void *) &publish, ret);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    return status;
}

static void
a_missed_pitch_gives_the_place_up (void **state)
{
    Evaluation__PanelMeeting *meeting;
    Evaluation__Ranking *ranking;
    (void) state;

    assert_ok (world.world.db, call_item (2, NULL));
    assert_refused (&world, nobody_comes (2, NULL), WL_FAILED_PRECONDITION, "too-early");
    assert_refused (&world, close_meeting (NULL), WL_FAILED_PRECONDITION, "another-on-table");
    evaluation_world_at (&world, "2026-05-20T10:15:00Z");
    assert_ok (world.world.db, nobody_comes (2, &meeting));
    assert_int_equal (meeting->items[2]->state, EVALUATION__PANEL_ITEM_STATE__ITEM_DECIDED);
    assert_true (meeting->items[2]->no_show);
    /* Before the meeting is closed its moves do not count, and nothing is published. */
    assert_ok (world.world.db, ask_list ("BuildRanking", &ranking));
    assert_string_equal (ranking->entries[2]->number, "WIS-1/0003");
    digest = ranking->inputs_digest;
    assert_refused (&world, ask_list ("PublishRanking", NULL), WL_FAILED_PRECONDITION,
                    "panel-unfinished");
    assert_ok (world.world.db, close_meeting (&meeting));
    assert_int_equal (meeting->state, EVALUATION__MEETING_STATE__MEETING_CLOSED);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.PanelMeetingClosed"), 1);
    assert_refused (&world, close_meeting (NULL), WL_FAILED_PRECONDITION, "meeting-closed");
}

/* ---- the list ---- */

static void
the_list_shows_what_was_moved (void **state)
{
    Evaluation__Ranking *ranking;
    (void) state;

    assert_refused (&world, ask_list ("PublishRanking", NULL), WL_FAILED_PRECONDITION,
                    "ranking-changed");
    assert_ok (world.world.db, ask_list ("BuildRanking", &ranking));
    digest = ranking->inputs_digest;
    assert_ok (world.world.db, ask_list ("PublishRanking", &ranking));
    assert_string_equal (ranking->entries[1]->number, "WIS-1/0003");
    assert_int_equal (ranking->entries[1]->moved_from, 3);
    assert_int_equal (ranking->entries[1]->points, 7000);
    assert_string_equal (ranking->entries[1]->panel_reason, REASON);
    assert_string_equal (ranking->entries[1]->tie_step, "panel");
    assert_int_equal (ranking->entries[1]->group, GROUP (RECOMMENDED));
    assert_string_equal (ranking->entries[2]->number, "WIS-1/0002");
    assert_int_equal (ranking->entries[2]->group, GROUP (GAVE_UP));
    assert_int_equal (ranking->entries[2]->moved_from, 0);
    assert_int_equal (ranking->entries[3]->group, GROUP (ON_RESERVE));
}

static void
the_moves_are_proved (void **state)
{
    (void) state;
    proofs_sequence ();
    assert_int_equal (proofs_run ("ranking verify " CALL), EXIT_SUCCESS);
    world_sql ("update ranking_entry set panel_reason = 'Bo tak.' where moved_from > 0");
    assert_int_equal (proofs_run ("ranking verify " CALL), EXIT_FAILURE);
    world_sql ("update ranking_entry set panel_reason = '" REASON "' where moved_from > 0");
    assert_int_equal (proofs_run ("ranking verify " CALL), EXIT_SUCCESS);
    /* A move that no closed meeting decided is found, even if somebody gets past the trigger. */
    world_sql ("alter table panel_motion disable trigger all;"
               "update panel_motion set carried = false where kind = 2");
    assert_int_equal (proofs_run ("ranking verify " CALL), EXIT_FAILURE);
    world_sql ("update panel_motion set carried = true where id ="
               " (select max (id) from panel_motion where kind = 2);"
               "alter table panel_motion enable trigger all");
    assert_int_equal (proofs_run ("ranking verify " CALL), EXIT_SUCCESS);
}

/* ---- the protocol ---- */

static void
the_protocol_tells_all_of_it (void **state)
{
    Evaluation__GetPanelProtocolRequest in = EVALUATION__GET_PANEL_PROTOCOL_REQUEST__INIT;
    Wlacznik__Document *out;
    const char *const told[] = { "Osoba 21 &lt;x&gt;",      "WIS-1/0003",         REASON,
                                 "Punkty mówią co innego.", "własny wniosek",     "Przyjęto.",
                                 "Nie przyjęto.",           "oznacza rezygnację", "70,00" };
    (void) state;

    in.meeting_id = meeting_id;
    in.language = text ("pl");
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetPanelProtocol", &in, &out));
    for (size_t i = 0; i < COUNT (told); i++)
        if (strstr ((const char *) out->content.data, told[i]) == NULL)
            fail_msg ("the protocol does not tell: %s", told[i]);
    assert_null (strstr ((const char *) out->content.data, "<x>"));
    in.language = text ("en");
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetPanelProtocol", &in, &out));
    assert_non_null (strstr ((const char *) out->content.data, "their own application"));
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (evaluation_world_ask (&world, "GetPanelProtocol", &in, NULL), WL_NOT_FOUND);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
}

static void
a_closed_meeting_stands (void **state)
{
    world_t other = world_new ();
    WL_SQL (change, "update panel_item set no_show = false where no_show");
    (void) state;

    assert_refused (&world, call_item (4, NULL), WL_FAILED_PRECONDITION, "meeting-closed");
    assert_int_equal (wl_run (other.db, &change, NULL), WL_INTERNAL); /* the database holds to it */
    world_destroy (&other);
}

/* ---- a stage without points ---- */

static wl_status
decide_alone (int number)
{
    Evaluation__DecideStageRequest in = EVALUATION__DECIDE_STAGE_REQUEST__INIT;

    in.application_id = application_id (&world, number);
    in.stage = text ("specification");
    in.outcome = EVALUATION__STAGE_OUTCOME__GO_ON;
    in.reason = text ("Wszystko gotowe.");
    return evaluation_world_ask (&world, "DecideStage", &in, NULL);
}

static Evaluation__PanelMeeting *
specification_meeting (const char *starts_at)
{
    Evaluation__PanelPlan *plan = plan_of (starts_at);
    Evaluation__PanelMeeting *meeting;

    plan->stage = text ("specification");
    add_entry (plan, 1, starts_at);
    assert_ok (world.world.db, plan_meeting (plan, &meeting));
    meeting_id = meeting->id;
    assert_ok (world.world.db, invite (NULL));
    evaluation_world_at (&world, starts_at);
    assert_ok (world.world.db, open_meeting (NULL));
    assert_ok (world.world.db, call_item (1, &meeting));
    return meeting;
}

static void
a_panel_decides_a_stage (void **state)
{
    Evaluation__PanelMotion *motion = motion_of (MOTION (DECIDE));
    Evaluation__PanelMeeting *meeting;
    (void) state;

    evaluation_world_submits (
        &world, (evaluation_application_t){ 1, "specification", "30", 2000000, true, 0 });
    assert_refused (&world, decide_alone (1), WL_FAILED_PRECONDITION, "panel-decides");
    specification_meeting ("2026-06-20T08:00:00Z");
    assert_ok (world.world.db, nobody_comes (1, &meeting)); /* once more */
    assert_int_equal (meeting->items[0]->state, EVALUATION__PANEL_ITEM_STATE__ITEM_ADJOURNED);
    assert_ok (world.world.db, close_meeting (NULL));
    specification_meeting ("2026-07-20T08:00:00Z");
    assert_ok (world.world.db, nobody_comes (1, &meeting)); /* now by what was written */
    assert_int_equal (meeting->items[0]->state, EVALUATION__PANEL_ITEM_STATE__ITEM_CALLED);
    assert_refused (&world, nobody_comes (1, NULL), WL_FAILED_PRECONDITION, "already-recorded");
    motion->outcome = EVALUATION__STAGE_OUTCOME__GO_ON;
    vote (motion, assessor_id (&world, CHAIR), VOTE (FOR));
    vote (motion, applicant_id (&world, 4), VOTE (AGAINST));
    assert_ok (world.world.db, put_motion (1, motion, &meeting)); /* the chair decides a tie */
    assert_true (meeting->items[0]->motions[0]->carried);
    assert_int_equal (evaluation_world_told (NULL, "evaluation.StageDecided"), 1);
    assert_int_equal (world_number ("select outcome from dossier where stage = 'specification'"),
                      EVALUATION__STAGE_OUTCOME__GO_ON);
    assert_ok (world.world.db, close_meeting (NULL));
}

static void
a_meeting_is_called_off (void **state)
{
    Evaluation__CancelPanelMeetingRequest in = EVALUATION__CANCEL_PANEL_MEETING_REQUEST__INIT;
    Evaluation__PanelPlan *plan = plan_of ("2026-09-20T08:00:00Z");
    Evaluation__PanelMeeting *meeting;
    int64_t before = evaluation_world_told (NULL, "evaluation.PanelPitchCancelled");
    Evaluation__MyPitch *pitch;
    (void) state;

    add_entry (plan, 4, "2026-09-20T09:00:00Z");
    assert_ok (world.world.db, plan_meeting (plan, &meeting));
    meeting_id = in.meeting_id = meeting->id;
    assert_ok (world.world.db, invite (NULL));
    in.reason = text ("Choroba przewodniczącej.");
    assert_ok (world.world.db, evaluation_world_ask (&world, "CancelPanelMeeting", &in, NULL));
    assert_int_equal (evaluation_world_told (NULL, "evaluation.PanelPitchCancelled"), before + 1);
    assert_refused (&world, invite (NULL), WL_FAILED_PRECONDITION, "meeting-cancelled");
    assert_ok (world.world.db, my_pitch (4, applicant_id (&world, 4), &pitch));
    assert_null (pitch->pitch_at);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_meeting_is_planned),
        cmocka_unit_test (a_pitch_is_invited_to_in_time),
        cmocka_unit_test (an_opened_meeting_has_a_quorum),
        cmocka_unit_test (a_place_is_moved_with_a_reason),
        cmocka_unit_test (a_missed_pitch_gives_the_place_up),
        cmocka_unit_test (the_list_shows_what_was_moved),
        cmocka_unit_test (the_moves_are_proved),
        cmocka_unit_test (the_protocol_tells_all_of_it),
        cmocka_unit_test (a_closed_meeting_stands),
        cmocka_unit_test (a_panel_decides_a_stage),
        cmocka_unit_test (a_meeting_is_called_off),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
