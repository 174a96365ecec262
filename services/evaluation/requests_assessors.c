/* What coordinators do with assessors: put them on the list, give out cards. */
#include "allocation.h"
#include "evaluation.handlers.h"
#include "store_calls.h"

enum { VACANCIES_MAX = 1000 }; /* applications served by one command */

/* A coordinator may speak only for their own regions, so they may neither add nor take away
 * another's. */
static wl_status
check_regions (wl_request_t *req, char *const *regions, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!wl_has_role (req, WL_ROLE_COORDINATOR, regions[i]))
            return wl_failf (req, WL_PERMISSION_DENIED, "other-region",
                             "Region „%s” nie jest Twój. Poproś koordynatora tego regionu.",
                             "The region “%s” is not yours. Ask its coordinator.", regions[i]);
    return WL_OK;
}

static wl_status
known_assessor (wl_request_t *req, const Evaluation__PutAssessorRequest *in,
                Evaluation__Assessor *ret)
{
    wl_status status = store_assessor (req, in->call_id, in->user_id, ret);

    if (status == WL_NOT_FOUND)
        return wl_fail (req, WL_NOT_FOUND, "no-such-call",
                        "Nie ma takiego ogłoszonego naboru. Sprawdź adres albo poczekaj chwilę "
                        "po ogłoszeniu.",
                        "There is no such published call. Check the address, or wait a moment "
                        "after publishing it.");
    return status;
}

wl_status
evaluation_put_assessor (wl_request_t *req, const Evaluation__PutAssessorRequest *in,
                         Evaluation__Assessor *out)
{
    WL_TRY (known_assessor (req, in, out));
    WL_TRY (check_regions (req, in->regions, in->n_regions));
    WL_TRY (check_regions (req, out->regions, out->n_regions));
    out->call_id = in->call_id;
    out->user_id = in->user_id;
    out->max_cards = in->max_cards;
    out->regions = in->regions;
    out->n_regions = in->n_regions;
    store_assessor_put (req, out);
    return WL_OK;
}

wl_status
evaluation_assign_cards (wl_request_t *req, const Evaluation__AssignCardsRequest *in,
                         Evaluation__AssignCardsResponse *out)
{
    store_vacancy_t *vacancies;
    allocation_t allocation;
    size_t count;
    bool more;

    WL_TRY (store_vacancies_lock (req, in->call_id, VACANCIES_MAX, &count, &vacancies, &more));
    WL_TRY (allocation_give (req, in->call_id, vacancies, count, &allocation));
    out->made = allocation.made;
    out->short_of_assessors = allocation.short_of;
    out->n_short_of_assessors = allocation.short_count;
    out->more = more;
    return WL_OK;
}
