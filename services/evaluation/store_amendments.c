#include "store_amendments.h"

#include "store.h"

WL_SQL (lock_list, "select 1 from dossier where call_id = $1 and stage = $2"
                   " order by length (number), number for update");

void
store_list_lock (wl_request_t *req, const char *call_id, const char *stage)
{
    wl_defer (wl_db (req), &lock_list, wl_p_uuid (call_id), wl_p_text (stage));
}

WL_SQL (select_standings,
        "select d.application_id, d.applicant_user_id, d.region, d.number, d.list_group,"
        " coalesce (d.granted_grosze, 0), d.state = " SQL_STATE_WITHDRAWN
        " or exists (select 1 from given_up g where g.application_id = d.application_id"
        "  and g.stage = d.stage)"
        " from dossier d where d.call_id = $1 and d.stage = $2 and d.list_group is not null"
        " order by d.application_id");

wl_status
store_standings (wl_request_t *req, const store_contest_t *contest, size_t *ret_count,
                 store_standing_t **ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_standings, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), (size_t) rows.count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_standing_t){
            .application_id = wl_row_text (db, &rows, i, 0),
            .applicant_user_id = wl_row_text (db, &rows, i, 1),
            .region = wl_row_text (db, &rows, i, 2),
            .number = wl_row_text (db, &rows, i, 3),
            .group = (Evaluation__ListGroup) wl_row_int (&rows, i, 4),
            .granted_grosze = wl_row_int (&rows, i, 5),
            .gave_up = wl_row_bool (&rows, i, 6),
        };
    return WL_OK;
}

WL_SQL (select_listing,
        "select d.call_id, d.stage, d.region, d.number, d.applicant_user_id, d.list_group, d.place,"
        " coalesce (d.points, 0), coalesce (d.granted_grosze, 0) from dossier d"
        " where d.application_id = $1 and d.list_group is not null"
        " order by d.submitted_at desc limit 1");

