/* Reminders: set by events, moved when a date moves, gone when the thing is done. */
#pragma once

#include "service/service.h"
#include "store_schedule.h"
#include "wlacznik/gateway.pb-c.h"

#define DRAFT_TIMER  "remind-drafts"
#define CARD_TIMER   "remind-card"
#define REPORT_TIMER "remind-report"

wl_status on_call_published (wl_request_t *req, const wl_event_t *event);
wl_status on_call_extended (wl_request_t *req, const wl_event_t *event);
wl_status on_application_started (wl_request_t *req, const wl_event_t *event);
wl_status on_application_dropped (wl_request_t *req, const wl_event_t *event);
wl_status on_card_locked (wl_request_t *req, const wl_event_t *event);

/* Called by the handler that tells the assessor: sets the card's reminders, if its call has a term.
 * *ret_until: the last second of the term; 0 if there is none. */
WL_MUST_CHECK wl_status reminders_of_card (wl_request_t *req, const wl_event_t *event,
                                           wl_time_t *ret_until);

/* Called by the handlers that tell of the money, or of what must be mended: the report is due then.
 * `late_from`: the first instant that is late; 0: the event does not say. */
void reminders_of_report (wl_request_t *req, const char *application_id, const char *user_id,
                          uint32_t position, wl_time_t late_from);
void reminders_report_came (wl_request_t *req, const char *application_id, uint32_t position);

wl_timer_handler_t on_report_reminder;
wl_timer_handler_t on_draft_reminder;
wl_timer_handler_t on_card_reminder;

/* The dates and rules of a call, from our own row; one that has none yet (published before they
 * were kept) is asked for once. */
WL_MUST_CHECK wl_status reminders_schedule (wl_request_t *req, const char *call_id,
                                            store_schedule_t *ret);
/* The coordinators of a call in a region. */
WL_MUST_CHECK wl_status reminders_coordinators (wl_request_t *req, const char *call_id,
                                                const char *region,
                                                Gateway__ListRoleHoldersResponse **ret);
