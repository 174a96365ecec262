/* A panel that meets: who is there, one application after the other, votes, the protocol. */
#include <string.h>

#include "call_halts.h"
#include "evaluation.handlers.h"
#include "panel_page.h"
#include "panels.h"
#include "stage_decision.h"
#include "store_amendments.h"
#include "store_assignment.h"

#define ITEM(name)    EVALUATION__PANEL_ITEM_STATE__ITEM_##name
#define MEETING(name) EVALUATION__MEETING_STATE__MEETING_##name

/* ---- who is there ---- */

static bool
names (char *const *list, size_t count, const char *user_id)
{
    for (size_t i = 0; i < count; i++)
        if (wl_text_equal (list[i], user_id))
            return true;
    return false;
}

static wl_status
check_member (wl_request_t *req, const Evaluation__PanelMeeting *meeting, const char *user_id,
              const char *field)
{
    for (size_t i = 0; i < meeting->n_members; i++)
        if (wl_text_equal (meeting->members[i]->user_id, user_id))
            return WL_OK;
    return wl_fail_field (req, field, "no-member", "Ta osoba nie jest w składzie panelu.",
                          "This person is no member of the panel.");
}

static wl_status
check_members (wl_request_t *req, const Evaluation__PanelMeeting *meeting, char *const *present,
               size_t count)
{
    for (size_t i = 0; i < count; i++)
        WL_TRY (check_member (req, meeting, present[i],
                              wl_text_printf (wl_arena (req), "present[%zu]", i)));
    return WL_OK;
}

static void
note_presence (wl_request_t *req, const Evaluation__PanelMeeting *meeting, char *const *present,
               size_t count)
{
    for (size_t i = 0; i < meeting->n_members; i++) {
        const Evaluation__PanelMember *member = meeting->members[i];
        bool there = names (present, count, member->user_id);
        if (there != (bool) member->present)
            store_panel_present (req, meeting->id, member->user_id, there);
    }
}

wl_status
evaluation_open_panel_meeting (wl_request_t *req, const Evaluation__OpenPanelMeetingRequest *in,
                               Evaluation__PanelMeeting *out)
{
    Evaluation__PanelMeeting *meeting;
    store_panel_t panel;

    WL_TRY (panels_find (req, in->meeting_id, MEETING (PLANNED), &panel));
    meeting = panel.meeting;
    WL_TRY (call_check_running (req, meeting->call_id, panel.call_state));
    if (meeting->n_items == 0)
        return wl_fail (req, WL_FAILED_PRECONDITION, "empty-agenda",
                        "Porządek obrad jest pusty. Dodaj wnioski.",
                        "The agenda is empty. Add applications.");
    if (wl_date_to_days (wl_warsaw_date (wl_now (req))) <
        wl_date_to_days (wl_warsaw_date (wl_timestamp_time (meeting->starts_at))))
        return wl_fail (req, WL_FAILED_PRECONDITION, "too-early",
                        "Posiedzenie jest zaplanowane na późniejszy dzień. Zmień plan, jeśli "
                        "odbywa się dziś.",
                        "The meeting is planned for a later day. Change the plan if it is today.");
    WL_TRY (check_members (req, meeting, in->present, in->n_present));
    meeting->state = MEETING (OPEN);
    meeting->opened_at = wl_timestamp (wl_arena (req), wl_now (req));
    store_panel_state (req, meeting);
    note_presence (req, meeting, in->present, in->n_present);
    return panels_answer (req, in->meeting_id, out);
}

wl_status
evaluation_record_panel_presence (wl_request_t *req,
                                  const Evaluation__RecordPanelPresenceRequest *in,
                                  Evaluation__PanelMeeting *out)
{
    store_panel_t panel;

    WL_TRY (panels_find (req, in->meeting_id, MEETING (OPEN), &panel));
    WL_TRY (check_members (req, panel.meeting, in->present, in->n_present));
    note_presence (req, panel.meeting, in->present, in->n_present);
    return panels_answer (req, in->meeting_id, out);
}

/* ---- an application on the table ---- */

static wl_status
check_subject (wl_request_t *req, const store_panel_t *panel, const char *application_id,
               store_panel_subject_t *ret)
{
    wl_status status = store_panel_subject (req, panel->meeting, application_id, ret);

    if (status != WL_OK && status != WL_NOT_FOUND)
        return status;
    if (status == WL_OK && ret->ready)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "not-ready",
                    "Ten wniosek nie czeka na panel: nie ma jeszcze wszystkich ocen, odpadł "
                    "formalnie, wycofano go albo ma już decyzję.",
                    "This application does not wait for a panel: not all of its cards are in, it "
                    "failed formally, was withdrawn, or is decided.");
}