wl_status
store_listing (wl_request_t *req, const char *application_id, store_listing_t *ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_listing, &rows, wl_p_uuid (application_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (store_listing_t){
        .call_id = wl_row_text (db, &rows, 0, 0),
        .stage = wl_row_text (db, &rows, 0, 1),
        .region = wl_row_text (db, &rows, 0, 2),
        .number = wl_row_text (db, &rows, 0, 3),
        .applicant_user_id = wl_row_text (db, &rows, 0, 4),
        .group = (Evaluation__ListGroup) wl_row_int (&rows, 0, 5),
        .place = (uint32_t) wl_row_int (&rows, 0, 6),
        .points = (int32_t) wl_row_int (&rows, 0, 7),
        .granted_grosze = wl_row_int (&rows, 0, 8),
    };
    return WL_OK;
}

WL_SQL (insert_given_up,
        "insert into given_up (application_id, stage, how, reason, recorded_by, recorded_at)"
        " values ($1, $2, $3, $4, $5, $6) on conflict do nothing");

void
store_give_up (wl_request_t *req, const char *application_id, const char *stage, const char *how,
               const char *reason)
{
    wl_defer (wl_db (req), &insert_given_up, wl_p_uuid (application_id), wl_p_text (stage),
              wl_p_text (how), wl_p_text (reason), wl_p_uuid (wl_user (req)),
              wl_p_time (wl_now (req)));
}

/* ---- offers ---- */

#define OFFER_COLUMNS                                                                  \
    "select o.application_id, o.call_id, d.number, d.region, o.state, o.grosze,"       \
    " o.offered_at, o.accept_until, o.answered_at from offer o join dossier d using (" \
    "application_id, stage)"

WL_SQL (insert_offer, "insert into offer (application_id, stage, call_id, grosze, offered_at,"
                      " accept_until) values ($1, $2, $3, $4, $5, $6)");

void
store_offer_put (wl_request_t *req, const Evaluation__Offer *offer, const char *stage)
{
    wl_defer (wl_db (req), &insert_offer, wl_p_uuid (offer->application_id), wl_p_text (stage),
              wl_p_uuid (offer->call_id), wl_p_int (offer->grosze),
              wl_p_time (wl_timestamp_time (offer->offered_at)),
              wl_p_time (wl_timestamp_time (offer->accept_until)));
}

#define LATEST_OFFER OFFER_COLUMNS " where o.application_id = $1 order by o.offered_at desc limit 1"
WL_SQL (select_offer, LATEST_OFFER);
WL_SQL (lock_offer, LATEST_OFFER " for update of o");

wl_status
store_offer (wl_request_t *req, const char *application_id, bool lock, Evaluation__Offer *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), lock ? &lock_offer : &select_offer, &rows,
                    wl_p_uuid (application_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

WL_SQL (answer_offer, "update offer set state = $2, answered_at = $3 where application_id = $1"
                      " and state = 1");
_Static_assert(EVALUATION__OFFER_STATE__OFFERED == 1, "the store's SQL says otherwise");

void
store_offer_answer (wl_request_t *req, const Evaluation__Offer *offer)
{
    wl_defer (wl_db (req), &answer_offer, wl_p_uuid (offer->application_id),
              wl_p_int (offer->state), wl_p_time (wl_timestamp_time (offer->answered_at)));
}

WL_SQL (select_offers, OFFER_COLUMNS " where o.call_id = $1 and ($3 or " SQL_REGION_IN (
                           "d.region", "$2") ") order by o.offered_at desc, d.number limit 1000");

wl_status
store_offers (wl_request_t *req, const char *call_id, bool all_regions, size_t *ret_count,
              Evaluation__Offer ***ret)
{
    const char *const *regions;
    size_t count;
    wl_rows_t rows;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    WL_TRY (wl_run (wl_db (req), &select_offers, &rows, wl_p_uuid (call_id),
                    wl_p_texts (regions, count), wl_p_bool (all_regions)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__offer__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

/* ---- versions ---- */

WL_SQL (select_changes, "select version, published_at, amended_for, inputs_digest from ranking"
                        " where call_id = $1 and stage = $2 and version > 1 order by version");
/* An application is on every version, so lines pair up by it. */
WL_SQL (select_differences,
        "select e.application_id, d.number, o.place as place_before, e.place,"
        " o.list_group as group_before, e.list_group as \"group\", o.points as points_before,"
        " e.points, o.granted_grosze as granted_before_grosze, e.granted_grosze"
        " from ranking_entry e join ranking_entry o on o.call_id = e.call_id and o.stage = e.stage"
        "  and o.version = e.version - 1 and o.application_id = e.application_id"
        " join dossier d on d.application_id = e.application_id and d.stage = e.stage"
        " where e.call_id = $1 and e.stage = $2 and e.version = $3"
        " and (o.place, o.list_group, o.points, o.granted_grosze)"
        "  is distinct from (e.place, e.list_group, e.points, e.granted_grosze) order by e.line");

wl_status
store_ranking_changes (wl_request_t *req, const store_contest_t *contest, size_t *ret_count,
                       Evaluation__RankingChange ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_changes, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__ranking_change__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    for (size_t i = 0; i < *ret_count; i++) {
        Evaluation__RankingChange *change = (*ret)[i];
        WL_TRY (wl_run (wl_db (req), &select_differences, &rows, wl_p_uuid (contest->call_id),
                        wl_p_text (contest->stage), wl_p_int (change->version)));
        wl_rows_messages (wl_db (req), &rows, &evaluation__ranking_difference__descriptor,
                          &change->n_differences, (ProtobufCMessage ***) &change->differences);
    }
    return WL_OK;
}

/* ---- calls that stand still ---- */

_Static_assert(EVALUATION__OFFER_STATE__OFFERED == 1 && EVALUATION__OFFER_STATE__LAPSED == 4,
               "the statements below name these states");
WL_SQL (postpone_offers,
        "update offer set accept_until = accept_until + $2 * interval '1 us'"
        " where call_id = $1 and state = 1 returning application_id, accept_until");
WL_SQL (lapse_offers,
        "update offer set state = 4, answered_at = $2 where call_id = $1 and state = 1"
        " returning application_id, accept_until");

static void
read_open_offers (wl_request_t *req, const wl_rows_t *rows, size_t *ret_count,
                  store_open_offer_t **ret)
{
    *ret_count = (size_t) rows->count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows->count; i++)
        (*ret)[i] =
            (store_open_offer_t){ wl_row_text (wl_db (req), rows, i, 0), wl_row_time (rows, i, 1) };
}

wl_status
store_offers_postpone (wl_request_t *req, const char *call_id, wl_time_t by, size_t *ret_count,
                       store_open_offer_t **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &postpone_offers, &rows, wl_p_uuid (call_id), wl_p_int (by)));
    read_open_offers (req, &rows, ret_count, ret);
    return WL_OK;
}

wl_status
store_offers_lapse (wl_request_t *req, const char *call_id, size_t *ret_count,
                    store_open_offer_t **ret)
{
    wl_rows_t rows;

    WL_TRY (
        wl_run (wl_db (req), &lapse_offers, &rows, wl_p_uuid (call_id), wl_p_time (wl_now (req))));
    read_open_offers (req, &rows, ret_count, ret);
    return WL_OK;
}

WL_SQL (select_published_stages, "select stage from ranking where call_id = $1 and version = 1"
                                 " and published_at is not null order by stage");

wl_status
store_published_stages (wl_request_t *req, const char *call_id, size_t *ret_count, char ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_published_stages, &rows, wl_p_uuid (call_id)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = wl_row_text (wl_db (req), &rows, i, 0);
    return WL_OK;
}
