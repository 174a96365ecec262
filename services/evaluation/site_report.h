/* What a partner region's site tells the centre: the events of its stream "report", with what may
 * be shown of each assessment, one batch after the other, for ever. The site connects, so it opens
 * no port; what did not arrive is told again. */
#pragma once

#include "service/service.h"

/* A turn of the job: one report, if there is something to tell or nothing was told for a while.
 * Only one replica of a site reports. */
wl_status report_turn (wl_request_t *req, unsigned thread, wl_time_t *ret_pause);
