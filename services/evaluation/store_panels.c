#include "store_panels.h"

#include "store.h"

#define SQL_CLOSED     "3"
#define SQL_UNFINISHED "(1, 2)"
_Static_assert(EVALUATION__MEETING_STATE__MEETING_PLANNED == 1 &&
                   EVALUATION__MEETING_STATE__MEETING_OPEN == 2 &&
                   EVALUATION__MEETING_STATE__MEETING_CLOSED == 3 &&
                   EVALUATION__PANEL_ITEM_STATE__ITEM_WAITING == 1 &&
                   EVALUATION__PANEL_ITEM_STATE__ITEM_CALLED == 2 &&
                   EVALUATION__PANEL_ITEM_STATE__ITEM_DECIDED == 3 &&
                   EVALUATION__PANEL_ITEM_STATE__ITEM_ADJOURNED == 4 &&
                   EVALUATION__PANEL_MOTION_KIND__MOTION_MOVE == 2 &&
                   EVALUATION__DOSSIER_STATE__ASSESSED == 5 &&
                   EVALUATION__DOSSIER_STATE__DECISION_DUE == 7,
               "the store's SQL says otherwise");

/* The caller's meetings: $2 are their regions, $3 whether they see all. */
#define VISIBLE "(" SQL_REGION_IN ("m.region", "$2") " or $3)"

WL_SQL (select_stages, "select key, definition from stage where call_id = $1 order by position");

wl_status
store_panel_stage (wl_request_t *req, const char *call_id, const char *stage, Wlacznik__Stage **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_stages, &rows, wl_p_uuid (call_id)));
    for (int i = 0; i < rows.count; i++) {
        Wlacznik__Stage *found;
        WL_TRY (store_unpack (req, &rows, i, 1, &wlacznik__stage__descriptor, &found));
        if (found->panel == NULL || (*stage != '\0' && !wl_text_equal (found->key, stage)))
            continue;
        *ret = found;
        return WL_OK;
    }
    return WL_NOT_FOUND;
}

/* ---- reading ---- */

WL_SQL (lock_meeting, "select 1 from panel_meeting where id = $1 for update");

#define MEETING_COLUMNS                                                             \
    "m.id, m.call_id, m.stage, m.region, m.state, m.version, m.starts_at, m.place," \
    " m.opened_at, m.closed_at, m.cancel_reason, s.assessment"
#define MEETING_TABLES \
    " from panel_meeting m join stage s on s.call_id = m.call_id and s.key = m.stage"

WL_SQL (select_meeting, "select " MEETING_COLUMNS MEETING_TABLES " where m.id = $1 and " VISIBLE);
WL_SQL (select_members, "select user_id, name, voting, chair, affiliation, present"
                        " from panel_member where meeting_id = $1 order by position");
/* The list as it was built last, if it was. */
WL_SQL (select_items,
        "select i.application_id, d.number, c.title, d.region, i.state, i.pitch_at, i.invited_at,"
        " i.no_show, i.called_at, e.place, d.points, e.list_group as \"group\" from panel_item i"
        " join dossier d using (application_id, stage)"
        " left join content c using (application_id, stage)"
        " join panel_meeting m on m.id = i.meeting_id"
        " left join ranking_entry e on e.call_id = m.call_id and e.stage = m.stage"
        "  and e.version = 1 and e.application_id = i.application_id"
        " where i.meeting_id = $1 order by i.position");
WL_SQL (select_conflicts, "select application_id, user_id, kind, reason, at from panel_conflict"
                          " where meeting_id = $1 order by at, user_id");
WL_SQL (select_motions, "select application_id, motion from panel_motion where meeting_id = $1"
                        " order by id");

static Evaluation__PanelItem *
find_item (const Evaluation__PanelMeeting *meeting, const char *application_id)
{
    for (size_t i = 0; i < meeting->n_items; i++)
        if (wl_text_equal (meeting->items[i]->application_id, application_id))
            return meeting->items[i];
    return NULL;
}

