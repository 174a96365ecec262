/* Compares what was submitted with everything that was submitted before, in all calls.
 *
 * Not in the submission: in the last minute of a call every millisecond there is somebody's. The
 * submission sets a timer in its own transaction, so the comparison is as durable as it is; the
 * timer waits a minute, so that it does not run against the rush either. */
#pragma once

#include "service/service.h"

#define LIKENESS_TIMER "likeness"

/* The application is to be compared: its current stage, and whatever of it was not yet. */
void likeness_request (wl_request_t *req, const char *application_id);

wl_status on_likeness_due (wl_request_t *req, const wl_timer_t *timer, const void *payload);
