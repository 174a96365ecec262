#include "store_exports.h"

#include "store.h"

#define NIL_ID "00000000-0000-0000-0000-000000000000"
/* $1 call, $2 stage, $3 all regions, $4 the caller's; the rest is the page's. */
#define OF_CALLER \
    " d.call_id = $1 and d.stage = $2 and ($3 or " SQL_REGION_IN ("d.region", "$4") ")"

typedef struct regions {
    const char *const *list;
    size_t count;
} regions_t;

static regions_t
own_regions (wl_request_t *req)
{
    regions_t ret;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &ret.list, &ret.count);
    return ret;
}

/* ---- lines of a list ---- */

WL_SQL (select_lines,
        "select e.line, d.number, d.region, c.title, c.public_name, e.tie_step, e.blocked_by,"
        " e.reason, e.place, e.points, e.order_points, d.amount_grosze, e.granted_grosze,"
        " e.list_group from ranking_entry e join dossier d using (application_id, stage)"
        " left join content c using (application_id, stage)"
        " where e.call_id = $1 and e.stage = $2 and ($3 or " SQL_REGION_IN (
            "d.region", "$4") ") and e.version = $5 and e.line > $6 order by e.line limit $7");

wl_status
store_export_lines (wl_request_t *req, const store_export_t *page, size_t *ret_count,
                    store_line_t **ret)
{
    regions_t own = own_regions (req);
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_lines, &rows, wl_p_uuid (page->call_id), wl_p_text (page->stage),
                    wl_p_bool (page->all_regions), wl_p_texts (own.list, own.count),
                    wl_p_int (page->version), wl_p_int (page->line), wl_p_int (EXPORT_PAGE)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_line_t){
            .line = wl_row_int (&rows, i, 0),
            .number = wl_row_text (db, &rows, i, 1),
            .region = wl_row_text (db, &rows, i, 2),
            .title = wl_row_text (db, &rows, i, 3),
            .applicant = wl_row_text (db, &rows, i, 4),
            .tie_step = wl_row_text (db, &rows, i, 5),
            .blocked_by = wl_row_text (db, &rows, i, 6),
            .reason = wl_row_text (db, &rows, i, 7),
            .place = (uint32_t) wl_row_int (&rows, i, 8),
            .points = wl_row_int (&rows, i, 9),
            .order_points = wl_row_int (&rows, i, 10),
            .amount_grosze = wl_row_int (&rows, i, 11),
            .granted_grosze = wl_row_int (&rows, i, 12),
            .group = (Evaluation__ListGroup) wl_row_int (&rows, i, 13),
        };
    return WL_OK;
}

/* ---- cards ---- */

/* The first comparison is the one that the index of numbers can answer. */
#define CARD_PAGE(states, scores)                                                              \
    "select k.id, d.number, d.region, c.title, k.assessor_user_id, k.state, k.round, k.third," \
    " k.round = d.round, k.assigned_at, k.declared_at, k.locked_at, d.points, " scores         \
    " from dossier d join card k on k.application_id = d.application_id and k.stage = d.stage" \
    " and " states                                                                             \
    " left join content c on c.application_id = d.application_id and c.stage = d.stage"        \
    " where" OF_CALLER " and (length (d.number), d.number) >= (length ($5), $5)"               \
    " and (length (d.number), d.number, k.id) > (length ($5), $5, $6)"                         \
    " order by length (d.number), d.number, k.id limit $7"

WL_SQL (select_given_cards, CARD_PAGE ("true", "null::bytea"));
WL_SQL (select_scored_cards, CARD_PAGE ("k.state = " SQL_CARD_LOCKED, "k.scores"));

