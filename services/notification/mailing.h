/* The job that carries mailings: looks at how each line goes, and makes the lines of mailings that
 * run messages. */
#pragma once

#include "service/service.h"

wl_status mailing_turn (wl_request_t *req, unsigned thread, wl_time_t *ret_pause);
