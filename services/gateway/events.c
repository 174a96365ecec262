#include "events.h"

#include <string.h>

#include "gateway.h"
#include "live.h"
#include "message/message.h"
#include "wlacznik/notification.pb-c.h"

enum { EVENT_BYTES = 256 * 1024 };

wl_status
events_pass (wl_request_t *req, const wl_event_t *event)
{
    (void) req;
    (void) event;
    return WL_OK;
}

static void
inbox_changed (gateway_t *gateway, const wl_event_t *event)
{
    wl_arena_t *arena = wl_arena_new (EVENT_BYTES);
    const Notification__InboxChanged *changed;
    ProtobufCMessage *body;

    if (wl_message_unpack (arena, &notification__inbox_changed__descriptor, event->payload.data,
                           event->payload.length, &body) == WL_OK) {
        changed = (const Notification__InboxChanged *) body;
        for (size_t i = 0; i < changed->n_user_ids; i++)
            live_heard (gateway->live, changed->user_ids[i]);
    }
    wl_arena_destroy (&arena);
}

void
events_heard (void *state, const wl_event_t *event)
{
    gateway_t *gateway = state;

    if (strcmp (event->type, notification__inbox_changed__descriptor.name) == 0)
        inbox_changed (gateway, event);
    else
        page_cache_forget (gateway->pages);
}
