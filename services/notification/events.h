/* Which letter follows from which event (domain.md 4.6). */
#pragma once

#include "service/service.h"

wl_status on_application_submitted (wl_request_t *req, const wl_event_t *event);
wl_status on_application_withdrawn (wl_request_t *req, const wl_event_t *event);
wl_status on_formal_check_decided (wl_request_t *req, const wl_event_t *event);
wl_status on_card_assigned (wl_request_t *req, const wl_event_t *event);
wl_status on_application_ranked (wl_request_t *req, const wl_event_t *event);
wl_status on_stage_decided (wl_request_t *req, const wl_event_t *event);
wl_status on_correction_requested (wl_request_t *req, const wl_event_t *event);
wl_status on_correction_reminder (wl_request_t *req, const wl_event_t *event);
wl_status on_application_not_considered (wl_request_t *req, const wl_event_t *event);
wl_status on_call_notice (wl_request_t *req, const wl_event_t *event);
wl_status on_appeal_filed (wl_request_t *req, const wl_event_t *event);
wl_status on_appeal_decided (wl_request_t *req, const wl_event_t *event);
wl_status on_offer_made (wl_request_t *req, const wl_event_t *event);
wl_status on_grant_offered (wl_request_t *req, const wl_event_t *event);
wl_status on_tranche_paid (wl_request_t *req, const wl_event_t *event);
wl_status on_report_decided (wl_request_t *req, const wl_event_t *event);
wl_status on_report_overdue (wl_request_t *req, const wl_event_t *event);
