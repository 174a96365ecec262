/* What dissemination does when evaluation speaks. */
#pragma once

#include "service/service.h"

/* An innovation was decided for dissemination: makes the draft of its entry from its record, so
 * that an editor types nothing twice. */
wl_status on_stage_decided (wl_request_t *req, const wl_event_t *event);

/* How far each application comes, for the funnel. */
wl_status on_application_submitted (wl_request_t *req, const wl_event_t *event);
wl_status on_formal_check_decided (wl_request_t *req, const wl_event_t *event);
wl_status on_application_ranked (wl_request_t *req, const wl_event_t *event);
wl_status on_call_published (wl_request_t *req, const wl_event_t *event);
