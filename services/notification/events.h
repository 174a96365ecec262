/* What notification does when others speak: which letter follows is said by letter_rules.h. */
#pragma once

#include "service/service.h"

/* Queues the letter that the event asks for, if any. */
wl_status on_letter_event (wl_request_t *req, const wl_event_t *event);
/* The same, where more follows. */
wl_status on_draft_ended (wl_request_t *req, const wl_event_t *event);
wl_status on_ownership_transferred (wl_request_t *req, const wl_event_t *event);
wl_status on_card_assigned (wl_request_t *req, const wl_event_t *event);
wl_status on_tranche_paid (wl_request_t *req, const wl_event_t *event);
wl_status on_report_decided (wl_request_t *req, const wl_event_t *event);
wl_status on_report_submitted (wl_request_t *req, const wl_event_t *event);
/* Results: a letter, or a line of the mailing that waits for a coordinator. */
wl_status on_formal_check_decided (wl_request_t *req, const wl_event_t *event);
wl_status on_application_ranked (wl_request_t *req, const wl_event_t *event);
