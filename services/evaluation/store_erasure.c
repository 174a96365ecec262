#include "store_erasure.h"

#define NOBODY "'00000000-0000-0000-0000-000000000000'"

WL_SQL (empty_contents,
        "update content set title = '', open_title = '', public_name = '',"
        " applicant = '', answers = '', found_by = '' where application_id = any ($1)");
WL_SQL (forget_assessments, "delete from site_assessment where application_id = any ($1)");
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
    wl_defer (wl_db (req), &forget_assessments, ids);
    WL_TRY (wl_run (wl_db (req), &forget_applicants, &rows, ids));
    *ret_count = (size_t) rows.count;
    *ret_regions = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret_regions);
    for (int i = 0; i < rows.count; i++)
        (*ret_regions)[i] = wl_row_text (wl_db (req), &rows, i, 0);
    return WL_OK;
}
