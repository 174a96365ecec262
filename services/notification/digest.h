/* Digests: one letter instead of many, at the hour that the person chose. */
#pragma once

#include "service/service.h"
#include "wlacznik/notification.pb-c.h"

#define DIGEST_TIMER "digest"

/* Sets the timer of a person's next digest; setting it again for the same hour changes nothing. */
void digest_set (wl_request_t *req, const char *user_id, Notification__Frequency frequency,
                 wl_time_t at);

wl_timer_handler_t on_digest;
