/* Gives words to applications that have none, a batch at a time until all have. */
#pragma once

#include "service/service.h"

wl_status on_search_words (wl_request_t *req, const wl_timer_t *timer, const void *payload);
