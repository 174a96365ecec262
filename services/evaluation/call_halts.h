/* Calls that stand still or ended (domain.md 4.8 case 13): nothing that is assessed, listed or
 * offered changes then, and whoever tries is told why. */
#pragma once

#include "service/service.h"
#include "wlacznik/intake.pb-c.h"

/* WL_OK for a call that goes on. `state` as store_dossier_t and store_contest_t have it. */
WL_MUST_CHECK wl_status call_check_running (wl_request_t *req, const char *call_id,
                                            Intake__CallState state);

wl_status on_call_suspended (wl_request_t *req, const wl_event_t *event);
/* Terms of offers move by as long as the call stood still; places that became free meanwhile go
 * down the list. */
wl_status on_call_resumed (wl_request_t *req, const wl_event_t *event);
/* Cards that wait are void, and offers lapse; what was locked, decided and published stays as a
 * record. */
wl_status on_call_annulled (wl_request_t *req, const wl_event_t *event);
