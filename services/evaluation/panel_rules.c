#include "panel_rules.h"

#include <string.h>

#include "message/message.h"

enum { INVITATION_DAYS = 14, QUORUM_PERCENT = 50 };

/* ---- planning ---- */

static void
check_members (const Wlacznik__PanelRules *rules, const Evaluation__PanelPlan *plan,
               const wl_problems_t *problems)
{
    wl_arena_t *arena = problems->error->arena;
    uint32_t chairs = 0, voting = 0;

    for (size_t i = 0; i < plan->n_members; i++) {
        const Evaluation__PanelMember *member = plan->members[i];
        chairs += member->chair && member->voting;
        voting += member->voting ? 1 : 0;
        for (size_t j = 0; j < i; j++)
            if (strcmp (plan->members[j]->user_id, member->user_id) == 0) {
                wl_problem_add (problems, wl_text_printf (arena, "plan.members[%zu].userId", i),
                                "duplicate", "Ta osoba jest już na liście.",
                                "This person is on the list already.");
                break;
            }
    }
    if (chairs != 1)
        wl_problem_add (problems, "plan.members", "one-chair",
                        "Wskaż dokładnie jedną osobę, która przewodniczy i głosuje.",
                        "Name exactly one person who chairs and votes.");
    if (voting < rules->quorum_least)
        wl_problem_add (problems, "plan.members", "below-quorum",
                        "Głosujących jest mniej niż najmniejsze kworum tego naboru.",
                        "There are fewer voting members than the call's smallest quorum.");
}

static void
check_agenda (const Evaluation__PanelPlan *plan, const wl_problems_t *problems)
{
    wl_arena_t *arena = problems->error->arena;

    for (size_t i = 0; i < plan->n_agenda; i++) {
        const Evaluation__PanelAgendaEntry *entry = plan->agenda[i];
        wl_time_t pitch_at = wl_timestamp_time (entry->pitch_at);
        for (size_t j = 0; j < i; j++)
            if (strcmp (plan->agenda[j]->application_id, entry->application_id) == 0) {
                wl_problem_add (problems,
                                wl_text_printf (arena, "plan.agenda[%zu].applicationId", i),
                                "duplicate", "Ten wniosek jest już w porządku obrad.",
                                "This application is on the agenda already.");
                break;
            }
        if (pitch_at != 0 && pitch_at < wl_timestamp_time (plan->starts_at))
            wl_problem_add (problems, wl_text_printf (arena, "plan.agenda[%zu].pitchAt", i),
                            "before-start", "Prezentacja zaczyna się przed posiedzeniem.",
                            "The pitch begins before the meeting does.");
    }
}

wl_status
panel_check_plan (const Wlacznik__PanelRules *rules, const Evaluation__PanelPlan *plan,
                  wl_time_t now, const wl_problems_t *problems)
{
    size_t before = wl_problem_count (problems);

    if (wl_timestamp_time (plan->starts_at) < now)
        wl_problem_add (problems, "plan.startsAt", "past", "Ten termin już minął.",
                        "This moment has passed.");
    check_members (rules, plan, problems);
    check_agenda (plan, problems);
    return wl_problem_count (problems) > before ? WL_INVALID_ARGUMENT : WL_OK;
}

uint32_t
panel_invitation_days (const Wlacznik__PanelRules *rules)
{
    return rules->invitation_days == 0 ? INVITATION_DAYS : rules->invitation_days;
}

bool
panel_in_time (const Wlacznik__PanelRules *rules, wl_time_t now, wl_time_t pitch_at)
{
    int64_t between =
        wl_date_to_days (wl_warsaw_date (pitch_at)) - wl_date_to_days (wl_warsaw_date (now));

    return between >= (int64_t) panel_invitation_days (rules);
}

/* ---- an item ---- */

static bool
in_conflict (const Evaluation__PanelItem *item, const char *user_id)
{
    for (size_t i = 0; i < item->n_conflicts; i++)
        if (strcmp (item->conflicts[i]->user_id, user_id) == 0)
            return true;
    return false;
}

