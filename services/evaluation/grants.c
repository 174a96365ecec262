#include "grants.h"

#include "amendments.h"
#include "store_amendments.h"
#include "wlacznik/intake.pb-c.h"

wl_status
on_grant_refused (wl_request_t *req, const wl_event_t *event)
{
    const Intake__GrantRefused *body = event->body;
    const char *how = body->refusal == INTAKE__GRANT_REFUSAL__TERM_PASSED ? "lapse" : "refusal";
    store_listing_t listing;
    wl_status status = store_listing (req, body->application_id, &listing);

    if (status == WL_NOT_FOUND)
        return WL_OK;
    WL_TRY (status);
    /* The whole list is held first, and read again: others may have changed it meanwhile. */
    store_list_lock (req, listing.call_id, listing.stage);
    WL_TRY (store_listing (req, body->application_id, &listing));
    if (listing.group != EVALUATION__LIST_GROUP__RECOMMENDED)
        return WL_OK;
    store_give_up (req, body->application_id, listing.stage, how, "");
    return amendment_after_loss (req, listing.call_id, listing.stage, how);
}
