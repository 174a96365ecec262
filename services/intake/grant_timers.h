/* What happens to grants by the clock. */
#pragma once

#include "service/service.h"

#define GRANT_OFFER_TIMER "grant-offer" /* key: application */
#define REPORT_DUE_TIMER  "report-due"  /* key: application/position */

/* Not signed in time: refused, and the reserve moves up. */
wl_status on_grant_offer_over (wl_request_t *req, const wl_timer_t *timer, const void *payload);
/* A report did not come in time: it is marked, and whoever waits is told. It may still come. */
wl_status on_report_due (wl_request_t *req, const wl_timer_t *timer, const void *payload);
