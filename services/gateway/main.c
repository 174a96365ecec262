#include "administrator.h"
#include "events.h"
#include "front.h"
#include "gateway.handlers.h"
#include "messages.h"
#include "store_invitation_programmes.h"
#include "wlacznik/dissemination.pb-c.h"
#include "wlacznik/intake_persons.pb-c.h"
#include "wlacznik/notification.pb-c.h"

static const wl_subscription_t hears[] = {
    { "dissemination", &dissemination__entry_published__descriptor, events_pass },
    { "dissemination", &dissemination__entry_withdrawn__descriptor, events_pass },
    { "dissemination", &dissemination__adoption_changed__descriptor, events_pass },
    { "dissemination", &dissemination__policy_changed__descriptor, events_pass },
    { "dissemination", &dissemination__announcement_changed__descriptor, events_pass },
    { "notification", &notification__inbox_changed__descriptor, events_pass },
    { "intake", &intake__person_erased__descriptor, on_person_erased },
    { 0 },
};

static const wl_timer_kind_t timers[] = {
    { .name = "send-message",
      .payload = &notification__send_message_request__descriptor,
      .prepare = messages_prepare,
      .act = messages_act,
      .record = messages_record },
    { .name = "forget-registration", .handle = messages_forget_registration },
    { 0 },
};

static const wl_service_t gateway = {
    .name = "gateway",
    .rpc = &gateway_handlers,
    .migrations = gateway_migrations,
    .hears = hears,
    .timers = timers,
    .programmes = gateway_programmes,
    .start = front_start,
    .drain = front_drain,
    .stop = front_stop,
    .heard = events_heard,
};

int
main (int argc, char **argv)
{
    return wl_service_run (&gateway, argc, argv);
}
