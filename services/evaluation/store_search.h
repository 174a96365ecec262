/* Staff search over applications, and the words that it finds them by. */
#pragma once

#include "search_words.h"
#include "service/request.h"
#include "wlacznik/evaluation.pb-c.h"

/* ---- the words ---- */

/* Some of the applications that have no words yet get theirs; says how many. */
WL_MUST_CHECK wl_status store_search_words_fill (wl_request_t *req, size_t *ret_count);

/* ---- searching ---- */

/* What somebody searches with one reach: everything, or a call of a programme in which they have a
 * role. */
typedef struct search_part {
    const char *call_id; /* "": all calls */
    search_reach_t reach;
} search_part_t;

typedef struct store_search {
    const Evaluation__SearchDossiersRequest *asked;
    const search_part_t *parts; /* of which none has an application of another */
    size_t part_count;
    uint32_t limit;
    /* Of the last one that was seen; "" and 0 from the start. */
    const char *after_id;
    int64_t after_number;
} store_search_t;

/* The calls of these programmes ("*": of all), but for rehearsals; of them only `call_id` unless it
 * is "", be it a rehearsal or not. Programmes as wl_role_programmes says them. */
WL_MUST_CHECK wl_status store_search_calls (wl_request_t *req, const char *const *programmes,
                                            size_t programme_count, const char *call_id,
                                            size_t *ret_count, const char *const **ret_ids,
                                            const char *const **ret_programmes);
/* The regions that applications are in, for whoever is a coordinator of all. */
WL_MUST_CHECK wl_status store_search_regions (wl_request_t *req, const char *const **ret,
                                              size_t *ret_count);
WL_MUST_CHECK wl_status store_search_find (wl_request_t *req, const store_search_t *search,
                                           size_t *ret_count, Evaluation__Dossier ***ret);
/* Counted no further than `most`. */
WL_MUST_CHECK wl_status store_search_count (wl_request_t *req, const store_search_t *search,
                                            int64_t most, int64_t *ret);