static uint32_t
share_of (uint32_t members, uint32_t percent)
{
    return (members * (percent == 0 ? QUORUM_PERCENT : percent) + 99) / 100;
}

wl_status
panel_quorum (const Wlacznik__PanelRules *rules, Evaluation__PanelMember *const *members,
              size_t member_count, const Evaluation__PanelItem *item, panel_quorum_t *ret)
{
    uint32_t eligible = 0;

    *ret = (panel_quorum_t){ 0 };
    if (member_count > PANEL_MEMBERS_MAX)
        return WL_INVALID_ARGUMENT;
    for (size_t i = 0; i < member_count; i++) {
        if (!members[i]->voting || in_conflict (item, members[i]->user_id))
            continue;
        eligible++;
        if (members[i]->present)
            ret->voters[ret->present++] = members[i];
    }
    ret->needed = share_of (eligible, rules->quorum_percent);
    if (ret->needed < rules->quorum_least)
        ret->needed = rules->quorum_least;
    if (ret->needed == 0)
        ret->needed = 1;
    return WL_OK;
}

/* ---- motions ---- */

static size_t
characters_of (const char *text)
{
    size_t characters = 0;

    return wl_utf8_valid (text, strlen (text), &characters) ? characters : 0;
}

static void
check_reason (const Evaluation__PanelMotion *motion, const wl_problems_t *problems)
{
    if (motion->kind == EVALUATION__PANEL_MOTION_KIND__MOTION_KEEP)
        return;
    if (characters_of (motion->reason) < PANEL_REASON_MIN)
        wl_problem_add (problems, "motion.reason", "too-short",
                        "Uzasadnij na piśmie, co najmniej 10 znakami.",
                        "Give a written reason of at least 10 characters.");
}

static void
check_move (const Wlacznik__PanelRules *rules, const char *application_id,
            const Evaluation__PanelMotion *motion, const wl_problems_t *problems)
{
    if (!rules->moves_places)
        wl_problem_add (problems, "motion.kind", "not-in-this-call",
                        "W tym naborze panel nie przesuwa miejsc na liście.",
                        "In this call the panel does not move places on the list.");
    if (wl_text_empty (motion->neighbour_application_id))
        wl_problem_add (problems, "motion.neighbourApplicationId", "required",
                        "Wskaż wniosek, przed którym albo za którym ten ma stać.",
                        "Name the application that this one is to stand ahead of or behind.");
    else if (strcmp (motion->neighbour_application_id, application_id) == 0)
        wl_problem_add (problems, "motion.neighbourApplicationId", "same",
                        "Wskaż inny wniosek niż ten, o którym mowa.",
                        "Name another application than the one on the table.");
}

static void
check_kind (const Wlacznik__PanelRules *rules, Wlacznik__AssessmentKind assessment,
            const char *application_id, const Evaluation__PanelMotion *motion,
            const wl_problems_t *problems)
{
    bool points = assessment == WLACZNIK__ASSESSMENT_KIND__POINTS;
    bool decides = motion->kind == EVALUATION__PANEL_MOTION_KIND__MOTION_DECIDE;

    if (motion->kind == EVALUATION__PANEL_MOTION_KIND__MOTION_ADJOURN)
        return;
    if (points == decides) {
        wl_problem_add (
            problems, "motion.kind", "not-at-this-stage",
            "Na etapie z punktami panel mówi o miejscu, a bez punktów o decyzji.",
            "At a stage with points the panel speaks of places, without them of outcomes.");
        return;
    }
    if (decides && motion->outcome == EVALUATION__STAGE_OUTCOME__STAGE_OUTCOME_UNSPECIFIED)
        wl_problem_add (problems, "motion.outcome", "required", "Podaj decyzję.",
                        "Give the outcome.");
    if (motion->kind == EVALUATION__PANEL_MOTION_KIND__MOTION_MOVE)
        check_move (rules, application_id, motion, problems);
}

static bool
is_voter (const panel_quorum_t *quorum, const char *user_id)
{
    for (uint32_t i = 0; i < quorum->present; i++)
        if (strcmp (quorum->voters[i]->user_id, user_id) == 0)
            return true;
    return false;
}

