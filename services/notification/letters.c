#include "letters.h"

Notification__Fact *
letters_fact (wl_request_t *req, const char *name, const char *value)
{
    Notification__Fact *fact = wl_arena_alloc (wl_arena (req), sizeof *fact);

    notification__fact__init (fact);
    fact->name = wl_text_copy (wl_arena (req), name);
    fact->value = wl_text_copy (wl_arena (req), value == NULL ? "" : value);
    return fact;
}

wl_status
letters_queue (wl_request_t *req, store_message_t *message)
{
    wl_time_t now = wl_clock_now (&wl_clock_system);
    wl_uuid_t uuid = wl_uuid_new (now);
    char *id = wl_arena_alloc (wl_arena (req), WL_UUID_TEXT);
    bool is_new;

    wl_uuid_format (&uuid, id);
    message->id = id;
    WL_TRY (store_insert_message (req, message, &is_new));
    if (is_new)
        wl_timer_set (req, LETTERS_TIMER, id, now, NULL);
    return WL_OK;
}
