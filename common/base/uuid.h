/* UUIDs, version 7 (RFC 9562): they sort by time, so that indexes grow at one end. */
#pragma once

#include <stdint.h>

#include "base/status.h"

enum { WL_UUID_TEXT = 37 }; /* with the terminating NUL */

typedef struct wl_uuid {
    uint8_t bytes[16];
} wl_uuid_t;

/* A fresh id for the moment `now` (UTC microseconds); the sub-millisecond part fills rand_a
 * (RFC 9562 6.2 method 3), the rest is from getrandom. Thread-safe. */
wl_uuid_t wl_uuid_new (int64_t now);

/* The id of something that is only rehearsed: the same, but of version 8, which RFC 9562 (5.8)
 * leaves to whoever makes it. So whoever has the id knows it, in each service and in each event,
 * without asking anybody; and no id can lose the mark. Thread-safe. */
wl_uuid_t wl_uuid_new_rehearsed (int64_t now);
/* A fresh id of something that belongs to `owner`: one of the two kinds, as the owner's is. */
wl_uuid_t wl_uuid_new_for (int64_t now, const char *owner);
/* Whether `text` is such an id; NULL and what is no UUID is none. The SQL function `rehearsed` of
 * the services' migrations says the same. */
bool wl_uuid_is_rehearsed (const char *text);

/* Accepts the 36-character form in either case, nothing else. */
WL_MUST_CHECK bool wl_uuid_parse (const char *text, wl_uuid_t *ret);
/* Lower case. */
void wl_uuid_format (const wl_uuid_t *uuid, char ret[WL_UUID_TEXT]);
/* The same, in `arena`. */
char *wl_uuid_text (wl_arena_t *arena, wl_uuid_t uuid);
