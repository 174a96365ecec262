/* Messages: what people are told. SQL only in store*.c. Everything returned lives in the request's
 * arena. */
#pragma once

#include "delivery_shard.h"
#include "service/request.h"
#include "wlacznik/notification.pb-c.h"

/* When held back: a moment that never comes, as SQL. */
#define STORE_HELD "timestamptz '9999-01-01 00:00:00+00'"

/* A message as it waits. Empty texts are NULL in the row. */
typedef struct store_message {
    const char *id;
    const char *origin;
    const char *template;
    const char *user_id;
    const char *email;
    const char *trace;     /* traceparent, "" in none; of a letter that is taken to be sent */
    const char *leave_url; /* of a letter to an address that asked for it */
    const char *locale;
    const char *call_id;
    const char *application_id;
    const char *mailing_id; /* that it is a line of; or "" */
    Notification__Facts *facts;
    Notification__MessageState state;
    wl_time_t created_at;
    int attempts; /* failures to compose it */
} store_message_t;

/* `due` is when to compose it. When the same origin has a message already nothing is written.
 * Deferred. */
void store_insert_message (wl_request_t *req, const store_message_t *message, wl_time_t due);

/* The facts in a bytea column; NULL is none. */
WL_MUST_CHECK wl_status store_read_facts (wl_request_t *req, const wl_rows_t *rows, int row,
                                          int column, Notification__Facts **ret);

/* Takes at most `limit` messages that are due, until `lease`. */
WL_MUST_CHECK wl_status store_claim_messages (wl_request_t *req, wl_time_t lease, size_t limit,
                                              store_message_t **ret, size_t *ret_count);

/* What composing made of messages; arrays of `count` each. An empty text is one that is not kept.
 */
typedef struct store_composed {
    const char **ids, **locales, **subjects, **texts;
    size_t count;
} store_composed_t;
/* They are in their inboxes now; facts of those with a text are erased. Deferred, as all that
 * follows. */
void store_put_composed (wl_request_t *req, const store_composed_t *composed);
/* Composes them anew at `due`. */
void store_put_off (wl_request_t *req, const char *const *ids, size_t count, wl_time_t due);
/* The same for messages that are held back until somebody lets them go. */
void store_put_aside (wl_request_t *req, const char *const *ids, size_t count);
/* Waiting messages end as SENT or FAILED; the call's counts follow, once for all of them. */
void store_finish_messages (wl_request_t *req, const char *const *ids, const int64_t *states,
                            size_t count);

WL_MUST_CHECK wl_status store_list_inbox (wl_request_t *req,
                                          const Notification__ListMyMessagesRequest *in,
                                          uint32_t limit,
                                          Notification__ListMyMessagesResponse *ret);
WL_MUST_CHECK wl_status store_read_message (wl_request_t *req, const char *id,
                                            Notification__Message *ret);
WL_MUST_CHECK wl_status store_count_delivery (wl_request_t *req, const char *call_id,
                                              Notification__Delivery *ret);
