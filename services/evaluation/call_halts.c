#include "call_halts.h"

#include "amendments.h"
#include "intake.contract.h"
#include "store_amendments.h"
#include "store_calls.h"

/* ---- saying why ---- */

wl_status
call_check_running (wl_request_t *req, const char *call_id, Intake__CallState state)
{
    store_halt_t halt;
    char since[64];

    if (state != INTAKE__CALL_STATE__CALL_SUSPENDED && state != INTAKE__CALL_STATE__CALL_ANNULLED)
        return WL_OK;
    WL_TRY (store_call_halt (req, call_id, &halt));
    wl_time_format_people (halt.at, wl_locale (req), since);
    if (state == INTAKE__CALL_STATE__CALL_SUSPENDED)
        return wl_failf (req, WL_FAILED_PRECONDITION, "call-suspended",
                         "Nabór jest zawieszony od %s. Powód: %s Ocen, list i propozycji nie można "
                         "teraz zmieniać. Po wznowieniu naboru wszystko będzie tak, jak jest.",
                         "The call has been suspended since %s. Reason: %s Assessments, lists and "
                         "offers cannot be changed now. All will be as it is when the call goes "
                         "on.",
                         since, wl_local_text (halt.notice, wl_locale (req)));
    return wl_failf (req, WL_FAILED_PRECONDITION, "call-annulled",
                     "Nabór unieważniono %s. Powód: %s Niczego w nim nie można już zmienić.",
                     "The call was annulled on %s. Reason: %s Nothing in it can be changed any "
                     "more.",
                     since, wl_local_text (halt.notice, wl_locale (req)));
}

/* ---- hearing of it ---- */

/* The event names the call; the reason is intake's to tell. */
static wl_status
halt (wl_request_t *req, char *call_id, Intake__CallState state)
{
    Intake__GetCallRequest ask = INTAKE__GET_CALL_REQUEST__INIT;
    Intake__Call *call;

    ask.call_id = call_id;
    WL_TRY (intake_call_get_call (req, &ask, &call));
    if (call->definition == NULL)
        return WL_DATA_LOSS;
    WL_TRY (
        store_call_put (req, call_id, call->definition, wl_timestamp_time (call->published_at)));
    store_call_halt_put (req, call_id, state, call->notice);
    return WL_OK;
}

wl_status
on_call_suspended (wl_request_t *req, const wl_event_t *event)
{
    const Intake__CallSuspended *body = event->body;

    return halt (req, body->call_id, INTAKE__CALL_STATE__CALL_SUSPENDED);
}

static wl_status
postpone_offers (wl_request_t *req, const char *call_id, wl_time_t by)
{
    store_open_offer_t *offers;
    size_t count;

    WL_TRY (store_offers_postpone (req, call_id, by, &count, &offers));
    for (size_t i = 0; i < count; i++)
        wl_timer_set (req, "offer-due", offers[i].application_id, offers[i].accept_until, NULL);
    return WL_OK;
}

wl_status
on_call_resumed (wl_request_t *req, const wl_event_t *event)
{
    const Intake__CallResumed *body = event->body;
    char **stages;
    store_halt_t was;
    size_t count;
    wl_status status = store_call_halt (req, body->call_id, &was);

    if (status == WL_NOT_FOUND)
        return WL_OK;
    WL_TRY (status);
    WL_TRY (store_published_stages (req, body->call_id, &count, &stages));
    /* Lists are held first, as by everybody who changes them. */
    for (size_t i = 0; i < count; i++)
        store_list_lock (req, body->call_id, stages[i]);
    store_call_halt_put (req, body->call_id, INTAKE__CALL_STATE__CALL_PUBLISHED, NULL);
    if (body->submit_until != 0)
        store_call_extend (req, body->call_id, body->submit_until);
    if (was.at == 0)
        return WL_OK;
    WL_TRY (postpone_offers (req, body->call_id, wl_now (req) - was.at));
    for (size_t i = 0; i < count; i++)
        WL_TRY (amendment_after_loss (req, body->call_id, stages[i], "amendment"));
    return WL_OK;
}

wl_status
on_call_annulled (wl_request_t *req, const wl_event_t *event)
{
    const Intake__CallAnnulled *body = event->body;
    store_open_offer_t *offers;
    size_t count;

    WL_TRY (halt (req, body->call_id, INTAKE__CALL_STATE__CALL_ANNULLED));
    store_call_cards_void (req, body->call_id);
    WL_TRY (store_offers_lapse (req, body->call_id, &count, &offers));
    for (size_t i = 0; i < count; i++)
        wl_timer_cancel (req, "offer-due", offers[i].application_id);
    return WL_OK;
}
