#include "store_rankings.h"

#include "store.h"

#define SQL_STATE_REJECTED "2"
#define SQL_STATE_ASSESSED "5"
#define SQL_STATE_RANKED   "6"
_Static_assert(EVALUATION__DOSSIER_STATE__FORMAL_REVIEW == 1 &&
                   EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED == 2 &&
                   EVALUATION__DOSSIER_STATE__ASSESSED == 5 &&
                   EVALUATION__DOSSIER_STATE__RANKED == 6,
               "the store's SQL says otherwise");

/* ---- what a list is made of ---- */

WL_SQL (select_progress, "select count (*), count (*) filter (where state = 1),"
                         " count (*) filter (where state = " SQL_STATE_MERIT "),"
                         " count (*) filter (where state = " SQL_STATE_THIRD ")"
                         " from dossier where call_id = $1 and stage = $2");

wl_status
store_progress (wl_request_t *req, const store_contest_t *contest, store_progress_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_progress, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage)));
    *ret = (store_progress_t){
        .submitted = (uint32_t) wl_row_int (&rows, 0, 0),
        .in_formal_review = (uint32_t) wl_row_int (&rows, 0, 1),
        .in_merit_review = (uint32_t) wl_row_int (&rows, 0, 2),
        .in_third_assessment = (uint32_t) wl_row_int (&rows, 0, 3),
    };
    return WL_OK;
}

/* Locked in the order in which cards are given out, so that the two never wait in a circle; read
 * when the lock is held. */
WL_SQL (lock_contestants, "select 1 from dossier where call_id = $1 and stage = $2"
                          " order by length (number), number for update");
WL_SQL (select_contestants,
        "select d.application_id, d.number, d.state = " SQL_STATE_REJECTED ", f.public_reason,"
        " d.passed, d.points, d.criterion_points[$3::int], d.amount_grosze, d.submitted_at,"
        " d.region, d.applicant_user_id"
        " from dossier d left join formal_check f using (application_id, stage)"
        " where d.call_id = $1 and d.stage = $2"
        " and d.state in (" SQL_STATE_REJECTED ", " SQL_STATE_ASSESSED ")"
        " order by length (d.number), d.number");

static void
read_contestants (wl_request_t *req, const wl_rows_t *rows, store_contestants_t *ret)
{
    wl_db_t *db = wl_db (req);

    for (int i = 0; i < rows->count; i++) {
        ret->candidates[i] = (ranking_candidate_t){
            .application_id = wl_row_text (db, rows, i, 0),
            .number = wl_row_text (db, rows, i, 1),
            .rejected = wl_row_bool (rows, i, 2),
            .reason = wl_row_text (db, rows, i, 3),
            .passed = wl_row_bool (rows, i, 4),
            .points = wl_row_int (rows, i, 5),
            .tie_points = wl_row_int (rows, i, 6),
            .amount_grosze = wl_row_int (rows, i, 7),
            .submitted_at = wl_row_time (rows, i, 8),
        };
        ret->regions[i] = wl_row_text (db, rows, i, 9);
        ret->applicant_user_ids[i] = wl_row_text (db, rows, i, 10);
    }
}

wl_status
store_contestants_lock (wl_request_t *req, const store_contest_t *contest, int tie_criterion,
                        store_contestants_t *ret)
{
    wl_rows_t rows;
    size_t count;

    wl_defer (wl_db (req), &lock_contestants, wl_p_uuid (contest->call_id),
              wl_p_text (contest->stage));
    /* Arrays of SQL count from 1, so -1 becomes 0, which is outside of every array: NULL. */
    WL_TRY (wl_run (wl_db (req), &select_contestants, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage), wl_p_int (tie_criterion + 1)));
    count = (size_t) rows.count;
    ret->candidates = wl_arena_array (wl_arena (req), count, sizeof *ret->candidates);
    ret->regions = wl_arena_array (wl_arena (req), count, sizeof *ret->regions);
    ret->applicant_user_ids =
        wl_arena_array (wl_arena (req), count, sizeof *ret->applicant_user_ids);
    ret->count = count;
    read_contestants (req, &rows, ret);
    return WL_OK;
}

/* ---- the list ---- */

WL_SQL (select_ranking_state, "select published_at is not null from ranking"
                              " where call_id = $1 and stage = $2");

wl_status
store_ranking_state (wl_request_t *req, const store_contest_t *contest, store_ranking_state_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_ranking_state, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage)));
    *ret = (store_ranking_state_t){
        .built = rows.count > 0,
        .published = rows.count > 0 && wl_row_bool (&rows, 0, 0),
    };
    return WL_OK;
}

WL_SQL (forget_entries, "delete from ranking_entry where call_id = $1 and stage = $2");
WL_SQL (put_ranking,
        "insert into ranking (call_id, stage, pool_grosze, recommended_grosze, inputs,"
        " inputs_digest, built_at) values ($1, $2, $3, $4, $5, $6, $7)"
        " on conflict (call_id, stage) do update set pool_grosze = excluded.pool_grosze,"
        " recommended_grosze = excluded.recommended_grosze, inputs = excluded.inputs,"
        " inputs_digest = excluded.inputs_digest, built_at = excluded.built_at");
