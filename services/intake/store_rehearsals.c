#include "store_rehearsals.h"

WL_SQL (insert_rehearsal,
        "insert into rehearsal (call_id, rehearsed_call_id, started_by, started_at, ends_at, seed)"
        " values ($1, $2, $3, $4, $5, $6)");

void
store_rehearsal_insert (wl_request_t *req, const Intake__Rehearsal *rehearsal, int64_t seed)
{
    wl_defer (wl_db (req), &insert_rehearsal, wl_p_uuid (rehearsal->call_id),
              wl_p_uuid (rehearsal->rehearsed_call_id), wl_p_uuid (wl_user (req)),
              wl_p_time (wl_timestamp_time (rehearsal->started_at)),
              wl_p_time (wl_timestamp_time (rehearsal->ends_at)), wl_p_int (seed));
}

WL_SQL (select_rehearsal,
        "select call_id, rehearsed_call_id, started_at, ends_at, asked as invented_wanted,"
        " made as invented, refusal, (moved_us / 86400000000)::int as days_moved from rehearsal"
        " where call_id = $1");

wl_status
store_rehearsal (wl_request_t *req, const char *call_id, Intake__Rehearsal *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_rehearsal, &rows, wl_p_uuid (call_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

WL_SQL (count_rehearsals, "select count (*) from rehearsal where rehearsed_call_id = $1");

wl_status
store_rehearsal_count (wl_request_t *req, const char *rehearsed_call_id, uint32_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &count_rehearsals, &rows, wl_p_uuid (rehearsed_call_id)));
    *ret = (uint32_t) wl_row_int (&rows, 0, 0);
    return WL_OK;
}

WL_SQL (free_code, "select $1 || n from generate_series (1, 999) as n"
                   " where not exists (select from call where code = $1 || n) order by n limit 1");

wl_status
store_rehearsal_code (wl_request_t *req, const char *beginning, char **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &free_code, &rows, wl_p_text (beginning)));
    if (rows.count == 0)
        return WL_ALREADY_EXISTS;
    *ret = wl_row_text (wl_db (req), &rows, 0, 0);
    return WL_OK;
}

/* ---- what is invented ---- */

WL_SQL (lock_inventing, "select seed, asked, made from rehearsal where call_id = $1 for update");

wl_status
store_inventing_lock (wl_request_t *req, const char *call_id, store_inventing_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &lock_inventing, &rows, wl_p_uuid (call_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (store_inventing_t){ (uint64_t) wl_row_int (&rows, 0, 0),
                                (uint32_t) wl_row_int (&rows, 0, 1),
                                (uint32_t) wl_row_int (&rows, 0, 2) };
    return WL_OK;
}

WL_SQL (ask_inventing, "update rehearsal set asked = asked + $2, refusal = '' where call_id = $1");
WL_SQL (made_inventing, "update rehearsal set made = $2 where call_id = $1");
WL_SQL (stop_inventing, "update rehearsal set asked = made, refusal = $2 where call_id = $1");

void
store_inventing_ask (wl_request_t *req, const char *call_id, uint32_t more)
{
    wl_defer (wl_db (req), &ask_inventing, wl_p_uuid (call_id), wl_p_int (more));
}

void
store_inventing_made (wl_request_t *req, const char *call_id, uint32_t made)
{
    wl_defer (wl_db (req), &made_inventing, wl_p_uuid (call_id), wl_p_int (made));
}

void
store_inventing_stop (wl_request_t *req, const char *call_id, const char *refusal)
{
    wl_defer (wl_db (req), &stop_inventing, wl_p_uuid (call_id), wl_p_text (refusal));
}

WL_SQL (insert_invented,
        "with counted as (insert into invented_application (call_id, position, application_id)"
        "  values ($2, $12, $1))"
        " insert into application (id, call_id, region, user_id, state, stage, round, version,"
        " applicant, created_at, form_version, answers, title, amount_grosze)"
        " values ($1, $2, $3, $4, 1, 0, 1, $5, $6, $7, $8, $9, $10, $11)");

void
store_invented_insert (wl_request_t *req, const store_application_t *application, uint32_t position)
{
    const Intake__Application *view = application->view;

    wl_defer (wl_db (req), &insert_invented, wl_p_uuid (view->id), wl_p_uuid (view->call_id),
              wl_p_text (view->region), wl_p_uuid (application->user_id),
              wl_p_int ((int64_t) view->version), wl_p_message (&view->applicant->base),
              wl_p_time (wl_now (req)), wl_p_int (view->form_version),
              wl_p_message (&view->answers->base), wl_p_text (view->title),
              wl_p_int (view->amount_grosze), wl_p_int (position));
}

/* The bytes are kept once, however many have them. */
WL_SQL (insert_invented_file,
        "with made as (insert into file (id, digest, size, media_type, created_at)"
        "  values ($1, $5, length ($6), $7, $8) on conflict (digest) do nothing returning id),"
        " part as (insert into file_part (file_id, start, content) select id, 0, $6 from made)"
        " insert into attachment (id, application_id, stage, field, user_id, name, size, received,"
        " state, file_id, created_at)"
        " select $1, $2, $9, $3, $10, $4, length ($6), length ($6), 3,"
        " coalesce ((select id from made), (select id from file where digest = $5)), $8");

void
store_invented_file (wl_request_t *req, const store_application_t *application,
                     const store_invented_file_t *file)
{
    wl_defer (wl_db (req), &insert_invented_file, wl_p_uuid (file->id),
              wl_p_uuid (application->view->id), wl_p_text (file->field), wl_p_text (file->name),
              wl_p_bytes (file->digest, sizeof file->digest),
              wl_p_bytes (file->content.data, file->content.length), wl_p_text (file->media_type),
              wl_p_time (wl_now (req)), wl_p_int (application->position),
              wl_p_uuid (application->user_id));
}

/* ---- as a whole ---- */

WL_SQL (move_rehearsal, "select rehearsal_move ($1, $2 * interval '1 microsecond')");
WL_SQL (note_move, "update rehearsal set moved_us = moved_us + $2 where call_id = $1");
WL_SQL (delete_rehearsal, "select rehearsal_delete ($1)");

void
store_rehearsal_move (wl_request_t *req, const char *call_id, wl_time_t by)
{
    wl_defer (wl_db (req), &move_rehearsal, wl_p_uuid (call_id), wl_p_int (by));
    wl_defer (wl_db (req), &note_move, wl_p_uuid (call_id), wl_p_int (by));
}

void
store_rehearsal_delete (wl_request_t *req, const char *call_id)
{
    wl_defer (wl_db (req), &delete_rehearsal, wl_p_uuid (call_id));
}