static bool
voted_before (const Evaluation__PanelMotion *motion, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp (motion->votes[i]->user_id, motion->votes[index]->user_id) == 0)
            return true;
    return false;
}

static void
check_votes (const Evaluation__PanelMotion *motion, const panel_quorum_t *quorum,
             const wl_problems_t *problems)
{
    wl_arena_t *arena = problems->error->arena;
    uint32_t voted = 0;

    for (size_t i = 0; i < motion->n_votes; i++) {
        const char *path = wl_text_printf (arena, "motion.votes[%zu].userId", i);
        if (!is_voter (quorum, motion->votes[i]->user_id))
            wl_problem_add (
                problems, path, "may-not-vote",
                "Ta osoba nie głosuje: nie ma jej, wyłączyła się albo tylko doradza.",
                "This person does not vote: they are away, left the item, or only advise.");
        else if (voted_before (motion, i))
            wl_problem_add (problems, path, "duplicate", "Ta osoba już zagłosowała.",
                            "This person voted already.");
        else
            voted++;
    }
    if (voted < quorum->present)
        wl_problem_add (problems, "motion.votes", "missing",
                        "Brakuje głosu osoby, która jest na sali. Wstrzymanie się też jest głosem.",
                        "The vote of somebody who is there is missing. Abstaining is a vote, too.");
}

wl_status
panel_check_motion (const Wlacznik__PanelRules *rules, Wlacznik__AssessmentKind assessment,
                    const char *application_id, const Evaluation__PanelMotion *motion,
                    const panel_quorum_t *quorum, const wl_problems_t *problems)
{
    size_t before = wl_problem_count (problems);

    check_kind (rules, assessment, application_id, motion, problems);
    check_reason (motion, problems);
    check_votes (motion, quorum, problems);
    return wl_problem_count (problems) > before ? WL_INVALID_ARGUMENT : WL_OK;
}

static Evaluation__PanelVoteKind
vote_of_chair (const panel_quorum_t *quorum, const Evaluation__PanelMotion *motion)
{
    for (uint32_t i = 0; i < quorum->present; i++)
        for (size_t j = 0; quorum->voters[i]->chair && j < motion->n_votes; j++)
            if (strcmp (motion->votes[j]->user_id, quorum->voters[i]->user_id) == 0)
                return motion->votes[j]->vote;
    return EVALUATION__PANEL_VOTE_KIND__PANEL_VOTE_KIND_UNSPECIFIED;
}

void
panel_count (const Wlacznik__PanelRules *rules, const panel_quorum_t *quorum,
             Evaluation__PanelMotion *motion)
{
    motion->votes_for = motion->votes_against = motion->abstained = 0;
    for (size_t i = 0; i < motion->n_votes; i++) {
        Evaluation__PanelVoteKind vote = motion->votes[i]->vote;
        motion->votes_for += vote == EVALUATION__PANEL_VOTE_KIND__VOTE_FOR;
        motion->votes_against += vote == EVALUATION__PANEL_VOTE_KIND__VOTE_AGAINST;
        motion->abstained += vote == EVALUATION__PANEL_VOTE_KIND__VOTE_ABSTAIN;
    }
    motion->quorum_needed = quorum->needed;
    motion->carried = motion->votes_for > motion->votes_against ||
                      (motion->votes_for == motion->votes_against && rules->chair_decides_ties &&
                       vote_of_chair (quorum, motion) == EVALUATION__PANEL_VOTE_KIND__VOTE_FOR);
}

/* ---- a pitch that nobody came to ---- */

panel_absence_t
panel_absence (const Wlacznik__PanelRules *rules, bool missed_before)
{
    switch (rules->no_show) {
    case WLACZNIK__NO_SHOW_RULE__NO_SHOW_ONCE_MORE:
        return missed_before ? PANEL_GOES_ON : PANEL_ADJOURNS;
    case WLACZNIK__NO_SHOW_RULE__NO_SHOW_GIVES_UP:
        return PANEL_GIVES_UP;
    default:
        return PANEL_GOES_ON;
    }
}
