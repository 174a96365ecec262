#include "store_appeals.h"

#include "store.h"

/* ---- what was served ---- */

WL_SQL (select_published_at,
        "select greatest (r.published_at, x.sent_at), t.received_at,"
        " a.application_id is not null from dossier d"
        " join ranking r on r.call_id = d.call_id and r.stage = d.stage and r.version = 1"
        "  and r.published_at is not null"
        " left join receipt t on t.application_id = d.application_id and t.stage = d.stage"
        "  and t.kind = $3"
        " left join decision_sent x on x.application_id = d.application_id and x.stage = d.stage"
        "  and x.kind = $3"
        " left join appeal a on a.application_id = d.application_id and a.stage = d.stage"
        "  and a.kind = $3"
        " where d.application_id = $1 and d.stage = $2 and d.list_group is not null");
WL_SQL (select_rejected_at,
        "select x.sent_at, t.received_at, a.application_id is not null from dossier d"
        " left join receipt t on t.application_id = d.application_id and t.stage = d.stage"
        "  and t.kind = $3"
        " left join decision_sent x on x.application_id = d.application_id and x.stage = d.stage"
        "  and x.kind = $3"
        " left join appeal a on a.application_id = d.application_id and a.stage = d.stage"
        "  and a.kind = $3"
        " where d.application_id = $1 and d.stage = $2");

wl_status
store_served (wl_request_t *req, const store_dossier_t *dossier, Evaluation__AppealKind kind,
              store_served_t *ret)
{
    bool formal = kind == EVALUATION__APPEAL_KIND__FORMAL_APPEAL;
    Evaluation__FormalCheck *check;
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), formal ? &select_rejected_at : &select_published_at, &rows,
                    wl_p_uuid (dossier->application_id), wl_p_text (dossier->stage),
                    wl_p_int (kind)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (store_served_t){
        .sent = wl_row_time (&rows, 0, 0),
        .received = wl_row_time (&rows, 0, 1),
        .filed = wl_row_bool (&rows, 0, 2),
    };
    if (!formal)
        return WL_OK;
    WL_TRY (store_find_formal_check (req, dossier, &check));
    if (ret->sent < wl_timestamp_time (check->decided_at))
        ret->sent = wl_timestamp_time (check->decided_at);
    return WL_OK;
}

/* ---- appeals ---- */

#define APPEAL_COLUMNS                                                                       \
    "select a.application_id, a.call_id, d.number, d.region, a.stage, a.kind, a.state,"      \
    " a.contested, a.text, a.filed_at, a.answer_until, a.decision_reason, a.decided_at from" \
    " appeal a join dossier d using (application_id, stage)"

WL_SQL (insert_appeal,
        "insert into appeal (application_id, stage, kind, call_id, contested, text, filed_by,"
        " filed_at, answer_until) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        " on conflict do nothing");

wl_status
store_appeal_put (wl_request_t *req, const Evaluation__Appeal *appeal, const char *filed_by)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &insert_appeal, &rows, wl_p_uuid (appeal->application_id),
                    wl_p_text (appeal->stage), wl_p_int (appeal->kind), wl_p_uuid (appeal->call_id),
                    wl_p_texts ((const char *const *) appeal->contested, appeal->n_contested),
                    wl_p_text (appeal->text), wl_p_uuid (filed_by),
                    wl_p_time (wl_timestamp_time (appeal->filed_at)),
                    wl_p_time (wl_timestamp_time (appeal->answer_until))));
    return rows.affected == 1 ? WL_OK : WL_ALREADY_EXISTS;
}

#define ONE_APPEAL APPEAL_COLUMNS " where a.application_id = $1 and a.stage = $2 and a.kind = $3"

WL_SQL (select_appeal, ONE_APPEAL);
WL_SQL (lock_appeal, ONE_APPEAL " for update of a");

static wl_status
read_appeal (wl_request_t *req, wl_rows_t *rows, Evaluation__Appeal *ret)
{
    if (rows->count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), rows, 0, &ret->base);
    return WL_OK;
}

wl_status
store_appeal (wl_request_t *req, const char *application_id, const char *stage,
              Evaluation__AppealKind kind, Evaluation__Appeal *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_appeal, &rows, wl_p_uuid (application_id),
                    wl_p_text (stage), wl_p_int (kind)));
    return read_appeal (req, &rows, ret);
}

