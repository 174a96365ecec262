/* Staff search over applications, and the words that it finds them by. */
#pragma once

#include "search_words.h"
#include "service/request.h"
#include "wlacznik/evaluation.pb-c.h"

/* ---- the words ---- */

/* Some of the applications that have no words yet get theirs; says how many. */
WL_MUST_CHECK wl_status store_search_words_fill (wl_request_t *req, size_t *ret_count);

/* ---- searching ---- */

typedef struct store_search {
    const Evaluation__SearchDossiersRequest *asked;
    const char *query;          /* search_query () */
    const char *const *regions; /* where the caller is a coordinator */
    size_t region_count;
    bool all_regions; /* the caller sees every list */
    uint32_t limit;
    /* Of the last one that was seen; "" and 0 from the start. */
    const char *after_id;
    int64_t after_number;
} store_search_t;

/* The regions that applications are in, for whoever is a coordinator of all. */
WL_MUST_CHECK wl_status store_search_regions (wl_request_t *req, const char *const **ret,
                                              size_t *ret_count);
WL_MUST_CHECK wl_status store_search_find (wl_request_t *req, const store_search_t *search,
                                           size_t *ret_count, Evaluation__Dossier ***ret);
/* Counted no further than `most`. */
WL_MUST_CHECK wl_status store_search_count (wl_request_t *req, const store_search_t *search,
                                            int64_t most, int64_t *ret);