static wl_status
read_conflicts (wl_request_t *req, Evaluation__PanelMeeting *meeting)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_conflicts, &rows, wl_p_uuid (meeting->id)));
    for (int i = 0; i < rows.count; i++) {
        Evaluation__PanelItem *item = find_item (meeting, wl_row_text (db, &rows, i, 0));
        Evaluation__PanelConflict *conflict = wl_arena_alloc (wl_arena (req), sizeof *conflict);
        if (item == NULL)
            return WL_DATA_LOSS;
        if (item->conflicts == NULL)
            item->conflicts =
                wl_arena_array (wl_arena (req), meeting->n_members, sizeof *item->conflicts);
        evaluation__panel_conflict__init (conflict);
        conflict->user_id = wl_row_text (db, &rows, i, 1);
        conflict->kind = (Evaluation__ConflictKind) wl_row_int (&rows, i, 2);
        conflict->reason = wl_row_text (db, &rows, i, 3);
        conflict->at = wl_timestamp (wl_arena (req), wl_row_time (&rows, i, 4));
        item->conflicts[item->n_conflicts++] = conflict;
    }
    return WL_OK;
}

static wl_status
read_motions (wl_request_t *req, Evaluation__PanelMeeting *meeting)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_motions, &rows, wl_p_uuid (meeting->id)));
    for (int i = 0; i < rows.count; i++) {
        Evaluation__PanelItem *item = find_item (meeting, wl_row_text (wl_db (req), &rows, i, 0));
        if (item == NULL)
            return WL_DATA_LOSS;
        if (item->motions == NULL)
            item->motions =
                wl_arena_array (wl_arena (req), (size_t) rows.count, sizeof *item->motions);
        WL_TRY (store_unpack (req, &rows, i, 1, &evaluation__panel_motion__descriptor,
                              &item->motions[item->n_motions]));
        item->n_motions++;
    }
    return WL_OK;
}

static wl_status
read_meeting (wl_request_t *req, const char *meeting_id, Evaluation__PanelMeeting *meeting)
{
    const char *const *regions;
    size_t count;
    wl_rows_t rows;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    WL_TRY (wl_run (wl_db (req), &select_meeting, &rows, wl_p_uuid (meeting_id),
                    wl_p_texts (regions, count),
                    wl_p_bool (wl_has_role (req, WL_ROLE_OWNER, NULL))));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &meeting->base);
    return WL_OK;
}

WL_SQL (select_call_state, "select state from call where id = $1");

wl_status
store_panel (wl_request_t *req, const char *meeting_id, bool lock, store_panel_t *ret)
{
    Evaluation__PanelMeeting *meeting = (Evaluation__PanelMeeting *) wl_message_new (
        wl_arena (req), &evaluation__panel_meeting__descriptor);
    wl_param_t id = wl_p_uuid (meeting_id);
    Wlacznik__Stage *stage;
    wl_rows_t rows;

    if (lock)
        wl_defer (wl_db (req), &lock_meeting, id);
    WL_TRY (read_meeting (req, meeting_id, meeting));
    WL_TRY (store_panel_stage (req, meeting->call_id, meeting->stage, &stage));
    WL_TRY (wl_run (wl_db (req), &select_members, &rows, id));
    wl_rows_messages (wl_db (req), &rows, &evaluation__panel_member__descriptor,
                      &meeting->n_members, (ProtobufCMessage ***) &meeting->members);
    WL_TRY (wl_run (wl_db (req), &select_items, &rows, id));
    wl_rows_messages (wl_db (req), &rows, &evaluation__panel_item__descriptor, &meeting->n_items,
                      (ProtobufCMessage ***) &meeting->items);
    WL_TRY (read_conflicts (req, meeting));
    WL_TRY (read_motions (req, meeting));
    meeting->rules = stage->panel;
    WL_TRY (wl_run (wl_db (req), &select_call_state, &rows, wl_p_uuid (meeting->call_id)));
    if (rows.count == 0)
        return WL_DATA_LOSS;
    *ret = (store_panel_t){ meeting, stage->panel, (Intake__CallState) wl_row_int (&rows, 0, 0) };
    return WL_OK;
}

WL_SQL (select_meetings,
        "select " MEETING_COLUMNS MEETING_TABLES " where m.call_id = $1 and " VISIBLE
        " order by m.starts_at desc limit 200");

