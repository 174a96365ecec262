#include "events.h"

#include <string.h>

#include "db/command.h"
#include "gateway.h"
#include "live.h"
#include "message/message.h"
#include "store_roles.h"
#include "wlacznik/gateway.pb-c.h"
#include "wlacznik/intake_persons.pb-c.h"
#include "wlacznik/notification.pb-c.h"

enum { EVENT_BYTES = 256 * 1024 };

wl_status
events_pass (wl_request_t *req, const wl_event_t *event)
{
    (void) req;
    (void) event;
    return WL_OK;
}

/* Who still has something that the law keeps must be able to see it, and to be reached: the account
 * goes with the last of it. */
wl_status
on_person_erased (wl_request_t *req, const wl_event_t *event)
{
    const Intake__PersonErased *body = event->body;
    Gateway__AccountErased erased = GATEWAY__ACCOUNT_ERASED__INIT;

    bool stays;

    if (body->n_kept_application_ids > 0)
        return WL_OK;
    WL_TRY (store_account_erase (wl_db (req), body->user_id, &stays));
    if (stays)
        return WL_OK;
    wl_command_forget_owner (wl_db (req), body->user_id);
    erased.request_id = body->request_id;
    wl_emit (req, "pl", body->user_id, &erased.base);
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
    else if (strcmp (event->type, intake__person_erased__descriptor.name) == 0)
        session_cache_forget (gateway->sessions);
    else
        page_cache_forget (gateway->pages);
}
