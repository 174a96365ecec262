/* What evaluation does when an application's formal defects are put right: the formal check waits
 * for it, sees the corrected content, or ends without it. A formal check that was decided meanwhile
 * stands. */
#pragma once

#include "service/service.h"

wl_status on_correction_requested (wl_request_t *req, const wl_event_t *event);
wl_status on_application_corrected (wl_request_t *req, const wl_event_t *event);
wl_status on_application_not_considered (wl_request_t *req, const wl_event_t *event);
