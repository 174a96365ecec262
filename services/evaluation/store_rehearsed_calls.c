#include "store_rehearsed_calls.h"

#include "store.h"

WL_SQL (put_dates, "update call set definition = $2, submit_until = $3 where id = $1");

void
store_rehearsed_dates (wl_request_t *req, const char *call_id,
                       const Intake__CallDefinition *definition)
{
    wl_defer (wl_db (req), &put_dates, wl_p_uuid (call_id), wl_p_message (&definition->base),
              wl_p_time (wl_timestamp_time (definition->submit_until)));
}

WL_SQL (move_rehearsal, "select rehearsal_move ($1, $2, $3 * interval '1 microsecond')");
WL_SQL (delete_rehearsal, "select rehearsal_delete ($1)");

void
store_rehearsed_move (wl_request_t *req, const char *call_id, const char *region, wl_time_t by)
{
    wl_defer (wl_db (req), &move_rehearsal, wl_p_uuid (call_id), wl_p_text (region), wl_p_int (by));
}

void
store_rehearsed_delete (wl_request_t *req, const char *call_id)
{
    wl_defer (wl_db (req), &delete_rehearsal, wl_p_uuid (call_id));
}

WL_SQL (select_checks, "select f.application_id, f.stage, f.formal_check from formal_check f"
                       " join dossier d using (application_id, stage)"
                       " where d.call_id = $1 and d.region = $2");
WL_SQL (put_check, "update formal_check set formal_check = $3"
                   " where application_id = $1 and stage = $2");

wl_status
store_rehearsed_checks (wl_request_t *req, const char *call_id, const char *region,
                        size_t *ret_count, store_rehearsed_check_t **ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_checks, &rows, wl_p_uuid (call_id), wl_p_text (region)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++) {
        (*ret)[i].application_id = wl_row_text (db, &rows, i, 0);
        (*ret)[i].stage = wl_row_text (db, &rows, i, 1);
        WL_TRY (store_unpack (req, &rows, i, 2, &evaluation__formal_check__descriptor,
                              &(*ret)[i].check));
    }
    return WL_OK;
}

void
store_rehearsed_check_put (wl_request_t *req, const store_rehearsed_check_t *check)
{
    wl_defer (wl_db (req), &put_check, wl_p_uuid (check->application_id), wl_p_text (check->stage),
              wl_p_message (&check->check->base));
}

WL_SQL (select_offers, "select o.application_id, o.accept_until from offer o"
                       " join dossier d using (application_id, stage)"
                       " where o.call_id = $1 and d.region = $2 and o.answered_at is null");

wl_status
store_rehearsed_offers (wl_request_t *req, const char *call_id, const char *region,
                        size_t *ret_count, store_rehearsed_offer_t **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_offers, &rows, wl_p_uuid (call_id), wl_p_text (region)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_rehearsed_offer_t){ wl_row_text (wl_db (req), &rows, i, 0),
                                               wl_row_time (&rows, i, 1) };
    return WL_OK;
}
