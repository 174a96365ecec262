/* What dissemination does when evaluation speaks. */
#pragma once

#include "service/service.h"

/* An innovation was decided for dissemination: makes the draft of its entry from its record, so
 * that an editor types nothing twice. */
wl_status on_stage_decided (wl_request_t *req, const wl_event_t *event);
