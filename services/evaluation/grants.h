/* Places that are given up when the grant is. */
#pragma once

#include "service/service.h"

/* A grant that was offered was refused, or not signed in time: the place is free, and the reserve
 * list moves up if the call lets it. Nothing happens to who has no place on a published list. */
wl_status on_grant_refused (wl_request_t *req, const wl_event_t *event);
