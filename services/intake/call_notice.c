#include "call_notice.h"

#include "store_calls.h"

enum { HOLDERS_PER_SLICE = 500 };

static void
go_on (wl_request_t *req, const Intake__CallNoticeTask *task, const char *key)
{
    wl_timer_set (req, CALL_NOTICE_TIMER, key, wl_now (req), &task->base);
}

/* A key of its own for each change, so that a second one does not stop the first. */
void
call_notice_start (wl_request_t *req, const Intake__Call *call, Intake__CallNoticeKind kind)
{
    Intake__CallNoticeTask task = INTAKE__CALL_NOTICE_TASK__INIT;

    task.call_id = call->id;
    task.kind = kind;
    task.submit_until = wl_timestamp_time (call->definition->submit_until);
    go_on (
        req, &task,
        wl_text_printf (wl_arena (req), "%s/%llu", call->id, (unsigned long long) call->version));
}

static void
tell (wl_request_t *req, const Intake__CallNoticeTask *task, const store_holder_t *holder)
{
    Intake__CallNotice notice = INTAKE__CALL_NOTICE__INIT;

    notice.application_id = holder->application_id;
    notice.call_id = task->call_id;
    notice.applicant_user_id = holder->user_id;
    notice.kind = task->kind;
    notice.submit_until = task->submit_until;
    wl_emit (req, holder->region, holder->application_id, &notice.base);
}

wl_status
on_call_notice (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    Intake__CallNoticeTask task = *(const Intake__CallNoticeTask *) payload;
    bool submitted = task.kind != INTAKE__CALL_NOTICE_KIND__NOTICE_EXTENDED;
    store_holder_t *holders;
    size_t count;

    WL_TRY (store_call_holders (req, task.call_id,
                                wl_text_empty (task.after_id) ? NULL : task.after_id, submitted,
                                HOLDERS_PER_SLICE, &holders, &count));
    for (size_t i = 0; i < count; i++)
        tell (req, &task, &holders[i]);
    if (count < HOLDERS_PER_SLICE)
        return WL_OK;
    task.after_id = holders[count - 1].application_id;
    go_on (req, &task, timer->key);
    return WL_OK;
}
