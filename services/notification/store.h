/* Messages and their counts; SQL only here. Everything returned lives in the request's arena. */
#pragma once

#include "service/request.h"
#include "wlacznik/notification.pb-c.h"

/* A message as it waits. Empty texts are NULL in the row. */
typedef struct store_message {
    const char *id;
    const char *origin;
    const char *template;
    const char *user_id;
    const char *email;
    const char *locale;
    const char *call_id;
    const char *application_id;
    Notification__Facts *facts;
    Notification__MessageState state;
    wl_time_t created_at;
} store_message_t;

/* `*ret_new` is false when the same origin has a message already; then nothing is written. */
WL_MUST_CHECK wl_status store_insert_message (wl_request_t *req, const store_message_t *message,
                                              bool *ret_new);
/* WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_load_message (wl_request_t *req, const char *id,
                                            store_message_t *ret);
/* What became of it: `text` may be "" for what must not be kept. Its facts are erased. */
WL_MUST_CHECK wl_status store_finish_message (wl_request_t *req, const store_message_t *message,
                                              Notification__MessageState state, const char *subject,
                                              const char *text);

WL_MUST_CHECK wl_status store_list_inbox (wl_request_t *req, uint32_t limit, const char *cursor,
                                          Notification__ListMyMessagesResponse *ret);
WL_MUST_CHECK wl_status store_read_message (wl_request_t *req, const char *id,
                                            Notification__Message *ret);
WL_MUST_CHECK wl_status store_count_delivery (wl_request_t *req, const char *call_id,
                                              Notification__Delivery *ret);
