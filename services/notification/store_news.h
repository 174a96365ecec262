/* What is new in inboxes. */
#pragma once

#include "news.h"
#include "store.h"

typedef struct store_follower {
    const char *user_id;
    wl_time_t since; /* messages composed after this; 0: none, only how many are unread */
} store_follower_t;

/* ret[i] belongs to followers[i]. Two statements, whatever the count. */
WL_MUST_CHECK wl_status store_list_news (wl_request_t *req, const store_follower_t *followers,
                                         size_t count, news_t *ret);
