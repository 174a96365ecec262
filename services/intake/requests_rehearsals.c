/* Rehearsals: calls that only staff see, to try what the rules make of applications. */
#include "call_writing.h"
#include "intake.handlers.h"
#include "rehearsal.h"
#include "rehearsal_rules.h"
#include "store_rehearsals.h"

wl_status
call_only_rehearsed (wl_request_t *req)
{
    return wl_fail (req, WL_FAILED_PRECONDITION, "only-rehearsed",
                    "To jest próba naboru. Otwórz nabór, z którego powstała, i zrób to tam.",
                    "This is a rehearsal. Open the call that it rehearses, and do this there.");
}

static wl_status
check_room (wl_request_t *req, const char *call_id)
{
    uint32_t count;

    WL_TRY (store_rehearsal_count (req, call_id, &count));
    if (count < REHEARSALS_AT_ONCE)
        return WL_OK;
    return wl_failf (
        req, WL_FAILED_PRECONDITION, "rehearsals-full",
        "Ten nabór ma już tyle prób: %d. Usuń jedną z nich i zacznij nową.",
        "This call has so many rehearsals already: %d. Delete one, then start another.",
        REHEARSALS_AT_ONCE);
}

static void
keep (wl_request_t *req, const Intake__Call *call, char *rehearsed_call_id)
{
    Intake__Rehearsal rehearsal = INTAKE__REHEARSAL__INIT;

    rehearsal.call_id = call->id;
    rehearsal.rehearsed_call_id = rehearsed_call_id;
    rehearsal.started_at = wl_timestamp (wl_arena (req), wl_now (req));
    rehearsal.ends_at = wl_timestamp (wl_arena (req), wl_now (req) + REHEARSAL_LASTS);
    store_rehearsal_insert (req, &rehearsal, wl_now (req));
    wl_timer_set (req, REHEARSAL_OVER_TIMER, call->id, wl_now (req) + REHEARSAL_LASTS, NULL);
}

wl_status
intake_rehearse_call (wl_request_t *req, const Intake__RehearseCallRequest *in, Intake__Call *out)
{
    Intake__Call from = INTAKE__CALL__INIT;
    char *code;

    WL_TRY (call_lock_for_staff (req, in->call_id, &from));
    if (from.rehearsed)
        return call_only_rehearsed (req);
    WL_TRY (check_room (req, in->call_id));
    WL_TRY (store_rehearsal_code (
        req, rehearsal_code_beginning (wl_arena (req), from.definition->code), &code));
    rehearsal_definition (wl_arena (req), from.definition, code, wl_now (req));
    WL_TRY (call_write_new (req, rehearsal_new_id (req), from.definition, false, out));
    WL_TRY (call_open (req, out));
    keep (req, out, in->call_id);
    return WL_OK;
}

static wl_status
show (wl_request_t *req, const char *call_id, Intake__Rehearsal *out)
{
    wl_status status = store_rehearsal (req, call_id, out);

    return status == WL_NOT_FOUND ? call_not_found (req) : status;
}

wl_status
intake_get_rehearsal (wl_request_t *req, const Intake__GetRehearsalRequest *in,
                      Intake__Rehearsal *out)
{
    Intake__Call call = INTAKE__CALL__INIT;

    WL_TRY (call_read_visible (req, in->call_id, &call));
    return show (req, in->call_id, out);
}

/* ---- applications ---- */

static wl_status
check_may_invent (wl_request_t *req, const Intake__Call *call, uint32_t more)
{
    store_inventing_t inventing;
    wl_status status = store_inventing_lock (req, call->id, &inventing);

    if (status == WL_NOT_FOUND)
        return call_not_found (req);
    WL_TRY (status);
    if (call->phase != INTAKE__CALL_PHASE__PHASE_OPEN)
        return wl_fail (req, WL_FAILED_PRECONDITION, "call-not-open",
                        "Ta próba nie przyjmuje teraz wniosków. Zacznij nową.",
                        "This rehearsal takes no applications now. Start another one.");
    if (inventing.asked + more <= INVENTED_MOST)
        return WL_OK;
    return wl_failf (req, WL_FAILED_PRECONDITION, "too-many-invented",
                     "W jednej próbie może być najwyżej tyle wniosków: %d.",
                     "One rehearsal has at most this many applications: %d.", INVENTED_MOST);
}

wl_status
intake_invent_applications (wl_request_t *req, const Intake__InventApplicationsRequest *in,
                            Intake__Rehearsal *out)
{
    Intake__Call call = INTAKE__CALL__INIT;

    WL_TRY (call_lock_for_staff (req, in->call_id, &call));
    WL_TRY (check_may_invent (req, &call, in->count));
    store_inventing_ask (req, in->call_id, in->count);
    rehearsal_invent (req, in->call_id);
    return show (req, in->call_id, out);
}

/* ---- as a whole ---- */

/* The rehearsal with its call, both held: an application is made before time passes or after it. */
static wl_status
lock_rehearsal (wl_request_t *req, const char *call_id, Intake__Call *ret)
{
    store_inventing_t inventing;
    wl_status status;

    WL_TRY (call_lock_for_staff (req, call_id, ret));
    status = store_inventing_lock (req, call_id, &inventing);
    return status == WL_NOT_FOUND ? call_not_found (req) : status;
}

wl_status
intake_move_rehearsal_clock (wl_request_t *req, const Intake__MoveRehearsalClockRequest *in,
                             Intake__Rehearsal *out)
{
    Intake__Call call = INTAKE__CALL__INIT;

    WL_TRY (lock_rehearsal (req, in->call_id, &call));
    WL_TRY (show (req, in->call_id, out));
    if (out->days_moved + in->days > REHEARSAL_DAYS_MOST)
        return wl_failf (req, WL_FAILED_PRECONDITION, "too-far",
                         "Zegar próby można przesunąć łącznie najwyżej o tyle dni: %d.",
                         "The clock of a rehearsal can be moved by this many days in all: %d.",
                         REHEARSAL_DAYS_MOST);
    WL_TRY (rehearsal_move (req, &call, in->days * WL_DAY));
    /* What fell due runs now; this one stays where it is, and wakes whoever waits for timers. */
    wl_timer_set (req, REHEARSAL_OVER_TIMER, call.id, wl_timestamp_time (out->ends_at), NULL);
    return show (req, in->call_id, out);
}

wl_status
intake_delete_rehearsal (wl_request_t *req, const Intake__DeleteRehearsalRequest *in,
                         Wlacznik__Empty *out)
{
    Intake__Call call = INTAKE__CALL__INIT;

    (void) out;
    WL_TRY (lock_rehearsal (req, in->call_id, &call));
    rehearsal_delete (req, in->call_id);
    return WL_OK;
}