WL_SQL (
    insert_entries,
    "insert into ranking_entry (call_id, stage, line, application_id, place, points, list_group,"
    " tie_step, reason) select $1, $2, line, application_id, place, points, list_group, tie_step,"
    " reason from unnest ($3::uuid[], $4::int8[], $5::int8[], $6::int8[], $7::text[],"
    " $8::text[]) with ordinality"
    " as list (application_id, place, points, list_group, tie_step, reason, line)");

static void
insert_lines (wl_request_t *req, const store_contest_t *contest, const store_ranking_t *ranking)
{
    wl_arena_t *arena = wl_arena (req);
    size_t count = ranking->contestants->count;
    const char **ids = wl_arena_array (arena, count, sizeof *ids);
    const char **steps = wl_arena_array (arena, count, sizeof *steps);
    const char **reasons = wl_arena_array (arena, count, sizeof *reasons);
    int64_t *places = wl_arena_array (arena, count, sizeof *places);
    int64_t *points = wl_arena_array (arena, count, sizeof *points);
    int64_t *groups = wl_arena_array (arena, count, sizeof *groups);

    for (size_t i = 0; i < count; i++) {
        const ranking_place_t *place = &ranking->places[i];
        const ranking_candidate_t *candidate = &ranking->contestants->candidates[place->candidate];
        ids[i] = candidate->application_id;
        steps[i] = place->tie_step;
        reasons[i] = candidate->rejected ? candidate->reason : "";
        places[i] = place->place;
        points[i] = candidate->points;
        groups[i] = place->group;
    }
    wl_defer (wl_db (req), &insert_entries, wl_p_uuid (contest->call_id),
              wl_p_text (contest->stage), wl_p_uuids (ids, count), wl_p_ints (places, count),
              wl_p_ints (points, count), wl_p_ints (groups, count), wl_p_texts (steps, count),
              wl_p_texts (reasons, count));
}

void
store_ranking_put (wl_request_t *req, const store_contest_t *contest,
                   const store_ranking_t *ranking)
{
    wl_param_t call = wl_p_uuid (contest->call_id);
    wl_param_t stage = wl_p_text (contest->stage);

    wl_defer (wl_db (req), &forget_entries, call, stage);
    wl_defer (wl_db (req), &put_ranking, call, stage, wl_p_int (ranking->pool_grosze),
              wl_p_int (ranking->recommended_grosze),
              wl_p_bytes (ranking->inputs.data, ranking->inputs.length),
              wl_p_text (ranking->inputs_digest), wl_p_time (wl_now (req)));
    insert_lines (req, contest, ranking);
}

WL_SQL (publish_ranking, "update ranking set published_at = $3 where call_id = $1 and stage = $2");
WL_SQL (rank_dossiers,
        "update dossier d set state = case d.state when " SQL_STATE_ASSESSED
        " then " SQL_STATE_RANKED " else d.state end, list_group = e.list_group, place = e.place"
        " from ranking_entry e where e.call_id = $1 and e.stage = $2"
        " and d.application_id = e.application_id and d.stage = e.stage");

void
store_ranking_publish (wl_request_t *req, const store_contest_t *contest)
{
    wl_param_t call = wl_p_uuid (contest->call_id);
    wl_param_t stage = wl_p_text (contest->stage);

    wl_defer (wl_db (req), &publish_ranking, call, stage, wl_p_time (wl_now (req)));
    wl_defer (wl_db (req), &rank_dossiers, call, stage);
}

/* ---- reading ---- */

/* `list_group` because "group" is a word of SQL. */
#define ENTRY_COLUMNS                                                                     \
    "e.place, e.application_id, d.number, d.region, c.title, c.public_name as applicant," \
    " e.points, d.amount_grosze, e.list_group as \"group\", e.tie_step, e.reason"
#define ENTRY_TABLES                                                     \
    " from ranking_entry e join dossier d using (application_id, stage)" \
    " left join content c using (application_id, stage)"

WL_SQL (
    select_ranking,
    "select call_id, stage, published_at is not null as published, published_at, pool_grosze,"
    " recommended_grosze, inputs_digest from ranking where call_id = $1"
    " and stage = coalesce (nullif ($2, ''), (select key from stage where call_id = $1"
    "  and assessment = 1 order by position limit 1)) and (published_at is not null or not $3)");
WL_SQL (select_entries, "select " ENTRY_COLUMNS ENTRY_TABLES
                        " where e.call_id = $1 and e.stage = $2 order by e.line");

wl_status
store_ranking_read (wl_request_t *req, const char *call_id, const char *stage, bool published_only,
                    Evaluation__Ranking *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_ranking, &rows, wl_p_uuid (call_id), wl_p_text (stage),
                    wl_p_bool (published_only)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    WL_TRY (
        wl_run (wl_db (req), &select_entries, &rows, wl_p_uuid (call_id), wl_p_text (ret->stage)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__ranking_entry__descriptor, &ret->n_entries,
                      (ProtobufCMessage ***) &ret->entries);
    return WL_OK;
}

WL_SQL (select_line, "select d.place, d.application_id, d.number, d.region, d.points,"
                     " d.amount_grosze, d.list_group as \"group\" from dossier d"
                     " where d.application_id = $1 and d.stage = $2 and d.list_group is not null");

wl_status
store_ranking_line (wl_request_t *req, const char *application_id, const char *stage,
                    Evaluation__RankingEntry *ret)
{
    wl_rows_t rows;

    WL_TRY (
        wl_run (wl_db (req), &select_line, &rows, wl_p_uuid (application_id), wl_p_text (stage)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}