/* Nothing else may be on the table. */
static wl_status
check_table_free (wl_request_t *req, const Evaluation__PanelMeeting *meeting)
{
    for (size_t i = 0; i < meeting->n_items; i++)
        if (meeting->items[i]->state == ITEM (CALLED))
            return wl_failf (req, WL_FAILED_PRECONDITION, "another-on-table",
                             "Najpierw dokończcie wniosek %s.", "Finish %s first.",
                             meeting->items[i]->number);
    return WL_OK;
}

wl_status
evaluation_call_panel_item (wl_request_t *req, const Evaluation__CallPanelItemRequest *in,
                            Evaluation__PanelMeeting *out)
{
    Evaluation__PanelConflict **conflicts;
    Evaluation__PanelItem *item;
    store_panel_subject_t subject = { 0 };
    store_panel_t panel;
    size_t count;

    WL_TRY (panels_find (req, in->meeting_id, MEETING (OPEN), &panel));
    WL_TRY (panels_item (req, &panel, in->application_id, &item));
    if (item->state != ITEM (WAITING))
        return wl_fail (req, WL_FAILED_PRECONDITION, "not-waiting",
                        "Ten wniosek jest już omawiany albo załatwiony.",
                        "This application is on the table already, or done.");
    WL_TRY (check_table_free (req, panel.meeting));
    WL_TRY (check_subject (req, &panel, in->application_id, &subject));
    WL_TRY (store_member_conflicts (req, panel.meeting, in->application_id, &count, &conflicts));
    for (size_t i = 0; i < count; i++)
        store_panel_conflict (req, in->meeting_id, in->application_id, conflicts[i]);
    item->state = ITEM (CALLED);
    item->called_at = wl_timestamp (wl_arena (req), wl_now (req));
    store_panel_item (req, in->meeting_id, item);
    return panels_answer (req, in->meeting_id, out);
}

/* The item, which must be on the table of an open meeting. */
static wl_status
find_called (wl_request_t *req, const char *meeting_id, const char *application_id,
             store_panel_t *panel, Evaluation__PanelItem **ret)
{
    WL_TRY (panels_find (req, meeting_id, MEETING (OPEN), panel));
    WL_TRY (panels_item (req, panel, application_id, ret));
    if ((*ret)->state == ITEM (CALLED))
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "not-on-table",
                    "Tego wniosku teraz się nie omawia. Wywołaj go najpierw.",
                    "This application is not on the table. Call it first.");
}

wl_status
evaluation_declare_panel_conflict (wl_request_t *req,
                                   const Evaluation__DeclarePanelConflictRequest *in,
                                   Evaluation__PanelMeeting *out)
{
    Evaluation__PanelConflict conflict = EVALUATION__PANEL_CONFLICT__INIT;
    Evaluation__PanelItem *item;
    store_panel_t panel;

    WL_TRY (find_called (req, in->meeting_id, in->application_id, &panel, &item));
    WL_TRY (check_member (req, panel.meeting, in->user_id, "userId"));
    conflict.user_id = in->user_id;
    conflict.kind = EVALUATION__CONFLICT_KIND__DECLARED_CONFLICT;
    conflict.reason = in->reason;
    store_panel_conflict (req, in->meeting_id, in->application_id, &conflict);
    return panels_answer (req, in->meeting_id, out);
}

/* ---- a pitch that nobody came to ---- */

static wl_status
check_missed (wl_request_t *req, const Evaluation__PanelItem *item)
{
    if (item->invited_at == NULL || item->pitch_at == NULL)
        return wl_fail (req, WL_FAILED_PRECONDITION, "not-invited",
                        "Nikogo tu nie zaproszono na prezentację.",
                        "Nobody was invited to a pitch here.");
    if (item->no_show)
        return wl_fail (req, WL_FAILED_PRECONDITION, "already-recorded",
                        "Nieobecność jest już zapisana.", "The absence is recorded already.");
    if (wl_now (req) < wl_timestamp_time (item->pitch_at))
        return wl_fail (req, WL_FAILED_PRECONDITION, "too-early",
                        "Pora tej prezentacji jeszcze nie nadeszła.",
                        "The time of this pitch has not come.");
    return WL_OK;
}

