#include "store_desks.h"

#include "store.h"

#define DESK_OF       "where application_id = $1 and stage = $2 and round = $3"
#define SQL_DESK_OPEN "1"
_Static_assert(EVALUATION__DESK_STATE__DESK_OPEN == 1, "the store's SQL says otherwise");

WL_SQL (open_desk, "insert into desk (application_id, stage, round, call_id, opened_at)"
                   " values ($1, $2, $3, $4, $5) on conflict do nothing");

void
store_desk_open (wl_request_t *req, const store_dossier_t *dossier)
{
    wl_defer (wl_db (req), &open_desk, wl_p_uuid (dossier->application_id),
              wl_p_text (dossier->stage), wl_p_int (dossier->round), wl_p_uuid (dossier->call_id),
              wl_p_time (wl_now (req)));
}

/* ---- reading ---- */

WL_SQL (select_desk_cards, "select assessor_user_id, third, scores from card " DESK_OF
                           " and state = " SQL_CARD_LOCKED " order by id");

wl_status
store_desk_cards (wl_request_t *req, const store_dossier_t *dossier, uint32_t round,
                  size_t *ret_count, store_desk_card_t **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_desk_cards, &rows, wl_p_uuid (dossier->application_id),
                    wl_p_text (dossier->stage), wl_p_int (round)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), (size_t) rows.count, sizeof **ret);
    for (int i = 0; i < rows.count; i++) {
        Evaluation__Scores *scores;
        WL_TRY (store_unpack (req, &rows, i, 2, &evaluation__scores__descriptor, &scores));
        (*ret)[i] = (store_desk_card_t){ wl_row_text (wl_db (req), &rows, i, 0),
                                         wl_row_bool (&rows, i, 1), scores };
    }
    return WL_OK;
}

WL_SQL (select_desk,
        "select k.application_id, d.number, k.stage, k.state, k.version, c.consensus, k.opened_at,"
        " k.closed_at from desk k join dossier d using (application_id, stage)"
        " left join consensus c on c.application_id = k.application_id and c.stage = k.stage"
        "  and c.round = k.round and c.version = k.version"
        " where k.application_id = $1 and k.stage = $2 and k.round = $3");
WL_SQL (select_signatures,
        "select assessor_user_id, minority_view from consensus_signature " DESK_OF
        " and version = $4 order by assessor_user_id");

wl_status
store_desk (wl_request_t *req, const store_dossier_t *dossier, uint32_t round, store_desk_t *ret)
{
    wl_db_t *db = wl_db (req);
    wl_param_t application = wl_p_uuid (dossier->application_id);
    wl_param_t stage = wl_p_text (dossier->stage);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_desk, &rows, application, stage, wl_p_int (round)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    ret->desk = (Evaluation__Desk *) wl_message_new (wl_arena (req), &evaluation__desk__descriptor);
    wl_row_message (db, &rows, 0, &ret->desk->base);
    WL_TRY (wl_run (db, &select_signatures, &rows, application, stage, wl_p_int (round),
                    wl_p_int ((int64_t) ret->desk->version)));
    ret->signature_count = (size_t) rows.count;
    ret->signatures =
        wl_arena_array (wl_arena (req), ret->signature_count, sizeof *ret->signatures);
    for (int i = 0; i < rows.count; i++)
        ret->signatures[i] =
            (store_signature_t){ wl_row_text (db, &rows, i, 0), wl_row_text (db, &rows, i, 1) };
    return WL_OK;
}

WL_SQL (select_desks,
        "select k.application_id, d.number, k.stage, k.state, k.version, k.opened_at, k.closed_at"
        " from desk k join dossier d using (application_id, stage) where k.call_id = $1"
        " and ($3 or " SQL_REGION_IN ("d.region",
                                      "$2") ")"
                                            " order by k.state, k.opened_at limit 1000");

wl_status
store_desks (wl_request_t *req, const char *call_id, bool all_regions, size_t *ret_count,
             Evaluation__Desk ***ret)
{
    const char *const *regions;
    size_t count;
    wl_rows_t rows;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    WL_TRY (wl_run (wl_db (req), &select_desks, &rows, wl_p_uuid (call_id),
                    wl_p_texts (regions, count), wl_p_bool (all_regions)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__desk__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

/* A desk of an application that was withdrawn, or of an earlier round, holds nobody up. */
WL_SQL (count_open_desks,
        "select count (*) from desk k join dossier d using (application_id, stage)"
        " where k.call_id = $1 and k.stage = $2 and k.state = " SQL_DESK_OPEN
        " and k.round = d.round and d.state <> " SQL_STATE_WITHDRAWN);

wl_status
store_open_desks (wl_request_t *req, const char *call_id, const char *stage, uint32_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &count_open_desks, &rows, wl_p_uuid (call_id), wl_p_text (stage)));
    *ret = (uint32_t) wl_row_int (&rows, 0, 0);
    return WL_OK;
}

/* ---- writing ---- */

WL_SQL (insert_consensus,
        "insert into consensus (application_id, stage, round, version, consensus, author_user_id,"
        " written_at) values ($1, $2, $3, $4, $5, $6, $7)");
WL_SQL (move_version, "update desk set version = $4 " DESK_OF);

void
store_consensus_put (wl_request_t *req, const store_dossier_t *dossier, uint64_t version,
                     const Evaluation__Consensus *consensus)
{
    wl_param_t application = wl_p_uuid (dossier->application_id);
    wl_param_t stage = wl_p_text (dossier->stage);
    wl_param_t round = wl_p_int (dossier->round);
    wl_param_t number = wl_p_int ((int64_t) version);

    wl_defer (wl_db (req), &insert_consensus, application, stage, round, number,
              wl_p_message (&consensus->base), wl_p_uuid (wl_user (req)), wl_p_time (wl_now (req)));
    wl_defer (wl_db (req), &move_version, application, stage, round, number);
}

WL_SQL (insert_signature,
        "insert into consensus_signature (application_id, stage, round, version, assessor_user_id,"
        " minority_view, signed_at) values ($1, $2, $3, $4, $5, $6, $7)"
        " on conflict (application_id, stage, round, version, assessor_user_id)"
        " do update set minority_view = excluded.minority_view, signed_at = excluded.signed_at");

void
store_consensus_sign (wl_request_t *req, const store_dossier_t *dossier, uint64_t version,
                      const char *minority_view)
{
    wl_defer (wl_db (req), &insert_signature, wl_p_uuid (dossier->application_id),
              wl_p_text (dossier->stage), wl_p_int (dossier->round), wl_p_int ((int64_t) version),
              wl_p_uuid (wl_user (req)), wl_p_text (minority_view), wl_p_time (wl_now (req)));
}

WL_SQL (close_desk, "update desk set state = 2, closed_at = $4 " DESK_OF);

void
store_desk_close (wl_request_t *req, const store_dossier_t *dossier)
{
    wl_defer (wl_db (req), &close_desk, wl_p_uuid (dossier->application_id),
              wl_p_text (dossier->stage), wl_p_int (dossier->round), wl_p_time (wl_now (req)));
}
