/* Pages about problem types: /problems lists all, /problems/NAME explains the one that a problem's
 * `type` names. They come from problems/collect.py, out of the calls that say no, so none is
 * missing.
 */
#pragma once

#include "http.h"

/* Answers /problems, /problems/NAME and their stylesheet, to GET and HEAD. False: not ours, or no
 * such type; nothing was written. */
WL_MUST_CHECK bool problem_page_respond (const http_request_t *request, http_response_t *response);

typedef struct problem_type {
    const char *name; /* "call-over" */
    wl_status status;
    int http_status;     /* 0: that of `status` */
    const char *pl, *en; /* one of its sentences; what the moment fills in is "…" */
} problem_type_t;

/* Sorted by name; a name has a row for each of its sentences. Constant. */
extern const problem_type_t problem_types[];
extern const size_t problem_type_count;
