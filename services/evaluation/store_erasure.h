/* What is erased of applicants. SQL of this concern only here. */
#pragma once

#include "service/request.h"

/* Empties the copies of these applications and forgets whose they are; points, places and decisions
 * stay. `ret_regions` gets the regions that had any, each once. */
WL_MUST_CHECK wl_status store_applicants_erase (wl_request_t *req, char *const *application_ids,
                                                size_t count, char ***ret_regions,
                                                size_t *ret_count);
