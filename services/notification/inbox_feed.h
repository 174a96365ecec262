/* A person's inbox as an Atom feed (RFC 4287), for feed readers, which cannot sign in. Pure. */
#pragma once

#include "base/clock.h"
#include "base/text.h"
#include "wlacznik/notification.pb-c.h"

enum { INBOX_FEED_TOKEN = 44, INBOX_FEED_HASH = 32, INBOX_FEED_MESSAGES = 30 };

/* A fresh token: 32 random bytes in base64url. */
void inbox_feed_make_token (char ret[INBOX_FEED_TOKEN]);
/* What is kept of it. False: it is none of ours, whatever is kept. */
WL_MUST_CHECK bool inbox_feed_hash (const char *token, uint8_t ret[INBOX_FEED_HASH]);

typedef struct inbox_feed {
    const char *id; /* a UUID of the feed's own */
    wl_time_t created_at;
    const char *public_url; /* "https://wlacznik.example" */
    bool english;
    Notification__Message *const *messages; /* the newest first */
    size_t count;
} inbox_feed_t;

void inbox_feed_write (const inbox_feed_t *feed, wl_buffer_t *out);
