#include "store_rankings.h"

#include "store.h"

#define SQL_STATE_REJECTED "2"
#define SQL_STATE_ASSESSED "5"
#define SQL_STATE_RANKED   "6"
_Static_assert(EVALUATION__DOSSIER_STATE__FORMAL_REVIEW == 1 &&
                   EVALUATION__DOSSIER_STATE__IN_CORRECTION == 10 &&
                   EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED == 2 &&
                   EVALUATION__DOSSIER_STATE__ASSESSED == 5 &&
                   EVALUATION__DOSSIER_STATE__RANKED == 6,
               "the store's SQL says otherwise");

/* ---- what a list is made of ---- */

WL_SQL (select_progress, "select count (*), count (*) filter (where state in (1, 10)),"
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

/* 46: the id, and what protobuf puts before the entry and before what every entry has. */
WL_SQL (select_list_least, "select 46 * count (*) + coalesce (sum (octet_length (d.number)"
                           "  + octet_length (d.region) + coalesce (octet_length (c.title), 0)"
                           "  + coalesce (octet_length (c.public_name), 0)"
                           "  + case when d.state = " SQL_STATE_REJECTED
                           "    then coalesce (octet_length (f.public_reason), 0) else 0 end), 0)"
                           " from dossier d left join content c using (application_id, stage)"
                           " left join formal_check f using (application_id, stage)"
                           " where d.call_id = $1 and d.stage = $2"
                           " and d.state in (" SQL_STATE_REJECTED ", " SQL_STATE_ASSESSED ")");

wl_status
store_list_least (wl_request_t *req, const store_contest_t *contest, size_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_list_least, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage)));
    *ret = (size_t) wl_row_int (&rows, 0, 0);
    return WL_OK;
}

/* Locked in the order in which cards are given out, so that the two never wait in a circle; read
 * when the lock is held. */
WL_SQL (lock_contestants, "select 1 from dossier where call_id = $1 and stage = $2"
                          " order by length (number), number for update");
WL_SQL (select_candidates,
        "select d.application_id, d.number, d.region, d.topic,"
        " d.state = " SQL_STATE_REJECTED " as rejected, f.public_reason as reason, d.passed,"
        " d.points, d.criterion_points, d.amount_grosze, d.submitted_at,"
        " g.application_id is not null as gave_up"
        " from dossier d left join formal_check f using (application_id, stage)"
        " left join given_up g using (application_id, stage)"
        " where d.call_id = $1 and d.stage = $2"
        " and d.state in (" SQL_STATE_REJECTED ", " SQL_STATE_ASSESSED ")"
        " order by d.application_id");

wl_status
store_candidates_lock (wl_request_t *req, const store_contest_t *contest, size_t *ret_count,
                       Evaluation__RankingCandidate ***ret)
{
    wl_rows_t rows;

    wl_defer (wl_db (req), &lock_contestants, wl_p_uuid (contest->call_id),
              wl_p_text (contest->stage));
    WL_TRY (wl_run (wl_db (req), &select_candidates, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__ranking_candidate__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

WL_SQL (select_listed,
        "select e.application_id, d.region, d.applicant_user_id, d.number, e.points, e.place,"
        " e.list_group, e.granted_grosze from ranking_entry e"
        " join dossier d using (application_id, stage) where e.call_id = $1 and e.stage = $2"
        " and e.version = 1 and d.state <> " SQL_STATE_REJECTED " order by e.line");

wl_status
store_listed (wl_request_t *req, const store_contest_t *contest, size_t *ret_count,
              store_listed_t **ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_listed, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), (size_t) rows.count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_listed_t){
            .application_id = wl_row_text (db, &rows, i, 0),
            .region = wl_row_text (db, &rows, i, 1),
            .applicant_user_id = wl_row_text (db, &rows, i, 2),
            .number = wl_row_text (db, &rows, i, 3),
            .points = (int32_t) wl_row_int (&rows, i, 4),
            .place = (uint32_t) wl_row_int (&rows, i, 5),
            .group = (Evaluation__ListGroup) wl_row_int (&rows, i, 6),
            .granted_grosze = wl_row_int (&rows, i, 7),
        };
    return WL_OK;
}

/* ---- draws and incompatible projects ---- */

WL_SQL (select_draw, "select call_id, stage, seed, recorded_at from draw"
                     " where call_id = $1 and stage = $2");

wl_status
store_draw (wl_request_t *req, const store_contest_t *contest, Evaluation__Draw *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_draw, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

WL_SQL (insert_draw, "insert into draw (call_id, stage, seed, recorded_by, recorded_at)"
                     " values ($1, $2, $3, $4, $5) on conflict do nothing");

wl_status
store_draw_put (wl_request_t *req, const store_contest_t *contest, const char *seed)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &insert_draw, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage), wl_p_text (seed), wl_p_uuid (wl_user (req)),
                    wl_p_time (wl_now (req))));
    return rows.affected == 1 ? WL_OK : WL_ALREADY_EXISTS;
}

