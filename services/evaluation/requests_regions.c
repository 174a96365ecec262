/* The lists of partner regions: a site closes its own, the centre sees which are closed. */
#include "contests.h"
#include "evaluation.handlers.h"
#include "regions.h"
#include "second_opinions.h"
#include "site.h"
#include "store_sites.h"

/* Counts what is here and compares it with what was closed. */
static wl_status
fill (wl_request_t *req, const store_contest_t *contest, Evaluation__RegionList *list)
{
    char digest[REGION_DIGEST_TEXT];
    region_line_t *lines;
    size_t count;

    WL_TRY (store_region_lines (req, contest, list->region, &count, &lines));
    region_list_digest (wl_arena (req), lines, count, digest);
    list->applications = (uint32_t) count;
    list->assessed = (uint32_t) region_list_assessed (lines, count);
    list->complete = wl_text_equal (list->digest, digest);
    return WL_OK;
}

static wl_status
read_lists (wl_request_t *req, const store_contest_t *contest, size_t *ret_count,
            Evaluation__RegionList ***ret)
{
    WL_TRY (store_region_lists (req, contest, ret_count, ret));
    for (size_t i = 0; i < *ret_count; i++)
        WL_TRY (fill (req, contest, (*ret)[i]));
    return WL_OK;
}

wl_status
regions_check_closed (wl_request_t *req, const store_contest_t *contest)
{
    Evaluation__RegionList **lists;
    size_t count;

    WL_TRY (read_lists (req, contest, &count, &lists));
    for (size_t i = 0; i < count; i++) {
        const Evaluation__RegionList *list = lists[i];
        if (list->complete)
            continue;
        if (list->closed_at == NULL)
            return wl_failf (req, WL_FAILED_PRECONDITION, "region-not-closed",
                             "Region %s nie zamknął jeszcze swojej listy: tu dotarło %u z %u ocen.",
                             "Region %s has not closed its list yet: %u of %u assessments have "
                             "arrived here.",
                             list->region, list->assessed, list->applications);
        return wl_failf (req, WL_FAILED_PRECONDITION, "region-changed",
                         "Lista regionu %s zmieniła się po zamknięciu albo jest jeszcze w drodze. "
                         "Spróbuj za chwilę; jeśli to nie pomoże, region musi ją zamknąć ponownie.",
                         "The list of region %s changed after it was closed, or is still on its "
                         "way. Try again shortly; if that does not help, the region has to close "
                         "it again.",
                         list->region);
    }
    return WL_OK;
}

wl_status
evaluation_list_region_lists (wl_request_t *req, const Evaluation__ListRegionListsRequest *in,
                              Evaluation__RegionLists *out)
{
    store_contest_t contest;

    WL_TRY (contest_find (req, in->call_id, in->stage, &contest));
    return read_lists (req, &contest, &out->n_lists, &out->lists);
}

/* ---- closing ---- */

static wl_status
check_done (wl_request_t *req, const store_contest_t *contest, const Evaluation__RegionList *list)
{
    if (list->assessed < list->applications)
        return wl_failf (req, WL_FAILED_PRECONDITION, "not-all-assessed",
                         "Ocenione są %u z %u wniosków. Dokończ oceny i zamknij listę jeszcze raz.",
                         "%u of %u applications are assessed. Finish the others and close the "
                         "list again.",
                         list->assessed, list->applications);
    return contest_check_desks_closed (req, contest);
}

static wl_status
check_site (wl_request_t *req)
{
    const site_t *site = site_here (req);

    if (site == NULL)
        return wl_fail (req, WL_FAILED_PRECONDITION, "not-a-site",
                        "Listę zamyka się tylko w regionie, który ocenia u siebie.",
                        "Only a region that evaluates on its own premises closes its list.");
    return wl_has_role (req, WL_ROLE_COORDINATOR, site->region) ? WL_OK : WL_PERMISSION_DENIED;
}

wl_status
evaluation_close_region_list (wl_request_t *req, const Evaluation__CloseRegionListRequest *in,
                              Evaluation__RegionList *out)
{
    Evaluation__RegionListClosed closed = EVALUATION__REGION_LIST_CLOSED__INIT;
    char *digest = wl_arena_alloc (wl_arena (req), REGION_DIGEST_TEXT);
    store_contest_t contest;
    region_line_t *lines;
    size_t count;

    WL_TRY (check_site (req));
    WL_TRY (contest_find (req, in->call_id, in->stage, &contest));
    WL_TRY (contest_check_over (req, &contest));
    store_call_lock (req, contest.call_id);
    WL_TRY (store_region_lines (req, &contest, site_here (req)->region, &count, &lines));
    region_list_digest (wl_arena (req), lines, count, digest);
    out->call_id = closed.call_id = contest.call_id;
    out->stage = closed.stage = contest.stage;
    out->region = wl_text_copy (wl_arena (req), site_here (req)->region);
    out->applications = closed.applications = (uint32_t) count;
    out->assessed = (uint32_t) region_list_assessed (lines, count);
    WL_TRY (check_done (req, &contest, out));
    out->digest = closed.digest = digest;
    out->closed_at = wl_timestamp (wl_arena (req), wl_now (req));
    out->complete = true;
    store_region_list_put (req, &closed, out->region, wl_now (req));
    WL_TRY (bridges_put_down (req, &contest));
    site_tell (req, out->region, contest.call_id, &closed.base);
    return WL_OK;
}
