/* What a house hears of second opinions in others, and what it tells of bridge experts. The way of
 * a second opinion: README.md, "Second opinions". */
#pragma once

#include "store_calls.h"

/* At a site, from the centre. */
wl_status on_second_opinion_asked (wl_request_t *req, const wl_event_t *event);
wl_status on_second_opinion_offered (wl_request_t *req, const wl_event_t *event);

/* At a site that closes its list: puts down what may be told of bridge experts. */
WL_MUST_CHECK wl_status bridges_put_down (wl_request_t *req, const store_contest_t *contest);
