/* What people who follow their inboxes are told: server-sent events. Pure.
 *
 * An event of a stream has as its id the moment of composing of the newest message that was told.
 * Messages of one moment are committed a little apart, so each question begins a little before the
 * last answer's end: what was told a moment ago may be told again, and nothing is left out.
 */
#pragma once

#include "base/clock.h"
#include "base/text.h"
#include "wlacznik/notification.pb-c.h"

enum { NEWS_MESSAGES_MAX = 10 }; /* of one account, told at once */

/* How long a batch of messages may take from its stamp to its commit. */
#define NEWS_OVERLAP (2 * WL_SECOND)

/* Reads how far somebody was told; 0 for "" and for what we never said. */
wl_time_t news_read_place (const char *last_event_id);

/* One account's events: the messages, the oldest first, and how many are unread. `*ret_last` is the
 * last event's id. Results in the arena. */
typedef struct news {
    Notification__Message **messages; /* the newest first */
    size_t message_count;
    uint32_t unread;
    wl_time_t place; /* of the newest message, or of the question */
} news_t;
char *news_write (wl_arena_t *arena, const news_t *news, size_t *ret_length, char **ret_last);
