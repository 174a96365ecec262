/* Staff search over applications. */
#pragma once

#include "service/service.h"

/* Gives words to applications that have none, a batch at a time until all have, and looks again
 * within seconds. In the background and not with the submission: some hundred words of an
 * application cost as much as the rest of taking it over, and in the last hour of a call that is
 * time that applicants wait for. */
wl_status on_search_words (wl_request_t *req, const wl_timer_t *timer, const void *payload);