WL_SQL (select_incompatible,
        "select first_application_id, second_application_id, reason from incompatible"
        " where call_id = $1 and stage = $2 order by first_application_id, second_application_id");

wl_status
store_incompatible (wl_request_t *req, const store_contest_t *contest, size_t *ret_count,
                    Evaluation__IncompatiblePair ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_incompatible, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__incompatible_pair__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

WL_SQL (forget_incompatible, "delete from incompatible where call_id = $1 and stage = $2");
/* Only applications of this call and stage. */
WL_SQL (insert_incompatible,
        "insert into incompatible (call_id, stage, first_application_id, second_application_id,"
        " reason, declared_by, declared_at)"
        " select $1, $2, p.first, p.second, p.reason, $6, $7"
        " from unnest ($3::uuid[], $4::uuid[], $5::text[]) as p (first, second, reason)"
        " join dossier a on a.application_id = p.first and a.stage = $2 and a.call_id = $1"
        " join dossier b on b.application_id = p.second and b.stage = $2 and b.call_id = $1");

wl_status
store_incompatible_put (wl_request_t *req, const store_contest_t *contest,
                        Evaluation__IncompatiblePair *const *pairs, size_t count)
{
    const char **first = wl_arena_array (wl_arena (req), count, sizeof *first);
    const char **second = wl_arena_array (wl_arena (req), count, sizeof *second);
    const char **reasons = wl_arena_array (wl_arena (req), count, sizeof *reasons);
    wl_param_t call = wl_p_uuid (contest->call_id);
    wl_param_t stage = wl_p_text (contest->stage);
    wl_rows_t rows;

    for (size_t i = 0; i < count; i++) {
        first[i] = pairs[i]->first_application_id;
        second[i] = pairs[i]->second_application_id;
        reasons[i] = pairs[i]->reason;
    }
    wl_defer (wl_db (req), &forget_incompatible, call, stage);
    WL_TRY (wl_run (wl_db (req), &insert_incompatible, &rows, call, stage,
                    wl_p_uuids (first, count), wl_p_uuids (second, count),
                    wl_p_texts (reasons, count), wl_p_uuid (wl_user (req)),
                    wl_p_time (wl_now (req))));
    return rows.affected == count ? WL_OK : WL_FAILED_PRECONDITION;
}

/* ---- the list ---- */

WL_SQL (select_ranking_state, "select published_at is not null from ranking"
                              " where call_id = $1 and stage = $2 and version = 1");

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

WL_SQL (forget_entries, "delete from ranking_entry where call_id = $1 and stage = $2"
                        " and version = $3");
WL_SQL (put_ranking,
        "insert into ranking (call_id, stage, pool_grosze, recommended_grosze, inputs,"
        " inputs_digest, built_at, pools, draw_seed, version, amended_for, published_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        " on conflict (call_id, stage, version) do update set pool_grosze = excluded.pool_grosze,"
        " recommended_grosze = excluded.recommended_grosze, inputs = excluded.inputs,"
        " inputs_digest = excluded.inputs_digest, built_at = excluded.built_at,"
        " pools = excluded.pools, draw_seed = excluded.draw_seed");
WL_SQL (
    insert_entries,
    "insert into ranking_entry (call_id, stage, line, application_id, place, points, list_group,"
    " tie_step, reason, granted_grosze, order_points, tie_trace, blocked_by, version, moved_from,"
    " panel_reason)"
    " select $1, $2, line, application_id, place, points, list_group, tie_step, reason, granted,"
    " order_points, nullif (tie_trace, ''), blocked_by, $13, moved_from, panel_reason"
    " from unnest ($3::uuid[], $4::int8[], $5::int8[], $6::int8[], $7::text[], $8::text[],"
    " $9::int8[], $10::int8[], $11::bytea[], $12::text[], $14::int8[], $15::text[]) with ordinality"
    " as list (application_id, place, points, list_group, tie_step, reason, granted, order_points,"
    " tie_trace, blocked_by, moved_from, panel_reason, line)");

/* The lines of a list as columns. */
typedef struct columns {
    const char **ids, **steps, **reasons, **blockers, **panel_reasons;
    int64_t *places, *points, *groups, *granted, *order_points, *moved_from;
    wl_bytes_t *traces;
} columns_t;

static void
fill_line (wl_arena_t *arena, const store_ranking_t *ranking, size_t line, columns_t *to)
{
    const ranking_place_t *place = &ranking->list.places[line];
    const Evaluation__RankingCandidate *candidate = ranking->inputs.candidates[place->candidate];
    bool weighted = ranking->inputs.n_weights_percent > 0;

    to->ids[line] = candidate->application_id;
    to->steps[line] = place->tie_step;
    to->reasons[line] = candidate->rejected ? candidate->reason : "";
    to->blockers[line] = place->blocked_by == RANKING_NOBODY
                             ? ""
                             : ranking->inputs.candidates[place->blocked_by]->number;
    to->places[line] = place->place;
    to->points[line] = candidate->points;
    to->groups[line] = place->group;
    to->granted[line] = place->granted_grosze;
    to->order_points[line] = weighted ? place->points : 0;
    to->moved_from[line] = place->moved_from;
    to->panel_reasons[line] = place->panel_reason;
    to->traces[line] = (wl_bytes_t){ (const uint8_t *) "", 0 };
    if (place->tie_trace != NULL) {
        uint8_t *bytes;
        wl_message_pack (arena, &place->tie_trace->base, &bytes, &to->traces[line].length);
        to->traces[line].data = bytes;
    }
}

static columns_t
columns_new (wl_arena_t *arena, size_t count)
{
    return (columns_t){
        .ids = wl_arena_array (arena, count, sizeof (char *)),
        .steps = wl_arena_array (arena, count, sizeof (char *)),
        .reasons = wl_arena_array (arena, count, sizeof (char *)),
        .blockers = wl_arena_array (arena, count, sizeof (char *)),
        .places = wl_arena_array (arena, count, sizeof (int64_t)),
        .points = wl_arena_array (arena, count, sizeof (int64_t)),
        .groups = wl_arena_array (arena, count, sizeof (int64_t)),
        .granted = wl_arena_array (arena, count, sizeof (int64_t)),
        .order_points = wl_arena_array (arena, count, sizeof (int64_t)),
        .moved_from = wl_arena_array (arena, count, sizeof (int64_t)),
        .panel_reasons = wl_arena_array (arena, count, sizeof (char *)),
        .traces = wl_arena_array (arena, count, sizeof (wl_bytes_t)),
    };
}

static void
insert_lines (wl_request_t *req, const store_contest_t *contest, const store_ranking_t *ranking)
{
    size_t count = ranking->list.count;
    columns_t list = columns_new (wl_arena (req), count);

    for (size_t i = 0; i < count; i++)
        fill_line (wl_arena (req), ranking, i, &list);
    wl_defer (wl_db (req), &insert_entries, wl_p_uuid (contest->call_id),
              wl_p_text (contest->stage), wl_p_uuids (list.ids, count),
              wl_p_ints (list.places, count), wl_p_ints (list.points, count),
              wl_p_ints (list.groups, count), wl_p_texts (list.steps, count),
              wl_p_texts (list.reasons, count), wl_p_ints (list.granted, count),
              wl_p_ints (list.order_points, count), wl_p_blobs (list.traces, count),
              wl_p_texts (list.blockers, count), wl_p_int (ranking->version),
              wl_p_ints (list.moved_from, count), wl_p_texts (list.panel_reasons, count));
}

void
store_ranking_put (wl_request_t *req, const store_contest_t *contest,
                   const store_ranking_t *ranking)
{
    wl_param_t call = wl_p_uuid (contest->call_id);
    wl_param_t stage = wl_p_text (contest->stage);

    wl_defer (wl_db (req), &forget_entries, call, stage, wl_p_int (ranking->version));
    wl_defer (wl_db (req), &put_ranking, call, stage, wl_p_int (ranking->inputs.pool_grosze),
              wl_p_int (ranking->list.recommended_grosze),
              wl_p_bytes (ranking->record.data, ranking->record.length),
              wl_p_text (ranking->inputs_digest), wl_p_time (wl_now (req)),
              wl_p_message (&ranking->list.pools->base), wl_p_text (ranking->inputs.draw_seed),
              wl_p_int (ranking->version), wl_p_text (ranking->amended_for),
              wl_p_time (ranking->version > 1 ? wl_now (req) : 0));
    insert_lines (req, contest, ranking);
}

WL_SQL (publish_ranking, "update ranking set published_at = $3 where call_id = $1 and stage = $2"
                         " and version = 1");
WL_SQL (rank_dossiers,
        "update dossier d set state = case d.state when " SQL_STATE_ASSESSED
        " then " SQL_STATE_RANKED " else d.state end, list_group = e.list_group, place = e.place,"
        " granted_grosze = e.granted_grosze"
        " from ranking_entry e where e.call_id = $1 and e.stage = $2 and e.version = $3"
        " and d.application_id = e.application_id and d.stage = e.stage");

void
store_ranking_publish (wl_request_t *req, const store_contest_t *contest)
{
    wl_param_t call = wl_p_uuid (contest->call_id);
    wl_param_t stage = wl_p_text (contest->stage);

    wl_defer (wl_db (req), &publish_ranking, call, stage, wl_p_time (wl_now (req)));
    wl_defer (wl_db (req), &rank_dossiers, call, stage, wl_p_int (1));
}

void
store_ranking_amend (wl_request_t *req, const store_contest_t *contest,
                     const store_ranking_t *ranking)
{
    store_ranking_put (req, contest, ranking);
    wl_defer (wl_db (req), &rank_dossiers, wl_p_uuid (contest->call_id), wl_p_text (contest->stage),
              wl_p_int (ranking->version));
}

/* ---- what a comparison needs ---- */

WL_SQL (select_inputs,
        "select inputs, inputs_digest, version from ranking where call_id = $1 and stage = $2"
        " and (published_at is not null or not $3) and (version = $4 or $4 = 0)"
        " order by version desc limit 1");

wl_status
store_ranking_inputs (wl_request_t *req, const store_contest_t *contest, bool published_only,
                      uint32_t version, store_record_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_inputs, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage), wl_p_bool (published_only), wl_p_int (version)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    ret->digest = wl_row_text (wl_db (req), &rows, 0, 1);
    ret->version = (uint32_t) wl_row_int (&rows, 0, 2);
    return store_unpack (req, &rows, 0, 0, &evaluation__ranking_inputs__descriptor, &ret->inputs);
}

