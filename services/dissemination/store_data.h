/* Open data and entries of other libraries; SQL only here. */
#pragma once

#include "open_data.h"
#include "service/request.h"

/* Public entries in the order of their ids, from `from_id` ("": the first). */
WL_MUST_CHECK wl_status store_export (wl_request_t *req, const char *from_id, uint32_t limit,
                                      size_t *ret_count, Dissemination__Entry ***ret);
/* Started adoptions of public entries, with what their institutions want to be seen. */
WL_MUST_CHECK wl_status store_open_adoptions (wl_request_t *req, const char *from_id,
                                              uint32_t limit, size_t *ret_count,
                                              open_adoption_t **ret);
/* When the catalogue last changed for its readers; 0 when it never did. */
WL_MUST_CHECK wl_status store_last_change (wl_request_t *req, wl_time_t *ret);
/* A draft of another library's; `*ret_new` is false when it was taken before. */
WL_MUST_CHECK wl_status store_import (wl_request_t *req, const char *source, const char *source_id,
                                      const Dissemination__Entry *entry, bool *ret_new);
