/* What intake decides about rehearsals: time passes in one, and it goes with everything. */
#pragma once

#include "service/service.h"

#define REHEARSAL_SWEEP_TIMER "rehearsal-sweep"

/* A rehearsal has the words that its call has for letters; does nothing about any other call. */
WL_MUST_CHECK wl_status rehearsal_take_words (wl_request_t *req, char *call_id);
wl_status on_rehearsal_clock_moved (wl_request_t *req, const wl_event_t *event);
wl_status on_rehearsal_deleted (wl_request_t *req, const wl_event_t *event);
/* Letters that were still on their way when it was deleted. */
wl_status on_rehearsal_sweep (wl_request_t *req, const wl_timer_t *timer, const void *payload);