wl_status
store_export_cards (wl_request_t *req, const store_export_t *page, bool locked_only,
                    size_t *ret_count, store_given_card_t **ret)
{
    regions_t own = own_regions (req);
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, locked_only ? &select_scored_cards : &select_given_cards, &rows,
                    wl_p_uuid (page->call_id), wl_p_text (page->stage),
                    wl_p_bool (page->all_regions), wl_p_texts (own.list, own.count),
                    wl_p_text (page->number),
                    wl_p_uuid (wl_text_empty (page->card_id) ? NIL_ID : page->card_id),
                    wl_p_int (EXPORT_PAGE)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++) {
        (*ret)[i] = (store_given_card_t){
            .id = wl_row_text (db, &rows, i, 0),
            .number = wl_row_text (db, &rows, i, 1),
            .region = wl_row_text (db, &rows, i, 2),
            .title = wl_row_text (db, &rows, i, 3),
            .assessor_user_id = wl_row_text (db, &rows, i, 4),
            .state = (Evaluation__CardState) wl_row_int (&rows, i, 5),
            .round = (uint32_t) wl_row_int (&rows, i, 6),
            .third = wl_row_bool (&rows, i, 7),
            .counts = wl_row_bool (&rows, i, 8),
            .assigned_at = wl_row_time (&rows, i, 9),
            .declared_at = wl_row_time (&rows, i, 10),
            .locked_at = wl_row_time (&rows, i, 11),
            .result = wl_row_int (&rows, i, 12),
            .has_result = !wl_row_null (&rows, i, 12),
        };
        if (locked_only)
            WL_TRY (store_unpack (req, &rows, i, 13, &evaluation__scores__descriptor,
                                  &(*ret)[i].scores));
    }
    return WL_OK;
}

/* ---- formal checks ---- */

WL_SQL (select_checks,
        "select d.number, d.region, c.title, f.formal_check from dossier d"
        " join formal_check f on f.application_id = d.application_id and f.stage = d.stage"
        " left join content c on c.application_id = d.application_id and c.stage = d.stage"
        " where" OF_CALLER " and (length (d.number), d.number) > (length ($5), $5)"
        " order by length (d.number), d.number limit $6");

wl_status
store_export_checks (wl_request_t *req, const store_export_t *page, size_t *ret_count,
                     store_checked_t **ret)
{
    regions_t own = own_regions (req);
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_checks, &rows, wl_p_uuid (page->call_id), wl_p_text (page->stage),
                    wl_p_bool (page->all_regions), wl_p_texts (own.list, own.count),
                    wl_p_text (page->number), wl_p_int (EXPORT_PAGE)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++) {
        (*ret)[i] = (store_checked_t){
            .number = wl_row_text (db, &rows, i, 0),
            .region = wl_row_text (db, &rows, i, 1),
            .title = wl_row_text (db, &rows, i, 2),
        };
        WL_TRY (store_unpack (req, &rows, i, 3, &evaluation__formal_check__descriptor,
                              &(*ret)[i].check));
    }
    return WL_OK;
}

/* ---- appeals ---- */

WL_SQL (select_appeals_page,
        "select d.number, d.region, c.title, a.text, a.decision_reason,"
        " array_to_string (a.contested, ' '), a.decided_by, a.kind, a.state, a.filed_at,"
        " a.answer_until, a.decided_at from appeal a join dossier d using (application_id, stage)"
        " left join content c using (application_id, stage)"
        " where a.call_id = $1 and" OF_CALLER
        " and (length (d.number), d.number, a.kind) > (length ($5), $5, $6)"
        " order by length (d.number), d.number, a.kind limit $7");

wl_status
store_export_appeals (wl_request_t *req, const store_export_t *page, size_t *ret_count,
                      store_appealed_t **ret)
{
    regions_t own = own_regions (req);
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_appeals_page, &rows, wl_p_uuid (page->call_id),
                    wl_p_text (page->stage), wl_p_bool (page->all_regions),
                    wl_p_texts (own.list, own.count), wl_p_text (page->number),
                    wl_p_int (page->line), wl_p_int (EXPORT_PAGE)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_appealed_t){
            .number = wl_row_text (db, &rows, i, 0),
            .region = wl_row_text (db, &rows, i, 1),
            .title = wl_row_text (db, &rows, i, 2),
            .text = wl_row_text (db, &rows, i, 3),
            .decision_reason = wl_row_text (db, &rows, i, 4),
            .contested = wl_row_text (db, &rows, i, 5),
            .decided_by = wl_row_text (db, &rows, i, 6),
            .kind = (Evaluation__AppealKind) wl_row_int (&rows, i, 7),
            .state = (Evaluation__AppealState) wl_row_int (&rows, i, 8),
            .filed_at = wl_row_time (&rows, i, 9),
            .answer_until = wl_row_time (&rows, i, 10),
            .decided_at = wl_row_time (&rows, i, 11),
        };
    return WL_OK;
}
