/* The panel: what may be planned, quorum, votes, invitations, and pitches that nobody came to. */
#include "support.h"

#include "message/message.h"
#include "panel_rules.h"

#define VOTE(name)   EVALUATION__PANEL_VOTE_KIND__VOTE_##name
#define MOTION(name) EVALUATION__PANEL_MOTION_KIND__MOTION_##name

enum { MEMBERS = 5 };

static wl_error_t error;
static wl_problems_t problems;
static Wlacznik__PanelRules rules;
static Evaluation__PanelMember members[MEMBERS];
static Evaluation__PanelMember *list[MEMBERS];
static Evaluation__PanelItem item;

static void
start_over (void)
{
    wl_error_init (&error, arena);
    problems = (wl_problems_t){ &error, "en" };
    wlacznik__panel_rules__init (&rules);
    evaluation__panel_item__init (&item);
    for (int i = 0; i < MEMBERS; i++) {
        evaluation__panel_member__init (&members[i]);
        members[i].user_id = wl_text_printf (arena, "m%d", i);
        members[i].voting = i < 4; /* the last one writes the protocol */
        members[i].chair = i == 0;
        members[i].present = true;
        list[i] = &members[i];
    }
}

static bool
found (const char *field, const char *code)
{
    for (size_t i = 0; i < error.field_count; i++)
        if (strcmp (error.fields[i].field, field) == 0 && strcmp (error.fields[i].code, code) == 0)
            return true;
    return false;
}

static wl_time_t
at (const char *time)
{
    wl_time_t ret = 0;

    assert_true (wl_time_parse (time, &ret));
    return ret;
}

/* ---- planning ---- */

static Evaluation__PanelPlan
plan_of (const char *starts_at)
{
    Evaluation__PanelPlan plan = EVALUATION__PANEL_PLAN__INIT;

    plan.starts_at = wl_timestamp (arena, at (starts_at));
    plan.members = list;
    plan.n_members = MEMBERS;
    return plan;
}

static void
a_plan_names_all_that_is_wrong (void **state)
{
    Evaluation__PanelAgendaEntry entries[2] = { EVALUATION__PANEL_AGENDA_ENTRY__INIT,
                                                EVALUATION__PANEL_AGENDA_ENTRY__INIT };
    Evaluation__PanelAgendaEntry *agenda[] = { &entries[0], &entries[1] };
    Evaluation__PanelPlan plan;
    (void) state;

    start_over ();
    plan = plan_of ("2026-06-01T08:00:00Z");
    assert_int_equal (panel_check_plan (&rules, &plan, at ("2026-05-01T08:00:00Z"), &problems),
                      WL_OK);
    plan.agenda = agenda;
    plan.n_agenda = 2;
    entries[0].application_id = entries[1].application_id = copy ("a1");
    entries[1].pitch_at = wl_timestamp (arena, at ("2026-06-01T07:59:59Z"));
    members[1].chair = true;
    members[3].user_id = members[2].user_id;
    rules.quorum_least = 5;
    assert_int_equal (panel_check_plan (&rules, &plan, at ("2026-06-02T08:00:00Z"), &problems),
                      WL_INVALID_ARGUMENT);
    assert_true (found ("plan.startsAt", "past"));
    assert_true (found ("plan.members", "one-chair"));
    assert_true (found ("plan.members", "below-quorum"));
    assert_true (found ("plan.members[3].userId", "duplicate"));
    assert_true (found ("plan.agenda[1].applicationId", "duplicate"));
    assert_true (found ("plan.agenda[1].pitchAt", "before-start"));
}

static void
a_chair_votes (void **state)
{
    Evaluation__PanelPlan plan;
    (void) state;

    start_over ();
    members[0].voting = false;
    plan = plan_of ("2026-06-01T08:00:00Z");
    assert_int_equal (panel_check_plan (&rules, &plan, at ("2026-05-01T08:00:00Z"), &problems),
                      WL_INVALID_ARGUMENT);
    assert_true (found ("plan.members", "one-chair"));
}

/* Days are those of Warsaw, where 22:30 UTC on 17 May is the 18th already. */
static void
fourteen_days_before_a_pitch (void **state)
{
    wl_time_t pitch = at ("2026-06-01T08:00:00Z");
    (void) state;

    start_over ();
    assert_true (panel_in_time (&rules, at ("2026-05-18T21:59:59Z"), pitch));
    assert_false (panel_in_time (&rules, at ("2026-05-18T22:00:00Z"), pitch));
    assert_true (panel_in_time (&rules, at ("2026-05-17T22:30:00Z"), pitch));
    rules.invitation_days = 21;
    assert_false (panel_in_time (&rules, at ("2026-05-17T22:30:00Z"), pitch));
    assert_true (panel_in_time (&rules, at ("2026-05-11T10:00:00Z"), pitch));
}

