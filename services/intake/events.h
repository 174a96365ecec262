/* What intake does when evaluation speaks: each moves one application, or the call, by the table of
 * application_state.h. An event that comes out of place (the application was withdrawn meanwhile)
 * changes nothing. */
#pragma once

#include "service/service.h"

wl_status on_formal_check_decided (wl_request_t *req, const wl_event_t *event);
wl_status on_application_ranked (wl_request_t *req, const wl_event_t *event);
wl_status on_stage_decided (wl_request_t *req, const wl_event_t *event);
wl_status on_ranking_published (wl_request_t *req, const wl_event_t *event);
/* Who accompanies an application from now on. */
wl_status on_carer_appointed (wl_request_t *req, const wl_event_t *event);
