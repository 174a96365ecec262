#include "events.h"
#include "letters.h"
#include "notification.handlers.h"
#include "sending.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"

extern const wl_migration_t notification_migrations[];

static const wl_subscription_t hears[] = {
    { "intake", &intake__application_submitted__descriptor, on_application_submitted },
    { "intake", &intake__application_withdrawn__descriptor, on_application_withdrawn },
    { "evaluation", &evaluation__formal_check_decided__descriptor, on_formal_check_decided },
    { "evaluation", &evaluation__card_assigned__descriptor, on_card_assigned },
    { "evaluation", &evaluation__application_ranked__descriptor, on_application_ranked },
    { "evaluation", &evaluation__stage_decided__descriptor, on_stage_decided },
    { 0 },
};

static const wl_timer_kind_t timers[] = {
    { .name = LETTERS_TIMER,
      .prepare = sending_prepare,
      .act = sending_act,
      .record = sending_record },
    { 0 },
};

static const wl_service_t notification = {
    .name = "notification",
    .rpc = &notification_handlers,
    .migrations = notification_migrations,
    .hears = hears,
    .timers = timers,
    .start = sending_start,
    .stop = sending_stop,
};

int
main (int argc, char **argv)
{
    return wl_service_run (&notification, argc, argv);
}
