/* What letters say of many applications at once, and whom a message to many is for. Results live in
 * the request's arena. */
#pragma once

#include "store_dossiers.h"

/* What a region's site told of an application that it assessed: its cards are not here. */
typedef struct store_told {
    int64_t points;
    bool passed;
    uint32_t cards;
    const char *criterion_points; /* in the order of the criteria, divided by spaces */
} store_told_t;

/* A published result, or a formal rejection. */
typedef struct store_result {
    store_dossier_t dossier; /* those of one stage share their rules */
    Evaluation__ListGroup group;
    uint32_t place;
    uint32_t reserve_place; /* 0: not on the reserve list */
    uint32_t round;         /* of the cards that the result is made of */
    wl_time_t published_at,
        held_until;                 /* held_until: when a letter that was held back left, or 0 */
    wl_time_t received_at;          /* 0: not recorded */
    Evaluation__FormalCheck *check; /* of a rejection */
    const store_told_t *told;       /* NULL: assessed here */
} store_result_t;

/* Of the first stage with points of each application; by application id. Those without a result are
 * missing. */
WL_MUST_CHECK wl_status store_results_for_letters (wl_request_t *req, char *const *application_ids,
                                                   size_t count, store_result_t **ret,
                                                   size_t *ret_count);

/* The locked cards that these results are made of, one row each: read one at a time, because the
 * reasons on hundreds of cards would not fit into a request's memory. */
typedef struct store_result_cards store_result_cards_t;
WL_MUST_CHECK wl_status store_result_cards (wl_request_t *req, const store_result_t *results,
                                            size_t count, store_result_cards_t **ret);
/* The next card of the application, without its application's texts; NULL when there is none left.
 * Call for the applications in the order of the results. */
WL_MUST_CHECK wl_status store_next_card (wl_request_t *req, store_result_cards_t *cards,
                                         const char *application_id, Evaluation__Card **ret);

/* Deferred. The first sending stands. */
void store_sending_put (wl_request_t *req, char *const *application_ids, size_t count,
                        Evaluation__AppealKind kind, wl_time_t sent_at);

/* A page of whom a message is for; `*ret_next` is "" on the last one. */
WL_MUST_CHECK wl_status store_recipients (wl_request_t *req,
                                          const Evaluation__ListRecipientsRequest *ask,
                                          Evaluation__ListRecipientsResponse *ret);
