#include "rehearsed_calls.h"

#include "base/uuid.h"
#include "store_calls.h"
#include "store_formal.h"
#include "store_rehearsed_calls.h"

wl_status
rehearsal_check_seen (wl_request_t *req, const char *call_id)
{
    const char *const *regions;
    size_t count;
    bool works_there;

    if (!wl_uuid_is_rehearsed (call_id) || wl_has_role (req, WL_ROLE_OWNER, NULL))
        return WL_OK;
    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    WL_TRY (store_call_has_region (req, call_id, regions, count, &works_there));
    return works_there ? WL_OK : WL_NOT_FOUND;
}

/* ---- time passes ---- */

/* Its first, second and last date stand in the definition; the last one beside it, too. */
static wl_status
move_call (wl_request_t *req, const char *call_id, wl_time_t by)
{
    Intake__CallDefinition *definition;
    wl_time_t until;

    WL_TRY (store_call_definition (req, call_id, &definition, &until));
    definition->fill_from =
        wl_timestamp (wl_arena (req), wl_timestamp_time (definition->fill_from) - by);
    definition->submit_from =
        wl_timestamp (wl_arena (req), wl_timestamp_time (definition->submit_from) - by);
    definition->submit_until = wl_timestamp (wl_arena (req), until - by);
    store_rehearsed_dates (req, call_id, definition);
    store_rehearsed_move (req, call_id, "pl", by);
    return WL_OK;
}

/* Formal checks are packed with the moment that they were decided, from which a term of appeal
 * runs. */
static wl_status
move_checks (wl_request_t *req, const char *call_id, const char *region, wl_time_t by)
{
    store_rehearsed_check_t *checks;
    size_t count;

    WL_TRY (store_rehearsed_checks (req, call_id, region, &count, &checks));
    for (size_t i = 0; i < count; i++) {
        Evaluation__FormalCheck *check = checks[i].check;
        if (check->decided_at == NULL)
            continue;
        check->decided_at =
            wl_timestamp (wl_arena (req), wl_timestamp_time (check->decided_at) - by);
        store_rehearsed_check_put (req, &checks[i]);
    }
    return WL_OK;
}

static wl_status
move_offers (wl_request_t *req, const char *call_id, const char *region)
{
    store_rehearsed_offer_t *offers;
    size_t count;

    WL_TRY (store_rehearsed_offers (req, call_id, region, &count, &offers));
    for (size_t i = 0; i < count; i++)
        wl_timer_set (req, "offer-due", offers[i].application_id, offers[i].accept_until, NULL);
    return WL_OK;
}

wl_status
on_rehearsal_clock_moved (wl_request_t *req, const wl_event_t *event)
{
    const Intake__RehearsalClockMoved *body = event->body;

    if (wl_text_equal (event->region, "pl"))
        return move_call (req, body->call_id, body->by_us);
    WL_TRY (move_checks (req, body->call_id, event->region, body->by_us));
    store_rehearsed_move (req, body->call_id, event->region, body->by_us);
    return move_offers (req, body->call_id, event->region);
}

/* ---- the end ---- */

wl_status
on_rehearsal_deleted (wl_request_t *req, const wl_event_t *event)
{
    const Intake__RehearsalDeleted *body = event->body;

    store_rehearsed_delete (req, body->call_id);
    return WL_OK;
}
