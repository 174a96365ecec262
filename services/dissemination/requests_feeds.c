/* The catalogue for programs: documents that the gateway sends as they are. */
#include "dissemination.handlers.h"
#include "feed.h"
#include "site.h"
#include "store.h"

wl_status
dissemination_get_feed (wl_request_t *req, const Dissemination__GetFeedRequest *in,
                        Wlacznik__Document *out)
{
    Dissemination__Entry **entries;
    wl_buffer_t text;
    size_t count;

    (void) in;
    WL_TRY (store_newest (req, FEED_ENTRIES, &count, &entries));
    wl_buffer_init (&text, wl_arena (req));
    feed_write_atom (site_url (req), entries, count, wl_now (req), &text);
    out->content = wl_message_bytes (&text);
    return WL_OK;
}

wl_status
dissemination_get_sitemap_index (wl_request_t *req, const Dissemination__GetSitemapIndexRequest *in,
                                 Wlacznik__Document *out)
{
    sitemap_place_t *places;
    wl_buffer_t text;
    size_t count;

    (void) in;
    WL_TRY (store_sitemaps (req, SITEMAP_ENTRIES, &count, &places));
    wl_buffer_init (&text, wl_arena (req));
    sitemap_write_index (site_url (req), places, count, &text);
    out->content = wl_message_bytes (&text);
    return WL_OK;
}

wl_status
dissemination_get_sitemap (wl_request_t *req, const Dissemination__GetSitemapRequest *in,
                           Wlacznik__Document *out)
{
    sitemap_place_t *places;
    wl_buffer_t text;
    size_t count;

    WL_TRY (store_sitemap (req, in->from_id, SITEMAP_ENTRIES, &count, &places));
    wl_buffer_init (&text, wl_arena (req));
    sitemap_write (site_url (req), places, count, &text);
    out->content = wl_message_bytes (&text);
    return WL_OK;
}

wl_status
dissemination_get_robots (wl_request_t *req, const Dissemination__GetRobotsRequest *in,
                          Wlacznik__Document *out)
{
    wl_buffer_t text;

    (void) in;
    wl_buffer_init (&text, wl_arena (req));
    robots_write (site_url (req), &text);
    out->content = wl_message_bytes (&text);
    return WL_OK;
}
