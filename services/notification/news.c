#include "news.h"

#include <stdlib.h>
#include <string.h>

#include "message/message.h"

enum { DIGITS_MAX = 18 };

wl_time_t
news_read_place (const char *last_event_id)
{
    size_t length = last_event_id == NULL ? 0 : strlen (last_event_id);

    if (length == 0 || length > DIGITS_MAX || strspn (last_event_id, "0123456789") != length)
        return 0;
    return strtoll (last_event_id, NULL, 10);
}

/* Without the text: whoever wants it asks for it, and reads it then. */
static void
write_message (wl_buffer_t *out, const Notification__Message *message)
{
    Notification__Message told = *message;

    told.text = (char *) (uintptr_t) protobuf_c_empty_string;
    wl_buffer_text (out, "event: message\ndata: ");
    wl_message_to_json (&told.base, out);
    wl_buffer_text (out, "\n\n");
}

char *
news_write (wl_arena_t *arena, const news_t *news, size_t *ret_length, char **ret_last)
{
    wl_buffer_t out;

    *ret_last = wl_text_printf (arena, "%lld", (long long) news->place);
    wl_buffer_init (&out, arena);
    for (size_t i = news->message_count; i > 0; i--)
        write_message (&out, news->messages[i - 1]);
    /* The place comes last: who lost the connection before it asks for all of this again. */
    wl_buffer_printf (&out, "event: unread\nid: %s\ndata: {\"count\":%u}\n\n", *ret_last,
                      news->unread);
    *ret_length = out.length;
    return out.data;
}