/* Of the round that counts: an upheld appeal leaves earlier cards behind. */
WL_SQL (select_cards, "select k.assessor_user_id, k.application_id, k.scores from card k"
                      " join dossier d using (application_id, stage)"
                      " where k.call_id = $1 and k.stage = $2 and k.state = " SQL_CARD_LOCKED
                      " and k.round = d.round");

static wl_status
read_card (wl_request_t *req, const wl_rows_t *rows, int row, const Wlacznik__MeritCard *rules,
           comparison_card_t *ret)
{
    ret->assessor_id = wl_row_text (wl_db (req), rows, row, 0);
    ret->application_id = wl_row_text (wl_db (req), rows, row, 1);
    return store_unpack_points (req, rows, row, 2, rules, &ret->points);
}

wl_status
store_comparison_cards (wl_request_t *req, const store_contest_t *contest, size_t *ret_count,
                        comparison_card_t **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_cards, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), (size_t) rows.count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        WL_TRY (read_card (req, &rows, i, contest->rules->merit_card, &(*ret)[i]));
    return WL_OK;
}

/* ---- reading ---- */

/* `list_group` because "group" is a word of SQL. */
#define ENTRY_COLUMNS                                                                     \
    "e.place, e.application_id, d.number, d.region, c.title, c.public_name as applicant," \
    " e.points, d.amount_grosze, e.list_group as \"group\", e.tie_step, e.reason,"        \
    " e.granted_grosze, e.order_points, e.tie_trace, e.blocked_by, e.moved_from, e.panel_reason"
