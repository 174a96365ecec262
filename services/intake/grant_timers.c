#include "grant_timers.h"

#include <stdlib.h>
#include <string.h>

#include "grant_refusal.h"

/* By the clock, every grant. */
static const char *const everywhere[] = { "*" };
static const store_grant_caller_t clock_itself = { NULL, everywhere, 1 };

wl_status
on_grant_offer_over (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    store_grant_t grant;
    wl_status status = store_grant_lock (req, &clock_itself, timer->key, &grant);

    (void) payload;
    if (status == WL_NOT_FOUND)
        return WL_OK;
    WL_TRY (status);
    if (grant.view->state != INTAKE__GRANT_STATE__GRANT_OFFERED)
        return WL_OK;
    return grant_refuse (req, &grant, INTAKE__GRANT_REFUSAL__TERM_PASSED);
}

static bool
waits_for (const store_grant_t *grant, uint32_t position)
{
    Intake__ReportState state;

    if (grant->view->state != INTAKE__GRANT_STATE__GRANT_RUNNING || position < 1 ||
        position > grant->view->n_reports || !grant->view->tranches[position - 1]->paid)
        return false;
    state = grant->view->reports[position - 1]->state;
    return state == INTAKE__REPORT_STATE__REPORT_EXPECTED ||
           state == INTAKE__REPORT_STATE__REPORT_TO_MEND;
}

wl_status
on_report_due (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    Intake__ReportOverdue overdue = INTAKE__REPORT_OVERDUE__INIT;
    char *id = wl_text_copy (wl_arena (req), timer->key), *slash = strchr (id, '/');
    uint32_t position = slash == NULL ? 0 : (uint32_t) strtoul (slash + 1, NULL, 10);
    store_grant_t grant;
    wl_status status;

    (void) payload;
    if (slash == NULL)
        return WL_OK;
    *slash = '\0';
    status = store_grant_lock (req, &clock_itself, id, &grant);
    if (status == WL_NOT_FOUND)
        return WL_OK;
    WL_TRY (status);
    if (!waits_for (&grant, position))
        return WL_OK;
    grant.view->reports[position - 1]->overdue = true;
    store_tranche_update (req, grant.view, position);
    overdue.application_id = id;
    overdue.applicant_user_id = grant.user_id;
    overdue.position = position;
    wl_emit (req, grant.region, id, &overdue.base);
    return WL_OK;
}
