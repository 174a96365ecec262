/* Who gets letters without an account, and what is announced; SQL only here. Everything returned
 * lives in the request's arena. */
#pragma once

#include "service/request.h"
#include "wlacznik/dissemination.pb-c.h"

enum { SUBSCRIPTION_HASH = 32 };

typedef struct store_subscription {
    char *id, *email, *locale, *leave_token;
} store_subscription_t;

/* ---- asking for letters ---- */

/* A question that waits for its confirmation. WL_RESOURCE_EXHAUSTED: the address was asked three
 * times within the hour; nothing is written. */
WL_MUST_CHECK wl_status store_ask_subscription (wl_request_t *req, const char *id,
                                                const Dissemination__SubscribeRequest *in,
                                                const uint8_t token_hash[SUBSCRIPTION_HASH],
                                                const char *leave_token, wl_time_t expires_at);
/* Whom the confirmation goes to. WL_NOT_FOUND: it was confirmed or is forgotten. */
WL_MUST_CHECK wl_status store_pending_subscription (wl_request_t *req, const char *id,
                                                    store_subscription_t *ret);
/* Does nothing to a confirmed one. */
void store_forget_subscription (wl_request_t *req, const char *id);
/* Of one that is confirmed already it is its answer again. What the address had before ends.
 * WL_NOT_FOUND: no such token, or it expired. */
WL_MUST_CHECK wl_status store_confirm_subscription (wl_request_t *req,
                                                    const uint8_t token_hash[SUBSCRIPTION_HASH],
                                                    Dissemination__Subscription *ret);
/* `*ret_ended` is false when there is none with the token. */
WL_MUST_CHECK wl_status store_end_subscription (wl_request_t *req, const char *leave_token,
                                                bool *ret_ended);
WL_MUST_CHECK wl_status store_count_subscriptions (wl_request_t *req,
                                                   Dissemination__SubscriptionCounts *ret);

/* ---- whom a letter is for ---- */

/* What it is about; lists that are empty concern everybody. */
typedef struct store_concern {
    Dissemination__Topic topic;
    char *const *themes, *const *regions;
    size_t theme_count, region_count;
} store_concern_t;

/* Confirmed ones that want it, in the order of their ids, behind `after` ("": from the first). */
WL_MUST_CHECK wl_status store_subscribers (wl_request_t *req, const store_concern_t *concern,
                                           const char *after, uint32_t limit, size_t *ret_count,
                                           store_subscription_t **ret);

/* ---- announcements ---- */

void store_insert_announcement (wl_request_t *req, const Dissemination__Announcement *announcement);
/* WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_announcement (wl_request_t *req, const char *id,
                                            Dissemination__Announcement *ret);
WL_MUST_CHECK wl_status store_delete_announcement (wl_request_t *req, const char *id,
                                                   Dissemination__Announcement *ret);
WL_MUST_CHECK wl_status store_announcements (wl_request_t *req,
                                             const Dissemination__ListAnnouncementsRequest *in,
                                             uint32_t limit,
                                             Dissemination__ListAnnouncementsResponse *ret);
