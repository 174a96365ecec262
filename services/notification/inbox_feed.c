#include "inbox_feed.h"

#include <sodium.h>
#include <string.h>

#include "message/message.h"

void
inbox_feed_make_token (char ret[INBOX_FEED_TOKEN])
{
    uint8_t bytes[32];

    randombytes_buf (bytes, sizeof bytes);
    sodium_bin2base64 (ret, INBOX_FEED_TOKEN, bytes, sizeof bytes,
                       sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero (bytes, sizeof bytes);
}

bool
inbox_feed_hash (const char *token, uint8_t ret[INBOX_FEED_HASH])
{
    size_t length = strlen (token);

    if (length != INBOX_FEED_TOKEN - 1)
        return false;
    crypto_generichash (ret, INBOX_FEED_HASH, (const uint8_t *) token, length, NULL, 0);
    return true;
}

/* XML 1.0 has no control characters but three, escaped or not: they become spaces. */
static void
add_text (wl_buffer_t *out, const char *text)
{
    char *copy = wl_text_copy (out->arena, text);

    for (char *c = copy; *c != '\0'; c++)
        if ((unsigned char) *c < 0x20 && *c != '\n' && *c != '\t' && *c != '\r')
            *c = ' ';
    wl_buffer_html (out, copy);
}

static void
add_element (wl_buffer_t *out, const char *name, const char *attributes, const char *text)
{
    wl_buffer_printf (out, "<%s%s>", name, attributes);
    add_text (out, text);
    wl_buffer_printf (out, "</%s>\n", name);
}

static void
add_time (wl_buffer_t *out, const char *name, wl_time_t time)
{
    char text[WL_TIME_TEXT];

    wl_time_format (time, text);
    add_element (out, name, "", text);
}

static void
add_entry (wl_buffer_t *out, const inbox_feed_t *feed, const Notification__Message *message)
{
    wl_buffer_printf (out, "<entry>\n<id>urn:uuid:%s</id>\n", message->id);
    add_element (out, "title", " type=\"text\"", message->subject);
    add_time (out, "updated", wl_timestamp_time (message->created_at));
    wl_buffer_text (out, "<link rel=\"alternate\" type=\"text/html\" href=\"");
    add_text (out, feed->public_url);
    wl_buffer_text (out, "/me#messages\"/>\n");
    /* What showed a secret has no text here either. */
    if (!wl_text_empty (message->text))
        add_element (out, "content", " type=\"text\"", message->text);
    wl_buffer_text (out, "</entry>\n");
}

void
inbox_feed_write (const inbox_feed_t *feed, wl_buffer_t *out)
{
    wl_buffer_printf (out,
                      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">\n"
                      "<id>urn:uuid:%s</id>\n",
                      feed->english ? "en" : "pl", feed->id);
    add_element (out, "title", "",
                 feed->english ? "Włącznik: my messages" : "Włącznik: moje wiadomości");
    wl_buffer_text (out, "<author><name>Włącznik</name></author>\n");
    add_time (out, "updated",
              feed->count == 0 ? feed->created_at
                               : wl_timestamp_time (feed->messages[0]->created_at));
    for (size_t i = 0; i < feed->count; i++)
        add_entry (out, feed, feed->messages[i]);
    wl_buffer_text (out, "</feed>\n");
}
