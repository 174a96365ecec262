/* Telling everybody who holds an application that its call changed. A call may have thousands, so a
 * durable timer spreads the notice behind the change, a slice in each transaction, each holder
 * once. */
#pragma once

#include "service/service.h"
#include "wlacznik/intake.pb-c.h"

#define CALL_NOTICE_TIMER "call-notice"

/* Starts it, in the transaction of the change. */
void call_notice_start (wl_request_t *req, const Intake__Call *call, Intake__CallNoticeKind kind);

wl_status on_call_notice (wl_request_t *req, const wl_timer_t *timer, const void *payload);
