#include "dissemination.handlers.h"
#include "events.h"
#include "service/service.h"
#include "site.h"
#include "wlacznik/evaluation.pb-c.h"

extern const wl_migration_t dissemination_migrations[];

static const wl_subscription_t hears[] = {
    { "evaluation", &evaluation__stage_decided__descriptor, on_stage_decided },
    { 0 },
};

static const wl_service_t dissemination = {
    .name = "dissemination",
    .rpc = &dissemination_handlers,
    .migrations = dissemination_migrations,
    .hears = hears,
    .start = site_start,
    .stop = site_stop,
};

int
main (int argc, char **argv)
{
    return wl_service_run (&dissemination, argc, argv);
}