/* ---- quorum and votes ---- */

static panel_quorum_t
quorum_now (void)
{
    panel_quorum_t quorum;

    assert_int_equal (panel_quorum (&rules, list, MEMBERS, &item, &quorum), WL_OK);
    return quorum;
}

static void
add_conflict (const char *user_id)
{
    Evaluation__PanelConflict *conflict = wl_arena_alloc (arena, sizeof *conflict);

    evaluation__panel_conflict__init (conflict);
    conflict->user_id = copy (user_id);
    if (item.conflicts == NULL)
        item.conflicts = wl_arena_array (arena, MEMBERS, sizeof *item.conflicts);
    item.conflicts[item.n_conflicts++] = conflict;
}

static void
who_counts_for_the_quorum (void **state)
{
    (void) state;

    start_over ();
    assert_int_equal (quorum_now ().present, 4);
    assert_int_equal (quorum_now ().needed, 2);
    members[3].present = false;
    assert_int_equal (quorum_now ().present, 3);
    assert_int_equal (quorum_now ().needed, 2); /* half of those who could be there */
    add_conflict ("m1");
    assert_int_equal (quorum_now ().present, 2);
    assert_int_equal (quorum_now ().needed, 2); /* half of three, rounded up */
    rules.quorum_percent = 100;
    assert_int_equal (quorum_now ().needed, 3);
    rules.quorum_percent = 1;
    rules.quorum_least = 4;
    assert_int_equal (quorum_now ().needed, 4);
    rules.quorum_least = 0;
    add_conflict ("m0");
    add_conflict ("m2");
    add_conflict ("m3");
    assert_int_equal (quorum_now ().present, 0);
    assert_int_equal (quorum_now ().needed, 1); /* nobody decides nothing */
}

static Evaluation__PanelMotion
motion_of (Evaluation__PanelMotionKind kind, const Evaluation__PanelVoteKind *votes, size_t count)
{
    Evaluation__PanelMotion motion = EVALUATION__PANEL_MOTION__INIT;

    motion.kind = kind;
    motion.reason = copy ("Jedyny projekt z tej gminy.");
    motion.votes = wl_arena_array (arena, count, sizeof *motion.votes);
    for (size_t i = 0; i < count; i++) {
        motion.votes[i] = wl_arena_alloc (arena, sizeof *motion.votes[i]);
        evaluation__panel_vote__init (motion.votes[i]);
        motion.votes[i]->user_id = wl_text_printf (arena, "m%zu", i);
        motion.votes[i]->vote = votes[i];
    }
    motion.n_votes = count;
    return motion;
}

static bool
carried (const Evaluation__PanelVoteKind *votes)
{
    Evaluation__PanelMotion motion = motion_of (MOTION (KEEP), votes, 4);
    panel_quorum_t quorum = quorum_now ();

    panel_count (&rules, &quorum, &motion);
    return motion.carried;
}

static void
more_votes_for_than_against (void **state)
{
    const Evaluation__PanelVoteKind two_to_one[] = { VOTE (AGAINST), VOTE (FOR), VOTE (FOR),
                                                     VOTE (ABSTAIN) };
    const Evaluation__PanelVoteKind tie[] = { VOTE (FOR), VOTE (FOR), VOTE (AGAINST),
                                              VOTE (AGAINST) };
    const Evaluation__PanelVoteKind tie_against_chair[] = { VOTE (AGAINST), VOTE (FOR), VOTE (FOR),
                                                            VOTE (AGAINST) };
    const Evaluation__PanelVoteKind nobody[] = { VOTE (ABSTAIN), VOTE (ABSTAIN), VOTE (ABSTAIN),
                                                 VOTE (ABSTAIN) };
    (void) state;

    start_over ();
    assert_true (carried (two_to_one));
    assert_false (carried (tie));
    assert_false (carried (nobody));
    rules.chair_decides_ties = true;
    assert_true (carried (tie));
    assert_false (carried (tie_against_chair));
    assert_false (carried (nobody));
}

static wl_status
check (Wlacznik__AssessmentKind assessment, const Evaluation__PanelMotion *motion)
{
    panel_quorum_t quorum = quorum_now ();

    wl_error_init (&error, arena);
    return panel_check_motion (&rules, assessment, "own", motion, &quorum, &problems);
}

#define POINTS   WLACZNIK__ASSESSMENT_KIND__POINTS
#define DECISION WLACZNIK__ASSESSMENT_KIND__DECISION