wl_status
store_panels (wl_request_t *req, const char *call_id, size_t *ret_count,
              Evaluation__PanelMeeting ***ret)
{
    const char *const *regions;
    size_t count;
    wl_rows_t rows;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    WL_TRY (wl_run (wl_db (req), &select_meetings, &rows, wl_p_uuid (call_id),
                    wl_p_texts (regions, count),
                    wl_p_bool (wl_has_role (req, WL_ROLE_OWNER, NULL))));
    wl_rows_messages (wl_db (req), &rows, &evaluation__panel_meeting__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

WL_SQL (select_presence, "select user_id, came, at from panel_presence where meeting_id = $1"
                         " order by id");

wl_status
store_panel_presence (wl_request_t *req, const char *meeting_id, size_t *ret_count,
                      store_presence_t **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_presence, &rows, wl_p_uuid (meeting_id)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_presence_t){ wl_row_text (wl_db (req), &rows, i, 0),
                                        wl_row_bool (&rows, i, 1), wl_row_time (&rows, i, 2) };
    return WL_OK;
}

WL_SQL (select_call, "select definition from call where id = $1");

wl_status
store_call_title (wl_request_t *req, const char *call_id, Wlacznik__LocalText **ret)
{
    Intake__CallDefinition *definition;
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_call, &rows, wl_p_uuid (call_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    WL_TRY (store_unpack (req, &rows, 0, 0, &intake__call_definition__descriptor, &definition));
    *ret = definition->title;
    return WL_OK;
}

/* ---- planning ---- */

WL_SQL (insert_meeting, "insert into panel_meeting (id, call_id, stage, region, starts_at, place,"
                        " planned_by) values ($1, $2, $3, $4, $5, $6, $7)");

void
store_panel_insert (wl_request_t *req, const char *meeting_id, const char *call_id,
                    const Evaluation__PanelPlan *plan)
{
    wl_defer (wl_db (req), &insert_meeting, wl_p_uuid (meeting_id), wl_p_uuid (call_id),
              wl_p_text (plan->stage), wl_p_text (plan->region),
              wl_p_time (wl_timestamp_time (plan->starts_at)), wl_p_text (plan->place),
              wl_p_uuid (wl_user (req)));
}

WL_SQL (update_meeting, "update panel_meeting set starts_at = $2, place = $3, version = version + 1"
                        " where id = $1");

void
store_panel_update (wl_request_t *req, const char *meeting_id, const Evaluation__PanelPlan *plan)
{
    wl_defer (wl_db (req), &update_meeting, wl_p_uuid (meeting_id),
              wl_p_time (wl_timestamp_time (plan->starts_at)), wl_p_text (plan->place));
}

WL_SQL (forget_members, "delete from panel_member where meeting_id = $1");
WL_SQL (insert_member, "insert into panel_member (meeting_id, user_id, position, name, voting,"
                       " chair, affiliation) values ($1, $2, $3, $4, $5, $6, $7)");
WL_SQL (insert_keys, "insert into panel_member_key (meeting_id, user_id, kind, value)"
                     " select distinct $1, $2, kind, value"
                     " from unnest ($3::int8[], $4::text[]) as k (kind, value)");

static void
insert_member_keys (wl_request_t *req, const char *meeting_id, const char *user_id,
                    const conflict_keys_t *keys)
{
    int64_t *kinds = wl_arena_array (wl_arena (req), keys->count, sizeof *kinds);
    const char **values = wl_arena_array (wl_arena (req), keys->count, sizeof *values);

    for (size_t i = 0; i < keys->count; i++) {
        kinds[i] = keys->list[i].kind;
        values[i] = keys->list[i].value;
    }
    wl_defer (wl_db (req), &insert_keys, wl_p_uuid (meeting_id), wl_p_uuid (user_id),
              wl_p_ints (kinds, keys->count), wl_p_texts (values, keys->count));
}

void
store_panel_members (wl_request_t *req, const char *meeting_id, const Evaluation__PanelPlan *plan,
                     const conflict_keys_t *keys)
{
    static const Evaluation__Affiliation none = EVALUATION__AFFILIATION__INIT;

    wl_defer (wl_db (req), &forget_members, wl_p_uuid (meeting_id));
    for (size_t i = 0; i < plan->n_members; i++) {
        const Evaluation__PanelMember *member = plan->members[i];
        const Evaluation__Affiliation *known =
            member->affiliation == NULL ? &none : member->affiliation;
        wl_defer (wl_db (req), &insert_member, wl_p_uuid (meeting_id), wl_p_uuid (member->user_id),
                  wl_p_int ((int64_t) i + 1), wl_p_text (member->name), wl_p_bool (member->voting),
                  wl_p_bool (member->chair), wl_p_message (&known->base));
        if (keys[i].count > 0)
            insert_member_keys (req, meeting_id, member->user_id, &keys[i]);
    }
}

WL_SQL (forget_items, "delete from panel_item where meeting_id = $1"
                      " and application_id <> all ($2::uuid[])");
WL_SQL (put_items,
        "insert into panel_item as i (meeting_id, application_id, stage, position, pitch_at)"
        " select m.id, d.application_id, d.stage, a.position, a.pitch_at"
        " from unnest ($2::uuid[], $3::timestamptz[]) with ordinality"
        "  as a (application_id, pitch_at, position)"
        " join panel_meeting m on m.id = $1"
        " join dossier d on d.application_id = a.application_id and d.stage = m.stage"
        "  and d.call_id = m.call_id and d.current and d.state <> " SQL_STATE_WITHDRAWN
        "  and (m.region = '' or d.region = m.region)"
        " on conflict (meeting_id, application_id) do update set position = excluded.position,"
        " pitch_at = excluded.pitch_at, invited_at = case when i.pitch_at = excluded.pitch_at"
        "  then i.invited_at end");

wl_status
store_panel_agenda (wl_request_t *req, const char *meeting_id, const Evaluation__PanelPlan *plan)
{
    const char **ids = wl_arena_array (wl_arena (req), plan->n_agenda, sizeof *ids);
    wl_time_t *pitches = wl_arena_array (wl_arena (req), plan->n_agenda, sizeof *pitches);
    wl_rows_t rows;

    for (size_t i = 0; i < plan->n_agenda; i++) {
        ids[i] = plan->agenda[i]->application_id;
        pitches[i] = wl_timestamp_time (plan->agenda[i]->pitch_at);
    }
    wl_defer (wl_db (req), &forget_items, wl_p_uuid (meeting_id), wl_p_uuids (ids, plan->n_agenda));
    WL_TRY (wl_run (wl_db (req), &put_items, &rows, wl_p_uuid (meeting_id),
                    wl_p_uuids (ids, plan->n_agenda), wl_p_times (pitches, plan->n_agenda)));
    return rows.affected == plan->n_agenda ? WL_OK : WL_FAILED_PRECONDITION;
}

WL_SQL (select_pitches,
        "select i.application_id, d.region, d.applicant_user_id, d.number, i.pitch_at, i.invited_at"
        " from panel_item i join dossier d using (application_id, stage) where i.meeting_id = $1"
        " and i.pitch_at is not null and d.state <> " SQL_STATE_WITHDRAWN " order by i.position");

wl_status
store_pitches (wl_request_t *req, const char *meeting_id, size_t *ret_count, store_pitch_t **ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_pitches, &rows, wl_p_uuid (meeting_id)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_pitch_t){
            .application_id = wl_row_text (db, &rows, i, 0),
            .region = wl_row_text (db, &rows, i, 1),
            .applicant_user_id = wl_row_text (db, &rows, i, 2),
            .number = wl_row_text (db, &rows, i, 3),
            .pitch_at = wl_row_time (&rows, i, 4),
            .invited_at = wl_row_time (&rows, i, 5),
        };
    return WL_OK;
}

WL_SQL (mark_invited, "update panel_item set invited_at = $3 where meeting_id = $1"
                      " and application_id = $2");

void
store_pitch_invited (wl_request_t *req, const char *meeting_id, const char *application_id)
{
    wl_defer (wl_db (req), &mark_invited, wl_p_uuid (meeting_id), wl_p_uuid (application_id),
              wl_p_time (wl_now (req)));
}

WL_SQL (select_own, "select application_id, number from dossier where application_id = $1"
                    " and applicant_user_id = $2 and current");
WL_SQL (select_pitch,
        "select i.pitch_at, i.invited_at, m.place, s.definition from panel_item i"
        " join panel_meeting m on m.id = i.meeting_id"
        " join stage s on s.call_id = m.call_id and s.key = m.stage where i.application_id = $1"
        " and i.invited_at is not null and m.state in " SQL_UNFINISHED
        " order by i.pitch_at desc limit 1");

wl_status
store_my_pitch (wl_request_t *req, const char *application_id, Evaluation__MyPitch *ret)
{
    wl_arena_t *arena = wl_arena (req);
    Wlacznik__Stage *stage;
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_own, &rows, wl_p_uuid (application_id),
                    wl_p_uuid (wl_user (req))));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    WL_TRY (wl_run (wl_db (req), &select_pitch, &rows, wl_p_uuid (application_id)));
    if (rows.count == 0)
        return WL_OK;
    ret->pitch_at = wl_timestamp (arena, wl_row_time (&rows, 0, 0));
    ret->invited_at = wl_timestamp (arena, wl_row_time (&rows, 0, 1));
    ret->place = wl_row_text (wl_db (req), &rows, 0, 2);
    WL_TRY (store_unpack (req, &rows, 0, 3, &wlacznik__stage__descriptor, &stage));
    if (stage->panel != NULL)
        ret->no_show = stage->panel->no_show;
    return WL_OK;
}