wl_status
store_appeal_lock (wl_request_t *req, const store_dossier_t *dossier, Evaluation__AppealKind kind,
                   Evaluation__Appeal *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &lock_appeal, &rows, wl_p_uuid (dossier->application_id),
                    wl_p_text (dossier->stage), wl_p_int (kind)));
    return read_appeal (req, &rows, ret);
}

WL_SQL (decide_appeal, "update appeal set state = $4, decision_reason = $5, decided_by = $6,"
                       " decided_at = $7 where application_id = $1 and stage = $2 and kind = $3");

void
store_appeal_decide (wl_request_t *req, const Evaluation__Appeal *appeal)
{
    wl_defer (wl_db (req), &decide_appeal, wl_p_uuid (appeal->application_id),
              wl_p_text (appeal->stage), wl_p_int (appeal->kind), wl_p_int (appeal->state),
              wl_p_text (appeal->decision_reason), wl_p_uuid (wl_user (req)),
              wl_p_time (wl_timestamp_time (appeal->decided_at)));
}

WL_SQL (select_appeals_of,
        APPEAL_COLUMNS " where a.application_id = $1 order by a.filed_at desc, a.kind");

wl_status
store_appeals_of (wl_request_t *req, const char *application_id, size_t *ret_count,
                  Evaluation__Appeal ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_appeals_of, &rows, wl_p_uuid (application_id)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__appeal__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

WL_SQL (select_appeals,
        APPEAL_COLUMNS " where a.call_id = $1 and ($3 or " SQL_REGION_IN (
            "d.region", "$2") ") and ($4 = 0 or a.state = $4) and ($5 = 0 or a.kind = $5)"
                              " and ($6 = '' or d.region = $6)"
                              " order by a.state, a.filed_at limit 1000");

wl_status
store_appeals (wl_request_t *req, const Evaluation__ListAppealsRequest *asked, bool all_regions,
               size_t *ret_count, Evaluation__Appeal ***ret)
{
    const char *const *regions;
    size_t count;
    wl_rows_t rows;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    WL_TRY (wl_run (wl_db (req), &select_appeals, &rows, wl_p_uuid (asked->call_id),
                    wl_p_texts (regions, count), wl_p_bool (all_regions), wl_p_int (asked->state),
                    wl_p_int (asked->kind), wl_p_text (asked->region)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__appeal__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

/* ---- what follows ---- */

WL_SQL (select_did_assess,
        "select exists (select 1 from card where application_id = $1 and stage = $2"
        " and assessor_user_id = $3 and state = " SQL_CARD_LOCKED ")");

wl_status
store_did_assess (wl_request_t *req, const store_dossier_t *dossier, bool *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_did_assess, &rows, wl_p_uuid (dossier->application_id),
                    wl_p_text (dossier->stage), wl_p_uuid (wl_user (req))));
    *ret = wl_row_bool (&rows, 0, 0);
    return WL_OK;
}

WL_SQL (open_round, "update dossier set state = " SQL_STATE_MERIT ", round = round + 1,"
                    " third_rule = '' where application_id = $1 and stage = $2");

void
store_new_round (wl_request_t *req, const store_dossier_t *dossier)
{
    wl_defer (wl_db (req), &open_round, wl_p_uuid (dossier->application_id),
              wl_p_text (dossier->stage));
}

WL_SQL (reverse_formal, "update dossier set state = $3, to_merit = $3 = " SQL_STATE_MERIT
                        " where application_id = $1 and stage = $2");

void
store_formal_reversed (wl_request_t *req, const store_dossier_t *dossier,
                       Evaluation__DossierState state)
{
    wl_defer (wl_db (req), &reverse_formal, wl_p_uuid (dossier->application_id),
              wl_p_text (dossier->stage), wl_p_int (state));
}

WL_SQL (put_receipt, "insert into receipt (application_id, stage, kind, received_at, recorded_by)"
                     " values ($1, $2, $3, $4, $5) on conflict (application_id, stage, kind)"
                     " do update set received_at = excluded.received_at,"
                     " recorded_by = excluded.recorded_by");

void
store_receipt_put (wl_request_t *req, const store_dossier_t *dossier,
                   const Evaluation__Receipt *receipt)
{
    wl_defer (wl_db (req), &put_receipt, wl_p_uuid (dossier->application_id),
              wl_p_text (dossier->stage), wl_p_int (receipt->kind),
              wl_p_time (wl_timestamp_time (receipt->received_at)), wl_p_uuid (wl_user (req)));
}