static const Evaluation__PanelVoteKind all_for[] = { VOTE (FOR), VOTE (FOR), VOTE (FOR),
                                                     VOTE (FOR) };

static void
everybody_who_may_votes_once (void **state)
{
    Evaluation__PanelMotion motion;
    (void) state;

    start_over ();
    motion = motion_of (MOTION (KEEP), all_for, 4);
    assert_int_equal (check (POINTS, &motion), WL_OK);
    motion.n_votes = 3;
    assert_int_equal (check (POINTS, &motion), WL_INVALID_ARGUMENT);
    assert_true (found ("motion.votes", "missing"));
    motion.n_votes = 4;
    motion.votes[3]->user_id = copy ("m4"); /* who only advises */
    assert_int_equal (check (POINTS, &motion), WL_INVALID_ARGUMENT);
    assert_true (found ("motion.votes[3].userId", "may-not-vote"));
    motion.votes[3]->user_id = copy ("m2");
    assert_int_equal (check (POINTS, &motion), WL_INVALID_ARGUMENT);
    assert_true (found ("motion.votes[3].userId", "duplicate"));
    motion = motion_of (MOTION (KEEP), all_for, 4);
    add_conflict ("m1"); /* who left the item */
    assert_int_equal (check (POINTS, &motion), WL_INVALID_ARGUMENT);
    assert_true (found ("motion.votes[1].userId", "may-not-vote"));
}

static void
what_may_be_moved (void **state)
{
    Evaluation__PanelMotion motion;
    (void) state;

    start_over ();
    motion = motion_of (MOTION (MOVE), all_for, 4);
    motion.reason = copy ("za mało");
    assert_int_equal (check (POINTS, &motion), WL_INVALID_ARGUMENT);
    assert_true (found ("motion.kind", "not-in-this-call"));
    assert_true (found ("motion.neighbourApplicationId", "required"));
    assert_true (found ("motion.reason", "too-short"));
    rules.moves_places = true;
    motion.reason = copy ("Jedyny projekt z tej gminy.");
    motion.neighbour_application_id = copy ("own");
    assert_int_equal (check (POINTS, &motion), WL_INVALID_ARGUMENT);
    assert_true (found ("motion.neighbourApplicationId", "same"));
    motion.neighbour_application_id = copy ("other");
    assert_int_equal (check (POINTS, &motion), WL_OK);
    assert_int_equal (check (DECISION, &motion), WL_INVALID_ARGUMENT);
    assert_true (found ("motion.kind", "not-at-this-stage"));
}

static void
a_stage_without_points_is_decided (void **state)
{
    Evaluation__PanelMotion motion;
    (void) state;

    start_over ();
    motion = motion_of (MOTION (DECIDE), all_for, 4);
    assert_int_equal (check (DECISION, &motion), WL_INVALID_ARGUMENT);
    assert_true (found ("motion.outcome", "required"));
    motion.outcome = EVALUATION__STAGE_OUTCOME__GO_ON;
    assert_int_equal (check (DECISION, &motion), WL_OK);
    assert_int_equal (check (POINTS, &motion), WL_INVALID_ARGUMENT);
    motion.kind = MOTION (KEEP);
    assert_int_equal (check (DECISION, &motion), WL_INVALID_ARGUMENT);
    motion.kind = MOTION (ADJOURN);
    assert_int_equal (check (DECISION, &motion), WL_OK);
    assert_int_equal (check (POINTS, &motion), WL_OK);
}

static void
when_nobody_comes (void **state)
{
    (void) state;

    start_over ();
    assert_int_equal (panel_absence (&rules, false), PANEL_GOES_ON);
    rules.no_show = WLACZNIK__NO_SHOW_RULE__NO_SHOW_ONCE_MORE;
    assert_int_equal (panel_absence (&rules, false), PANEL_ADJOURNS);
    assert_int_equal (panel_absence (&rules, true), PANEL_GOES_ON);
    rules.no_show = WLACZNIK__NO_SHOW_RULE__NO_SHOW_GIVES_UP;
    assert_int_equal (panel_absence (&rules, false), PANEL_GIVES_UP);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_plan_names_all_that_is_wrong),
        cmocka_unit_test (a_chair_votes),
        cmocka_unit_test (fourteen_days_before_a_pitch),
        cmocka_unit_test (who_counts_for_the_quorum),
        cmocka_unit_test (more_votes_for_than_against),
        cmocka_unit_test (everybody_who_may_votes_once),
        cmocka_unit_test (what_may_be_moved),
        cmocka_unit_test (a_stage_without_points_is_decided),
        cmocka_unit_test (when_nobody_comes),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