#define ENTRY_TABLES                                                     \
    " from ranking_entry e join dossier d using (application_id, stage)" \
    " left join content c using (application_id, stage)"

WL_SQL (select_ranking,
        "select call_id, stage, published_at is not null as published, published_at, pool_grosze,"
        " recommended_grosze, inputs_digest, pools, draw_seed, version, amended_for"
        " from ranking where call_id = $1"
        " and stage = coalesce (nullif ($2, ''), (select key from stage where call_id = $1"
        "  and assessment = 1 order by position limit 1)) and (published_at is not null or not $3)"
        " and (version = $4 or $4 = 0) order by version desc limit 1");
WL_SQL (select_entries, "select " ENTRY_COLUMNS ENTRY_TABLES
                        " where e.call_id = $1 and e.stage = $2 and e.version = $3"
                        " order by e.line");

wl_status
store_ranking_head (wl_request_t *req, const char *call_id, const char *stage, bool published_only,
                    uint32_t version, Evaluation__Ranking *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_ranking, &rows, wl_p_uuid (call_id), wl_p_text (stage),
                    wl_p_bool (published_only), wl_p_int (version)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

wl_status
store_ranking_read (wl_request_t *req, const char *call_id, const char *stage, bool published_only,
                    uint32_t version, Evaluation__Ranking *ret)
{
    wl_rows_t rows;

    WL_TRY (store_ranking_head (req, call_id, stage, published_only, version, ret));
    WL_TRY (wl_run (wl_db (req), &select_entries, &rows, wl_p_uuid (call_id),
                    wl_p_text (ret->stage), wl_p_int (ret->version)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__ranking_entry__descriptor, &ret->n_entries,
                      (ProtobufCMessage ***) &ret->entries);
    return WL_OK;
}

WL_SQL (select_line, "select d.place, d.application_id, d.number, d.region, d.points,"
                     " d.amount_grosze, d.list_group as \"group\", d.granted_grosze from dossier d"
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
