/* Indicators of programmes, what was entered of them, and what is counted; SQL only here.
 * Everything returned lives in the request's arena. */
#pragma once

#include "indicator_progress.h"
#include "service/request.h"
#include "wlacznik/dissemination.pb-c.h"

/* The first version of `indicator`. WL_RESOURCE_EXHAUSTED when the programme has as many as it may.
 */
WL_MUST_CHECK wl_status store_insert_indicator (wl_request_t *req,
                                                const Dissemination__Indicator *indicator);
/* One that is not withdrawn, locked until commit. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_lock_indicator (wl_request_t *req, const char *id,
                                              Dissemination__Indicator *ret);
/* A new version: its text, or that it is withdrawn; raises the version. */
WL_MUST_CHECK wl_status store_write_indicator (wl_request_t *req,
                                               Dissemination__Indicator *indicator, bool withdrawn,
                                               const char *reason);
/* Of a locked one. WL_RESOURCE_EXHAUSTED when it has as many records as it may. */
WL_MUST_CHECK wl_status store_add_record (wl_request_t *req,
                                          const Dissemination__RecordIndicatorValueRequest *in);
/* Those that are not withdrawn, of a programme ("" : of every one), the oldest first; with
 * `only_public` those that readers see. */
WL_MUST_CHECK wl_status store_indicators (wl_request_t *req, const char *programme_id,
                                          bool only_public,
                                          Dissemination__ListIndicatorsResponse *ret);
/* Withdrawn ones, too. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_indicator_history (wl_request_t *req, const char *id,
                                                 Dissemination__IndicatorHistory *ret);

/* ---- what they are judged by ---- */

WL_MUST_CHECK wl_status store_indicator_facts (wl_request_t *req, const char *programme_id,
                                               size_t *ret_count, indicator_fact_t **ret);
/* The records that count, one a day, the oldest first. */
WL_MUST_CHECK wl_status store_indicator_values (wl_request_t *req, const char *indicator_id,
                                                size_t *ret_count, indicator_value_t **ret);
