#include "rehearsed_letters.h"

#include "base/uuid.h"
#include "intake.contract.h"
#include "reminders.h"
#include "store_kept_letters.h"
#include "wlacznik/notification.pb-c.h"

static const wl_time_t SWEEP_AFTER = WL_HOUR;

wl_status
rehearsal_take_words (wl_request_t *req, char *call_id)
{
    Intake__GetCallRequest ask = INTAKE__GET_CALL_REQUEST__INIT;
    Intake__Call *call;

    if (!wl_uuid_is_rehearsed (call_id))
        return WL_OK;
    ask.call_id = call_id;
    WL_TRY (intake_call_get_call (req, &ask, &call));
    if (!wl_text_empty (call->rehearsed_call_id))
        store_rehearsed_words (req, call->rehearsed_call_id, call_id);
    return WL_OK;
}

/* ---- time passes ---- */

/* What each kind of reminder names as its term. */
static wl_status
move_timer (wl_request_t *req, const store_rehearsed_timer_t *timer, wl_time_t by)
{
    static const struct {
        const char *kind;
        const ProtobufCMessageDescriptor *type;
        size_t until;
    } kinds[] = {
        { DRAFT_TIMER, &notification__draft_task__descriptor,
          offsetof (Notification__DraftTask, until) },
        { CARD_TIMER, &notification__card_task__descriptor,
          offsetof (Notification__CardTask, until) },
        { REPORT_TIMER, &notification__report_task__descriptor,
          offsetof (Notification__ReportTask, until) },
    };
    ProtobufCMessage *task;
    int64_t *until;

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (!wl_text_equal (kinds[i].kind, timer->kind))
            continue;
        WL_TRY (wl_message_unpack (wl_arena (req), kinds[i].type, timer->payload.data,
                                   timer->payload.length, &task));
        until = (int64_t *) (void *) ((uint8_t *) task + kinds[i].until);
        *until -= by;
        wl_timer_set (req, timer->kind, timer->key, timer->due - by, task);
    }
    return WL_OK;
}

/* Reminders stand in no order with what regions do, so the call's own word moves all of them. */
wl_status
on_rehearsal_clock_moved (wl_request_t *req, const wl_event_t *event)
{
    const Intake__RehearsalClockMoved *body = event->body;
    store_rehearsed_timer_t *timers;
    size_t count;

    if (!wl_text_equal (event->region, "pl"))
        return WL_OK;
    store_rehearsed_schedule (req, body->call_id, body->by_us);
    WL_TRY (store_rehearsed_timers (req, body->call_id, &count, &timers));
    for (size_t i = 0; i < count; i++)
        WL_TRY (move_timer (req, &timers[i], body->by_us));
    return WL_OK;
}

/* ---- the end ---- */

wl_status
on_rehearsal_deleted (wl_request_t *req, const wl_event_t *event)
{
    const Intake__RehearsalDeleted *body = event->body;

    store_rehearsed_letters_delete (req, body->call_id);
    wl_timer_set (req, REHEARSAL_SWEEP_TIMER, body->call_id,
                  wl_clock_now (&wl_clock_system) + SWEEP_AFTER, NULL);
    return WL_OK;
}

wl_status
on_rehearsal_sweep (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    (void) payload;
    store_rehearsed_letters_delete (req, timer->key);
    return WL_OK;
}
