/* What rehearsals do by themselves: their applicants write, time passes, and they end. */
#pragma once

#include "service/service.h"
#include "wlacznik/intake.pb-c.h"

#define INVENTION_TIMER      "invent-applications"
#define REHEARSAL_OVER_TIMER "rehearsal-over"

/* A fresh id of something that is only rehearsed; in the request's arena. */
char *rehearsal_new_id (wl_request_t *req);

/* Has the applications made that are asked for. */
void rehearsal_invent (wl_request_t *req, const char *call_id);
/* Makes some of them, and sets the timer anew for the next. */
wl_status on_invention_due (wl_request_t *req, const wl_timer_t *timer, const void *payload);

/* So much time passes in it, and the other services hear of it. The call's row is locked. */
WL_MUST_CHECK wl_status rehearsal_move (wl_request_t *req, Intake__Call *call, wl_time_t by);
/* Deletes it here and tells the others. */
void rehearsal_delete (wl_request_t *req, const char *call_id);
/* It lasted long enough. */
wl_status on_rehearsal_over (wl_request_t *req, const wl_timer_t *timer, const void *payload);