WL_SQL (count_missed, "select count (*) from panel_item where application_id = $1 and stage = $2"
                      " and no_show and meeting_id <> $3");

wl_status
store_missed_before (wl_request_t *req, const Evaluation__PanelMeeting *of,
                     const char *application_id, bool *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &count_missed, &rows, wl_p_uuid (application_id),
                    wl_p_text (of->stage), wl_p_uuid (of->id)));
    *ret = wl_row_int (&rows, 0, 0) > 0;
    return WL_OK;
}

/* ---- the meeting ---- */

WL_SQL (update_state, "update panel_meeting set state = $2, opened_at = $3, closed_at = $4,"
                      " cancel_reason = $5, version = version + 1 where id = $1");

void
store_panel_state (wl_request_t *req, const Evaluation__PanelMeeting *meeting)
{
    wl_defer (wl_db (req), &update_state, wl_p_uuid (meeting->id), wl_p_int (meeting->state),
              wl_p_time (wl_timestamp_time (meeting->opened_at)),
              wl_p_time (wl_timestamp_time (meeting->closed_at)),
              wl_p_text (meeting->cancel_reason));
}

WL_SQL (update_present, "update panel_member set present = $3 where meeting_id = $1"
                        " and user_id = $2");
WL_SQL (insert_presence, "insert into panel_presence (meeting_id, user_id, came, at)"
                         " values ($1, $2, $3, $4)");

