#include "store_carers.h"

#include "store.h"

#define SQL_DECIDED "8"
_Static_assert(EVALUATION__DOSSIER_STATE__DECIDED == 8 && WLACZNIK__ASSESSMENT_KIND__DECISION == 2,
               "the store's SQL says otherwise");

/* ---- who accompanies what ---- */

WL_SQL (select_carer, "select application_id, user_id, appointed_at from carer"
                      " where application_id = $1 and ended_at is null");

wl_status
store_carer (wl_request_t *req, const char *application_id, Evaluation__Carer *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_carer, &rows, wl_p_uuid (application_id)));
    ret->application_id = wl_text_copy (wl_arena (req), application_id);
    if (rows.count > 0)
        wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

WL_SQL (end_carer, "update carer set ended_at = $2 where application_id = $1 and ended_at is null");
WL_SQL (begin_carer,
        "insert into carer (application_id, user_id, appointed_by, appointed_at)"
        " values ($1, $2, $3, $4) on conflict (application_id, user_id) do update"
        " set appointed_by = excluded.appointed_by, appointed_at = excluded.appointed_at,"
        " ended_at = null");

void
store_carer_put (wl_request_t *req, const char *application_id, const char *user_id)
{
    wl_defer (wl_db (req), &end_carer, wl_p_uuid (application_id), wl_p_time (wl_now (req)));
    if (!wl_text_empty (user_id))
        wl_defer (wl_db (req), &begin_carer, wl_p_uuid (application_id), wl_p_uuid (user_id),
                  wl_p_uuid (wl_user (req)), wl_p_time (wl_now (req)));
}

/* ---- what they think ---- */

#define OPEN_STAGE "s.assessment = 2 and d.state not in (" SQL_DECIDED ", " SQL_STATE_WITHDRAWN ")"

WL_SQL (select_innovations,
        "select d.application_id, d.call_id, d.number, c.title, d.region, d.stage,"
        " " OPEN_STAGE " as opinion_open, s.definition, o.recommendation, o.text, o.written_at"
        " from carer r join dossier d on d.application_id = r.application_id and d.current"
        " join stage s on s.call_id = d.call_id and s.key = d.stage"
        " left join content c on c.application_id = d.application_id and c.stage = d.stage"
        " left join carer_opinion o on o.application_id = d.application_id and o.stage = d.stage"
        " where r.user_id = $1 and r.ended_at is null"
        " and " SQL_CALL_WITHIN ("d.call_id",
                                 "$2") " order by (" OPEN_STAGE
                                       " and o.application_id is null) desc, r.appointed_at desc"
                                       " limit 500");

static wl_status
read_innovation (wl_request_t *req, const wl_rows_t *rows, int row, Evaluation__MyInnovation *ret)
{
    wl_db_t *db = wl_db (req);
    Wlacznik__Stage *stage;

    evaluation__my_innovation__init (ret);
    ret->application_id = wl_row_text (db, rows, row, 0);
    ret->call_id = wl_row_text (db, rows, row, 1);
    ret->number = wl_row_text (db, rows, row, 2);
    ret->title = wl_row_text (db, rows, row, 3);
    ret->region = wl_row_text (db, rows, row, 4);
    ret->stage = wl_row_text (db, rows, row, 5);
    ret->opinion_open = wl_row_bool (rows, row, 6);
    WL_TRY (store_unpack (req, rows, row, 7, &wlacznik__stage__descriptor, &stage));
    ret->opinion_due = ret->opinion_open && stage->carer_opinion && wl_row_null (rows, row, 8);
    if (wl_row_null (rows, row, 8))
        return WL_OK;
    ret->opinion = (Evaluation__CarerOpinion *) wl_message_new (
        wl_arena (req), &evaluation__carer_opinion__descriptor);
    ret->opinion->stage = ret->stage;
    ret->opinion->recommendation = (Evaluation__StageOutcome) wl_row_int (rows, row, 8);
    ret->opinion->text = wl_row_text (db, rows, row, 9);
    ret->opinion->written_at = wl_timestamp (wl_arena (req), wl_row_time (rows, row, 10));
    return WL_OK;
}

wl_status
store_my_innovations (wl_request_t *req, size_t *ret_count, Evaluation__MyInnovation ***ret)
{
    const char *const *programmes;
    size_t count;
    wl_rows_t rows;

    wl_role_programmes (req, WL_ROLE_CARER, &programmes, &count);
    WL_TRY (wl_run (wl_db (req), &select_innovations, &rows, wl_p_uuid (wl_user (req)),
                    wl_p_texts (programmes, count)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++) {
        (*ret)[i] = wl_arena_alloc (wl_arena (req), sizeof *(*ret)[i]);
        WL_TRY (read_innovation (req, &rows, i, (*ret)[i]));
    }
    return WL_OK;
}

WL_SQL (check_carer, "select 1 from carer where application_id = $1 and user_id = $2"
                     " and ended_at is null");

wl_status
store_innovation_lock (wl_request_t *req, const char *application_id, store_dossier_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &check_carer, &rows, wl_p_uuid (application_id),
                    wl_p_uuid (wl_user (req))));
    return rows.count == 0 ? WL_NOT_FOUND : store_dossier_hold (req, application_id, ret);
}

WL_SQL (select_opinion, "select stage, recommendation, text, written_at from carer_opinion"
                        " where application_id = $1 and stage = $2");

wl_status
store_opinion (wl_request_t *req, const char *application_id, const char *stage,
               Evaluation__CarerOpinion **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_opinion, &rows, wl_p_uuid (application_id),
                    wl_p_text (stage)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (Evaluation__CarerOpinion *) wl_message_new (wl_arena (req),
                                                        &evaluation__carer_opinion__descriptor);
    wl_row_message (wl_db (req), &rows, 0, &(*ret)->base);
    return WL_OK;
}

WL_SQL (put_opinion,
        "insert into carer_opinion (application_id, stage, carer_user_id, recommendation, text,"
        " written_at) values ($1, $2, $3, $4, $5, $6) on conflict (application_id, stage) do update"
        " set carer_user_id = excluded.carer_user_id, recommendation = excluded.recommendation,"
        " text = excluded.text, written_at = excluded.written_at");

void
store_opinion_put (wl_request_t *req, const char *application_id,
                   const Evaluation__CarerOpinion *opinion)
{
    wl_defer (wl_db (req), &put_opinion, wl_p_uuid (application_id), wl_p_text (opinion->stage),
              wl_p_uuid (wl_user (req)), wl_p_int (opinion->recommendation),
              wl_p_text (opinion->text), wl_p_time (wl_now (req)));
}

WL_SQL (select_decision, "select application_id, stage, outcome, reason, decided_at from decision"
                         " where application_id = $1 and stage = $2 order by id desc limit 1");

wl_status
store_last_decision (wl_request_t *req, const char *application_id, const char *stage,
                     Evaluation__StageDecision **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_decision, &rows, wl_p_uuid (application_id),
                    wl_p_text (stage)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (Evaluation__StageDecision *) wl_message_new (wl_arena (req),
                                                         &evaluation__stage_decision__descriptor);
    wl_row_message (wl_db (req), &rows, 0, &(*ret)->base);
    return WL_OK;
}
