/* Deciding a message: its row and the timer that sends it, in one transaction. */
#pragma once

#include "store.h"

/* The timer kind whose key is the message's id. */
#define LETTERS_TIMER "send"

/* A fact, in the arena. NULL values become "". */
Notification__Fact *letters_fact (wl_request_t *req, const char *name, const char *value);

/* Puts a message into the queue. `message->id` is made here; `origin` names the cause, and the same
 * cause asks for nothing twice. */
WL_MUST_CHECK wl_status letters_queue (wl_request_t *req, store_message_t *message);
