/* Records for harvesters; SQL only here. Withdrawn entries are among them. */
#pragma once

#include "oai.h"
#include "service/request.h"

/* Up to `limit` records of the selection, the earliest change first. */
WL_MUST_CHECK wl_status store_harvest (wl_request_t *req, const oai_selection_t *selection,
                                       uint32_t limit, size_t *ret_count,
                                       Dissemination__Entry ***ret);
/* How many records the selection has, all pages together. */
WL_MUST_CHECK wl_status store_harvest_size (wl_request_t *req, const oai_selection_t *selection,
                                            uint64_t *ret);
/* WL_NOT_FOUND for what was never published. */
WL_MUST_CHECK wl_status store_harvest_record (wl_request_t *req, const char *entry_id,
                                              Dissemination__Entry *ret);
/* The earliest change, 0 when there is none. */
WL_MUST_CHECK wl_status store_harvest_earliest (wl_request_t *req, wl_time_t *ret);
WL_MUST_CHECK wl_status store_harvest_sets (wl_request_t *req, char ***ret_themes,
                                            size_t *ret_theme_count, char ***ret_regions,
                                            size_t *ret_region_count);
