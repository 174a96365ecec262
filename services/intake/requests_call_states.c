/* What happens to a call that is announced: it stands still, goes on, or is annulled. */
#include "call_access.h"
#include "call_notice.h"
#include "intake.handlers.h"

/* Carries the act out and tells everybody. `event` goes into the programme's stream. */
static wl_status
move (wl_request_t *req, Intake__Call *call, call_act_t act, const ProtobufCMessage *event,
      Intake__CallNoticeKind notice)
{
    if (!call_state_after (call->state, act, &call->state))
        return call_check_act (req, call, act);
    call->version++;
    call_show_phase (req, call);
    WL_TRY (store_call_set_state (req, call));
    wl_emit (req, CALL_STREAM, call->id, event);
    call_notice_start (req, call, notice);
    return WL_OK;
}

wl_status
intake_suspend_call (wl_request_t *req, const Intake__SuspendCallRequest *in, Intake__Call *out)
{
    Intake__CallSuspended suspended = INTAKE__CALL_SUSPENDED__INIT;

    WL_TRY (call_lock_for_staff (req, in->call_id, out));
    out->notice = in->reason;
    out->suspended_at = wl_timestamp (wl_arena (req), wl_now (req));
    suspended.call_id = out->id;
    return move (req, out, CALL_ACT_SUSPEND, &suspended.base,
                 INTAKE__CALL_NOTICE_KIND__NOTICE_SUSPENDED);
}

/* Evaluation judges by the last moment that it heard of, so it hears of the new one as of any. */
static void
announce_extension (wl_request_t *req, const Intake__Call *call, wl_time_t until)
{
    Intake__CallExtended extended = INTAKE__CALL_EXTENDED__INIT;

    extended.call_id = call->id;
    extended.submit_until = until;
    wl_emit (req, CALL_STREAM, call->id, &extended.base);
}

wl_status
intake_resume_call (wl_request_t *req, const Intake__ResumeCallRequest *in, Intake__Call *out)
{
    Intake__CallResumed resumed = INTAKE__CALL_RESUMED__INIT;
    submission_window_t window;
    wl_time_t until, asked = wl_timestamp_time (in->submit_until);

    WL_TRY (call_lock_for_staff (req, in->call_id, out));
    WL_TRY (call_check_act (req, out, CALL_ACT_RESUME));
    window = call_window (out->definition);
    until = call_resumed_until (&window, wl_timestamp_time (out->suspended_at), wl_now (req));
    if (asked != 0 && asked < until)
        return wl_fail_field (req, "submitUntil", "too-early",
                              "Wnioskodawcy muszą odzyskać cały czas zawieszenia. Podaj późniejszy "
                              "termin albo żaden.",
                              "Applicants must get back all the time that the call stood still. "
                              "Give a later moment, or none.");
    /* A deadline that had passed before the suspension stays a fact. */
    if (asked > until && wl_timestamp_time (out->suspended_at) < window.submit_until)
        until = asked;
    if (until != window.submit_until) {
        out->definition->submit_until = wl_timestamp (wl_arena (req), until);
        announce_extension (req, out, until);
    }
    resumed.call_id = out->id;
    resumed.submit_until = until;
    return move (req, out, CALL_ACT_RESUME, &resumed.base,
                 INTAKE__CALL_NOTICE_KIND__NOTICE_RESUMED);
}

wl_status
intake_annul_call (wl_request_t *req, const Intake__AnnulCallRequest *in, Intake__Call *out)
{
    Intake__CallAnnulled annulled = INTAKE__CALL_ANNULLED__INIT;

    WL_TRY (call_lock_for_staff (req, in->call_id, out));
    out->notice = in->reason;
    annulled.call_id = out->id;
    return move (req, out, CALL_ACT_ANNUL, &annulled.base,
                 INTAKE__CALL_NOTICE_KIND__NOTICE_ANNULLED);
}
