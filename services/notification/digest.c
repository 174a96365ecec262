#include "digest.h"

#include <string.h>

#include "base/uuid.h"
#include "letters.h"
#include "store_settings.h"

enum { ITEMS_MAX = 40, SUBJECT_BYTES = 90 };

/* The key is the person, and which of their digests. */
void
digest_set (wl_request_t *req, const char *user_id, Notification__Frequency frequency, wl_time_t at)
{
    wl_timer_set (req, DIGEST_TIMER,
                  wl_text_printf (wl_arena (req), "%s/%d", user_id, (int) frequency), at, NULL);
}

/* Whole characters of the subject, so that the list stays within a fact's length. */
static void
add_subject (wl_buffer_t *list, const char *subject)
{
    size_t length = strlen (subject);
    bool cut = length > SUBJECT_BYTES;

    if (cut)
        for (length = SUBJECT_BYTES;
             length > 0 && ((unsigned char) subject[length] & 0xc0) == 0x80;)
            length--;
    wl_buffer_text (list, list->length == 0 ? "- " : "\n- ");
    wl_buffer_add (list, subject, length);
    wl_buffer_text (list, cut ? "…" : "");
}

static wl_status
queue_digest (wl_request_t *req, const char *user_id, const wl_timer_t *timer,
              const char *const *ids, const char *const *subjects, size_t count)
{
    Notification__Facts facts = NOTIFICATION__FACTS__INIT;
    Notification__Fact *list[2];
    store_message_t message = {
        .template = "digest", .user_id = user_id, .email = "", .locale = "", .facts = &facts
    };
    wl_buffer_t lines;

    wl_buffer_init (&lines, wl_arena (req));
    for (size_t i = 0; i < count; i++)
        add_subject (&lines, subjects[i]);
    list[0] = letters_fact (req, "list", lines.data);
    list[1] = letters_fact (req, "count", wl_text_printf (wl_arena (req), "%zu", count));
    facts.n_list = 2;
    facts.list = list;
    message.origin = wl_text_printf (wl_arena (req), "digest/%s/%s", timer->key, ids[0]);
    letters_queue (req, &message);
    return WL_OK;
}

wl_status
on_digest (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    char *user_id = wl_text_copy_length (wl_arena (req), timer->key, WL_UUID_TEXT - 1);
    int frequency = timer->key[WL_UUID_TEXT] - '0';
    const char **ids, **subjects;
    int64_t *states;
    size_t count;

    (void) payload;
    do {
        WL_TRY (store_take_digest (req, user_id, (Notification__Frequency) frequency, ITEMS_MAX,
                                   &ids, &subjects, &count));
        if (count == 0)
            return WL_OK;
        WL_TRY (queue_digest (req, user_id, timer, ids, subjects, count));
        states = wl_arena_array (wl_arena (req), count, sizeof *states);
        for (size_t i = 0; i < count; i++)
            states[i] = NOTIFICATION__MESSAGE_STATE__SENT;
        store_finish_messages (req, ids, states, count);
    } while (count == ITEMS_MAX);
    return WL_OK;
}
