#include "store_formal.h"

#include "store.h"

WL_SQL (select_definition, "select definition, submit_until from call where id = $1");

wl_status
store_call_definition (wl_request_t *req, const char *call_id, Intake__CallDefinition **ret,
                       wl_time_t *ret_submit_until)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_definition, &rows, wl_p_uuid (call_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret_submit_until = wl_row_time (&rows, 0, 1);
    return store_unpack (req, &rows, 0, 0, &intake__call_definition__descriptor, ret);
}

WL_SQL (select_twins,
        "select o.number from content c join content t on t.stage = c.stage"
        " and t.application_id <> c.application_id"
        " and (t.digest = c.digest or (c.title <> '' and lower (t.title) = lower (c.title)))"
        " join dossier o on o.application_id = t.application_id and o.stage = t.stage"
        " and o.call_id = $3 where c.application_id = $1 and c.stage = $2"
        " order by length (o.number), o.number limit 5");

wl_status
store_twins (wl_request_t *req, const store_dossier_t *dossier, size_t *ret_count, char ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_twins, &rows, wl_p_uuid (dossier->application_id),
                    wl_p_text (dossier->stage), wl_p_uuid (dossier->call_id)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), (size_t) rows.count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = wl_row_text (wl_db (req), &rows, i, 0);
    return WL_OK;
}

/* ---- drafts ---- */

#define WAITING "where application_id = $1 and stage = $2 and returned_at is null"

WL_SQL (select_draft, "select formal_check from formal_draft " WAITING);

wl_status
store_formal_draft (wl_request_t *req, const store_dossier_t *dossier,
                    Evaluation__FormalCheck **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_draft, &rows, wl_p_uuid (dossier->application_id),
                    wl_p_text (dossier->stage)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    return store_unpack (req, &rows, 0, 0, &evaluation__formal_check__descriptor, ret);
}

WL_SQL (select_returned,
        "select p.formal_check, p.return_reason from formal_draft p"
        " join dossier d using (application_id, stage) where p.application_id = $1 and p.stage = $2"
        " and p.returned_at > d.submitted_at order by p.returned_at desc limit 1");

wl_status
store_formal_returned (wl_request_t *req, const store_dossier_t *dossier,
                       Evaluation__FormalCheck **ret, char **ret_reason)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_returned, &rows, wl_p_uuid (dossier->application_id),
                    wl_p_text (dossier->stage)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret_reason = wl_row_text (wl_db (req), &rows, 0, 1);
    return store_unpack (req, &rows, 0, 0, &evaluation__formal_check__descriptor, ret);
}

WL_SQL (insert_draft, "insert into formal_draft (application_id, stage, formal_check, decided_by)"
                      " values ($1, $2, $3, $4)");

void
store_formal_draft_put (wl_request_t *req, const store_dossier_t *dossier,
                        const Evaluation__FormalCheck *check)
{
    wl_defer (wl_db (req), &insert_draft, wl_p_uuid (dossier->application_id),
              wl_p_text (dossier->stage), wl_p_message (&check->base), wl_p_uuid (wl_user (req)));
}

WL_SQL (return_draft, "update formal_draft set returned_by = $3, returned_at = $4,"
                      " return_reason = $5 " WAITING);

void
store_formal_draft_return (wl_request_t *req, const store_dossier_t *dossier, const char *reason)
{
    wl_defer (wl_db (req), &return_draft, wl_p_uuid (dossier->application_id),
              wl_p_text (dossier->stage), wl_p_uuid (wl_user (req)), wl_p_time (wl_now (req)),
              wl_p_text (reason));
}

WL_SQL (delete_draft, "delete from formal_draft " WAITING);

void
store_formal_draft_delete (wl_request_t *req, const store_dossier_t *dossier)
{
    wl_defer (wl_db (req), &delete_draft, wl_p_uuid (dossier->application_id),
              wl_p_text (dossier->stage));
}
