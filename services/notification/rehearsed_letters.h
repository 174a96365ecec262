/* What intake decides about rehearsals: time passes in one, and it goes with everything. */
#pragma once

#include "service/service.h"

#define REHEARSAL_SWEEP_TIMER "rehearsal-sweep"

wl_status on_rehearsal_clock_moved (wl_request_t *req, const wl_event_t *event);
wl_status on_rehearsal_deleted (wl_request_t *req, const wl_event_t *event);
/* Letters that were still on their way when it was deleted. */
wl_status on_rehearsal_sweep (wl_request_t *req, const wl_timer_t *timer, const void *payload);