void
store_panel_present (wl_request_t *req, const char *meeting_id, const char *user_id, bool present)
{
    wl_defer (wl_db (req), &update_present, wl_p_uuid (meeting_id), wl_p_uuid (user_id),
              wl_p_bool (present));
    wl_defer (wl_db (req), &insert_presence, wl_p_uuid (meeting_id), wl_p_uuid (user_id),
              wl_p_bool (present), wl_p_time (wl_now (req)));
}

WL_SQL (update_item, "update panel_item set state = $3, no_show = $4, called_at = $5"
                     " where meeting_id = $1 and application_id = $2");

void
store_panel_item (wl_request_t *req, const char *meeting_id, const Evaluation__PanelItem *item)
{
    wl_defer (wl_db (req), &update_item, wl_p_uuid (meeting_id), wl_p_uuid (item->application_id),
              wl_p_int (item->state), wl_p_bool (item->no_show),
              wl_p_time (wl_timestamp_time (item->called_at)));
}

WL_SQL (adjourn_rest, "update panel_item set state = 4 where meeting_id = $1 and state = 1");

void
store_panel_adjourn_rest (wl_request_t *req, const char *meeting_id)
{
    wl_defer (wl_db (req), &adjourn_rest, wl_p_uuid (meeting_id));
}

WL_SQL (insert_conflict, "insert into panel_conflict (meeting_id, application_id, user_id, kind,"
                         " reason, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing");

void
store_panel_conflict (wl_request_t *req, const char *meeting_id, const char *application_id,
                      const Evaluation__PanelConflict *conflict)
{
    wl_defer (wl_db (req), &insert_conflict, wl_p_uuid (meeting_id), wl_p_uuid (application_id),
              wl_p_uuid (conflict->user_id), wl_p_int (conflict->kind),
              wl_p_text (conflict->reason), wl_p_time (wl_now (req)));
}

