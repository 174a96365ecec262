/* Deciding a message: its row, which the composing job finds. */
#pragma once

#include "store.h"

/* How far before the others urgent letters stand in the queues. */
#define LETTERS_HEAD_START WL_DAY

/* A fact, in the arena. NULL values become "". */
Notification__Fact *letters_fact (wl_request_t *req, const char *name, const char *value);

/* A fresh id, in the arena. */
char *letters_new_id (wl_request_t *req);

/* Puts a message into the queue. `message->id` is made here; `origin` names the cause, and the same
 * cause asks for nothing twice. Deferred: ten thousand results come as ten thousand events. */
void letters_queue (wl_request_t *req, store_message_t *message);
