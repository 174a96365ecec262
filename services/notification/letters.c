#include "letters.h"

#include "base/uuid.h"
#include "moments.h"

Notification__Fact *
letters_fact (wl_request_t *req, const char *name, const char *value)
{
    Notification__Fact *fact = wl_arena_alloc (wl_arena (req), sizeof *fact);

    notification__fact__init (fact);
    fact->name = wl_text_copy (wl_arena (req), name);
    fact->value = wl_text_copy (wl_arena (req), value == NULL ? "" : value);
    return fact;
}

char *
letters_new_id (wl_request_t *req)
{
    wl_uuid_t uuid = wl_uuid_new (wl_clock_now (&wl_clock_system));
    char *id = wl_arena_alloc (wl_arena (req), WL_UUID_TEXT);

    wl_uuid_format (&uuid, id);
    return id;
}

void
letters_queue (wl_request_t *req, store_message_t *message)
{
    wl_time_t due = wl_clock_now (&wl_clock_system);

    /* Whoever waits in front of the screen for a link goes before ten thousand results: a queue is
     * worked off in the order of its times. Newsletters go to an address, too, and wait. */
    if (!wl_text_empty (message->email) && moment_is_urgent (message->template))
        due -= LETTERS_HEAD_START;
    message->id = letters_new_id (req);
    store_insert_message (req, message, due);
    wl_wake_jobs (req);
}
