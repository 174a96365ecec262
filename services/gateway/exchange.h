/* What api.c, read_message.c and answer.c know about the one request that they work on together. */
#pragma once

#include "gateway.h"
#include "identity.h"
#include "message/mask.h"
#include "rate_limit.h"
#include "trace.h"

typedef struct exchange {
    gateway_t *gateway;
    const http_request_t *request;
    http_response_t *response;
    wl_arena_t *arena;
    const char *locale;
    trace_t trace;
    target_t target;
    route_t route; /* route.method is NULL until a method is found */
    identity_t identity;
    Bus__RequestHeader header;
    wl_error_t error;
    int http_status; /* of a failure that has no status of ours: 405, 413, 415; else 0 */
    rate_standing_t standing;
    wl_mask_t *fields;    /* what the caller wants of the answer; NULL: all */
    bool if_match;        /* the version came in a header: so a newer one is told as 412 */
    uint32_t retry_after; /* seconds, 0: nobody said */
    measures_other_t other;
} exchange_t;

/* Says why not, in the request's language; `http_status` 0 takes the status' own. Returns `status`.
 */
wl_status exchange_refuse (exchange_t *exchange, wl_status status, int http_status,
                           const char *reason, const char *pl, const char *en);

/* ---- read_message.c: the request message of the method, from path, query and body ---- */

/* WL_INVALID_ARGUMENT with every bad field, 415 for a body that is not JSON. */
WL_MUST_CHECK wl_status exchange_read_message (exchange_t *exchange, ProtobufCMessage **ret);

/* ---- answer.c: what goes back ---- */

/* `out` as JSON or as the document that it is, with the method's status of success. WL_INTERNAL
 * when the document is of a type that the contract does not name. */
WL_MUST_CHECK wl_status exchange_answer (exchange_t *exchange, const ProtobufCMessage *out);
/* The failure in exchange->error as a problem. */
void exchange_answer_problem (exchange_t *exchange);

/* Whether the answer of this method may be kept for everybody. */
WL_MUST_CHECK bool exchange_is_cacheable (const exchange_t *exchange);
/* Answers from the cache; false when it is not there. */
WL_MUST_CHECK bool exchange_answer_cached (exchange_t *exchange);
/* As exchange_answer, and keeps it; `generation` is the cache's from before the call. */
WL_MUST_CHECK wl_status exchange_answer_and_keep (exchange_t *exchange, const ProtobufCMessage *out,
                                                  uint64_t generation);