/* At a stage with points the place is free; at one without, the commission's answer is no. */
static wl_status
give_up (wl_request_t *req, const Evaluation__PanelMeeting *meeting, const char *application_id)
{
    Evaluation__StageDecision decision = EVALUATION__STAGE_DECISION__INIT;
    store_dossier_t dossier;

    if (meeting->assessment == WLACZNIK__ASSESSMENT_KIND__POINTS) {
        store_give_up (req, application_id, meeting->stage, "no-show", "");
        return WL_OK;
    }
    WL_TRY (store_dossier_hold (req, application_id, &dossier));
    WL_TRY (decision_check_due (req, &dossier, meeting->stage));
    decision_make (req, &dossier, EVALUATION__STAGE_OUTCOME__STOP,
                   wl_text_copy (wl_arena (req), "Nikt nie przyszedł na prezentację."), &decision);
    return WL_OK;
}

wl_status
evaluation_record_panel_no_show (wl_request_t *req, const Evaluation__RecordPanelNoShowRequest *in,
                                 Evaluation__PanelMeeting *out)
{
    Evaluation__PanelItem *item;
    store_panel_t panel;
    bool missed_before;

    WL_TRY (find_called (req, in->meeting_id, in->application_id, &panel, &item));
    WL_TRY (check_missed (req, item));
    WL_TRY (store_missed_before (req, panel.meeting, in->application_id, &missed_before));
    item->no_show = true;
    switch (panel_absence (panel.rules, missed_before)) {
    case PANEL_ADJOURNS:
        item->state = ITEM (ADJOURNED);
        break;
    case PANEL_GIVES_UP:
        item->state = ITEM (DECIDED);
        WL_TRY (give_up (req, panel.meeting, in->application_id));
        break;
    default:
        break;
    }
    store_panel_item (req, in->meeting_id, item);
    return panels_answer (req, in->meeting_id, out);
}

/* ---- motions ---- */

static wl_status
check_quorum (wl_request_t *req, const panel_quorum_t *quorum, Evaluation__PanelMotionKind kind)
{
    if (quorum->present >= quorum->needed || kind == EVALUATION__PANEL_MOTION_KIND__MOTION_ADJOURN)
        return WL_OK;
    return wl_failf (req, WL_FAILED_PRECONDITION, "no-quorum",
                     "Nie ma kworum: na sali jest %u uprawnionych do głosowania nad tym wnioskiem, "
                     "a trzeba %u. Można tylko odroczyć.",
                     "There is no quorum: %u who may vote on this are here, and %u are needed. It "
                     "can only be adjourned.",
                     quorum->present, quorum->needed);
}

/* The one that the application is to stand next to must be on the same side of the threshold, or
 * the panel would change what points say. */
static wl_status
check_neighbour (wl_request_t *req, const store_panel_t *panel, const store_panel_subject_t *own,
                 Evaluation__PanelMotion *motion)
{
    store_panel_subject_t other = { 0 };

    motion->neighbour_number = wl_text_copy (wl_arena (req), "");
    if (motion->kind != EVALUATION__PANEL_MOTION_KIND__MOTION_MOVE)
        return WL_OK;
    WL_TRY (check_subject (req, panel, motion->neighbour_application_id, &other));
    motion->neighbour_number = other.number;
    if (other.passed == own->passed)
        return WL_OK;
    return wl_fail_field (req, "motion.neighbourApplicationId", "other-side-of-threshold",
                          "Jeden z tych wniosków osiągnął próg, a drugi nie. Panel nie zmienia "
                          "punktów.",
                          "One of these applications reached the threshold and the other did not. "
                          "A panel does not change points.");
}

static void
tell_item (wl_request_t *req, const store_panel_t *panel, const Evaluation__PanelItem *item,
           const Evaluation__PanelMotion *motion)
{
    Evaluation__PanelItemDecided event = EVALUATION__PANEL_ITEM_DECIDED__INIT;

    event.application_id = item->application_id;
    event.call_id = panel->meeting->call_id;
    event.meeting_id = panel->meeting->id;
    event.kind = motion->kind;
    event.votes_for = motion->votes_for;
    event.votes_against = motion->votes_against;
    event.abstained = motion->abstained;
    wl_emit (req, item->region, item->application_id, &event.base);
}

static wl_status
carry_out (wl_request_t *req, const store_panel_t *panel, Evaluation__PanelItem *item,
           const Evaluation__PanelMotion *motion)
{
    Evaluation__StageDecision decision = EVALUATION__STAGE_DECISION__INIT;
    store_dossier_t dossier;

    item->state = motion->kind == EVALUATION__PANEL_MOTION_KIND__MOTION_ADJOURN ? ITEM (ADJOURNED)
                                                                                : ITEM (DECIDED);
    store_panel_item (req, panel->meeting->id, item);
    tell_item (req, panel, item, motion);
    if (motion->kind != EVALUATION__PANEL_MOTION_KIND__MOTION_DECIDE)
        return WL_OK;
    WL_TRY (store_dossier_hold (req, item->application_id, &dossier));
    WL_TRY (decision_check_due (req, &dossier, panel->meeting->stage));
    decision_make (req, &dossier, motion->outcome, motion->reason, &decision);
    return WL_OK;
}

