/* The lists of partner regions that have sites of their own: closed there, merged at the centre. */
#pragma once

#include "store_calls.h"

/* Whether every region with a site has closed its list of the stage, and what arrived here is what
 * it closed; WL_FAILED_PRECONDITION names the first that has not. Asked before a list is built. */
WL_MUST_CHECK wl_status regions_check_closed (wl_request_t *req, const store_contest_t *contest);
