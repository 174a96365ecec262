/* Erasing what is kept about a person, as far as the law lets us, and again until all is gone. */
#pragma once

#include "service/service.h"
#include "wlacznik/intake.pb-c.h"

#define ERASURE_TIMER "erasure" /* key: the request */

/* Carries the erasure out in this transaction: erases what may go, notes what is kept and why,
 * tells the other services, and comes back by a timer for the rest. Changes `request`. */
WL_MUST_CHECK wl_status erasure_carry_out (wl_request_t *req, Intake__DataRequest *request);
/* An appeal is open, so others still decide on what an application says; or it is decided. */
wl_status on_appeal_filed (wl_request_t *req, const wl_event_t *event);
wl_status on_appeal_decided (wl_request_t *req, const wl_event_t *event);
/* Evaluation emptied its copies in a region. */
wl_status on_erasure_confirmed (wl_request_t *req, const wl_event_t *event);
/* The catalogue names the person no more. */
wl_status on_catalogue_erased (wl_request_t *req, const wl_event_t *event);
wl_status on_account_erased (wl_request_t *req, const wl_event_t *event);
wl_status on_letters_erased (wl_request_t *req, const wl_event_t *event);
wl_status on_erasure_due (wl_request_t *req, const wl_timer_t *timer, const void *payload);
