#include "store_corrections.h"

#include "correction_rules.h"

WL_SQL (count_corrections, "select count (*) from correction where application_id = $1"
                           " and stage = $2");

wl_status
store_correction_count (wl_request_t *req, const store_application_t *application, uint32_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &count_corrections, &rows, wl_p_uuid (application->view->id),
                    wl_p_int (application->position)));
    *ret = (uint32_t) wl_row_int (&rows, 0, 0);
    return WL_OK;
}

WL_SQL (insert_correction,
        "with opened as (update application set state = $7, round = round + 1,"
        "  version = version + 1 where id = $1 returning round)"
        " insert into correction (application_id, stage, round, requested_at, requested_by, due,"
        "  defects) select $1, $2, round, $3, $4, $5, $6 from opened");

void
store_correction_insert (wl_request_t *req, const store_application_t *application,
                         const Intake__Correction *correction)
{
    wl_defer (wl_db (req), &insert_correction, wl_p_uuid (application->view->id),
              wl_p_int (application->position),
              wl_p_time (wl_timestamp_time (correction->requested_at)), wl_p_uuid (wl_user (req)),
              wl_p_time (wl_timestamp_time (correction->due)),
              wl_p_message (&correction->defects->base), wl_p_int (application->view->state));
}

#define COLUMNS \
    "k.application_id, s.key as stage, k.defects, k.requested_at, k.due, k.outcome, k.ended_at"
#define FROM                                                              \
    " from correction k join application a on a.id = k.application_id"    \
    " join lateral (select key from call_stage where call_id = a.call_id" \
    "  and position = k.stage limit 1) s on true where k.application_id = $1"

WL_SQL (select_open, "select " COLUMNS FROM " and k.stage = $2 and k.outcome = 0"
                     " order by k.round desc limit 1");

wl_status
store_correction_open (wl_request_t *req, const store_application_t *application,
                       Intake__Correction **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_open, &rows, wl_p_uuid (application->view->id),
                    wl_p_int (application->position)));
    if (rows.count == 0)
        return WL_DATA_LOSS;
    *ret = wl_arena_alloc (wl_arena (req), sizeof **ret);
    intake__correction__init (*ret);
    wl_row_message (wl_db (req), &rows, 0, &(*ret)->base);
    return (*ret)->defects == NULL ? WL_DATA_LOSS : WL_OK;
}

WL_SQL (end_correction, "update correction set outcome = $2, ended_at = $3"
                        " where application_id = $1 and outcome = 0");

void
store_correction_end (wl_request_t *req, const char *application_id,
                      Intake__CorrectionOutcome outcome)
{
    wl_defer (wl_db (req), &end_correction, wl_p_uuid (application_id), wl_p_int (outcome),
              wl_p_time (wl_now (req)));
}

WL_SQL (file_correction,
        "with frozen as"
        " (insert into submission (application_id, stage, round, call_id, submitted_at, content,"
        "  digest, form_version) values ($1, $2, $3, $4, $5, $6, $7, $8))"
        " update application set state = $9, version = version + 1, digest = $10, title = $11,"
        " amount_grosze = $12 where id = $1");

void
store_correction_file (wl_request_t *req, const store_application_t *application,
                       const store_frozen_t *frozen)
{
    const Intake__Application *view = application->view;

    wl_defer (wl_db (req), &file_correction, wl_p_uuid (view->id), wl_p_int (application->position),
              wl_p_int (application->round), wl_p_uuid (view->call_id), wl_p_time (frozen->at),
              wl_p_bytes (frozen->content.data, frozen->content.length),
              wl_p_bytes (frozen->digest, sizeof frozen->digest), wl_p_int (view->form_version),
              wl_p_int (view->state), wl_p_text (frozen->digest_text), wl_p_text (view->title),
              wl_p_int (view->amount_grosze));
    store_correction_end (req, view->id, INTAKE__CORRECTION_OUTCOME__CORRECTED);
}

/* ---- with what changed ---- */

#define CONTENT(round, order)                                                         \
    "(select content from submission b where b.application_id = k.application_id and" \
    " b.stage = k.stage and b.round " round " k.round order by b.round " order " limit 1)"

WL_SQL (select_corrections, "select " COLUMNS ", " CONTENT ("<", "desc") ", " CONTENT ("=", "desc")
                                FROM " order by k.stage desc, k.round desc limit 100");

static wl_status
answers_of (wl_request_t *req, wl_bytes_t content, Wlacznik__Answers **ret)
{
    ProtobufCMessage *message;

    *ret = NULL;
    if (content.data == NULL)
        return WL_OK;
    if (wl_message_unpack (wl_arena (req), &intake__submission__descriptor, content.data,
                           content.length, &message) != WL_OK)
        return WL_DATA_LOSS;
    *ret = ((Intake__Submission *) message)->answers;
    return WL_OK;
}

static wl_status
read_changes (wl_request_t *req, const wl_rows_t *rows, int row, Intake__Correction *correction)
{
    Wlacznik__Answers *before, *after;

    if (correction->outcome != INTAKE__CORRECTION_OUTCOME__CORRECTED)
        return WL_OK;
    WL_TRY (answers_of (req, wl_row_bytes (rows, row, 7), &before));
    WL_TRY (answers_of (req, wl_row_bytes (rows, row, 8), &after));
    correction->n_changes = correction->defects->n_list;
    correction->changes = correction_changes (correction->defects, before, after, wl_arena (req));
    return WL_OK;
}

static wl_status
read_correction (wl_request_t *req, const wl_rows_t *rows, int row, Intake__Correction *ret)
{
    ProtobufCMessage *defects;
    wl_bytes_t bytes = wl_row_bytes (rows, row, 2);

    if (wl_message_unpack (wl_arena (req), &intake__defects__descriptor, bytes.data, bytes.length,
                           &defects) != WL_OK)
        return WL_DATA_LOSS;
    intake__correction__init (ret);
    ret->application_id = wl_row_text (wl_db (req), rows, row, 0);
    ret->stage = wl_row_text (wl_db (req), rows, row, 1);
    ret->defects = (Intake__Defects *) defects;
    ret->requested_at = wl_timestamp (wl_arena (req), wl_row_time (rows, row, 3));
    ret->due = wl_timestamp (wl_arena (req), wl_row_time (rows, row, 4));
    ret->outcome = (Intake__CorrectionOutcome) wl_row_int (rows, row, 5);
    ret->ended_at = wl_timestamp (wl_arena (req), wl_row_time (rows, row, 6));
    return read_changes (req, rows, row, ret);
}

wl_status
store_corrections (wl_request_t *req, const char *application_id, size_t *ret_count,
                   Intake__Correction ***ret)
{
    Intake__Correction *list;
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_corrections, &rows, wl_p_uuid (application_id)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    list = wl_arena_array (wl_arena (req), *ret_count, sizeof *list);
    for (int i = 0; i < rows.count; i++) {
        (*ret)[i] = &list[i];
        WL_TRY (read_correction (req, &rows, i, &list[i]));
    }
    return WL_OK;
}
