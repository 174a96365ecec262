#include "store_schedule.h"

WL_SQL (LOAD_SCHEDULE,
        "SELECT submit_until, assessment_days, working_days, programme_id, hold_results, four_eyes"
        " FROM call_schedule WHERE call_id = $1");
WL_SQL (
    PUT_SCHEDULE,
    "INSERT INTO call_schedule (call_id, submit_until, assessment_days, working_days, programme_id,"
    " hold_results, four_eyes) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (call_id) DO UPDATE"
    " SET submit_until = excluded.submit_until, assessment_days = excluded.assessment_days,"
    " working_days = excluded.working_days, programme_id = excluded.programme_id,"
    " hold_results = excluded.hold_results, four_eyes = excluded.four_eyes");
WL_SQL (PUT_DRAFT, "INSERT INTO draft (application_id, call_id, user_id, region)"
                   " VALUES ($1, $2, $3, $4)"
                   " ON CONFLICT (application_id) DO NOTHING");
WL_SQL (DELETE_DRAFT, "DELETE FROM draft WHERE application_id = $1");
WL_SQL (LIST_DRAFTS,
        "SELECT application_id, user_id, region FROM draft WHERE call_id = $1"
        " AND ($2::uuid IS NULL OR application_id > $2) AND ('*' = ANY ($4) OR region = ANY ($4))"
        " ORDER BY application_id LIMIT $3");

wl_status
store_load_schedule (wl_request_t *req, const char *call_id, store_schedule_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &LOAD_SCHEDULE, &rows, wl_p_uuid (call_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (store_schedule_t){ .call_id = call_id,
                               .submit_until = wl_row_time (&rows, 0, 0),
                               .assessment_days = (int) wl_row_int (&rows, 0, 1),
                               .working_days = wl_row_bool (&rows, 0, 2),
                               .programme_id = wl_row_text (wl_db (req), &rows, 0, 3),
                               .hold_results = wl_row_bool (&rows, 0, 4),
                               .four_eyes = wl_row_bool (&rows, 0, 5) };
    return WL_OK;
}

void
store_put_schedule (wl_request_t *req, const store_schedule_t *schedule)
{
    wl_defer (wl_db (req), &PUT_SCHEDULE, wl_p_uuid (schedule->call_id),
              wl_p_time (schedule->submit_until), wl_p_int (schedule->assessment_days),
              wl_p_bool (schedule->working_days), wl_p_uuid (schedule->programme_id),
              wl_p_bool (schedule->hold_results), wl_p_bool (schedule->four_eyes));
}

void
store_put_draft (wl_request_t *req, const store_draft_t *draft, const char *call_id)
{
    wl_defer (wl_db (req), &PUT_DRAFT, wl_p_uuid (draft->application_id), wl_p_uuid (call_id),
              wl_p_uuid (draft->user_id), wl_p_text (draft->region));
}

WL_SQL (MOVE_DRAFT, "UPDATE draft SET user_id = $2 WHERE application_id = $1");

void
store_move_draft (wl_request_t *req, const char *application_id, const char *user_id)
{
    wl_defer (wl_db (req), &MOVE_DRAFT, wl_p_uuid (application_id), wl_p_uuid (user_id));
}

void
store_delete_draft (wl_request_t *req, const char *application_id)
{
    wl_defer (wl_db (req), &DELETE_DRAFT, wl_p_uuid (application_id));
}

wl_status
store_list_drafts (wl_request_t *req, const char *call_id, const char *after, size_t limit,
                   store_draft_t **ret, size_t *ret_count)
{
    static const char *const everywhere[] = { "*" };

    return store_list_drafts_in (req, call_id, everywhere, 1, after, limit, ret, ret_count);
}

wl_status
store_list_drafts_in (wl_request_t *req, const char *call_id, const char *const *regions,
                      size_t region_count, const char *after, size_t limit, store_draft_t **ret,
                      size_t *ret_count)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &LIST_DRAFTS, &rows, wl_p_uuid (call_id), wl_p_uuid (after),
                    wl_p_int ((int64_t) limit), wl_p_texts (regions, region_count)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_draft_t){ wl_row_text (db, &rows, i, 0), wl_row_text (db, &rows, i, 1),
                                     wl_row_text (db, &rows, i, 2) };
    return WL_OK;
}
