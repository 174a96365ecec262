/* The rows of rehearsals as wholes. Results live in the request's arena; what is written is
 * deferred. */
#pragma once

#include "service/request.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"

/* Writes the definition, and the call's end beside it. */
void store_rehearsed_dates (wl_request_t *req, const char *call_id,
                            const Intake__CallDefinition *definition);
/* Every moment of a region's applications, or in "pl" of the call, is earlier by `by`. */
void
store_rehearsed_move (wl_request_t *req, const char *call_id, const char *region, wl_time_t by);
void store_rehearsed_delete (wl_request_t *req, const char *call_id);

typedef struct store_rehearsed_check {
    char *application_id, *stage;
    Evaluation__FormalCheck *check;
} store_rehearsed_check_t;

WL_MUST_CHECK wl_status store_rehearsed_checks (wl_request_t *req, const char *call_id,
                                                const char *region, size_t *ret_count,
                                                store_rehearsed_check_t **ret);
void store_rehearsed_check_put (wl_request_t *req, const store_rehearsed_check_t *check);

/* Offers that wait for an answer. */
typedef struct store_rehearsed_offer {
    char *application_id;
    wl_time_t accept_until;
} store_rehearsed_offer_t;

WL_MUST_CHECK wl_status store_rehearsed_offers (wl_request_t *req, const char *call_id,
                                                const char *region, size_t *ret_count,
                                                store_rehearsed_offer_t **ret);