wl_status
evaluation_put_panel_motion (wl_request_t *req, const Evaluation__PutPanelMotionRequest *in,
                             Evaluation__PanelMeeting *out)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    Evaluation__PanelMotion motion = *in->motion;
    Evaluation__PanelItem *item;
    store_panel_subject_t subject = { 0 };
    panel_quorum_t quorum;
    store_panel_t panel;

    WL_TRY (find_called (req, in->meeting_id, in->application_id, &panel, &item));
    WL_TRY (check_subject (req, &panel, in->application_id, &subject));
    WL_TRY (panel_quorum (panel.rules, panel.meeting->members, panel.meeting->n_members, item,
                          &quorum));
    WL_TRY (panel_check_motion (panel.rules, panel.meeting->assessment, in->application_id, &motion,
                                &quorum, &problems));
    WL_TRY (check_quorum (req, &quorum, motion.kind));
    WL_TRY (check_neighbour (req, &panel, &subject, &motion));
    panel_count (panel.rules, &quorum, &motion);
    motion.at = wl_timestamp (wl_arena (req), wl_now (req));
    store_panel_motion (req, in->meeting_id, in->application_id, &motion);
    if (motion.carried)
        WL_TRY (carry_out (req, &panel, item, &motion));
    return panels_answer (req, in->meeting_id, out);
}

/* ---- the end ---- */

static void
tell_closed (wl_request_t *req, const Evaluation__PanelMeeting *meeting)
{
    Evaluation__PanelMeetingClosed event = EVALUATION__PANEL_MEETING_CLOSED__INIT;

    event.meeting_id = meeting->id;
    event.call_id = meeting->call_id;
    event.stage = meeting->stage;
    for (size_t i = 0; i < meeting->n_items; i++) {
        const Evaluation__PanelItem *item = meeting->items[i];
        event.items += item->state == ITEM (DECIDED);
        for (size_t j = 0; j < item->n_motions; j++)
            event.moves += item->motions[j]->carried &&
                           item->motions[j]->kind == EVALUATION__PANEL_MOTION_KIND__MOTION_MOVE;
    }
    wl_emit (req, wl_text_empty (meeting->region) ? "pl" : meeting->region, meeting->id,
             &event.base);
}

wl_status
evaluation_close_panel_meeting (wl_request_t *req, const Evaluation__ClosePanelMeetingRequest *in,
                                Evaluation__PanelMeeting *out)
{
    store_panel_t panel;

    WL_TRY (panels_find (req, in->meeting_id, MEETING (OPEN), &panel));
    WL_TRY (check_table_free (req, panel.meeting));
    store_panel_adjourn_rest (req, in->meeting_id);
    panel.meeting->state = MEETING (CLOSED);
    panel.meeting->closed_at = wl_timestamp (wl_arena (req), wl_now (req));
    store_panel_state (req, panel.meeting);
    tell_closed (req, panel.meeting);
    return panels_answer (req, in->meeting_id, out);
}

wl_status
evaluation_get_panel_protocol (wl_request_t *req, const Evaluation__GetPanelProtocolRequest *in,
                               Wlacznik__Document *out)
{
    Evaluation__PanelMeeting meeting = EVALUATION__PANEL_MEETING__INIT;
    panel_page_t page = { .meeting = &meeting };
    wl_buffer_t text;

    WL_TRY (panels_answer (req, in->meeting_id, &meeting));
    if (meeting.state != MEETING (OPEN) && meeting.state != MEETING (CLOSED))
        return wl_fail (req, WL_FAILED_PRECONDITION, "no-protocol-yet",
                        "Protokół powstaje, gdy posiedzenie się zacznie.",
                        "There is a protocol once the meeting has begun.");
    WL_TRY (store_panel_presence (req, in->meeting_id, &page.presence_count, &page.presence));
    WL_TRY (store_call_title (req, meeting.call_id, &page.call_title));
    page.english =
        wl_text_equal (wl_text_empty (in->language) ? wl_locale (req) : in->language, "en");
    wl_buffer_init (&text, wl_arena (req));
    panel_page_write (&page, &text);
    out->content = wl_message_bytes (&text);
    return WL_OK;
}