WL_SQL (insert_motion,
        "insert into panel_motion (meeting_id, application_id, kind, carried, motion,"
        " at) values ($1, $2, $3, $4, $5, $6)");

void
store_panel_motion (wl_request_t *req, const char *meeting_id, const char *application_id,
                    const Evaluation__PanelMotion *motion)
{
    wl_defer (wl_db (req), &insert_motion, wl_p_uuid (meeting_id), wl_p_uuid (application_id),
              wl_p_int (motion->kind), wl_p_bool (motion->carried), wl_p_message (&motion->base),
              wl_p_time (wl_now (req)));
}

WL_SQL (select_subject,
        "select d.number, d.current and d.state in (5, 7), coalesce (d.passed, false)"
        " from dossier d where d.application_id = $1 and d.call_id = $2 and d.stage = $3"
        " and ($4 = '' or d.region = $4)");

wl_status
store_panel_subject (wl_request_t *req, const Evaluation__PanelMeeting *meeting,
                     const char *application_id, store_panel_subject_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_subject, &rows, wl_p_uuid (application_id),
                    wl_p_uuid (meeting->call_id), wl_p_text (meeting->stage),
                    wl_p_text (meeting->region)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (store_panel_subject_t){ wl_row_text (wl_db (req), &rows, 0, 0),
                                    wl_row_bool (&rows, 0, 1), wl_row_bool (&rows, 0, 2) };
    return WL_OK;
}

WL_SQL (erase_members, "update panel_member set name = '', affiliation = '' where user_id = $1");
WL_SQL (erase_member_keys, "delete from panel_member_key where user_id = $1");

void
store_members_erase (wl_request_t *req, const char *user_id)
{
    wl_defer (wl_db (req), &erase_members, wl_p_uuid (user_id));
    wl_defer (wl_db (req), &erase_member_keys, wl_p_uuid (user_id));
}

/* ---- for the list ---- */

WL_SQL (select_moves,
        "select o.meeting_id, o.application_id, o.motion from panel_motion o"
        " join panel_meeting m on m.id = o.meeting_id where m.call_id = $1 and m.stage = $2"
        " and m.state = " SQL_CLOSED " and o.carried and o.kind = 2 order by m.closed_at, o.id");

static wl_status
read_move (wl_request_t *req, const wl_rows_t *rows, int row, Evaluation__PanelMove **ret)
{
    Evaluation__PanelMove *move = wl_arena_alloc (wl_arena (req), sizeof *move);
    Evaluation__PanelMotion *motion;

    WL_TRY (store_unpack (req, rows, row, 2, &evaluation__panel_motion__descriptor, &motion));
    evaluation__panel_move__init (move);
    move->position = (uint32_t) row + 1;
    move->meeting_id = wl_row_text (wl_db (req), rows, row, 0);
    move->application_id = wl_row_text (wl_db (req), rows, row, 1);
    move->neighbour_application_id = motion->neighbour_application_id;
    move->behind = motion->behind;
    move->reason = motion->reason;
    move->votes_for = motion->votes_for;
    move->votes_against = motion->votes_against;
    move->abstained = motion->abstained;
    *ret = move;
    return WL_OK;
}

wl_status
store_panel_moves (wl_request_t *req, const store_contest_t *contest, size_t *ret_count,
                   Evaluation__PanelMove ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_moves, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        WL_TRY (read_move (req, &rows, i, &(*ret)[i]));
    return WL_OK;
}

WL_SQL (select_panel_progress,
        "select count (*) filter (where state = " SQL_CLOSED "),"
        " count (*) filter (where state in " SQL_UNFINISHED ") from panel_meeting"
        " where call_id = $1 and stage = $2");

wl_status
store_panel_progress (wl_request_t *req, const store_contest_t *contest, uint32_t *ret_closed,
                      uint32_t *ret_unfinished)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_panel_progress, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage)));
    *ret_closed = (uint32_t) wl_row_int (&rows, 0, 0);
    *ret_unfinished = (uint32_t) wl_row_int (&rows, 0, 1);
    return WL_OK;
}
