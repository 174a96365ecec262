/* A person's feed: made, looked up, ended, and read by whoever has its address. */
#include "letters.h"
#include "message/message.h"
#include "notification.handlers.h"
#include "state.h"
#include "store_inbox_feed.h"

wl_status
notification_make_inbox_feed (wl_request_t *req, const Notification__InboxFeedRequest *in,
                              Notification__InboxFeed *out)
{
    const notification_t *state = wl_state (req);
    uint8_t hash[INBOX_FEED_HASH];
    char token[INBOX_FEED_TOKEN];

    (void) in;
    inbox_feed_make_token (token);
    if (!inbox_feed_hash (token, hash))
        return WL_INTERNAL;
    out->url = wl_text_printf (wl_arena (req), "%s/v1/inbox-feeds/%s", state->url, token);
    out->created_at = wl_timestamp (wl_arena (req), wl_now (req));
    return store_put_inbox_feed (req, letters_new_id (req), hash);
}

static wl_status
no_feed (wl_request_t *req, wl_status status)
{
    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, status, "no-inbox-feed",
                    "Nie masz kanału Atom albo jego adres już nie działa.",
                    "You have no Atom feed, or its address works no more.");
}

wl_status
notification_get_inbox_feed (wl_request_t *req, const Notification__InboxFeedRequest *in,
                             Notification__InboxFeed *out)
{
    wl_time_t created_at;
    wl_status status = store_find_own_inbox_feed (req, &created_at);

    (void) in;
    if (status == WL_OK)
        out->created_at = wl_timestamp (wl_arena (req), created_at);
    return status == WL_NOT_FOUND ? WL_OK : status;
}

wl_status
notification_end_inbox_feed (wl_request_t *req, const Notification__InboxFeedRequest *in,
                             Wlacznik__Empty *out)
{
    (void) in;
    (void) out;
    return no_feed (req, store_delete_inbox_feed (req));
}

wl_status
notification_read_inbox_feed (wl_request_t *req, const Notification__ReadInboxFeedRequest *in,
                              Wlacznik__Document *out)
{
    const notification_t *state = wl_state (req);
    uint8_t hash[INBOX_FEED_HASH];
    inbox_feed_t feed;
    wl_buffer_t text;

    if (!inbox_feed_hash (in->token, hash))
        return no_feed (req, WL_NOT_FOUND);
    WL_TRY (no_feed (req, store_read_inbox_feed (req, hash, &feed)));
    feed.public_url = state->url;
    feed.english = wl_text_equal (wl_locale (req), "en");
    wl_buffer_init (&text, wl_arena (req));
    inbox_feed_write (&feed, &text);
    out->content = wl_message_bytes (&text);
    return WL_OK;
}
