/* What those who follow their inboxes are told. */
#include "notification.handlers.h"
#include "store_news.h"

static store_follower_t
follower (const char *user_id, const char *last_event_id)
{
    return (store_follower_t){ user_id, news_read_place (last_event_id) };
}

wl_status
notification_follow_my_messages (wl_request_t *req, const Notification__FollowMyMessagesRequest *in,
                                 Wlacznik__Document *out)
{
    store_follower_t asks = follower (wl_user (req), in->last_event_id);
    news_t news;

    WL_TRY (store_list_news (req, &asks, 1, &news));
    out->content.data =
        (uint8_t *) news_write (wl_arena (req), &news, &out->content.len, &out->tag);
    return WL_OK;
}

wl_status
notification_list_news (wl_request_t *req, const Notification__ListNewsRequest *in,
                        Notification__ListNewsResponse *out)
{
    store_follower_t *asks = wl_arena_array (wl_arena (req), in->n_followers, sizeof *asks);
    news_t *news = wl_arena_array (wl_arena (req), in->n_followers, sizeof *news);
    Notification__News *told = wl_arena_array (wl_arena (req), in->n_followers, sizeof *told);

    for (size_t i = 0; i < in->n_followers; i++)
        asks[i] = follower (in->followers[i]->user_id, in->followers[i]->last_event_id);
    WL_TRY (store_list_news (req, asks, in->n_followers, news));
    out->n_news = in->n_followers;
    out->news = wl_arena_array (wl_arena (req), in->n_followers, sizeof *out->news);
    for (size_t i = 0; i < in->n_followers; i++) {
        notification__news__init (&told[i]);
        told[i].events.data = (uint8_t *) news_write (wl_arena (req), &news[i], &told[i].events.len,
                                                      &told[i].last_event_id);
        out->news[i] = &told[i];
    }
    return WL_OK;
}
