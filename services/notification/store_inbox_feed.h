/* Feeds of inboxes: whose token is whose. */
#pragma once

#include "inbox_feed.h"
#include "store.h"

/* The caller's feed anew; an earlier address ends. */
WL_MUST_CHECK wl_status store_put_inbox_feed (wl_request_t *req, const char *id,
                                              const uint8_t hash[INBOX_FEED_HASH]);
/* When the caller's was made; WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_find_own_inbox_feed (wl_request_t *req, wl_time_t *ret_created_at);
/* WL_NOT_FOUND: there was none. */
WL_MUST_CHECK wl_status store_delete_inbox_feed (wl_request_t *req);
/* The feed of a token with the newest messages; WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_read_inbox_feed (wl_request_t *req,
                                               const uint8_t hash[INBOX_FEED_HASH],
                                               inbox_feed_t *ret);
