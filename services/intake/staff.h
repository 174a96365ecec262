/* The regions in which the caller is staff of applications: an owner of all, a coordinator of
 * theirs. */
#pragma once

#include "service/request.h"

static inline void
staff_regions (wl_request_t *req, const char *const **ret, size_t *ret_count)
{
    static const char *const everywhere[] = { "*" };

    *ret = everywhere;
    *ret_count = 1;
    if (!wl_has_role (req, WL_ROLE_OWNER, NULL))
        wl_role_regions (req, WL_ROLE_COORDINATOR, ret, ret_count);
}
