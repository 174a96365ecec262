/* Calls that are only rehearsed: what everybody may read of a real one, only its staff read of
 * them. */
#pragma once

#include "service/service.h"

/* WL_NOT_FOUND when the call is a rehearsal that the caller must not know of: they are no owner,
 * and no coordinator of a region that has an application in it. No other service asks about
 * rehearsals what the public may ask. Costs a question of a rehearsal only. */
WL_MUST_CHECK wl_status rehearsal_check_seen (wl_request_t *req, const char *call_id);

/* What intake decides about rehearsals: time passes in one, and it goes with everything. */
wl_status on_rehearsal_clock_moved (wl_request_t *req, const wl_event_t *event);
wl_status on_rehearsal_deleted (wl_request_t *req, const wl_event_t *event);
