#include "store_erasure.h"

#include "store.h"

#define NOBODY "'00000000-0000-0000-0000-000000000000'"

WL_SQL (empty_contents,
        "update content set title = '', open_title = '', public_name = '',"
        " applicant = '', answers = '', found_by = '' where application_id = any ($1)");
/* Names, addresses and numbers by which a conflict of interest would show. */
WL_SQL (forget_keys, "delete from application_key where application_id = any ($1)");
WL_SQL (forget_assessments, "delete from site_assessment where application_id = any ($1)");
/* What they wrote; that they did and what came of it stays. */
WL_SQL (forget_appeals, "update appeal set text = '' where application_id = any ($1)");
/* Where a region's site has a copy too, it is for the site to confirm. */
WL_SQL (forget_applicants, "with forgotten as (update dossier set applicant_user_id = " NOBODY
                           "  where application_id = any ($1) returning region, at_site)"
                           " select distinct region from forgotten where not at_site"
                           " order by region");

wl_status
store_applicants_erase (wl_request_t *req, char *const *application_ids, size_t count,
                        char ***ret_regions, size_t *ret_count)
{
    wl_param_t ids = wl_p_uuids ((const char *const *) application_ids, count);
    wl_rows_t rows;

    wl_defer (wl_db (req), &empty_contents, ids);
    wl_defer (wl_db (req), &forget_keys, ids);
    wl_defer (wl_db (req), &forget_assessments, ids);
    wl_defer (wl_db (req), &forget_appeals, ids);
    WL_TRY (wl_run (wl_db (req), &forget_applicants, &rows, ids));
    *ret_count = (size_t) rows.count;
    *ret_regions = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret_regions);
    for (int i = 0; i < rows.count; i++)
        (*ret_regions)[i] = wl_row_text (wl_db (req), &rows, i, 0);
    return WL_OK;
}

/* What others submitted with them stays theirs. */
WL_SQL (forget_author, "delete from application_key where kind = 7 and value = $1");

void
store_author_erase (wl_request_t *req, const char *user_id)
{
    wl_defer (wl_db (req), &forget_author, wl_p_text (user_id));
}

/* ---- assessors ---- */

WL_SQL (forget_profiles, "update assessor set max_cards = 0, regions = '{}', profile = null,"
                         " words = null where user_id = $1");
WL_SQL (forget_profile_keys, "delete from assessor_key k using assessor a where a.user_id = $1"
                             " and k.call_id = a.call_id and k.user_id = a.user_id");
WL_SQL (forget_bids, "delete from bid b using assessor a where a.user_id = $1"
                     " and b.call_id = a.call_id and b.user_id = a.user_id");
WL_SQL (forget_conflict_reasons, "update card set conflict_reason = '' where assessor_user_id = $1"
                                 " and state = " SQL_CARD_CONFLICT " and conflict_reason <> ''");
WL_SQL (lock_waiting, "select 1 from dossier d join card k using (application_id, stage)"
                      " where k.assessor_user_id = $1 and k.state in " SQL_CARD_OPEN
                      " order by length (d.number), d.number for update of d");
WL_SQL (void_waiting,
        "with waiting as (update card set state = " SQL_CARD_VOID " where assessor_user_id = $1"
        "  and state in " SQL_CARD_OPEN " returning application_id, stage, call_id, third)"
        " select d.application_id, d.stage, d.region, d.number, d.applicant_user_id, w.third,"
        " w.call_id, c.state from waiting w join dossier d using (application_id, stage)"
        " join call c on c.id = w.call_id order by length (d.number), d.number");

wl_status
store_assessor_erase (wl_request_t *req, const char *user_id, size_t *ret_count,
                      store_left_card_t **ret)
{
    wl_param_t user = wl_p_uuid (user_id);
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    wl_defer (db, &lock_waiting, user);
    wl_defer (db, &forget_profile_keys, user);
    wl_defer (db, &forget_bids, user);
    wl_defer (db, &forget_profiles, user);
    wl_defer (db, &forget_conflict_reasons, user);
    WL_TRY (wl_run (db, &void_waiting, &rows, user));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_left_card_t){
            .vacancy = { .application_id = wl_row_text (db, &rows, i, 0),
                         .stage = wl_row_text (db, &rows, i, 1),
                         .region = wl_row_text (db, &rows, i, 2),
                         .number = wl_row_text (db, &rows, i, 3),
                         .applicant_user_id = wl_row_text (db, &rows, i, 4),
                         .third = wl_row_bool (&rows, i, 5),
                         .missing = 1 },
            .call_id = wl_row_text (db, &rows, i, 6),
            .call_state = (Intake__CallState) wl_row_int (&rows, i, 7),
        };
    return WL_OK;
}
